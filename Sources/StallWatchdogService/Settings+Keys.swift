extension Settings {
  /// The keys that a service has beyond those of a watchdog.
  enum Key: String, CaseIterable {
    case pool, main, log, metrics, file, size, files, delays

    var expected: String {
      switch self {
      case .pool, .main, .log, .metrics: "on or off"
      case .file: "a path"
      case .size: "a size such as 16MB"
      case .files: "a number above 0"
      case .delays: "a duration such as 60s"
      }
    }
  }

  /// The keys, their values where nothing is said, and what they do.
  static let help = """
    settings are separated by colons; on takes them as they are, off watches nothing
      threshold=100ms   how long a loop gives no sign of life when it stalls
      stacks=blocked    which stalled threads tell the line: off, blocked, or all, busy ones by SIGPROF
      rest=DURATION     the longest time between two looks at an idle process
      probes-of-c=on    watch the probes that C code made
      pool=on           watch the threads that run Swift tasks
      main=on           watch the main actor
      log=on            write stalls to the log, each site once a minute
      metrics=on        count stalls and delays in metrics
      file=PATH         write every stall to a file, as a line of JSON; a path with a colon is quoted by \\"
      size=16MB         how large the file becomes before it is renamed to PATH.1
      files=5           how many such files there are at most
      delays=60s        the time between two reports of the delays of each loop
    """

  static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "on", "true", "yes", "1": true
    case "off", "false", "no", "0": false
    default: nil
    }
  }

  /// Reads `65536`, `512KB`, `16MB`, `1GB`, each unit a thousand of the one before.
  static func bytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = ["": 1, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000]
    guard let unit = units[text[digits.endIndex...].uppercased()], let number = Int(digits) else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: unit)
    return overflow || bytes == 0 ? nil : bytes
  }
}
