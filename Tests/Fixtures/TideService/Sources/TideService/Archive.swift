import Foundation

/// What was measured on earlier days, one file a day.
struct Archive: Sendable {
  let folder: String

  func heights(on day: String) -> [Double] {
    lines(of: "\(folder)/\(day).txt").compactMap { Double($0) }
  }

  private func lines(of path: String) -> [Substring] {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n")
  }
}
