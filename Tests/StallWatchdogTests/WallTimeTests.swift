import StallWatchdog
import Testing

@Suite struct WallTimeTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000000Z"),
    (951_782_400_000_000_000, "2000-02-29T00:00:00.000000Z"),
    (1_709_251_199_999_999_999, "2024-02-29T23:59:59.999999Z"),
    (1_795_391_999_000_042_999, "2026-11-22T23:59:59.000042Z"),
    (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000Z"),
    (-1, "1969-12-31T23:59:59.999999Z"),
  ])
  func aMomentIsWrittenInUTC(nanoseconds: Int64, text: String) {
    #expect(WallTime(nanosecondsSinceEpoch: nanoseconds).description == text)
  }

  @Test func everyDayOfFourCenturiesFollowsTheOneBefore() {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (year, month, day) = (1900, 1, 1)
    var nanoseconds: Int64 = -2_208_988_800 * 1_000_000_000
    var wrong = 0
    for _ in 0..<146_097 {
      func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let expected = "\(year)-\(padded(month))-\(padded(day))T00:00:00.000000Z"
      if WallTime(nanosecondsSinceEpoch: nanoseconds).description != expected { wrong += 1 }
      let leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let length = month == 2 && leaps ? 29 : lengths[month - 1]
      (day, month, year) =
        day < length ? (day + 1, month, year) : month < 12 ? (1, month + 1, year) : (1, 1, year + 1)
      let (next, overflow) = nanoseconds.addingReportingOverflow(86_400_000_000_000)
      if overflow { break }
      nanoseconds = next
    }
    #expect(wrong == 0)
    #expect(year == 2262, "as far as 64 bits reach")
  }
}
