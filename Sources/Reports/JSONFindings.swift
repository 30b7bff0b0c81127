package import Model

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// Reads back what `--format json` wrote, as far as findings are concerned.
package enum JSONFindings {
  /// Nil when it is no such report, or one of another version.
  package static func findings(in data: Data) -> [Finding]? {
    guard let report = try? JSONDecoder().decode(Report.self, from: data), report.version == 1 else { return nil }
    return report.findings.map(\.finding)
  }

  private struct Report: Decodable {
    let version: Int
    let findings: [Entry]
  }

  private struct Entry: Decodable {
    let rule: String
    let kind: String?
    let severity: Severity
    let confidence: Confidence
    let file: String
    let line: Int
    let column: Int
    let message: String
    let context: Context
    let path: [Hop]
    let remedy: String?
    let fingerprint: String

    struct Context: Decodable {
      let kind: String
      let symbol: String
      let place: Place?
    }

    struct Hop: Decodable {
      let symbol: String
      let place: Place?
    }

    var finding: Finding {
      Finding(
        rule: rule, kind: kind, severity: severity, confidence: confidence,
        place: Place(file: file, line: line, column: column), message: message,
        context: Finding.Context(
          kind: ContextKind(rawValue: context.kind), symbol: context.symbol, place: context.place),
        path: path.map { Finding.Hop(symbol: $0.symbol, place: $0.place) }, remedy: remedy, fingerprint: fingerprint)
    }
  }
}
