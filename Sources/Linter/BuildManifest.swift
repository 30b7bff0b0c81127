import Foundation

/// The compiler calls in the manifest that SwiftPM writes for its build engine: `.build/debug.yaml`.
///
/// Each property of a command stands on a line of its own, and lists are JSON. Reading it needs no parser of YAML, and
/// lists that nobody asks for stay text: the file is several megabytes for a large package.
struct BuildManifest: Sendable {
  struct Command: Sendable {
    enum Compiler: Sendable {
      case swift
      case clang
    }

    var compiler: Compiler
    fileprivate var inputLine: Range<Int>
    fileprivate var argumentLine: Range<Int>
  }

  private(set) var commands: [Command] = []
  private let bytes: Data

  /// Nil when there is none, or it cannot be read.
  init?(path: String) {
    // Not mapped: a build that runs meanwhile may cut the file off.
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
    self.init(bytes)
  }

  init(_ bytes: Data) {
    self.bytes = bytes
    commands = bytes.withUnsafeBytes { Self.commands(in: $0) }
  }

  /// The files that the command reads; with a Swift module's sources, the modules that it imports.
  func inputs(of command: Command) -> [String] { strings(in: command.inputLine) }

  /// The command line, from the compiler's name on.
  func arguments(of command: Command) -> [String] { strings(in: command.argumentLine) }

  private static func commands(in text: UnsafeRawBufferPointer) -> [Command] {
    let inputs = Array("    inputs: [".utf8)
    let arguments = Array("    args: [".utf8)
    var commands: [Command] = []
    var inputLine: Range<Int>?
    var start = 0
    while let base = text.baseAddress, start < text.count {
      // SAFETY: `start` is within the buffer, and the search ends with it.
      let newline = memchr(base + start, 0x0A, text.count - start).map { UnsafeRawPointer($0) - base }
      let line = start..<(newline ?? text.count)
      start = line.upperBound + 1
      // A command begins with its name, two columns in.
      guard line.count > 4, text[line.lowerBound + 2] == 0x20 else {
        inputLine = nil
        continue
      }
      if begins(text[line], with: inputs) {
        inputLine = line.lowerBound + inputs.count..<line.upperBound
      } else if begins(text[line], with: arguments), let known = inputLine {
        let list = line.lowerBound + arguments.count..<line.upperBound
        if let compiler = compiler(in: text[list]) {
          commands.append(Command(compiler: compiler, inputLine: known, argumentLine: list))
        }
      }
    }
    return commands
  }

  private static func begins(_ line: Slice<UnsafeRawBufferPointer>, with prefix: [UInt8]) -> Bool {
    line.count >= prefix.count && line.prefix(prefix.count).elementsEqual(prefix)
  }

  /// What the first word of a command line runs.
  private static func compiler(in list: Slice<UnsafeRawBufferPointer>) -> Command.Compiler? {
    guard list.first == UInt8(ascii: "\"") else { return nil }
    let word = String(decoding: list.dropFirst().prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    switch FilePath.name(word) {
    case "swiftc": return .swift
    case "clang": return .clang
    default: return nil
    }
  }

  /// The strings of a list whose opening bracket stands before the range.
  private func strings(in range: Range<Int>) -> [String] {
    bytes.withUnsafeBytes { text in
      let line = text[range]
      guard !line.contains(UInt8(ascii: "\\")) else {
        return (try? JSONDecoder().decode([String].self, from: Data("[".utf8) + Data(line))) ?? []
      }
      // Without escapes every second quotation mark ends a string.
      let parts = line.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
      return stride(from: 1, to: parts.count, by: 2).map { String(decoding: parts[$0], as: UTF8.self) }
    }
  }
}
