import Model
import SwiftSyntax

/// The state of lowering one file; what it does to each construct stands in the extensions.
final class Lowering {
  var summary: Summary
  let lines: LineTable
  let remarks: Remarks
  var operators = CustomOperators()
  var scope = Scope()
  var frame: Frame?
  /// The control flow of the body that is being lowered.
  var flow = ControlFlowBuilder()
  var type = TypeContext()
  /// What the protocol that is being lowered asks for.
  var requirements: [Body] = []
  var conditions = Conditions()
  /// What a leading dot stands for inside `#if` within a chain of calls.
  var chainBase: Expression?
  /// The locals of `$0`, `$1`, … by the closure they belong to.
  var shorthands: [Int: [Int]] = [:]
  /// Local functions whose names are bound before they are lowered, by the position of their names.
  var hoisted: [AbsolutePosition: Int] = [:]
  /// Closures whose use is `other` for good.
  var settledClosures: Set<Int> = []
  /// Where control goes on behind each `try?` of the row of operators that is being lowered.
  var catches: [Int] = []
  var depth = 0
  private var isTooDeep = false

  /// Deeper than any program that a person wrote, shallow enough for the smallest stack a reader runs on.
  static let deepest = 400

  init(summary: Summary, lines: LineTable, remarks: Remarks) {
    self.summary = summary
    self.lines = lines
    self.remarks = remarks
  }

  /// Enters one level of recursion; false when there have been too many.
  func descend() -> Bool {
    depth += 1
    if depth <= Self.deepest { return true }
    if !isTooDeep {
      isTooDeep = true
      summary.problems.append(
        Problem(
          file: summary.file,
          message: "code is nested more than \(Self.deepest) levels deep; the innermost was not read",
          isFatal: false))
    }
    return false
  }

  func ascend() { depth -= 1 }

  // MARK: Bodies

  func addBody(_ kind: Body.Kind, _ name: String, at token: TokenSyntax, over extent: Range<Position>) -> Int {
    var body = Body(kind: kind, name: name, place: lines.place(token))
    body.extent = extent
    body.owner = type.path
    body.parent = frame?.body
    body.condition = conditions.text
    body.isFileLocal = type.isFileLocal
    summary.bodies.append(body)
    return summary.bodies.count - 1
  }

  /// Lowers what belongs to `body`.
  func inside(_ body: Int, _ work: () -> Void) {
    let outer = (frame, scope.mark(), chainBase)
    let (outerFlow, outerCatches) = (flow, catches)
    frame = Frame(body: body)
    flow = ControlFlowBuilder()
    catches = []
    chainBase = nil
    work()
    // What the compiler adds behind the last statement is not drawn again.
    if summary.bodies[body].flow == nil { summary.bodies[body].flow = flow.finish() }
    (flow, catches) = (outerFlow, outerCatches)
    (frame, chainBase) = (outer.0, outer.2)
    scope.leave(outer.1)
  }

  /// A body that is kept only when something happens in it: most initial values are literals.
  func optionalBody(
    _ kind: Body.Kind, _ name: String, at token: TokenSyntax, over node: some SyntaxProtocol, _ work: () -> Void
  ) -> Int? {
    let body = addBody(kind, name, at: token, over: lines.extent(node))
    inside(body, work)
    let isLast = body == summary.bodies.count - 1
    guard isLast, summary.bodies[body].calls.isEmpty, summary.locals.last.map({ $0.body < body }) ?? true else {
      return body
    }
    summary.bodies.removeLast()
    return nil
  }

  // MARK: Locals

  @discardableResult
  func bind(_ token: TokenSyntax, _ kind: Local.Kind, type: TypeRef? = nil, value: Expression? = nil) -> Int? {
    guard !token.isWildcard, token.tokenKind != .keyword(.self), token.presence == .present else { return nil }
    return bind(token.name, at: lines.place(token), kind, type: type, value: value)
  }

  @discardableResult
  func bind(
    _ name: String, at place: Place, _ kind: Local.Kind, type: TypeRef? = nil, value: Expression? = nil
  ) -> Int? {
    guard let frame else { return nil }
    var local = Local(name: name, kind: kind, body: frame.body, place: place)
    local.type = type == .unknown ? nil : type
    local.value = value == .opaque ? nil : value
    summary.locals.append(local)
    scope.bind(name, to: summary.locals.count - 1)
    flow.append(.bind(summary.locals.count - 1))
    return summary.locals.count - 1
  }

  // MARK: Calls

  /// Appends a call in evaluation order.
  @discardableResult
  func emit(
    _ kind: Call.Kind = .call, at place: Place, _ callee: Expression, _ arguments: [Argument] = [], ask: Ask = []
  ) -> Int {
    guard let frame else { return 0 }
    var call = Call(kind: kind, place: place, callee: callee, arguments: arguments)
    if frame.isAwaited { call.awaited = ask.contains(.awaited) ? .direct : .covered }
    call.attempt = frame.attempt
    call.isTriedItself = frame.attempt != .none && ask.contains(.tried)
    call.isResultUsed = !ask.contains(.unused)
    call.isDiscarded = ask.contains(.discarded)
    call.loop = frame.loop
    call.isLoopCondition = frame.isLoopCondition
    call.isDeferred = frame.isDeferred
    call.depth = frame.depth
    call.ruledOut = frame.ruledOut
    call.condition = conditions.text
    summary.bodies[frame.body].calls.append(call)
    let index = summary.bodies[frame.body].calls.count - 1
    for (position, argument) in arguments.enumerated() {
      if case .closure(let closure) = argument.value { use(closure, .argument(call: index, argument: position)) }
    }
    flow.append(.call(index))
    if frame.attempt == .propagates || frame.attempt == .swallows, kind == .call || kind == .iterate { flow.mayThrow() }
    return index
  }

  func use(_ closure: Int, _ use: ClosureUse) {
    guard summary.bodies.indices.contains(closure), summary.bodies[closure].use == .other,
      !settledClosures.contains(closure)
    else { return }
    summary.bodies[closure].use = use
  }

  /// Which of `await` and `try` stand to the left.
  var coverage: (isAwaited: Bool, attempt: Call.Attempt) {
    get { (frame?.isAwaited ?? false, frame?.attempt ?? .none) }
    set {
      frame?.isAwaited = newValue.isAwaited
      frame?.attempt = newValue.attempt
    }
  }

  func noteSuspension() {
    guard let frame else { return }
    summary.bodies[frame.body].suspends = true
    var loop = frame.loop
    while let index = loop {
      summary.bodies[frame.body].loops[index].suspends = true
      loop = summary.bodies[frame.body].loops[index].parent
    }
  }
}

/// What the code around an expression wants of it.
struct Ask: OptionSet {
  let rawValue: UInt8

  /// The `await` before it stands for its outermost call.
  static let awaited = Ask(rawValue: 1)
  /// Its value is dropped.
  static let unused = Ask(rawValue: 2)
  /// Its value is dropped by an assignment to `_`.
  static let discarded = Ask(rawValue: 4)
  /// The `try` before it stands for its outermost call.
  static let tried = Ask(rawValue: 8)
}

/// The type whose members are being lowered.
struct TypeContext {
  /// `Outer.Inner`; nil at file scope.
  var path: String?
  var kind: TypeDeclaration.Kind?
  /// What an extension says for all its members.
  var isolation = Isolation.unspecified
  var generics: [Generic] = []
  var isFileLocal = false
  /// Other modules may name every type around, as far as the file tells.
  var isPublic = true
  /// A protocol or `public extension`: members that state no access are public.
  var makesMembersPublic = false

  /// Whether a declaration that stands here can be used by other modules.
  func makesPublic(_ attributes: Attributes) -> Bool {
    isPublic && (attributes.isPublic || (makesMembersPublic && !attributes.statesAccess))
  }
}

/// The `#if` conditions around a point of the source.
struct Conditions {
  private var stack: [String] = []
  /// All of them; nil outside of any `#if`.
  private(set) var text: String?

  mutating func enter(_ condition: String) {
    stack.append(condition)
    update()
  }

  mutating func leave() {
    stack.removeLast()
    update()
  }

  private mutating func update() { text = stack.isEmpty ? nil : stack.joined(separator: " && ") }
}
