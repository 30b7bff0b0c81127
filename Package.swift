// swift-tools-version: 6.1
// 6.1 is the first version with traits: packages that embed only the runtime say `traits: []` and fetch no parser.
import PackageDescription

let linter = TargetDependencyCondition.when(traits: ["Linter"])

let swiftSyntax: [Target.Dependency] = [
  .product(name: "SwiftSyntax", package: "swift-syntax", condition: linter),
  .product(name: "SwiftParser", package: "swift-syntax", condition: linter),
  .product(name: "SwiftParserDiagnostics", package: "swift-syntax", condition: linter),
  .product(name: "SwiftOperators", package: "swift-syntax", condition: linter),
]

let package = Package(
  name: "unblock",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "unblock", targets: ["unblock"]),
    .library(name: "Offload", targets: ["Offload"]),
    .library(name: "StallWatchdog", targets: ["StallWatchdog"]),
    .library(name: "StallWatchdogService", targets: ["StallWatchdogService"]),
    .library(name: "StallTesting", targets: ["StallTesting"]),
    .library(name: "CStallProbe", targets: ["CStallProbe"]),
  ],
  traits: [
    .trait(name: "Linter", description: "The linter and the parsers it needs"),
    .default(enabledTraits: ["Linter"]),
  ],
  dependencies: [
    .package(url: "https://github.com/swiftlang/swift-syntax.git", from: "603.0.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift.git", from: "0.2.0"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-metrics.git", from: "2.5.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.6.0"),
  ],
  targets: [
    .target(name: "Model"),
    .target(name: "Rules", dependencies: ["Model"], path: "rules", plugins: ["EmbedRules"]),
    .target(name: "SwiftFrontend", dependencies: ["Model"] + swiftSyntax),
    .target(name: "CLibclang"),
    .target(name: "ClangFrontend", dependencies: ["Model", "CLibclang"]),
    .target(name: "CIndexStore"),
    .target(name: "IndexFrontend", dependencies: ["Model", "CIndexStore"]),
    .target(name: "Analysis", dependencies: ["Model", "Rules"]),
    .target(name: "Evidence", dependencies: ["Model"]),
    .target(name: "Reports", dependencies: ["Model"]),
    .target(
      name: "Linter",
      dependencies: ["Model", "Rules", "SwiftFrontend", "ClangFrontend", "IndexFrontend", "Analysis", "Evidence"]),
    .executableTarget(
      name: "unblock",
      dependencies: [
        "Model", "Rules", "Linter", "Evidence", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser", condition: linter),
      ]),
    .executableTarget(name: "embed-rules"),
    .plugin(
      name: "EmbedRules", capability: .buildTool(), dependencies: ["embed-rules"],
      path: "Sources/EmbedRules"),

    .target(name: "Offload"),
    .target(name: "CStallProbe"),
    .target(
      name: "StallWatchdog",
      dependencies: ["CStallProbe", .product(name: "Histogram", package: "hdrhistogram-swift")]),
    .target(
      name: "StallWatchdogService",
      dependencies: [
        "StallWatchdog",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      exclude: ["stalls.schema.json"]),
    // Imports Testing and XCTest: for test targets only.
    .target(name: "StallTesting", dependencies: ["StallWatchdog"]),
    .executableTarget(
      name: "stall-example",
      dependencies: [
        "StallWatchdog", "StallWatchdogService",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),

    .target(
      name: "TestSupport",
      dependencies: [
        "Model", "Rules", "SwiftFrontend", "ClangFrontend", "IndexFrontend", "Analysis", "Linter",
      ],
      path: "Tests/TestSupport"),
    .testTarget(name: "ModelTests", dependencies: ["Model"]),
    .testTarget(name: "RulesTests", dependencies: ["Rules", "TestSupport"]),
    .testTarget(name: "SwiftFrontendTests", dependencies: ["SwiftFrontend", "Model"]),
    .testTarget(name: "ClangFrontendTests", dependencies: ["ClangFrontend", "Model"]),
    .testTarget(
      name: "IndexFrontendTests", dependencies: ["IndexFrontend", "Model", "Linter", "TestSupport"],
      exclude: ["Constructs"]),
    .testTarget(name: "AnalysisTests", dependencies: ["Analysis", "Linter", "TestSupport"], exclude: ["Traps"]),
    .testTarget(name: "EvidenceTests", dependencies: ["Evidence", "Model"]),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "Evidence", "Model"], exclude: ["Fixtures"]),
    .testTarget(name: "LinterTests", dependencies: ["Linter", "TestSupport"]),
    .testTarget(name: "OffloadTests", dependencies: ["Offload"]),
    .testTarget(name: "CStallProbeTests", dependencies: ["CStallProbe"]),
    .testTarget(name: "StallWatchdogTests", dependencies: ["StallWatchdog", "CStallProbe"]),
    .testTarget(
      name: "StallWatchdogServiceTests",
      dependencies: [
        "StallWatchdog", "StallWatchdogService", "stall-example",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    .testTarget(name: "StallTestingTests", dependencies: ["StallTesting", "StallWatchdog"]),
    .testTarget(name: "CommandTests", dependencies: ["unblock"]),
  ]
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
