import CLibclang

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
/// An opened libclang.
///
/// Sendable: every property is set once in the initialiser, and libclang may be called from several threads as long as
/// each uses an index of its own, which `ClangReader` does.
package final class Libclang: @unchecked Sendable {
  /// The file that was opened.
  package let path: String
  /// As libclang says it: `Debian clang version 14.0.6`.
  package let version: String
  /// Where clang's own headers (`stddef.h`) lie; nil when libclang must find them itself.
  package let resourceDirectory: String?
  /// On the heap, because tree reading keeps a pointer to it. Never written after `init`, never freed: libraries stay open.
  let table: UnsafePointer<unblock_libclang>

  /// Opens the library at a path.
  package init(path: String) throws(LibclangError) {
    let table = UnsafeMutablePointer<unblock_libclang>.allocate(capacity: 1)
    if let message = unblock_libclang_open(path, table) {
      let reason = String(cString: message)
      free(message)
      table.deallocate()
      throw .unusable(path: path, reason: reason)
    }
    self.path = path
    self.table = UnsafePointer(table)
    let version = Libclang.text(table.pointee.getClangVersion(), table.pointee)
    self.version = version
    resourceDirectory = LibclangSearch.resourceDirectory(library: path, version: version)
  }

  /// Opens the first library that works, in the order of `LibclangSearch.candidates`.
  package static func find(environment: [String: String]) throws(LibclangError) -> Libclang {
    let named = environment[LibclangSearch.variable]
    if let named, !named.isEmpty { return try Libclang(path: named) }
    var reasons: [String] = []
    for path in LibclangSearch.candidates(environment: environment) {
      do {
        return try Libclang(path: path)
      } catch {
        reasons.append(error.description)
      }
    }
    throw .notFound(tried: reasons)
  }

  /// Takes over a string that libclang made.
  static func text(_ string: CXString, _ table: unblock_libclang) -> String {
    defer { table.disposeString(string) }
    guard let bytes = table.getCString(string) else { return "" }
    return String(cString: bytes)
  }

  func text(_ string: CXString) -> String {
    defer { table.pointee.disposeString(string) }
    guard let bytes = table.pointee.getCString(string) else { return "" }
    return String(cString: bytes)
  }
}

/// Why there is no libclang.
package enum LibclangError: Error, Hashable, CustomStringConvertible {
  /// No library is installed where one is usually found.
  case notFound(tried: [String])
  case unusable(path: String, reason: String)

  package var description: String {
    switch self {
    case .notFound:
      "no libclang found; install it with `apt-get install libclang-dev` or name the library in \(LibclangSearch.variable)"
    case .unusable(let path, let reason): "cannot use \(path): \(reason)"
    }
  }
}
