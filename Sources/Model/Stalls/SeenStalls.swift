/// The stalls of running programs beside the findings of a run.
package struct SeenStalls: Hashable, Codable, Sendable {
  /// Sites of which some stalls are predicted by no finding of the report.
  package struct Site: Hashable, Codable, Sendable {
    package var name: String
    package var place: Place?
    /// What the thread was doing, in words.
    package var cause: String?
    package var loops: [String]
    package var count: StallCount
    /// A finding predicts them, and a comment in the source silences it.
    package var isSilenced: Bool

    package init(
      name: String, place: Place?, cause: String?, loops: [String], count: StallCount, isSilenced: Bool
    ) {
      self.name = name
      self.place = place
      self.cause = cause
      self.loops = loops
      self.count = count
      self.isSilenced = isSilenced
    }
  }

  /// All stalls of the logs.
  package var count: StallCount
  /// The most costly first.
  package var unpredicted: [Site]

  package init(count: StallCount, unpredicted: [Site]) {
    self.count = count
    self.unpredicted = unpredicted
  }
}
