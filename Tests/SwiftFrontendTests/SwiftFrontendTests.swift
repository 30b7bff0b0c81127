import Testing

@Suite struct SwiftFrontendTests {}
