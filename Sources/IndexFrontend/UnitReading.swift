import CIndexStore
import Model

/// One compilation, as a unit of the store tells it.
struct Unit: Sendable {
  /// The unit's own name in the store.
  var name: String
  /// Absolute; empty for a Clang module.
  var mainFile: String
  var module: String
  var isSwift: Bool
  /// In nanoseconds since 1970.
  var written: Int64
  var records: [RecordReference] = []
}

/// That the unit's compiler wrote a record about a file.
struct RecordReference: Sendable {
  var name: String
  /// Absolute.
  var file: String
}

/// What became of a unit's name.
enum UnitReading: Sendable {
  case unit(Unit)
  /// Of the system or of a compiled Swift module: nothing of it is the user's source.
  case skipped
  case failed(Problem)

  static func read(_ name: String, store: OpenStore) -> UnitReading {
    let table = store.library.table
    var error: indexstore_error_t?
    guard let reader = table.pointee.unit_reader_create(store.handle, name, &error) else {
      let message = "damaged unit \(name) in the index store: \(store.library.reason(error)); build again"
      return .failed(Problem(file: store.path, message: message, isFatal: false))
    }
    defer { table.pointee.unit_reader_dispose(reader) }
    if table.pointee.unit_reader_is_system_unit(reader) { return .skipped }

    let folder = IndexLibrary.text(table.pointee.unit_reader_get_working_dir(reader))
    let main = IndexLibrary.text(table.pointee.unit_reader_get_main_file(reader))
    let provider = IndexLibrary.text(table.pointee.unit_reader_get_provider_identifier(reader))
    let isModule = table.pointee.unit_reader_is_module_unit(reader)
    // The module units of Clang tell what headers say that no C file of the build includes.
    if isModule ? provider == "swift" : main.isEmpty { return .skipped }
    var seconds: Int64 = 0
    var nanoseconds: Int64 = 0
    table.pointee.unit_reader_get_modification_time(reader, &seconds, &nanoseconds)
    let unit = Unit(
      name: name, mainFile: isModule ? "" : Path.absolute(main, in: folder),
      module: IndexLibrary.text(table.pointee.unit_reader_get_module_name(reader)), isSwift: provider == "swift",
      // Damaged times must not trap.
      written: seconds &* 1_000_000_000 &+ nanoseconds)
    var visit = DependencyVisit(table: table, folder: folder, unit: unit)
    withUnsafeMutablePointer(to: &visit) {
      _ = table.pointee.unit_reader_dependencies_apply_f(reader, $0, DependencyVisit.visit)
    }
    return .unit(visit.unit)
  }
}

/// Collects the records of a unit.
private struct DependencyVisit {
  var table: UnsafePointer<unblock_index>
  var folder: String
  var unit: Unit

  // The context is the pointer that `read` passes; it is valid for the whole walk, and the walk is on one thread.
  static let visit: unblock_index_visitor = { context, dependency in
    guard let context, let dependency else { return false }
    context.assumingMemoryBound(to: DependencyVisit.self).pointee.add(dependency)
    return true
  }

  mutating func add(_ dependency: indexstore_unit_dependency_t) {
    guard
      table.pointee.unit_dependency_get_kind(dependency) == UNBLOCK_INDEX_DEPENDENCY_RECORD,
      !table.pointee.unit_dependency_is_system(dependency)
    else { return }
    let file = IndexLibrary.text(table.pointee.unit_dependency_get_filepath(dependency))
    let name = IndexLibrary.text(table.pointee.unit_dependency_get_name(dependency))
    unit.records.append(RecordReference(name: name, file: Path.absolute(file, in: folder)))
  }
}
