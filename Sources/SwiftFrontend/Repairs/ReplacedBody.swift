import Model
import SwiftSyntax

/// The call itself as a template says it: which parts of the source stay, and what comes between them.
struct ReplacedBody {
  private enum Piece {
    case text(String)
    case kept(ExprSyntax)
  }

  private let site: CallSite
  private var pieces: [Piece] = []
  /// The trailing closure stays one.
  private var trailing: ClosureExprSyntax?

  /// Nil where the template does not fit the call.
  init?(_ site: CallSite, _ template: CallTemplate) {
    self.site = site
    guard site.call?.additionalTrailingClosures.isEmpty ?? true else { return nil }
    let arguments = site.arguments
    guard Set(template.arguments) == Set(arguments.indices) else { return nil }
    for part in template.parts {
      switch part {
      case .text(let text): pieces.append(.text(text))
      case .argument(let index): pieces.append(.kept(arguments[index]))
      case .receiver:
        if let receiver = site.receiver { pieces.append(.kept(receiver)) }
      }
    }
    // A member that is called without naming what it belongs to is still one.
    if template.parts.first == .receiver, site.receiver == nil, case .text(let text)? = pieces.first {
      pieces[0] = .text(String(text.trimmingPrefix(".")))
    }
    guard keepTrailingClosure() else { return nil }
  }

  /// The kept parts are evaluated in the order in which they were, mean what they meant, and no comment is lost.
  var isFaithful: Bool {
    let spans = gaps
    guard zip(spans, spans.dropFirst()).allSatisfy({ $0.end <= $1.start }) else { return false }
    let kept = keptArguments
    return spans.allSatisfy { !comments(from: $0.start, to: $0.end) }
      && kept.allSatisfy { !ChangedNumbers.mayChange($0) }
      && kept.allSatisfy { !CapturedVariables.isChanged(by: $0) }
  }

  /// A closure that is written here may be handed to another function; a value of function type may not, nor a closure that
  /// belongs to an actor.
  var isPortable: Bool {
    let closures = keptArguments.compactMap { $0.as(ClosureExprSyntax.self) } + (trailing.map { [$0] } ?? [])
    guard !closures.isEmpty else { return !takesFunction }
    return !closures.contains { CapturedVariables.isInActor($0) }
  }

  /// The template hands on a closure, which is not one here.
  private var takesFunction: Bool {
    guard case .text(let text)? = pieces.first else { return false }
    return text.hasSuffix("body: ")
  }

  func write(into edits: inout EditList) {
    for gap in gaps { edits.replace(gap.start, gap.end, with: gap.text) }
  }

  private var keptArguments: [ExprSyntax] {
    pieces.compactMap { piece in
      guard case .kept(let expression) = piece, expression.id != site.receiver?.id else { return nil }
      return expression
    }
  }

  /// The source between the kept parts, with what takes its place.
  private var gaps: [(start: AbsolutePosition, end: AbsolutePosition, text: String)] {
    var result: [(start: AbsolutePosition, end: AbsolutePosition, text: String)] = []
    var start = site.expression.positionAfterSkippingLeadingTrivia
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let more): text += more
      case .kept(let expression):
        let begin =
          expression.id == trailing?.id
          ? expression.previousToken(viewMode: .sourceAccurate)?.endPositionBeforeTrailingTrivia ?? start
          : expression.positionAfterSkippingLeadingTrivia
        result.append((start, begin, text))
        start = expression.endPositionBeforeTrailingTrivia
        text = ""
      }
    }
    // What leads from the receiver to the name stays: a line break, a comment, the dot.
    if let period = period, start == site.receiver?.endPositionBeforeTrailingTrivia, text.hasPrefix(".") {
      start = period
      text.removeFirst()
    }
    result.append((start, site.expression.endPositionBeforeTrailingTrivia, text))
    return result.filter { $0.start != $0.end || !$0.text.isEmpty }
  }

  /// Behind the dot before the call's name.
  private var period: AbsolutePosition? {
    guard let token = site.name.previousToken(viewMode: .sourceAccurate), token.tokenKind == .period else { return nil }
    return site.name.positionAfterSkippingLeadingTrivia
  }

  /// `f(body: $0)` takes a trailing closure as `f { … }`; false where it cannot.
  private mutating func keepTrailingClosure() -> Bool {
    guard let closure = site.call?.trailingClosure else { return true }
    let last = pieces.count - 1
    guard last > 1, case .text(let end) = pieces[last], end == ")", case .kept(let kept) = pieces[last - 1],
      kept.id == closure.id, case .text(var text) = pieces[last - 2]
    else { return false }
    let label = text.reversed().prefix { $0.isLetter || $0 == ":" || $0 == " " }.count
    text.removeLast(label)
    switch text.last {
    case "(": text.removeLast()
    case ",": text = text.dropLast() + ")"
    default: return false
    }
    pieces[last - 2] = .text(text)
    pieces.removeLast()
    trailing = closure
    return true
  }

  private func comments(from start: AbsolutePosition, to end: AbsolutePosition) -> Bool {
    site.expression.hasComment(from: start, to: end)
  }
}

extension ExprSyntax {
  /// Whether a comment begins between two positions of it.
  func hasComment(from start: AbsolutePosition, to end: AbsolutePosition) -> Bool {
    for token in tokens(viewMode: .sourceAccurate) {
      for (trivia, position) in [
        (token.leadingTrivia, token.position), (token.trailingTrivia, token.endPositionBeforeTrailingTrivia),
      ] {
        var offset = position.utf8Offset
        for piece in trivia {
          if piece.isComment, (start.utf8Offset..<end.utf8Offset).contains(offset) { return true }
          offset += piece.sourceLength.utf8Length
        }
      }
    }
    return false
  }
}
