/// Why an index store cannot be read at all.
package enum IndexStoreError: Error, Hashable, CustomStringConvertible {
  /// No libIndexStore is installed where one is usually found.
  case noLibrary(tried: [String])
  case unusableLibrary(path: String, reason: String)
  case missingFunction(path: String, name: String)
  case noStore(path: String)
  /// The store holds other versions of the format than the library reads.
  case wrongVersion(path: String, found: [String], expected: String)
  case unreadable(path: String, reason: String)

  package var description: String {
    switch self {
    case .noLibrary(let tried):
      """
      no libIndexStore found; it comes with the Swift toolchain: put its bin folder on PATH or name the library in \
      \(IndexLibrarySearch.variable) (looked for \(tried.joined(separator: ", ")))
      """
    case .unusableLibrary(let path, let reason): "cannot use \(path): \(reason)"
    case .missingFunction(let path, let name):
      "cannot use \(path): it has no function \(name); use the library of the toolchain that built the package"
    case .noStore(let path): "\(path): no index store; build the package for debugging, or name the store's folder"
    case .wrongVersion(let path, let found, let expected):
      """
      \(path): an index store of version \(found.joined(separator: ", ")), but this toolchain's library reads \(expected); \
      build again with the same toolchain
      """
    case .unreadable(let path, let reason): "\(path): unreadable index store: \(reason); build again"
    }
  }
}
