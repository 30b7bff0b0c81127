import Model

/// Stacks merged from the outermost frame on: what several have in common at their outer end is there once.
struct StackTree {
  /// An index of `StallSummary.frames`; nil at the root.
  var frame: Int?
  var samples = 0
  var time = 0
  var children: [StackTree] = []

  /// - Parameter lookalikes: for each frame the one that stands for it.
  init(_ stacks: [StallStack], lookalikes: [Int]) {
    var builder = Builder(lookalikes: lookalikes)
    for stack in stacks { builder.add(stack) }
    self = builder.tree
  }

  private init(frame: Int?, samples: Int, time: Int) {
    self.frame = frame
    self.samples = samples
    self.time = time
  }

  /// Nodes in one array: a tree of values would be copied at each step of each stack.
  private struct Builder {
    private struct Node {
      var frame: Int?
      var samples = 0
      var time = 0
      var children: [Int: Int] = [:]
    }

    let lookalikes: [Int]
    private var nodes = [Node(frame: nil)]

    init(lookalikes: [Int]) {
      self.lookalikes = lookalikes
    }

    mutating func add(_ stack: StallStack) {
      var node = 0
      count(stack, at: node)
      for index in stack.frames.reversed() {
        let frame = lookalikes[index]
        if let child = nodes[node].children[frame] {
          node = child
        } else {
          nodes.append(Node(frame: frame))
          nodes[node].children[frame] = nodes.count - 1
          node = nodes.count - 1
        }
        count(stack, at: node)
      }
    }

    private mutating func count(_ stack: StallStack, at node: Int) {
      nodes[node].samples = nodes[node].samples.plus(stack.samples)
      nodes[node].time = nodes[node].time.plus(stack.time)
    }

    /// Children come after their parents, so that from the last on each is whole when its parent takes it.
    var tree: StackTree {
      var trees = nodes.map { StackTree(frame: $0.frame, samples: $0.samples, time: $0.time) }
      for (index, node) in nodes.enumerated().reversed() {
        trees[index].children = node.children.values.map { trees[$0] }
          .sorted { ($1.time, $1.samples, $0.frame ?? 0) < ($0.time, $0.samples, $1.frame ?? 0) }
      }
      return trees[0]
    }
  }
}
