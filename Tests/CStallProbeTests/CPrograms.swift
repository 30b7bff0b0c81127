#if os(Linux)
  import Foundation
  import Testing

  /// A way to compile C programs, with the engine and without Swift.
  enum CBuild: String, CaseIterable, CustomTestStringConvertible {
    case plain, addresses, threads

    /// Those that this machine has a compiler for.
    static let available = allCases.filter { compilers[$0] != nil }

    var testDescription: String {
      switch self {
      case .plain: "plain"
      case .addresses: "AddressSanitizer, UndefinedBehaviorSanitizer"
      case .threads: "ThreadSanitizer"
      }
    }

    private var flags: [String] {
      switch self {
      case .plain: ["-O2"]
      case .addresses: ["-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
      case .threads: ["-O1", "-fsanitize=thread"]
      }
    }

    /// Swift's Clang cannot link a C program with its ThreadSanitizer, which wants Dispatch.
    private static let compilers: [CBuild: String] = {
      var found: [CBuild: String] = [:]
      for build in allCases {
        let names = build == .addresses ? ["clang", "gcc", "cc"] : ["gcc", "cc", "clang"]
        found[build] = names.first { build.isPossible(with: $0) }
      }
      return found
    }()

    private func isPossible(with compiler: String) -> Bool {
      let program = "\(CFolder.path)/\(rawValue)-\(compiler)"
      let arguments = [compiler] + flags + ["-x", "c", "-", "-o", program]
      guard let run = try? Command.run(arguments, input: "int main(void) { return 0; }") else { return false }
      return run.status == 0 && (try? Command.run([program]))?.status == 0
    }

    /// The objects of the engine, compiled once.
    private static let engines: [CBuild: Result<[String], any Error>] = {
      var engines: [CBuild: Result<[String], any Error>] = [:]
      for build in available { engines[build] = Result { try build.compileEngine() } }
      return engines
    }()

    private func compileEngine() throws -> [String] {
      let folder = "\(CFolder.path)/\(rawValue)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let names = try FileManager.default.contentsOfDirectory(atPath: CFolder.engine)
      let sources = names.filter { $0.hasSuffix(".c") }.sorted()
      try compile(["-std=c11", "-c"] + sources.map { "\(CFolder.engine)/\($0)" }, in: folder)
      return sources.map { "\(folder)/\($0.dropLast(2)).o" }
    }

    /// The path of a program of `Tests/Fixtures/CLoops`.
    func program(_ name: String, libraries: [String] = []) throws -> String {
      try link(name, to: name, with: try Self.engines[self]?.get() ?? [], libraries)
    }

    /// The path of the same as a library, whose `main` is called `run`.
    func library(_ name: String, libraries: [String] = []) throws -> String {
      let engine = try FileManager.default.contentsOfDirectory(atPath: CFolder.engine).filter { $0.hasSuffix(".c") }
      let sources = engine.map { "\(CFolder.engine)/\($0)" }
      return try link(name, to: "\(name).so", with: ["-shared", "-fPIC", "-Dmain=run"] + sources, libraries)
    }

    private func link(_ name: String, to file: String, with engine: [String], _ libraries: [String]) throws -> String {
      let output = "\(try CFolder.fresh())/\(file)"
      try compile(
        ["-std=gnu11", "\(CFolder.fixtures)/\(name).c"] + engine + ["-o", output]
          + libraries.map { "-l\($0)" } + ["-lpthread", "-ldl"])
      return output
    }

    private func compile(_ arguments: [String], in folder: String? = nil) throws {
      let strict = [
        "-g", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I\(CFolder.engine)", "-I\(CFolder.engine)/include",
      ]
      let run = try Command.run([Self.compilers[self] ?? "cc"] + strict + flags + arguments, in: folder)
      guard run.status == 0 else { throw CompilationFailure(text: run.errors) }
    }

    /// Whether `#include <HEADER>` finds anything.
    static func hasHeader(_ header: String) -> Bool {
      let run = try? Command.run(["cc", "-E", "-x", "c", "-"], input: "#include <\(header)>")
      return run?.status == 0
    }
  }

  /// What a compiler said instead of compiling.
  struct CompilationFailure: Error, CustomStringConvertible {
    var text: String
    var description: String { text }
  }

  enum CFolder {
    static let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    static let engine = "\(root)/Sources/CStallProbe"
    static let fixtures = "\(root)/Tests/Fixtures/CLoops"
    static let schema = "\(root)/Sources/StallWatchdogService/stalls.schema.json"

    /// Where programs are built. Goes with the process.
    static let path: String = {
      let path = FileManager.default.temporaryDirectory.appending(path: "stall-\(UUID().uuidString)").path
      try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      atexit { try? FileManager.default.removeItem(atPath: CFolder.path) }
      return path
    }()

    /// An empty folder.
    static func fresh() throws -> String {
      let path = "\(Self.path)/\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      return path
    }
  }

  /// What a program did.
  struct Command {
    var status: Int32
    var output: String
    var errors: String

    static func run(_ arguments: [String], input: String = "", in folder: String? = nil) throws -> Command {
      let files = try CFolder.fresh()
      try Data(input.utf8).write(to: URL(fileURLWithPath: "\(files)/input"))
      for name in ["output", "errors"] { _ = FileManager.default.createFile(atPath: "\(files)/\(name)", contents: nil) }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = arguments
      if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
      process.standardInput = FileHandle(forReadingAtPath: "\(files)/input")
      // Into files: a pipe that nobody empties would stop the program.
      process.standardOutput = FileHandle(forWritingAtPath: "\(files)/output")
      process.standardError = FileHandle(forWritingAtPath: "\(files)/errors")
      try process.run()
      process.waitUntilExit()
      return Command(
        status: process.terminationStatus, output: try text(of: "\(files)/output"),
        errors: try text(of: "\(files)/errors"))
    }

    static func text(of file: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
    }
  }
#endif
