import Foundation

/// The few questions that are put to git.
package struct Git: Sendable {
  /// The top folder of the work tree.
  package let root: String
  private let folder: String

  /// Throws when the folder is in no repository.
  package init(in folder: String) throws(LinterError) {
    self.folder = folder
    let answer = Self.run(["rev-parse", "--show-toplevel"], in: folder)
    guard let answer, answer.status == 0 else { throw LinterError.notInRepository(folder) }
    root = String(decoding: answer.output, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  /// Where git looks for hooks: `core.hooksPath`, or the folder that all work trees share.
  package func hooksFolder() throws(LinterError) -> String {
    let path = String(decoding: try output(["rev-parse", "--git-path", "hooks"]), as: UTF8.self)
    return FilePath.absolute(path.trimmingCharacters(in: .newlines), in: folder)
  }

  /// What the next commit adds or changes; absolute paths.
  func stagedFiles() throws(LinterError) -> [String] {
    try paths(["diff", "--cached", "--name-only", "-z", "--no-relative", "--no-ext-diff", "--diff-filter=ACMRT"])
  }

  /// What the work tree holds otherwise than the index; absolute paths.
  func unstagedFiles() throws(LinterError) -> [String] {
    try paths(["diff", "--name-only", "-z", "--no-relative", "--no-ext-diff"])
  }

  /// The bytes that the index holds for a file.
  func stagedContents(of path: String) throws(LinterError) -> [UInt8] {
    [UInt8](try output(["cat-file", "blob", ":" + FilePath.display(path, in: root)]))
  }

  private func paths(_ arguments: [String]) throws(LinterError) -> [String] {
    try output(arguments).split(separator: 0).map { root + "/" + String(decoding: $0, as: UTF8.self) }
  }

  private func output(_ arguments: [String]) throws(LinterError) -> Data {
    let answer = Self.run(arguments, in: folder)
    guard let answer, answer.status == 0 else {
      throw .gitFailed(command: (["git"] + arguments).joined(separator: " "), message: answer?.error ?? "not found")
    }
    return answer.output
  }

  private static func run(
    _ arguments: [String], in folder: String
  ) -> (status: Int32, output: Data, error: String)? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let output = Pipe()
    let error = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = error
    guard (try? process.run()) != nil else { return nil }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    let message = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, bytes, message.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
