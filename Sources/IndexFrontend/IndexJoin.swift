package import Model

/// Joins summaries with what the compiler recorded of the same files.
///
/// A value without shared state: files may be joined on several threads at once.
package struct IndexJoin: Sendable {
  let contents: StoreContents
  let graph: SymbolGraph
  /// Base names that the rules speak of: of symbols declared elsewhere, only these are worth a call that nobody spelled.
  let names: Set<String>
  /// Symbols by USR.
  let numbers: [String: StoreContents.SymbolNumber]
  /// The property wrapper of a property, where it has one.
  let wrappers: [StoreContents.SymbolNumber: StoreContents.SymbolNumber]

  package init(_ contents: StoreContents, worthKnowing names: Set<String>) {
    self.contents = contents
    self.names = names
    graph = SymbolGraph(contents)
    numbers = Dictionary(uniqueKeysWithValues: contents.symbols.enumerated().map { ($1.usr, Int32($0)) })
    wrappers = Self.wrappers(contents, graph)
  }

  /// The summary with the compiler's symbols in it; as it was when the store knows nothing of the file.
  ///
  /// - Parameters:
  ///   - path: The file's absolute path, as the store spells it.
  ///   - modified: When the text was last changed, in nanoseconds since 1970; nil when that is not known.
  ///   - text: The file's bytes; asked for only when it may have changed since it was compiled.
  package func join(_ summary: Summary, path: String, modified: Int64?, text: () -> [UInt8]) -> Summary {
    guard summary.language == .swift, let record = contents.files[path] else { return summary }
    let isFresh = modified.map { $0 + Self.doubt < record.written } ?? false
    let alignment =
      isFresh
      ? FileAlignment(unchanged: record)
      : FileAlignment(of: record, symbols: contents.symbols, bodies: summary.bodies, in: TextLines(text()))
    var file = FileJoin(summary, record, alignment, self)
    file.run()
    // Between writing a file and compiling it there may be less time than the clock shows.
    let isUpToDate = isFresh || (modified.map { $0 <= record.written } ?? false && alignment.isWhole)
    file.summary.resolution = isUpToDate ? .resolved : .stale
    return file.summary
  }

  /// Two seconds: the coarsest time stamps that file systems keep.
  private static let doubt: Int64 = 2_000_000_000

  /// An attribute that names a wrapper is recorded inside the property that bears it.
  private static func wrappers(
    _ contents: StoreContents, _ graph: SymbolGraph
  ) -> [StoreContents.SymbolNumber: StoreContents.SymbolNumber] {
    var result: [StoreContents.SymbolNumber: StoreContents.SymbolNumber] = [:]
    for record in contents.files.values {
      for occurrence in record.occurrences where graph.wrappedValues[occurrence.symbol] != nil {
        guard occurrence.roles.contains([.reference, .containedBy]) else { continue }
        for relation in record.relations(of: occurrence) where relation.roles.contains(.containedBy) {
          if result[relation.symbol] == nil { result[relation.symbol] = occurrence.symbol }
        }
      }
    }
    return result
  }
}
