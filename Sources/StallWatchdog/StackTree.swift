/// Several stacks of one stall, merged from the outermost function inwards.
///
/// Samples in the same line of the same function are one node. Nodes are ordered by how often they were seen, then by
/// function, file and line: the same samples in another order give the same tree.
public struct StackTree: Sendable, Hashable {
  /// A function, and how many samples passed through it.
  public struct Node: Sendable, Hashable {
    /// The function; of those that were merged, the one that was met first.
    public var frame: StackFrame
    /// At least 1.
    public var count: Int
    /// The functions that it called, the most frequent first.
    public var children: [Node]

    /// Describes a node, for tests of what handles trees.
    public init(frame: StackFrame, count: Int, children: [Node] = []) {
      self.frame = frame
      self.count = count
      self.children = children
    }
  }

  /// The outermost functions; one, unless the stacks are of different threads.
  public private(set) var roots: [Node] = []
  /// How many stacks were added.
  public private(set) var count = 0

  /// Merges stacks, each seen once.
  public init(_ stacks: some Sequence<Stack> = []) {
    for stack in stacks { add(stack) }
  }

  /// Adds a stack that was seen `times` times.
  public mutating func add(_ stack: Stack, times: Int = 1) {
    guard times > 0 else { return }
    count += times
    Self.add(stack.frames.reversed()[...], times: times, to: &roots)
  }

  private static func add(_ frames: ReversedCollection<[StackFrame]>.SubSequence, times: Int, to nodes: inout [Node]) {
    guard let frame = frames.first else { return }
    var node: Node
    if let index = nodes.firstIndex(where: { $0.frame.place == frame.place }) {
      node = nodes.remove(at: index)
      node.count += times
      // Whichever came first, so that the order of the samples does not show.
      if frame.offset < node.frame.offset { node.frame = frame }
    } else {
      node = Node(frame: frame, count: times, children: [])
    }
    add(frames.dropFirst(), times: times, to: &node.children)
    nodes.insert(node, at: nodes.firstIndex { node.precedes($0) } ?? nodes.endIndex)
  }
}

extension StackTree.Node {
  fileprivate func precedes(_ other: Self) -> Bool {
    if count != other.count { return count > other.count }
    return frame.place.precedes(other.frame.place)
  }
}

/// What makes two frames the same for a reader: not the instruction, but the line; where none is known, the function.
private struct Place: Hashable {
  var kind: String
  var function: String
  var image: String
  var file: String
  var line: Int
  var offset: UInt64

  func precedes(_ other: Self) -> Bool {
    (function, file, line, image, offset, kind) < (
      other.function, other.file, other.line, other.image, other.offset, other.kind
    )
  }
}

extension StackFrame {
  fileprivate var place: Place {
    Place(
      kind: kind.rawValue, function: function ?? "", image: image ?? "", file: file ?? "", line: line ?? 0,
      offset: function == nil ? offset : 0)
  }
}
