import CIndexStore
import Model

/// The folder in which compilers leave what they know of the sources they compiled.
package struct IndexStore: Sendable {
  package var path: String { store.path }
  private let store: OpenStore

  package init(path: String, library: IndexLibrary) throws(IndexStoreError) {
    guard FileSystem.isFolder(path) else { throw .noStore(path: path) }
    let expected = "v\(library.formatVersion)"
    if !FileSystem.isFolder("\(path)/\(expected)/units") {
      let found = FileSystem.entries(of: path).filter { $0.first == "v" && Int($0.dropFirst()) != nil }.sorted()
      guard !found.isEmpty, found != [expected] else { throw .noStore(path: path) }
      throw .wrongVersion(path: path, found: found, expected: expected)
    }
    var error: indexstore_error_t?
    guard let handle = library.table.pointee.store_create(path, &error) else {
      throw .unreadable(path: path, reason: library.reason(error))
    }
    store = OpenStore(path: path, library: library, handle: handle)
  }

  /// What the newest compilation of each file said. Files that no longer exist are left out, as are the system's; with `files`,
  /// all others are left out unread.
  ///
  /// A file is found under the path by which `files` names it, without `files` under its path with all symbolic links resolved.
  /// The result does not depend on `jobs`.
  package func contents(for files: Set<String>? = nil, jobs: Int) -> StoreContents {
    var problems: [Problem] = []
    var units: [Unit] = []
    let store = store
    for reading in Parallel.map(unitNames(), jobs: jobs, { UnitReading.read($0, store: store) }) {
      switch reading {
      case .unit(let unit): units.append(unit)
      case .skipped: break
      case .failed(let problem): problems.append(problem)
      }
    }
    let choice = RecordChoice(units: units, wanted: files)
    let readings = Parallel.map(choice.files, jobs: jobs) { FileReading(of: $0, store: store) }
    var assembly = Assembly()
    for reading in readings {
      problems += reading.problems
      if reading.problems.isEmpty { assembly.add(reading) }
    }
    return assembly.contents(problems: problems)
  }

  /// Sorted, so that nothing depends on the order of the folder.
  private func unitNames() -> [String] {
    var names: [String] = []
    withUnsafeMutablePointer(to: &names) {
      // The context is this pointer, valid for the whole walk, and the walk is on this thread.
      _ = store.library.table.pointee.store_units_apply_f(store.handle, 0, $0) { context, name in
        context?.assumingMemoryBound(to: [String].self).pointee.append(IndexLibrary.text(name))
        return true
      }
    }
    return names.sorted()
  }
}

/// The library's hold on a store.
///
/// Sendable: the handle is not changed by reading, and the readers of units and records made from it are independent.
final class OpenStore: @unchecked Sendable {
  let path: String
  let library: IndexLibrary
  let handle: indexstore_t

  init(path: String, library: IndexLibrary, handle: indexstore_t) {
    self.path = path
    self.library = library
    self.handle = handle
  }

  deinit { library.table.pointee.store_dispose(handle) }
}
