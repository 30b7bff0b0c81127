import ArgumentParser
import Foundation
import Linter

struct HookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "Checks what is staged before every commit.", subcommands: [Install.self])

  struct Install: ParsableCommand {
    /// Tells this tool's hook from anyone else's.
    private static let mark = "# unblock: pre-commit"

    static let configuration = CommandConfiguration(
      commandName: "install", abstract: "Writes git's pre-commit hook.",
      discussion: """
        The hook runs `unblock lint --staged`. It goes where git looks for hooks: core.hooksPath when that is set, \
        and one place for all work trees. A hook that something else wrote is left alone.
        """)

    @Flag(help: "Replace a hook that this tool did not write.")
    var force = false

    func run() throws {
      let folder = try Git(in: FileManager.default.currentDirectoryPath).hooksFolder()
      let path = folder + "/pre-commit"
      guard force || isOurs(path) else { throw CommandError.foreignHook(path) }
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Not through a link: another repository's hook may be at its end.
        try? FileManager.default.removeItem(atPath: path)
        try Data(script.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      } catch {
        throw CommandError.cannotWrite(path, reason: error.localizedDescription)
      }
      Console.error("\(path): written; every commit is checked from now on")
    }

    private func isOurs(_ path: String) -> Bool {
      // A link that leads nowhere is somebody's, too.
      guard (try? FileManager.default.attributesOfItem(atPath: path)) != nil else { return true }
      return (try? String(contentsOfFile: path, encoding: .utf8))?.contains(Self.mark) == true
    }

    private var script: String {
      let executable = Bundle.main.executablePath ?? "unblock"
      let quoted = "'" + executable.replacing("'", with: "'\\''") + "'"
      return """
        #!/bin/sh
        \(Self.mark)
        if [ -x \(quoted) ]; then exec \(quoted) lint --staged; fi
        exec unblock lint --staged

        """
    }
  }
}
