// embed-rules OUTPUT FOLDER FILE…: writes OUTPUT, a Swift file that holds the text of each FILE, named relative to FOLDER.
import Foundation

let output = CommandLine.arguments[1]
let folder = CommandLine.arguments[2]
var source = "enum EmbeddedRules {\n  static let files: [(name: String, text: String)] = [\n"
for path in CommandLine.arguments.dropFirst(3) {
  let text = try String(contentsOfFile: path, encoding: .utf8)
  let name = path.hasPrefix(folder) ? String(path.dropFirst(folder.count).drop { $0 == "/" }) : path
  // One more number sign than any run in the text, so nothing in it can close the literal or interpolate.
  let longest = text.split { $0 != "#" }.map(\.count).max() ?? 0
  let fence = String(repeating: "#", count: longest + 1)
  source += "    (\"\(name)\", \(fence)\"\"\"\n\(text)\n\"\"\"\(fence)),\n"
}
source += "  ]\n}\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)
