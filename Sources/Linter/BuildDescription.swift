import Model

/// What a build said to the compilers about each source file.
struct BuildDescription: Sendable {
  /// What the build says about one file.
  enum Source: Sendable {
    case swift(SwiftModule)
    case c(CSource)
  }

  /// What one call of the Swift compiler says about all of its sources.
  struct SwiftModule: Sendable, Hashable {
    var name: String
    var defaultIsolation = Isolation.unspecified
    var isNonsendingByDefault = false
    /// Conditions that `#if` may ask for.
    var conditions: [String] = []
  }

  /// A call of clang, not yet judged.
  struct CSource: Sendable, Hashable {
    var module: String
    var directory: String
    /// Without the compiler's name.
    var arguments: [String]
  }

  private enum Reference {
    case module(Int)
    case command(Int)
  }

  /// When the build was planned, in nanoseconds since 1970.
  let planned: Int64
  private let manifest: BuildManifest
  /// Where relative paths start.
  private let directory: String
  private var modules: [SwiftModule] = []
  private var references: [String: Reference] = [:]
  private var sources: [String: [String]] = [:]

  /// Nil when there is no manifest of a build, or it cannot be read.
  init?(manifest path: String, directory: String) {
    guard let status = try? FileStatus(path), let manifest = BuildManifest(path: path) else { return nil }
    self.init(manifest, directory: directory, planned: status.modified)
  }

  init(_ manifest: BuildManifest, directory: String, planned: Int64) {
    self.planned = planned
    self.manifest = manifest
    self.directory = directory
    for (number, command) in manifest.commands.enumerated() {
      switch command.compiler {
      case .swift: addModule(command)
      case .clang:
        // A C source is all that its command reads; its arguments stay unread until the source is.
        for input in manifest.inputs(of: command) { references[input] = .command(number) }
      }
    }
  }

  /// What the build says about a source; nil where it does not list it.
  func source(at path: String) -> Source? {
    switch references[path] {
    case .module(let number): .swift(modules[number])
    case .command(let number): cSource(manifest.commands[number]).map { .c($0) }
    case nil: nil
    }
  }

  /// The Swift sources of a module, those that plugins made included.
  func sources(ofModule name: String) -> [String] { sources[name] ?? [] }

  private mutating func addModule(_ command: BuildManifest.Command) {
    let arguments = manifest.arguments(of: command)
    // Linking and wrapping are the Swift compiler's, too.
    guard arguments.contains("-c"), let module = SwiftModule(arguments: arguments) else { return }
    modules.append(module)
    let files = manifest.inputs(of: command).filter { $0.hasSuffix(".swift") }
    for file in files { references[file] = .module(modules.count - 1) }
    sources[module.name] = files
  }

  private func cSource(_ command: BuildManifest.Command) -> CSource? {
    let arguments = manifest.arguments(of: command)
    guard arguments.contains("-c") else { return nil }
    // `…/debug/CPart.build/nap.c.o`: the only place where the module of a C source is named.
    let output = arguments.firstIndex(of: "-o").flatMap { arguments.dropFirst($0 + 1).first } ?? ""
    let folder = output.split(separator: "/").last { $0.hasSuffix(".build") } ?? ""
    return CSource(module: String(folder.dropLast(6)), directory: directory, arguments: Array(arguments.dropFirst()))
  }
}

extension BuildDescription.SwiftModule {
  /// Nil when the command names no module.
  init?(arguments: [String]) {
    self.init(name: "")
    var words = arguments[...]
    while let word = words.popFirst() {
      switch word {
      // What the Swift compiler hands on is no option of its own; what it hands to its inside is.
      case "-Xcc", "-Xlinker", "-Xclang-linker": words = words.dropFirst()
      case "-module-name": name = words.popFirst() ?? ""
      case "-default-isolation": isolate(words.popFirst() ?? "")
      case "-enable-upcoming-feature", "-enable-experimental-feature":
        if words.popFirst() == Self.nonsending { isNonsendingByDefault = true }
      case "-swift-version":
        // The language mode in which the feature is no longer a choice.
        if let major = words.popFirst()?.split(separator: ".").first.flatMap({ Int($0) }), major >= 7 {
          isNonsendingByDefault = true
        }
      case "-D":
        if let condition = words.popFirst() { conditions.append(condition) }
      default:
        if word.hasPrefix("-D") { conditions.append(String(word.dropFirst(2))) }
        if word.hasPrefix("-default-isolation=") { isolate(String(word.dropFirst(19))) }
      }
    }
    guard !name.isEmpty else { return nil }
  }

  private static let nonsending = "NonisolatedNonsendingByDefault"

  private mutating func isolate(_ type: String) {
    defaultIsolation = type.isEmpty || type == "nonisolated" ? .unspecified : .globalActor(type)
  }
}
