import Foundation
import Tools

// Where a closure runs is what the type of its parameter says; the module alone knows it.

func passesClosures(_ runner: Runner) {
  later { usleep(1) }
  laterAsync { usleep(1) }  // finding(index): blocking-call
  later(onMain: { usleep(1) })  // finding(index): blocking-call
  atOnce { usleep(1) }
  runner.submit { usleep(1) }  // finding(index): blocking-call
  runner.submit(priority: 1) { usleep(1) }  // finding(index): blocking-call
}

func passesClosuresInAsync(_ runner: Runner) async {
  atOnce { usleep(1) }  // finding(index): blocking-call
  runner.sync { usleep(1) }  // finding(index): blocking-call
  later { usleep(1) }  // possible: blocking-call - who runs it is unknown
  _ = lazily(slowNumber())  // finding: blocking-call
}

actor Desk {
  func works() {
    atOnce { usleep(1) }  // finding(index): blocking-call
    later { usleep(1) }  // possible: blocking-call
    Task { usleep(1) }  // finding: blocking-call
  }
}

func startsTasks() {
  Task { usleep(1) }  // finding: blocking-call
  Task.detached { usleep(1) }  // finding: detached-is-not-offload
  _ = Task { () throws in usleep(1) }  // finding: blocking-call
  DispatchQueue.main.async { usleep(1) }  // finding: blocking-call
  DispatchQueue.global().async { usleep(1) }
  let handle = opaquely(DispatchQueue.main)
  handle.async { usleep(1) }
}

func resumes() async {
  await withCheckedContinuation { continuation in
    usleep(1)  // finding: blocking-call
    continuation.resume()
  }
  await withTaskGroup(of: Void.self) { group in
    group.addTask { usleep(1) }  // finding: blocking-call
  }
}
