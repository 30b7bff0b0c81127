import Foundation
import Model
import Reports

/// Findings that an earlier run wrote as JSON.
struct FindingsFile {
  let path: String

  func findings() throws -> [Finding] {
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw CommandError.cannotReadFindings(path, reason: error.localizedDescription)
    }
    guard let findings = JSONFindings.findings(in: data) else {
      throw CommandError.cannotReadFindings(path, reason: "not what unblock lint --format json writes")
    }
    return findings
  }
}
