import Model

/// The tool's own JSON, version 1. `Model` is free to change; this layout is not.
struct JSONReport: Encodable {
  let version = 1
  let tool: Tool
  let coverage: Coverage
  let findings: [Finding]

  init(_ report: Report) {
    tool = Tool(version: report.toolVersion)
    coverage = Coverage(report.coverage)
    findings = report.findings.map(Finding.init)
  }

  var text: String { StableJSON.text(of: self) }

  struct Tool: Encodable {
    let name = "unblock"
    let version: String
  }

  struct Coverage: Encodable {
    let swift: Count
    let c: Count
    let skipped: [Skip]

    init(_ coverage: Model.Coverage) {
      swift = Count(coverage.swift)
      c = Count(coverage.c)
      skipped = coverage.skipped.map { Skip(file: $0.file, reason: $0.reason) }
    }
  }

  struct Count: Encodable {
    let files: Int
    let resolved: Int
    let stale: Int
    let syntax: Int

    init(_ count: Model.Coverage.Count) {
      files = count.files
      resolved = count.resolved
      stale = count.stale
      syntax = count.syntax
    }
  }

  struct Skip: Encodable {
    let file: String
    let reason: String
  }

  struct Place: Encodable {
    let file: String
    let line: Int
    let column: Int

    init(_ place: Model.Place) {
      file = place.file
      // The contract promises counts from 1; consumers index with them.
      line = max(1, place.line)
      column = max(1, place.column)
    }
  }

  struct Hop: Encodable {
    let symbol: String
    let place: Place?
  }

  struct Context: Encodable {
    let kind: String
    let symbol: String
    let place: Place?
  }

  struct Finding: Encodable {
    let rule: String
    let kind: String?
    let severity: String
    let confidence: String
    let file: String
    let line: Int
    let column: Int
    let message: String
    let context: Context
    let path: [Hop]
    let remedy: String?
    let fingerprint: String

    init(_ finding: Model.Finding) {
      let place = Place(finding.place)
      rule = finding.rule
      kind = finding.kind
      severity = finding.severity.rawValue
      confidence = finding.confidence.rawValue
      file = place.file
      line = place.line
      column = place.column
      message = finding.message
      context = Context(
        kind: finding.context.kind.rawValue, symbol: finding.context.symbol,
        place: finding.context.place.map(Place.init))
      path = finding.path.map { Hop(symbol: $0.symbol, place: $0.place.map(Place.init)) }
      remedy = finding.remedy
      fingerprint = finding.fingerprint
    }
  }
}
