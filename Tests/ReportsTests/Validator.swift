import Foundation
import Testing

/// A stock JSON Schema validator: Python's `jsonschema`.
enum Validator {
  /// Expects that every document is valid, in one run of the validator.
  /// - Parameter isClosed: refuse properties that the schema does not name, though it would allow them.
  static func expectValid(
    _ documents: [String], schema: String, isClosed: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let answer = try check(documents, schema: schema, isClosed: isClosed)
    #expect(answer == "valid: \(documents.count)\n", sourceLocation: sourceLocation)
  }

  static func check(_ documents: [String], schema: String, isClosed: Bool) throws -> String {
    let input = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    // No document holds a NUL: JSON escapes it.
    try documents.joined(separator: "\0").write(to: input, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: input) }
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    python.arguments = ["python3", "-c", script, Fixture.url(schema).path, input.path, isClosed ? "closed" : "open"]
    let output = Pipe()
    python.standardOutput = output
    python.standardError = output
    try python.run()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    python.waitUntilExit()
    guard python.terminationStatus != 127 else {
      return "python3 is missing: apt-get install python3 python3-jsonschema"
    }
    return String(decoding: answer, as: UTF8.self)
  }

  private static let script = """
    import json, sys
    try:
        from jsonschema import Draft202012Validator, FormatChecker
        from jsonschema.validators import validator_for
    except ImportError:
        sys.exit("python's jsonschema (4 or later) is missing: apt-get install python3-jsonschema")

    def close(node):
        if isinstance(node, dict):
            if "properties" in node and node.get("type") == "object":
                node.setdefault("additionalProperties", False)
            for child in node.values():
                close(child)
        elif isinstance(node, list):
            for child in node:
                close(child)

    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    if sys.argv[3] == "closed":
        close(schema)
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema, format_checker=FormatChecker())
    with open(sys.argv[2], encoding="utf-8", newline="") as file:
        documents = file.read().split("\\0")
    valid = 0
    for number, document in enumerate(documents):
        errors = sorted(validator.iter_errors(json.loads(document)), key=str)
        for error in errors[:5]:
            print(f"document {number}: {error.json_path}: {error.message}")
        valid += not errors
    print(f"valid: {valid}")
    """
}
