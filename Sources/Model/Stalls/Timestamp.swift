/// A moment in UTC, to the microsecond.
package struct Timestamp: Hashable, Sendable, Comparable {
  /// Since 1970.
  package var microseconds: Int

  package init(microseconds: Int) {
    self.microseconds = microseconds
  }

  /// Reads `2026-11-22T23:33:50.123456Z`, with up to nine digits of a second's fraction or none; nil for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    let marks = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")].map { ($0, Character($1).asciiValue) }
    guard (20...30).contains(bytes.count), bytes.last == UInt8(ascii: "Z"),
      marks.allSatisfy({ bytes[$0] == $1 }),
      let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    var fraction = 0
    if bytes.count > 20 {
      let digits = bytes[20..<(bytes.count - 1)]
      guard bytes[19] == UInt8(ascii: "."), !digits.isEmpty, number(digits.indices) != nil else { return nil }
      let padded = (Array(digits) + Array(repeating: 0x30, count: 6)).prefix(6)
      fraction = padded.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    let days = Self.days(year, month, day)
    microseconds = (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + fraction
  }

  package func adding(nanoseconds: Int) -> Timestamp {
    Timestamp(microseconds: microseconds.plus(nanoseconds / 1000))
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

  /// Days since 1970-01-01 in the Gregorian calendar. Years are counted from March, so that leap days come last.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let years = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    return years * 365 + floored(years, 4) - floored(years, 100) + floored(years, 400)
      + (monthFromMarch * 153 + 2) / 5 + day - 719_469
  }

  private static func floored(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor : (number - divisor + 1) / divisor
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 with microseconds.
  package var description: String { "\(date)T\(clock).\(Self.padded(fraction(of: 1_000_000), 6))Z" }

  /// `2026-11-22 23:33:50`.
  package var label: String { "\(date) \(clock)" }

  private var date: String {
    var day = Self.floored(microseconds, 86_400_000_000)
    // Inverse of `days`: 400 years have 146,097 days; the estimate of the year is at most one too high.
    day += 719_468
    let era = Self.floored(day, 146_097)
    let dayOfEra = day - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(dayOfMonth, 2))"
  }

  private var clock: String {
    let second = fraction(of: 86_400_000_000) / 1_000_000
    return [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
  }

  private func fraction(of unit: Int) -> Int { microseconds - Self.floored(microseconds, unit) * unit }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Int {
  /// The sum, or the largest number where the sum would be larger: a damaged log may hold any durations.
  package func plus(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }
}
