import Dispatch
import Foundation

// Which function a call means.

struct Clock {
  func sleep(_ seconds: Int) {}
  func run() async {
    sleep(1)
    Foundation.sleep(1)  // finding: blocking-call
  }
}

func readLine() -> String? { "mine" }
func input() async -> String? { readLine() }

enum Own {
  struct Thread { static func sleep(forTimeInterval: Double) {} }
  static func pause() async { Thread.sleep(forTimeInterval: 1) }
}

final class Gate {
  private let semaphore = DispatchSemaphore(value: 0)
  private lazy var group = DispatchGroup()
  var optional: DispatchSemaphore?
  let queue: DispatchQueue
  init(queue: DispatchQueue) { self.queue = queue }
  func pass() async {
    semaphore.wait()  // finding: blocking-call
    self.semaphore.wait()  // finding: blocking-call
    optional?.wait()  // finding: blocking-call
    optional!.wait()  // finding: blocking-call
    group.wait()  // finding: blocking-call
    if let optional { optional.wait() }  // finding: blocking-call
    guard let local = optional else { return }
    local.wait()  // finding: blocking-call
    _ = semaphore.wait(timeout: .now())
    _ = semaphore.wait(timeout: .now() + 5)  // finding: blocking-call
    semaphore.signal()
  }
}

func pass(_ gate: Gate, _ semaphores: [DispatchSemaphore], _ named: [String: DispatchSemaphore]) async {
  for semaphore in semaphores { semaphore.wait() }  // finding: blocking-call
  semaphores.first?.wait()  // finding: blocking-call
  semaphores[0].wait()  // finding: blocking-call
  named["a"]?.wait()  // finding: blocking-call
  semaphores.forEach { $0.wait() }  // finding: blocking-call
  let pair = (DispatchSemaphore(value: 0), 1)
  pair.0.wait()  // finding: blocking-call
  let made = make()
  made.wait()  // finding: blocking-call
  Registry.shared.semaphore.wait()  // finding: blocking-call
  registry.semaphore.wait()  // finding: blocking-call
}
func make() -> DispatchSemaphore { DispatchSemaphore(value: 0) }
final class Registry: @unchecked Sendable {
  static let shared = Registry()
  let semaphore = DispatchSemaphore(value: 0)
}
let registry = Registry()

typealias Signal = DispatchSemaphore
func aliased(_ signal: Signal) async { signal.wait() }  // finding: blocking-call

protocol Waiter { func wait() }
struct Polite: Waiter { func wait() {} }
struct Rude: Waiter { func wait() { usleep(1) } }
func one(_ waiter: Polite) async { waiter.wait() }
func two(_ waiter: Rude) async { waiter.wait() }  // finding: blocking-call

protocol Source { func fetch() -> Int }
struct OnlySource: Source {
  func fetch() -> Int {
    usleep(1)
    return 1
  }
}
func generic<S: Source>(_ source: S) async { _ = source.fetch() }  // finding: blocking-call
func existential(_ source: any Source) async { _ = source.fetch() }  // finding: blocking-call
func opaque(_ source: some Source) async { _ = source.fetch() }  // finding: blocking-call
struct Holder<S: Source> {
  let source: S
  func go() async { _ = source.fetch() }  // finding: blocking-call
}

class Base { func work() {} }
class Derived: Base { override func work() { usleep(1) } }
func derived(_ object: Derived) async { object.work() }  // finding: blocking-call
class Sub: Derived {
  func go() async { super.work() }  // finding: blocking-call
}

struct Config {
  let text: String
  init(path: String) throws { text = try String(contentsOfFile: path, encoding: .utf8) }
  static func load() throws -> Config { try Config(path: "a") }
  var size: Int { (try? Data(contentsOf: URL(filePath: text)))?.count ?? 0 }
}
func configure() async throws {
  let config = try Config(path: "b")  // finding: blocking-call
  _ = try Config.load()  // finding: blocking-call
  _ = config.size  // finding: blocking-call
}

func overloaded(_ value: Int) { usleep(1) }
func overloaded(_ value: Int) async {}
func chooses() async {
  await overloaded(1)
}

func files(_ url: URL) async throws {
  _ = try Data(contentsOf: url)  // finding: blocking-call
  _ = try String(contentsOf: url, encoding: .utf8)  // finding: blocking-call
  try Data().write(to: url)  // finding: blocking-call
  let handle = try FileHandle(forReadingFrom: url)
  _ = try handle.readToEnd()  // finding: blocking-call
  _ = handle.availableData  // finding: blocking-call
  let process = Process()
  process.waitUntilExit()  // finding: blocking-call
  _ = FileManager.default.contents(atPath: "a")  // finding: blocking-call
}

func recursive(_ depth: Int) {
  if depth == 0 { usleep(1) } else { mutual(depth - 1) }
}
func mutual(_ depth: Int) { recursive(depth) }
func callsRecursive() async { recursive(3) }  // finding: blocking-call

// unblock: blocking
func foreignWork() {}
func marked() async { foreignWork() }  // finding: blocking-call
// unblock: nonblocking
func trusted() { usleep(1) }
func trusting() async { trusted() }

func strings() async {
  print("usleep(1)")
  let text = "Thread.sleep(forTimeInterval: 1)"
  _ = text  // usleep(1)
}

struct Manifest: Codable {}
struct Writer {
  func create(from url: URL) throws { usleep(1) }
  func create<T: Encodable>(from value: T) throws {}
}
func write(_ writer: Writer, _ manifest: Manifest, _ url: URL) async throws {
  try writer.create(from: manifest)
  try writer.create(from: url)  // finding: blocking-call
}
