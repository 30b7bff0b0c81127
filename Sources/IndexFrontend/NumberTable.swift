/// Numbers found by hash, with open addressing: half the time of a dictionary where the hash is at hand.
struct NumberTable {
  private struct Slot {
    var hash: UInt64
    var number: Int32
  }

  private var slots: [Slot]
  private var count = 0

  init(capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: Slot(hash: 0, number: -1), count: size)
  }

  /// The number stored for the hash that `matches` accepts; else `new`, which is now stored.
  mutating func number(hash: UInt64, new: Int32, matches: (Int32) -> Bool) -> Int32 {
    if count * 2 >= slots.count { grow() }
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index].number >= 0 {
      if slots[index].hash == hash, matches(slots[index].number) { return slots[index].number }
      index = (index + 1) & mask
    }
    slots[index] = Slot(hash: hash, number: new)
    count += 1
    return new
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(hash: 0, number: -1), count: old.count * 2)
    let mask = slots.count - 1
    for slot in old where slot.number >= 0 {
      var index = Int(truncatingIfNeeded: slot.hash) & mask
      while slots[index].number >= 0 { index = (index + 1) & mask }
      slots[index] = slot
    }
  }
}

/// A hash of bytes that is the same in every run.
enum ByteHash {
  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: bytes.count) &* multiplier
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = mix(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return mix(hash ^ rest)
  }

  /// Folds a full product, so that every bit of the input reaches the low bits that choose the slot.
  static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ seed).multipliedFullWidth(by: multiplier)
    return product.high ^ product.low
  }

  private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let seed: UInt64 = 0x2545_F491_4F6C_DD1D
}
