import Model

/// Every frame and every stack once; the lines of a log repeat a few of them over and over.
struct StackTable {
  typealias Fault = JSONCursor.Fault

  /// Frames beyond, the outermost, are left out.
  static let depthLimit = 512
  /// Texts of stacks remembered; what comes later is read anew each time.
  private static let memoryLimit = 20_000

  private(set) var frames: [StallFrame] = []
  /// Indices of frames, innermost first.
  private(set) var stacks: [[Int]] = []
  private var frameIndices: [StallFrame: Int] = [:]
  private var stackIndices: [[Int]: Int] = [:]
  private var known: [Text: Int] = [:]

  private struct Text: Hashable {
    var bytes: [UInt8]

    func hash(into hasher: inout Hasher) {
      // At once: an array would add byte for byte. The bytes are only lent, for the time of the call.
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
  }

  /// The index of the stack that this array of frames describes.
  mutating func stack(_ bytes: [UInt8], _ range: Range<Int>) throws(Fault) -> Int {
    let text = Text(bytes: Array(bytes[range]))
    if let index = known[text] { return index }
    var stack: [Int] = []
    var cursor = JSONCursor(bytes, range)
    try cursor.array { element throws(Fault) in
      let frame = try Self.frame(&element)
      if stack.count < Self.depthLimit { stack.append(self.index(of: frame)) }
    }
    let index = self.index(of: stack)
    if known.count < Self.memoryLimit { known[text] = index }
    return index
  }

  private mutating func index(of frame: StallFrame) -> Int {
    if let index = frameIndices[frame] { return index }
    frames.append(frame)
    frameIndices[frame] = frames.count - 1
    return frames.count - 1
  }

  private mutating func index(of stack: [Int]) -> Int {
    if let index = stackIndices[stack] { return index }
    stacks.append(stack)
    stackIndices[stack] = stacks.count - 1
    return stacks.count - 1
  }

  private static func frame(_ cursor: inout JSONCursor) throws(Fault) -> StallFrame {
    var frame = StallFrame()
    try cursor.object { key, value throws(Fault) in
      switch key {
      case "kind": frame.kind = StallFrame.Kind(rawValue: try value.string()) ?? .call
      case "function": frame.function = try value.string()
      case "image": frame.image = try value.string()
      case "address": frame.address = try value.string()
      case "file": frame.file = try value.string()
      case "line": frame.line = try value.count()
      case "column": frame.column = try value.count()
      case "system": frame.isSystem = try value.bool()
      default: try value.skip()
      }
    }
    // Debug information says 0 where code has no line.
    if frame.line == 0 { frame.line = nil }
    if frame.column == 0 { frame.column = nil }
    if frame.function == "" { frame.function = nil }
    if frame.file == "" { frame.file = nil }
    return frame
  }
}
