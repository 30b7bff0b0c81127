import StallWatchdog
import Testing

@testable import StallTesting

struct ProjectTests {
  @Test func framesOfOthersAreLeftOut() {
    let project = Project(root: "/shop/")
    let own = frame("Store.load()", "/shop/Sources/Store.swift")
    let stack = Stack(frames: [
      frame("usleep"), frame("wait()", "/shop/.build/checkouts/nio/Loop.swift"), own,
      frame("later()", "/elsewhere/Later.swift"), frame("expanded", "/tmp/@__swiftmacro_1.swift"),
      frame("main", "/shop/.build/debug/runner.swift"), frame("inlined", "/usr/lib/swift/Array.swift"),
    ])
    #expect(project.frames(of: stack) == [own])
  }

  @Test func aRelativePathIsThePackages() {
    let own = frame("tick", "Sources/tick.c")
    #expect(Project(root: "/shop/").frames(of: Stack(frames: [own])) == [own])
  }

  @Test func theFolderOfThePackageIsTheNextOneWithAManifest() throws {
    let root = try #require(Project(of: #filePath).root)
    #expect(#filePath.hasPrefix(root + "Tests/"))
    #expect(Project(of: "/nowhere/at/all.swift").root == nil)
  }
}
