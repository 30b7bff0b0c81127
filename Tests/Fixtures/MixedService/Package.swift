// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "MixedService",
  targets: [
    .target(name: "CDevice"),
    .target(name: "MixedService", dependencies: ["CDevice"]),
  ]
)
