import IndexFrontend

extension StoreContents {
  /// What two stores say together; of a file that both know, what was written later.
  func joined(with other: StoreContents) -> StoreContents {
    var result = self
    var numbers = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1.usr, SymbolNumber($0)) })
    let renumbered = other.symbols.map { symbol in
      if let known = numbers[symbol.usr] { return known }
      let number = SymbolNumber(result.symbols.count)
      numbers[symbol.usr] = number
      result.symbols.append(symbol)
      return number
    }
    for (file, record) in other.files where files[file].map({ $0.written < record.written }) ?? true {
      var record = record
      for index in record.occurrences.indices {
        record.occurrences[index].symbol = renumbered[Int(record.occurrences[index].symbol)]
      }
      for index in record.relations.indices {
        record.relations[index].symbol = renumbered[Int(record.relations[index].symbol)]
      }
      result.files[file] = record
    }
    result.problems += other.problems
    return result
  }
}
