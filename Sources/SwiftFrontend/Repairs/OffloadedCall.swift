import Model
import SwiftSyntax

/// Wraps a call so that a thread runs it that may block.
struct OffloadedCall {
  private let site: CallSite
  private let members: TypeMembers
  private var edits: EditList

  init(_ site: CallSite, _ members: TypeMembers, file: String) {
    self.site = site
    self.members = members
    edits = EditList(file: file)
  }

  consuming func fix() -> Fix? {
    let around = Surroundings(site.expression)
    guard around.mayAwait, let markers = Markers(covering: site.expression), markers.wait == nil, !markers.isInHead,
      !isLink, let receivers = MovedExpression(site.expression, members).implicitReceivers
    else { return nil }
    let isThrowing = markers.attempt != nil
    guard let form = Form(imports: Imports.of(site.expression), mayThrow: isThrowing || around.mayThrow) else {
      return nil
    }
    let isStatement = markers.statement.map { !around.returnsValue(of: $0) } ?? false
    let wrap = form.wrap(
      isThrowing: isThrowing, usesResult: !isStatement || markers.discard != nil,
      isLong: site.expression.trimmedLength.utf8Length > Self.longestInline || !lineBreaks.isEmpty,
      indentation: Indentation.ofLine(with: site.expression), step: Indentation.step(in: site.expression))
    markers.insert(try: form.throwsItself || isThrowing, await: true, into: &edits)
    edits.insert(wrap.before, at: site.expression.positionAfterSkippingLeadingTrivia)
    for position in receivers { edits.insert("self.", at: position) }
    for position in lineBreaks { edits.insert(wrap.further, at: position) }
    edits.insert(wrap.after, at: site.expression.endPositionBeforeTrailingTrivia)
    return edits.finish().map { Fix(applicability: .unsafe, edits: $0) }
  }

  /// What is longer gets a line of its own.
  private static let longestInline = 60

  /// Where the further lines of the call begin.
  private var lineBreaks: [AbsolutePosition] {
    let start = site.expression.positionAfterSkippingLeadingTrivia.utf8Offset
    let text = Array(site.expression.trimmedDescription.utf8)
    return text.indices.filter { $0 > 0 && text[$0 - 1] == UInt8(ascii: "\n") && text[$0] != UInt8(ascii: "\n") }
      .map { AbsolutePosition(utf8Offset: start + $0) }
  }

  /// A part of `a?.b()!.c`, which would fall apart.
  private var isLink: Bool {
    let chained = site.expression.tokens(viewMode: .sourceAccurate).contains {
      $0.parent?.is(OptionalChainingExprSyntax.self) == true
    }
    let isBase = site.expression.parent.map {
      $0.is(MemberAccessExprSyntax.self) || $0.is(OptionalChainingExprSyntax.self)
    }
    return chained && isBase == true
  }

  /// What stands around the call, and before its further lines.
  private struct Wrap {
    var before: String
    var after: String
    var further: String
  }

  /// What the file can use.
  private enum Form {
    case offload
    case threadPool
    case queue

    init?(imports: Set<String>, mayThrow: Bool) {
      if mayThrow, imports.contains("Offload") {
        self = .offload
      } else if mayThrow, imports.contains("NIOPosix") {
        self = .threadPool
      } else if imports.contains("Foundation") || imports.contains("Dispatch") {
        self = .queue
      } else {
        return nil
      }
    }

    var throwsItself: Bool { self != .queue }

    func wrap(isThrowing: Bool, usesResult: Bool, isLong: Bool, indentation: String, step: String) -> Wrap {
      let attempt = isThrowing ? "try " : ""
      switch self {
      case .offload, .threadPool:
        let name = self == .offload ? "offload" : "NIOThreadPool.singleton.runIfActive"
        guard isLong else { return Wrap(before: "\(name) { \(attempt)", after: " }", further: "") }
        return Wrap(
          before: "\(name) {\n\(indentation + step)\(attempt)", after: "\n\(indentation)}", further: step)
      case .queue:
        let kind = isThrowing ? "Throwing" : ""
        let inner = indentation + step + step
        let further = step + step
        let head =
          "withChecked\(kind)Continuation { continuation in\n\(indentation + step)DispatchQueue.global().async {\n\(inner)"
        let foot = "\n\(indentation + step)}\n\(indentation)}"
        if isThrowing {
          return Wrap(before: head + "continuation.resume(with: Result { try ", after: " })" + foot, further: further)
        }
        if usesResult {
          return Wrap(before: head + "continuation.resume(returning: ", after: ")" + foot, further: further)
        }
        return Wrap(before: head, after: "\n\(inner)continuation.resume()" + foot, further: further)
      }
    }
  }
}
