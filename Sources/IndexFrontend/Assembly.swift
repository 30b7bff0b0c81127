import Model

/// The records of one file, read.
struct FileReading: Sendable {
  var file: RecordChoice.File
  var records: [Record] = []
  var problems: [Problem] = []

  init(of file: RecordChoice.File, store: OpenStore) {
    self.file = file
    for name in file.records {
      do throws(RecordFailure) {
        records.append(try Record.read(name, store: store))
      } catch {
        let message = "damaged record \(name) in the index store: \(error.reason); build again"
        problems = file.names.map { Problem(file: $0, message: message, isFatal: false) }
      }
    }
  }
}

/// Puts records together so that every symbol has one number. Numbers follow the order of the files.
struct Assembly {
  /// Where a symbol's texts are: in a record of those added so far.
  private struct Source {
    var record: Int
    var symbol: Int
  }

  private var records: [Record] = []
  private var sources: [Source] = []
  private var numbers = NumberTable(capacity: 1 << 14)
  private var files: [String: FileRecord] = [:]

  mutating func add(_ reading: FileReading) {
    var result = FileRecord(
      file: reading.file.names[0], module: reading.file.module, written: reading.file.written,
      isSwift: reading.file.isSwift)
    for record in reading.records { result.append(record, numbers: numbersOfSymbols(in: record)) }
    if reading.records.count > 1 { result.sortAndRemoveDuplicates() }
    for name in reading.file.names {
      result.file = name
      files[name] = result
    }
  }

  func contents(problems: [Problem]) -> StoreContents {
    let symbols = sources.map { records[$0.record].storeSymbol($0.symbol) }
    return StoreContents(symbols: symbols, files: files, problems: problems)
  }

  private mutating func numbersOfSymbols(in record: Record) -> [StoreContents.SymbolNumber] {
    let place = records.count
    records.append(record)
    return record.symbols.indices.map { index in
      let symbol = record.symbols[index]
      let new = Int32(sources.count)
      let number = numbers.number(hash: symbol.hash, new: new) {
        let other = sources[Int($0)]
        return record.hasUSR(index, equalTo: other.symbol, of: records[other.record])
      }
      if number == new {
        sources.append(Source(record: place, symbol: index))
      } else if symbol.isDeclared, !isDeclared(sources[Int(number)]) {
        sources[Int(number)] = Source(record: place, symbol: index)
      }
      return number
    }
  }

  private func isDeclared(_ source: Source) -> Bool {
    records[source.record].symbols[source.symbol].isDeclared
  }
}

extension Record {
  fileprivate func hasUSR(_ index: Int, equalTo other: Int, of record: Record) -> Bool {
    let symbol = symbols[index]
    let otherSymbol = record.symbols[other]
    let count = symbol.usrEnd - symbol.start
    guard count == otherSymbol.usrEnd - otherSymbol.start else { return false }
    return text.withUnsafeBytes { own in
      record.text.withUnsafeBytes { others in
        own[symbol.start..<symbol.usrEnd].elementsEqual(others[otherSymbol.start..<otherSymbol.usrEnd])
      }
    }
  }

  fileprivate func storeSymbol(_ index: Int) -> StoreSymbol {
    let symbol = symbols[index]
    return StoreSymbol(
      usr: String(decoding: text[symbol.start..<symbol.usrEnd], as: UTF8.self),
      name: String(decoding: text[symbol.usrEnd..<symbol.nameEnd], as: UTF8.self),
      kind: symbol.kind, subkind: symbol.subkind, properties: symbol.properties)
  }
}

extension FileRecord {
  fileprivate mutating func append(_ record: Record, numbers: [StoreContents.SymbolNumber]) {
    let offset = UInt32(relations.count)
    relations += record.relations.map { Relation(roles: $0.roles, symbol: numbers[Int($0.symbol)]) }
    occurrences += record.occurrences.map { occurrence in
      var occurrence = occurrence
      occurrence.symbol = numbers[Int(occurrence.symbol)]
      occurrence.firstRelation += offset
      return occurrence
    }
  }

  /// Several records of one header mostly say the same.
  fileprivate mutating func sortAndRemoveDuplicates() {
    func key(_ occurrence: Occurrence) -> (UInt32, UInt32, Int32, UInt64) {
      (occurrence.line, occurrence.column, occurrence.symbol, occurrence.roles.rawValue)
    }
    occurrences.sort { key($0) < key($1) }
    var kept: [Occurrence] = []
    for occurrence in occurrences where kept.last.map({ key($0) != key(occurrence) }) ?? true {
      kept.append(occurrence)
    }
    occurrences = kept
  }
}
