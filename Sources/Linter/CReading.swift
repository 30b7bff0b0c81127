import ClangFrontend
import Foundation
import Model
import Synchronization

/// Reads C files with what a compile database or their package says about them.
final class CReading: Sendable {
  /// Opened with the first C file: most Swift packages need none.
  private let library = Mutex<Result<Libclang, LibclangError>?>(nil)
  private let databases: CompileDatabases
  private let workingDirectory: String

  init(workingDirectory: String, compileCommands: String?) throws(LinterError) {
    self.workingDirectory = workingDirectory
    let path = compileCommands.map { FilePath.absolute($0, in: workingDirectory) }
    do throws(CompileDatabaseError) {
      databases = try CompileDatabases(named: path)
    } catch {
      throw LinterError.compileCommands(error.description)
    }
  }

  /// What was wrong with the databases that were used; known once all files are read.
  var problems: [Problem] {
    databases.problems.map { problem in
      var problem = problem
      problem.file = FilePath.display(problem.file, in: workingDirectory)
      return problem
    }
  }

  func read(_ text: String, _ file: SourceFile) -> Summary {
    do throws(LibclangError) {
      let reader = ClangReader(library: try openLibrary())
      switch databases.answer(for: file.path) {
      case .entry(let entry):
        return reader.read(TranslationUnit(entry, root: workingDirectory, unsavedText: text))
      case .refused(let message): return failed(file, message)
      case .unknown: return read(text, file, with: reader)
      }
    } catch {
      return failed(file, error.description)
    }
  }

  /// As a build compiled it; as its manifest says where no build did.
  private func read(_ text: String, _ file: SourceFile, with reader: ClangReader) -> Summary {
    guard let compiled = file.module.compiled else { return reader.read(unit(text, file)) }
    switch CompileArguments.judge(compiled.arguments) {
    case .refused(let argument):
      return failed(
        file, "refused: its build's argument `\(argument)` makes clang load or run code; remove it and build again")
    case .accepted(let arguments):
      var unit = TranslationUnit(
        file: file.name, directory: compiled.directory, arguments: arguments, resolution: .resolved,
        unsavedText: text, root: workingDirectory)
      unit.path = file.path
      let summary = reader.read(unit)
      return summary.problems.isEmpty ? summary : better(summary, text, file, with: reader)
    }
  }

  /// A build that is older than its manifest may lack the folders in which a file's headers are today.
  private func better(_ built: Summary, _ text: String, _ file: SourceFile, with reader: ClangReader) -> Summary {
    var declared = reader.read(unit(text, file))
    guard declared.problems.count < built.problems.count else { return built }
    declared.resolution = .stale
    declared.problems.append(
      Problem(
        file: file.name, message: "its build's arguments no longer fit, so it was read without them; run swift build",
        isFatal: false))
    return declared
  }

  private func unit(_ text: String, _ file: SourceFile) -> TranslationUnit {
    guard !file.module.name.isEmpty else {
      return .loose(file: file.name, directory: workingDirectory, root: workingDirectory, unsavedText: text)
    }
    return .target(
      file: file.name, directory: workingDirectory, includeDirectories: file.module.includeFolders,
      defines: file.module.defines, root: workingDirectory, unsavedText: text)
  }

  private func openLibrary() throws(LibclangError) -> Libclang {
    let result = library.withLock { library in
      let result = library ?? open()
      library = result
      return result
    }
    return try result.get()
  }

  private func open() -> Result<Libclang, LibclangError> {
    Result { () throws(LibclangError) in try Libclang.find(environment: ProcessInfo.processInfo.environment) }
  }

  private func failed(_ file: SourceFile, _ message: String) -> Summary {
    var summary = Summary(file: file.name, language: .c, module: file.module.name)
    summary.problems = [Problem(file: file.name, message: message, isFatal: true)]
    return summary
  }
}
