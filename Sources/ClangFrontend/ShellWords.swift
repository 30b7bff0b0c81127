/// Splits a command line as a POSIX shell would, without expanding anything.
enum ShellWords {
  /// The words, or nil when a quotation is not closed.
  static func split(_ command: String) -> [String]? {
    var words: [String] = []
    var word: [UInt8] = []
    var isInWord = false
    var quote: UInt8?
    var bytes = command.utf8.makeIterator()
    while let byte = bytes.next() {
      switch (byte, quote) {
      case (UInt8(ascii: "'"), UInt8(ascii: "'")), (UInt8(ascii: "\""), UInt8(ascii: "\"")):
        quote = nil
      case (_, UInt8(ascii: "'")):
        word.append(byte)
      case (UInt8(ascii: "\\"), UInt8(ascii: "\"")):
        guard let next = bytes.next() else { return nil }
        if !"\"\\$`".utf8.contains(next) { word.append(byte) }
        word.append(next)
      case (_, .some):
        word.append(byte)
      case (UInt8(ascii: "'"), nil), (UInt8(ascii: "\""), nil):
        quote = byte
        isInWord = true
      case (UInt8(ascii: "\\"), nil):
        guard let next = bytes.next() else { return nil }
        word.append(next)
        isInWord = true
      case (UInt8(ascii: " "), nil), (UInt8(ascii: "\t"), nil), (UInt8(ascii: "\n"), nil):
        if isInWord { words.append(String(decoding: word, as: UTF8.self)) }
        word.removeAll()
        isInWord = false
      default:
        word.append(byte)
        isInWord = true
      }
    }
    if quote != nil { return nil }
    if isInWord { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }
}
