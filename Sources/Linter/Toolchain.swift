import Foundation

/// The Swift toolchain in use: that of the first `swiftc` on `PATH`.
enum Toolchain {
  #if arch(x86_64)
    static let architecture = "x86_64"
  #elseif canImport(Darwin)
    static let architecture = "arm64"
  #else
    static let architecture = "aarch64"
  #endif

  #if canImport(Darwin)
    private static let platform = "macosx"
  #else
    private static let platform = "linux"
  #endif

  /// Where the modules that come with it lie.
  static var moduleFolders: [String] {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard let compiler = folders.map({ "\($0)/swiftc" }).first(where: FileManager.default.isExecutableFile) else {
      return []
    }
    let real = RealPaths.resolved(compiler)
    return ["\(FilePath.parent(FilePath.parent(real)))/lib/swift/\(platform)"]
  }
}
