import Model
import Rules

/// How findings name what they speak of.
extension Program {
  /// `Cache.load(from:)`, `closure in load(from:)`, `uv_on_read`.
  func displayName(_ id: BodyID) -> String {
    let body = body(id)
    switch body.kind {
    case .closure: return "closure in " + enclosingName(id)
    case .asyncLet: return "async let in " + enclosingName(id)
    case .topLevel: return "top-level code"
    case .defaultArgument: return "default argument of " + qualified(body)
    case .initialValue: return "initial value of " + qualified(body)
    case .deinitializer: return qualified(body)
    case .getter, .willSet, .didSet, .setter, .subscriptGetter, .subscriptSetter: return qualified(body)
    case .function, .initializer: return summary(of: id).language == .c ? body.name : qualified(body)
    }
  }

  private func enclosingName(_ id: BodyID) -> String {
    var current = id
    while let parent = parent(of: current), body(current).kind == .closure || body(current).kind == .asyncLet {
      current = parent
    }
    return displayName(current)
  }

  private func qualified(_ body: Body) -> String { (body.owner.map { $0 + "." } ?? "") + body.name }
}

extension FactSymbol {
  /// `Thread.sleep(forTimeInterval:)`, `uv_fs_read`.
  var displayName: String {
    let full = (path + [name]).joined(separator: ".")
    switch labels {
    case .none, .any: return full
    case .list(let labels): return full + "(" + labels.map { ($0.name ?? "_") + ":" }.joined() + ")"
    }
  }
}

extension BlockingKind {
  /// What the thread does meanwhile.
  var deed: String {
    switch self {
    case .sleep: "sleeps"
    case .wait: "waits"
    case .lock: "takes a lock"
    case .file: "reads or writes a file"
    case .sync: "waits for the disk"
    case .metadata: "asks the file system"
    case .network: "waits for the network"
    case .dns: "resolves a name"
    case .process: "waits for a process"
    case .ipc: "waits for another process"
    case .terminal: "uses the terminal"
    case .database: "queries a database"
    case .compute: "computes for long"
    case .random: "waits for random bytes"
    case .spin: "waits in a busy loop"
    }
  }
}

extension ContextKind {
  var place: String {
    switch self {
    case .async: "on the cooperative pool"
    case .actor: "on an actor"
    case .mainActor: "on the main actor"
    case .eventLoop: "on the event loop"
    case .mainQueue: "on the main queue"
    case .gil: "while holding the GIL"
    case .signalHandler: "in a signal handler"
    case .nonblocking: "in code declared nonblocking"
    }
  }
}
