/// What a preprocessor line or comment of a C file says, found without parsing the code around it.
struct CommentScanner {
  struct Comment {
    var text: String
    /// Where it starts; from 1, the column in bytes.
    var line: Int
    var column: Int
    /// The line it speaks of: its own when code stands before it, else the next line with code.
    var target: Int
  }

  /// Only comments that speak to this tool.
  private(set) var comments: [Comment] = []
  /// Headers as spelled, in order.
  private(set) var includes: [String] = []

  private let text: UnsafeBufferPointer<UInt8>
  private var at = 0
  private var line = 1
  private var lineStart = 0
  private var hasCode = false
  /// Comments on lines of their own that wait for the next line with code.
  private var waiting: [Int] = []

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    while at < text.count { step() }
  }

  private func byte(_ offset: Int) -> UInt8 { offset < text.count ? text[offset] : 0 }

  private mutating func newline() {
    line += 1
    lineStart = at
    hasCode = false
  }

  private mutating func step() {
    let byte = text[at]
    switch byte {
    case UInt8(ascii: "\n"):
      at += 1
      newline()
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 12:
      at += 1
    case UInt8(ascii: "/") where self.byte(at + 1) == UInt8(ascii: "/"):
      comment {
        $0.at += 2; $0.skipLine()
      }
    case UInt8(ascii: "/") where self.byte(at + 1) == UInt8(ascii: "*"):
      comment { $0.skipBlock() }
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      code()
      literal(closing: byte)
    case UInt8(ascii: "#") where !hasCode:
      code()
      directive()
    default:
      code()
      at += 1
    }
  }

  private mutating func code() {
    if hasCode { return }
    hasCode = true
    for index in waiting { comments[index].target = line }
    waiting.removeAll()
  }

  private mutating func comment(_ skip: (inout CommentScanner) -> Void) {
    let (start, startLine, column, isTrailing) = (at, line, at - lineStart + 1, hasCode)
    skip(&self)
    let bytes = text[start..<at]
    guard Bytes.contains("unblock:", in: UnsafeBufferPointer(rebasing: bytes)) else { return }
    let spelled = String(decoding: bytes, as: UTF8.self)
    if !isTrailing { waiting.append(comments.count) }
    comments.append(Comment(text: spelled, line: startLine, column: column, target: startLine))
  }

  /// To the end of the line, over lines that end in a backslash.
  private mutating func skipLine() {
    while at < text.count && text[at] != UInt8(ascii: "\n") {
      if text[at] == UInt8(ascii: "\\") && byte(at + 1) == UInt8(ascii: "\n") {
        at += 2
        line += 1
        lineStart = at
      } else {
        at += 1
      }
    }
  }

  private mutating func skipBlock() {
    at += 2
    while at < text.count {
      if text[at] == UInt8(ascii: "*") && byte(at + 1) == UInt8(ascii: "/") {
        at += 2
        return
      }
      at += 1
      if text[at - 1] == UInt8(ascii: "\n") { newline() }
    }
  }

  private mutating func literal(closing: UInt8) {
    at += 1
    while at < text.count && text[at] != UInt8(ascii: "\n") {
      if text[at] == UInt8(ascii: "\\") {
        if byte(at + 1) == UInt8(ascii: "\n") {
          at += 2
          newline()
          hasCode = true
          continue
        }
        at += 1
      } else if text[at] == closing {
        at += 1
        return
      }
      at += 1
    }
  }

  /// Reads the header's name of an `#include`; what follows on the line is read like any code.
  private mutating func directive() {
    at += 1
    skipBlanks()
    let start = at
    while (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte(at)) || byte(at) == UInt8(ascii: "_") { at += 1 }
    let word = String(decoding: text[start..<at], as: UTF8.self)
    guard word == "include" || word == "import" || word == "include_next" else { return }
    skipBlanks()
    let opening = byte(at)
    guard opening == UInt8(ascii: "<") || opening == UInt8(ascii: "\"") else { return }
    let closing = opening == UInt8(ascii: "<") ? UInt8(ascii: ">") : opening
    at += 1
    let name = at
    while at < text.count && text[at] != closing && text[at] != UInt8(ascii: "\n") { at += 1 }
    guard byte(at) == closing else { return }
    includes.append(String(decoding: text[name..<at], as: UTF8.self))
    at += 1
  }

  private mutating func skipBlanks() {
    while byte(at) == UInt8(ascii: " ") || byte(at) == UInt8(ascii: "\t") { at += 1 }
  }
}
