import Rules
import Testing

@Suite struct BuiltInRules {
  @Test func areWellFormed() throws {
    #expect(throws: Never.self) { try Rules.builtIn() }
  }
}
