#if os(Linux)
  import Foundation
  import Testing

  /// The lines of a stall log, as far as tests ask for them.
  struct StallLog {
    struct Line: Decodable {
      struct Frame: Decodable {
        var function: String?
        var image: String?
        var address: String
        var file: String?
        var line: Int?
        var system: Bool?
      }
      struct Sample: Decodable {
        var count: Int
        var frames: [Frame]
      }
      struct Thread: Decodable {
        var name: String
        var doing: String
        var call: String?
        var samples: [Sample]?
      }
      var type: String
      var time: String
      var phase: String?
      var id: Int?
      var loop: String?
      var kind: String?
      var what: String?
      var count: Int?
      var duration_ns: Int?
      var threads: [Thread]?
    }

    var lines: [Line]
    var began: [Line] { lines.filter { $0.phase == "began" } }
    var ended: [Line] { lines.filter { $0.phase == "ended" } }

    init(_ text: String) throws {
      lines = try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }
  }

  extension StallLog.Line {
    /// Nanoseconds of the wall clock.
    var begin: Int { get throws { try nanoseconds(time) } }
    var end: Int { get throws { try begin + (duration_ns ?? 0) } }

    private func nanoseconds(_ time: String) throws -> Int {
      let parts = time.dropLast().split(separator: ".")
      let date = try Date(String(parts[0]) + "Z", strategy: .iso8601)
      return Int(date.timeIntervalSince1970) * 1_000_000_000 + (Int(parts[1]) ?? 0) * 1000
    }
  }

  /// What is wrong with the lines by `stalls.schema.json`, empty where nothing is or where there is nobody to ask.
  func faults(ofLog text: String) throws -> String {
    guard try Command.run(["python3", "-c", "import jsonschema"]).status == 0 else { return "" }
    let script = """
      import json, jsonschema, sys
      validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
      for line in sys.stdin:
          for fault in validator.iter_errors(json.loads(line)):
              print(fault.message, line)
      """
    let run = try Command.run(["python3", "-c", script, CFolder.schema], input: text)
    return run.output + run.errors
  }
#endif
