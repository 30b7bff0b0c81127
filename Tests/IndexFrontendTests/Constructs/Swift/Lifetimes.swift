import Foundation
import Tools

// The end of a value runs its deinitialiser.

final class Session {
  deinit { usleep(1) }
}

struct Ticket: ~Copyable {
  deinit { usleep(1) }
}

final class Keeper {
  var session: Session?
}

func endsScope() async {
  let session = Session()
  _ = session.self
}  // missed: blocking-call - where the last reference goes is not in the source

func dropsAtOnce() async {
  _ = Session()  // finding: blocking-call
}

func consumesTicket() async {
  let ticket = Ticket()
  _ = consume ticket  // missed: blocking-call - the end of a value has no call that the compiler records
}

func dropsReference(_ keeper: Keeper) async {
  keeper.session = nil  // missed: blocking-call - another reference may keep the object
}

final class Registered: Sendable {
  init() { register(self) }
  deinit { usleep(1) }
}

func register(_ value: Registered) {}

func makesWhatOthersMayKeep() async {
  _ = Registered()
}
