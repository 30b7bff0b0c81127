import IndexFrontend
import Model

/// Readings with the compiler's own answers in them.
struct IndexedReading {
  private(set) var readings: [FileReader.Reading]
  private(set) var index = SymbolIndex()

  var summaries: [Summary] { readings.compactMap(\.summary) }

  /// - Parameter names: The base names that rules speak of.
  init(_ readings: [FileReader.Reading], _ contents: StoreContents?, worthKnowing names: Set<String>, jobs: Int) {
    self.readings = readings
    guard let contents else { return }
    let join = IndexJoin(contents, worthKnowing: names)
    self.readings = Workers.map(readings, jobs: jobs) { $0.joined(join, contents) }
    index = join.index(of: summaries)
  }
}

extension FileReader.Reading {
  fileprivate func joined(_ join: IndexJoin, _ contents: StoreContents) -> Self {
    // A source that is a link itself stands in the store under the name of what it leads to.
    let path = contents.files[file.realPath] == nil ? RealPaths.resolved(file.path) : file.realPath
    var reading = self
    reading.summary = summary.map { join.join($0, path: path, modified: modified) { Array(text.utf8) } }
    return reading
  }
}
