#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
package import Model

/// The entries of a `compile_commands.json`.
package struct CompileDatabase: Sendable {
  package struct Entry: Hashable, Sendable {
    /// Absolute.
    package var file: String
    package var directory: String
    /// What libclang is given; see `CompileArguments`.
    package var arguments: [String]
  }

  /// The database's own path.
  package var path: String
  /// In the order of the file; a source compiled twice has two.
  package var entries: [Entry] = []
  /// Entries that could not be used, one by one.
  package var problems: [Problem] = []

  /// Reads a database.
  package init(path: String) throws(CompileDatabaseError) {
    guard let bytes = try? SourceFile.bytes(of: path, limit: 1 << 30) else { throw .unreadable(path: path) }
    try self.init(json: Data(bytes), path: path)
  }

  package init(text: String, path: String) throws(CompileDatabaseError) {
    try self.init(json: Data(text.utf8), path: path)
  }

  private init(json: Data, path: String) throws(CompileDatabaseError) {
    self.path = path
    let raw: [RawEntry]
    do {
      raw = try JSONDecoder().decode([RawEntry].self, from: json)
    } catch {
      throw .malformed(path: path, line: Self.line(of: error), found: Self.reason(error))
    }
    for (index, entry) in raw.enumerated() { add(entry, number: index + 1) }
  }

  /// The database of a source: `compile_commands.json` in its folder, one above, or a `build` folder in one of them.
  package static func path(for source: String, isFile: (String) -> Bool = SourceFile.exists) -> String? {
    var folder = FilePaths.normalised(source)
    while true {
      for candidate in ["compile_commands.json", "build/compile_commands.json"] {
        let path = FilePaths.joined(folder, candidate)
        if isFile(path) { return path }
      }
      let above = FilePaths.parent(folder)
      if above == folder || folder == "." { return nil }
      folder = above
    }
  }

  private mutating func add(_ raw: RawEntry, number: Int) {
    guard let file = raw.file, !file.isEmpty else { return skip(number, nil, "it has no `file`") }
    let directory = FilePaths.joined(FilePaths.parent(path), raw.directory ?? "")
    let source = FilePaths.normalised(FilePaths.joined(directory, file))
    guard let words = raw.arguments ?? raw.command.map(ShellWords.split) ?? [] else {
      return skip(number, source, "its `command` has a quotation that is not closed")
    }
    guard !words.isEmpty else { return skip(number, source, "it has neither `arguments` nor `command`") }
    switch CompileArguments.judge(Array(words.dropFirst())) {
    case .accepted(let arguments):
      entries.append(Entry(file: source, directory: FilePaths.normalised(directory), arguments: arguments))
    case .refused(let argument):
      problems.append(
        Problem(
          file: source,
          message:
            "refused: the argument `\(argument)` in \(path) makes clang load or run code; remove it from the entry",
          isFatal: true))
    }
  }

  private mutating func skip(_ number: Int, _ source: String?, _ reason: String) {
    problems.append(
      Problem(
        file: source ?? path, message: "entry \(number) of \(path) was skipped: \(reason)", isFatal: source != nil))
  }

  /// The decoder says where it stumbled only in prose: `… around line 3, column 5.`
  private static func line(of error: any Error) -> Int? {
    let text = "\(error)"
    guard let range = text.firstRange(of: "around line ") else { return nil }
    return Int(text[range.upperBound...].prefix { $0.isNumber })
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty: "the top is not a list"
    case DecodingError.typeMismatch, DecodingError.valueNotFound: "an entry is not an object"
    default: "not valid JSON"
    }
  }
}

/// An entry whose fields may each be missing or of the wrong type.
private struct RawEntry: Decodable {
  var file: String?
  var directory: String?
  var command: String?
  var arguments: [String]?

  private enum Key: String, CodingKey {
    case file, directory, command, arguments
  }

  init(from decoder: any Decoder) throws {
    guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
    file = try? fields.decode(String.self, forKey: .file)
    directory = try? fields.decode(String.self, forKey: .directory)
    command = try? fields.decode(String.self, forKey: .command)
    arguments = try? fields.decode([String].self, forKey: .arguments)
  }
}

/// Why a compile database could not be read at all.
package enum CompileDatabaseError: Error, Hashable, CustomStringConvertible {
  case unreadable(path: String)
  case malformed(path: String, line: Int?, found: String)

  package var description: String {
    switch self {
    case .unreadable(let path):
      "\(path): cannot be read; expected a compile database as `bear -- make` or CMake writes it"
    case .malformed(let path, let line, let found):
      "\(path)\(line.map { ":\($0)" } ?? ""): \(found); expected a JSON list of objects with `directory`, `file` and `arguments` or `command`"
    }
  }
}
