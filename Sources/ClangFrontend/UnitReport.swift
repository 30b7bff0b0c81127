import CLibclang
import Model

extension UnitLowering {
  /// Takes over what the comments and `#include` lines of the project's files say.
  func readFiles() {
    var seen: Set<String> = []
    for file in inclusions() where file.isProject {
      summary.suppressions += file.suppressions
      summary.problems += file.problems
      summary.imports += file.scan.includes.filter { seen.insert($0).inserted }
    }
  }

  /// Reports what clang could not make sense of: every missing header, or else the first few errors.
  func readDiagnostics() {
    let error: Int32 = 3
    var errors: [Problem] = []
    var missing: [Problem] = []
    for index in 0..<clang.pointee.getNumDiagnostics(unit) {
      let diagnostic = clang.pointee.getDiagnostic(unit, index)
      defer { clang.pointee.disposeDiagnostic(diagnostic) }
      guard clang.pointee.getDiagnosticSeverity(diagnostic) >= error else { continue }
      let text = library.text(clang.pointee.getDiagnosticSpelling(diagnostic))
      let place = place(clang.pointee.getDiagnosticLocation(diagnostic))
      if text.hasSuffix("' file not found"), let name = text.split(separator: "'").first {
        missing.append(
          Problem(
            file: place.file, line: place.line, message: "header not found: \(name); calls through it may be missed",
            isFatal: false))
      } else if errors.count < 3 {
        errors.append(
          Problem(
            file: place.file, line: place.line == 0 ? nil : place.line, message: "clang: \(text)", isFatal: false))
      }
    }
    // Errors after a missing header follow from it.
    summary.problems += missing.isEmpty ? errors : missing
  }
}
