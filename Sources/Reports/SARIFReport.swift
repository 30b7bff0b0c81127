import Model

/// SARIF 2.1.0 within the limits that GitHub's code scanning sets.
struct SARIFReport {
  let report: Report
  let options: ReportOptions

  var text: String {
    let rules = ruleDescriptions
    let indices = Dictionary(zip(rules.map(\.name), rules.indices), uniquingKeysWith: { first, _ in first })
    let driver = SARIFLog.Driver(
      name: "unblock", version: report.toolVersion, semanticVersion: semanticVersion, rules: rules.map(rule))
    let root = SARIFLog.ArtifactLocation(description: SARIFLog.Message(text: "the directory that the tool ran in"))
    let run = SARIFLog.Run(
      tool: SARIFLog.Tool(driver: driver), invocations: [invocation],
      originalUriBaseIds: [SARIFLocations.root: root],
      results: report.findings.map { result($0, ruleIndex: indices[$0.rule] ?? 0) })
    return StableJSON.text(of: SARIFLog(runs: [run]))
  }

  private var locations: SARIFLocations { SARIFLocations(sourceLine: options.sourceLine) }

  /// Every rule that is known or was broken, by name, each once.
  private var ruleDescriptions: [RuleDescription] {
    let unknown = report.findings.map { RuleDescription(name: $0.rule, summary: "", text: "", severity: $0.severity) }
    var byName: [String: RuleDescription] = [:]
    for rule in options.ruleDescriptions + unknown where byName[rule.name] == nil { byName[rule.name] = rule }
    return byName.values.sorted { $0.name < $1.name }
  }

  private func rule(_ rule: RuleDescription) -> SARIFLog.Rule {
    let summary = rule.summary.isEmpty ? rule.name : rule.summary
    let page = rule.text.isEmpty ? summary : rule.text
    // GitHub takes no more than 1024 characters; a scalar has at most two in the strictest count, UTF-16 units.
    let short = String(summary.unicodeScalars.prefix(512))
    return SARIFLog.Rule(
      id: rule.name, shortDescription: SARIFLog.Message(text: short), fullDescription: SARIFLog.Message(text: short),
      help: SARIFLog.Message(text: page, markdown: page),
      defaultConfiguration: SARIFLog.Rule.Configuration(level: rule.severity.rawValue),
      properties: SARIFLog.Rule.Properties(
        tags: rule.tags.reduce(into: []) { tags, tag in if !tags.contains(tag) { tags.append(tag) } },
        severity: rule.severity == .note ? "recommendation" : rule.severity.rawValue))
  }

  /// The version if it is one in the sense of Semantic Versioning.
  private var semanticVersion: String? {
    let core = report.toolVersion.prefix { $0 != "-" && $0 != "+" }
    let numbers = core.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 3 && numbers.allSatisfy { UInt($0) != nil } ? report.toolVersion : nil
  }

  private var invocation: SARIFLog.Invocation {
    let notifications = report.coverage.skipped.map { skip in
      SARIFLog.Notification(
        level: "warning", message: SARIFLog.Message(text: "skipped: \(skip.reason)"),
        locations: [locations.file(skip.file)])
    }
    let readSomething = report.coverage.swift.files + report.coverage.c.files > 0
    return SARIFLog.Invocation(executionSuccessful: readSomething, toolExecutionNotifications: notifications)
  }

  private func result(_ finding: Finding, ruleIndex: Int) -> SARIFLog.Result {
    let fingerprint = finding.fingerprint
    return SARIFLog.Result(
      ruleId: finding.rule, ruleIndex: ruleIndex, level: finding.severity.rawValue,
      message: SARIFLog.Message(text: finding.message),
      locations: [locations.location(finding.place, inside: finding.context.symbol)],
      codeFlows: codeFlow(of: finding).map { [$0] },
      relatedLocations: finding.context.place.map {
        [locations.location($0, id: 1, message: finding.context.label)]
      },
      // GitHub compares `primaryLocationLineHash` alone; the other name says whose fingerprint it is.
      partialFingerprints: fingerprint.isEmpty
        ? nil : ["primaryLocationLineHash": fingerprint, "unblock/v1": fingerprint],
      rank: rank(of: finding), fixes: finding.fix.flatMap(fix).map { [$0] },
      properties: SARIFLog.Result.Properties(
        confidence: finding.confidence.rawValue, kind: finding.kind, remedy: finding.remedy,
        evidence: finding.evidence.map(JSONReport.Evidence.init)))
  }

  /// Nil where nobody tells at which lines its edits stand.
  private func fix(_ fix: Fix) -> SARIFLog.Fix? {
    guard let sourcePlace = options.sourcePlace else { return nil }
    var changes: [SARIFLog.ArtifactChange] = []
    for file in Set(fix.edits.map(\.file)).sorted() {
      let replacements = fix.edits.filter { $0.file == file }.compactMap { edit -> SARIFLog.Replacement? in
        guard let start = sourcePlace(file, edit.start), let end = sourcePlace(file, edit.end) else { return nil }
        return SARIFLog.Replacement(
          deletedRegion: locations.region(from: start, to: end),
          insertedContent: SARIFLog.Replacement.Content(text: edit.text))
      }
      changes.append(SARIFLog.ArtifactChange(artifactLocation: locations.artifact(file), replacements: replacements))
    }
    guard changes.allSatisfy({ !$0.replacements.isEmpty }) else { return nil }
    return SARIFLog.Fix(
      description: SARIFLog.Message(text: "\(fix.applicability.rawValue) fix"), artifactChanges: changes)
  }

  /// What was seen in production comes first, by the time lost; nil where no stall log was asked.
  private func rank(of finding: Finding) -> Double? {
    guard let seen = report.seen else { return nil }
    guard let evidence = finding.evidence else { return 0 }
    return (Double(evidence.lost) / Double(max(1, seen.count.lost)) * 1000).rounded() / 10
  }

  private func codeFlow(of finding: Finding) -> SARIFLog.CodeFlow? {
    guard !finding.path.isEmpty else { return nil }
    var place = finding.place
    let steps = finding.path.enumerated().map { depth, hop in
      // GitHub wants a place for every step; where a hop's own is unknown, the one before it leads there.
      place = hop.place ?? place
      return SARIFLog.ThreadFlow.Step(location: locations.location(place, message: hop.symbol), nestingLevel: depth)
    }
    return SARIFLog.CodeFlow(threadFlows: [SARIFLog.ThreadFlow(locations: steps)])
  }
}
