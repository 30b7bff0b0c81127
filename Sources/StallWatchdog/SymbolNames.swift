internal import CStallProbe

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The names of functions that the dynamic linker knows, where nothing better is to be had.
struct SymbolNames {
  func lookUp(_ addresses: [UInt]) -> [[StackFrame]] {
    addresses.map { address in
      var frame = StackFrame(at: address)
      frame.function = stall_symbol_at(address).map(demangled)
      return [frame]
    }
  }
}

private typealias Demangle =
  @convention(c) (UnsafePointer<CChar>, Int, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?, UInt32) ->
  UnsafeMutablePointer<CChar>?

private func demangled(_ name: UnsafePointer<CChar>) -> String {
  // The Swift runtime exports this function, but declares it in no module: `char *swift_demangle(const char *name,
  // size_t length, char *buffer, size_t *bufferSize, uint32_t flags)`. What it returns without a buffer is freed here.
  guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: -2), "swift_demangle"),
    let text = unsafeBitCast(symbol, to: Demangle.self)(name, strlen(name), nil, nil, 0)
  else { return String(cString: name) }
  defer { free(text) }
  return String(cString: text)
}
