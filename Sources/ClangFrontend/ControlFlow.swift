import CLibclang
import Model

// What the statements and expressions of a body do to its control flow.

/// A switch whose cases are being lowered.
struct Switch {
  var subject: Int32
  /// The block from where control goes to the cases.
  var asking: Int
  var hasDefault = false
}

extension BodyLowering {
  /// The drawing of a body, once all of it has been lowered; nil where control may go elsewhere than it shows.
  func finishedFlow() -> ControlFlow? {
    // Destructors and exceptions of C++ run where no statement says so.
    guard !isUndrawn, !unit.source.isCxx, var drawn = flow.finish() else { return nil }
    for index in drawn.questions.indices where drawn.questions[index].locals.contains(where: unit.shared.contains) {
      drawn.questions[index].isLocal = false
    }
    return drawn
  }

  // MARK: Expressions

  /// Runs `work` in a block that control may pass by: the right side of `&&` and `||`.
  func optionally<Result>(_ work: () -> Result) -> Result {
    let after = flow.block()
    flow.link(to: after)
    flow.advance()
    let result = work()
    flow.link(to: after)
    flow.enter(after)
    return result
  }

  /// A member of what was mentioned last is read or written, or what it points to.
  func turnIntoReceiver(_ base: Expression) {
    if case .local(let local) = base { flow.turnLastUse(of: local, into: .receiver) }
  }

  /// A variable, field or element gets a value.
  func drawStore(_ target: Expression, _ value: Expression) {
    if case .local(let local) = target {
      // Code that runs at another time changes it.
      if unit.summary.locals[local].body != body { unit.shared.insert(local) }
      flow.append(.bind(local))
    }
    flow.append(.store(target, value))
  }

  /// The local whose storage, or part of it, an expression names.
  func base(_ node: Int32) -> Int? {
    var node = stripped(node)
    while tree.kind(node) == Kind.member || tree.kind(node) == Kind.subscripting {
      guard let inner = tree.code(node).first else { return nil }
      node = stripped(inner)
    }
    return local(node)
  }

  // MARK: Conditions

  /// Draws a condition: control goes to `yes` where it holds, else to `no`. Without one it always holds.
  func ask(_ node: Int32?, yes: Int, no: Int) {
    if let node { condition(node, yes: yes, no: no) } else { flow.link(to: yes) }
  }

  func condition(_ node: Int32, yes: Int, no: Int) {
    nesting += 1
    defer { nesting -= 1 }
    let inner = stripped(node)
    let operands = tree.code(inner)
    switch tree.kind(inner) {
    case Kind.binary where operands.count == 2 && nesting < nestingLimit:
      let kind = binaryOperator(inner)
      guard kind == .both || kind == .either else { break }
      let next = flow.block()
      condition(operands[0], yes: kind == .both ? next : yes, no: kind == .both ? no : next)
      flow.enter(next)
      return condition(operands[1], yes: yes, no: no)
    case Kind.unary where operands.count == 1 && nesting < nestingLimit:
      guard unaryOperator(inner) == .not else { break }
      return condition(operands[0], yes: no, no: yes)
    // `unlikely(x)`
    case Kind.call where operands.count == 3 && nesting < nestingLimit:
      guard unit.spelling(tree.cursor(inner)) == "__builtin_expect" else { break }
      return condition(operands[1], yes: yes, no: no)
    default: break
    }
    let known = constant(node)
    _ = value(node)
    let answer = question(node)
    if known != 0 { flow.link(to: yes, answer) }
    if known == nil || known == 0 { flow.link(to: no, answer?.opposite) }
  }

  // MARK: Loops

  /// One more turn of the innermost loop begins.
  func drawTurn() {
    if let loop { flow.append(.turn(loop)) }
  }

  /// `continue` in it goes to `again`, as does its end; `break` goes to `after`.
  func drawLoop(again: Int, after: Int, _ work: () -> Void) {
    let scope = flow.depth
    flow.enterLoop(again: again, after: after)
    work()
    flow.leave(to: scope)
    flow.link(to: again)
  }

  // MARK: Labels

  func label(_ node: Int32) {
    if let key = tree.cursor(node).data.1 {
      let start = block(ofLabel: key)
      flow.link(to: start)
      flow.enter(start)
    }
    tree.code(node).forEach(statement)
  }

  func jump(_ node: Int32) {
    let label = tree.children(node).first { tree.kind($0) == Kind.labelReference }
    let target = label.flatMap { clang.pointee.getCursorReferenced(tree.cursor($0)).data.1 }
    if let target { flow.link(to: block(ofLabel: target)) } else { isUndrawn = true }
    flow.stop()
  }

  private func block(ofLabel key: UnsafeRawPointer) -> Int {
    if let known = labels[key] { return known }
    let made = flow.block()
    labels[key] = made
    return made
  }

  /// `case X:` and `default:`, and in one the next.
  func caseLabel(_ node: Int32) {
    let parts = tree.code(node)
    let start = flow.block()
    flow.link(to: start)
    if let around = switches.last {
      // A range has two values.
      let isSingle = tree.kind(node) == Kind.caseLabel && parts.count == 2
      let answer = isSingle ? question(is: around.subject, parts[0]) : nil
      flow.enter(around.asking)
      flow.link(to: start, answer)
      if tree.kind(node) == Kind.defaultLabel { switches[switches.count - 1].hasDefault = true }
    }
    flow.enter(start)
    parts.last.map(statement)
  }

  /// `asm goto`: the addresses of labels are among its operands.
  func jumps(_ assembly: Int32) -> Bool { tree.code(assembly).contains { tree.kind($0) == Kind.labelAddress } }
}

extension ControlFlow.Answer {
  var opposite: ControlFlow.Answer { ControlFlow.Answer(question, !isYes) }
}

extension UnitLowering {
  func isStatic(_ variable: CXCursor) -> Bool {
    let staticStorage: Int32 = 3
    return clang.pointee.Cursor_getStorageClass(variable) == staticStorage
  }

  /// `__attribute__((noreturn))`, which is part of the type, or `_Noreturn`, which is not.
  func neverReturns(_ function: CXCursor) -> Bool {
    guard Kind.functions.contains(function.kind), let key = function.data.0 else { return false }
    if let known = endings[key] { return known }
    let isNever =
      library.text(clang.pointee.getTypeSpelling(clang.pointee.getCursorType(function))).contains("((noreturn))")
      || children(of: function).contains { child in
        guard Kind.attributes.contains(child.kind),
          let (file, offset) = spelled(clang.pointee.getRangeStart(clang.pointee.getCursorExtent(child)))
        else { return false }
        return ["_Noreturn", "noreturn", "__noreturn__"].contains(file.word(at: offset))
      }
    endings[key] = isNever
    return isNever
  }
}
