import Foundation
import Model

/// What the public headers of a package's C targets mention: the functions that other modules can call.
struct Headers {
  private var words: Set<Substring> = []

  init(of layout: PackageLayout) {
    for target in layout.targets where target.isLibrary {
      let files = FileManager.default.enumerator(atPath: target.publicHeaders)
      while let name = files?.nextObject() as? String {
        guard name.hasSuffix(".h"), let text = try? SourceText.read(target.publicHeaders + "/" + name) else { continue }
        words.formUnion(text.split { !($0.isLetter || $0.isNumber || $0 == "_") })
      }
    }
  }

  /// Marks the functions of C files that a public header mentions.
  func publishing(_ summaries: [Summary]) -> [Summary] {
    summaries.map { summary in
      guard summary.language == .c, !summary.isDependency else { return summary }
      var summary = summary
      for index in summary.bodies.indices {
        let body = summary.bodies[index]
        summary.bodies[index].isPublic =
          body.kind == .function && body.parent == nil && !body.isFileLocal && words.contains(Substring(body.name))
      }
      return summary
    }
  }
}
