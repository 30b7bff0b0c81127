package import Model

/// Lowers one C translation unit to a summary.
package struct ClangReader {
  package init() {}
}
