import Model

/// What is wrong with the indexes of a summary; empty when every one points where it should.
func violations(of summary: Summary) -> [String] {
  var checker = InvariantChecker(summary: summary)
  checker.check()
  return checker.violations
}

private struct InvariantChecker {
  let summary: Summary
  var violations: [String] = []

  mutating func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { violations.append(what()) }
  }

  mutating func check() {
    for (index, body) in summary.bodies.enumerated() { check(body, index) }
    checkExtents()
    for (index, local) in summary.locals.enumerated() {
      expect(summary.bodies.indices.contains(local.body), "local \(index): body \(local.body)")
      guard summary.bodies.indices.contains(local.body) else { continue }
      switch local.kind {
      case .parameter(let parameter):
        expect(
          summary.bodies[local.body].parameters.indices.contains(parameter), "local \(index): parameter \(parameter)")
      case .function(let function):
        expect(summary.bodies.indices.contains(function), "local \(index): function \(function)")
      case .variable, .constant: break
      }
      if let value = local.value { check(value, in: local.body, "local \(local.name)") }
      check(local.place, "local \(local.name)")
    }
    for (index, property) in summary.properties.enumerated() {
      if let body = property.body { expect(summary.bodies.indices.contains(body), "property \(index): body \(body)") }
      if let value = property.value { check(value, in: property.body, "property \(property.name)") }
      check(property.place, "property \(property.name)")
    }
    for (index, flow) in summary.flows.enumerated() {
      check(flow.target, in: flow.body, "flow \(index)")
      check(flow.value, in: flow.body, "flow \(index)")
    }
    for type in summary.types {
      check(type.place, "type \(type.name)")
      for requirement in type.requirements {
        expect(requirement.calls.isEmpty, "requirement \(requirement.name) calls")
      }
    }
  }

  /// Extents are nested or apart: what stands at a position belongs to the innermost one around it.
  private mutating func checkExtents() {
    var extents: [Range<Position>] = []
    for (index, body) in summary.bodies.enumerated() {
      expect(body.extent != nil, "body \(index) \(body.name): no extent")
      if let extent = body.extent { extents.append(extent) }
    }
    extents.sort { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }
    var around: [Range<Position>] = []
    for extent in extents {
      while let last = around.last, last.upperBound <= extent.lowerBound { around.removeLast() }
      if let last = around.last { expect(extent.upperBound <= last.upperBound, "\(extent) leaves \(last)") }
      around.append(extent)
    }
  }

  private mutating func check(_ place: Place, _ what: String) {
    expect(place.line >= 1 && place.column >= 1, "\(what): place \(place.line):\(place.column)")
  }

  private mutating func check(_ body: Body, _ index: Int) {
    let what = "body \(index) \(body.name)"
    check(body.place, what)
    if let parent = body.parent { expect(parent >= 0 && parent < index, "\(what): parent \(parent)") }
    for (number, loop) in body.loops.enumerated() {
      if let parent = loop.parent { expect(parent >= 0 && parent < number, "\(what): loop \(number) in \(parent)") }
    }
    for (number, call) in body.calls.enumerated() {
      check(call.place, "\(what) call \(number)")
      expect(call.depth >= 0, "\(what) call \(number): depth")
      if let loop = call.loop { expect(body.loops.indices.contains(loop), "\(what) call \(number): loop \(loop)") }
      expect(!call.isLoopCondition || call.loop != nil, "\(what) call \(number): condition of no loop")
      check(call.callee, in: index, before: number, "\(what) call \(number)")
      for argument in call.arguments { check(argument.value, in: index, before: number, "\(what) call \(number)") }
    }
    guard body.kind == .closure else {
      expect(body.use == nil, "\(what): use of what is no closure")
      return
    }
    switch body.use {
    case nil: expect(false, "\(what): closure without use")
    case .argument(let call, let argument):
      guard let parent = body.parent, summary.bodies[parent].calls.indices.contains(call),
        summary.bodies[parent].calls[call].arguments.indices.contains(argument)
      else { return expect(false, "\(what): argument \(argument) of call \(call)") }
      expect(
        summary.bodies[parent].calls[call].arguments[argument].value == .closure(index), "\(what): another argument")
    case .assigned(let target): check(target, in: body.parent, what)
    case .called, .returned, .other: break
    }
  }

  /// `before` is the call that the expression belongs to: it can only use results that are there already.
  private mutating func check(_ expression: Expression, in body: Int?, before: Int = .max, _ what: String) {
    switch expression {
    case .local(let index): expect(summary.locals.indices.contains(index), "\(what): local \(index)")
    case .closure(let index):
      expect(summary.bodies.indices.contains(index), "\(what): closure \(index)")
    case .call(let index):
      let calls = body.map { summary.bodies.indices.contains($0) ? summary.bodies[$0].calls.count : 0 } ?? 0
      expect(index >= 0 && index < min(calls, before), "\(what): call \(index) of \(calls)")
    case .member(let base, _), .element(let base), .tupleElement(let base, _), .address(let base), .cast(let base, _):
      check(base, in: body, before: before, what)
    case .list(let values), .tuple(let values), .either(let values):
      for value in values { check(value, in: body, before: before, what) }
    default: break
    }
  }
}
