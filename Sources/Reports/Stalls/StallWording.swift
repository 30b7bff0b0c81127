import Model

/// Nanoseconds in the unit that reads best, with three digits: `850 µs`, `1.25 s`, `2 min 5 s`.
func duration(_ nanoseconds: Int) -> String {
  let seconds = nanoseconds / 1_000_000_000
  switch nanoseconds {
  case ..<1000: return "\(max(0, nanoseconds)) ns"
  case ..<999_500: return "\(threeDigits(nanoseconds, unit: 1000)) µs"
  case ..<999_500_000: return "\(threeDigits(nanoseconds, unit: 1_000_000)) ms"
  case ..<60_000_000_000: return "\(threeDigits(nanoseconds, unit: 1_000_000_000)) s"
  case ..<3_600_000_000_000: return "\(seconds / 60) min \(seconds % 60) s"
  case ..<86_400_000_000_000: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
  default: return "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
  }
}

/// A quotient from 1 up with three digits, without zeros at its end.
private func threeDigits(_ number: Int, unit: Int) -> String {
  let decimals = number < unit * 10 ? 2 : number < unit * 100 ? 1 : 0
  let scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1
  let step = unit / scale
  let scaled = (number + step / 2) / step
  var fraction = String(scaled % scale)
  fraction = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
  while fraction.last == "0" { fraction.removeLast() }
  return "\(scaled / scale)" + (decimals == 0 || fraction.isEmpty ? "" : ".\(fraction)")
}

extension StallCount {
  /// `12 stalls, 4.2 s in all, at most 890 ms`.
  var label: String {
    let times = stalls == 1 ? duration(longest) : "\(duration(lost)) in all, at most \(duration(longest))"
    guard unended > 0 else { return "\(counted(stalls, "stall")), \(times)" }
    let bound = "at least \(times)"
    return "\(counted(stalls, "stall")), \(bound); \(unendedLabel)"
  }

  /// `2 of them never ended`.
  var unendedLabel: String {
    stalls == unended ? (stalls == 1 ? "it never ended" : "none of them ended") : "\(unended) of them never ended"
  }
}

extension Finding {
  /// `seen in production: 12 stalls, 4.2 s in all, at most 890 ms`; nil where none was.
  var evidenceLabel: String? { evidence.map { "seen in production: \($0.label)" } }
}

extension StallFrame {
  /// `function  file:line`.
  var label: String {
    let origin = place.map { "\($0.file.printable):\($0.line)" } ?? image?.printable
    return name.printable + (origin.map { "  \($0)" } ?? "")
  }
}

extension [Finding] {
  /// Those that were seen before the others, the most costly first; the others as they were.
  var seenFirst: [Finding] {
    guard contains(where: { $0.evidence != nil }) else { return self }
    return enumerated().sorted {
      let (left, right) = ($0.element.evidence?.lost ?? -1, $1.element.evidence?.lost ?? -1)
      return left == right ? $0.offset < $1.offset : left > right
    }
    .map(\.element)
  }
}

extension SeenStalls.Site {
  /// `Cache.value(for:), blocked in futex on nio-0: 12 stalls, 4.2 s in all, at most 890 ms`.
  var label: String {
    // Where the cause is all that is known, it is the name.
    let cause = cause.map { $0 == name ? "" : ", \($0.printable)" } ?? ""
    let silence = isSilenced ? "; a finding there is silenced" : ""
    return "\(name.printable)\(cause) on \(loops.map(\.printable).joined(separator: ", ")): \(count.label)\(silence)"
  }
}
