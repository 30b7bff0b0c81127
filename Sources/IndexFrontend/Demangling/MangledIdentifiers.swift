/// Names.
extension Demangler {
  private static let mostWords = 26

  /// `4Test`, `014_CFErrorSPIForA10XMLUseOnlyV`, `0012vergenza_JFa`.
  mutating func readIdentifier() throws(Unreadable) -> ID {
    guard cursor.skip(UInt8(ascii: "0")) else {
      guard let count = try cursor.natural(), count > 0 else { throw Unreadable() }
      let text = try cursor.take(count)
      noteWords(in: text)
      return substitutable(tree.add(.identifier, text: text))
    }
    let text = cursor.skip(UInt8(ascii: "0")) ? try readPunycode() : try readSubstitutedWords()
    guard !text.isEmpty else { throw Unreadable() }
    return substitutable(tree.add(.identifier, text: text))
  }

  private mutating func readPunycode() throws(Unreadable) -> Range<Int> {
    guard let count = try cursor.natural() else { throw Unreadable() }
    _ = cursor.skip(UInt8(ascii: "_"))
    let encoded = try cursor.take(count)
    guard let decoded = Punycode.decode(tree.text[encoded]) else { throw Unreadable() }
    let start = tree.text.count
    tree.text.append(contentsOf: decoded.utf8)
    return start..<tree.text.count
  }

  /// Lowercase letters stand for earlier words, an uppercase one for the last such; literal text stands between them.
  private mutating func readSubstitutedWords() throws(Unreadable) -> Range<Int> {
    let start = tree.text.count
    var mayHaveWords = true
    repeat {
      while mayHaveWords, cursor.peek.isLowercase || cursor.peek.isUppercase {
        let letter = cursor.next()
        mayHaveWords = letter.isLowercase
        let word = Int(letter - (mayHaveWords ? UInt8(ascii: "a") : UInt8(ascii: "A")))
        guard word < words.count, !tree.isTooLarge else { throw Unreadable() }
        tree.text.append(contentsOf: tree.text[words[word]])
      }
      if cursor.skip(UInt8(ascii: "0")) { break }
      guard let count = try cursor.natural(), count > 0 else { throw Unreadable() }
      let literal = try cursor.take(count)
      noteWords(in: literal)
      tree.text.append(contentsOf: tree.text[literal])
    } while mayHaveWords
    return start..<tree.text.count
  }

  /// A word begins at a letter after `_` or a lowercase letter's uppercase successor, and has two bytes or more.
  private mutating func noteWords(in text: Range<Int>) {
    var start: Int?
    for index in text {
      guard words.count < Self.mostWords else { return }
      let byte = tree.text[index]
      if let begin = start, byte == UInt8(ascii: "_") || byte.isUppercase && !tree.text[index - 1].isUppercase {
        if index - begin >= 2 { words.append(begin..<index) }
        start = nil
      }
      if start == nil, byte != UInt8(ascii: "_"), !byte.isDigit { start = index }
    }
    if let begin = start, text.upperBound - begin >= 2, words.count < Self.mostWords {
      words.append(begin..<text.upperBound)
    }
  }

  /// The name before is an operator's, spelled in letters.
  mutating func readOperatorName() throws(Unreadable) -> ID {
    let letters = try pop(.identifier)
    let start = tree.text.count
    for byte in tree.bytes(letters) {
      guard let symbol = byte < 128 ? Self.operatorSymbol(byte) : byte else { throw Unreadable() }
      tree.text.append(symbol)
    }
    switch cursor.next() {
    case UInt8(ascii: "i"), UInt8(ascii: "p"), UInt8(ascii: "P"):
      return tree.add(.operatorName, text: start..<tree.text.count)
    default: throw Unreadable()
    }
  }

  private static let operatorSymbols = Array("& @/= >    <*!|+?%-~   ^ .".utf8)

  private static func operatorSymbol(_ letter: UInt8) -> UInt8? {
    guard letter.isLowercase else { return nil }
    let symbol = operatorSymbols[Int(letter - UInt8(ascii: "a"))]
    return symbol == UInt8(ascii: " ") ? nil : symbol
  }

  /// The name before is local, private to a file, or a related one that an importer made up.
  mutating func readDiscriminatedName() throws(Unreadable) -> ID {
    if cursor.skip(UInt8(ascii: "L")) {
      _ = try pop(.identifier)
      return tree.add(.privateName, try popName())
    }
    if cursor.skip(UInt8(ascii: "l")) {
      _ = try pop(.identifier)
      return tree.add(.privateName)
    }
    let next = cursor.peek
    if next.isLowercase || next.isUppercase {
      _ = cursor.next()
      return tree.add(.relatedName, try popName())
    }
    _ = try cursor.index()
    return tree.add(.localName, try popName())
  }
}
