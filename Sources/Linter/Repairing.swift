import Model
import SwiftFrontend

/// Works out how findings can be mended, each file parsed once.
struct Repairing {
  let readings: [FileReader.Reading]
  let jobs: Int

  /// The texts that fixes speak of.
  func files(of findings: [Finding]) -> [String: FixableFile] {
    let names = Set(findings.lazy.filter { $0.fix != nil }.map(\.place.file))
    return Dictionary(
      readings.lazy.filter { names.contains($0.file.name) }
        .map { ($0.file.name, FixableFile(path: $0.file.path, text: $0.text)) }, uniquingKeysWith: { first, _ in first }
    )
  }

  func filled(_ findings: [Finding]) -> [Finding] {
    let texts = Dictionary(
      readings.lazy.filter { !$0.file.isContext && $0.file.language == .swift }.map { ($0.file.name, $0.text) },
      uniquingKeysWith: { first, _ in first })
    let byFile = Dictionary(grouping: findings.indices.filter { findings[$0].repair != nil }) {
      findings[$0].place.file
    }
    let work = byFile.sorted { $0.key < $1.key }.compactMap { file, indices in
      texts[file].map { (file: file, text: $0, indices: indices) }
    }
    let fixes = Workers.map(work, jobs: jobs) { item in
      let source = SourceRepairs(item.text, file: item.file)
      return item.indices.map { index in
        (index, findings[index].repair.flatMap { source?.fix($0, at: findings[index].place) })
      }
    }
    var result = findings
    for (index, fix) in fixes.flatMap({ $0 }) { result[index].fix = fix }
    return result
  }
}
