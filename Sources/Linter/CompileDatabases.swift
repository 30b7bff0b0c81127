import ClangFrontend
import Model
import Synchronization

/// The compile databases around the files that are read, each read once.
final class CompileDatabases: Sendable {
  enum Answer {
    case entry(CompileDatabase.Entry)
    /// What the database says is not to be done, and why.
    case refused(String)
    /// No database speaks of the file.
    case unknown
  }

  fileprivate struct Commands {
    var entries: [String: CompileDatabase.Entry] = [:]
    var refused: [String: String] = [:]
  }

  fileprivate struct State {
    /// The database around each folder; nil where there is none.
    var paths: [String: String?] = [:]
    var commands: [String: Commands] = [:]
    var problems: [Problem] = []
  }

  /// The one that the user named; it takes the place of those around the files.
  private let named: String?
  private let state: Mutex<State>

  init(named: String?) throws(CompileDatabaseError) {
    var state = State()
    self.named = named
    if let named { state.add(try CompileDatabase(path: named)) }
    self.state = Mutex(state)
  }

  var problems: [Problem] { state.withLock { $0.problems } }

  func answer(for path: String) -> Answer {
    state.withLock { state in
      guard let database = named ?? state.database(around: FilePath.parent(path)) else { return .unknown }
      let commands = state.commands(of: database)
      if let message = commands.refused[path] { return .refused(message) }
      return commands.entries[path].map { .entry($0) } ?? .unknown
    }
  }
}

extension CompileDatabases.State {
  fileprivate mutating func database(around folder: String) -> String? {
    if let known = paths[folder] { return known }
    let path = CompileDatabase.path(for: folder)
    paths[folder] = .some(path)
    return path
  }

  fileprivate mutating func commands(of path: String) -> CompileDatabases.Commands {
    if let known = commands[path] { return known }
    do {
      add(try CompileDatabase(path: path))
    } catch {
      problems.append(Problem(file: path, line: error.line, message: error.fault, isFatal: true))
      commands[path] = CompileDatabases.Commands()
    }
    return commands[path] ?? CompileDatabases.Commands()
  }

  fileprivate mutating func add(_ database: CompileDatabase) {
    var read = CompileDatabases.Commands()
    // A source that is compiled twice is read once, the first way.
    for entry in database.entries where read.entries[entry.file] == nil { read.entries[entry.file] = entry }
    for problem in database.problems {
      if problem.isFatal { read.refused[problem.file] = problem.message } else { problems.append(problem) }
    }
    commands[database.path] = read
  }
}

extension CompileDatabaseError {
  fileprivate var line: Int? {
    guard case .malformed(_, let line, _) = self else { return nil }
    return line
  }

  /// The fault and the way out, without the place.
  fileprivate var fault: String {
    switch self {
    case .unreadable: "cannot be read; C files are read without it"
    case .malformed(_, _, let found): "\(found); C files are read without it; write it anew, for example with bear"
    }
  }
}
