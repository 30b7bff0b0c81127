import Model
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    "1970-01-01T00:00:00.000000Z", "2026-11-22T23:33:50.123456Z", "2024-02-29T12:00:00.000001Z",
    "2000-03-01T00:00:00.999999Z", "1999-12-31T23:59:59.500000Z", "0001-01-01T00:00:00.000000Z",
    "9999-12-31T23:59:59.999999Z", "1900-02-28T01:02:03.000004Z",
  ])
  func aTimeIsWrittenAsItWasRead(text: String) throws {
    #expect(try #require(Timestamp(text)).description == text)
  }

  @Test func theFractionMayBeOfAnyLengthOrMissing() {
    #expect(Timestamp("1970-01-01T00:00:01Z")?.microseconds == 1_000_000)
    #expect(Timestamp("1970-01-01T00:00:00.5Z")?.microseconds == 500_000)
    #expect(Timestamp("1970-01-01T00:00:00.123456789Z")?.microseconds == 123_456)
  }

  @Test(arguments: [
    "", "Z", "2026-11-22", "2026-11-22T23:33:50", "2026-11-22T23:33:50+01:00", "2026-13-22T23:33:50Z",
    "2026-11-22T24:00:00Z", "2026-11-22T23:33:50.Z", "2026-11-22T23:33:50.1x3Z", "+026-11-22T23:33:50Z",
    "２026-11-22T23:33:50Z",
  ])
  func whatIsNoTimeIsRefused(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func aDayIsOneDayLater() throws {
    let day = try #require(Timestamp("2028-02-28T00:00:00Z"))
    #expect(day.adding(nanoseconds: 86_400_000_000_000).label == "2028-02-29 00:00:00")
    #expect(day.adding(nanoseconds: .max).description.hasPrefix("2320-"))
  }
}
