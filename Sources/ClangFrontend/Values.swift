import CLibclang
import Model

extension BodyLowering {
  /// Lowers an expression: registers the calls, blocks and assignments in it and returns what it stands for.
  func value(_ node: Int32, isUsed: Bool = true) -> Expression {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting < nestingLimit else { return .opaque }
    let kind = tree.kind(node)
    switch kind {
    case Kind.name: return reference(node)
    case Kind.member: return member(node)
    case Kind.call: return call(node, tree.code(node), isUsed: isUsed)
    case Kind.unexposedExpression: return unexposed(node, isUsed: isUsed)
    case Kind.parentheses: return tree.code(node).last.map { value($0, isUsed: isUsed) } ?? .opaque
    case _ where Kind.casts.contains(kind): return cast(node)
    case Kind.subscripting: return subscripting(node)
    case Kind.unary: return unary(node)
    case Kind.binary: return binary(node, isUsed: isUsed)
    case Kind.compoundAssignment: return compoundAssignment(node)
    case Kind.conditional: return conditional(node, isUsed: isUsed)
    case Kind.compoundLiteral: return compoundLiteral(node)
    case Kind.initializerList: return initialise(clang.pointee.getCursorType(tree.cursor(node)), node, target: .opaque)
    case Kind.statementExpression: return statementExpression(node, isUsed: isUsed)
    case Kind.genericSelection: return genericSelection(node)
    case Kind.block, Kind.lambda: return closure(node)
    case Kind.integer, Kind.character, Kind.floating: return number(node)
    case Kind.string: return .string(stringText(node))
    case Kind.gnuNull, Kind.nullPointer: return .null
    case Kind.boolean: return .boolean(sourceText(at: node, is: "true"))
    case Kind.this: return .selfReference
    // Nothing in the operand of `sizeof` runs.
    case Kind.sizeOf, Kind.typeQuery: return .opaque
    default:
      walk(node)
      return .opaque
    }
  }

  /// Visits what lies in an expression of no use as a whole.
  private func walk(_ node: Int32) {
    for child in tree.code(node) {
      if Kind.expressions.contains(tree.kind(child)) { _ = value(child) } else { statement(child) }
    }
  }

  private func reference(_ node: Int32) -> Expression {
    let referenced = clang.pointee.getCursorReferenced(tree.cursor(node))
    switch referenced.kind {
    case let kind where Kind.functions.contains(kind): return function(referenced)
    case Kind.enumerator:
      return .constant(
        name: unit.spelling(referenced), value: Int64(clang.pointee.getEnumConstantDeclValue(referenced)))
    default:
      if let local = referenced.data.0.flatMap({ unit.locals[$0] }) {
        flow.append(.use(local, .value))
        return .local(local)
      }
      return .name(unit.spelling(tree.cursor(node)))
    }
  }

  private func function(_ cursor: CXCursor) -> Expression {
    let symbol = unit.symbol(cursor)
    unit.referenced.insert(symbol.usr)
    return .function(symbol: symbol.usr, name: symbol.name)
  }

  private func member(_ node: Int32) -> Expression {
    let base = tree.code(node).first.map { value($0) }
    if let base { turnIntoReceiver(base) }
    let referenced = clang.pointee.getCursorReferenced(tree.cursor(node))
    if Kind.functions.contains(referenced.kind) { return function(referenced) }
    let name = unit.spelling(tree.cursor(node))
    let parent = clang.pointee.getCursorSemanticParent(referenced)
    guard Kind.records.contains(parent.kind) else { return .member(base ?? .selfReference, name) }
    return .field(record: unit.use(record: parent), name: name)
  }

  private func unexposed(_ node: Int32, isUsed: Bool) -> Expression {
    let inner = tree.code(node)
    if isBrokenCall(node, inner) { return call(node, inner, isUsed: isUsed) }
    guard inner.count == 1 else {
      walk(node)
      return .opaque
    }
    return converted(value(inner[0], isUsed: isUsed), to: clang.pointee.getCursorType(tree.cursor(node)))
  }

  /// A zero that becomes a pointer is a null pointer.
  private func converted(_ value: Expression, to type: CXType) -> Expression {
    switch value {
    case .integer(0), .constant(_, 0):
      let kind = clang.pointee.getCanonicalType(type).kind
      return kind == TypeKind.pointer || kind == TypeKind.blockPointer ? .null : value
    default: return value
    }
  }

  private func cast(_ node: Int32) -> Expression {
    guard let inner = tree.code(node).last else { return .opaque }
    let type = clang.pointee.getCursorType(tree.cursor(node))
    guard clang.pointee.getCanonicalType(type).kind == TypeKind.void else { return converted(value(inner), to: type) }
    // `(void)x` says that x is not used.
    if let local = local(stripped(inner)) { return .local(local) }
    let dropped = value(inner, isUsed: false)
    if case .call(let call) = dropped, !calls[call].isResultUsed { calls[call].isDiscarded = true }
    return dropped
  }

  private func subscripting(_ node: Int32) -> Expression {
    let parts = tree.code(node)
    guard let base = parts.first else { return .opaque }
    let array = value(base)
    turnIntoReceiver(array)
    let element = Expression.element(array)
    for index in parts.dropFirst() { _ = value(index) }
    return element
  }

  private func conditional(_ node: Int32, isUsed: Bool) -> Expression {
    let parts = tree.code(node)
    guard let first = parts.first else { return .opaque }
    let (yes, no, after) = (flow.block(), flow.block(), flow.block())
    condition(first, yes: yes, no: no)
    var branches: [Expression] = []
    for (part, start) in zip(parts.dropFirst(), [yes, no]) {
      flow.enter(start)
      branches.append(value(part, isUsed: isUsed))
      flow.link(to: after)
    }
    flow.enter(after)
    return branches.isEmpty ? .opaque : .either(branches)
  }

  private func compoundLiteral(_ node: Int32) -> Expression {
    guard let list = tree.code(node).last else { return .opaque }
    // glibc's `accept` takes a transparent union of pointers: clang wraps the argument in braces that nobody wrote.
    let items = tree.code(list)
    if items.count == 1, let outer = start(list), let inner = start(items[0]), outer.offset == inner.offset {
      return value(items[0])
    }
    return initialise(clang.pointee.getCursorType(tree.cursor(node)), list, target: .opaque)
  }

  private func statementExpression(_ node: Int32, isUsed: Bool) -> Expression {
    guard let block = tree.code(node).last, tree.kind(block) == Kind.compound else { return .opaque }
    let statements = tree.code(block)
    statements.dropLast().forEach(statement)
    guard let last = statements.last else { return .opaque }
    if Kind.expressions.contains(tree.kind(last)) { return value(last, isUsed: isUsed) }
    statement(last)
    return .opaque
  }

  /// `_Generic`: which branch is chosen does not show, so it may be any of them.
  private func genericSelection(_ node: Int32) -> Expression {
    let (from, after) = (flow.current, flow.block())
    let branches = tree.code(node).dropFirst().map { branch in
      flow.enter(from)
      flow.advance()
      let value = value(branch)
      flow.link(to: after)
      return value
    }
    if branches.isEmpty { return .opaque }
    flow.enter(after)
    return .either(branches)
  }

  /// A block or lambda: a body of its own.
  private func closure(_ node: Int32) -> Expression {
    var made = Body(kind: .closure, name: "", place: place(node))
    made.parent = body
    made.use = .other
    let inner = BodyLowering(unit: unit, tree: tree)
    inner.nesting = nesting
    // A block's parameters and statements lie in a declaration of its own, a lambda's in the lambda itself.
    let children = tree.children(node).flatMap {
      tree.kind($0) == Kind.unexposedDeclaration ? tree.children($0) : [$0]
    }
    let index = inner.lower(made, children: children)
    flow.append(.make(index))
    return .closure(index)
  }
}
