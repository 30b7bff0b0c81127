import CIndexStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An opened libIndexStore.
///
/// Sendable: every property is set once in the initialiser, and the library's readers share nothing with each other.
package final class IndexLibrary: @unchecked Sendable {
  /// The file that was opened.
  package let path: String
  /// The version of the store format that it reads.
  package let formatVersion: Int
  /// On the heap, because the visitors keep a pointer to it. Never written after `init`, never freed: libraries stay open.
  let table: UnsafePointer<unblock_index>

  /// Opens the library at a path.
  package init(path: String) throws(IndexStoreError) {
    let table = UnsafeMutablePointer<unblock_index>.allocate(capacity: 1)
    var missing: UnsafePointer<CChar>?
    if let message = unblock_index_open(path, table, &missing) {
      let reason = String(cString: message)
      free(message)
      table.deallocate()
      if let missing { throw .missingFunction(path: path, name: String(cString: missing)) }
      throw .unusableLibrary(path: path, reason: reason)
    }
    self.path = path
    self.table = UnsafePointer(table)
    formatVersion = Int(table.pointee.format_version())
  }

  /// Opens the library that the environment names, else the first one that works, in the order of `candidates`.
  package static func find(environment: [String: String]) throws(IndexStoreError) -> IndexLibrary {
    if let named = environment[IndexLibrarySearch.variable], !named.isEmpty { return try IndexLibrary(path: named) }
    let candidates = IndexLibrarySearch.candidates(environment: environment)
    var failures: [IndexStoreError] = []
    for path in candidates where access(path, R_OK) == 0 {
      do {
        return try IndexLibrary(path: path)
      } catch {
        failures.append(error)
      }
    }
    if let failure = failures.first { throw failure }
    throw .noLibrary(tried: candidates)
  }

  /// Copies text that belongs to the library.
  static func text(_ reference: indexstore_string_ref_t) -> String {
    String(decoding: bytes(reference), as: UTF8.self)
  }

  /// Valid as long as the reader that the text came from.
  static func bytes(_ reference: indexstore_string_ref_t) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: reference.data, count: reference.data == nil ? 0 : reference.length)
  }

  /// Takes over an error that the library made.
  func reason(_ error: indexstore_error_t?) -> String {
    guard let error else { return "unknown error" }
    defer { table.pointee.error_dispose(error) }
    return table.pointee.error_get_description(error).map { String(cString: $0) } ?? "unknown error"
  }
}
