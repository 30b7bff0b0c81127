import Model

/// How Swift files that were read without the compiler's answers would come by them.
struct BuildAdvice {
  private var resolved = 0
  private var stale = 0
  private var unbuilt = 0
  private var unbuiltTests = 0

  init(_ readings: [FileReader.Reading]) {
    // A file of no target cannot be built.
    for reading in readings where reading.file.language == .swift && !reading.file.module.name.isEmpty {
      switch reading.summary?.resolution {
      case .resolved: resolved += 1
      case .stale: stale += 1
      case .syntax where reading.file.module.isTest: unbuiltTests += 1
      case .syntax: unbuilt += 1
      case nil: break
      }
    }
  }

  /// Nil where a build would change nothing that is known of.
  var command: String? {
    if unbuiltTests > 0 { return "swift build --build-tests" }
    // Some files of a built package are for other platforms, or for traits that are off.
    let isNotBuilt = unbuilt > 0 && resolved + stale == 0
    return stale > 0 || isNotBuilt ? "swift build" : nil
  }
}
