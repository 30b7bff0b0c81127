import Model
import SwiftFrontend

/// Lowers one file to its summary; what is wrong with the file is part of the answer.
struct FileReader: Sendable {
  /// What git's index holds, by absolute path, where that is to be read instead of the file.
  var staged: [String: [UInt8]] = [:]
  var c: CReading

  struct Reading: Sendable {
    var file: SourceFile
    /// Nil when nothing of the file could be used.
    var summary: Summary?
    var problems: [Problem]
  }

  func read(_ file: SourceFile) -> Reading {
    let text: String
    do throws(FileFault) {
      text = try contents(of: file.path)
    } catch {
      let problem = Problem(file: file.name, line: error.line, message: error.text, isFatal: true)
      return Reading(file: file, summary: nil, problems: [problem])
    }
    var summary: Summary
    switch file.language {
    case .swift:
      summary = SwiftReader().read(text, file: file.name, module: file.module.name)
      summary.defaultIsolation = file.module.defaultIsolation
      summary.isNonsendingByDefault = file.module.isNonsendingByDefault
    case .c:
      summary = c.read(text, file)
    }
    summary.isDependency = file.isContext
    let isUseless = summary.problems.contains(where: \.isFatal)
    return Reading(file: file, summary: isUseless ? nil : summary, problems: summary.problems)
  }

  private func contents(of path: String) throws(FileFault) -> String {
    if let bytes = staged[path] { return try SourceText.text(bytes) }
    return try SourceText.read(path)
  }
}
