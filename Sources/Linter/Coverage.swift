import Model

extension Coverage {
  /// What was read of the user's own files, and how well.
  init(of summaries: [Summary], problems: [Problem]) {
    self.init()
    for summary in summaries {
      switch summary.language {
      case .swift: swift.add(summary.resolution)
      case .c: c.add(summary.resolution)
      }
    }
    // One line per file: its first problem is the one to mend first.
    var last: String?
    for problem in problems where problem.file != last {
      last = problem.file
      let reason = problem.line.map { "line \($0): \(problem.message)" } ?? problem.message
      skipped.append(Skip(file: problem.file, reason: reason))
    }
  }
}

extension Coverage.Count {
  fileprivate mutating func add(_ resolution: Summary.Resolution) {
    files += 1
    switch resolution {
    case .resolved: resolved += 1
    case .stale: stale += 1
    case .syntax: syntax += 1
    }
  }
}
