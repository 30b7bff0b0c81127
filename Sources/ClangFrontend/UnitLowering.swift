import CLibclang
import Model

/// Lowers one parsed translation unit; lives as long as the unit does, on the thread that parsed it.
final class UnitLowering {
  let library: Libclang
  let clang: UnsafePointer<unblock_libclang>
  let unit: CXTranslationUnit
  let source: TranslationUnit
  var summary: Summary
  /// clang could not make sense of something in the unit.
  private(set) var hasErrors = true

  var files: [CXFile: UnitFile] = [:]
  /// By clang's number of the location, which is unique within the unit; see `fileLocation`.
  var locations: [UInt32: FileLocation] = [:]
  /// By the address of clang's declaration, which is unique within the unit.
  var symbols: [UnsafeRawPointer: Symbol] = [:]
  var recordNames: [UnsafeRawPointer: String] = [:]
  var fields: [UnsafeRawPointer: [Field]] = [:]
  var types: [UnsafeRawPointer: TypeRef] = [:]
  var tables: [UnsafeRawPointer: Bool] = [:]
  var locals: [UnsafeRawPointer: Int] = [:]
  /// Locals that other code may change: their address is taken, or they outlive the call.
  var shared: Set<Int> = []
  /// By the address of clang's declaration.
  var endings: [UnsafeRawPointer: Bool] = [:]
  /// Records that the summary names, with the place of their declaration.
  var usedRecords: [String: Place] = [:]
  var typedefs: [CXCursor] = []
  /// The USRs of all functions that something lowered so far mentions.
  var referenced: Set<String> = []
  /// `#define NAME OTHER` of all files; see `unaliased`.
  lazy var aliases: [String: String] = inclusions().reduce(into: [:]) { $0.merge($1.aliases()) { first, _ in first } }

  init(library: Libclang, unit: CXTranslationUnit, source: TranslationUnit) {
    self.library = library
    clang = library.table
    self.unit = unit
    self.source = source
    summary = Summary(file: source.file, language: .c, module: "")
    summary.resolution = source.resolution
  }

  func lower(_ diagnostics: Diagnostics) -> Summary {
    hasErrors = !diagnostics.errors.isEmpty
    var declarations: [CXCursor] = []
    collect(clang.pointee.getTranslationUnitCursor(unit), into: &declarations)
    lowerReferenced(declarations.filter { !lowerUnlessOptional($0) })
    readFiles(missing: diagnostics.missingHeaders.map(\.name))
    report(diagnostics)
    declareTypes()
    return summary
  }

  /// The declarations of project files; what the system's headers declare is looked at when something refers to it.
  private func collect(_ cursor: CXCursor, into declarations: inout [CXCursor]) {
    for child in children(of: cursor) {
      if child.kind == Kind.typedefName || child.kind == Kind.typeAlias { typedefs.append(child) }
      guard file(of: clang.pointee.getCursorLocation(child))?.isProject == true else { continue }
      switch child.kind {
      case Kind.linkage, Kind.namespace, Kind.unexposedDeclaration, Kind.classType, Kind.classTemplate:
        collect(child, into: &declarations)
      case Kind.structure where source.isCxx:
        collect(child, into: &declarations)
      case Kind.variable: declarations.append(child)
      default: if Kind.functions.contains(child.kind) { declarations.append(child) }
      }
    }
  }

  func children(of cursor: CXCursor) -> [CXCursor] {
    var found: [CXCursor] = []
    withUnsafeMutablePointer(to: &found) { pointer in
      let visitor: CXCursorVisitor = { cursor, _, data in
        data?.assumingMemoryBound(to: [CXCursor].self).pointee.append(cursor)
        return 1
      }
      _ = clang.pointee.visitChildren(cursor, visitor, pointer)
    }
    return found
  }

  /// Lowers a declaration, unless it is a header's own copy of a function, which counts only where something uses it.
  private func lowerUnlessOptional(_ declaration: CXCursor) -> Bool {
    if Kind.functions.contains(declaration.kind), clang.pointee.isCursorDefinition(declaration) != 0,
      file(of: clang.pointee.getCursorLocation(declaration))?.path != source.file,
      symbol(declaration).isFileLocal || clang.pointee.Cursor_isFunctionInlined(declaration) != 0
    {
      return false
    }
    lower(declaration)
    return true
  }

  /// Lowers what has been referred to, and what that refers to.
  private func lowerReferenced(_ candidates: [CXCursor]) {
    var rest = candidates
    while true {
      let known = referenced
      let used = rest.filter { known.contains(symbol($0).usr) }
      if used.isEmpty { return }
      rest.removeAll { known.contains(symbol($0).usr) }
      used.forEach(lower)
    }
  }

  private func lower(_ declaration: CXCursor) {
    if declaration.kind == Kind.variable { return lowerGlobal(declaration) }
    if clang.pointee.isCursorDefinition(declaration) != 0 {
      withTree(declaration) { BodyLowering(unit: self, tree: $0).lowerFunction() }
    } else if let statement = statement(of: declaration) {
      var body = Body(
        kind: .function, name: spelling(declaration), place: place(clang.pointee.getCursorLocation(declaration)))
      body.symbol = symbol(declaration).usr
      body.isFileLocal = symbol(declaration).isFileLocal
      body.statement = statement
      summary.bodies.append(body)
    }
  }

  private func lowerGlobal(_ declaration: CXCursor) {
    var property = Property(
      name: spelling(declaration), owner: nil, place: place(clang.pointee.getCursorLocation(declaration)))
    property.isFileLocal = symbol(declaration).isFileLocal
    let type = clang.pointee.getCursorType(declaration)
    property.type = typeRef(type)
    let initial = clang.pointee.Cursor_getVarDeclInitializer(declaration)
    // Tables of plain data can be megabytes of numbers that nobody asks for.
    if Kind.expressions.contains(initial.kind), !isTable(type) || mayHoldFunctions(type) {
      withTree(declaration) { tree in
        let lowering = BodyLowering(unit: self, tree: tree)
        property.value = lowering.lowerInitialValue(of: declaration, target: .name(property.name))
      }
    }
    if clang.pointee.isCursorDefinition(declaration) != 0 { summary.properties.append(property) }
  }

  func withTree(_ cursor: CXCursor, _ body: (SyntaxTree) -> Void) {
    var tree = unblock_tree()
    defer { unblock_tree_free(&tree) }
    guard unblock_tree_read(clang, cursor, &tree) else {
      summary.problems.append(Problem(file: source.file, message: "a function is too large to be read", isFatal: false))
      return
    }
    body(SyntaxTree(nodes: UnsafeBufferPointer(start: tree.nodes, count: Int(tree.count))))
  }

  /// Aliases by which facts may name the records that this summary names by tag.
  private func declareTypes() {
    for (name, place) in usedRecords.sorted(by: { $0.key < $1.key }) {
      summary.types.append(TypeDeclaration(kind: .struct, name: name, place: place))
    }
    for typedef in typedefs {
      let type = clang.pointee.getCanonicalType(clang.pointee.getTypedefDeclUnderlyingType(typedef))
      guard type.kind == TypeKind.record else { continue }
      let record = recordName(clang.pointee.getTypeDeclaration(type))
      let name = spelling(typedef)
      guard name != record, usedRecords[record] != nil else { continue }
      var alias = TypeDeclaration(kind: .alias, name: name, place: place(clang.pointee.getCursorLocation(typedef)))
      alias.aliased = .named([record])
      summary.types.append(alias)
    }
  }
}

/// The nodes of one declaration, links by index.
struct SyntaxTree {
  let nodes: UnsafeBufferPointer<unblock_node>

  func cursor(_ node: Int32) -> CXCursor { nodes[Int(node)].cursor }
  func kind(_ node: Int32) -> UInt32 { nodes[Int(node)].cursor.kind }

  func children(_ node: Int32) -> [Int32] {
    var found: [Int32] = []
    var child = nodes[Int(node)].first_child
    while child >= 0 {
      found.append(child)
      child = nodes[Int(child)].next
    }
    return found
  }

  /// Children that are code: without references to types, labels and members, and without attributes.
  func code(_ node: Int32) -> [Int32] {
    children(node).filter { !Kind.references.contains(kind($0)) && !Kind.attributes.contains(kind($0)) }
  }
}
