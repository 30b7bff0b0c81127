import Model
import Testing

@testable import ClangFrontend

@Suite struct CompileDatabaseTests {
  @Test(arguments: [
    "-fplugin=/tmp/x.so", "--fplugin=/tmp/x.so", "-fplugin-arg-x-y", "-fpass-plugin=x.so", "-load=x", "@more",
    "-specs=x", "--specs=x",
    "--config=x", "-cc1", "-wrapper", "-Wp,-fplugin=x.so", "-plugin", "-add-plugin", "-fcas-plugin-path=x",
  ]) func anArgumentThatLoadsCodeIsRefused(argument: String) {
    #expect(CompileArguments.judge(["-Ia", argument, "-c", "a.c"]) == .refused(argument))
  }

  @Test(arguments: ["-load", "-plugin", "-add-plugin", "-fplugin=x.so", "-plugin-arg-x"])
  func codeLoadedThroughXclangIsRefused(argument: String) {
    #expect(CompileArguments.judge(["-Xclang", argument, "-Xclang", "x.so"]) == .refused("-Xclang \(argument)"))
    #expect(CompileArguments.judge(["-mllvm", "-load=x"]) == .refused("-mllvm -load=x"))
  }

  @Test(arguments: [
    ["-MF", "x.d"], ["-MD"], ["-o", "x.o"], ["-save-temps"], ["-serialize-diagnostics", "x"], ["-emit-llvm"],
    ["--coverage"],
    ["-ftime-trace=x"], ["-gsplit-dwarf"], ["-index-store-path", "x"], ["-fmodules-cache-path=x"], ["-O2"],
    ["-fanalyzer"],
    ["-working-directory", "/etc"], ["-resource-dir", "/tmp"], ["-B", "/tmp"], ["-Wp,-D_FORTIFY_SOURCE=2"], ["a.c"],
  ]) func whatWritesFilesOrSaysNothingOfTheSourceIsDropped(arguments: [String]) {
    #expect(CompileArguments.judge(arguments + ["-DX"]) == .accepted(["-DX"]))
  }

  @Test func whatTellsTheSourceIsKept() {
    let arguments = [
      "-I", "inc", "-DA=1", "-D", "B", "-isystem", "/s", "-include", "config.h", "-std=gnu99", "-x", "c", "-m32", "-U",
      "C",
    ]
    #expect(
      CompileArguments.judge(arguments)
        == .accepted([
          "-Iinc", "-DA=1", "-DB", "-isystem", "/s", "-include", "config.h", "-std=gnu99", "-x", "c", "-m32", "-UC",
        ]))
  }

  @Test func aCommandIsSplitLikeAShellDoes() {
    #expect(
      ShellWords.split(#"cc -DA="a b" '-DB="x"' c\ d  "\$e\n" ''"#) == [
        "cc", "-DA=a b", "-DB=\"x\"", "c d", "$e\\n", "",
      ])
    #expect(ShellWords.split("cc 'open") == nil)
    #expect(ShellWords.split("cc \\") == nil)
  }

  @Test func relativePathsStartAtTheDirectory() throws {
    let database = try CompileDatabase(
      text: #"[{"directory": "/p/build", "file": "../src/a.c", "command": "gcc -I../inc -c ../src/a.c -o a.o"}]"#,
      path: "/p/compile_commands.json")
    #expect(database.entries == [.init(file: "/p/src/a.c", directory: "/p/build", arguments: ["-I../inc"])])
  }

  @Test func badEntriesAreSkippedOneByOne() throws {
    let database = try CompileDatabase(
      text: """
        [ {"directory": "/p", "file": "ok.c", "arguments": ["cc"]}, 7, {"file": 3}, {"directory": "/p", "file": "none.c"},
          {"directory": "/p", "file": "open.c", "command": "cc 'x"},
          {"directory": "/p", "file": "evil.c", "arguments": ["cc", "-fplugin=/tmp/x.so"]} ]
        """, path: "/p/compile_commands.json")
    #expect(database.entries.map(\.file) == ["/p/ok.c"])
    #expect(database.problems.count == 5)
    #expect(database.problems.last?.file == "/p/evil.c")
    #expect(database.problems.last?.message.contains("-fplugin=/tmp/x.so") == true)
    #expect(database.problems.last?.isFatal == true)
  }

  @Test(arguments: ["", "{", "[{\"file\": \"a.c\"},\n oops]", "{\"file\": \"a.c\"}", "7"])
  func aBrokenDatabaseSaysWhatWasExpected(text: String) {
    let error = #expect(throws: CompileDatabaseError.self) {
      try CompileDatabase(text: text, path: "/p/compile_commands.json")
    }
    #expect(error?.description.hasPrefix("/p/compile_commands.json") == true)
    #expect(error?.description.contains("expected a JSON list") == true)
  }

  @Test func theDatabaseIsFoundUpwardAndInBuild() {
    let files: Set<String> = ["/p/build/compile_commands.json", "/q/compile_commands.json"]
    #expect(CompileDatabase.path(for: "/p/src/deep/a.c", isFile: files.contains) == "/p/build/compile_commands.json")
    #expect(CompileDatabase.path(for: "/q/a.c", isFile: files.contains) == "/q/compile_commands.json")
    #expect(CompileDatabase.path(for: "/r/a.c", isFile: files.contains) == nil)
  }
}
