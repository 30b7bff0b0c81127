import Evidence
import Model

/// What stall logs say about the findings of a run.
struct ProductionEvidence {
  let stalls: StallSummary
  /// Where the paths of the findings start.
  let folder: String

  /// The findings, those that were seen with their evidence.
  func marked(_ findings: [Finding], where isChosen: (Finding) -> Bool) -> FindingJoin {
    // What the user does not ask for must not take the place of what the user does.
    FindingJoin(findings.filter(isChosen), stalls, folder: folder)
  }

  /// - Parameter all: findings, also those that a comment or the options silence.
  func seen(by join: FindingJoin, silenced all: [Finding]) -> SeenStalls {
    let withAll = FindingJoin(all, stalls, folder: folder).summary
    return SeenStalls(
      count: stalls.count,
      unpredicted: join.unpredicted.map { index, count in
        let site = stalls.sites[index]
        return SeenStalls.Site(
          name: stalls.name(of: site), place: stalls.place(of: site), cause: site.causes.first?.text,
          loops: site.loops.map { stalls.label(ofLoop: $0.index) }, count: count,
          isSilenced: !withAll.sites[index].predictions.isEmpty && join.summary.sites[index].predictions.isEmpty)
      })
  }
}
