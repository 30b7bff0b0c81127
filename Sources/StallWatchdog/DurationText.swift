extension Duration {
  /// Reads `250us`, `50ms`, `1s`, `1.5s`, `2min`: a number that is not negative, and a unit (`ns`, `us`, `µs`, `ms`,
  /// `s`, `min`, `h`) right behind it.
  package init?(parsing text: some StringProtocol) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let unit = Self.nanosecondsOfUnits[String(text[digits.endIndex...])] else { return nil }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }), let whole = Int64(parts[0]) else {
      return nil
    }
    let (nanoseconds, overflow) = whole.multipliedReportingOverflow(by: unit)
    guard !overflow else { return nil }
    var fraction: Int64 = 0
    if parts.count == 2 {
      // Nine digits are all that a unit of hours can be divided into without an overflow, and more than a clock tells.
      let kept = parts[1].prefix(6)
      guard let numerator = Int64(kept) else { return nil }
      fraction = numerator * unit / kept.reduce(1) { power, _ in power * 10 }
    }
    let (sum, carry) = nanoseconds.addingReportingOverflow(fraction)
    guard !carry else { return nil }
    self = .nanoseconds(sum)
  }

  private static let nanosecondsOfUnits: [String: Int64] = [
    "ns": 1, "us": 1000, "µs": 1000, "μs": 1000, "ms": 1_000_000, "s": 1_000_000_000, "min": 60_000_000_000,
    "h": 3_600_000_000_000,
  ]
}
