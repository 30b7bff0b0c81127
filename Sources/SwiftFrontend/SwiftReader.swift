package import Model

/// Lowers one Swift file to a summary.
package struct SwiftReader: Sendable {
  package init() {}

  package func read(_ text: String, file: String, module: String) -> Summary {
    Summary(file: file, language: .swift, module: module)
  }
}
