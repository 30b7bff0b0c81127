import Foundation

// Every declaration that has a body, reached from async code.

func nap() { usleep(1) }

struct Box {
  var stored = loadedAtInit()
  lazy var late: Int = loadedAtInit()
  static let shared = Box()
  static let table: [Int] = { nap(); return [1] }()
  var computed: Int {
    get { nap(); return 1 }
    set { nap() }
  }
  var observed = 0 {
    willSet { nap() }
  }
  subscript(index: Int) -> Int {
    get { nap(); return index }
    set { nap() }
  }
  init() {}
  init(slow: Bool) { nap() }
  static func + (left: Box, right: Box) -> Box { nap(); return left }
  static func make() -> Box { nap(); return Box() }
  func callAsFunction() { nap() }
  func withDefault(_ value: Int = slowDefault()) {}
  mutating func change() { nap() }
}
func loadedAtInit() -> Int { nap(); return 1 }
func slowDefault() -> Int { nap(); return 1 }
let globalValue: Int = { nap(); return 2 }()
var globalComputed: Int { nap(); return 3 }

@propertyWrapper struct Slow {
  private var value = 0
  var wrappedValue: Int {
    get { nap(); return value }
    set { nap(); value = newValue }
  }
  init(wrappedValue: Int) { value = wrappedValue }
}
struct Wrapped { @Slow var number = 1 }

prefix operator ~~
prefix func ~~ (box: Box) -> Int { nap(); return 1 }

extension String {
  func shout() -> String { nap(); return uppercased() }
  var slowCount: Int { nap(); return count }
}
extension Array where Element == Int {
  func sumSlowly() -> Int { nap(); return reduce(0, +) }
}

enum Kind {
  case a, b
  var label: String { switch self { case .a: nap(); return "a"; case .b: return "b" } }
  static func parse(_ text: String) -> Kind? { nap(); return .a }
}

func use(_ wrapped: Wrapped, _ kind: Kind) async {
  var box = Box()  // finding: blocking-call
  _ = Box(slow: true)  // finding: blocking-call
  _ = box.computed  // finding: blocking-call
  box.computed = 2  // finding: blocking-call
  box.observed = 2  // finding: blocking-call
  _ = box[1]  // finding: blocking-call
  box[1] = 2  // finding: blocking-call
  _ = box.late  // finding: blocking-call
  _ = Box.table  // finding: blocking-call
  _ = Box.shared.computed  // finding: blocking-call
  _ = Box.make()  // finding: blocking-call
  box()  // finding: blocking-call
  box.change()  // finding: blocking-call
  _ = ~~box  // finding: blocking-call
  _ = globalValue  // finding: blocking-call
  _ = globalComputed  // finding: blocking-call
  var wrapped = wrapped
  _ = wrapped.number  // finding: blocking-call
  wrapped.number = 3  // finding: blocking-call
  _ = "a".shout()  // finding: blocking-call
  _ = "a".slowCount  // finding: blocking-call
  _ = [1, 2].sumSlowly()  // finding: blocking-call
  _ = kind.label  // finding: blocking-call
  _ = Kind.parse("a")  // finding: blocking-call
  _ = "\(globalComputed)"  // finding: blocking-call
  if globalComputed > 1 {}  // finding: blocking-call
  for _ in 0..<globalComputed {}  // finding: blocking-call
  switch globalComputed { default: break }  // finding: blocking-call
  guard globalComputed > 0 else { return }  // finding: blocking-call
  let text = globalComputed > 1 ? "a".shout() : "b"  // finding: blocking-call
  _ = text
  do { try riskyNap() } catch {}  // finding: blocking-call
  defer { nap() }  // finding: blocking-call
  #if os(Linux)
    nap()  // finding: blocking-call
  #else
    nap()  // finding: blocking-call
  #endif
}
func riskyNap() throws { nap() }

struct Numbers: Sequence, IteratorProtocol {
  mutating func next() -> Int? { nap(); return nil }
}
func iterate() async {
  for _ in Numbers() {}  // finding: blocking-call
}

func sorted(_ names: [String]) async -> [String] {
  names.sorted { left, right in
    nap()  // finding: blocking-call
    return left < right
  }
}
func chained(_ names: [String]) async -> [Int] {
  names
    .filter { !$0.isEmpty }
    .map { name in
      nap()  // finding: blocking-call
      return name.count
    }
}
func passesReference(_ names: [Int]) async {
  names.forEach(napFor)  // finding: blocking-call
}
func napFor(_ value: Int) { nap() }

class Node {
  var next: Node?
  weak var owner: Node?
  func poke() { nap() }
}
func chain(_ node: Node) async {
  node.next?.next?.poke()  // finding: blocking-call
  node.owner?.poke()  // finding: blocking-call
  let found = [node].first { $0.next == nil }
  found?.poke()  // finding: blocking-call
  let copies = [node, node]
  for copy in copies { copy.poke() }  // finding: blocking-call
  for (index, copy) in copies.enumerated() where index > 0 { copy.poke() }  // finding: blocking-call
  let table: [String: Node] = ["a": node]
  for (_, value) in table { value.poke() }  // finding: blocking-call
  table.values.forEach { $0.poke() }  // finding: blocking-call
  let any: Any = node
  if let node = any as? Node { node.poke() }  // finding: blocking-call
  (any as! Node).poke()  // finding: blocking-call
  let (first, _) = (node, 1)
  first.poke()  // finding: blocking-call
}

extension Node: @unchecked Sendable {}

final class Service: Sendable {
  private let client: Client
  init(client: Client = Client()) { self.client = client }
  func run() async throws {
    try client.connection.send("a")  // finding: blocking-call
    let reply = try client.connection.receive()
    _ = reply
    try await client.connection.flush()
  }
}
final class Client: Sendable {
  var connection: Connection { Connection() }
}
struct Connection {
  func send(_ text: String) throws { nap() }
  func receive() throws -> String { "" }
  func flush() async throws {}
}
