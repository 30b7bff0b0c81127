import Foundation

/// Paths without symbolic links; each folder is asked for once.
struct RealPaths {
  private var folders: [String: String] = [:]

  /// A file that is a link itself keeps its name: SwiftPM names sources as it finds them in their folder.
  mutating func path(of file: String) -> String {
    let folder = FilePath.parent(file)
    let real = folders[folder] ?? Self.resolved(folder)
    folders[folder] = real
    return FilePath.absolute(FilePath.name(file), in: real)
  }

  static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
