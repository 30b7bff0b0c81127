#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the reader asks of the file system.
enum FileSystem {
  /// The path with all symbolic links followed; nil when nothing is there.
  static func realPath(_ path: String) -> String? {
    guard let bytes = realpath(path, nil) else { return nil }
    defer { free(bytes) }
    return String(cString: bytes)
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// In no order.
  static func entries(of folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      // `d_name` ends with a zero within the entry, so reading up to it stays inside.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

/// The one path under which the reader knows a file, whatever symbolic links lead to it. Folders are looked up once.
struct RealPaths {
  private var folders: [String: String?] = [:]

  /// Nil when there is no such file.
  mutating func path(of file: String) -> String? {
    let parent = Path.parent(file)
    let folder: String?
    if let known = folders[parent] {
      folder = known
    } else {
      folder = FileSystem.realPath(parent)
      folders[parent] = .some(folder)
    }
    guard let folder else { return nil }
    let path = folder == "/" ? "/\(Path.name(file))" : "\(folder)/\(Path.name(file))"
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT == S_IFLNK ? FileSystem.realPath(path) : path
  }
}
