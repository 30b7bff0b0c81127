import Model

/// What was wrong with files, one line each; what is wrong with many in the same way is said once.
struct ProblemLines {
  private static let shown = 3

  private let problems: [Problem]

  init(_ problems: [Problem]) {
    self.problems = problems
  }

  func print() {
    var counts: [String: Int] = [:]
    for problem in problems {
      let count = counts[problem.message, default: 0] + 1
      counts[problem.message] = count
      guard count <= Self.shown else { continue }
      let place = problem.line.map { "\(problem.file):\($0)" } ?? problem.file
      Console.error("\(place): \(problem.message)")
    }
    for (message, count) in counts.sorted(by: { $0.key < $1.key }) where count > Self.shown {
      Console.error("\(count - Self.shown) more files: \(message)")
    }
  }
}
