package import Model

/// How the arguments of a call meet the parameters that a symbol declares.
package struct LabelMatch: Hashable, Sendable {
  /// For each argument of the call the parameter it meets, counted from 0.
  package var parameters: [Int]
  /// Parameters the call leaves to their defaults; of several matches the one with the fewest is meant.
  package var omitted: Int
}

extension FactSymbol {
  /// Whether a call may be one of this symbol: `labels` of the arguments in parentheses, then closures behind them.
  package func accepts(labels: [String?], trailingClosures: Int = 0) -> Bool {
    match(labels: labels, trailing: Array(repeating: nil, count: trailingClosures)) != nil
  }

  /// How these arguments meet the declared parameters; nil when this is another function.
  package func match(_ arguments: [Argument]) -> LabelMatch? {
    match(
      labels: arguments.filter { !$0.isTrailing }.map(\.label), trailing: arguments.filter(\.isTrailing).map(\.label))
  }

  private func match(labels: [String?], trailing: [String?]) -> LabelMatch? {
    switch self.labels {
    case .none where language == .swift: return nil
    case .none, .any: return LabelMatch(parameters: Array(0..<(labels.count + trailing.count)), omitted: 0)
    case .list(let declared):
      guard labels.count + trailing.count <= declared.count else { return nil }
      return match(labels[...], trailing: trailing, with: declared[...])
    }
  }

  /// A parameter that may be left out is tried as written first and as left out second.
  private func match(_ labels: ArraySlice<String?>, trailing: [String?], with declared: ArraySlice<Label>)
    -> LabelMatch?
  {
    guard let label = labels.first else { return match(trailing: trailing, with: declared) }
    guard let parameter = declared.first else { return nil }
    if parameter.name == label, var match = match(labels.dropFirst(), trailing: trailing, with: declared.dropFirst()) {
      match.parameters.insert(declared.startIndex, at: 0)
      return match
    }
    guard parameter.isOptional, var match = match(labels, trailing: trailing, with: declared.dropFirst()) else {
      return nil
    }
    match.omitted += 1
    return match
  }

  /// Trailing closures fill what must be given, and beyond that what bears their label or stands last.
  private func match(trailing: [String?], with declared: ArraySlice<Label>) -> LabelMatch? {
    var filled = declared.indices.filter { !declared[$0].isOptional }
    guard filled.count <= trailing.count else { return nil }
    let free = declared.indices.filter { declared[$0].isOptional }
    let named = free.filter { index in trailing.dropFirst().contains { $0 != nil && $0 == declared[index].name } }
    let others = free.filter { !named.contains($0) }
    let choice = named + others.reversed()
    let missing = trailing.count - filled.count
    guard missing <= choice.count else { return nil }
    filled = (filled + choice.prefix(missing)).sorted()
    return LabelMatch(parameters: filled, omitted: declared.count - filled.count)
  }
}
