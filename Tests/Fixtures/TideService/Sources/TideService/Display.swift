import Foundation

/// The panel at the harbour's entrance.
@MainActor
final class Display {
  private var text = ""

  func show(_ height: Double) {
    text = "\(height) m"
  }

  /// Fault: the panel stands still until the other program has ended.
  func calibrate(_ process: Process) {
    process.waitUntilExit()
    text = "ready"
  }

  /// Clean: another thread waits.
  func calibrateLater(_ process: @escaping @Sendable () -> Process) {
    DispatchQueue.global().async {
      process().waitUntilExit()
      report("calibrated")
    }
  }
}
