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
    var text = ""
    /// When the text was last changed, in nanoseconds since 1970; nil when it is not the file's.
    var modified: Int64?
  }

  func read(_ file: SourceFile) -> Reading {
    let text: String
    let modified: Int64?
    do throws(FileFault) {
      (text, modified) = try contents(of: file.path)
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
    return Reading(
      file: file, summary: isUseless ? nil : summary, problems: summary.problems, text: text, modified: modified)
  }

  private func contents(of path: String) throws(FileFault) -> (text: String, modified: Int64?) {
    guard let bytes = staged[path] else { return try SourceText.contents(of: path) }
    let text = try SourceText.text(bytes)
    // What git holds may be what the work tree holds, too; only then does the file's age speak of it.
    let file = try? SourceText.contents(of: path)
    return (text, file?.text == text ? file?.modified : nil)
  }
}
