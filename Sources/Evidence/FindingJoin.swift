package import Model

/// Says which findings predict which stalls.
///
/// A finding predicts a stall as far as its path agrees with the stack that was seen most; only those of the closest
/// agreement count, since a stack passes through many lines and a cause is reached over many paths:
/// 1. the stack goes through the finding's place and on through every hop of its path whose place is known;
/// 2. it goes through the finding's place, and on another way than the path;
/// 3. it names no line, but the function the finding stands in and every function on its path;
/// 4. it goes through a hop of its path: the code that blocks was seen, reached another way.
package struct FindingJoin {
  /// The findings, in their order, those that were seen with their evidence.
  package private(set) var findings: [Finding]
  /// The summary, each site with the findings that predict it.
  package private(set) var summary: StallSummary
  /// The stalls that no finding predicts, by site, in the order of the sites.
  package private(set) var unpredicted: [(site: Int, count: StallCount)] = []

  /// - Parameter folder: where the paths of the findings start; nil where nobody knows.
  package init(_ findings: [Finding], _ summary: StallSummary, folder: String?) {
    self.findings = findings
    self.summary = summary
    self.summary.isJoined = true
    var matcher = FindingMatcher(findings, frames: summary.frames, folder: folder)
    for index in summary.sites.indices { join(index, &matcher) }
  }

  private mutating func join(_ index: Int, _ matcher: inout FindingMatcher) {
    let site = summary.sites[index]
    // Without a frame there is nothing to compare.
    var missed = site.frame == nil ? site.count : StallCount()
    var matched: [Int: Bool] = [:]
    for stack in site.stacks where site.frame != nil && stack.count.stalls > 0 {
      let matches = matcher.findings(on: stack.frames)
      guard !matches.findings.isEmpty else {
        missed.add(stack.count)
        continue
      }
      for match in matches.findings {
        matched[match] = matched[match] == true || matches.areAlongPath
        var evidence = findings[match].evidence ?? StallCount()
        evidence.add(stack.count)
        findings[match].evidence = evidence
      }
    }
    summary.sites[index].predictions = matched.sorted { $0.key < $1.key }.map { match, isAlongPath in
      StallSite.Prediction(finding: findings[match].unmarked, isAlongPath: isAlongPath)
    }
    if missed.stalls > 0 { unpredicted.append((index, missed)) }
  }
}

extension Finding {
  fileprivate var unmarked: Finding {
    var finding = self
    finding.evidence = nil
    return finding
  }
}

/// Finds the findings whose paths lead along a stack.
struct FindingMatcher {
  private struct Spot: Hashable {
    var name: Substring
    var line: Int
  }

  private struct Step {
    var finding: Int
    /// 0 is the finding's own place, then come the hops.
    var number: Int
    var path: SourcePath
    var file: String
    var column: Int
  }

  /// Where a frame stands on the paths of findings.
  private struct Hit: Hashable {
    var finding: Int
    var number: Int
  }

  private let places: [[Place]]
  private let functions: [(context: FunctionName?, path: [FunctionName?])]
  private let frames: [StallFrame]
  private let folder: SourcePath?
  private var steps: [Spot: [Step]] = [:]
  private var hits: [Int: [Hit]] = [:]

  init(_ findings: [Finding], frames: [StallFrame], folder: String?) {
    self.frames = frames
    self.folder = folder.map(SourcePath.init)
    places = findings.map { finding in
      // A finding without a path or a kind is not about what blocks.
      guard !finding.path.isEmpty, finding.kind != nil else { return [] }
      // The first hop is the call reported, so it has the finding's place.
      return [finding.place] + finding.path.compactMap(\.place).filter { $0 != finding.place }
    }
    functions = findings.map { finding in
      (FunctionName(finding.context.symbol), finding.path.dropLast().map { FunctionName($0.symbol) })
    }
    for (index, places) in places.enumerated() {
      for (number, place) in places.enumerated() {
        let path = SourcePath(place.file)
        steps[Spot(name: path.name, line: place.line), default: []].append(
          Step(finding: index, number: number, path: path, file: place.file, column: place.column))
      }
    }
  }

  /// The indices of those that agree most, and whether that is all along their paths.
  struct Matches {
    var findings: [Int]
    var areAlongPath: Bool
  }

  mutating func findings(on stack: [Int]) -> Matches {
    var seen: [Int: [Int]] = [:]
    // Outermost first, as paths are written.
    for frame in stack.reversed() {
      for hit in hits(of: frame) where seen[hit.finding]?.last != hit.number {
        seen[hit.finding, default: []].append(hit.number)
      }
    }
    let byPlace = seen.filter { $0.value.contains(0) }
    let byPath = byPlace.filter { isWhole($0.value, of: places[$0.key].count) }
    if !byPath.isEmpty { return Matches(findings: Array(byPath.keys), areAlongPath: true) }
    if !byPlace.isEmpty { return Matches(findings: Array(byPlace.keys), areAlongPath: false) }
    let byFunction = findings(namedBy: stack)
    if !byFunction.isEmpty { return Matches(findings: byFunction, areAlongPath: true) }
    return Matches(findings: Array(seen.keys), areAlongPath: false)
  }

  /// Whether the numbers 0, 1, 2, … occur in this order.
  private func isWhole(_ numbers: [Int], of count: Int) -> Bool {
    var next = 0
    for number in numbers where number == next { next += 1 }
    return next == count
  }

  private mutating func hits(of frame: Int) -> [Hit] {
    if let known = hits[frame] { return known }
    let found = Self.hits(of: frames[frame], steps, folder)
    hits[frame] = found
    return found
  }

  private static func hits(of frame: StallFrame, _ steps: [Spot: [Step]], _ folder: SourcePath?) -> [Hit] {
    guard let file = frame.file, let line = frame.line else { return [] }
    let path = SourcePath(file)
    var candidates = steps[Spot(name: path.name, line: line), default: []].compactMap { step in
      agreement(of: path, with: step, folder).map { (step, $0) }
    }
    // Several calls stand on the line; where the column is that of one, the others are not meant.
    let exact = candidates.filter { $0.0.column == frame.column }
    if !exact.isEmpty { candidates = exact }
    // Where several files could be meant, the one whose path agrees longest is.
    guard let best = candidates.map(\.1).max() else { return [] }
    return Set(candidates.filter { $0.1 == best }.map { Hit(finding: $0.0.finding, number: $0.0.number) })
      .sorted { ($0.finding, $0.number) < ($1.finding, $1.number) }
  }

  /// How far the paths agree, from the file's name back; nil where they name two files.
  ///
  /// The machine that built the program keeps it in another folder than the one that lints it, so the beginnings differ;
  /// the folder and the name have to be the same, or the name where one of the paths has no more than that.
  private static func agreement(of path: SourcePath, with step: Step, _ folder: SourcePath?) -> Int? {
    let isAbsolute = step.file.hasPrefix("/")
    let other = isAbsolute ? step.path : SourcePath((folder?.components ?? []) + step.path.components)
    let agreement = path.agreement(with: other)
    let enough = min(2, path.components.count, other.components.count)
    return agreement >= enough ? agreement : nil
  }

  /// The findings whose functions all occur, in order, among the frames that have no line.
  private func findings(namedBy stack: [Int]) -> [Int] {
    let names = stack.reversed().compactMap { index -> FunctionName? in
      guard frames[index].line == nil, !frames[index].isSystem, let function = frames[index].function else {
        return nil
      }
      return FunctionName(function)
    }
    guard !names.isEmpty else { return [] }
    return functions.indices.filter { index in
      guard !places[index].isEmpty, let context = functions[index].context else { return false }
      var wanted = ([context] + functions[index].path.compactMap { $0 })[...]
      for name in names {
        if let next = wanted.first, next.isSame(as: name) { wanted = wanted.dropFirst() }
      }
      return wanted.isEmpty
    }
  }
}
