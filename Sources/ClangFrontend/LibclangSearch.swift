#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where libclang may be installed.
enum LibclangSearch {
  static let variable = "UNBLOCK_LIBCLANG"

  /// Paths to try, best first: beside the running toolchain, what the loader knows, LLVM's own folders newest first.
  static func candidates(environment: [String: String]) -> [String] {
    var paths: [String] = []
    for tool in ["swift", "clang"] {
      if let found = resolved(tool, in: environment["PATH"] ?? "") {
        let prefix = parent(parent(found))
        paths += ["\(prefix)/lib/libclang.so", "\(prefix)/lib/libclang.dylib"]
      }
    }
    paths = paths.filter(isFile)
    let root = "/usr/lib"
    let installed = entries(of: root).filter { $0.hasPrefix("llvm-") }.map { (Int($0.dropFirst(5)) ?? 0, $0) }.sorted(
      by: >)
    paths.append("libclang.so")
    // The loader's cache knows the versioned names even where no development link exists.
    let newest = max(installed.first?.0 ?? 0, 30)
    paths += (14...newest).reversed().flatMap { ["libclang-\($0).so.1", "libclang.so.\($0)"] }
    for (_, folder) in installed {
      paths += ["\(root)/\(folder)/lib/libclang.so.1", "\(root)/\(folder)/lib/libclang.so"].filter(isFile)
    }
    var seen: Set<String> = []
    return paths.filter { seen.insert($0).inserted }
  }

  /// The folder with clang's own headers that belongs to a library; nil when none lies near it.
  static func resourceDirectory(library: String, version: String) -> String? {
    let real = library.contains("/") ? (realPath(library) ?? library) : nil
    let major = version.split(whereSeparator: { !$0.isNumber }).first.map(String.init) ?? ""
    let folders = [
      library.contains("/") ? parent(library) : nil, real.map(parent), "/usr/lib/llvm-\(major)/lib", "/usr/lib",
    ]
    for folder in folders.compactMap({ $0 }) {
      let versions = entries(of: "\(folder)/clang").filter { $0 == major || $0.hasPrefix("\(major).") }.sorted(by: >)
      for name in versions where isFile("\(folder)/clang/\(name)/include/stddef.h") {
        return "\(folder)/clang/\(name)"
      }
    }
    return nil
  }

  /// Where a command really lies, symbolic links followed.
  private static func resolved(_ command: String, in path: String) -> String? {
    for folder in path.split(separator: ":") where access("\(folder)/\(command)", X_OK) == 0 {
      return realPath("\(folder)/\(command)")
    }
    return nil
  }

  private static func parent(_ path: String) -> String { FilePaths.parent(path) }

  private static func realPath(_ path: String) -> String? {
    guard let bytes = realpath(path, nil) else { return nil }
    defer { free(bytes) }
    return String(cString: bytes)
  }

  private static func isFile(_ path: String) -> Bool { access(path, R_OK) == 0 }

  private static func entries(of folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }
}
