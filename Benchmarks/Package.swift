// swift-tools-version: 6.1
// A package of its own, so that neither the linter nor the runtime ever fetches what only measurements need.
import Foundation
import PackageDescription

let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
]
let watchdog: [Target.Dependency] = [
  .product(name: "StallWatchdog", package: "unblock"),
  .product(name: "StallWatchdogService", package: "unblock"),
]
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// Where libuv1-dev is not installed, the measurements leave its loop out and say so.
let hasLibuv = ["/usr/include/uv.h", "/usr/local/include/uv.h"].contains(where: FileManager.default.fileExists)
let uvLoop: [Target] = [
  .target(
    name: "UvLoop", dependencies: [.product(name: "CStallProbe", package: "unblock")],
    linkerSettings: [.linkedLibrary("uv")])
]

let package = Package(
  name: "unblock-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "unblock", path: "..", traits: []),
    .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.0", traits: []),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
  ],
  targets: [
    .target(
      name: "Loops", dependencies: watchdog + nio + (hasLibuv ? ["UvLoop"] : []),
      swiftSettings: hasLibuv ? [.define("LIBUV")] : []),
    .executableTarget(name: "InjectedStalls", dependencies: watchdog + ["Loops", arguments]),
    .executableTarget(name: "QuietRun", dependencies: watchdog + ["Loops", arguments]),
    .executableTarget(name: "PeerLoop", dependencies: nio + watchdog + ["Loops", arguments]),
    .target(name: "CountedAllocations"),
    .executableTarget(
      name: "Beats",
      dependencies: [.product(name: "Benchmark", package: "benchmark"), "CountedAllocations", "Loops"] + watchdog + nio,
      path: "Benchmarks/Beats",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "WaysOff",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"), .product(name: "Offload", package: "unblock"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Benchmarks/WaysOff",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ] + (hasLibuv ? uvLoop : [])
)
