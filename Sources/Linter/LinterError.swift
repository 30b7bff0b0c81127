/// Why a run could not start.
package enum LinterError: Error, Hashable, Sendable {
  case unknownRule(String, known: [String])
  case unknownKind(String, known: [String])
  /// Place, fault and way out.
  case compileCommands(String)
  /// No index store is there, or none that can be read: place, fault and way out.
  case indexStore(path: String, reason: String)
  case notInRepository(String)
  case gitFailed(command: String, message: String)
  case nothingToLint([String])
  case unknownPackage(String, known: [String])
}
