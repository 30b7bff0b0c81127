import Model

/// The join of one file.
struct FileJoin {
  typealias Number = StoreContents.SymbolNumber

  var summary: Summary
  let record: FileRecord
  let alignment: FileAlignment
  let join: IndexJoin
  /// Where occurrences stand today.
  private var byPlace: [Position: [Int]] = [:]
  /// The occurrences of the file that are of use, with the place where they stand today.
  private var places: [(occurrence: Int, position: Position)] = []
  private var consumed: Set<Int> = []

  init(_ summary: Summary, _ record: FileRecord, _ alignment: FileAlignment, _ join: IndexJoin) {
    self.summary = summary
    self.record = record
    self.alignment = alignment
    self.join = join
  }

  mutating func run() {
    findPlaces()
    nameTypes()
    nameProperties()
    nameBodies()
    for body in summary.bodies.indices {
      for call in summary.bodies[body].calls.indices { nameCall(call, in: body) }
    }
    addImplicitCalls()
  }

  private mutating func findPlaces() {
    places.reserveCapacity(record.occurrences.count)
    for piece in alignment.pieces {
      for index in piece.occurrences {
        let occurrence = record.occurrences[index]
        let position = Position(line: Int(occurrence.line) + piece.moved, column: Int(occurrence.column))
        places.append((index, position))
        byPlace[position, default: []].append(index)
      }
    }
  }

  private func symbol(_ number: Number) -> StoreSymbol { join.contents.symbols[Int(number)] }
  private func symbol(at occurrence: Int) -> StoreSymbol { symbol(record.occurrences[occurrence].symbol) }
  private func roles(_ occurrence: Int) -> Roles { record.occurrences[occurrence].roles }

  private func occurrences(at place: Place, _ isWanted: (Int) -> Bool) -> [Int] {
    byPlace[Position(line: place.line, column: place.column)]?.filter(isWanted) ?? []
  }

  // MARK: Declarations

  private mutating func nameTypes() {
    for index in summary.types.indices {
      let type = summary.types[index]
      let found = occurrences(at: type.place) { symbol(at: $0).symbolKind == .type }
      guard let occurrence = found.first else { continue }
      summary.types[index].symbol = symbol(at: occurrence).usr
      for requirement in type.requirements.indices {
        let place = type.requirements[requirement].place
        summary.types[index].requirements[requirement].symbol = definition(at: place).map { symbol($0).usr }
      }
    }
  }

  private mutating func nameProperties() {
    for index in summary.properties.indices {
      let found = occurrences(at: summary.properties[index].place) {
        roles($0).contains(.definition) && symbol(at: $0).symbolKind == .variable
      }
      summary.properties[index].symbol = found.first.map { symbol(at: $0).usr }
    }
  }

  private mutating func nameBodies() {
    for index in summary.bodies.indices {
      summary.bodies[index].symbol = usr(of: summary.bodies[index])
    }
  }

  private func usr(of body: Body) -> String? {
    switch body.kind {
    case .function, .initializer, .deinitializer: return definition(at: body.place).map { symbol($0).usr }
    case .getter, .subscriptGetter: return accessor(.getter, of: body)
    case .setter, .subscriptSetter: return accessor(.setter, of: body)
    case .willSet: return accessor(.willSet, of: body) ?? movedObserver(body)
    case .didSet: return accessor(.didSet, of: body) ?? movedObserver(body)
    case .initialValue: return variable(at: body.place).map { IndexJoin.valueSymbol(of: symbol($0).usr) }
    case .closure, .asyncLet, .defaultArgument, .topLevel: return nil
    }
  }

  private func definition(at place: Place) -> Number? {
    let found = occurrences(at: place) {
      roles($0).contains(.definition) && !roles($0).contains(.implicit) && symbol(at: $0).symbolKind.isCallable
    }
    return found.first.map { record.occurrences[$0].symbol }
  }

  private func variable(at place: Place) -> Number? {
    let found = occurrences(at: place) { roles($0).contains(.definition) && symbol(at: $0).symbolKind == .variable }
    return found.first.map { record.occurrences[$0].symbol }
  }

  /// An accessor stands at its keyword or, when it has none, with its property.
  private func accessor(_ kind: Symbol.Kind, of body: Body) -> String? {
    if let own = definition(at: body.place), symbol(own).symbolKind == kind { return symbol(own).usr }
    let declared = variable(at: body.place) ?? subscripted(at: body.place) ?? yielded(at: body.place)
    guard let declared else { return nil }
    return join.graph.accessors[declared]?.first { symbol($0).symbolKind == kind }.map { symbol($0).usr }
  }

  /// A macro such as `@Observable` moves an observer to a property of its own making, and the compiler records it there alone.
  private func movedObserver(_ body: Body) -> String? {
    let property = summary.properties.first { $0.name == body.name && $0.owner == body.owner && $0.symbol != nil }
    return property?.symbol.map { IndexJoin.observerSymbol(body.kind, of: $0) }
  }

  private func subscripted(at place: Place) -> Number? {
    let found = occurrences(at: place) { roles($0).contains(.definition) && symbol(at: $0).baseName == "subscript" }
    return found.first.map { record.occurrences[$0].symbol }
  }

  /// The property of a `_read` or `_modify`: callers are recorded as calling its getter and setter, which the compiler makes.
  private func yielded(at place: Place) -> Number? {
    let found = occurrences(at: place) {
      roles($0).contains([.definition, .childOf]) && symbol(at: $0).symbolKind == .other
    }
    return found.first.flatMap { occurrence in
      record.relations(of: record.occurrences[occurrence]).first { $0.roles.contains(.childOf) }?.symbol
    }
  }

  // MARK: Calls

  private mutating func nameCall(_ index: Int, in body: Int) {
    let call = summary.bodies[body].calls[index]
    guard let occurrence = callee(of: call, in: body) else { return }
    let found = record.occurrences[occurrence]
    summary.bodies[body].calls[index].symbol = symbol(at: occurrence).usr
    summary.bodies[body].calls[index].isDynamic = found.roles.contains(.dynamic)
    summary.bodies[body].calls[index].receiver = record.relations(of: found)
      .first { $0.roles.contains(.receivedBy) }.map { symbol($0.symbol).usr }
    // A method that is mentioned looks like a property until the compiler says what it is.
    if call.kind == .read, symbol(at: occurrence).symbolKind == .function {
      summary.bodies[body].calls[index].kind = .reference
    }
    consumed.insert(occurrence)
  }

  private func callee(of call: Call, in body: Int) -> Int? {
    switch call.kind {
    case .call: return calledFunction(call)
    case .read: return accessed(call, .getter, .read) ?? referenced(call)
    case .write: return accessed(call, .setter, .write)
    case .reference: return referenced(call)
    case .iterate: return iterated(call, in: body)
    }
  }

  /// A `for` loop's `makeIterator` is recorded at the keyword; its `next` stands there too and is added as nobody's call.
  private func iterated(_ call: Call, in body: Int) -> Int? {
    guard let loop = call.loop, summary.bodies[body].loops.indices.contains(loop) else { return nil }
    return occurrences(at: summary.bodies[body].loops[loop].place) {
      roles($0).contains([.reference, .implicit]) && symbol(at: $0).symbolKind == .function
        && ["makeIterator", "makeAsyncIterator"].contains(symbol(at: $0).baseName)
    }.first
  }

  private func calledFunction(_ call: Call) -> Int? {
    let spelled = call.callee.spelledName
    let found = occurrences(at: call.place) { isCall($0) }
    if let exact = found.first(where: { symbol(at: $0).baseName == spelled ?? "" && !roles($0).contains(.implicit) }) {
      return exact
    }
    if let initializer = found.first(where: {
      symbol(at: $0).symbolKind == .initializer && !roles($0).contains(.implicit)
    }) {
      return initializer
    }
    if let other = found.first(where: { !roles($0).contains(.implicit) && !symbol(at: $0).symbolKind.isAccessor }) {
      return other
    }
    if let called = calledAsFunction(call, spelled) { return called }
    // A closure in a property: the property is all that is recorded.
    return occurrences(at: call.place) {
      roles($0).contains([.reference, .read]) && symbol(at: $0).symbolKind == .variable && !symbol(at: $0).isLocal
    }.first
  }

  /// `value(…)` is recorded at its parenthesis when `value` has `callAsFunction`, `value { … }` at the brace.
  private func calledAsFunction(_ call: Call, _ spelled: String?) -> Int? {
    var places: [Place] = []
    if let spelled {
      places.append(Place(file: "", line: call.place.line, column: call.place.column + spelled.utf8.count))
    }
    if case .closure(let closure)? = call.arguments.first?.value { places.append(summary.bodies[closure].place) }
    return places.lazy.flatMap { place in
      self.occurrences(at: place) { self.isCall($0) && self.symbol(at: $0).baseName == "callAsFunction" }
    }.first
  }

  private func isCall(_ occurrence: Int) -> Bool {
    let symbol = symbol(at: occurrence)
    // `.loaded(x)` calls nothing; that much is certain.
    if symbol.isEnumCase { return roles(occurrence).contains(.reference) }
    // `[UInt8](bytes)` mentions its initialiser.
    if symbol.symbolKind == .initializer { return roles(occurrence).contains(.reference) }
    return roles(occurrence).contains(.call) && !symbol.symbolKind.isAccessor && symbol.symbolKind.isCallable
  }

  private func accessed(_ call: Call, _ kind: Symbol.Kind, _ role: Roles) -> Int? {
    let found = occurrences(at: call.place) { roles($0).contains(.reference) }
    return found.first { roles($0).contains(.call) && symbol(at: $0).symbolKind == kind }
      ?? found.first { roles($0).contains(role) && symbol(at: $0).symbolKind == .variable }
  }

  private func referenced(_ call: Call) -> Int? {
    occurrences(at: call.place) {
      roles($0).contains(.reference) && symbol(at: $0).symbolKind.isCallable
        && !symbol(at: $0).symbolKind.isAccessor
    }.first
  }

  // MARK: Calls that nobody spelled

  private mutating func addImplicitCalls() {
    let enclosing = EnclosingBodies(summary.bodies)
    for (index, position) in places where isImplicitCall(index) {
      guard let body = enclosing.body(at: position) ?? valueBody(around: index) else { continue }
      let occurrence = record.occurrences[index]
      var call = Call(
        kind: symbol(at: index).symbolKind.callKind,
        place: Place(file: summary.file, line: position.line, column: position.column), callee: .opaque)
      call.symbol = symbol(at: index).usr
      call.isImplicit = true
      call.isDynamic = occurrence.roles.contains(.dynamic)
      call.receiver = record.relations(of: occurrence).first { $0.roles.contains(.receivedBy) }
        .map { symbol($0.symbol).usr }
      summary.bodies[body].calls.append(call)
    }
  }

  /// The initial value of the property that a call belongs to: a wrapper's initialiser is recorded at the attribute, and beside
  /// `= 1` it is all that runs.
  private mutating func valueBody(around occurrence: Int) -> Int? {
    let holder = record.relations(of: record.occurrences[occurrence]).first { $0.roles.contains(.containedBy) }
    guard let usr = holder.map({ symbol($0.symbol).usr }),
      let index = summary.properties.firstIndex(where: { $0.symbol == usr })
    else { return nil }
    let property = summary.properties[index]
    if let body = property.body { return body }
    var body = Body(kind: .initialValue, name: property.name, place: property.place)
    body.owner = property.owner
    body.symbol = IndexJoin.valueSymbol(of: usr)
    body.isStatic = property.isStatic
    body.isFileLocal = property.isFileLocal
    body.isolation = property.isolation
    body.condition = property.condition
    summary.bodies.append(body)
    summary.properties[index].body = summary.bodies.count - 1
    return summary.bodies.count - 1
  }

  private func isImplicitCall(_ index: Int) -> Bool {
    let roles = roles(index)
    guard roles.contains(.reference), !consumed.contains(index) else { return false }
    guard roles.contains(.call) || roles.contains(.implicit) else { return false }
    let symbol = symbol(at: index)
    guard symbol.symbolKind.isCallable, !symbol.isLocal else { return false }
    let number = record.occurrences[index].symbol
    return join.graph.defined.contains(number) || join.isReplaced(number)
      || join.names.contains(String(symbol.baseName))
  }
}

extension Symbol.Kind {
  fileprivate var callKind: Call.Kind {
    switch self {
    case .getter: .read
    case .setter, .willSet, .didSet: .write
    case .function, .initializer, .deinitializer, .variable, .type, .field, .other: .call
    }
  }
}

extension Expression {
  /// The name at whose place a call is noted.
  fileprivate var spelledName: String? {
    switch self {
    case .name(let name), .member(_, let name), .implicitMember(let name), .function(_, let name):
      String(name.prefix { $0 != "(" || name.first == "(" })
    case .type(.named(let path, _)): path.last
    default: nil
    }
  }
}
