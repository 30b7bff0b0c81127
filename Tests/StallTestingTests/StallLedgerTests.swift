import StallWatchdog
import Testing

@testable import StallTesting

struct StallLedgerTests {
  let ledger = StallLedger()

  private var entries: [StallLedger.Entry] {
    ledger.entries(at: WallTime(nanosecondsSinceEpoch: 1_000_000_000))
  }

  @Test func aStallThatEndedReplacesWhatWasSaidWhileItLasted() {
    ledger.take(.began(stall(1, for: 50)), from: 1, .sharedLoop)
    #expect(ledger.isAnythingLasting)
    ledger.take(.ended(stall(1, for: 90)), from: 1, .sharedLoop)
    #expect(!ledger.isAnythingLasting)
    #expect(entries.map(\.stall.duration) == [.milliseconds(90)])
  }

  @Test func whatLastsIsAsOldAsItIs() {
    ledger.take(.began(stall(1, at: 400, for: 50)), from: 1, .sharedLoop)
    #expect(entries.map(\.stall.duration) == [.milliseconds(600)])
    #expect(entries.map(\.lasts) == [true])
  }

  @Test func stallsOfTwoWatchdogsAreTwo() {
    ledger.take(.began(stall(1, for: 50)), from: 1, .sharedLoop)
    ledger.take(.ended(stall(1, for: 50)), from: 2, .sharedLoop)
    #expect(ledger.isAnythingLasting)
    #expect(entries.count == 2)
  }

  @Test func workThatOnlyLackedACPUIsNoStall() {
    ledger.take(.ended(stall(1, of: .probe, for: 90)), from: 1, .ownWork)
    ledger.workEnded("probe", after: .milliseconds(49))
    #expect(entries.isEmpty)
  }

  @Test func workThatWasTooShortToMeasureIsNoStall() {
    ledger.take(.ended(stall(1, of: .probe, for: 90)), from: 1, .ownWork)
    #expect(entries.isEmpty)
  }

  @Test func workThatIsNotOverLasts() {
    ledger.workBegins("probe")
    ledger.take(.began(stall(1, of: .probe, at: 400, for: 50)), from: 1, .ownWork)
    #expect(ledger.isAnyWorkUnderWay)
    #expect(entries.map(\.stall.duration) == [.milliseconds(600)])
  }

  @Test func workLastedAsLongAsItWasMeasured() {
    ledger.take(.began(stall(1, of: .probe, for: 50)), from: 1, .ownWork)
    ledger.workEnded("probe", after: .milliseconds(70))
    #expect(entries.map(\.stall.duration) == [.milliseconds(70)])
    #expect(entries.map(\.lasts) == [false])
  }

  @Test func theyComeInTheOrderInWhichTheyBegan() {
    for (id, began) in [(1, 300), (2, 100), (3, 200)] as [(Int, Int64)] {
      ledger.take(.ended(stall(id, at: began)), from: 1, .sharedLoop)
    }
    #expect(entries.map(\.stall.id) == [2, 3, 1])
  }
}
