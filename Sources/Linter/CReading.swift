import ClangFrontend
import Model

/// Reads C files with what a compile database or the package says about them.
struct CReading: Sendable {
  func read(_ text: String, _ file: SourceFile) -> Summary {
    Summary(file: file.name, language: .c, module: file.module.name)
  }
}
