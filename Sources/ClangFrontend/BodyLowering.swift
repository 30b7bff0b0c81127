import CLibclang
import Model

/// Lowers one function, block or global's initial value.
final class BodyLowering {
  let unit: UnitLowering
  let clang: UnsafePointer<unblock_libclang>
  let tree: SyntaxTree

  /// The body that is being filled, as an index into the summary's; nil at file scope.
  var body: Int?
  var calls: [Call] = []
  var loops: [Loop] = []
  var loop: Int?
  var isLoopCondition = false
  var depth = 0
  var assignments = Assignments()
  var flow = ControlFlowBuilder()
  /// Where control may go that the drawing does not show.
  var isUndrawn = false
  /// The calls by clang's node.
  var callNumbers: [Int32: Int] = [:]
  /// The switches around the statement that is being lowered, innermost last.
  var switches: [Switch] = []
  /// The blocks of labels, by the address of clang's statement.
  var labels: [UnsafeRawPointer: Int] = [:]
  /// How deep `value` has descended; source that nests deeper is walked no further.
  var nesting = 0

  init(unit: UnitLowering, tree: SyntaxTree) {
    self.unit = unit
    clang = unit.clang
    self.tree = tree
  }

  func lowerFunction() {
    let cursor = tree.cursor(0)
    let symbol = unit.symbol(cursor)
    var made = Body(
      kind: Self.kind(cursor.kind), name: symbol.name, place: unit.place(clang.pointee.getCursorLocation(cursor)))
    made.symbol = symbol.usr
    made.isFileLocal = symbol.isFileLocal
    made.result = unit.typeRef(clang.pointee.getCursorResultType(cursor))
    made.statement = unit.statement(of: cursor)
    let parent = clang.pointee.getCursorSemanticParent(cursor)
    if Kind.records.contains(parent.kind) { made.owner = unit.recordName(parent) }
    lower(made, children: tree.children(0))
  }

  private static func kind(_ kind: UInt32) -> Body.Kind {
    switch kind {
    case Kind.constructor: .initializer
    case Kind.destructor: .deinitializer
    default: .function
    }
  }

  /// Fills a body from the parameters and statements among `children`; returns its index.
  @discardableResult
  func lower(_ made: Body, children: [Int32]) -> Int {
    let index = unit.summary.bodies.count
    var made = made
    unit.summary.bodies.append(made)
    body = index
    for child in children {
      if tree.kind(child) == Kind.parameter {
        made.parameters.append(parameter(child, number: made.parameters.count))
      } else if tree.kind(child) >= Kind.expressions.lowerBound && !Kind.attributes.contains(tree.kind(child)) {
        statement(child)
      }
    }
    settle()
    made.calls = calls
    made.loops = loops
    made.flow = finishedFlow()
    unit.summary.bodies[index] = made
    return index
  }

  private func parameter(_ node: Int32, number: Int) -> Parameter {
    let cursor = tree.cursor(node)
    let local = declare(cursor, kind: .parameter(number))
    return Parameter(
      label: nil, name: unit.summary.locals[local].name, type: unit.summary.locals[local].type ?? .unknown)
  }

  @discardableResult
  func declare(_ cursor: CXCursor, kind: Local.Kind) -> Int {
    let index = unit.summary.locals.count
    var local = Local(
      name: unit.spelling(cursor), kind: kind, body: body ?? 0,
      place: unit.place(clang.pointee.getCursorLocation(cursor)))
    local.type = unit.typeRef(clang.pointee.getCursorType(cursor))
    unit.summary.locals.append(local)
    if let key = cursor.data.0 { unit.locals[key] = index }
    return index
  }

  /// The initial value of a global or of a local variable whose declaration `tree` holds at `node`.
  func lowerInitialValue(of variable: CXCursor, node: Int32 = 0, target: Expression) -> Expression? {
    let initial = clang.pointee.Cursor_getVarDeclInitializer(variable)
    guard Kind.expressions.contains(initial.kind) else { return nil }
    // Sizes of arrays are children too, so the initial value is not simply the first or only one.
    guard let child = tree.children(node).last(where: { clang.pointee.equalCursors(tree.cursor($0), initial) != 0 })
    else { return nil }
    return initialise(clang.pointee.getCursorType(variable), child, target: target)
  }

}
