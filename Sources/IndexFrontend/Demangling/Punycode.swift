/// Names that are not ASCII, as RFC 3492 encodes them, with `_` as the delimiter and `A`...`J` as the digits after `z`.
enum Punycode {
  private static let base = 36
  private static let tmin = 1
  private static let tmax = 26
  private static let skew = 38
  private static let damp = 700

  /// Every scalar is put into its place, which takes quadratic time; no identifier is as long as this.
  private static let longest = 4096

  /// nil when the bytes encode nothing.
  static func decode(_ encoded: ArraySlice<UInt8>) -> String? {
    guard encoded.count <= longest else { return nil }
    var scalars: [Unicode.Scalar] = []
    var rest = encoded
    if let delimiter = encoded.lastIndex(of: UInt8(ascii: "_")) {
      for byte in encoded[..<delimiter] {
        guard byte < 128 else { return nil }
        scalars.append(Unicode.Scalar(byte))
      }
      rest = encoded[(delimiter + 1)...]
    }
    var code = 128
    var position = 0
    var bias = 72
    while !rest.isEmpty {
      guard let delta = number(from: &rest, bias: bias) else { return nil }
      let count = scalars.count + 1
      bias = adapted(delta, count: count, isFirst: position == 0 && code == 128)
      position += delta
      code += position / count
      position %= count
      guard let scalar = scalar(code) else { return nil }
      scalars.insert(scalar, at: position)
      position += 1
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }

  /// A number of variable length, the least significant digit first.
  private static func number(from rest: inout ArraySlice<UInt8>, bias: Int) -> Int? {
    var result = 0
    var weight = 1
    var position = base
    while let byte = rest.popFirst() {
      guard let digit = digit(byte) else { return nil }
      result += digit * weight
      let threshold = min(max(position - bias, tmin), tmax)
      // Past the last scalar, so the name is not real and the arithmetic stays far from overflow.
      guard result < 1 << 31 else { return nil }
      if digit < threshold { return result }
      weight *= base - threshold
      guard weight < 1 << 31 else { return nil }
      position += base
    }
    return nil
  }

  private static func digit(_ byte: UInt8) -> Int? {
    if byte.isLowercase { return Int(byte - UInt8(ascii: "a")) }
    if byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "J") { return Int(byte - UInt8(ascii: "A")) + 26 }
    return nil
  }

  private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var steps = 0
    while delta > (base - tmin) * tmax / 2 {
      delta /= base - tmin
      steps += base
    }
    return steps + (base - tmin + 1) * delta / (delta + skew)
  }

  /// Bytes that Swift encodes though they are ASCII, such as a space, stand in the surrogates' range.
  private static func scalar(_ code: Int) -> Unicode.Scalar? {
    let code = code >= 0xD800 && code < 0xD880 ? code - 0xD800 : code
    return UInt32(exactly: code).flatMap { Unicode.Scalar($0) }
  }
}
