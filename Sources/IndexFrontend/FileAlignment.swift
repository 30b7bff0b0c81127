import Model

/// Where the recorded places of a file stand in its text today.
///
/// A record is cut at the declarations of the file: from one function's or property's name to the next. Each piece may have moved up
/// or down by whole lines. A piece in which some recorded name no longer stands at its place was changed, and nothing of it is used.
struct FileAlignment {
  /// A stretch of the record, half open, and how far it has moved.
  struct Piece: Equatable {
    var occurrences: Range<Int>
    var moved: Int
  }

  private(set) var pieces: [Piece] = []
  /// Every name stands where it was recorded.
  private(set) var isWhole = true

  /// For a file that was not touched since it was compiled.
  init(unchanged record: FileRecord) {
    pieces = [Piece(occurrences: record.occurrences.indices, moved: 0)]
  }

  init(of record: FileRecord, symbols: [StoreSymbol], bodies: [Body], in text: TextLines) {
    let declared = Dictionary(grouping: bodies.filter { $0.parent == nil && $0.kind != .closure }) { $0.baseName }
    var starts = [0]
    for (index, occurrence) in record.occurrences.enumerated() where index > 0 {
      guard Self.opensPiece(occurrence, symbols), record.occurrences[index - 1].line != occurrence.line else {
        continue
      }
      starts.append(index)
    }
    var moved = 0
    for (start, end) in zip(starts, starts.dropFirst() + [record.occurrences.count]) {
      let piece = start..<end
      guard let shift = Self.shift(of: piece, expecting: moved, record, symbols, declared, text) else {
        isWhole = false
        continue
      }
      if shift != 0 { isWhole = false }
      moved = shift
      pieces.append(Piece(occurrences: piece, moved: shift))
    }
  }

  /// A member or global; what stands inside functions does not begin anything.
  private static func opensPiece(_ occurrence: Occurrence, _ symbols: [StoreSymbol]) -> Bool {
    guard occurrence.roles.contains(.definition), !occurrence.roles.contains(.implicit) else { return false }
    let symbol = symbols[Int(occurrence.symbol)]
    guard !symbol.isLocal else { return false }
    switch symbol.symbolKind {
    case .function, .initializer, .deinitializer, .variable, .type: return true
    case .getter, .setter, .willSet, .didSet, .field, .other: return false
    }
  }

  /// The number of lines by which every name of the piece stands lower; nil when there is none.
  private static func shift(
    of piece: Range<Int>, expecting moved: Int, _ record: FileRecord, _ symbols: [StoreSymbol],
    _ declared: [String: [Body]], _ text: TextLines
  ) -> Int? {
    var candidates = [moved, 0]
    if let first = piece.first.map({ record.occurrences[$0] }) {
      let name = String(symbols[Int(first.symbol)].baseName)
      let key = symbols[Int(first.symbol)].symbolKind == .initializer ? "init" : name
      candidates += (declared[key] ?? []).map { $0.place.line - Int(first.line) }
    }
    return candidates.first { shift in
      piece.allSatisfy { stands(record.occurrences[$0], symbols, movedBy: shift, in: text) }
    }
  }

  /// Whether the name that was recorded is what the text holds at the place.
  private static func stands(
    _ occurrence: Occurrence, _ symbols: [StoreSymbol], movedBy shift: Int, in text: TextLines
  ) -> Bool {
    guard let found = text.bytes(line: Int(occurrence.line) + shift, column: Int(occurrence.column)) else {
      return false
    }
    // What nobody spelled stands where something else does.
    if occurrence.roles.contains(.implicit) { return true }
    let symbol = symbols[Int(occurrence.symbol)]
    switch symbol.symbolKind {
    // `C(…)`, `.init`, `self[…]`, `get`, `{`: the place holds another word than the name.
    case .initializer, .deinitializer, .getter, .setter, .willSet, .didSet, .type: return !found.isEmpty
    case .function, .variable, .field, .other: break
    }
    if symbol.isExtension || symbol.baseName == "subscript" || symbol.baseName == "callAsFunction" { return true }
    let name = symbol.baseName.utf8
    let spelled = found.first == UInt8(ascii: "`") ? found.dropFirst() : found
    guard spelled.starts(with: name) else { return symbol.isModuleOrMacro }
    guard let last = name.last, isWordByte(last), let next = spelled.dropFirst(name.count).first else { return true }
    return !isWordByte(next)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: byte >= 0x80
    }
  }
}

extension Body {
  fileprivate var baseName: String {
    guard let parenthesis = name.firstIndex(of: "("), parenthesis != name.startIndex else { return name }
    return String(name[..<parenthesis])
  }
}
