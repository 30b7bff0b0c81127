/// One step of a stack that was taken while a loop stalled.
package struct StallFrame: Hashable, Sendable {
  package enum Kind: String, Sendable {
    case call
    case inlined
    /// The stack's way on through tasks that await: nobody's thread is held there.
    case async
  }

  package var kind: Kind
  /// Demangled; nil where no symbol is known.
  package var function: String?
  /// The executable or library, without its folder.
  package var image: String?
  /// The offset in the image, hexadecimal.
  package var address: String?
  package var file: String?
  package var line: Int?
  package var column: Int?
  /// Code of the system or of the Swift runtime.
  package var isSystem: Bool

  package init(
    kind: Kind = .call, function: String? = nil, image: String? = nil, address: String? = nil, file: String? = nil,
    line: Int? = nil, column: Int? = nil, isSystem: Bool = false
  ) {
    self.kind = kind
    self.function = function
    self.image = image
    self.address = address
    self.file = file
    self.line = line
    self.column = column
    self.isSystem = isSystem
  }

  /// The program's own code: it has a line, and is neither the system's nor a dependency's.
  package var isOwn: Bool { !isSystem && line != nil && file != nil && !isDependency }

  /// SwiftPM and Xcode keep the sources of dependencies in folders of these names.
  package var isDependency: Bool {
    guard let file else { return false }
    return file.contains("/.build/checkouts/") || file.hasPrefix(".build/checkouts/")
      || file.contains("/SourcePackages/checkouts/")
  }

  /// Where its code stands, as far as the log tells.
  package var place: Place? {
    guard let file, let line else { return nil }
    return Place(file: file, line: line, column: column ?? 1)
  }

  /// The function, or what is known in its stead.
  package var name: String {
    if let function { return function }
    let address = address.map { " at \($0)" } ?? ""
    return "unknown function" + (image.map { " in \($0)\(address)" } ?? address)
  }
}
