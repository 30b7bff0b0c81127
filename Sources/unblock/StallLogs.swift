import Evidence
import Linter
import Model

/// The stall logs that a user names.
struct StallLogs {
  var paths: [String]

  /// Reads them and names damaged lines on standard error; throws unless each of them is a log.
  func summary(isQuiet: Bool) throws -> StallSummary {
    let answer = read(isQuiet: isQuiet)
    guard !answer.isIncomplete else { throw ExitStatus.failed }
    return LocalFiles(folder: FilePath.workingDirectory).applied(to: answer.summary)
  }

  func read(isQuiet: Bool) -> StallLogReader.Answer {
    let answer = StallLogReader(paths: paths).read()
    for problem in answer.problems where problem.isFatal || !isQuiet {
      let place = problem.line.map { "\(problem.file):\($0)" } ?? problem.file
      Console.error("\(problem.isFatal ? "unblock: " : "")\(place): \(problem.message)")
    }
    return answer
  }
}
