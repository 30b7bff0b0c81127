import Foundation
import Model
import Testing

@testable import Linter

@Suite struct DiscoveryTests {
  @Test func filesAreFoundInOrderAndHiddenOnesAreNot() throws {
    let folder = try TemporaryFolder([
      "b.swift": "", "a/z.swift": "", "a/y.c": "", "a/y.h": "", ".hidden/x.swift": "", "node_modules/x.swift": "",
      "notes.md": "",
    ])
    #expect(folder.discover().files.map(\.name) == ["a/y.c", "a/z.swift", "b.swift"])
  }

  @Test func overlappingPathsAreReadOnce() throws {
    let folder = try TemporaryFolder(["a/x.swift": ""])
    #expect(folder.discover([".", "a", "a/x.swift", "a/../a"]).files.map(\.name) == ["a/x.swift"])
  }

  @Test func aFolderLoopIsNamedAndTheRestIsRead() throws {
    let folder = try TemporaryFolder(["a/x.swift": ""])
    try folder.link("a/again", to: "..")
    let discovery = folder.discover()
    #expect(discovery.files.map(\.name) == ["a/x.swift"])
    #expect(discovery.problems.map(\.file) == ["a/again"])
  }

  @Test func aLinkToItselfIsNamed() throws {
    let folder = try TemporaryFolder(["x.swift": ""])
    try folder.link("self.swift", to: "self.swift")
    let discovery = folder.discover()
    #expect(discovery.files.map(\.name) == ["x.swift"])
    #expect(discovery.problems.map(\.file) == ["self.swift"])
  }

  @Test func aPipeIsNamedAndNotOpened() throws {
    let folder = try TemporaryFolder(["x.swift": ""])
    #expect(mkfifo(folder.path + "/pipe.swift", 0o600) == 0)
    let discovery = folder.discover()
    #expect(discovery.files.map(\.name) == ["x.swift"])
    #expect(discovery.problems.map(\.file) == ["pipe.swift"])
    #expect(!discovery.isIncomplete)
  }

  @Test func aMissingPathMakesTheRunIncomplete() throws {
    let folder = try TemporaryFolder(["x.swift": ""])
    let discovery = folder.discover(["nowhere", "x.swift"])
    #expect(discovery.isIncomplete)
    #expect(discovery.files.map(\.name) == ["x.swift"])
  }

  @Test func aHeaderIsReadWhenItIsNamed() throws {
    let folder = try TemporaryFolder(["x.h": "", "y.txt": ""])
    #expect(folder.discover(["x.h"]).files.map(\.language) == [.c])
    #expect(folder.discover(["y.txt"]).isIncomplete)
  }

  @Test func pathsBelowTheWorkingDirectoryAreShownRelativeToIt() throws {
    let folder = try TemporaryFolder(["x.swift": ""])
    let other = try TemporaryFolder(["y.swift": ""])
    #expect(folder.discover([folder.path, other.path]).files.map(\.name) == ["x.swift", other.path + "/y.swift"])
  }
}
