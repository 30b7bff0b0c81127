// swift-tools-version: 6.1
// A package of its own, so that neither the linter nor the runtime ever fetches what only measurements need.
import PackageDescription

let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
]
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

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
    .executableTarget(name: "PeerLoop", dependencies: nio + [arguments])
  ]
)
