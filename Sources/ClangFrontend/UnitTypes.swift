import CLibclang
import Model

/// A member of a record, in the order of its declaration.
struct Field {
  var name: String
  var type: CXType
}

extension UnitLowering {
  func typeRef(_ type: CXType, depth: Int = 0) -> TypeRef {
    guard type.kind != TypeKind.invalid, depth < 8 else { return .unknown }
    if let key = type.data.0, let known = types[UnsafeRawPointer(key)] { return known }
    let made = makeTypeRef(type, depth: depth)
    if let key = type.data.0 { types[UnsafeRawPointer(key)] = made }
    return made
  }

  private func makeTypeRef(_ type: CXType, depth: Int) -> TypeRef {
    let canonical = clang.pointee.getCanonicalType(type)
    switch canonical.kind {
    case TypeKind.pointer, TypeKind.blockPointer:
      let pointee = clang.pointee.getPointeeType(canonical)
      // A named function type keeps its name: facts speak of `ngx_http_handler_pt`.
      let declaration = clang.pointee.getTypeDeclaration(type)
      if isFunction(pointee), declaration.kind == Kind.typedefName { return .named([spelling(declaration)]) }
      if isFunction(pointee) { return typeRef(pointee, depth: depth + 1) }
      return .pointer(typeRef(namedPointee(of: type) ?? pointee, depth: depth + 1))
    case TypeKind.function, TypeKind.functionNoPrototype:
      let count = max(0, clang.pointee.getNumArgTypes(canonical))
      let parameters = (0..<count).map { typeRef(clang.pointee.getArgType(canonical, UInt32($0)), depth: depth + 1) }
      return .function(
        FunctionType(parameters: parameters, result: typeRef(clang.pointee.getResultType(canonical), depth: depth + 1)))
    case TypeKind.arrays:
      return .array(typeRef(clang.pointee.getArrayElementType(canonical), depth: depth + 1))
    case TypeKind.record:
      return .named([use(record: clang.pointee.getTypeDeclaration(canonical))])
    default:
      // A scalar keeps the name it is spelled with: `ssize_t` tells more than `long`.
      let declaration = clang.pointee.getTypeDeclaration(type)
      if declaration.kind == Kind.typedefName { return .named([spelling(declaration)]) }
      if declaration.kind == Kind.enumeration { return .named([recordName(declaration)]) }
      return .named([unqualified(library.text(clang.pointee.getTypeSpelling(canonical)))])
    }
  }

  /// What a pointer points to as spelled, unless a typedef hides the star.
  private func namedPointee(of type: CXType) -> CXType? {
    guard type.kind == TypeKind.pointer else { return nil }
    let pointee = clang.pointee.getPointeeType(type)
    return pointee.kind == TypeKind.invalid ? nil : pointee
  }

  private func unqualified(_ spelling: String) -> String {
    var spelling = spelling
    for prefix in ["const ", "volatile "] where spelling.hasPrefix(prefix) { spelling.removeFirst(prefix.utf8.count) }
    return spelling
  }

  func isFunction(_ type: CXType) -> Bool {
    let kind = clang.pointee.getCanonicalType(type).kind
    return kind == TypeKind.function || kind == TypeKind.functionNoPrototype
  }

  /// A pointer to a function, or a block.
  func isCallable(_ type: CXType) -> Bool {
    let canonical = clang.pointee.getCanonicalType(type)
    if canonical.kind == TypeKind.blockPointer { return true }
    return canonical.kind == TypeKind.pointer && isFunction(clang.pointee.getPointeeType(canonical))
  }

  func isTable(_ type: CXType) -> Bool { TypeKind.arrays.contains(clang.pointee.getCanonicalType(type).kind) }

  func isRecord(_ type: CXType) -> Bool { clang.pointee.getCanonicalType(type).kind == TypeKind.record }

  /// A function may lie in it, perhaps behind `void *`.
  func mayHoldFunctions(_ type: CXType, depth: Int = 0) -> Bool {
    let canonical = clang.pointee.getCanonicalType(type)
    switch canonical.kind {
    case TypeKind.blockPointer: return true
    case TypeKind.pointer:
      let pointee = clang.pointee.getCanonicalType(clang.pointee.getPointeeType(canonical))
      return pointee.kind == TypeKind.void || isFunction(pointee)
    case TypeKind.arrays:
      return mayHoldFunctions(clang.pointee.getArrayElementType(canonical), depth: depth + 1)
    case TypeKind.record:
      guard depth < 12, let key = canonical.data.0.map(UnsafeRawPointer.init) else { return true }
      if let known = tables[key] { return known }
      tables[key] = false
      let holds = fields(of: canonical).contains { mayHoldFunctions($0.type, depth: depth + 1) }
      tables[key] = holds
      return holds
    default: return canonical.kind == TypeKind.invalid
    }
  }

  func fields(of record: CXType) -> [Field] {
    let canonical = clang.pointee.getCanonicalType(record)
    let key = canonical.data.0.map(UnsafeRawPointer.init)
    if let key, let known = fields[key] { return known }
    var cursors: [CXCursor] = []
    withUnsafeMutablePointer(to: &cursors) { pointer in
      let visitor: CXFieldVisitor = { field, data in
        data?.assumingMemoryBound(to: [CXCursor].self).pointee.append(field)
        return 1
      }
      _ = clang.pointee.Type_visitFields(canonical, visitor, pointer)
    }
    let found = cursors.compactMap { cursor -> Field? in
      let name = memberName(cursor)
      // Padding takes no initial value.
      if name.isEmpty && clang.pointee.Cursor_isBitField(cursor) != 0 { return nil }
      return Field(name: name, type: clang.pointee.getCursorType(cursor))
    }
    if let key { fields[key] = found }
    return found
  }

  /// Empty for an unnamed member, which newer versions spell as a sentence in parentheses.
  private func memberName(_ cursor: CXCursor) -> String {
    let name = spelling(cursor)
    return name.contains("(") ? "" : name
  }
}
