import Testing

@Suite struct LinterTests {}
