#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where libIndexStore may be installed.
enum IndexLibrarySearch {
  static let variable = "UNBLOCK_LIBINDEXSTORE"

  #if canImport(Darwin)
    private static let name = "libIndexStore.dylib"
  #else
    private static let name = "libIndexStore.so"
  #endif

  /// Paths to try, best first: beside the toolchain in use, because only the library that comes with the compiler surely reads
  /// what it wrote; then where toolchains are installed.
  static func candidates(environment: [String: String]) -> [String] {
    var paths: [String] = []
    for tool in ["swiftc", "swift"] {
      for folder in (environment["PATH"] ?? "").split(separator: ":") {
        guard access("\(folder)/\(tool)", X_OK) == 0, let real = FileSystem.realPath("\(folder)/\(tool)") else {
          continue
        }
        paths.append("\(Path.parent(Path.parent(real)))/lib/\(name)")
        break
      }
    }
    paths += ["/usr/lib/\(name)", "/usr/lib/swift/\(name)", "/usr/local/lib/\(name)"]
    for (root, prefix, rest) in installations {
      // The highest name is the newest version.
      for folder in FileSystem.entries(of: root).filter({ $0.hasPrefix(prefix) }).sorted(by: >) {
        paths.append("\(root)/\(folder)/\(rest)/\(name)")
      }
    }
    var seen: Set<String> = []
    return paths.filter { seen.insert($0).inserted }
  }

  /// Folders that hold toolchains, how the toolchains' own folders begin, and where in them libraries lie.
  private static var installations: [(root: String, prefix: String, rest: String)] {
    #if canImport(Darwin)
      [
        ("/Applications", "Xcode", "Contents/Developer/Toolchains/XcodeDefault.xctoolchain/usr/lib"),
        ("/Library/Developer", "CommandLineTools", "usr/lib"),
        ("/Library/Developer/Toolchains", "swift", "usr/lib"),
      ]
    #else
      [("/opt", "", "usr/lib"), ("/usr/libexec", "swift", "lib"), ("/usr/lib", "swift", "lib")]
    #endif
  }
}
