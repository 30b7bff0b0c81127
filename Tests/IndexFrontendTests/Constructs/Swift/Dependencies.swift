import Depot
import Foundation
import Tools

// What a dependency does is learned from its sources.

struct QuickShelf: Shelf { func fill() {} }

final class OwnCrate: Crate {}

final class QuickCrate: Crate {
  override func unpack() {}
}

struct SlowOwnRack: Rack { func fill() { usleep(1) } }

func usesDepot(_ shelf: any Shelf, _ rack: any Rack, _ crate: Crate, _ own: OwnCrate) async {
  restock()  // finding: blocking-call
  SlowShelf().fill()  // finding: blocking-call
  opaquely(SlowShelf()).fill()  // finding(index): blocking-call
  QuickShelf().fill()
  shelf.fill()  // possible: blocking-call
  rack.fill()  // finding(index): blocking-call
  own.unpack()  // finding: blocking-call
  opaquely(own).unpack()  // finding(index): blocking-call
  _ = opaquely(own).weight  // finding(index): blocking-call
  crate.unpack()  // possible: blocking-call
  opaquely(QuickCrate()).unpack()
  await Teller().count()
  restockLater { usleep(1) }
  restockEach(1) { usleep(1) }  // finding: blocking-call
}
