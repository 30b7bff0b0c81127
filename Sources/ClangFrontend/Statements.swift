import CLibclang
import Model

extension BodyLowering {
  /// Walks a statement; an expression in its place is one whose value nobody uses.
  func statement(_ node: Int32) {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting < nestingLimit else { return }
    let kind = tree.kind(node)
    switch kind {
    case Kind.expressions: _ = value(node, isUsed: false)
    case Kind.compound: tree.code(node).forEach(statement)
    case Kind.label: label(node)
    case Kind.caseLabel, Kind.defaultLabel: caseLabel(node)
    case Kind.breakStatement: flow.jumpBreak()
    case Kind.continueStatement: flow.jumpContinue()
    case Kind.gotoStatement: jump(node)
    case Kind.returnStatement: returns(node)
    case Kind.declaration: tree.children(node).forEach(declaration)
    case Kind.variable: declaration(node)
    case Kind.ifStatement: branches(node)
    case Kind.switchStatement: cases(node)
    case Kind.whileLoop: whileLoop(node)
    case Kind.doLoop: doLoop(node)
    case Kind.forLoop: forLoop(node)
    case Kind.rangeLoop: rangeLoop(node)
    default:
      // `asm`, `try`, and what newer versions add: values in it count as used.
      if kind == Kind.computedGoto || kind == Kind.assembly && jumps(node) { isUndrawn = true }
      for child in tree.code(node) {
        if Kind.expressions.contains(tree.kind(child)) { _ = value(child) } else { statement(child) }
      }
    }
  }

  private func declaration(_ node: Int32) {
    guard tree.kind(node) == Kind.variable else { return }
    let cursor = tree.cursor(node)
    let local = declare(cursor, kind: .variable)
    let isStatic = unit.isStatic(cursor)
    if isStatic {
      unit.summary.locals[local].isStatic = true
      unit.shared.insert(local)
    }
    if let value = lowerInitialValue(of: cursor, node: node, target: .local(local)) {
      unit.summary.locals[local].value = value
      // A static one gets its first value before anything runs.
      if !isStatic { drawStore(.local(local), value) }
    }
  }

  /// The parts of an `if` or `switch`, from the condition on.
  private func fromCondition(_ node: Int32) -> ArraySlice<Int32> {
    var rest = tree.code(node)[...]
    // `if (T x = f())` in C++: a declaration, then the condition. Without either there is nothing left to tell apart.
    while let first = rest.first, !Kind.expressions.contains(tree.kind(first)) { statement(rest.removeFirst()) }
    return rest
  }

  private func branches(_ node: Int32) {
    var rest = fromCondition(node)
    guard let first = rest.popFirst() else { return }
    let (yes, no, after) = (flow.block(), flow.block(), flow.block())
    condition(first, yes: yes, no: no)
    depth += 1
    flow.enter(yes)
    if let branch = rest.popFirst() { statement(branch) }
    flow.link(to: after)
    flow.enter(no)
    rest.forEach(statement)
    flow.link(to: after)
    flow.enter(after)
    depth -= 1
  }

  private func cases(_ node: Int32) {
    var rest = fromCondition(node)
    guard let subject = rest.popFirst() else { return }
    _ = value(subject)
    let (scope, asking, after) = (flow.depth, flow.current, flow.block())
    switches.append(Switch(subject: subject, asking: asking))
    flow.enterBreakable(isSwitch: true, after: after)
    // Control comes to what is in it only by the labels.
    flow.stop()
    depth += 1
    rest.forEach(statement)
    depth -= 1
    flow.leave(to: scope)
    flow.link(to: after)
    if switches.removeLast().hasDefault != true {
      flow.enter(asking)
      flow.link(to: after)
    }
    flow.enter(after)
  }

  private func returns(_ node: Int32) {
    for child in tree.code(node) {
      if case .local(let local) = value(child) { flow.turnLastUse(of: local, into: .result) }
    }
    flow.append(.leave(place(node)))
    flow.jumpReturn()
  }

  private func whileLoop(_ node: Int32) {
    let parts = tree.code(node)
    guard let bodyNode = parts.last, parts.count >= 2 else { return parts.forEach(statement) }
    parts.dropLast(2).forEach(statement)
    inLoop(node, condition: parts[parts.count - 2], step: nil, body: bodyNode)
  }

  private func doLoop(_ node: Int32) {
    let parts = tree.code(node)
    guard parts.count == 2 else { return parts.forEach(statement) }
    // `do { … } while (0)` is how macros say a block.
    if constant(parts[1]) == 0 {
      let after = flow.block()
      drawLoop(again: after, after: after) { statement(parts[0]) }
      return flow.enter(after)
    }
    inLoop(node, condition: parts[1], step: nil, body: parts[0], runsOnce: true)
  }

  private func forLoop(_ node: Int32) {
    var parts = tree.code(node)[...]
    guard let bodyNode = parts.popLast() else { return }
    let present = forParts(node, count: parts.count)
    if present.initial, let initial = parts.popFirst() { statement(initial) }
    let condition = present.condition ? parts.popFirst() : nil
    let step = present.step ? parts.popFirst() : nil
    parts.forEach(statement)
    inLoop(node, condition: condition, step: step, body: bodyNode)
  }

  private func rangeLoop(_ node: Int32) {
    let parts = tree.code(node)
    enter(Loop(place: place(node), parent: loop, isInfinite: false, counts: true, suspends: false, isIdle: false)) {
      depth += 1
      for child in parts {
        if Kind.expressions.contains(tree.kind(child)) { _ = value(child) } else { statement(child) }
      }
      depth -= 1
    }
  }

  private func inLoop(_ node: Int32, condition: Int32?, step: Int32?, body: Int32, runsOnce: Bool = false) {
    let decided = condition.map(constant) ?? 1
    // `while (0)`: nothing in it runs.
    if decided == 0 && !runsOnce { return }
    enter(
      Loop(
        place: place(node), parent: loop, isInfinite: decided != nil && decided != 0, counts: step != nil,
        suspends: false,
        isIdle: isIdle(body) && (condition.map { isUnchanging($0) && addresses(in: $0) < 2 } ?? true)
          && step == nil)
    ) {
      let (first, stepping, after) = (flow.block(), flow.block(), flow.block())
      flow.advance()
      let head = flow.current
      let asking = runsOnce ? stepping : head
      if !runsOnce { drawTurn() }
      flow.enter(asking)
      isLoopCondition = true
      ask(condition, yes: runsOnce ? head : first, no: after)
      isLoopCondition = false
      flow.enter(runsOnce ? head : first)
      if runsOnce { drawTurn() }
      if !runsOnce { depth += 1 }
      drawLoop(again: stepping, after: after) { statement(body) }
      if !runsOnce {
        flow.enter(stepping)
        if let step { statement(step) }
        flow.link(to: head)
      }
      if !runsOnce { depth -= 1 }
      flow.enter(after)
    }
  }

  private func enter(_ made: Loop, _ work: () -> Void) {
    let (outer, wasCondition) = (loop, isLoopCondition)
    loops.append(made)
    loop = loops.count - 1
    isLoopCondition = false
    work()
    loop = outer
    isLoopCondition = wasCondition
  }

  /// A body without a statement that could change what the condition reads.
  private func isIdle(_ node: Int32) -> Bool {
    switch tree.kind(node) {
    case Kind.empty, Kind.continueStatement: true
    case Kind.compound: tree.code(node).allSatisfy(isIdle)
    case Kind.expressions: isUnchanging(node)
    default: false
    }
  }

  /// No assignment and no step lies in an expression.
  private func isUnchanging(_ node: Int32) -> Bool {
    switch tree.kind(node) {
    case Kind.compoundAssignment, Kind.statementExpression: return false
    case Kind.binary where binaryOperator(node) == .assign: return false
    case Kind.unary where [.increment, .decrement].contains(unaryOperator(node)): return false
    default: return tree.children(node).allSatisfy(isUnchanging)
    }
  }

  /// Two addresses in a condition are a compare-and-swap that is tried again: it waits for nobody. One is an atomic load.
  private func addresses(in node: Int32) -> Int {
    let own = tree.kind(node) == Kind.unary && unaryOperator(node) == .address ? 1 : 0
    return tree.children(node).reduce(own) { $0 + addresses(in: $1) }
  }

  func place(_ node: Int32) -> Place { unit.place(clang.pointee.getCursorLocation(tree.cursor(node))) }
}

/// Statements and expressions nested deeper than this are not walked; people do not write them.
let nestingLimit = 2000
