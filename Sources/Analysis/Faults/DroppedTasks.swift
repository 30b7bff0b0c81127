import Model
import Rules

/// Unstructured tasks that can throw and that nobody asks how they ended.
struct DroppedTasks: FaultSearch {
  private let scene: Scene
  private let throwing: Throwing
  private let fates: Fates
  private var program: Program { scene.program }

  init(_ scene: Scene) {
    self.scene = scene
    throwing = Throwing(scene)
    fates = Fates(scene)
  }

  func findings(for page: RulePage) -> [Finding] {
    scene.ownBodies.flatMap { id in
      program.body(id).calls.indices.compactMap { finding(CallKey(body: id, call: $0), page) }
    }
  }

  private func finding(_ key: CallKey, _ page: RulePage) -> Finding? {
    let call = program.body(key.body).calls[key.call]
    guard call.kind == .call, !call.isDelegation, let duty = program.duty(ofResult: key), duty.obligation == .task,
      let work = lostWork(key), let (severity, confidence, how) = judge(fates.fate(of: key), duty)
    else { return nil }
    var finding = Finding(
      rule: page.name, kind: nil, severity: severity, confidence: min(confidence, duty.confidence), place: call.place,
      message: "an error that this task throws is lost: \(how)", context: scene.context(of: key.body),
      path: [Finding.Hop(symbol: program.name(of: call), place: call.place)] + work,
      remedy: "do and catch inside, or await its value")
    if program.body(key.body).calls[key.call].arguments.contains(where: { $0.value.isClosure }) {
      finding.repair = .catchErrors
    }
    return finding
  }

  private func judge(_ fate: Fate, _ duty: Duty) -> (Severity, Confidence, String)? {
    switch fate {
    case .dropped, .unheard: (duty.severity, .resolved, "nobody keeps the task")
    case .discarded: (.note, .resolved, "_ = drops the task")
    case .unread(let name): (duty.severity, .resolved, "\(name) is never read")
    case .cancelled(let name): (.note, .resolved, "\(name) is only ever cancelled")
    case .unsure: (duty.severity, .possible, "the closure's value may be dropped")
    case .kept: nil
    }
  }

  // MARK: What the task does

  /// The step of the path that shows what throws; nil when no error can be lost.
  private func lostWork(_ key: CallKey) -> [Finding.Hop]? {
    let call = program.body(key.body).calls[key.call]
    if let failure = failure(of: key), failure.isNever { return nil }
    let functions = call.arguments.flatMap { argument in
      argument.value.mayBeWork ? program.functions(of: argument.value, in: key.body) : []
    }
    if let thrower = functions.first(where: throwing.losesErrors) {
      return program.body(thrower).kind == .closure
        ? [] : [Finding.Hop(symbol: program.displayName(thrower), place: program.body(thrower).place)]
    }
    // A wrapper's own closure may throw, whatever is handed to it; without any work in sight its type has to tell.
    if !functions.isEmpty { return nil }
    guard let failure = failure(of: key), !call.arguments.contains(where: { $0.value.isClosure }) else { return nil }
    return failure.isNever ? nil : []
  }

  /// The type of the errors that the task throws, as the call or the function called declares it.
  private func failure(of key: CallKey) -> TypeRef? {
    let call = program.body(key.body).calls[key.call]
    if case .type(.named(_, let arguments)) = call.callee, arguments.count == 2 { return arguments[1] }
    // The compiler has two initialisers, and their names differ in what they constrain the failure to.
    if let symbol = call.symbol, symbol.contains("s5NeverO") { return .named(["Never"]) }
    for target in program.callee(of: key).targets {
      if case .named(let path, let arguments)? = program.body(target.body).result, path.last == "Task",
        arguments.count == 2
      {
        return arguments[1]
      }
    }
    if case .named(let path, let arguments)? = call.symbol.flatMap({ program.index.symbols[$0]?.result }),
      path.last == "Task", arguments.count == 2, arguments[1] != .unknown
    {
      return arguments[1]
    }
    return nil
  }
}

extension TypeRef {
  fileprivate var isNever: Bool {
    if case .named(let path, _) = self { return path.last == "Never" }
    return false
  }
}

extension Expression {
  var isClosure: Bool {
    if case .closure = self { return true }
    return false
  }

  /// A closure, or a function's name.
  fileprivate var mayBeWork: Bool {
    switch self {
    case .closure, .name, .local, .member, .function: true
    default: false
    }
  }
}

extension Call {
  /// `self.init(…)`: an initialiser that goes on in another one.
  var isDelegation: Bool {
    callee == .member(.selfReference, "init") || callee == .member(.superReference, "init")
  }
}

extension Program {
  /// A callee as the source spells it, without what it is called on.
  func name(of call: Call) -> String {
    switch call.callee {
    case .member(let base, let name):
      if case .name(let type) = base, type.first?.isUppercase == true { return type + "." + name }
      return name
    case .name(let name), .function(_, let name), .implicitMember(let name): return name
    case .type(.named(let path, _)): return path.joined(separator: ".")
    default: return "call"
    }
  }
}
