/// The probes of one watchdog, in the order in which they were made.
final class ProbeList: Sendable {
  private struct Entry {
    let number: UInt
    let label: String
    weak var probe: Probe?
    /// Set for a loop that is asked: nobody else needs to keep its probe.
    var held: Probe?
  }

  private struct State {
    var entries: [Entry] = []
    var labels: Set<String> = []
  }

  private let state = Locked(State())

  /// The label itself, or with a number behind it where another probe has it; as long as the engine keeps it.
  func claim(_ wanted: String) -> String {
    state.withLock { state in
      var label = wanted.prefix(bytes: Self.labelLength)
      var number = 1
      while !state.labels.insert(label).inserted {
        number += 1
        let suffix = "#\(number)"
        label = wanted.prefix(bytes: Self.labelLength - suffix.utf8.count) + suffix
      }
      return label
    }
  }

  func add(_ probe: Probe, number: UInt, held: Bool) {
    state.withLock {
      $0.entries.append(Entry(number: number, label: probe.loop.label, probe: probe, held: held ? probe : nil))
    }
  }

  /// Whether it was there.
  @discardableResult
  func remove(_ number: UInt) -> Bool {
    // The entry may hold the last reference to its probe, whose end calls this again: not under the lock.
    let removed: Entry? = state.withLock { state in
      guard let index = state.entries.firstIndex(where: { $0.number == number }) else { return nil }
      state.labels.remove(state.entries[index].label)
      return state.entries.remove(at: index)
    }
    return removed != nil
  }

  func all() -> [Probe] {
    state.withLock { $0.entries.compactMap(\.probe) }
  }

  private static let labelLength = 63
}

extension String {
  /// As many whole characters as fit into so many bytes of UTF-8.
  fileprivate func prefix(bytes: Int) -> String {
    guard utf8.count > bytes else { return self }
    var result = ""
    for character in self {
      guard result.utf8.count + String(character).utf8.count <= bytes else { break }
      result.append(character)
    }
    return result
  }
}
