import CLibclang
import Model

enum BinaryOperator {
  case assign, comma, or, and, xor, add, subtract, multiply, divide, shiftLeft, shiftRight, other
  case either, both, equal, unequal, less, greater, atMost, atLeast

  /// Its value is true or false.
  var isLogical: Bool {
    switch self {
    case .either, .both, .equal, .unequal, .less, .greater, .atMost, .atLeast: true
    default: false
    }
  }
}

enum UnaryOperator {
  case address, dereference, minus, complement, not, increment, decrement, plain, other
}

extension BodyLowering {
  /// Which operator it is. libclang 17 and later say so; before, the source does.
  func binaryOperator(_ node: Int32) -> BinaryOperator {
    if let kind = clang.pointee.getCursorBinaryOperatorKind {
      switch kind(tree.cursor(node)) {
      case 3: return .multiply
      case 4: return .divide
      case 6: return .add
      case 7: return .subtract
      case 8: return .shiftLeft
      case 9: return .shiftRight
      case 11: return .less
      case 12: return .greater
      case 13: return .atMost
      case 14: return .atLeast
      case 15: return .equal
      case 16: return .unequal
      case 17: return .and
      case 18: return .xor
      case 19: return .or
      case 20: return .both
      case 21: return .either
      case 22: return .assign
      case 33: return .comma
      default: return .other
      }
    }
    let operands = tree.code(node)
    guard operands.count == 2 else { return .other }
    if let before = textBefore(operands[1], notIn: operands[0]) {
      return Self.operators.first { before.hasSuffix($0.0) }?.1 ?? .other
    }
    // In a macro's body. Only assignment and comma give a function pointer, and headers that register callbacks by
    // macro (libev's `ev_init`) assign.
    return unit.isCallable(clang.pointee.getCursorType(tree.cursor(node)))
      && unit.isCallable(clang.pointee.getCursorType(tree.cursor(operands[0]))) ? .assign : .other
  }

  /// Longer spellings come before what they end in.
  private static let operators: [(String, BinaryOperator)] = [
    ("<=", .atMost), (">=", .atLeast), ("==", .equal), ("!=", .unequal), ("<<", .shiftLeft), (">>", .shiftRight),
    ("||", .either), ("&&", .both), ("<", .less), (">", .greater), ("=", .assign), (",", .comma), ("|", .or),
    ("&", .and),
    ("^", .xor), ("+", .add), ("-", .subtract), ("*", .multiply), ("/", .divide),
  ]

  func unaryOperator(_ node: Int32) -> UnaryOperator {
    if let kind = clang.pointee.getCursorUnaryOperatorKind {
      switch kind(tree.cursor(node)) {
      case 1, 3: return .increment
      case 2, 4: return .decrement
      case 5: return .address
      case 6: return .dereference
      case 7, 13: return .plain
      case 8: return .minus
      case 9: return .complement
      case 10: return .not
      default: return .other
      }
    }
    return unaryOperatorBySource(node)
  }

  private func unaryOperatorBySource(_ node: Int32) -> UnaryOperator {
    guard let (file, offset) = start(node) else { return .other }
    let end = Int(endOffset(node))
    let isStep = file.byte(end - 1) == file.byte(end - 2) && "+-".utf8.contains(file.byte(end - 1))
    // The operator follows its operand: only steps do.
    if isStep, let operand = tree.code(node).first, let inner = start(operand), inner.offset == offset {
      return .increment
    }
    let (outer, inner) = (typeKey(node), tree.code(node).first.flatMap(typeKey))
    switch file.byte(offset) {
    // The operator stands in a macro's body, where the types must tell.
    case let byte where byte != UInt8(ascii: "_") && UnitFile.isWord(byte):
      if let outer, let inner, outer == pointeeKey(of: tree.code(node)[0]) {
        return inner == outer ? .other : .dereference
      }
      return inner != nil && inner == pointeeKey(of: node) ? .address : .other
    case UInt8(ascii: "&"): return .address
    case UInt8(ascii: "*"): return .dereference
    case UInt8(ascii: "~"): return .complement
    case UInt8(ascii: "!"): return .not
    case UInt8(ascii: "+"): return file.byte(offset + 1) == UInt8(ascii: "+") ? .increment : .plain
    case UInt8(ascii: "-"): return file.byte(offset + 1) == UInt8(ascii: "-") ? .decrement : .minus
    case UInt8(ascii: "_"): return .plain
    default: return .other
    }
  }

  /// Identifies a type within the unit.
  private func typeKey(_ node: Int32) -> UnsafeMutableRawPointer? {
    clang.pointee.getCanonicalType(clang.pointee.getCursorType(tree.cursor(node))).data.0
  }

  private func pointeeKey(of node: Int32) -> UnsafeMutableRawPointer? {
    let type = clang.pointee.getCanonicalType(clang.pointee.getCursorType(tree.cursor(node)))
    return type.kind == TypeKind.pointer
      ? clang.pointee.getCanonicalType(clang.pointee.getPointeeType(type)).data.0 : nil
  }

  /// Where an expression starts in a file: the use of the macro that it comes from, if it comes from one.
  func use(of node: Int32) -> (file: UnitFile, offset: Int)? {
    let start = clang.pointee.getRangeStart(clang.pointee.getCursorExtent(tree.cursor(node)))
    var (file, offset): (CXFile?, UInt32) = (nil, 0)
    clang.pointee.getFileLocation(start, &file, nil, nil, &offset)
    return unit.file(file).map { ($0, Int(offset)) }
  }

  /// Where the characters of an expression start.
  func start(_ node: Int32) -> (file: UnitFile, offset: Int)? {
    unit.spelled(clang.pointee.getRangeStart(clang.pointee.getCursorExtent(tree.cursor(node))))
  }

  /// The last characters before the right operand; nil when the operator stands in a macro's definition.
  private func textBefore(_ right: Int32, notIn left: Int32) -> String? {
    let (leftStart, rightStart) = (location(left), location(right))
    var (file, offset, leftOffset): (CXFile?, UInt32, UInt32) = (nil, 0, 0)
    clang.pointee.getExpansionLocation(leftStart, nil, nil, nil, &leftOffset)
    clang.pointee.getExpansionLocation(rightStart, &file, nil, nil, &offset)
    if offset != leftOffset { return unit.file(file)?.textBefore(Int(offset)) }
    // Both come from one use of a macro. The operator may still stand among its arguments.
    clang.pointee.getFileLocation(leftStart, nil, nil, nil, &leftOffset)
    clang.pointee.getFileLocation(rightStart, &file, nil, nil, &offset)
    guard offset != leftOffset, let text = unit.file(file)?.textBefore(Int(offset)), !text.hasSuffix(",") else {
      return nil
    }
    return text
  }

  private func location(_ node: Int32) -> CXSourceLocation {
    clang.pointee.getRangeStart(clang.pointee.getCursorExtent(tree.cursor(node)))
  }

  func unary(_ node: Int32) -> Expression {
    guard let operand = tree.code(node).first else { return .opaque }
    let kind = unaryOperator(node)
    let inner = value(operand)
    if kind == .dereference { turnIntoReceiver(inner) }
    switch (kind, inner) {
    case (.address, _):
      let name = stripped(operand)
      if case .function = inner { return inner }
      if let local = base(name) { unit.shared.insert(local) }
      if local(name) != nil, !unit.isRecord(clang.pointee.getCursorType(tree.cursor(name))) { note(name, .opaque) }
      return .address(inner)
    case (.dereference, .function), (.plain, _): return inner
    case (.dereference, .address(let pointee)): return pointee
    case (.dereference, _):
      // `(*f)()` calls f; any other `*p` is what p points to.
      return unit.isFunction(clang.pointee.getCursorType(tree.cursor(node))) ? inner : .element(inner)
    case (.minus, _), (.complement, _), (.not, _):
      return inner.integerValue.flatMap { folded(kind, $0) }.map { named($0, from: node, also: operand) } ?? .opaque
    case (.increment, _), (.decrement, _):
      note(operand, .opaque)
      drawStore(inner, .opaque)
      return .opaque
    case (.other, _):
      guard inner.integerValue != nil, let value = evaluated(node) else { return .opaque }
      return named(value, from: node, also: operand)
    }
  }

  private func folded(_ kind: UnaryOperator, _ operand: Int64) -> Int64? {
    switch kind {
    case .minus: operand == .min ? nil : -operand
    case .complement: ~operand
    case .not: operand == 0 ? 1 : 0
    default: nil
    }
  }

  func binary(_ node: Int32, isUsed: Bool) -> Expression {
    let operands = tree.code(node)
    guard operands.count == 2 else {
      operands.forEach { _ = value($0) }
      return .opaque
    }
    switch binaryOperator(node) {
    case .assign: return assign(operands[0], operands[1])
    case .comma:
      statement(operands[0])
      return value(operands[1], isUsed: isUsed)
    case .or: return .list(flags(value(operands[0])) + flags(value(operands[1])))
    case let kind:
      let left = value(operands[0])
      let right =
        kind == .both || kind == .either ? optionally { value(operands[1], isUsed: isUsed) } : value(operands[1])
      if kind == .other || kind.isLogical, local(stripped(operands[0])) != nil,
        textBefore(operands[1], notIn: operands[0]) == nil
      {
        note(operands[0], .opaque)
      }
      guard let first = left.integerValue, let second = right.integerValue else { return .opaque }
      return (folded(kind, first, second) ?? evaluated(node)).map { named($0, from: node, also: operands[1]) }
        ?? .opaque
    }
  }

  private func flags(_ value: Expression) -> [Expression] {
    if case .list(let flags) = value { return flags }
    return [value]
  }

  private func folded(_ kind: BinaryOperator, _ left: Int64, _ right: Int64) -> Int64? {
    let (result, overflows): (Int64, Bool)
    switch kind {
    case .add: (result, overflows) = left.addingReportingOverflow(right)
    case .subtract: (result, overflows) = left.subtractingReportingOverflow(right)
    case .multiply: (result, overflows) = left.multipliedReportingOverflow(by: right)
    case .divide: (result, overflows) = right == 0 ? (0, true) : left.dividedReportingOverflow(by: right)
    case .shiftLeft: (result, overflows) = (left << right, !(0..<63).contains(right))
    case .shiftRight: (result, overflows) = (left >> right, !(0..<63).contains(right))
    case .and: (result, overflows) = (left & right, false)
    case .xor: (result, overflows) = (left ^ right, false)
    default: return nil
    }
    return overflows ? nil : result
  }

  func compoundAssignment(_ node: Int32) -> Expression {
    let operands = tree.code(node)
    guard operands.count == 2 else { return .opaque }
    let target = value(operands[0])
    let right = value(operands[1])
    // `flags |= X` may be the line that sets X: what it was before stays possible beside it.
    note(operands[0], isOrAssignment(operands[1]) ? .list([.opaque] + flags(right)) : .opaque)
    drawStore(target, .opaque)
    return .opaque
  }

  private func isOrAssignment(_ right: Int32) -> Bool {
    let start = clang.pointee.getRangeStart(clang.pointee.getCursorExtent(tree.cursor(right)))
    var (file, offset): (CXFile?, UInt32) = (nil, 0)
    clang.pointee.getFileLocation(start, &file, nil, nil, &offset)
    return unit.file(file)?.textBefore(Int(offset)).hasSuffix("|=") ?? false
  }
}

extension UnitFile {
  /// The two characters before an offset, blanks skipped.
  func textBefore(_ offset: Int) -> String {
    var at = min(offset, text.count) - 1
    while at >= 0, " \t\r\n\\".utf8.contains(text[at]) { at -= 1 }
    guard at >= 0 else { return "" }
    return String(decoding: text[max(0, at - 1)...at], as: UTF8.self)
  }

  /// The first character at or after an offset that is no blank.
  func firstByte(from offset: Int) -> UInt8 {
    var at = offset
    while at < text.count, " \t\r\n\\".utf8.contains(text[at]) { at += 1 }
    return byte(at)
  }
}

extension Expression {
  var integerValue: Int64? {
    switch self {
    case .integer(let value), .constant(_, let value): value
    default: nil
    }
  }
}
