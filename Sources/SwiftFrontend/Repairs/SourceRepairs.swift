package import Model
import SwiftParser
import SwiftSyntax

/// Turns repairs into edits of one Swift file.
package struct SourceRepairs: Sendable {
  private let tree: SourceFileSyntax
  private let lines: LineTable
  private let members: TypeMembers

  /// Nil where the file has syntax errors: what is not understood is not touched.
  package init?(_ text: String, file: String) {
    guard let tree = SwiftReader.tree(of: text), !tree.hasError else { return nil }
    self.tree = tree
    lines = LineTable(file: file, text: text)
    members = TypeMembers(of: tree)
  }

  /// Whether a text is Swift as far as a parser can tell.
  package static func isIntact(_ text: String) -> Bool { SwiftReader.tree(of: text).map { !$0.hasError } ?? false }

  /// How to mend what was found at a place; nil where the code there is not of a kind that can be rewritten without a person.
  package func fix(_ repair: Repair, at place: Place) -> Fix? {
    guard let call = CallSite(at: place, in: tree, lines) else { return nil }
    switch repair {
    case .replaceCall(let template, let losesResult):
      return ReplacedCall(call, template, losesResult: losesResult, file: place.file).fix()
    case .offload: return OffloadedCall(call, members, file: place.file).fix()
    case .waitForAll: return AwaitedGroup(call, file: place.file).fix()
    case .catchErrors: return CaughtErrors(call, file: place.file).fix()
    case .callTwin(let name, let isThrowing): return TwinCall(call, name, isThrowing, file: place.file).fix()
    }
  }
}
