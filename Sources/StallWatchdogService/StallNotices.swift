import StallWatchdog

/// Decides what is worth a line in a log that people read: of every site the first stall, then, once a minute, how many more there were.
///
/// A plain value; `now` is any time that only grows.
struct StallNotices: Sendable {
  enum Notice: Equatable, Sendable {
    /// Over, with its exact duration.
    case ended(Stall)
    /// Has lasted so long and goes on.
    case lasts(Stall)
    case paused(Pause)
    /// So many more at this site were not told one by one in the time given.
    case more(StallSite, count: Int, longest: Duration, in: Duration)
    case dropped(count: Int)
  }

  private struct Window {
    var opened: Duration
    var more = 0
    var longest = Duration.zero
  }
  private struct Lasting {
    var stall: Stall
    var noticed: Duration
    // Nil once it was decided whether to tell that it lasts.
    var due: Duration?
    var isTold = false
  }

  private let window: Duration
  private let patience: Duration
  private let capacity: Int
  private var windows: [StallSite: Window] = [:]
  private var lasting: [Int: Lasting] = [:]

  /// - Parameters:
  ///   - window: how long a site is kept quiet after it was told of.
  ///   - patience: how long a stall lasts before it is told of without waiting for its end.
  ///   - capacity: how many sites are told apart, and how many lasting stalls are known; the rest of the sites are one.
  init(window: Duration = .seconds(60), patience: Duration = .seconds(1), capacity: Int = 128) {
    self.window = window
    self.patience = patience
    self.capacity = capacity
  }

  /// When ``tick(at:)`` has something to do; nil while there is nothing to wait for.
  var next: Duration? {
    let impatient = lasting.values.lazy.compactMap(\.due).min()
    let closing = windows.values.lazy.map { $0.opened + window }.min()
    return [impatient, closing].compactMap { $0 }.min()
  }

  mutating func receive(_ event: StallEvent, at now: Duration) -> [Notice] {
    switch event {
    case .began(let stall):
      if lasting.count < capacity { lasting[stall.id] = Lasting(stall: stall, noticed: now, due: now + patience) }
      return []
    case .ended(let stall):
      let wasTold = lasting.removeValue(forKey: stall.id)?.isTold ?? false
      return wasTold || admit(StallSite(of: stall), of: stall.duration, at: now) ? [.ended(stall)] : []
    case .paused(let pause):
      return admit(.pause(pause.kind), of: pause.duration, at: now) ? [.paused(pause)] : []
    case .dropped(let count):
      return [.dropped(count: count)]
    }
  }

  mutating func tick(at now: Duration) -> [Notice] {
    impatient(at: now) + close(openedBefore: now - window, at: now)
  }

  /// What was kept back until now. Everything begins anew afterwards.
  mutating func flush(at now: Duration) -> [Notice] {
    defer { (windows, lasting) = ([:], [:]) }
    return close(openedBefore: now, at: now)
  }

  private mutating func admit(_ site: StallSite, of duration: Duration, at now: Duration) -> Bool {
    let site = windows[site] != nil || windows.count < capacity ? site : .other
    guard var open = windows[site] else {
      windows[site] = Window(opened: now)
      return true
    }
    open.more += 1
    open.longest = max(open.longest, duration)
    windows[site] = open
    return false
  }

  private mutating func impatient(at now: Duration) -> [Notice] {
    let due = lasting.filter { $0.value.due.map { $0 <= now } ?? false }
    return due.sorted { $0.key < $1.key }.compactMap { id, found in
      lasting[id]?.due = nil
      var stall = found.stall
      stall.duration += now - found.noticed
      let site = StallSite(of: stall)
      // Where its site is quiet, it is counted when it ends.
      guard windows[site] == nil, admit(site, of: stall.duration, at: now) else { return nil }
      lasting[id]?.isTold = true
      return .lasts(stall)
    }
  }

  private mutating func close(openedBefore time: Duration, at now: Duration) -> [Notice] {
    let over = windows.filter { $0.value.opened <= time }.sorted { $0.value.opened < $1.value.opened }
    return over.compactMap { site, found in
      guard found.more > 0 else {
        windows[site] = nil
        return nil
      }
      windows[site] = Window(opened: now)
      return .more(site, count: found.more, longest: found.longest, in: now - found.opened)
    }
  }
}
