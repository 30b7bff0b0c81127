import Dispatch
import Foundation

/// One place where the water is measured.
actor Station {
  let name: String
  private var readings: [Double] = []
  private let archive: Archive

  init(name: String, archive: Archive) {
    self.name = name
    self.archive = archive
  }

  func add(_ height: Double) {
    readings.append(height)
    if readings.count > 1_000 { readings.removeFirst(500) }
  }

  /// Fault: the archive reads a file, two calls further down, on the thread of every other task.
  func average(on day: String) -> Double {
    let old = archive.heights(on: day)
    let all = old + readings
    return all.isEmpty ? 0 : all.reduce(0, +) / Double(all.count)
  }

  /// Fault: the task that would signal may need the very thread that waits for it.
  func forecastNow() -> Double {
    let done = DispatchSemaphore(value: 0)
    let result = Box(0.0)
    Task {
      result.value = await self.forecast()
      done.signal()
    }
    done.wait()
    return result.value
  }

  /// Clean: a look at the semaphore that does not wait.
  func isIdle(_ gate: DispatchSemaphore) -> Bool {
    gate.wait(timeout: .now()) == .timedOut
  }

  /// Clean: sleeping this way leaves the thread to others.
  func forecast() async -> Double {
    try? await Task.sleep(for: .milliseconds(10))
    return readings.last ?? 0
  }
}

/// A value that two pieces of code share; the semaphore above orders them.
final class Box<Value>: @unchecked Sendable {
  var value: Value

  init(_ value: Value) { self.value = value }
}
