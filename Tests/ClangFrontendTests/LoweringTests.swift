import Model
import Testing

@testable import ClangFrontend

@Suite struct LoweringTests {
  @Test(arguments: libraries) func standardHeadersAreFound(library: Libclang) {
    let summary = read(
      "#include <stddef.h>\n#include <stdio.h>\n#include <unistd.h>\nvoid f(void) { printf(\"%zu\", (size_t)read(0, 0, 1)); }",
      with: library)
    #expect(summary.problems.isEmpty)
    #expect(summary.imports == ["stddef.h", "stdio.h", "unistd.h"])
    #expect(summary.bodies.map(\.name) == ["f"])
    #expect(summary.calls(in: "f").map(\.symbol) == ["c:@F@read", "c:@F@printf"])
  }

  @Test(arguments: libraries) func anArgumentKeepsItsShapeBehindATransparentUnion(library: Libclang) {
    let summary = read(
      """
      #include <sys/socket.h>
      #ifdef NOT_HERE
      #include <not/here.h>
      #endif
      void f(int s) { accept(s, (void *)0, (void *)0); }
      """, with: library, arguments: ["-D_GNU_SOURCE"])
    #expect(summary.call("accept")?.arguments.map(\.value.short) == ["local", "null", "null"])
    #expect(summary.imports == ["sys/socket.h"])
  }

  @Test(arguments: libraries) func staticFunctionsOfOneNameAreKeptApart(library: Libclang) {
    let text = "static void helper(void) {} void f(void) { helper(); }"
    let one = read(text, with: library, file: "/project/a/util.c")
    let two = read(text, with: library, file: "/project/b/util.c")
    #expect(one.body("helper")?.isFileLocal == true)
    #expect(one.body("helper")?.symbol == one.call("helper")?.symbol)
    #expect(one.body("helper")?.symbol != two.body("helper")?.symbol)
  }

  @Test(arguments: libraries) func aCalleeIsAFieldAParameterOrATableElement(library: Libclang) {
    let summary = read(
      """
      struct ops { int (*read)(int); };
      static int (*table[2])(int);
      int (*global)(int);
      void f(struct ops *o, int (*p)(int)) { o->read(1); (*o).read(2); p(3); (*p)(4); table[1](5); global(6); (*global)(7); }
      """, with: library)
    #expect(
      summary.calls(in: "f").map(\.callee.short)
        == ["ops.read", "ops.read", "local", "local", "table[]", "global", "global"])
  }

  @Test(arguments: libraries) func argumentsAreLowered(library: Libclang) throws {
    let summary = read(
      """
      struct spec { long s, n; };
      enum { MODE = 5 };
      #define NULL ((void *)0)
      #define SHIFTED (1 << 3)
      #define NEGATIVE (-1)
      int g(); int h(void); struct t { int fd; };
      void f(int a, struct t *t) {
        g(0, -7, 0x10, 'a', "text", NULL, (char *)0, MODE, SHIFTED, NEGATIVE, &a, &(struct spec){0, 0},
          a ? f : NULL, h(), t->fd, (void (*)(void))f, MODE | SHIFTED, 60 * 1000, ~0);
      }
      """, with: library)
    #expect(
      try #require(summary.call("g")).arguments.map(\.value.short) == [
        "0", "-7", "16", "97", "\"text\"", "null", "null", "MODE", "SHIFTED", "NEGATIVE", "&local", "&{0,0}",
        "<f|null>",
        "call0", "t.fd", "f", "{MODE,SHIFTED}", "60000", "-1",
      ])
    #expect(summary.call("g")?.arguments[8].value == .constant(name: "SHIFTED", value: 8))
    #expect(summary.call("g")?.arguments[9].value == .constant(name: "NEGATIVE", value: -1))
  }

  @Test(arguments: libraries) func localsCarryWhatTheyAreGiven(library: Libclang) {
    let summary = read(
      """
      struct timeval { long sec, usec; };
      int get(int *);
      void f(int p) {
        int once = 4;
        int twice = 1; if (p) twice = 2;
        int out = 0; get(&out);
        int steps = 0; steps++;
        struct timeval zero = {0, 0}, set, named = {.usec = 3};
        set.sec = 1; set.usec = 0;
        p = 9;
      }
      """, with: library)
    let values = ["once", "twice", "out", "steps", "zero", "set", "named", "p"].map {
      summary.local($0)?.value?.short ?? "nil"
    }
    #expect(values == ["4", "<1|2>", "<0|?>", "<0|?>", "{0,0}", "{1,0}", "{0,3}", "<?|9>"])
  }

  @Test(arguments: libraries) func initialisersPlaceFunctionsWithAndWithoutBraces(library: Libclang) {
    let summary = read(
      """
      typedef void (*fn)(void);
      struct inner { int n; fn deep; };
      struct outer { struct inner in; fn cb; union { fn u; int i; }; void *any; };
      static void a(void) {} static void b(void) {} static void c(void) {}
      struct outer x = { 1, a, b, { c }, a };
      struct outer y = { .in.deep = a, .cb = b, .any = (void *)c };
      struct outer z[2] = { [1] = { .in = { .deep = c } }, [0].cb = b };
      fn table[] = { a, [3] = b };
      void f(void) { *(&x.cb) = c; struct outer o = { .cb = a }; fn l; l = b; }
      """, with: library)
    #expect(
      summary.flowNames == [
        "inner.deep <- a", "outer.cb <- b", "outer.u <- c", "outer.any <- a",
        "inner.deep <- a", "outer.cb <- b", "outer.any <- c", "inner.deep <- c", "outer.cb <- b",
        "table[] <- a", "table[] <- b", "outer.cb <- c", "outer.cb <- a", "local <- b",
      ])
  }

  @Test(arguments: libraries) func aCallbackAssignedByAMacroFlowsToItsField(library: Libclang) {
    let summary = read(
      """
      typedef struct ev_timer { int active; void (*cb)(struct ev_timer *, int); } ev_timer;
      #define ev_set_cb(ev, cb_) ((ev)->cb = (cb_))
      #define ev_init(ev, cb_) do { (ev)->active = 0; ev_set_cb((ev), cb_); } while (0)
      static void tick(ev_timer *w, int r) {}
      void f(ev_timer *t) { ev_init(t, tick); }
      """, with: library)
    #expect(summary.flowNames == ["ev_timer.cb <- tick"])
  }

  @Test(arguments: libraries) func loopsSayWhetherTheyEndCountOrIdle(library: Libclang) {
    let summary = read(
      """
      int poll(void); int g; void nap(void);
      void f(int n) {
        for (;;) { nap(); }
        while (1) { g = 1; }
        do { nap(); } while (!g);
        while (!poll());
        for (int i = 0; i < n; i++) nap();
        while ((n = poll()) > 0) {}
        do { nap(); } while (0);
        for (; poll(); ) nap();
      }
      """, with: library)
    let loops = summary.body("f")?.loops ?? []
    #expect(loops.map(\.isInfinite) == [true, true, false, false, false, false, false])
    #expect(loops.map(\.counts) == [false, false, false, false, true, false, false])
    #expect(loops.map(\.isIdle) == [true, false, true, true, false, false, true])
    #expect(summary.calls(in: "f").filter(\.isLoopCondition).count == 3)
  }

  @Test(arguments: libraries) func commentsSpeakOfTheLineTheyStandBeforeOrOn(library: Libclang) {
    let summary = read(
      """
      // unblock: blocking
      static int
      slow(void) { return 0; }
      void outside(void);  // unblock: nonblocking
      void f(void) {
        slow();  // unblock: ignore blocking-call - quick in practice
        /* unblock: ignore busy-wait, blocking-call */

        // another remark
        slow();
        // unblock: hush
      }
      const char *text = "// unblock: ignore nothing";
      """, with: library)
    #expect(summary.body("slow")?.statement == .blocking(message: nil))
    #expect(summary.body("outside")?.statement == .nonblocking(isContext: false))
    #expect(summary.body("f")?.statement == nil)
    #expect(summary.suppressions.map(\.line) == [6, 10])
    #expect(summary.suppressions.map(\.rules) == [["blocking-call"], ["busy-wait", "blocking-call"]])
    #expect(summary.suppressions[0].reason == "quick in practice")
    #expect(summary.problems.map(\.line) == [11])
  }

  @Test(arguments: libraries) func attributesSpeakOfTheirFunction(library: Libclang) {
    let summary = read(
      """
      void a(void) __attribute__((annotate("unblock: blocking")));
      __attribute__((swift_attr("@_unavailableFromAsync(message: \\"use b\\")"))) void b(void);
      """, with: library)
    #expect(summary.body("a")?.statement == .blocking(message: nil))
    #expect(summary.body("b")?.statement == .unavailableFromAsync(message: "use b"))
  }

  @Test(arguments: libraries) func blocksAreBodiesOfTheirOwn(library: Libclang) throws {
    let summary = read(
      "void async(int, void (^)(void)); void nap(int);\nvoid f(int n) { async(1, ^{ nap(n); }); }", with: library)
    let index = try #require(summary.bodies.firstIndex { $0.kind == .closure })
    #expect(summary.bodies[index].use == .argument(call: 0, argument: 1))
    #expect(summary.bodies[index].parent == summary.bodies.firstIndex { $0.name == "f" })
    #expect(summary.bodies[index].calls.count == 1)
    #expect(summary.call("async")?.arguments[1].value == .closure(index))
  }

  @Test(arguments: libraries) func aMissingHeaderLosesNoRegistration(library: Libclang) throws {
    let summary = read(
      """
      #include <no_such_uv.h>
      static uv_timer_t timer;
      static void tick(uv_timer_t *t) { void *own = t->data; sleep(1); }
      int main(void) {
        uv_loop_t *loop = uv_default_loop();
        uv_timer_start(&timer, tick, 0, UV_REPEAT);
        timer.close_cb = tick;
        return uv_run(loop, UV_RUN_DEFAULT);
      }
      """, with: library)
    #expect(summary.problems.map(\.message) == ["header not found: no_such_uv.h; calls through it may be missed"])
    #expect(summary.imports == ["no_such_uv.h"])
    let start = try #require(summary.call("uv_timer_start"))
    #expect(start.arguments.map(\.value.short) == ["&timer", "tick", "0", "UV_REPEAT"])
    #expect(summary.call("sleep")?.arguments.map(\.value) == [.integer(1)])
    #expect(summary.flowNames == ["uv_timer_t.close_cb <- tick"])
    #expect(summary.local("loop")?.value == .call(0))
  }

  @Test(arguments: libraries) func unreadableFilesAreAFatalProblem(library: Libclang) {
    let reader = ClangReader(library: library)
    for path in ["/", "/no/such/file.c", "/dev/null"] {
      let unit = TranslationUnit(file: path, directory: "/", arguments: [], resolution: .syntax)
      #expect(reader.read(unit).problems.map(\.isFatal) == [true])
    }
  }

  @Test(arguments: libraries) func emptyAndBrokenTextsAreRead(library: Libclang) {
    for text in ["", "\0", "}}}}", "void f(", "#include", "int x = ;", String(repeating: "(", count: 5000)] {
      #expect(read(text, with: library).problems.allSatisfy { !$0.isFatal })
    }
  }

  @Test(arguments: libraries) func cxxIsRead(library: Libclang) {
    let summary = read(
      """
      extern "C" int sleep(unsigned);
      namespace n { struct S { S() { sleep(1); } void m() { sleep(2); } ~S() {} }; template <class T> void t(T x) { sleep(3); } }
      int main() { n::S s; s.m(); auto l = [&] { sleep(4); }; l(); n::t(5); int a[2]; for (auto i : a) sleep(i); }
      """, with: library, file: "/project/main.cpp")
    #expect(summary.problems.isEmpty)
    #expect(summary.bodies.filter { $0.calls.contains { $0.symbol == "c:@F@sleep" } }.count >= 4)
  }
}
