import Model
import Rules

/// A body of the program: an index into `Program.bodies`.
typealias BodyID = Int

/// All summaries, linked: every body has one number, and names lead to what declares them.
///
/// A class, because type inference and callee resolution remember what they have answered; it lives for one analysis and
/// never leaves its thread.
final class Program {
  let summaries: [Summary]
  /// What the compiler said, as far as there is an index.
  let index: SymbolIndex
  let rules: Rules
  let facts: FactTable
  let library: LibraryTypes
  /// Where each body stands: its summary and its index there.
  private(set) var bodies: [(summary: Int, index: Int)] = []
  private var firstBody: [Int] = []
  /// Bodies of C functions that stand in a header read by several files: only the first counts.
  private(set) var duplicates: Set<BodyID> = []
  private(set) var bodiesBySymbol: [String: BodyID] = [:]
  /// Swift functions that C calls by another name.
  private(set) var exported: [String: BodyID] = [:]
  /// The requirements of protocols, by USR.
  private(set) var requirements: [String: Body] = [:]
  /// Where the values of properties are kept in `flows`, by USR.
  private(set) var propertyKeys: [String: String] = [:]
  /// The functions that a body mentions without calling them, by how it spells them.
  private(set) var references: [BodyID: [Expression: String]] = [:]
  /// The locals that each body declares: indices into its summary's.
  private(set) lazy var localsByBody = collectLocals()
  /// Functions that are mentioned somewhere without being called.
  private(set) lazy var mentioned = mentionedFunctions()
  /// Functions outside any type, by base name.
  private(set) var globals: [String: [BodyID]] = [:]
  /// Methods by base name, for calls on something of unknown type.
  private(set) var methodsByName: [String: [BodyID]] = [:]
  /// Accessors and initial values of global variables, by name.
  private(set) var globalAccessorTable: [String: [BodyID]] = [:]
  /// The tag of a C record by its typedef.
  private(set) var recordAliases: [String: String] = [:]
  /// Global variables by name, with their summary.
  private(set) var variables: [String: [(summary: Int, property: Property)]] = [:]
  private(set) var types = TypeTable()
  private(set) var typesAreLinked = false
  /// The answers of `TypeTable.lineage`.
  var lineages: [Int: [Int]] = [:]
  /// What is imported anywhere in a module, since members become visible to all of its files.
  private(set) var imports: [String: Set<String>] = [:]
  private(set) var modules: Set<String> = []
  /// The values that flow into a field, variable or property, by its key; see `FunctionValues`.
  var flows: [String: [FlowedValue]] = [:]

  /// The functions that a place may hold, once all flows are known.
  var heldFunctions: [String: [BodyID]] = [:]
  var openFlows: Set<String> = []
  private(set) var flowsAreComplete = false
  var isolations: [BodyID: DeclaredIsolation] = [:]
  /// The contexts of closures that the one they are passed to decides.
  var closureContexts: [BodyID: ContextKind] = [:]

  var parameterPlacements: [LocalKey: PlacementEvidence] = [:]
  /// For the parameters of each C function their local, by position.
  private(set) var parameterLocals: [BodyID: [Int: Int]] = [:]
  /// The closures and local functions that stand directly in a body.
  private(set) var children: [BodyID: [BodyID]] = [:]

  /// Calls that wait for events on behalf of a hand-written loop.
  var loopWaits: Set<CallKey> = []

  /// The `#if` conditions of a file under which the compiler has resolved something.
  var compiledConditions: [Int: Set<String>] = [:]
  var localTypes: [LocalKey: Type] = [:]
  var callees: [CallKey: Callee] = [:]
  var callTypes: [CallKey: Type] = [:]
  /// Questions being answered: asking one again inside itself has no answer.
  var openLocals: Set<LocalKey> = []
  var openCalls: Set<CallKey> = []
  var openCallTypes: Set<CallKey> = []

  init(_ summaries: [Summary], index: SymbolIndex = SymbolIndex(), rules: Rules, facts: FactTable) {
    self.summaries = summaries
    self.index = index
    self.rules = rules
    self.facts = facts
    library = LibraryTypes(rules.facts)
    number()
    collectImports()
    types = TypeTable(of: self)
    var linked = types
    linked.linkHeirs(self)
    types = linked
    typesAreLinked = true
    collectFlows()
    collectArguments()
    flowsAreComplete = true
  }

  func body(_ id: BodyID) -> Body { summaries[bodies[id].summary].bodies[bodies[id].index] }
  func summary(of id: BodyID) -> Summary { summaries[bodies[id].summary] }
  func id(_ index: Int, in summary: Int) -> BodyID { firstBody[summary] + index }
  func parent(of id: BodyID) -> BodyID? { body(id).parent.map { self.id($0, in: bodies[id].summary) } }

  /// The function around a closure, a local function's outermost owner: the nearest body that is declared in a type or file.
  func outermost(_ id: BodyID) -> BodyID {
    var current = id
    while let parent = parent(of: current) { current = parent }
    return current
  }

  /// The type whose members a body may name without a base.
  func owner(of id: BodyID) -> String? {
    var current: BodyID? = id
    while let body = current {
      if let owner = self.body(body).owner { return owner }
      current = parent(of: body)
    }
    return nil
  }

  private func number() {
    var seen: [String: BodyID] = [:]
    for (s, summary) in summaries.enumerated() {
      firstBody.append(bodies.count)
      let first = bodies.count
      if !summary.module.isEmpty { modules.insert(summary.module) }
      for (b, body) in summary.bodies.enumerated() {
        let id = bodies.count
        bodies.append((s, b))
        if let parent = body.parent { children[first + parent, default: []].append(id) }
        if let name = body.exportedName { exported[name] = id }
        if let symbol = body.symbol {
          if seen[symbol] != nil, summary.language == .c {
            duplicates.insert(id)
            continue
          }
          seen[symbol] = id
          bodiesBySymbol[symbol] = id
        }
        for call in body.calls where call.kind == .reference && call.symbol != nil {
          references[id, default: [:]][call.callee] = call.symbol
        }
        if body.parent.map({ duplicates.contains(self.id($0, in: s)) }) == true { duplicates.insert(id) }
        guard body.parent == nil else { continue }
        switch (body.owner, body.kind) {
        case (nil, .function): globals[baseName(body.name), default: []].append(id)
        case (nil, _): globalAccessorTable[body.name, default: []].append(id)
        case (.some, .function): methodsByName[baseName(body.name), default: []].append(id)
        case (.some, _): break
        }
      }
      for requirement in summary.types.lazy.flatMap(\.requirements) {
        if let symbol = requirement.symbol { requirements[symbol] = requirement }
      }
      if summary.language == .c {
        for (index, local) in summary.locals.enumerated() {
          if case .parameter(let position) = local.kind {
            parameterLocals[first + local.body, default: [:]][position] = index
          }
        }
      }
      for type in summary.types where summary.language == .c && type.kind == .alias {
        if case .named(let path, _)? = type.aliased, let tag = path.last { recordAliases[type.name] = tag }
      }
      for property in summary.properties {
        if let symbol = property.symbol { propertyKeys[symbol] = propertyKey(property.name, owner: property.owner) }
      }
      for property in summary.properties where property.owner == nil {
        variables[property.name, default: []].append((s, property))
      }
    }
  }

  private func collectImports() {
    for summary in summaries { imports[summary.module, default: []].formUnion(summary.imports) }
  }

  private func collectLocals() -> [BodyID: [Int]] {
    var result: [BodyID: [Int]] = [:]
    for (s, summary) in summaries.enumerated() {
      for (index, local) in summary.locals.enumerated() { result[id(local.body, in: s), default: []].append(index) }
    }
    return result
  }

  private func mentionedFunctions() -> Set<BodyID> {
    var result: Set<BodyID> = []
    for id in bodies.indices {
      for call in body(id).calls {
        if call.kind == .reference || call.kind == .read { result.formUnion(functions(of: call.callee, in: id)) }
      }
    }
    return result
  }

  /// Whether the summary sees what the module declares.
  func sees(_ summary: Summary, module: String) -> Bool {
    module == summary.module || module.isEmpty || imports[summary.module]?.contains(module) == true
  }

  /// Whether a fact's module is in sight: imported, exported by something imported, or possibly so.
  func sees(_ summary: Summary, factModule module: String) -> Bool {
    if module.isEmpty || module == "Swift" || module == "_Concurrency" { return true }
    let imported = imports[summary.module] ?? []
    if imported.contains(module) { return true }
    // A module that this program does not contain and no fact names may export anything.
    return imported.contains { library.exports($0, module) || !(modules.contains($0) || library.modules.contains($0)) }
  }
}

/// `load` of `load(from:)`.
func baseName(_ name: String) -> String {
  guard let parenthesis = name.firstIndex(of: "(") else { return name }
  return String(name[..<parenthesis])
}

struct LocalKey: Hashable {
  var summary: Int
  var local: Int
}

struct CallKey: Hashable {
  var body: BodyID
  var call: Int
}
