#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Puts a new text in the place of a file's old one: all of it, or nothing.
package struct FileReplacement: Sendable {
  /// Why a file was left as it is.
  package enum Fault: Error, Hashable {
    case changedMeanwhile
    /// It is a link to a file that the user did not name.
    case outside(String)
    case ofBuild
    case system(Int32)

    /// What is wrong, and the way out.
    package var text: String {
      switch self {
      case .changedMeanwhile: "changed while it was read; run again"
      case .outside(let target):
        "a link to \(target), which lies outside of what is linted; name that file to change it"
      case .ofBuild: "in a .build folder, which the next build overwrites; change the dependency itself"
      case .system(let code): "not writable: \(String(cString: strerror(code)))"
      }
    }
  }

  /// Absolute; files outside of them are left alone.
  private let folders: [String]

  /// - Parameter paths: What the user named; the working directory when empty.
  package init(paths: [String], workingDirectory: String) {
    folders = (paths.isEmpty ? ["."] : paths).map {
      RealPaths.resolved(FilePath.absolute($0, in: workingDirectory))
    }
  }

  package func write(_ change: FixResult.Change) throws(Fault) {
    // Through a link: what it leads to changes, and the link stays.
    let path = RealPaths.resolved(change.path)
    guard folders.contains(where: { FilePath.isBelow(path, $0) }) else { throw .outside(path) }
    guard !path.split(separator: "/").contains(".build") else { throw .ofBuild }
    let status = try status(of: path)
    guard let current = try? SourceText.read(path), current == change.before,
      current.utf8.count == change.before.utf8.count
    else { throw .changedMeanwhile }
    let temporary = try temporaryFile(beside: path, like: status, holding: change.after)
    // A rename shows readers the old text or the new one, never a part.
    guard let now = try? self.status(of: path), FileStatus(now).modified == FileStatus(status).modified else {
      unlink(temporary)
      throw .changedMeanwhile
    }
    guard rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw .system(code)
    }
  }

  private func status(of path: String) throws(Fault) -> stat {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .system(errno) }
    guard access(path, W_OK) == 0 else { throw .system(errno) }
    return status
  }

  /// In the same folder, since a rename does not cross file systems.
  private func temporaryFile(beside path: String, like status: stat, holding text: String) throws(Fault) -> String {
    let name = "\(FilePath.parent(path))/.\(FilePath.name(path)).\(UInt64.random(in: 0...UInt64.max)).unblock"
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system(errno) }
    defer { close(descriptor) }
    // The owner changes only where one may change it; then the mode, which a change of owner can narrow.
    _ = fchown(descriptor, status.st_uid, status.st_gid)
    guard fchmod(descriptor, status.st_mode & 0o7777) == 0, write(text, to: descriptor), fsync(descriptor) == 0 else {
      let code = errno
      unlink(name)
      throw .system(code)
    }
    return name
  }

  private func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = systemWrite(descriptor, start, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return true
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
