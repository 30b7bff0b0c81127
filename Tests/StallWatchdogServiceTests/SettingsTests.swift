import Logging
import StallWatchdog
import Testing

@testable import StallWatchdogService

@Suite struct SettingsTests {
  private func problems(_ text: String) -> [String] {
    Settings(parsing: text).problems.map(\.description)
  }

  @Test(arguments: ["", "off", "0", "no"]) func nothingIsWatchedUnlessItIsAskedFor(text: String) {
    #expect(Settings(parsing: text).wish == .off)
  }

  @Test func onTakesEverythingAsItIs() {
    let settings = Settings(parsing: "on")
    #expect(settings.wish == .on)
    #expect(settings.problems == [])
    #expect(settings.configuration.watchdog == .init())
    #expect(settings.configuration.file == nil)
    #expect(settings.configuration.logs)
    #expect(settings.configuration.watchesCooperativePool)
  }

  @Test func everyKeyIsRead() {
    let settings = Settings(
      parsing: """
        threshold=50ms:stacks=on:rest=2s:pool=off:main=off:log=off:metrics=off\
        :file=/var/log/x.stalls.jsonl:size=512KB:files=2:delays=10s
        """)
    let configuration = settings.configuration
    #expect(settings.problems == [])
    #expect(configuration.watchdog.threshold == .milliseconds(50))
    #expect(configuration.watchdog.stacks == .all)
    #expect(configuration.watchdog.rest == .seconds(2))
    #expect(!configuration.watchesCooperativePool)
    #expect(!configuration.watchesMainActor)
    #expect(!configuration.logs)
    #expect(!configuration.measures)
    #expect(configuration.file == .init(path: "/var/log/x.stalls.jsonl", maxBytes: 512_000, maxFiles: 2))
    #expect(configuration.interval == .seconds(10))
  }

  @Test func theSizeMayComeBeforeTheFile() {
    let settings = Settings(parsing: "size=1MB:file=\"/a:b\"")
    #expect(settings.problems == [])
    #expect(settings.configuration.file == .init(path: "/a:b", maxBytes: 1_000_000))
  }

  @Test func theRestOfTheTextCountsWhereAPartCannotBeRead() {
    let settings = Settings(parsing: "treshold=50ms:stacks=on:files=none:log=maybe")
    #expect(settings.wish == .on)
    #expect(settings.configuration.watchdog.stacks == .all)
    #expect(
      settings.problems.map(\.description) == [
        "unknown key \"treshold\"; did you mean threshold?", "log is \"maybe\"; expected on or off",
        "files is \"none\"; expected a number above 0",
      ])
  }

  @Test func aFileWithoutAPathIsNone() {
    #expect(Settings(parsing: "size=1MB").configuration.file == nil)
    #expect(problems("size=1MB") == ["file has no value; expected file=a path"])
    #expect(problems("file=:stacks=on") == ["file has no value; expected file=a path"])
  }

  @Test func helpListsEveryKey() {
    #expect(Settings(parsing: "help").wish == .help)
    for key in Settings.Key.allCases { #expect(Settings.help.contains("\n  \(key.rawValue)=")) }
    for key in ["threshold", "stacks", "rest", "probes-of-c"] { #expect(Settings.help.contains("\n  \(key)=")) }
  }

  @Test func sizesHaveUnits() {
    let sizes = ["65536", "512KB", "16mb", "1GB", "0", "MB", "1TB", "-1", "99999999999GB"].map(Settings.bytes)
    #expect(sizes == [65_536, 512_000, 16_000_000, 1_000_000_000, nil, nil, nil, nil, nil])
  }

  @Test func problemsAndHelpAreLogged() {
    let book = LogBook()
    #expect(StallWatchdogService(settings: "help", logger: book.logger, metrics: nil) == nil)
    #expect(book.entries.map(\.level) == [.notice])
    #expect(StallWatchdogService(settings: "stakcs=on", logger: book.logger, metrics: nil) != nil)
    #expect(book.entries.map(\.text).last == "STALL_WATCHDOG: unknown key \"stakcs\"; did you mean stacks?")
  }
}
