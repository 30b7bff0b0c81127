import Testing

@Suite struct ClangFrontendTests {}
