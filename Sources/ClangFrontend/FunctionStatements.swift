import CLibclang
import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension UnitLowering {
  /// What comments and attributes say of a function.
  func statement(of function: CXCursor) -> Statement? {
    let name = clang.pointee.getCursorLocation(function)
    guard let file = file(of: name) else { return nil }
    if !file.statements.isEmpty {
      let nameLine = place(name).line
      let firstLine = place(clang.pointee.getRangeStart(clang.pointee.getCursorExtent(function))).line
      for line in min(firstLine, nameLine)...nameLine {
        if let statement = file.statements[line] { return statement }
      }
    }
    return attribute(of: function)
  }

  private func attribute(of function: CXCursor) -> Statement? {
    for child in children(of: function) where Kind.attributes.contains(child.kind) {
      if child.kind == Kind.annotation, let directive = Directive(comment: spelling(child)) {
        switch directive {
        case .blocking: return .blocking(message: nil)
        case .nonblocking: return .nonblocking(isContext: false)
        default: continue
        }
      }
      if let statement = spelledAttribute(child) { return statement }
    }
    return effect(of: function)
  }

  /// An attribute that libclang does not expose, read where it is spelled, be it in a macro.
  private func spelledAttribute(_ attribute: CXCursor) -> Statement? {
    let start = clang.pointee.getRangeStart(clang.pointee.getCursorExtent(attribute))
    guard let (file, offset) = spelled(start), file.word(at: offset) == "swift_attr" else { return nil }
    let text = String(decoding: file.text[offset..<min(offset + 300, file.text.count)], as: UTF8.self)
    guard let quote = text.firstIndex(of: "\""), text[text.index(after: quote)...].hasPrefix("@_unavailableFromAsync")
    else {
      return nil
    }
    let parts = text.split(separator: "\\\"", maxSplits: 2)
    return .unavailableFromAsync(message: parts.count == 3 ? String(parts[1]) : nil)
  }

  /// Clang's function effects are part of the type; libclang shows them only in its spelling, and older versions nowhere.
  private func effect(of function: CXCursor) -> Statement? {
    let type = clang.pointee.getCursorType(function)
    let spelled = clang.pointee.getTypeSpelling(type)
    defer { clang.pointee.disposeString(spelled) }
    guard let start = clang.pointee.getCString(spelled) else { return nil }
    let bytes = UnsafeRawBufferPointer(start: start, count: strlen(start)).bindMemory(to: UInt8.self)
    if Bytes.contains("((nonblocking", in: bytes) { return .nonblocking(isContext: true) }
    return Bytes.contains("((blocking", in: bytes) ? .blocking(message: nil) : nil
  }
}
