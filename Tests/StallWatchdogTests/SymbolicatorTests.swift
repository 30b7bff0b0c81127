import CStallProbe
import Glibc
import StallWatchdog
import Testing

@Suite struct SymbolicatorTests {
  /// An instruction of a function of the system that no sanitizer replaces, and one of this program.
  private let foreign = UInt(bitPattern: dlsym(nil, "gnu_get_libc_version"))
  private let own: UInt = {
    let function: @convention(c) () -> Void = { usleep(0) }
    return unsafeBitCast(function, to: UInt.self)
  }()

  @Test func aFunctionOfTheSystemHasANameAndNoSite() {
    var symbolicator = Symbolicator()
    let stack = symbolicator.stack(CapturedStack(calls: [foreign]))
    #expect(stack.frames.first?.function?.hasSuffix("gnu_get_libc_version") == true)
    #expect(stack.frames[0].isSystem)
    #expect(stack.site == nil)
  }

  @Test func anAddressOutsideOfAllImagesIsKeptAsItIs() {
    var symbolicator = Symbolicator()
    #expect(
      symbolicator.stack(CapturedStack(calls: [16])).frames == [StackFrame(offset: 16, isSystem: true)])
  }

  @Test func whatWasForgottenIsFoundAgain() {
    var narrow = Symbolicator(remembering: 1)
    var wide = Symbolicator()
    let stacks = [CapturedStack(calls: [foreign, own]), CapturedStack(calls: [own]), CapturedStack(calls: [foreign])]
    for stack in stacks + stacks { #expect(narrow.stack(stack) == wide.stack(stack)) }
  }

  @Test func thoseWhoAwaitReplaceTheExecutor() {
    var symbolicator = Symbolicator()
    let stack = symbolicator.stack(CapturedStack(calls: [foreign, own, foreign, foreign], task: 1, awaiting: [own]))
    #expect(stack.frames.first?.function?.hasSuffix("gnu_get_libc_version") == true)
    #expect(stack.frames.last?.kind == .async)
    #expect(stack.frames.count(where: { $0.function?.hasSuffix("gnu_get_libc_version") == true }) == 1)
  }

  @Test func aSampleIsReadWithinItsBounds() {
    var sample = stall_sample()
    sample.count = .max
    sample.async_count = .max
    sample.pc.0 = 100
    sample.pc.1 = 200
    let captured = CapturedStack(sample)
    #expect(captured.calls.count == Int(STALL_SAMPLE_FRAMES))
    #expect(captured.calls[..<2] == [100, 199])
    #expect(captured.awaiting.count == Int(STALL_SAMPLE_ASYNC_FRAMES))
  }

  @Test func theImageOfAnAddressIsFound() {
    var image = stall_image()
    #expect(stall_image_at(foreign, &image) == 0)
    #expect(image.is_executable == 0)
    #expect(image.start <= foreign && foreign < image.end)
    #expect(stall_image_at(own, &image) == 0)
    #expect(image.is_executable != 0)
    #expect(stall_image_at(16, &image) == ENOENT)
  }
}
