import Model
import SwiftFrontend
import Testing

@Suite struct LoweringTests {
  @Test func everyDeclarationWithCodeBecomesABody() {
    let summary = read(
      """
      let global = make()
      struct S {
        var stored = one()
        lazy var late: Int = { two() }()
        var computed: Int { three() }
        var both: Int { get async throws { try await four() } set { five(newValue) } }
        var watched = 0 { willSet { six(newValue) } didSet { seven(oldValue) } }
        subscript(i: Int, at j: Int) -> Int { get { eight(i) } set { nine(newValue, j) } }
        init?(_ a: Int = ten(), name b: String...) async throws { eleven(a, b) }
        deinit { twelve() }
        static func + (a: S, b: S) -> S { thirteen(a) }
        func outer() { func inner() { fourteen(); inner() }; inner() }
      }
      #Preview { fifteen() }
      """)
    let kinds = Set(summary.bodies.map(\.kind))
    #expect(
      kinds == [
        .function, .initializer, .deinitializer, .getter, .setter, .willSet, .didSet, .subscriptGetter,
        .subscriptSetter, .closure, .defaultArgument, .initialValue,
      ])
    let names = ["make", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
    let called = Set(
      summary.bodies.flatMap(\.calls).compactMap { if case .name(let name) = $0.callee { name } else { nil } })
    #expect(called.isSuperset(of: names + ["twelve", "thirteen", "fourteen", "fifteen"]))
    #expect(summary.body("init(_:name:)")?.isAsync == true)
    #expect(summary.calls(of: "inner()") == ["fourteen() unused", "%inner() unused"])
    #expect(violations(of: summary) == [])
  }

  @Test func whatOtherModulesMayCallIsPublic() {
    let summary = read(
      """
      public func a() { func localA() {} }
      func b() {}
      public class C { open func c() {}; func d() {}; public private(set) var e: Int { 0 }; private var f: Int { 0 } }
      struct D { public func g() {} }
      public extension C { func h() {}; internal func i() {}; struct J { public init() {}; func k() {} } }
      extension C { public func l() {}; func m() {} }
      private extension C { public func n() {} }
      public protocol P { func o() }
      protocol Q { func p() }
      public let q = make()
      package func r() {}
      @_spi(Testing) public func s() {}
      """)
    let names = summary.bodies.filter(\.isPublic).map(\.name)
    #expect(names == ["a()", "c()", "e", "h()", "init()", "l()", "q"])
    #expect(summary.type("P")?.requirements.map(\.isPublic) == [true])
    #expect(summary.type("Q")?.requirements.map(\.isPublic) == [false])
    #expect(summary.types.filter { $0.isPublic && $0.kind != .extension }.map(\.name) == ["C", "C.J", "P"])
  }

  @Test func awaitStandsForTheOutermostCallOfItsChain() {
    let summary = read(
      """
      func f() async throws {
        let data = try await session.get(url()).body.collect() ?? fallback()
        run { g() }
      }
      """)
    #expect(
      summary.calls(of: "f()") == [
        "read session covered try", "url() covered try", "session.get(<1>) covered try", "read <2>.body covered try",
        "<2>.body.collect() await try", "fallback() covered try", "run(trailing {0}) unused",
      ])
    #expect(summary.closureCalls == [["g()"]])
    #expect(summary.local("data")?.value == .either([.call(4), .call(5)]))
  }

  @Test func namesAreBoundLexically() {
    let summary = read(
      """
      func f(_ a: A) {
        use(b)
        let b = a
        guard let c = a.c else { use(c); return }
        if let a = b.a { use(a) }
        for case let d? in c { use(d) }
        switch c { case .x(let e, _): use(e); default: use(e) }
        do { try go() } catch { use(error) }
        run { [weak self, g = make()] in guard let self else { return }; use(g, self) }
      }
      """)
    let uses = summary.bodies.flatMap(\.calls).filter { $0.callee == .name("use") }.map { summary.render($0) }
    #expect(
      uses == [
        "use(b) unused", "use(c) unused", "use(%a) unused", "use(%d) unused loop0", "use(%e) unused", "use(e) unused",
        "use(%error) unused", "use(%g, self) unused",
      ])
    #expect(violations(of: summary) == [])
  }

  @Test func closuresKnowWhatBecomesOfThem() {
    let summary = read(
      """
      func f() -> () -> Void {
        pass(1) { a() }
        let g = { b() }
        self.h = { c() }
        _ = { d() }()
        keep([{ e() }], ({ i() }))
        Task { await j() }
        return { k() }
      }
      """)
    let uses = summary.bodies(.closure).map(\.use)
    #expect(uses[0] == .argument(call: 0, argument: 1))
    #expect(uses.count == 8)
    #expect(uses.contains(.assigned(.member(.selfReference, "h"))))
    #expect(uses.filter { $0 == .other }.count == 2)
    #expect(uses.last == .returned)
    #expect(summary.bodies(.closure).filter(\.isAsync).count == 1)
    #expect(summary.flows.map(\.target) == [.member(.selfReference, "h")])
    #expect(violations(of: summary) == [])
  }

  @Test func readsAndWritesOfMembersAreSeen() {
    let summary = read("func f() { a.b += 1; c[d] = e; swap(&g, &h.i); _ = x | y; for q in s {} }")
    #expect(
      summary.calls(of: "f()") == [
        "read a", "read a.b", "write a.b", "read c", "read d", "read e", "write c.subscript(d)", "read g", "write g",
        "read h", "read h.i", "write h.i", "swap(&g, &h.i) unused", "read x", "read y", "read s",
        "iterate s loop0 condition",
      ])
  }

  @Test func typesAreReadAsSpelled() {
    let summary = read(
      """
      func f(
        a: @escaping @MainActor (Int) async throws -> Void, b: inout [String: A.B?], c: some P & Q, d: isolated Actor1,
        e: (@Sendable () -> Void)?, g: Foo<Int>.Type
      ) {}
      """)
    #expect(
      summary.bodies[0].parameters.map { summary.render($0.type) } == [
        "@escaping @MainActor (Int) async throws -> Void", "[String: A.B?]", "any P & Q", "Actor1",
        "@Sendable () -> Void?", "Foo<Int>.Type",
      ])
    #expect(summary.bodies[0].isolation == .isolatedParameter(.named(["Actor1"])))
  }

  @Test func typesSayWhatTheyAre() {
    let summary = read(
      """
      import struct Foundation.URL
      @MainActor private final class A<T: P>: B, C where T: Q { @Lock var x: Int; enum D { case e(Int), g } }
      @globalActor actor G {}
      extension A.D: R where T == Int { nonisolated func h() {} }
      protocol P: AnyObject { associatedtype E: Q; func m(_ a: Int) async; var v: Int { get } }
      typealias Z = A<Int>
      #if os(Linux)
      func only() {}
      #else
      func other() {}
      #endif
      """)
    #expect(summary.imports == ["Foundation"])
    #expect(summary.type("A")?.isolation == .globalActor("MainActor"))
    #expect(summary.type("A")?.generics == [Generic(name: "T", constraints: [.named(["P"]), .named(["Q"])])])
    #expect(summary.type("A")?.isFileLocal == true)
    #expect(summary.property("x")?.wrappers == [.named(["Lock"])])
    #expect(summary.property("e")?.isCase == true)
    #expect(summary.type("G")?.isGlobalActor == true)
    #expect(summary.body("h()")?.isolation == .nonisolated)
    #expect(summary.body("h()")?.owner == "A.D")
    #expect(summary.type("P")?.requirements.map(\.name) == ["m(_:)"])
    #expect(summary.property("v")?.owner == "P")
    #expect(summary.type("Z")?.aliased == .named(["A"], arguments: [.named(["Int"])]))
    #expect(summary.body("only()")?.condition == "os(Linux)")
    #expect(summary.body("other()")?.condition == "!(os(Linux))")
  }

  @Test func loopsSayWhetherTheyOnlyAsk() {
    let summary = read(
      """
      func f() async {
        while !done { usleep(1) }
        while true { if x { break }; poll() }
        repeat { n += 1 } while check()
        for await x in y { await z(x) }
      }
      """)
    let loops = summary.bodies[0].loops
    #expect(loops.map(\.isIdle) == [true, false, false, true])
    #expect(loops.map(\.isInfinite) == [false, true, false, false])
    #expect(loops.map(\.counts) == [false, false, false, true])
    #expect(loops.map(\.suspends) == [false, false, false, true])
    #expect(summary.calls(of: "f()").contains("check() loop2 condition"))
  }

  @Test func commentsThatSpeakToTheToolAreRead() {
    let summary = read(
      """
      // unblock: blocking
      func a() {}
      func b() { // unblock: nonblocking
        // unblock: ignore blocking-call - at start
        wait()
        wait() // unblock: ignore blocking-call
        print("// unblock: ignore x")
      }
      @available(*, noasync, message: "use c") func d() {}
      // unblock: nonsense
      """)
    #expect(summary.body("a()")?.statement == .blocking(message: nil))
    #expect(summary.body("b()")?.statement == .nonblocking(isContext: false))
    #expect(summary.body("d()")?.statement == .unavailableFromAsync(message: "use c"))
    #expect(summary.suppressions.map(\.line) == [5, 6])
    #expect(summary.suppressions[0].reason == "at start")
    #expect(summary.problems.map(\.line) == [10])
  }

  @Test func statementsAtFileScopeAreAScript() {
    let summary = read("let a = make()\nawait run(a)\nfunc f() { run(a) }", file: "Sources/main.swift")
    #expect(summary.bodies[0].kind == .topLevel)
    #expect(summary.bodies[0].isAsync)
    #expect(summary.bodies[0].calls.map { summary.render($0) } == ["make()", "read a covered", "run(a) await unused"])
    #expect(summary.property("a")?.body == 0)
    #expect(summary.body("f()")?.parent == nil)
  }

  @Test func bodiesKnowHowFarTheyReach() {
    let summary = read(
      """
      func f(a: Int = g()) { h { [x = i()] in x } }
      struct S {
        let a = g(), b: Int { h() }
        var c: Int = g() { didSet { h() } }
        subscript(i: Int) -> Int { get { h() } set {} }
        init() { async let d = g(); await d }
      }
      """)
    let extents = summary.bodies.map { body in
      let extent = body.extent.map {
        "\($0.lowerBound.line):\($0.lowerBound.column)-\($0.upperBound.line):\($0.upperBound.column)"
      }
      return "\(body.kind) \(extent ?? "none")"
    }
    #expect(
      extents == [
        "function 1:6-1:46", "defaultArgument 1:17-1:20", "closure 1:37-1:44", "initialValue 3:11-3:14",
        "getter 3:16-3:30", "initialValue 4:16-4:19", "didSet 4:22-4:36", "subscriptGetter 5:30-5:41",
        "subscriptSetter 5:42-5:48", "initializer 6:3-6:40", "asyncLet 6:26-6:29",
      ])
    #expect(violations(of: summary) == [])
  }

  @Test func functionsForCBearTheNameThatCKnows() {
    let summary = read("@_cdecl(\"c_a\") public func a() {}\n@c(c_b) func b() {}\n@c func d() {}\nfunc e() {}")
    #expect(summary.bodies.map(\.exportedName) == ["c_a", "c_b", "d", nil])
  }

  @Test func columnsCountBytes() {
    let summary = read(#"func f() { g("é"); h() }"#)
    #expect(summary.bodies[0].calls[1].place.column == 21)
  }
}
