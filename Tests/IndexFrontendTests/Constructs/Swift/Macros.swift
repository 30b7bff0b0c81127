import Foundation
import Observation
import Tools

// Code that a macro writes around one's own.

@Observable final class Weather: @unchecked Sendable {
  var degrees = 1 { didSet { usleep(1) } }
  var wind = 1
  var gusts: Int {
    usleep(1)
    return 1
  }
  func measure() { usleep(1) }
}

func observes(_ weather: Weather) async {
  weather.degrees = 2  // finding(inferred): blocking-call
  weather.wind = 2
  _ = weather.wind
  _ = weather.gusts  // finding: blocking-call
  weather.measure()  // finding: blocking-call
  opaquely(weather).degrees = 2  // finding(index, inferred): blocking-call
  opaquely(weather).wind = 2
  opaquely(weather).measure()  // finding(index): blocking-call
}
