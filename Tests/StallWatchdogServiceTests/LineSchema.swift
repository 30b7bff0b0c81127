import Foundation
import Testing

/// Python's `jsonschema`, asked about lines of a stall log.
enum LineSchema {
  static let url = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/StallWatchdogService/stalls.schema.json").standardizedFileURL

  /// Expects that there are lines, and that each is what the schema says, with no member that it does not name.
  static func expectValid(_ lines: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let input = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jsonl")
    try lines.joined(separator: "\n").write(to: input, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: input) }
    let python = Process()
    python.executableURL = URL(filePath: "/usr/bin/env")
    python.arguments = ["python3", "-c", script, url.path, input.path]
    let output = Pipe()
    python.standardOutput = output
    python.standardError = output
    try python.run()
    let answer = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    python.waitUntilExit()
    #expect(!lines.isEmpty, sourceLocation: sourceLocation)
    #expect(answer == "valid: \(lines.count)\n", sourceLocation: sourceLocation)
  }

  private static let script = """
    import json, sys
    try:
        from jsonschema import Draft202012Validator
    except ImportError:
        sys.exit("python's jsonschema (4 or later) is missing: apt-get install python3-jsonschema")

    def names(node, found):
        if isinstance(node, dict):
            found.update(node.get("properties", {}))
            for child in node.values(): names(child, found)
        elif isinstance(node, list):
            for child in node: names(child, found)
        return found

    def members(node, found):
        if isinstance(node, dict):
            found.update(node)
            for child in node.values(): members(child, found)
        elif isinstance(node, list):
            for child in node: members(child, found)
        return found

    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    known = names(schema, set())
    valid = 0
    for number, line in enumerate(open(sys.argv[2], encoding="utf-8")):
        value = json.loads(line)
        errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
        errors += [f"unknown member {name}" for name in sorted(members(value, set()) - known)]
        for error in errors[:5]: print(f"line {number}: {error}")
        valid += not errors
    print(f"valid: {valid}")
    """
}
