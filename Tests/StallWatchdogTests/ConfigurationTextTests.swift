import StallWatchdog
import Testing

@Suite struct ConfigurationTextTests {
  @Test func everySettingIsRead() {
    let (configuration, problems) = read("threshold=50ms:stacks=on:rest=1.5s:probes-of-c=off")
    #expect(configuration.threshold == .milliseconds(50))
    #expect(configuration.stacks == .all)
    #expect(configuration.rest == .milliseconds(1500))
    #expect(!configuration.watchesProbesOfC)
    #expect(problems.isEmpty)
  }

  @Test func anEmptyTextIsTheDefault() {
    let (configuration, problems) = read(" : ,")
    #expect(configuration == StallWatchdog.Configuration())
    #expect(problems.isEmpty)
  }

  @Test(arguments: [
    ("tresh=50ms", #"unknown key "tresh"; did you mean threshold?"#),
    ("treshold=50ms", #"unknown key "treshold"; did you mean threshold?"#),
    ("Stacks=on", #"unknown key "Stacks"; did you mean stacks?"#),
    ("colour=red", #"unknown key "colour""#),
    ("threshold=fast", #"threshold is "fast"; expected a duration such as 50ms"#),
    ("threshold=0ms", #"threshold is "0ms"; expected a duration such as 50ms"#),
    ("threshold=-5ms", #"threshold is "-5ms"; expected a duration such as 50ms"#),
    ("stacks=maybe", #"stacks is "maybe"; expected off, blocked or all"#),
    ("stacks", "stacks has no value; expected stacks=off, blocked or all"),
    ("rest=", "rest has no value; expected rest=a duration such as 50ms"),
  ])
  func aProblemSaysWhatToDo(text: String, problem: String) {
    let (configuration, problems) = read(text)
    #expect(problems.map(\.description) == [problem])
    #expect(configuration == StallWatchdog.Configuration())
  }

  @Test func whatIsWrongDoesNotHinderWhatIsRight() {
    let (configuration, problems) = read("bogus=1, threshold = 20ms ,stacks=perhaps")
    #expect(configuration.threshold == .milliseconds(20))
    #expect(problems.count == 2)
  }

  @Test func theLastOfTwoCountsAndIsNamed() {
    let (configuration, problems) = read("threshold=1s:threshold=2s")
    #expect(configuration.threshold == .seconds(2))
    #expect(problems == [.repeatedKey("threshold")])
  }

  @Test func keysOfOthersAreHandedOnWithSeparatorsInQuotationMarks() {
    var others: [String: String] = [:]
    var problems: [StallWatchdog.Configuration.Problem] = []
    _ = StallWatchdog.Configuration(
      parsing: #"file="/a:b,c.jsonl":stacks=on:fil=x"#, otherKeys: ["file"], others: &others, problems: &problems)
    #expect(others == ["file": "/a:b,c.jsonl"])
    #expect(problems == [.unknownKey("fil", meant: "file")])
  }

  @Test(arguments: [
    ("1ns", 1), ("250us", 250_000), ("250µs", 250_000), ("50ms", 50_000_000), ("1s", 1_000_000_000),
    ("1.5s", 1_500_000_000), ("0.25ms", 250_000), ("2min", 120_000_000_000), ("1h", 3_600_000_000_000),
    ("1.123456789s", 1_123_456_000),
  ])
  func durations(text: String, nanoseconds: Int64) {
    #expect(Duration(parsing: text) == .nanoseconds(nanoseconds))
  }

  @Test(arguments: [
    "", "5", "ms", "1.ms", ".5s", "1..5s", "1 s", "-1s", "+1s", "1e3s", "1d", "99999999999999999999s",
    "9223372036854775807h", "٣s", "1.2.3s",
  ])
  func noDurations(text: String) {
    #expect(Duration(parsing: text) == nil)
  }

  private func read(
    _ text: String
  ) -> (StallWatchdog.Configuration, [StallWatchdog.Configuration.Problem]) {
    var problems: [StallWatchdog.Configuration.Problem] = []
    let configuration = StallWatchdog.Configuration(parsing: text, problems: &problems)
    return (configuration, problems)
  }
}
