#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a path leads to, whatever it is called: two paths with the same identity are the same file or folder.
struct FileIdentity: Hashable {
  enum Kind {
    case file
    case folder
    /// A pipe, a socket, a device: reading it could wait forever.
    case special
  }

  var device: UInt64
  var inode: UInt64
}

/// One look at what is at a path; symbolic links are followed.
struct FileStatus {
  var identity: FileIdentity
  var kind: FileIdentity.Kind
  /// When it was last written, in nanoseconds since 1970.
  var modified: Int64

  /// Throws `errno`.
  init(_ path: String) throws(FileFault) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileFault.system(errno) }
    self.init(status)
  }

  init(_ status: stat) {
    identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .special
    }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    modified = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// Why a file or folder cannot be read.
enum FileFault: Error, Hashable {
  case system(Int32)
  case special
  case folder
  case tooLarge
  case notUTF8(line: Int)

  /// What is wrong, and the way out.
  var text: String {
    switch self {
    case .system(ENOENT): "no such file or folder; check the path"
    case .system(EACCES), .system(EPERM): "not readable for this user; change its permissions or leave it out"
    case .system(ELOOP): "a symbolic link that leads to itself; remove it"
    case .system(let code): "not readable: \(String(cString: strerror(code))); leave it out"
    case .special: "a pipe, socket or device; only regular files are read"
    case .folder: "became a folder while it was read; run again"
    case .tooLarge: "larger than \(SourceText.limit / 1_000_000) MB; split it or leave it out"
    case .notUTF8: "not UTF-8; convert it, for example with iconv -t UTF-8"
    }
  }

  var line: Int? {
    guard case .notUTF8(let line) = self else { return nil }
    return line
  }
}
