import Model

/// SARIF 2.1.0: one result for each site that has a place in a file or a function, with its stacks.
struct StallSARIFReport {
  private static let rule = "stall"
  /// Stacks of one site; the others are the cheapest.
  private static let stackLimit = 10

  let summary: StallSummary
  let options: StallReportOptions

  var text: String {
    let text = "An event loop, an actor or a thread of the pool did not run for longer than its threshold."
    let rule = SARIFLog.Rule(
      id: Self.rule, shortDescription: SARIFLog.Message(text: "a loop stalled in production"),
      fullDescription: SARIFLog.Message(text: text), help: SARIFLog.Message(text: text, markdown: text),
      defaultConfiguration: SARIFLog.Rule.Configuration(level: "warning"),
      properties: SARIFLog.Rule.Properties(tags: ["concurrency", "performance"], severity: "warning"))
    let root = SARIFLog.ArtifactLocation(description: SARIFLog.Message(text: "the directory that the tool ran in"))
    let sites = summary.sites.prefix(options.top ?? summary.sites.count)
    let run = SARIFLog.Run(
      tool: SARIFLog.Tool(
        driver: SARIFLog.Driver(
          name: "unblock", version: options.toolVersion, semanticVersion: nil, rules: [rule])),
      invocations: [SARIFLog.Invocation(executionSuccessful: summary.log.lines > 0, toolExecutionNotifications: [])],
      originalUriBaseIds: [SARIFLocations.root: root], results: sites.map(result))
    return StableJSON.text(of: SARIFLog(runs: [run]))
  }

  private var locations: SARIFLocations { SARIFLocations(sourceLine: nil) }

  private func result(_ site: StallSite) -> SARIFLog.Result {
    let causes = site.causes.map(\.text).joined(separator: ", ")
    let loops = site.loops.map { summary.label(ofLoop: $0.index) }.joined(separator: ", ")
    let name = summary.name(of: site)
    let message = "\(name) stalled \(loops): \(site.count.label)\(causes.isEmpty ? "" : "; \(causes)")"
    return SARIFLog.Result(
      ruleId: Self.rule, ruleIndex: 0, level: "warning", message: SARIFLog.Message(text: message),
      locations: [site.frame.map { location(of: summary.frames[$0]) } ?? named(name)],
      codeFlows: nil, relatedLocations: related(site), partialFingerprints: nil,
      stacks: stacks(of: site), rank: rank(of: site),
      properties: SARIFLog.Result.Properties(
        confidence: nil, kind: nil, remedy: nil, evidence: JSONReport.Evidence(site.count)))
  }

  /// By the share of all lost time, from 0 to 100.
  private func rank(of site: StallSite) -> Double {
    let all = summary.count.lost
    return all > 0 ? (Double(site.count.lost) / Double(all) * 1000).rounded() / 10 : 0
  }

  private func stacks(of site: StallSite) -> [SARIFLog.Stack]? {
    guard !site.stacks.isEmpty else { return nil }
    return site.stacks.prefix(Self.stackLimit).map { stack in
      SARIFLog.Stack(
        message: SARIFLog.Message(text: counted(stack.samples, "sample")),
        frames: stack.frames.map { index in
          let frame = summary.frames[index]
          return SARIFLog.Stack.Frame(location: location(of: frame), module: frame.image)
        })
    }
  }

  private func related(_ site: StallSite) -> [SARIFLog.Location]? {
    guard !site.predictions.isEmpty else { return nil }
    return site.predictions.map(\.finding).enumerated().map { index, finding in
      locations.location(finding.place, id: index + 1, message: "predicted by \(finding.rule): \(finding.message)")
    }
  }

  private func location(of frame: StallFrame) -> SARIFLog.Location {
    guard let place = frame.place else { return named(frame.name) }
    return locations.location(place, inside: frame.function ?? "")
  }

  private func named(_ name: String) -> SARIFLog.Location {
    SARIFLog.Location(physicalLocation: nil, logicalLocations: [SARIFLog.LogicalLocation(fullyQualifiedName: name)])
  }
}
