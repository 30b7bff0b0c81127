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
    ///
    /// A line costs the runtime a pass over all lines of the image, so none is asked for where there is none: in the
    /// libraries of the system, and in functions that only the compiler knows.
    func lookUp(_ addresses: [UInt]) -> [[StackFrame]] {
      zip(addresses, symbolicated(addresses, options: [])).map { address, named in
        guard let function = named.last, !function.isMadeByCompiler, LoadedImage(at: address)?.isSystem == false
        else { return frames(address, named) }
        let found = symbolicated([address], options: .default)[0]
        if found.contains(where: \.hasLine) || function.isSwiftThunk { return frames(address, found) }
        let hasDebugInformation = found.last?.symbol?.sourceLocation != nil
        return frames(address, hasDebugInformation ? nearby(address, function) ?? found : found)
      }
    }

    private func symbolicated(
      _ addresses: [UInt], options: Backtrace.SymbolicationOptions
    ) -> [[SymbolicatedBacktrace.Frame]] {
      let images = Set(addresses.compactMap(LoadedImage.init(at:)))
      let backtrace = try? EncodedBacktrace(addresses: addresses, images: images, format: format).decoded()
      var remaining = (backtrace?.symbolicated(options: options)?.frames ?? [])[...]
      return addresses.map { _ in
        let count = remaining.firstIndex { !$0.inlined }.map { $0 - remaining.startIndex + 1 } ?? 0
        defer { remaining.removeFirst(count) }
        return Array(remaining.prefix(count))
      }
    }

    /// What is found at the nearest of some instructions around in the same function, or else where it begins.
    ///
    /// The compiler gives no line to instructions that it adds, such as a release; the calls beside them have one.
    private func nearby(
      _ address: UInt, _ function: SymbolicatedBacktrace.Frame
    ) -> [SymbolicatedBacktrace.Frame]? {
      guard let symbol = function.symbol else { return nil }
      let distances = [4, 8, 16, 32, 64, 128].flatMap { [-$0, $0] } + [-symbol.offset]
      return distances.lazy.map { distance in
        symbolicated([UInt(bitPattern: Int(bitPattern: address) + distance)], options: .default)[0]
      }.first { found in
        found.last?.symbol?.rawName == symbol.rawName && found.contains(where: \.hasLine)
      }
    }

    private func frames(_ address: UInt, _ found: [SymbolicatedBacktrace.Frame]) -> [StackFrame] {
      let frame = StackFrame(at: address)
      return found.isEmpty ? [frame] : found.map { frame.described(by: $0) }
    }
  }

  extension SymbolicatedBacktrace.Frame {
    fileprivate var hasLine: Bool {
      guard let location = symbol?.sourceLocation else { return false }
      return location.line > 0 && !location.path.hasSuffix("<compiler-generated>")
    }

    /// Whether nobody wrote this function.
    fileprivate var isMadeByCompiler: Bool {
      guard let name = symbol?.name else { return true }
      return Self.prefixes.contains { name.hasPrefix($0) } || name.hasSuffix(".unsafeMutableAddressor")
    }

    private static let prefixes = [
      "outlined ", "value witness ", "type metadata ", "lazy protocol witness ", "lazy cache ", "associated type ",
      "<unknown>",
    ]
  }

  extension StackFrame {
    fileprivate func described(by found: SymbolicatedBacktrace.Frame) -> StackFrame {
      guard let symbol = found.symbol, symbol.rawName != "<unknown>" else { return self }
      var frame = self
      if found.inlined { frame.kind = .inlined }
      // A symbol of a library may carry its version: name@@VERSION.
      frame.function = symbol.rawName.contains("@") ? String(symbol.name.prefix { $0 != "@" }) : symbol.name
      if found.isSystem || found.isSwiftThunk || found.isMadeByCompiler { frame.isSystem = true }
      guard let location = symbol.sourceLocation, !location.path.hasSuffix("<compiler-generated>") else { return frame }
      frame.file = location.path
      frame.line = location.line > 0 ? location.line : nil
      frame.column = location.column > 0 ? location.column : nil
      return frame
    }
  }
#endif
