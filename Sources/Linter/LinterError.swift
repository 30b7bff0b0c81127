/// Why a run could not start.
package enum LinterError: Error, Hashable, Sendable {
  case unknownRule(String, known: [String])
  case unknownKind(String, known: [String])
  /// Place, fault and way out.
  case compileCommands(String)
  case notInRepository(String)
  case gitFailed(command: String, message: String)
  case nothingToLint([String])
}
