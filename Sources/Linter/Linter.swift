import Analysis
import Evidence
import Model
package import Rules

/// The way from paths to a report: discover, read, analyse, filter.
package struct Linter: Sendable {
  package let rules: Rules
  package var options: LintOptions

  package init(rules: Rules, options: LintOptions) {
    self.rules = rules
    var options = options
    options.selection.pedanticRules = Set(rules.pages.filter(\.isPedantic).map(\.name))
    self.options = options
  }

  package func run(toolVersion: String) throws(LinterError) -> LintResult {
    try options.selection.validate(rules: ruleNames, kinds: BlockingKind.allCases.map(\.rawValue))
    try checkNamedStore()
    let folder = options.workingDirectory
    var discovery = Discovery(
      workingDirectory: folder, readsDependencies: options.readsDependencies, index: options.index)
    let texts = options.unsavedTexts.mapValues { Array($0.utf8) }
    let staged = try discover(&discovery).merging(texts) { $1 }
    let reader = FileReader(
      staged: staged, c: try CReading(workingDirectory: folder, compileCommands: options.compileCommands))
    let program = try read(&discovery, with: reader)
    let (findings, seen) = findings(in: program)
    let lines = SourceLines(staged: staged, workingDirectory: folder)
    var result = result(findings, program, discovery, reader.c.problems, lines, toolVersion)
    result.report.seen = seen
    return result
  }

  /// What was read of a program, and what is known of the libraries that it uses.
  struct Program: Sendable {
    var readings: IndexedReading
    var rules: Rules
    /// What is wrong with the index stores.
    var problems: [Problem]
    /// A store is there and could not be read at all.
    var hasLostIndex: Bool
  }

  /// Reads what was discovered and what that imports, with the compiler's answers in it.
  func read(_ discovery: inout Discovery, with reader: FileReader) throws(LinterError) -> Program {
    let stores = StoreReading(stores: discovery.packages.builds.stores, jobs: jobs)
    let readings = readAll(&discovery, with: reader)
    let rules = Interfaces(around: discovery.packages).completing(rules, for: readings.compactMap(\.summary))
    let store = try answer(of: stores)
    let indexed = IndexedReading(
      readings, store.contents, worthKnowing: Set(rules.facts.map(\.symbol.name)), jobs: jobs)
    return Program(
      readings: indexed, rules: rules, problems: store.problems, hasLostIndex: !store.failures.isEmpty)
  }

  /// A store that the user names is one that the user relies on.
  func checkNamedStore() throws(LinterError) {
    guard case .path(let path) = options.index else { return }
    let store = FilePath.absolute(path, in: options.workingDirectory)
    do throws(FileFault) { _ = try FileStatus(store) } catch {
      throw LinterError.indexStore(path: path, reason: error.text)
    }
    guard BuildFolder.written(store: store) == nil else { return }
    throw LinterError.indexStore(
      path: path, reason: "no index store; name a folder such as .build/debug/index/store, or build with swift build")
  }

  private var ruleNames: [String] { rules.pages.map(\.name) }
  private var jobs: Int { options.jobs ?? Workers.cores }

  /// Adds what is to be reported on; returns what git's index holds for files that the work tree holds otherwise.
  private func discover(_ discovery: inout Discovery) throws(LinterError) -> [String: [UInt8]] {
    guard options.isStaged else {
      for path in options.paths.isEmpty ? ["."] : options.paths { discovery.add(path) }
      guard discovery.files.isEmpty, discovery.problems.isEmpty else { return [:] }
      throw LinterError.nothingToLint(options.paths)
    }
    let stage = try Stage(paths: options.paths, workingDirectory: options.workingDirectory)
    for file in stage.files { discovery.addStaged(file) }
    return stage.contents
  }

  /// Reads the user's files, then the modules they import, then what those import.
  private func readAll(_ discovery: inout Discovery, with reader: FileReader) -> [FileReader.Reading] {
    var readings: [FileReader.Reading] = []
    var next = discovery.files
    var asked: Set<String> = []
    while !next.isEmpty {
      let progress = Progress(done: readings.count, total: discovery.files.count, report: options.progress)
      let batch = Workers.map(next, jobs: jobs) { file in
        defer { progress.advance() }
        return reader.read(file)
      }
      readings += batch
      let wanted = Set(batch.flatMap { [$0.file.module.name] + ($0.summary?.imports ?? []) }).subtracting(asked)
      asked.formUnion(wanted)
      next = discovery.addContext(modules: wanted.sorted())
    }
    return readings.sorted { $0.file.name < $1.file.name }
  }

  /// What the stores say; a store that cannot be read is a problem, unless the user named it.
  private func answer(of stores: StoreReading) throws(LinterError) -> StoreReading.Answer {
    var answer = stores.answer()
    if case .path(let path) = options.index, let failure = answer.failures.first {
      throw LinterError.indexStore(path: path, reason: failure.message)
    }
    for var failure in answer.failures {
      failure.message += "; until then files are judged by their source alone"
      answer.problems.append(failure)
    }
    answer.problems = answer.problems.map { problem in
      var problem = problem
      problem.file = FilePath.display(problem.file, in: options.workingDirectory)
      return problem
    }
    return answer
  }

  private func findings(in program: Program) -> ([Finding], SeenStalls?) {
    // On a thread with a large stack: the analysis follows call chains as deep as the program's.
    let found = Workers.map([program], jobs: 1) {
      Analysis($0.rules).findings(in: $0.readings.summaries, index: $0.readings.index)
    }
    .flatMap { $0 }
    let own = program.readings.summaries.filter { !$0.isDependency }
    let remaining = Suppressions(summaries: own, rules: Set(ruleNames)).applied(to: found)
    let findings = Fingerprint.filled(
      remaining.sorted { ($0.place, $0.rule, $0.message) < ($1.place, $1.rule, $1.message) })
    guard let stalls = options.stalls else { return (findings, nil) }
    let evidence = ProductionEvidence(stalls: stalls, folder: options.workingDirectory)
    let marked = evidence.marked(findings, where: options.selection.isChosen)
    return (marked.findings, evidence.seen(by: marked, silenced: found))
  }

  private func result(
    _ findings: [Finding], _ program: Program, _ discovery: Discovery, _ other: [Problem], _ lines: SourceLines,
    _ toolVersion: String
  ) -> LintResult {
    let own = program.readings.readings.filter { !$0.file.isContext }
    // A header's problems come with every file that includes it.
    let problems = Set(discovery.problems + own.flatMap(\.problems) + program.problems + other)
      .sorted { ($0.file, $0.line ?? 0, $0.message) < ($1.file, $1.line ?? 0, $1.message) }
    let repairing = Repairing(readings: own, jobs: jobs)
    let shown = repairing.filled(findings.filter(options.selection.shows))
    return LintResult(
      report: Report(
        toolVersion: toolVersion, coverage: Coverage(of: own.compactMap(\.summary), problems: problems),
        findings: shown),
      problems: problems,
      isIncomplete: discovery.isIncomplete || own.contains { $0.file.isNamed && $0.summary == nil },
      hiddenNotes: findings.count(where: options.selection.isTooMild),
      hiddenUncertain: findings.count(where: options.selection.isTooUnsure),
      buildCommand: options.index == .automatic && !program.hasLostIndex ? BuildAdvice(own).command : nil,
      sourceLines: lines, fixableFiles: repairing.files(of: shown))
  }
}
