internal import CStallProbe

/// The executable or a library of this process.
struct LoadedImage: Hashable {
  /// What is to be subtracted from an address to find it in the file.
  let base: UInt
  /// The first address it is loaded at.
  let start: UInt
  /// One past the last instruction.
  let end: UInt
  /// Where its symbols can be read.
  let file: String
  /// Without its folder.
  let name: String
  let isSystem: Bool

  init(base: UInt, end: UInt, file: String) {
    self.base = base
    start = base
    self.end = end
    self.file = file
    name = file.split(separator: "/").last.map(String.init) ?? file
    isSystem = Self.isSystem(path: file, name: name)
  }

  /// The image with code at an address, nil where there is none.
  init?(at address: UInt) {
    var found = stall_image()
    guard stall_image_at(address, &found) == 0 else { return nil }
    // A C array of characters is imported as a tuple of them, which lie in memory one after another; it ends with 0.
    let path = withUnsafeBytes(of: found.path) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    base = found.base
    start = found.start
    end = found.end
    file = found.is_executable != 0 ? path : path
    name = path.split(separator: "/").last.map(String.init) ?? path
    isSystem = Self.isSystem(path: path, name: name)
  }

  private static func isSystem(path: String, name: String) -> Bool {
    folders.contains { path.hasPrefix($0) } || libraries.contains { name.hasPrefix($0) }
  }

  private static let folders = ["/usr/lib/", "/usr/lib64/", "/lib/", "/lib64/", "/usr/libexec/"]

  // A program may bring the runtime with it, beside its executable.
  private static let libraries = [
    "libswift", "lib_Foundation", "libFoundation", "libdispatch.", "libBlocksRuntime.", "lib_Testing", "libTesting.",
    "libXCTest.", "libc.so", "libpthread", "ld-linux", "libgcc_s", "libstdc++", "linux-vdso",
  ]
}

extension StackFrame {
  /// A frame of which only the place in memory is known.
  init(at address: UInt) {
    if let image = LoadedImage(at: address) {
      self.init(image: image.name, offset: UInt64(address - image.base), isSystem: image.isSystem)
    } else {
      self.init(offset: UInt64(address), isSystem: true)
    }
  }
}
