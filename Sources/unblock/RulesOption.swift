import ArgumentParser
import Foundation
import Rules

/// `--rules`: what the user adds to what the tool knows.
struct RulesOption: ParsableArguments {
  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp(
      "Facts and rule pages of your own: a .facts or .md file, or a folder of them.", valueName: "path"))
  var paths: [String] = []

  func load() throws -> Rules {
    let builtIn = try Rules.builtIn()
    return paths.isEmpty ? builtIn : try builtIn.adding(try paths.flatMap(files))
  }

  private func files(at path: String) throws -> [(name: String, text: String)] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandError.cannotReadRules(path)
    }
    guard isFolder.boolValue else { return [(path, try text(of: path))] }
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".facts") || $0.hasSuffix(".md") }.sorted()
      .map { ("\(path)/\($0)", try text(of: "\(path)/\($0)")) }
  }

  private func text(of path: String) throws -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw CommandError.cannotReadRules(path)
    }
    return text
  }
}
