import CLibclang
import Model

extension BodyLowering {
  /// A call whose callee and arguments are `parts`.
  func call(_ node: Int32, _ parts: [Int32], isUsed: Bool) -> Expression {
    let callee: Int32
    switch tree.kind(node) {
    case Kind.call:
      let count = Int(clang.pointee.Cursor_getNumArguments(tree.cursor(node)))
      // A C++ constructor or a call that clang gave up on names no callee.
      guard parts.count > count, let first = parts.first else { return construction(node, parts) }
      callee = first
    default:
      guard let first = parts.first else { return .opaque }
      callee = first
    }
    // The operand of a call's condition belongs to the condition of the loop around it, as does the call.
    let target = value(callee)
    let arguments = parts.dropFirst().map { Argument(value: value($0)) }
    let made = register(target, place: unit.place(calleeLocation(callee)), arguments, isUsed: isUsed)
    if case .call(let number) = made { callNumbers[node] = number }
    if case .function = target, unit.neverReturns(clang.pointee.getCursorReferenced(tree.cursor(stripped(callee)))) {
      flow.stop()
    }
    return made
  }

  private func construction(_ node: Int32, _ parts: [Int32]) -> Expression {
    let arguments = parts.map { Argument(value: value($0)) }
    let referenced = clang.pointee.getCursorReferenced(tree.cursor(node))
    guard Kind.functions.contains(referenced.kind) else { return parts.count == 1 ? arguments[0].value : .opaque }
    let symbol = unit.symbol(referenced)
    unit.referenced.insert(symbol.usr)
    return register(.function(symbol: symbol.usr, name: symbol.name), place: place(node), arguments, isUsed: true)
  }

  private func register(_ target: Expression, place: Place, _ arguments: [Argument], isUsed: Bool) -> Expression {
    // At file scope nothing runs, and there is no body that could hold the call.
    guard body != nil else { return .opaque }
    var call = Call(place: place, callee: target, arguments: arguments)
    if case .function(let symbol, _) = target { call.symbol = symbol }
    call.isResultUsed = isUsed
    call.loop = loop
    call.isLoopCondition = isLoopCondition
    call.depth = depth
    let index = calls.count
    calls.append(call)
    flow.append(.call(index))
    for (number, argument) in arguments.enumerated() {
      if case .closure(let closure) = argument.value {
        unit.summary.bodies[closure].use = .argument(call: index, argument: number)
      }
    }
    if case .closure(let closure) = target { unit.summary.bodies[closure].use = .called }
    return .call(index)
  }

  /// Where the name of the function stands that is called.
  private func calleeLocation(_ callee: Int32) -> CXSourceLocation {
    var node = callee
    while tree.kind(node) == Kind.unexposedExpression || tree.kind(node) == Kind.parentheses
      || tree.kind(node) == Kind.unary || Kind.casts.contains(tree.kind(node))
    {
      guard let inner = tree.code(node).last else { break }
      node = inner
    }
    return clang.pointee.getCursorLocation(tree.cursor(node))
  }

  /// clang keeps a call that it could not check as a bare list: the function's name, then the arguments.
  func isBrokenCall(_ node: Int32, _ parts: [Int32]) -> Bool {
    // Only what is wrong is kept so, and asking for places is dear where macros are nested deep.
    guard unit.hasErrors || unit.source.isCxx, let first = parts.first else { return false }
    let name = stripped(first)
    guard tree.kind(name) == Kind.name, endOffset(node) > endOffset(name) else { return false }
    guard let (file, offset) = unit.spelled(clang.pointee.getCursorLocation(tree.cursor(name))) else { return false }
    return file.firstByte(from: offset + unit.spelling(tree.cursor(name)).utf8.count) == UInt8(ascii: "(")
  }

  /// Where an expression ends in the file.
  func endOffset(_ node: Int32) -> UInt32 {
    var offset: UInt32 = 0
    let end = clang.pointee.getRangeEnd(clang.pointee.getCursorExtent(tree.cursor(node)))
    clang.pointee.getExpansionLocation(end, nil, nil, nil, &offset)
    return offset
  }
}
