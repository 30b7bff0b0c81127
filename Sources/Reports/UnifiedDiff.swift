/// What would change in a file, in the form that `patch` and `git apply` read.
package struct UnifiedDiff {
  /// Lines around a change.
  private static let context = 3

  fileprivate enum Line {
    case same(Substring)
    case removed(Substring)
    case added(Substring)
  }

  private let name: String
  private let lines: [Line]

  /// - Parameter name: Relative to the folder in which the diff is to be applied.
  package init(name: String, before: String, after: String) {
    self.name = name
    lines = Self.lines(Self.split(before), Self.split(after))
  }

  /// Empty where nothing would change.
  package func text(colors: Bool = false) -> String {
    let style = Style(isOn: colors)
    let hunks = self.hunks
    guard !hunks.isEmpty else { return "" }
    // Absolute paths stay as they are: there is no folder to be relative to.
    let (old, new) = name.hasPrefix("/") ? (name, name) : ("a/" + name, "b/" + name)
    var text = style.paint("--- \(old.printable)", .strong) + "\n" + style.paint("+++ \(new.printable)", .strong) + "\n"
    for hunk in hunks { text += render(hunk, style) }
    return text
  }

  /// Each line with its end; only the last may have none.
  private static func split(_ text: String) -> [Substring] {
    var result: [Substring] = []
    var rest = text[...]
    while let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) {
      let next = rest.utf8.index(after: end)
      result.append(rest[..<next])
      rest = rest[next...]
    }
    return rest.isEmpty ? result : result + [rest]
  }

  private static func lines(_ before: [Substring], _ after: [Substring]) -> [Line] {
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in after.map({ Array($0.utf8) }).difference(from: before.map { Array($0.utf8) }) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var result: [Line] = []
    var (old, new) = (0, 0)
    while old < before.count || new < after.count {
      if removed.contains(old) {
        result.append(.removed(before[old]))
        old += 1
      } else if added.contains(new) {
        result.append(.added(after[new]))
        new += 1
      } else {
        result.append(.same(before[old]))
        (old, new) = (old + 1, new + 1)
      }
    }
    return result
  }

  /// Ranges of `lines`: changes with their surroundings, those that meet joined.
  private var hunks: [Range<Int>] {
    var result: [Range<Int>] = []
    for (index, line) in lines.enumerated() where !line.isSame {
      let range = max(0, index - Self.context)..<min(lines.count, index + Self.context + 1)
      if let last = result.last, last.upperBound >= range.lowerBound {
        result[result.count - 1] = last.lowerBound..<range.upperBound
      } else {
        result.append(range)
      }
    }
    return result
  }

  private func render(_ hunk: Range<Int>, _ style: Style) -> String {
    let before = lines[..<hunk.lowerBound]
    let own = lines[hunk]
    let old = range(start: before.count { $0.isOld }, count: own.count { $0.isOld })
    let new = range(start: before.count { $0.isNew }, count: own.count { $0.isNew })
    var text = style.paint("@@ -\(old) +\(new) @@", .note) + "\n"
    for line in own {
      let (mark, content, role): (String, Substring, Style.Role?) =
        switch line {
        case .same(let content): (" ", content, nil)
        case .removed(let content): ("-", content, .error)
        case .added(let content): ("+", content, .caret)
        }
      let hasEnd = content.utf8.last == UInt8(ascii: "\n")
      let shown = mark + (hasEnd ? String(decoding: content.utf8.dropLast(), as: UTF8.self) : String(content))
      text += (role.map { style.paint(shown, $0) } ?? shown) + "\n"
      if !hasEnd { text += "\\ No newline at end of file\n" }
    }
    return text
  }

  /// `3,7`; a count of one is left out, and what is empty begins at the line before.
  private func range(start: Int, count: Int) -> String {
    let first = count == 0 ? start : start + 1
    return count == 1 ? "\(first)" : "\(first),\(count)"
  }
}

extension UnifiedDiff.Line {
  fileprivate var isSame: Bool {
    if case .same = self { return true }
    return false
  }

  fileprivate var isOld: Bool {
    if case .added = self { return false }
    return true
  }

  fileprivate var isNew: Bool {
    if case .removed = self { return false }
    return true
  }
}
