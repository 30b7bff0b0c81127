import Model

/// What the program declares of one type, its extensions included.
struct TypeInfo {
  var name: String
  var module: String
  var kind: TypeDeclaration.Kind
  /// The superclass and protocols, each with the file that spells it.
  var inherits: [(type: TypeRef, summary: Int, fromExtension: Bool)] = []
  var generics: [Generic] = []
  var isolation = Isolation.unspecified
  var isGlobalActor = false
  var isPropertyWrapper = false
  var alias: (type: TypeRef, summary: Int)?
  var summary: Int
  /// Methods, initialisers, subscripts and accessors by base name.
  var members: [String: [BodyID]] = [:]
  var properties: [String: (summary: Int, property: Property)] = [:]
  var requirements: [String: [Body]] = [:]
  var hasDefaultIsolation = false
}

/// The types that the program declares, and those of others that it extends.
struct TypeTable {
  private(set) var infos: [TypeInfo] = []
  private var byName: [String: [Int]] = [:]
  /// Declared types by USR.
  private(set) var bySymbol: [String: Int] = [:]
  /// Extended types that the program does not declare, by name.
  private var foreign: [String: Int] = [:]
  /// Types that name this one as superclass or protocol.
  private(set) var heirs: [Int: [Int]] = [:]

  init() {}

  init(of program: Program) {
    declare(program)
    extend(program)
    addMembers(program)
  }

  /// Turns inheritance around, once names can be looked up in the finished table.
  mutating func linkHeirs(_ program: Program) {
    for info in infos.indices {
      for parent in parents(of: info, program) { heirs[parent, default: []].append(info) }
    }
  }

  private mutating func declare(_ program: Program) {
    for (s, summary) in program.summaries.enumerated() {
      for type in summary.types where type.kind != .extension {
        // The same name twice in a module: two branches of `#if`, or a C record seen from two files.
        if let known = byName[type.name]?.first(where: { infos[$0].module == summary.module }) {
          infos[known].inherits += type.inherits.map { ($0, s, false) }
          continue
        }
        var info = TypeInfo(name: type.name, module: summary.module, kind: type.kind, summary: s)
        info.generics = type.generics
        info.isolation = type.isolation
        info.isGlobalActor = type.isGlobalActor
        info.isPropertyWrapper = type.isPropertyWrapper
        info.alias = type.aliased.map { ($0, s) }
        info.inherits = type.inherits.map { ($0, s, false) }
        for requirement in type.requirements {
          info.requirements[baseName(requirement.name), default: []].append(requirement)
        }
        byName[type.name, default: []].append(infos.count)
        if let symbol = type.symbol { bySymbol[symbol] = infos.count }
        infos.append(info)
      }
    }
  }

  private mutating func extend(_ program: Program) {
    for (s, summary) in program.summaries.enumerated() {
      for type in summary.types where type.kind == .extension {
        let info = extended(type.name, from: summary, in: program, at: s)
        infos[info].inherits += type.inherits.map { ($0, s, true) }
      }
    }
  }

  private mutating func addMembers(_ program: Program) {
    for id in program.bodies.indices {
      let body = program.body(id)
      guard let owner = body.owner, body.parent == nil else { continue }
      let info = extended(owner, from: program.summary(of: id), in: program, at: program.bodies[id].summary)
      infos[info].members[baseName(body.name), default: []].append(id)
    }
    for (s, summary) in program.summaries.enumerated() {
      for property in summary.properties {
        guard let owner = property.owner else { continue }
        let info = extended(owner, from: summary, in: program, at: s)
        if infos[info].properties[property.name] == nil { infos[info].properties[property.name] = (s, property) }
      }
    }
  }

  private mutating func extended(_ name: String, from summary: Summary, in program: Program, at index: Int) -> Int {
    if let known = find(name, from: summary, in: program) { return known }
    let last = program.library.key(name.split(separator: ".").map(String.init))
    if let known = foreign[last] { return known }
    let info = TypeInfo(name: last, module: "", kind: .extension, summary: index)
    foreign[last] = infos.count
    infos.append(info)
    return infos.count - 1
  }

  /// The type of this qualified name that the file sees; aliases are followed.
  func find(_ name: String, from summary: Summary, in program: Program) -> Int? {
    guard let found = byName[name] ?? withoutModule(name, in: program) else { return nil }
    let best =
      found.first { infos[$0].module == summary.module }
      ?? found.first { program.sees(summary, module: infos[$0].module) }
    return best
  }

  private func withoutModule(_ name: String, in program: Program) -> [Int]? {
    guard let dot = name.firstIndex(of: "."), program.modules.contains(String(name[..<dot])) else { return nil }
    return byName[String(name[name.index(after: dot)...])]?.filter { infos[$0].module == name[..<dot] }
  }

  /// What the program adds to a type of a library.
  func additions(to library: String) -> Int? { foreign[library] }

  /// The direct superclass and protocols that the program declares.
  func parents(of info: Int, _ program: Program) -> [Int] {
    infos[info].inherits.flatMap { entry in
      Self.named(entry.type).compactMap {
        program.lookUp($0, from: TypeScope(summary: entry.summary, owner: outer(infos[info].name)))
      }
    }.filter { $0 != info }
  }

  /// The names of superclasses and protocols that the program does not declare.
  func foreignParents(of info: Int, _ program: Program) -> [String] {
    infos[info].inherits.flatMap { entry -> [String] in
      Self.named(entry.type).compactMap { path in
        let scope = TypeScope(summary: entry.summary, owner: outer(infos[info].name))
        return program.lookUp(path, from: scope) == nil ? program.library.key(path) : nil
      }
    }
  }

  /// The type and everything it inherits from within the program, nearest first.
  func lineage(of info: Int, _ program: Program) -> [Int] {
    if let known = program.lineages[info] { return known }
    let result = findLineage(of: info, program)
    if program.typesAreLinked { program.lineages[info] = result }
    return result
  }

  private func findLineage(of info: Int, _ program: Program) -> [Int] {
    var result = [info]
    var next = 0
    while next < result.count {
      for parent in parents(of: result[next], program) where !result.contains(parent) { result.append(parent) }
      next += 1
    }
    return result
  }

  /// Every type below this one.
  func descendants(of info: Int) -> [Int] {
    var result: [Int] = []
    var pending = heirs[info] ?? []
    while let next = pending.popLast() {
      guard !result.contains(next), next != info else { continue }
      result.append(next)
      pending += heirs[next] ?? []
    }
    return result.sorted()
  }

  static func named(_ type: TypeRef) -> [[String]] {
    switch type {
    case .named(let path, _): [path]
    case .existential(let types): types.flatMap(named)
    case .optional, .array, .dictionary, .tuple, .function, .metatype, .pointer, .selfType, .unknown: []
    }
  }
}

/// `Outer` of `Outer.Inner`.
func outer(_ name: String) -> String? {
  name.lastIndex(of: ".").map { String(name[..<$0]) }
}
