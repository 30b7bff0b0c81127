/// A moment on the wall clock, in UTC.
///
/// When something began, not how long it took: the wall clock may be set at any time, so durations are measured on
/// another one.
public struct WallTime: Sendable, Hashable, Comparable {
  /// Since 1970-01-01T00:00:00Z, without leap seconds.
  public var nanosecondsSinceEpoch: Int64

  /// The moment so long after 1970 began; before, where it is negative.
  public init(nanosecondsSinceEpoch: Int64) {
    self.nanosecondsSinceEpoch = nanosecondsSinceEpoch
  }

  public static func < (lhs: WallTime, rhs: WallTime) -> Bool {
    lhs.nanosecondsSinceEpoch < rhs.nanosecondsSinceEpoch
  }
}

extension WallTime: CustomStringConvertible {
  /// RFC 3339 with microseconds: `2026-11-22T23:41:21.000042Z`. What is finer is cut off.
  public var description: String {
    let (seconds, nanoseconds) = Self.floorDivide(nanosecondsSinceEpoch, by: 1_000_000_000)
    let (days, second) = Self.floorDivide(seconds, by: 86_400)
    let (year, month, day) = Self.date(daysSinceEpoch: days)
    let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    let time =
      "\(Self.padded(second / 3600, 2)):\(Self.padded(second / 60 % 60, 2)):\(Self.padded(second % 60, 2))"
    return "\(date)T\(time).\(Self.padded(nanoseconds / 1000, 6))Z"
  }

  /// Counts in periods of 400 years, in which the Gregorian calendar repeats, from March on, so that the leap day comes
  /// last.
  private static func date(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let daysFrom0000March1 = daysSinceEpoch + 719_468
    let (period, dayOfPeriod) = floorDivide(daysFrom0000March1, by: 146_097)
    let yearOfPeriod = (dayOfPeriod - dayOfPeriod / 1460 + dayOfPeriod / 36_524 - dayOfPeriod / 146_096) / 365
    let dayOfYear = dayOfPeriod - (365 * yearOfPeriod + yearOfPeriod / 4 - yearOfPeriod / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfPeriod + period * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func floorDivide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }
}
