#if os(Linux) && canImport(Runtime)
  internal import Runtime

  /// A `Runtime.Backtrace` of addresses that somebody else captured.
  ///
  /// The runtime offers no initializer for that; but a backtrace is `Decodable`, from the name of an architecture, from
  /// its frames (an opcode and an address each) and from its images, the last two as base64.
  /// `ImageMap.capture()` would find the images too, but it reads every mapped file, and takes the copies that
  /// symbolication itself maps for the libraries.
  struct EncodedBacktrace {
    private static let formatOf64BitWords: UInt8 = 2
    private static let programCounter: UInt8 = 0b0001_1111
    private static let twoWords: UInt8 = 0b0011_1111
    private static let end: UInt8 = 0
    private static let longestString = 63

    let frames: String
    let images: String

    /// The form of an image map, which has no version of its own.
    enum Format: CaseIterable, Sendable {
      case withPlatform
      case withoutPlatform
    }

    init(addresses: [UInt], images: Set<LoadedImage>, format: Format) {
      var bytes = [Self.formatOf64BitWords]
      for address in addresses {
        bytes.append(Self.programCounter)
        bytes.append(word: address)
      }
      bytes.append(Self.end)
      frames = base64(bytes)
      self.images = base64(Self.encode(images, format))
    }

    private static func encode(_ images: Set<LoadedImage>, _ format: Format) -> [UInt8] {
      var bytes = [formatOf64BitWords]
      if format == .withPlatform { bytes.append(count: 0) }
      bytes.append(count: images.count)
      // Looked up by bisection.
      for image in images.sorted(by: { $0.start < $1.start }) {
        bytes.append(twoWords)
        bytes.append(word: image.start)
        bytes.append(word: image.end - image.start)
        bytes.append(count: 0)  // no build id
        var path = Array(image.file.utf8)[...]
        while !path.isEmpty {
          let part = path.prefix(longestString)
          bytes.append(UInt8(part.count))
          bytes += part
          path = path.dropFirst(part.count)
        }
        bytes.append(end)
      }
      return bytes
    }

    func decoded() throws -> Backtrace {
      try Backtrace(
        from: FlatDecoder(values: ["architecture": Self.architecture, "backtrace": frames, "imageMap": images]))
    }

    private static var architecture: String {
      #if arch(x86_64)
        "x86_64"
      #elseif arch(arm64)
        "arm64"
      #else
        "unknown"
      #endif
    }
  }

  extension EncodedBacktrace.Format {
    /// The form that decodes to what was encoded. Versions since 6.3 name the platform first.
    static let ofThisRuntime = allCases.first { format in
      // All bytes are small: who misreads them as counts makes no large allocation.
      let image = LoadedImage(base: 0x1000, end: 0x3000, file: "/a/b")
      let encoded = EncodedBacktrace(addresses: [0x2000], images: [image], format: format)
      guard let backtrace = try? encoded.decoded(), let images = backtrace.images, images.count == 1 else {
        return false
      }
      let addresses = backtrace.frames.map { UInt64($0.originalProgramCounter) }
      return addresses == [0x2000] && images[0].path == "/a/b" && UInt64(images[0].baseAddress) == 0x1000
        && UInt64(images[0].endOfText) == 0x3000
    }
  }

  extension [UInt8] {
    fileprivate mutating func append(word: UInt) {
      for shift in stride(from: 56, through: 0, by: -8) {
        append(UInt8(truncatingIfNeeded: UInt64(word) >> UInt64(shift)))
      }
    }

    /// Seven bits a byte, the highest first; every byte but the last is marked.
    fileprivate mutating func append(count: Int) {
      for shift in stride(from: 56, to: 0, by: -7) where count >> shift > 0 {
        append(UInt8(count >> shift & 127 | 128))
      }
      append(UInt8(count & 127))
    }
  }

  private func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for digit in 0..<4 {
        text.append(digit > group.count ? UInt8(ascii: "=") : alphabet[Int(bits >> UInt32(18 - 6 * digit) & 63)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
#endif
