import Model
import Testing

@testable import ClangFrontend

@Suite struct CallTests {
  @Test func aLibclangIsInstalled() { #expect(!libraries.isEmpty) }

  @Test(arguments: libraries) func aCallThroughAMacroStandsWhereTheMacroIsUsed(library: Libclang) throws {
    let summary = read(
      """
      int sleep(unsigned);
      #define NAP do { sleep(1); } while (0)
      void f(void) {
        NAP;
      }
      """, with: library)
    let call = try #require(summary.call("sleep"))
    #expect(call.place == Place(file: "/project/main.c", line: 4, column: 3))
    #expect(call.symbol == "c:@F@sleep")
    #expect(summary.bodies[0].loops.isEmpty)
  }

  @Test(arguments: libraries) func flagsKeepTheNameThatAllAliasesComeDownTo(library: Libclang) throws {
    let summary = read(
      """
      #define O_NONBLOCK 04000
      #define MY_NONBLOCK O_NONBLOCK
      enum { O_CREAT = 0100 };
      int open(const char *, int, ...);
      void f(void) { open("a", MY_NONBLOCK | O_CREAT, -1); }
      """, with: library)
    let arguments = try #require(summary.call("open")).arguments.map(\.value)
    #expect(
      arguments == [
        .string("a"),
        .list([.constant(name: "O_NONBLOCK", value: 2048), .constant(name: "O_CREAT", value: 64)]), .integer(-1),
      ])
  }

  @Test(arguments: libraries) func functionsFlowToFieldsTablesAndGlobals(library: Libclang) {
    let summary = read(
      """
      typedef struct timer_s { int x; void (*cb)(int); } timer_t2;
      typedef struct { void (*h)(int); } handler_t;
      static void f(int a) {}
      static timer_t2 table[] = { { 1, f }, { .cb = f, .x = 2 }, 3, f };
      void (*hook)(int) = f;
      void g(timer_t2 *t, void *any) {
        t->cb = (void (*)(int))f;
        *(&((handler_t *)any)->h) = &f;
      }
      """, with: library)
    #expect(
      summary.flowNames == [
        "timer_s.cb <- f", "timer_s.cb <- f", "timer_s.cb <- f", "hook <- f", "timer_s.cb <- f", "handler_t.h <- f",
      ])
    #expect(summary.types.contains { $0.name == "timer_t2" && $0.aliased == .named(["timer_s"]) })
  }
}
