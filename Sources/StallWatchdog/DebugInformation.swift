#if os(Linux) && canImport(Runtime)
  internal import Runtime

  /// Functions, files and lines, as `Runtime` reads them from the executable and the libraries of this process.
  struct DebugInformation {
    private let format: EncodedBacktrace.Format

    /// Nil where this version of the runtime decodes backtraces of another form.
    init?() {
      guard let format = EncodedBacktrace.Format.ofThisRuntime else { return nil }
      self.format = format
    }

    /// For each address the frames there, innermost first; the last of them is the function, those before it are
    /// inlined.
    func lookUp(_ addresses: [UInt]) -> [[StackFrame]] {
      return symbolicated(addresses).map { address, found in
        guard let function = found.last, function.isWithoutLine else { return frames(address, found) }
        return frames(address, nearby(address, function) ?? found)
      }
    }

    private func symbolicated(_ addresses: [UInt]) -> [(UInt, [SymbolicatedBacktrace.Frame])] {
      let images = Set(addresses.compactMap(LoadedImage.init(at:)))
      let backtrace = try? EncodedBacktrace(addresses: addresses, images: images, format: format).decoded()
      var remaining = (backtrace?.symbolicated()?.frames ?? [])[...]
      return addresses.map { address in
        let count = remaining.firstIndex { !$0.inlined }.map { $0 - remaining.startIndex + 1 } ?? 0
        defer { remaining.removeFirst(count) }
        return (address, Array(remaining.prefix(count)))
      }
    }

    /// What is found a few instructions before or after in the same function.
    ///
    /// The compiler gives no line to instructions that it adds, such as a release; the calls beside them have one.
    private func nearby(
      _ address: UInt, _ function: SymbolicatedBacktrace.Frame
    ) -> [SymbolicatedBacktrace.Frame]? {
      let distances: [Int] = [-4, 4, -8, 8, -16, 16, -32, 32, -64, 64]
      let candidates = symbolicated(distances.map { UInt(bitPattern: Int(bitPattern: address) + $0) })
      return candidates.lazy.map(\.1).first { found in
        guard let last = found.last else { return false }
        return last.symbol?.rawName == function.symbol?.rawName && !last.isWithoutLine
      }
    }

    private func frames(_ address: UInt, _ found: [SymbolicatedBacktrace.Frame]) -> [StackFrame] {
      let frame = StackFrame(at: address)
      return found.isEmpty ? [frame] : found.map { frame.described(by: $0) }
    }
  }

  extension SymbolicatedBacktrace.Frame {
    /// Whether this is a function with debug information, but an instruction that the compiler added.
    fileprivate var isWithoutLine: Bool {
      guard let location = symbol?.sourceLocation, !isSwiftThunk else { return false }
      return location.line == 0 || location.path.hasSuffix("<compiler-generated>")
    }
  }

  extension StackFrame {
    fileprivate func described(by found: SymbolicatedBacktrace.Frame) -> StackFrame {
      guard let symbol = found.symbol, symbol.rawName != "<unknown>" else { return self }
      var frame = self
      if found.inlined { frame.kind = .inlined }
      // A symbol of a library may carry its version: name@@VERSION.
      frame.function = symbol.rawName.contains("@") ? String(symbol.name.prefix { $0 != "@" }) : symbol.name
      if found.isSystem || found.isSwiftThunk || symbol.rawName.hasSuffix("vau") { frame.isSystem = true }
      guard let location = symbol.sourceLocation, !location.path.hasSuffix("<compiler-generated>") else { return frame }
      frame.file = location.path
      frame.line = location.line > 0 ? location.line : nil
      frame.column = location.column > 0 ? location.column : nil
      return frame
    }
  }
#endif
