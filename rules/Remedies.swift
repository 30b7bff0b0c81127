package import Model

extension Rules {
  /// What to use instead in a file with these imports: the first entry that fits, `*` last.
  ///
  /// Without a language the imports tell it: only C imports names that end in `.h`.
  package func remedy(
    _ remedy: Remedy?, importing imports: Set<String>, language: Summary.Language? = nil
  ) -> String? {
    switch remedy {
    case nil: return nil
    case .text(let text): return text
    case .named(let name):
      let language = language ?? (imports.contains { $0.hasSuffix(".h") } ? .c : .swift)
      let entries = remedies.filter { $0.name == name }
      let own = entries.filter { $0.language == language }
      // Swift calls C's functions too, and their facts may name a remedy that only C's table holds.
      let candidates = own.isEmpty ? entries : own
      let fitting = candidates.first { imports.contains($0.importing) || $0.importing == language.rawValue }
      return (fitting ?? candidates.first { $0.importing == "*" })?.text
    }
  }
}
