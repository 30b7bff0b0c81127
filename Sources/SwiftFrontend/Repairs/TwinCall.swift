import Model
import SwiftSyntax

/// Calls the async function that does the same.
struct TwinCall {
  private let site: CallSite
  private let base: Substring
  /// The labels of the twin; nil where they are those of the call.
  private let labels: [Substring]?
  private let isThrowing: Bool
  private var edits: EditList

  init(_ site: CallSite, _ name: String, _ isThrowing: Bool, file: String) {
    self.site = site
    let own = name.prefix { $0 != "(" }
    base = own.split(separator: ".").last ?? own
    labels = name.contains("(") ? name.dropFirst(own.count + 1).prefix { $0 != ")" }.split(separator: ":") : nil
    self.isThrowing = isThrowing
    edits = EditList(file: file)
  }

  consuming func fix() -> Fix? {
    let around = Surroundings(site.expression)
    guard around.mayAwait, let call = site.call, let markers = Markers(covering: site.expression),
      !isThrowing || markers.attempt != nil || around.mayThrow
    else { return nil }
    markers.insert(try: isThrowing, await: true, into: &edits)
    if site.name.name != base {
      edits.replace(
        site.name.positionAfterSkippingLeadingTrivia, site.name.endPositionBeforeTrailingTrivia, with: String(base))
    }
    guard relabel(call) else { return nil }
    return edits.finish().map { Fix(applicability: .unsafe, edits: $0) }
  }

  /// False where the twin takes other arguments.
  private mutating func relabel(_ call: FunctionCallExprSyntax) -> Bool {
    guard let labels else { return true }
    // A trailing closure shows no label.
    let trailing = (call.trailingClosure == nil ? 0 : 1) + call.additionalTrailingClosures.count
    guard labels.count == call.arguments.count + trailing else { return false }
    for (argument, label) in zip(call.arguments, labels) {
      let written = argument.label?.name ?? "_"
      guard written != label else { continue }
      let start = argument.positionAfterSkippingLeadingTrivia
      let end = argument.expression.positionAfterSkippingLeadingTrivia
      guard !argument.expression.hasComment(from: start, to: end) else { return false }
      edits.replace(start, end, with: label == "_" ? "" : "\(label): ")
    }
    return true
  }
}
