import CTools
import Foundation

// From Swift into C, and back.

func callsC() async {
  tools_pause()  // finding: blocking-call
  tools_pause_by_macro()  // finding: blocking-call
  tools_pause_by_field(nil)  // finding: blocking-call
  tools_pause_by_pointer()  // finding(inferred): blocking-call
  tools_pause_inline()  // missed: blocking-call - a header is read where C uses it, not where Swift does
  tools_quick(nil)
  tools_fire()  // finding(inferred): blocking-call
  let pause = tools_pause
  pause()  // finding(inferred): blocking-call
}

func givesCallbacks() async {
  tools_run({ _ in usleep(1) }, nil)  // finding: blocking-call
  tools_run({ _ in }, nil)
  tools_keep({ _ in usleep(1) }, nil)  // possible: blocking-call
}

@_cdecl("swift_pause") public func swiftPause() { usleep(1) }

func callsThereAndBack() async {
  tools_call_swift()  // finding: blocking-call
}
