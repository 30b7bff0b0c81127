import Model

/// Places as SARIF writes them: URIs for paths, UTF-16 code units for bytes.
struct SARIFLocations {
  static let root = "%SRCROOT%"

  let sourceLine: (@Sendable (Place) -> String?)?

  func location(
    _ place: Place, inside symbol: String = "", id: Int? = nil, message: String? = nil
  ) -> SARIFLog.Location {
    SARIFLog.Location(
      id: id,
      physicalLocation: SARIFLog.PhysicalLocation(artifactLocation: artifact(place.file), region: region(place)),
      logicalLocations: symbol.isEmpty ? nil : [SARIFLog.LogicalLocation(fullyQualifiedName: symbol)],
      message: message.map { SARIFLog.Message(text: $0) })
  }

  func file(_ path: String) -> SARIFLog.Location {
    SARIFLog.Location(physicalLocation: SARIFLog.PhysicalLocation(artifactLocation: artifact(path), region: nil))
  }

  private func region(_ place: Place) -> SARIFLog.Region {
    let line = max(1, place.line)
    guard let source = sourceLine?(place) else {
      return SARIFLog.Region(
        startLine: line, startColumn: max(1, place.column),
        properties: SARIFLog.Region.Properties(columnKind: "utf8CodeUnits"))
    }
    let position = SourceLine(source, column: place.column)
    return SARIFLog.Region(
      startLine: line, startColumn: position.utf16Column, endLine: line, endColumn: position.utf16EndColumn)
  }

  /// All that stands between two places.
  func region(from start: Place, to end: Place) -> SARIFLog.Region {
    guard let first = sourceLine?(start), let last = sourceLine?(end) else {
      return SARIFLog.Region(
        startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column,
        properties: SARIFLog.Region.Properties(columnKind: "utf8CodeUnits"))
    }
    return SARIFLog.Region(
      startLine: start.line, startColumn: SourceLine(first, column: start.column).utf16Column, endLine: end.line,
      endColumn: SourceLine(last, column: end.column).utf16Column)
  }

  func artifact(_ path: String) -> SARIFLog.ArtifactLocation {
    path.hasPrefix("/")
      ? SARIFLog.ArtifactLocation(uri: "file://" + Self.encoded(path))
      : SARIFLog.ArtifactLocation(uri: Self.encoded(path), uriBaseId: Self.root)
  }

  /// Escapes all but slashes and what RFC 3986 calls unreserved; a colon would make what stands before it a scheme.
  private static func encoded(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return path.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        String(Unicode.Scalar(byte))
      default: "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }.joined()
  }
}
