import Dispatch
import Foundation

// Where code runs: every kind of context, and what is none.

func plain() { usleep(1) }
func asynchronous() async { usleep(1) }  // finding: blocking-call

actor Counter {
  var value = 0 { didSet { usleep(1) } }  // finding: blocking-call
  func bump() { usleep(1) }  // finding: blocking-call
  nonisolated func label() { usleep(1) }
  nonisolated func remote() async { usleep(1) }  // finding: blocking-call
  static func make() { usleep(1) }
  var text: String {
    usleep(1)  // finding: blocking-call
    return ""
  }
  subscript(index: Int) -> Int {
    usleep(1)  // finding: blocking-call
    return index
  }
}

extension Counter {
  func later() { usleep(1) }  // finding: blocking-call
}

@MainActor class Screen {
  func draw() { usleep(1) }  // finding: blocking-call
  nonisolated func hash() { usleep(1) }
  deinit { usleep(1) }
}

class Detail: Screen {
  override func draw() { usleep(1) }  // finding: blocking-call
  func extra() { usleep(1) }  // finding: blocking-call
}

@MainActor protocol Drawable { func paint() }
struct Circle: Drawable {
  func paint() { usleep(1) }  // finding: blocking-call
}

protocol Loading { @MainActor func reload() }
class Table: Loading {
  func reload() { usleep(1) }  // finding: blocking-call
  func other() { usleep(1) }
}

@globalActor actor Database { static let shared = Database() }
@Database func query() { usleep(1) }  // finding: blocking-call
@MainActor func refresh() { usleep(1) }  // finding: blocking-call
@MainActor var banner: String {
  usleep(1)  // finding: blocking-call
  return ""
}
@MainActor extension Plain {
  func shown() { usleep(1) }  // finding: blocking-call
}
struct Plain { func hidden() { usleep(1) } }

func isolated(to counter: isolated Counter) { usleep(1) }  // finding: blocking-call
@concurrent func elsewhere() async { usleep(1) }  // finding: blocking-call
nonisolated(nonsending) func here() async { usleep(1) }  // finding: blocking-call

func tasks() {
  Task { usleep(1) }  // finding: blocking-call
  Task(priority: .low) { usleep(1) }  // finding: blocking-call
  Task<Void, Never> { usleep(1) }  // finding: blocking-call
  Task.detached { usleep(1) }  // finding: detached-is-not-offload
  Task.immediate { usleep(1) }  // finding: blocking-call
  let handle = Task { () -> Int in
    usleep(1)  // finding: blocking-call
    return 1
  }
  _ = handle
}

func groups() async {
  await withTaskGroup(of: Void.self) { group in
    usleep(1)  // finding: blocking-call
    group.addTask { usleep(1) }  // finding: blocking-call
  }
  async let value = slow()  // finding: blocking-call
  _ = await value
}
func slow() -> Int {
  usleep(1)
  return 1
}

func queues(_ queue: DispatchQueue) {
  DispatchQueue.main.async { usleep(1) }  // finding: blocking-call
  DispatchQueue.global().async { usleep(1) }
  DispatchQueue.global(qos: .utility).async { usleep(1) }
  queue.async { usleep(1) }
  DispatchQueue(label: "io").async { usleep(1) }
  Thread { usleep(1) }.start()
  Thread.detachNewThread { usleep(1) }
}

func offloaded() async {
  await withCheckedContinuation { continuation in
    DispatchQueue.global().async {
      usleep(1)
      continuation.resume()
    }
  }
  await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
    usleep(1)  // finding: blocking-call
    continuation.resume()
  }
}

func nested() async {
  func inner() { usleep(1) }
  inner()  // finding: blocking-call
  let work = { usleep(1) }
  work()  // finding: blocking-call
  DispatchQueue.global().async(execute: work)
  _ = { usleep(1) }()  // finding: blocking-call
  await MainActor.run { usleep(1) }  // finding: blocking-call
  defer { usleep(1) }  // finding: blocking-call
}

func handlers(_ button: Button) {
  button.onTap = { usleep(1) }
  button.onLoad = { await Task.yield(); usleep(1) }  // finding: blocking-call
  button.perform { usleep(1) }
  button.performAsync { usleep(1) }  // finding: blocking-call
  button.performOnMain { usleep(1) }  // finding: blocking-call
  button.later { usleep(1) }  // finding: blocking-call
  button.offload { usleep(1) }
}

class Button {
  var onTap: () -> Void = {}
  var onLoad: () async -> Void = {}
  func perform(_ body: () -> Void) { body() }
  func performAsync(_ body: @escaping () async -> Void) { Task { await body() } }
  func performOnMain(_ body: @escaping @MainActor () -> Void) {}
  func later(_ body: @escaping @Sendable () -> Void) { DispatchQueue.main.async { body() } }
  func offload(_ body: @escaping @Sendable () -> Void) { DispatchQueue.global().async(execute: body) }
}

func inlined(_ button: Button) async {
  button.perform { usleep(1) }  // finding: blocking-call
  [1, 2].map { _ in usleep(1) }  // finding: blocking-call
  [1, 2].filter { $0 > 1 }.forEach { _ in usleep(1) }  // finding: blocking-call
}

// What a variable's type says of the closures stored in it.
final class Stored {
  var onMain: (@MainActor () -> Void)?
  var asynchronous: () async -> Void = { usleep(1) }  // finding: blocking-call
  var plain: () -> Void = { usleep(1) }
  var hook: (() -> Void)?

  func setUp() {
    onMain = { usleep(1) }  // finding: blocking-call
    self.asynchronous = { usleep(1) }  // finding: blocking-call
    plain = { usleep(1) }
    hook = { usleep(1) }
    let local: @Sendable () async -> Void = { usleep(1) }  // finding: blocking-call
    _ = local
  }

  func run() async {
    hook?()  // finding: blocking-call
  }
}
