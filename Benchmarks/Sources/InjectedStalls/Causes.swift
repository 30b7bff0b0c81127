import Foundation
import Loops
import Synchronization

/// What a stall is made of.
enum Cause: String, Codable, CaseIterable {
  case sleep, spin, lock, file
}

/// A stall as it really was, of one thread.
struct Block: Sendable {
  var begin: Int
  var end: Int
  var line: Int
}

extension Gate {
  static let file = "Causes.swift"

  /// Blocks the calling thread until the gate opens. The clock is read right before and after the blocking line.
  func block() -> Block {
    switch cause {
    case .sleep:
      let deadline = enter() + duration
      let begin = now()
      // A signal that looks at the stack cuts a sleep short, so what is left is slept too.
      while case let rest = deadline - now(), rest > 0 { usleep(UInt32(rest / 1000 + 1)) }
      return Block(begin: begin, end: now(), line: #line - 1)
    case .spin:
      let begin = enter()
      while !isOpen.load(ordering: .relaxed) {}
      return Block(begin: begin, end: now(), line: #line - 1)
    case .lock:
      let begin = enter()
      pthread_mutex_lock(mutex)
      let end = now()
      pthread_mutex_unlock(mutex)
      return Block(begin: begin, end: end, line: #line - 3)
    case .file:
      var byte: UInt8 = 0
      let begin = enter()
      read(descriptors.read, &byte, 1)
      return Block(begin: begin, end: now(), line: #line - 1)
    }
  }
}
