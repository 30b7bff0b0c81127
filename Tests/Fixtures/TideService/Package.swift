// swift-tools-version: 6.0
// A small service that measures tides, with faults planted in it: what `make run` lints.
import PackageDescription

let package = Package(
  name: "TideService",
  platforms: [.macOS(.v15)],
  targets: [
    .target(name: "CTideLoop"),
    .executableTarget(name: "TideService", dependencies: ["CTideLoop"]),
  ]
)
