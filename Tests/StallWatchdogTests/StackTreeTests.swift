import StallWatchdog
import Testing

@Suite struct StackTreeTests {
  private func stack(_ functions: String...) -> Stack {
    Stack(frames: functions.map { StackFrame(function: $0, image: "server") })
  }

  @Test func stacksAreMergedFromTheOutside() {
    let tree = StackTree([stack("read", "load", "main"), stack("parse", "load", "main"), stack("read", "load", "main")])
    #expect(tree.count == 3)
    #expect(tree.roots.map(\.frame.function) == ["main"])
    let load = tree.roots[0].children[0]
    #expect(load.count == 3)
    #expect(load.children.map(\.frame.function) == ["read", "parse"])
    #expect(load.children.map(\.count) == [2, 1])
  }

  @Test func theOrderOfTheSamplesDoesNotShow() {
    let stacks = [
      stack("c", "main"), stack("a", "main"), stack("b", "other"), stack("a", "main"), stack("b", "main"),
    ]
    #expect(StackTree(stacks) == StackTree(stacks.reversed()))
    #expect(StackTree(stacks).roots[0].children.map(\.frame.function) == ["a", "b", "c"])
  }

  @Test func instructionsOfOneLineAreOneNode() {
    let first = Stack(frames: [StackFrame(function: "spin", offset: 24, file: "a.swift", line: 7)])
    let second = Stack(frames: [StackFrame(function: "spin", offset: 16, file: "a.swift", line: 7)])
    let other = Stack(frames: [StackFrame(function: "spin", offset: 32, file: "a.swift", line: 8)])
    #expect(StackTree([first, second, other]).roots.map(\.count) == [2, 1])
    #expect(StackTree([first, second]) == StackTree([second, first]))
  }
}
