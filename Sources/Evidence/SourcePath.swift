/// A path as components, to recognise one file under two names: a binary holds the absolute paths of the machine that
/// built it, a finding the path from where the linter ran.
struct SourcePath: Hashable {
  let components: [Substring]

  init(_ path: String) {
    components = path.split(separator: "/").filter { $0 != "." }
  }

  init(_ components: [Substring]) {
    self.components = components
  }

  var name: Substring { components.last ?? "" }

  /// How many components, from the last one back, are the same.
  func agreement(with other: SourcePath) -> Int {
    zip(components.reversed(), other.components.reversed()).prefix { $0 == $1 }.count
  }
}
