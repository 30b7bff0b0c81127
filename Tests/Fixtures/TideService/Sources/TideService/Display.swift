import Foundation

/// The panel at the harbour's entrance.
@MainActor
final class Display {
  private var text = ""

  func show(_ height: Double) {
    text = "\(height) m"
  }

  /// Fault: the panel stands still until the other program has ended.
  func calibrate() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/true")
    try process.run()
    process.waitUntilExit()
  }

  /// Clean: told when the program has ended.
  func calibrateLater() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/true")
    process.terminationHandler = { _ in report("calibrated") }
    try process.run()
  }
}
