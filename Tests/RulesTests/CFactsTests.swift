import Foundation
import Rules
import Testing

/// Each C fact, against the headers that its file names, where they are installed.
@Suite struct CFacts {
  @Test(arguments: try FactFile.all()) func areDeclaredByTheirHeaders(file: FactFile) throws {
    for complaint in try HeaderCheck(file).complaints() {
      let place = SourceLocation(fileID: "rules/" + file.name, filePath: file.name, line: complaint.line, column: 1)
      Issue.record("\(complaint.message)", sourceLocation: place)
    }
  }

  @Test func aMisspelledFunctionIsFound() throws {
    #expect(try lines("# header: unistd.h\nusleep blocks sleep\nusleap blocks sleep") == [3])
  }

  @Test func anArgumentBeyondTheLastIsFound() throws {
    #expect(try lines("# header: poll.h\npoll blocks wait unless argument 3 is 0") == [2])
    #expect(try lines("# header: stdlib.h\nqsort runs argument 4 inline") == [2])
  }

  @Test func anArgumentOfAVariadicFunctionMayBeAny() throws {
    #expect(try lines("# header: fcntl.h\nfcntl blocks wait when argument 2 is NULL") == [])
  }

  @Test func aConstantOrFieldThatIsNotThereIsFound() throws {
    #expect(try lines("# header: sys/socket.h\nrecv blocks network unless argument 3 has MSG_NOWAIT") == [2])
    let fields = "sigaction.sa_handler runs field on signal-handler\nsigaction.sa_handle runs field on signal-handler"
    #expect(try lines("# header: signal.h\n" + fields) == [3])
  }

  @Test func theEndOfALockIsASymbolToo() throws {
    #expect(try lines("# header: pthread.h\npthread_mutex_lock holds lock until pthread_mutex_release") == [2])
  }

  @Test func whatTheFileDefinesIsDefined() throws {
    #expect(try lines("# define: doze=usleep\n# header: unistd.h\ndoze blocks sleep") == [])
  }

  @Test func aLibraryThatIsNotInstalledIsPassedOver() throws {
    #expect(try lines("# header: no/such.h\nno_such blocks wait") == [])
  }

  private func lines(_ text: String) throws -> [Int] {
    try HeaderCheck(FactFile(name: "c/sample.facts", text: text)).complaints().map(\.line)
  }
}

struct FactFile: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String

  var testDescription: String { name }

  /// The files of `rules/facts/c`.
  static func all() throws -> [FactFile] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let folder = tests.deletingLastPathComponent().appending(path: "rules/facts/c")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
      .filter { $0.hasSuffix(".facts") && $0 != "remedies.facts" }
      .map { name in
        FactFile(name: "c/" + name, text: try String(contentsOf: folder.appending(path: name), encoding: .utf8))
      }
  }
}

struct Complaint: Equatable {
  var line: Int
  var message: String
}

/// Turns the facts of a file into declarations that only compile when the headers say the same, and asks the compiler.
///
/// `# header: A B` names what declares the facts up to the next such line; they are passed over when one of them is missing.
/// `# package: P` names the pkg-config package that knows where the headers are, `# define: M` a macro that they want.
/// A fact with `since` is not checked, for the headers may be older.
struct HeaderCheck {
  private let file: FactFile
  private let facts: [Int: [Fact]]

  init(_ file: FactFile) throws {
    self.file = file
    // The remedies stand in a file of their own, and only the complete set of files may be asked for them.
    let remedies = Set(file.text.split(separator: "\n").compactMap { $0.split(separator: " see ").dropFirst().first })
      .map { "remedy \($0.prefix { $0.isLetter }) * something" }
    let rules = try Rules(files: [
      (file.name, file.text), ("c/remedies.facts", Set(remedies).sorted().joined(separator: "\n")),
    ])
    facts = Dictionary(grouping: rules.facts, by: \.location.line)
  }

  func complaints() throws -> [Complaint] {
    var found: [Check: [Complaint]] = [:]
    for line in try compile().split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 4)
      guard parts.count == 5, [" error", " fatal error"].contains(parts[3]), let number = Int(parts[1]) else {
        continue
      }
      guard let check = Check(rawValue: String(parts[0])) else {
        // The headers themselves do not compile.
        return [Complaint(line: 1, message: String(line))]
      }
      found[check, default: []].append(Complaint(line: number, message: String(parts[4])))
    }
    // A record may be known by a typedef, by its tag, or both.
    let tags = Set(found[.tag, default: []].map(\.line))
    let records = found[.typedef, default: []].filter { tags.contains($0.line) }
    let all = found[.function, default: []] + found[.constant, default: []] + records
    return Dictionary(all.map { ($0.line, $0) }) { first, _ in first }.values.sorted { $0.line < $1.line }
  }

  /// What a line of the generated source is about; it stands where a diagnostic has the file's name.
  private enum Check: String {
    case function, constant, typedef, tag
  }

  private var source: String {
    var code = """
      template <class R, class... A> constexpr bool has(R (*)(A...), int index) { return index < (int)sizeof...(A); }
      template <class R, class... A> constexpr bool has(R (*)(A..., ...), int) { return true; }

      """
    var isOpen = false
    for (index, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("# header: ") {
        if isOpen { code += "#endif\n" }
        let headers = line.dropFirst(10).split(separator: " ")
        code += "#if " + headers.map { "__has_include(<\($0)>)" }.joined(separator: " && ") + "\n"
        code += headers.map { "#include <\($0)>\n" }.joined()
        isOpen = true
      } else if isOpen {
        for fact in facts[index + 1, default: []] where fact.since == nil { code += checks(of: fact, line: index + 1) }
      }
    }
    return code + (isOpen ? "#endif\n" : "")
  }

  private func checks(of fact: Fact, line: Int) -> String {
    var code = ""
    func add(_ check: Check, _ statement: String) {
      code += "#line \(line) \"\(check.rawValue)\"\n\(statement)\n"
    }
    let name = fact.symbol.name
    if let record = fact.symbol.path.first {
      add(.typedef, "static_assert(sizeof(((\(record) *)0)->\(name)), \"\");")
      add(.tag, "static_assert(sizeof(((struct \(record) *)0)->\(name)), \"\");")
    } else {
      let last = fact.arguments.max() ?? -1
      add(.function, "static_assert(has(&\(name), \(last)), \"\(name) has no argument \(last)\");")
    }
    for symbol in fact.ends { add(.function, "static_assert(has(&\(symbol), -1), \"\");") }
    for constant in fact.constants {
      add(.constant, "static auto c\(code.utf8.count)_\(line)_\(name) = [] { (void)(\(constant)); };")
    }
    return code
  }

  private func compile() throws -> String {
    let input = FileManager.default.temporaryDirectory.appending(path: "facts-\(UUID().uuidString).cpp")
    try source.write(to: input, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: input) }
    let resources = try run("clang", ["-print-resource-dir"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
    let options = [
      "-fsyntax-only", "-std=gnu++17", "-fblocks", "-w", "-ferror-limit=0", "-fno-caret-diagnostics", "-D_GNU_SOURCE",
      // Part of a function's type, it would hide the parameters from the templates.
      "-D__noescape__=__unused__",
      // libdispatch's headers come with the toolchain.
      "-idirafter", resources + "/../../swift",
    ]
    return try run(
      "clang",
      options + (try packageOptions()) + words(after: "# define: ").map { "-D" + $0 } + [
        input.path(percentEncoded: false)
      ]
    ).errors
  }

  private func packageOptions() throws -> [String] {
    let packages = words(after: "# package: ")
    guard !packages.isEmpty else { return [] }
    return try run("pkg-config", ["--cflags"] + packages).output.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private func words(after start: String) -> [String] {
    guard let line = file.text.split(separator: "\n").first(where: { $0.hasPrefix(start) }) else { return [] }
    return line.dropFirst(start.count).split(separator: " ").map(String.init)
  }

  private func run(_ program: String, _ arguments: [String]) throws -> (output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let folder = FileManager.default.temporaryDirectory.appending(path: "facts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files, not pipes: neither stream can fill up while the other is read.
    let files = try ["output", "errors"].map { name in
      let path = folder.appending(path: name)
      try Data().write(to: path)
      return path
    }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    return (try String(contentsOf: files[0], encoding: .utf8), try String(contentsOf: files[1], encoding: .utf8))
  }
}

extension Fact {
  /// Every N of `argument N` and `deep N`.
  fileprivate var arguments: [Int] {
    var indices: [Int] = []
    if case .runs(.argument(let index), _, _) = claim { indices.append(index) }
    if case .completes(_, let index?) = claim { indices.append(index) }
    for (subject, _) in tests {
      switch subject {
      case .argument(let index), .deep(let index): indices.append(index)
      case .label, .receiver: break
      }
    }
    return indices
  }

  /// The names that conditions compare with.
  fileprivate var constants: [String] {
    tests.compactMap { _, test in
      switch test {
      case .has(let name), .lacks(let name), .equals(.spelled(let name)), .differs(.spelled(let name)): name
      default: nil
      }
    }
  }

  /// The functions that end what this one begins.
  fileprivate var ends: [String] {
    switch claim {
    case .holds(_, let end), .releases(_, let end): [end]
    default: []
    }
  }

  private var tests: [(Condition.Subject, Condition.Test)] {
    [when, unless].compactMap(\.self).flatMap(\.tests)
  }
}

extension Condition {
  fileprivate var tests: [(Subject, Test)] {
    switch self {
    case .any(let conditions), .all(let conditions): conditions.flatMap(\.tests)
    case .test(let subject, let test): [(subject, test)]
    }
  }
}
