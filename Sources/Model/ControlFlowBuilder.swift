/// Draws the control flow of a body while a front end walks its statements.
///
/// The front end says what happens, where control parts and joins, and which scopes it is in. The builder runs what scopes have
/// deferred whenever a jump leaves them.
package struct ControlFlowBuilder: Sendable {
  private var flow = ControlFlow()
  /// The block that steps go to.
  package private(set) var current = 0
  /// What jumps aim at and pass, innermost last.
  private var scopes: [Scope] = []
  private var questions: [ControlFlow.Question: Int] = [:]
  /// Blocks that run what is deferred between a throwing call and whoever catches.
  private var landings: [Landing: Int] = [:]

  fileprivate enum Scope: Sendable {
    case deferred(Fragment)
    case loop(label: String?, again: Int, after: Int)
    /// `switch`, or another labelled statement: `break` leaves it.
    case breakable(label: String?, isSwitch: Bool, after: Int)
    /// Errors go to this block.
    case handler(Int)
  }

  /// The blocks of a `defer`: entered at the first, left at the last.
  fileprivate struct Fragment: Hashable, Sendable {
    var blocks: Range<Int>
    var last: Int
  }

  private struct Landing: Hashable {
    var passed: [Fragment]
    var target: ControlFlow.Target
  }

  /// Where the drawing stood before a `defer`.
  package struct Mark: Sendable {
    fileprivate var current: Int
    fileprivate var scopes: [Scope]
    fileprivate var first: Int
  }

  /// Larger than any function that a person wrote; each way out of a scope repeats what the scope defers.
  private static let mostBlocks = 20_000

  package init() { flow.blocks.append(ControlFlow.Block()) }

  /// The finished drawing; nil when it grew beyond reason.
  package mutating func finish() -> ControlFlow? {
    leave(to: 0)
    exit(.end)
    guard flow.blocks.count < Self.mostBlocks else { return nil }
    return flow.simplified()
  }

  // MARK: Steps

  package mutating func append(_ step: ControlFlow.Step) { flow.blocks[current].steps.append(step) }

  /// The local that was mentioned last turns out to be asked for a member, or returned.
  package mutating func turnLastUse(of local: Int, into use: ControlFlow.Use) {
    guard case .use(local, _)? = flow.blocks[current].steps.last else { return }
    flow.blocks[current].steps[flow.blocks[current].steps.count - 1] = .use(local, use)
  }

  // MARK: Blocks

  package mutating func block() -> Int {
    flow.blocks.append(ControlFlow.Block())
    return flow.blocks.count - 1
  }

  /// Steps go to this block from here on.
  package mutating func enter(_ block: Int) { current = block }

  package mutating func link(to block: Int, _ answer: ControlFlow.Answer? = nil) { exit(.block(block), answer) }

  /// Goes on in a new block that control also comes to from here.
  package mutating func advance() {
    let next = block()
    link(to: next)
    enter(next)
  }

  private mutating func exit(_ target: ControlFlow.Target, _ answer: ControlFlow.Answer? = nil, isThrown: Bool = false)
  {
    let exit = ControlFlow.Exit(target, answer, isThrown: isThrown)
    if !flow.blocks[current].exits.contains(exit) { flow.blocks[current].exits.append(exit) }
  }

  /// Control does not come from here to what follows.
  package mutating func stop() { enter(block()) }

  package mutating func number(of question: ControlFlow.Question) -> Int {
    if let known = questions[question] { return known }
    flow.questions.append(question)
    questions[question] = flow.questions.count - 1
    return flow.questions.count - 1
  }

  // MARK: Scopes

  package var depth: Int { scopes.count }

  package mutating func enterLoop(label: String? = nil, again: Int, after: Int) {
    scopes.append(.loop(label: label, again: again, after: after))
  }

  package mutating func enterBreakable(label: String? = nil, isSwitch: Bool, after: Int) {
    scopes.append(.breakable(label: label, isSwitch: isSwitch, after: after))
  }

  package mutating func enterHandler(_ block: Int) { scopes.append(.handler(block)) }

  /// Leaves every scope entered since `depth` as control runs off their end: what they deferred runs.
  package mutating func leave(to depth: Int) {
    while scopes.count > depth {
      if case .deferred(let fragment) = scopes.removeLast() { run(fragment) }
    }
  }

  /// What is drawn between this and `closeDeferred` runs whenever control leaves the current scope.
  package mutating func openDeferred() -> Mark {
    let mark = Mark(current: current, scopes: scopes, first: flow.blocks.count)
    scopes = []
    stop()
    return mark
  }

  package mutating func closeDeferred(_ mark: Mark) {
    leave(to: 0)
    let fragment = Fragment(blocks: mark.first..<flow.blocks.count, last: current)
    scopes = mark.scopes + [.deferred(fragment)]
    enter(mark.current)
  }

  private mutating func run(_ fragment: Fragment) {
    guard flow.blocks.count < Self.mostBlocks else { return }
    let offset = flow.blocks.count - fragment.blocks.lowerBound
    for index in fragment.blocks {
      var copy = flow.blocks[index]
      for exit in copy.exits.indices {
        guard case .block(let target) = copy.exits[exit].target, fragment.blocks.contains(target) else { continue }
        copy.exits[exit].target = .block(target + offset)
      }
      flow.blocks.append(copy)
    }
    link(to: fragment.blocks.lowerBound + offset)
    enter(fragment.last + offset)
  }

  // MARK: Jumps

  package mutating func jumpReturn() {
    runDeferred(above: 0)
    exit(.end)
    stop()
  }

  package mutating func jumpThrow() {
    let (target, passed) = catcher
    for fragment in passed { run(fragment) }
    exit(target, isThrown: true)
    stop()
  }

  /// An error may leave the step before this one.
  package mutating func mayThrow() {
    let (target, passed) = catcher
    let next = block()
    link(to: next)
    if passed.isEmpty {
      exit(target, isThrown: true)
    } else {
      exit(.block(landing(Landing(passed: passed, target: target))), isThrown: true)
    }
    enter(next)
  }

  private mutating func landing(_ landing: Landing) -> Int {
    if let known = landings[landing] { return known }
    let outer = current
    let made = block()
    enter(made)
    for fragment in landing.passed { run(fragment) }
    exit(landing.target, isThrown: true)
    enter(outer)
    landings[landing] = made
    return made
  }

  private var catcher: (target: ControlFlow.Target, passed: [Fragment]) {
    var passed: [Fragment] = []
    for scope in scopes.reversed() {
      switch scope {
      case .deferred(let fragment): passed.append(fragment)
      case .handler(let block): return (.block(block), passed)
      case .loop, .breakable: break
      }
    }
    return (.thrown, passed)
  }

  /// `break`, out of the statement with this label, or out of the innermost loop or switch.
  package mutating func jumpBreak(label: String? = nil) {
    let found = scopes.lastIndex { scope in
      switch scope {
      case .loop(let own, _, _): label == nil || own == label
      case .breakable(let own, let isSwitch, _): label == nil ? isSwitch : own == label
      case .deferred, .handler: false
      }
    }
    guard let found else { return stop() }
    switch scopes[found] {
    case .loop(_, _, let after), .breakable(_, _, let after): jump(to: after, leaving: found)
    case .deferred, .handler: break
    }
  }

  package mutating func jumpContinue(label: String? = nil) {
    let found = scopes.lastIndex { scope in
      if case .loop(let own, _, _) = scope { label == nil || own == label } else { false }
    }
    guard let found, case .loop(_, let again, _) = scopes[found] else { return stop() }
    jump(to: again, leaving: found)
  }

  /// Goes to `block`, out of all scopes entered since `depth`.
  package mutating func jump(to block: Int, leaving depth: Int) {
    runDeferred(above: depth)
    link(to: block)
    stop()
  }

  private mutating func runDeferred(above depth: Int) {
    for scope in scopes[depth...].reversed() {
      if case .deferred(let fragment) = scope { run(fragment) }
    }
  }
}
