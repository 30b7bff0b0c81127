import Foundation
import Loops

/// One line of the schedule.
struct Entry: Codable, Sendable {
  enum Cause: String, Codable { case sleep, spin }
  enum Place: String, Codable { case read, task }

  var at_ms: Double
  var ms: Double
  var cause: Cause
  var place: Place
}

/// A stall as it really was.
struct Played: Encodable, Sendable {
  var begin: Int
  var end: Int
  var file: String
  var line: Int
  var cause: Entry.Cause
  var place: Entry.Place
}

/// Blocks the calling thread as the entry says; the clock is read right before and after the blocking line.
func stall(_ entry: Entry) -> Played {
  let deadline = now() + Int(entry.ms * 1e6)
  let line: Int
  let begin = now()
  switch entry.cause {
  case .sleep:
    // A signal that looks at the stack cuts a sleep short, so what is left is slept too.
    line = #line + 1
    while case let rest = deadline - now(), rest > 0 { usleep(UInt32(rest / 1000 + 1)) }
  case .spin:
    line = #line + 1
    while now() < deadline {}
  }
  return Played(begin: begin, end: now(), file: "Stall.swift", line: line, cause: entry.cause, place: entry.place)
}
