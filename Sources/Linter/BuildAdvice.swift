import Model

/// How Swift files that were read without the compiler's answers would come by them.
struct BuildAdvice {
  private struct Counts {
    var resolved = 0
    var stale = 0
    var unbuilt = 0

    // Some files of what was built are for other platforms, or of packages inside that are built by themselves.
    var isNotBuilt: Bool { unbuilt > 0 && resolved + stale == 0 }
  }

  private var products = Counts()
  private var tests = Counts()

  init(_ readings: [FileReader.Reading]) {
    // A file of no target cannot be built.
    for reading in readings where reading.file.language == .swift && !reading.file.module.name.isEmpty {
      let counts = reading.file.module.isTest ? \Self.tests : \Self.products
      switch reading.summary?.resolution {
      case .resolved: self[keyPath: counts].resolved += 1
      case .stale: self[keyPath: counts].stale += 1
      case .syntax: self[keyPath: counts].unbuilt += 1
      case nil: break
      }
    }
  }

  /// Nil where a build would change nothing that is known of.
  var command: String? {
    if tests.isNotBuilt || tests.stale > 0 { return "swift build --build-tests" }
    return products.isNotBuilt || products.stale > 0 ? "swift build" : nil
  }
}
