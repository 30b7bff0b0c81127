// swift-tools-version: 6.1
import PackageDescription

// What a service does that embeds the watchdog: it wants no trait of the package, and so none of the linter's dependencies.
let package = Package(
  name: "watchdog-client",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "unblock", path: "../../..", traits: []),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.81.0"),
  ],
  targets: [
    .executableTarget(
      name: "ClientInSwift5",
      dependencies: [.product(name: "StallWatchdog", package: "unblock")],
      swiftSettings: [.swiftLanguageMode(.v5)]),
    .executableTarget(
      name: "ClientInSwift6",
      dependencies: [
        .product(name: "StallWatchdog", package: "unblock"),
        .product(name: "StallWatchdogService", package: "unblock"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
)
