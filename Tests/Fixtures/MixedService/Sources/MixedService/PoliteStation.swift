import Dispatch

/// Measures on a thread that may block.
actor PoliteStation {
  private var last: Reading?

  func poll() async -> Int {
    let reading = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: Reading.current())
      }
    }
    last = reading
    return reading.value
  }
}
