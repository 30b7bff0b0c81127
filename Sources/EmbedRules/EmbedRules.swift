import PackagePlugin

/// Turns every page and fact file of `rules/` into one Swift file of raw string literals.
///
/// Not `Bundle.module`: it compiles in the build folder's path, and a moved binary then crashes or reads the old
/// folder. Not `.embedInCode`: its byte-array literal takes 22 s to compile at 100 KB.
@main
struct EmbedRules: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
    guard let module = target as? any SourceModuleTarget else { return [] }
    let texts = module.sourceFiles.map(\.url).filter { ["md", "facts"].contains($0.pathExtension) }
      .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedRules.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(texts.count) rule files",
        executable: try context.tool(named: "embed-rules").url,
        arguments: [output.path, target.directoryURL.path] + texts.map(\.path),
        inputFiles: texts, outputFiles: [output])
    ]
  }
}
