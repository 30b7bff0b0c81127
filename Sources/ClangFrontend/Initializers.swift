import CLibclang
import Model

/// Initial values of variables, records and tables, and the functions that come to lie in them.
extension BodyLowering {
  /// The initial value that `node` gives to something of a type. A function in it flows to `target`, or to the field that
  /// it is given to.
  func initialise(_ type: CXType, _ node: Int32, target: Expression) -> Expression {
    let inner = stripped(node)
    guard tree.kind(inner) == Kind.initializerList else { return initialiser(type, node, target: target) }
    let items = tree.code(inner)
    if unit.isRecord(type) || unit.isTable(type) {
      var rest = items[...]
      return aggregate(type, &rest, isBraced: true, target: target)
    }
    // `int x = {1}`
    guard items.count == 1 else { return .list(items.map { value($0) }) }
    return initialise(type, items[0], target: target)
  }

  /// A single value for something of a type.
  func initialiser(_ type: CXType, _ node: Int32, target: Expression) -> Expression {
    let value = value(node)
    flow(value, of: type, to: target, at: node)
    return value
  }

  private func flow(_ value: Expression, of type: CXType, to target: Expression, at node: Int32) {
    guard target != .opaque, value != .null, unit.isCallable(type) || value.holdsFunction else { return }
    if case .closure(let closure) = value { unit.summary.bodies[closure].use = .assigned(target) }
    let place = unit.place(clang.pointee.getCursorLocation(tree.cursor(stripped(node))))
    unit.summary.flows.append(Flow(target: target, value: value, body: body, place: place))
  }

  /// Consumes what belongs to a record or table, braced or, as C allows, with the braces left out.
  private func aggregate(
    _ type: CXType, _ rest: inout ArraySlice<Int32>, isBraced: Bool, target: Expression
  ) -> Expression {
    unit.isRecord(type)
      ? record(type, &rest, isBraced: isBraced) : table(type, &rest, isBraced: isBraced, target: target)
  }

  private func record(_ type: CXType, _ rest: inout ArraySlice<Int32>, isBraced: Bool) -> Expression {
    let fields = unit.fields(of: type)
    let declaration = clang.pointee.getTypeDeclaration(clang.pointee.getCanonicalType(type))
    let isUnion = declaration.kind == Kind.union
    var values: [Expression] = []
    var next = 0
    while let item = rest.first {
      if isDesignated(item) {
        // It names a field of the braces around, which only they may place.
        guard isBraced else { break }
        rest.removeFirst()
        let (index, value) = designated(item, in: type, fields)
        if let index {
          place(value, at: index, in: &values)
          next = index + 1
        }
        continue
      }
      guard next < fields.count else {
        guard isBraced else { break }
        _ = value(rest.removeFirst())
        continue
      }
      let field = fields[next]
      let target = Expression.field(record: unit.use(record: declaration), name: field.name)
      place(element(field.type, &rest, target: target), at: next, in: &values)
      next = isUnion ? fields.count : next + 1
    }
    return .list(values)
  }

  private func place(_ value: Expression, at index: Int, in values: inout [Expression]) {
    // What an initial value leaves out is zero.
    while values.count <= index { values.append(.integer(0)) }
    values[index] = value
  }

  private func table(
    _ type: CXType, _ rest: inout ArraySlice<Int32>, isBraced: Bool, target: Expression
  ) -> Expression {
    let elementType = clang.pointee.getArrayElementType(clang.pointee.getCanonicalType(type))
    let length = isBraced ? Int.max : Int(clamping: clang.pointee.getArraySize(clang.pointee.getCanonicalType(type)))
    // Nobody asks for the fortieth element of a table; functions in it are flows, whichever element holds them.
    let limit = 32
    var values: [Expression] = []
    var count = 0
    while let item = rest.first, count < length {
      let value: Expression
      if isDesignated(item) {
        guard isBraced else { break }
        rest.removeFirst()
        value = designated(item, in: type, [], target: target).value
      } else {
        value = element(elementType, &rest, target: .element(target))
      }
      if values.count < limit { values.append(value) }
      count += 1
    }
    return .list(values)
  }

  private func element(_ type: CXType, _ rest: inout ArraySlice<Int32>, target: Expression) -> Expression {
    guard let item = rest.first else { return .opaque }
    if leavesOutBraces(item, for: type) {
      let before = rest.count
      let value = aggregate(type, &rest, isBraced: false, target: target)
      // An empty record takes nothing; the item would be met again for ever.
      if rest.count < before { return value }
    }
    rest.removeFirst()
    return initialise(type, item, target: target)
  }

  private func leavesOutBraces(_ item: Int32, for type: CXType) -> Bool {
    let inner = stripped(item)
    if tree.kind(inner) == Kind.initializerList { return false }
    if unit.isTable(type) { return tree.kind(inner) != Kind.string && tree.kind(inner) != Kind.compoundLiteral }
    return unit.isRecord(type) && !unit.isRecord(clang.pointee.getCursorType(tree.cursor(inner)))
  }

  // MARK: Designators

  /// `.field = value` or `[index] = value`: clang shows it as a list of what it names, then the value.
  private func isDesignated(_ item: Int32) -> Bool {
    guard tree.kind(item) == Kind.unexposedExpression else { return false }
    let parts = tree.children(item)
    guard parts.count >= 2 else { return false }
    if tree.kind(parts[0]) == Kind.memberDesignator { return true }
    guard let (file, offset) = start(item) else { return false }
    return file.byte(offset) == UInt8(ascii: "[")
  }

  private func designated(
    _ item: Int32, in type: CXType, _ fields: [Field], target: Expression = .opaque
  ) -> (index: Int?, value: Expression) {
    let parts = tree.children(item)
    var (type, target) = (type, target)
    var path: [String] = []
    for part in parts.dropLast() {
      if tree.kind(part) == Kind.memberDesignator {
        let field = clang.pointee.getCursorReferenced(tree.cursor(part))
        path.append(unit.spelling(field))
        target = .field(
          record: unit.use(record: clang.pointee.getCursorSemanticParent(field)), name: path[path.count - 1])
        type = clang.pointee.getCursorType(field)
      } else if unit.isTable(type) {
        type = clang.pointee.getArrayElementType(clang.pointee.getCanonicalType(type))
        target = .element(target)
      }
    }
    guard let last = parts.last else { return (nil, .opaque) }
    let value = initialise(type, last, target: target)
    let index = path.first.flatMap { name in fields.firstIndex { $0.name == name } }
    // `.a.b = 1` gives a part of `a`.
    return (index, path.count > 1 ? .opaque : value)
  }
}

extension Expression {
  /// A function or block is among what it may be.
  var holdsFunction: Bool {
    switch self {
    case .function, .closure: true
    case .either(let values): values.contains { $0.holdsFunction }
    case .address(let inner): inner.holdsFunction
    default: false
    }
  }
}
