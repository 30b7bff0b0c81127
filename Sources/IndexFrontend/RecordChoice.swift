/// Which records count: of several compilations of a file, those of the newest.
struct RecordChoice {
  struct File: Sendable {
    /// The names under which the file is wanted.
    var names: [String]
    var module: String
    var isSwift: Bool
    var written: Int64
    /// Several when a header was read more than once with different macros.
    var records: [String]
  }

  /// Sorted by name.
  private(set) var files: [File] = []

  init(units: [Unit], wanted: Set<String>?) {
    var paths = RealPaths()
    var names: [String: [String]] = [:]
    for file in wanted ?? [] {
      if let path = paths.path(of: file) { names[path, default: []].append(file) }
    }
    var chosen: [String: (unit: Int, isMain: Bool)] = [:]
    var records: [String: [String]] = [:]
    for number in units.indices.sorted(by: { Self.precedes(units[$0], units[$1]) }) {
      let unit = units[number]
      let main = unit.mainFile.isEmpty ? nil : paths.path(of: unit.mainFile)
      // What a deleted file included says nothing about the program of today.
      if main == nil, !unit.mainFile.isEmpty { continue }
      if let main, chosen[main].map({ !$0.isMain }) ?? true {
        chosen[main] = (number, true)
        records[main] = []
      }
      for record in unit.records {
        guard let path = paths.path(of: record.file) else { continue }
        if chosen[path] == nil { chosen[path] = (number, false) }
        if chosen[path]?.unit == number, records[path]?.contains(record.name) != true {
          records[path, default: []].append(record.name)
        }
      }
    }
    for (path, choice) in chosen {
      let file = wanted == nil ? [path] : names[path] ?? []
      if file.isEmpty { continue }
      let unit = units[choice.unit]
      files.append(
        File(
          names: file.sorted(), module: unit.module, isSwift: unit.isSwift, written: unit.written,
          records: (records[path] ?? []).sorted()))
    }
    files.sort { $0.names[0] < $1.names[0] }
  }

  /// Units of source files before those of Clang modules, newer before older, and by name when equally old.
  private static func precedes(_ first: Unit, _ second: Unit) -> Bool {
    if first.mainFile.isEmpty != second.mainFile.isEmpty { return second.mainFile.isEmpty }
    return first.written != second.written ? first.written > second.written : first.name < second.name
  }
}
