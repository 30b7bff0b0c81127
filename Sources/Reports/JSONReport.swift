import Model

/// The tool's own JSON, version 1. `Model` is free to change; this layout is not.
struct JSONReport: Encodable {
  let version = 1
  let tool: Tool
  let coverage: Coverage
  let findings: [Finding]
  /// Only where stall logs were asked.
  let evidence: Seen?

  init(_ report: Report) {
    tool = Tool(version: report.toolVersion)
    coverage = Coverage(report.coverage)
    findings = report.findings.map(Finding.init)
    evidence = report.seen.map(Seen.init)
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
    let fix: Fix?
    let fingerprint: String
    let evidence: Evidence?

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
        kind: finding.context.kind?.rawValue ?? "synchronous", symbol: finding.context.symbol,
        place: finding.context.place.map(Place.init))
      path = finding.path.map { Hop(symbol: $0.symbol, place: $0.place.map(Place.init)) }
      remedy = finding.remedy
      fix = finding.fix.map(Fix.init)
      fingerprint = finding.fingerprint
      evidence = finding.evidence.map(Evidence.init)
    }
  }
}

extension JSONReport {
  /// Offsets count bytes of the file as it was read.
  struct Fix: Encodable {
    let applicability: String
    let edits: [Edit]

    init(_ fix: Model.Fix) {
      applicability = fix.applicability.rawValue
      edits = fix.edits.map { Edit(file: $0.file, start: $0.start, end: $0.end, text: $0.text) }
    }
  }

  struct Edit: Encodable {
    let file: String
    let start: Int
    let end: Int
    let text: String
  }
}

/// What stall logs add; readers that know nothing of it lose nothing.
extension JSONReport {
  /// The stalls of running programs, in nanoseconds. `unended` ones have no end in the log; their times are what they
  /// lasted at least.
  struct Evidence: Encodable {
    let stalls: Int
    let total: Int
    let max: Int
    let unended: Int

    enum CodingKeys: String, CodingKey {
      case stalls, unended
      case total = "total_ns"
      case max = "max_ns"
    }

    init(_ count: StallCount) {
      stalls = count.stalls
      total = count.lost
      max = count.longest
      unended = count.unended
    }
  }

  struct Seen: Encodable {
    let stalls: Evidence
    let unpredicted: [Site]

    init(_ seen: SeenStalls) {
      stalls = Evidence(seen.count)
      unpredicted = seen.unpredicted.map(Site.init)
    }

    /// A site of stalls that no finding of the report predicts.
    struct Site: Encodable {
      let name: String
      let file: String?
      let line: Int?
      let cause: String?
      let loops: [String]
      let silenced: Bool
      let stalls: Evidence

      init(_ site: SeenStalls.Site) {
        name = site.name
        file = site.place?.file
        line = site.place?.line
        cause = site.cause
        loops = site.loops
        silenced = site.isSilenced
        stalls = Evidence(site.count)
      }
    }
  }
}
