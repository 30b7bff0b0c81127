import Model

/// Names findings so that they are found again after lines have moved: by what they are about, not by where.
enum Fingerprint {
  static func filled(_ findings: [Finding]) -> [Finding] {
    var counts: [UInt64: UInt64] = [:]
    return findings.map { finding in
      guard finding.fingerprint.isEmpty else { return finding }
      var hash = Hash()
      for text in [finding.rule, finding.place.file, finding.context.symbol] + finding.path.map(\.symbol) {
        hash.add(text)
      }
      // Two equal calls in one function differ in nothing but their order.
      let ordinal = counts[hash.value, default: 0]
      counts[hash.value] = ordinal + 1
      hash.add(String(ordinal))
      var finding = finding
      let digits = String(hash.value, radix: 16)
      finding.fingerprint = String(repeating: "0", count: 16 - digits.count) + digits
      return finding
    }
  }

  /// FNV-1a, 64 bits: the standard library's hashes differ from run to run.
  private struct Hash {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ text: String) {
      // A zero byte after each text keeps "a", "bc" and "ab", "c" apart.
      for byte in text.utf8 + [0] { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
  }
}
