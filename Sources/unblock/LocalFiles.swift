import Foundation
import Model

/// A binary holds the paths of the machine that built it; here they become paths below the working directory, where
/// such files are.
struct LocalFiles {
  let folder: String

  func applied(to summary: StallSummary) -> StallSummary {
    var summary = summary
    var known: [String: String] = [:]
    for index in summary.frames.indices {
      let frame = summary.frames[index]
      guard let file = frame.file, !frame.isSystem, !frame.isDependency else { continue }
      let local = known[file] ?? name(of: file)
      known[file] = local
      summary.frames[index].file = local
    }
    return summary
  }

  /// The longest end of the path that names a file here; the path itself where none does.
  private func name(of file: String) -> String {
    if file.hasPrefix(folder + "/") { return String(file.dropFirst(folder.count + 1)) }
    let parts = file.split(separator: "/").drop { $0 == "." }
    // A bare name would be found too easily.
    for start in parts.indices.dropLast() {
      let end = parts[start...].joined(separator: "/")
      if FileManager.default.fileExists(atPath: folder + "/" + end) { return end }
    }
    return file
  }
}
