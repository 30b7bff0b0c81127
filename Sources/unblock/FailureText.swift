import Linter
import Rules

/// What the tool says when it cannot do its work: place, fault, way out.
enum FailureText {
  /// Nil for errors that are not this tool's own.
  static func text(for error: any Error) -> String? {
    switch error {
    case let error as LinterError: fault(error)
    case let error as RulesError: error.message
    case let error as CommandError: fault(error)
    default: nil
    }
  }

  private static func fault(_ error: LinterError) -> String {
    switch error {
    case .unknownRule(let name, let known):
      "unknown rule \"\(name)\"; " + suggestion(name, known) { "the rules are " + $0.joined(separator: ", ") }
    case .unknownKind(let name, let known):
      "unknown kind \"\(name)\"; " + suggestion(name, known) { "the kinds are " + $0.joined(separator: ", ") }
    case .compileCommands(let text): text
    case .indexStore(let path, let reason): "\(path): \(reason)"
    case .notInRepository(let folder):
      "\(folder): not in a git repository; run it inside one"
    case .gitFailed(let command, let message):
      "\(command): \(message); run it by hand to see what is wrong"
    case .nothingToLint(let paths):
      "\((paths.isEmpty ? ["."] : paths).joined(separator: ", ")): no Swift or C files; name other files or folders"
    case .unknownPackage(let name, let known):
      known.isEmpty
        ? "no package here; name the folder of one that was built, so that its dependencies are in .build/checkouts"
        : "unknown package \"\(name)\"; "
          + suggestion(name, known) { "the packages here are " + $0.joined(separator: ", ") }
    }
  }

  private static func fault(_ error: CommandError) -> String {
    switch error {
    case .cannotWrite(let path, let reason): "\(path): not writable: \(reason); name another file"
    case .cannotReadFindings(let path, let reason):
      "\(path): no findings: \(reason); write them with unblock lint --format json"
    case .cannotReadRules(let path): "\(path): no readable folder or file of facts; check the path"
    case .unknownName(let name, let near):
      "nothing is known of \"\(name)\"; "
        + (near.isEmpty
          ? "unblock rules lists the rules, and functions without a fact are judged by their source"
          : "did you mean \(near.joined(separator: ", "))?")
    case .foreignHook(let path): "\(path): another hook is there; call unblock lint --staged from it, or use --force"
    }
  }

  private static func suggestion(_ name: String, _ known: [String], otherwise: ([String]) -> String) -> String {
    nearest(to: name, among: known).map { "did you mean \($0)?" } ?? otherwise(known)
  }
}

/// Why a command could not do its work.
enum CommandError: Error {
  case cannotWrite(String, reason: String)
  case cannotReadFindings(String, reason: String)
  case cannotReadRules(String)
  case unknownName(String, near: [String])
  case foreignHook(String)
}
