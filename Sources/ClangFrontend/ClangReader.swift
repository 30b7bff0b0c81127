import CLibclang
package import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lowers C translation units to summaries.
///
/// `read` may be called from several threads at once: each call has an index of its own. It parses on a fresh thread with
/// a large stack, because clang descends as deep as the source nests.
package struct ClangReader: Sendable {
  private let library: Libclang

  package init(library: Libclang) { self.library = library }

  /// What a file contributes; when it cannot be read, a summary with a fatal problem.
  package func read(_ unit: TranslationUnit) -> Summary {
    let text: [UInt8]
    do {
      text = try Self.text(of: unit)
    } catch {
      return failed(unit, "\(error)")
    }
    let job = Job(library: library, unit: unit, text: text)
    let stack = 256 << 20
    let isDone = unblock_run_with_stack(
      stack, { data in data.map { Unmanaged<Job>.fromOpaque($0).takeUnretainedValue().run() } },
      Unmanaged.passUnretained(job).toOpaque())
    guard isDone else { return failed(unit, "no thread could be started to read it") }
    return job.summary ?? failed(unit, "libclang could not parse it (\(job.failure))")
  }

  private static func text(of unit: TranslationUnit) throws(SourceFileError) -> [UInt8] {
    if let text = unit.unsavedText { return Array(text.utf8) }
    let bytes = try SourceFile.bytes(of: unit.absolutePath)
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    return bytes
  }

  private func failed(_ unit: TranslationUnit, _ message: String) -> Summary {
    var summary = Summary(file: unit.file, language: .c, module: "")
    summary.problems = [Problem(file: unit.file, message: message, isFatal: true)]
    return summary
  }
}

/// One call of `read`, as it crosses to its thread and back.
private final class Job {
  private let library: Libclang
  private let unit: TranslationUnit
  private let text: [UInt8]
  private(set) var summary: Summary?
  private(set) var failure = "unknown error"

  init(library: Libclang, unit: TranslationUnit, text: [UInt8]) {
    self.library = library
    self.unit = unit
    self.text = text
  }

  func run() {
    let clang = library.table
    let index = clang.pointee.createIndex(0, 0)
    defer { clang.pointee.disposeIndex(index) }
    guard var parsed = parse(index, nil) else { return }
    defer { clang.pointee.disposeTranslationUnit(parsed) }
    var diagnostics = Diagnostics(of: parsed, main: unit.absolutePath, library)
    let missing = diagnostics.missingHeaders
    if !missing.isEmpty && !unit.isCxx {
      var prelude = Prelude()
      // Each round shows what the last one hid: a type, then its fields.
      for _ in 0..<6 {
        guard prelude.learn(diagnostics.errors, in: text), let better = parse(index, prelude) else { break }
        clang.pointee.disposeTranslationUnit(parsed)
        parsed = better
        diagnostics = Diagnostics(of: parsed, main: unit.absolutePath, library)
      }
    }
    let lowering = UnitLowering(library: library, unit: parsed, source: unit)
    summary = lowering.lower(diagnostics)
  }

  private func parse(_ index: CXIndex?, _ prelude: Prelude?) -> CXTranslationUnit? {
    let keepGoing: UInt32 = 0x200
    let header = FilePaths.joined(FilePaths.parent(unit.absolutePath), ".unblock-prelude.h")
    let arguments = prelude == nil ? arguments : arguments + ["-include", header]
    // Copies that live as long as the call: libclang takes arrays of C strings.
    let copies = (arguments + [unit.absolutePath, header, prelude?.text ?? ""]).map { strdup($0) }
    defer { copies.forEach { free($0) } }
    let pointers = copies.map { UnsafePointer($0) }
    let (path, headerPath, headerText) = (
      pointers[arguments.count], pointers[arguments.count + 1], pointers[arguments.count + 2]
    )
    var parsed: CXTranslationUnit?
    let code = text.withUnsafeBytes { bytes in
      // An empty array has no address, and libclang wants one.
      let contents = bytes.isEmpty ? headerText : bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      var unsaved = [
        CXUnsavedFile(Filename: path, Contents: contents, Length: UInt(bytes.count)),
        CXUnsavedFile(Filename: headerPath, Contents: headerText, Length: UInt((prelude?.text ?? "").utf8.count)),
      ]
      return library.table.pointee.parseTranslationUnit2(
        index, path, pointers, Int32(arguments.count), &unsaved, prelude == nil ? 1 : 2, keepGoing, &parsed)
    }
    if code == 0, let parsed { return parsed }
    let reasons = [
      "no syntax tree", "it failed", "libclang crashed", "invalid arguments", "the syntax tree is unreadable",
    ]
    failure = reasons.indices.contains(Int(code)) ? reasons[Int(code)] : "code \(code)"
    return nil
  }

  private var arguments: [String] {
    var arguments = [
      "-fsyntax-only", "-working-directory=\(unit.directory)", "-Wno-everything", "-ferror-limit=0",
      // A guess at what a misspelled name means would become a call that is not there.
      "-fno-spell-checking", "-Qunused-arguments",
    ]
    if let resources = library.resourceDirectory { arguments.append("-resource-dir=\(resources)") }
    if unit.isHeader { arguments += ["-x", unit.isCxx ? "c++" : "c"] }
    // Blocks occur in C for libdispatch; off otherwise, since old headers use `__block` as a name.
    if text.contains(UInt8(ascii: "^")), text.indices.dropLast().contains(where: opensBlock) {
      arguments.append("-fblocks")
    }
    return arguments + unit.arguments
  }

  private func opensBlock(_ index: Int) -> Bool {
    text[index] == UInt8(ascii: "^") && (text[index + 1] == UInt8(ascii: "{") || text[index + 1] == UInt8(ascii: "("))
  }
}
