internal import StallWatchdog
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The package that is tested: code that someone can change who works on its tests.
struct Project: Sendable {
  /// Ends in a slash; nil where no `Package.swift` lies above the test.
  var root: String?

  init(root: String?) {
    self.root = root
  }

  /// - Parameter file: Of a test.
  init(of file: String) {
    var folder = file[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[...slash]
      if access(folder + "Package.swift", F_OK) == 0 {
        root = String(folder)
        return
      }
      folder = folder.dropLast()
    }
  }

  /// The frames of the stack that lie in the package, innermost first.
  func frames(of stack: Stack) -> [StackFrame] {
    stack.frames.filter(contains)
  }

  private func contains(_ frame: StackFrame) -> Bool {
    guard let file = frame.file, frame.line != nil, !frame.isSystem else { return false }
    if let root, file.hasPrefix("/"), !file.hasPrefix(root) { return false }
    return !file.contains("/.build/") && !file.contains("/checkouts/") && !file.contains("/usr/lib/swift")
      && !file.contains("@__swiftmacro_")
      && !file.hasPrefix("<") && !Self.ownFolders.contains { file.hasPrefix($0) }
  }

  // This library may be a folder beside the package, or of the package itself.
  private static let ownFolders: [String] = {
    let folder = Project.folder(of: #filePath)
    let sources = Project.folder(of: String(folder.dropLast()))
    return [folder, sources + "StallWatchdog/", sources + "CStallProbe/"]
  }()

  private static func folder(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) + "/"
  }

  /// The path below the package's folder.
  func shortened(_ file: String) -> String {
    guard let root, file.hasPrefix(root) else { return file }
    return String(file.dropFirst(root.count))
  }
}
