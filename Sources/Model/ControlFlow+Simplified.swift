extension ControlFlow {
  /// The same paths in fewer blocks: what control never comes to is gone, and blocks that only follow each other are one.
  func simplified() -> ControlFlow {
    var result = self
    result.skipEmptyBlocks()
    result.joinRows()
    result.dropUnreachable()
    return result
  }

  /// Edges to a block that does nothing and goes on unconditionally lead to where it goes.
  private mutating func skipEmptyBlocks() {
    func end(of target: Target) -> Target {
      var target = target
      // A circle of empty blocks leads nowhere.
      for _ in 0..<64 {
        guard case .block(let block) = target, blocks[block].steps.isEmpty, blocks[block].exits.count == 1,
          let only = blocks[block].exits.first, only.answer == nil, !only.isThrown
        else { break }
        target = only.target
      }
      return target
    }
    for block in blocks.indices {
      var exits: [Exit] = []
      for var exit in blocks[block].exits {
        exit.target = end(of: exit.target)
        if !exits.contains(exit) { exits.append(exit) }
      }
      blocks[block].exits = exits
    }
  }

  /// A block that is the only way to the next one takes it in.
  private mutating func joinRows() {
    var ways = Array(repeating: 0, count: blocks.count)
    if !ways.isEmpty { ways[0] = 1 }
    for target in reachable().flatMap({ blocks[$0].exits.map(\.target) }) {
      if case .block(let block) = target { ways[block] += 1 }
    }
    for block in reachable() {
      while let only = blocks[block].exits.first, blocks[block].exits.count == 1, only.answer == nil, !only.isThrown,
        case .block(let next) = only.target, next != block, ways[next] == 1
      {
        blocks[block].steps += blocks[next].steps
        blocks[block].exits = blocks[next].exits
        blocks[next] = Block()
      }
    }
  }

  private mutating func dropUnreachable() {
    let kept = reachable()
    let numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    blocks = kept.map { old in
      var block = blocks[old]
      for exit in block.exits.indices {
        if case .block(let target) = block.exits[exit].target, let number = numbers[target] {
          block.exits[exit].target = .block(number)
        }
      }
      return block
    }
  }

  /// The blocks that control can come to, in the order of their numbers.
  private func reachable() -> [Int] {
    guard !blocks.isEmpty else { return [] }
    var seen: Set<Int> = [0]
    var pending = [0]
    while let next = pending.popLast() {
      for exit in blocks[next].exits {
        if case .block(let target) = exit.target, seen.insert(target).inserted { pending.append(target) }
      }
    }
    return seen.sorted()
  }
}
