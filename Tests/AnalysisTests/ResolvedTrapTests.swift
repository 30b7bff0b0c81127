import Foundation
import Linter
import Model
import Rules
import TestSupport
import Testing

/// What the compiler says of the same files must lead to the same findings, and make them certain.
@Suite struct ResolvedTrapTests {
  static let files = [
    "AsyncTwins", "CancelledLoops", "Continuations", "DroppedTasks", "Forgotten", "HeldLocks", "LostCallbacks",
  ].map {
    $0 + ".swift"
  }

  @Test(arguments: files) func labelsAreMetWithAnIndex(_ file: String) throws {
    let path = TrapTests.folder.appending(path: file).path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let package = try compiled([file: text], swiftArguments: ["-swift-version", "5"])
    let found = try package.lint([file], .index).report.findings
    for (line, text) in disagreements(of: Label.all(in: text), with: found, in: .index) {
      Issue.record("\(text)", sourceLocation: SourceLocation(fileID: #fileID, filePath: path, line: line, column: 1))
    }
  }
}
