import CLibclang
import Model

extension UnitLowering {
  /// Takes over what the comments and `#include` lines of the project's files say.
  func readFiles(missing: [String]) {
    let files = inclusions()
    let byName = Dictionary(grouping: files.map(\.path), by: FilePaths.name)
    // An `#include` under a condition that does not hold leaves no file behind.
    let isRead = { (name: String) in
      byName[FilePaths.name(name)]?.contains { $0 == name || $0.hasSuffix("/\(name)") } == true
        || missing.contains(name)
    }
    var seen: Set<String> = []
    for file in files where file.isProject {
      summary.suppressions += file.suppressions
      summary.problems += file.problems
      summary.imports += file.scan.includes.filter { isRead($0) && seen.insert($0).inserted }
    }
  }

  /// Reports what clang could not make sense of: every missing header, or else the first few errors.
  func report(_ diagnostics: Diagnostics) {
    let missing = diagnostics.missingHeaders.map { error, header in
      problem(error, "header not found: \(header); calls through it may be missed")
    }
    // Errors after a missing header follow from it.
    summary.problems +=
      missing.isEmpty ? diagnostics.errors.prefix(3).map { problem($0, "clang: \($0.text)") } : missing
  }

  private func problem(_ error: Diagnostics.Report, _ message: String) -> Problem {
    let place = place(error.location)
    return Problem(file: place.file, line: place.line == 0 ? nil : place.line, message: message, isFatal: false)
  }
}
