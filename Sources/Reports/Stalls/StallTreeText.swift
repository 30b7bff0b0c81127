import Model

/// The stacks of a site as an indented tree, outermost first, each line with its share of the site's time.
///
/// It indents at forks only, so that a single stack reads straight down; runs of frames that are nobody's own code are
/// folded to one line.
struct StallTreeText {
  private static let lineLimit = 30

  let summary: StallSummary
  let style: Style
  private let lookalikes: [Int]

  init(summary: StallSummary, style: Style) {
    self.summary = summary
    self.style = style
    lookalikes = summary.lookalikes
  }

  func lines(of site: StallSite) -> [String] {
    let tree = StackTree(site.stacks, lookalikes: lookalikes)
    guard !tree.children.isEmpty else { return [] }
    let isMute = !site.stacks.contains { $0.frames.contains { isTelling(summary.frames[$0]) } }
    var lines: [String] = []
    append(tree, indent: "", whole: tree, site: site.frame.map { lookalikes[$0] }, foldsAll: !isMute, to: &lines)
    guard lines.count > Self.lineLimit else { return lines }
    return lines.prefix(Self.lineLimit - 1) + ["       \(lines.count - Self.lineLimit + 1) more lines of stacks"]
  }

  private func append(
    _ node: StackTree, indent: String, whole: StackTree, site: Int?, foldsAll: Bool, to lines: inout [String]
  ) {
    for child in node.children {
      var chain = [child]
      while let last = chain.last, last.children.count == 1 { chain.append(last.children[0]) }
      let isLeaf = chain.last?.children.isEmpty ?? true
      for part in foldsAll ? folded(chain, isLeaf: isLeaf) : chain.map({ [$0] }) {
        lines.append(line(of: part, indent: indent, whole: whole, site: site))
      }
      if let last = chain.last {
        append(last, indent: indent + "  ", whole: whole, site: site, foldsAll: foldsAll, to: &lines)
      }
      if lines.count > 4 * Self.lineLimit { return }
    }
  }

  /// What is to stand on one line each.
  private func folded(_ chain: [StackTree], isLeaf: Bool) -> [[StackTree]] {
    var parts: [[StackTree]] = []
    var run: [StackTree] = []
    func flush(isLast: Bool) {
      if run.count <= 2 {
        parts += run.map { [$0] }
      } else if isLast && isLeaf {
        // What the program called, and where that waits.
        parts += run.count == 3 ? run.map { [$0] } : [[run[0]], Array(run[1..<(run.count - 1)]), [run[run.count - 1]]]
      } else {
        parts.append(run)
      }
      run = []
    }
    for node in chain {
      guard let frame = node.frame, isTelling(summary.frames[frame]) else {
        run.append(node)
        continue
      }
      flush(isLast: false)
      parts.append([node])
    }
    flush(isLast: true)
    return parts
  }

  private func isTelling(_ frame: StallFrame) -> Bool { !frame.isSystem && !frame.isDependency }

  private func line(of part: [StackTree], indent: String, whole: StackTree, site: Int?) -> String {
    let share = percent(of: part[0], whole)
    let number = String(repeating: " ", count: max(0, 3 - share.count)) + share
    guard part.count == 1, let index = part[0].frame else {
      let origins = part.compactMap { $0.frame }.map { origin(of: summary.frames[$0]) }
      var distinct: [String] = []
      for origin in origins where !distinct.contains(origin) { distinct.append(origin) }
      let shown = distinct.prefix(3).joined(separator: ", ") + (distinct.count > 3 ? ", …" : "")
      return style.paint("\(number) %  \(indent)(\(part.count) frames of \(shown))", .rule)
    }
    let frame = summary.frames[index]
    let kind = frame.kind == .async ? "async " : ""
    let text = "\(indent)\(kind)\(frame.label)"
    let painted = index == site ? style.paint(text, .strong) : frame.isSystem ? style.paint(text, .rule) : text
    return "\(number) %  \(painted)"
  }

  private func percent(of node: StackTree, _ whole: StackTree) -> String {
    let share =
      whole.time > 0
      ? Double(node.time) / Double(whole.time) : Double(node.samples) / Double(max(1, whole.samples))
    let percent = Int((min(1, share) * 100).rounded())
    return percent == 0 ? "<1" : String(percent)
  }

  private func origin(of frame: StallFrame) -> String {
    if frame.isDependency, let file = frame.file {
      let parts = file.split(separator: "/")
      if let index = parts.firstIndex(of: "checkouts"), index + 1 < parts.count {
        return String(parts[index + 1]).printable
      }
    }
    return frame.image?.printable ?? "unknown code"
  }
}
