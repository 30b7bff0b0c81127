import Loops

/// A stall that the watchdog reported as ended.
struct Reported: Codable, Sendable {
  /// The name of the place whose probe it is about, or the label of a probe of none.
  var place: String
  var begin: Int
  var duration: Int
  var uncertainty: Int
  /// When it was first told of.
  var told: Int
  /// What the first of its threads did.
  var doing: String
  var call: String?
  /// The innermost frame that is no system code and has a line, of the most frequent stack.
  var file: String?
  var line: Int?

  var end: Int {
    let (end, overflows) = begin.addingReportingOverflow(duration)
    return overflows ? .max : end
  }
}

/// An injected stall and the report about it.
struct Match: Codable, Sendable {
  var injected: Injected
  var reported: Reported?

  /// How far the reported duration is from the true one, in nanoseconds.
  var error: Int? {
    reported.map { abs($0.duration - (injected.end - injected.begin)) }
  }

  /// How long after its begin it was told of, in nanoseconds.
  var toldAfter: Int? {
    reported.map { $0.told - injected.begin }
  }

  var isToldWhileItLasted: Bool {
    reported.map { $0.told < injected.end } ?? false
  }

  /// Whether the error is no larger than the report says that it may be; 0.1 ms for the way into the piece of work.
  var isWithinUncertainty: Bool {
    guard let reported, let error else { return false }
    return error <= reported.uncertainty + 100_000
  }

  var hasRightCause: Bool {
    guard let reported else { return false }
    switch injected.cause {
    case .spin: return reported.doing == "busy"
    case .sleep: return reported.doing == "blocked" && reported.call?.hasSuffix("nanosleep") == true
    case .lock: return reported.doing == "blocked" && reported.call == "futex"
    case .file: return reported.doing == "blocked" && reported.call == "read"
    }
  }

  var hasRightLine: Bool {
    guard let file = reported?.file else { return false }
    return file.split(separator: "/").last.map(String.init) == Gate.file && reported?.line == injected.line
  }
}

/// What was injected beside what was reported.
struct Score: Codable, Sendable {
  private(set) var matches: [Match]
  /// One injected stall, more than one report.
  private(set) var duplicates: [Reported] = []
  /// Of an actor while a pool was stalled, or of a pool while an actor held one of its threads.
  private(set) var knockOns: [Reported] = []
  /// Of a loop that nobody stalled.
  private(set) var falseReports: [Reported] = []
  /// A line for each.
  let pauses: [String]
  /// How many reports could not be kept.
  let dropped: Int

  /// Matches by the loop and by the time: a report is about the injected stall that it shares the most time with.
  /// What is `tied` takes its threads from the same pools, and one of it may stall because another does.
  init(injected: [Injected], said: Said, tied: Set<String>) {
    pauses = said.pauses
    dropped = said.dropped
    matches = injected.sorted { $0.begin < $1.begin }.map { Match(injected: $0) }
    for report in said.stalls.sorted(by: { $0.duration > $1.duration }) {
      if let index = mostOverlapping(report) {
        if matches[index].reported == nil {
          matches[index].reported = report
        } else {
          duplicates.append(report)
        }
      } else if tied.contains(report.place),
        injected.contains(where: { tied.contains($0.place) && report.overlap($0) > 0 })
      {
        knockOns.append(report)
      } else {
        falseReports.append(report)
      }
    }
  }

  private func mostOverlapping(_ report: Reported) -> Int? {
    matches.indices
      .filter { matches[$0].injected.place == report.place && report.overlap(matches[$0].injected) > 0 }
      .max { report.overlap(matches[$0].injected) < report.overlap(matches[$1].injected) }
  }
}

extension Reported {
  fileprivate func overlap(_ injected: Injected) -> Int {
    min(end, injected.end) - max(begin, injected.begin)
  }
}
