import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Asks a gauge that does not call by itself.
struct Poller {
  let station: Station

  /// Fault: a second of sleep is a second in which no other task runs on this thread.
  func poll() async {
    await station.add(sample())
    pause()
    await station.add(sample())
  }

  /// The compiler refuses `Thread.sleep` in an async function, but does not look into this one.
  private func pause() {
    Thread.sleep(forTimeInterval: 1)
  }

  /// Fault: a detached task runs on the same few threads as every other task.
  func warmUp() -> Task<Void, Never> {
    Task.detached {
      sleep(5)
      await station.add(sample())
    }
  }

  /// Clean: threads of a global queue may wait.
  func pollInBackground() {
    DispatchQueue.global().async {
      Thread.sleep(forTimeInterval: 60)
      report("polled")
    }
  }

  /// Wanted: it happens once, before there is anything to delay.
  func settle() async {
    usleep(10_000)  // unblock: ignore blocking-call - the sensor needs ten milliseconds, once
  }
}

func sample() -> Double { Double.random(in: -2...6) }

func report(_ text: String) { print(text) }
