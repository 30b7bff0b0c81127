import Foundation

/// Paths as text: absolute and without `.` and `..` inside the tool, relative where a user reads them.
package enum FilePath {
  static func absolute(_ path: String, in folder: String) -> String {
    var parts: [Substring] = []
    let joined = path.hasPrefix("/") ? path : folder + "/" + path
    for part in joined.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Relative to `folder` where it lies below it, else absolute.
  static func display(_ path: String, in folder: String) -> String {
    if path == folder { return "." }
    let prefix = folder == "/" ? "/" : folder + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  static func parent(_ path: String) -> String {
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    return "/" + parent
  }

  static func name(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  static func isBelow(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  package static var workingDirectory: String { FileManager.default.currentDirectoryPath }
}
