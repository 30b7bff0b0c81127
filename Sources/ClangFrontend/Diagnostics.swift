import CLibclang

/// The errors of a parse.
struct Diagnostics {
  struct Report {
    var text: String
    var location: CXSourceLocation
    /// In the main file.
    var offset: Int?
  }

  private(set) var errors: [Report] = []

  init(of unit: CXTranslationUnit, main: String, _ library: Libclang) {
    let clang = library.table
    let mainFile = clang.pointee.getFile(unit, main)
    let error: Int32 = 3
    for index in 0..<clang.pointee.getNumDiagnostics(unit) {
      let diagnostic = clang.pointee.getDiagnostic(unit, index)
      defer { clang.pointee.disposeDiagnostic(diagnostic) }
      guard clang.pointee.getDiagnosticSeverity(diagnostic) >= error else { continue }
      let location = clang.pointee.getDiagnosticLocation(diagnostic)
      var (file, offset): (CXFile?, UInt32) = (nil, 0)
      clang.pointee.getFileLocation(location, &file, nil, nil, &offset)
      errors.append(
        Report(
          text: library.text(clang.pointee.getDiagnosticSpelling(diagnostic)), location: location,
          offset: file != nil && file == mainFile ? Int(offset) : nil))
    }
  }

  var missingHeaders: [(Report, name: String)] {
    errors.compactMap { report in
      guard report.text.hasSuffix("' file not found"), let name = report.text.split(separator: "'").first else {
        return nil
      }
      return (report, String(name))
    }
  }
}
