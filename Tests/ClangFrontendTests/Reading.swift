import Model
import Testing

@testable import ClangFrontend

/// Every libclang on this machine; `libclang-dev` is a prerequisite of the tests.
let libraries: [Libclang] = {
  var seen: Set<String> = []
  let environment = ["PATH": ProcessEnvironment.path]
  return LibclangSearch.candidates(environment: environment).compactMap { try? Libclang(path: $0) }
    .filter { seen.insert($0.version).inserted }
}()

extension Libclang: CustomTestStringConvertible {
  public var testDescription: String { version }
}

/// What one C text contributes.
func read(
  _ text: String, with library: Libclang, file: String = "/project/main.c", arguments: [String] = []
) -> Summary {
  ClangReader(library: library).read(
    TranslationUnit(
      file: file, directory: "/", arguments: arguments, resolution: .resolved, unsavedText: text))
}

extension Summary {
  func body(_ name: String) -> Body? { bodies.first { $0.name == name } }
  func local(_ name: String) -> Local? { locals.first { $0.name == name } }
  func calls(in name: String) -> [Call] { body(name)?.calls ?? [] }
  func call(_ callee: String) -> Call? {
    bodies.lazy.flatMap(\.calls).first { if case .function(_, callee) = $0.callee { true } else { false } }
  }
  /// `target <- function`, for flows of named functions.
  var flowNames: [String] {
    flows.compactMap { flow in
      guard case .function(_, let function) = flow.value else { return nil }
      return "\(flow.target.short) <- \(function)"
    }
  }
}

extension Expression {
  var short: String {
    switch self {
    case .field(let record, let name): "\(record).\(name)"
    case .name(let name): name
    case .element(let base): "\(base.short)[]"
    case .local: "local"
    case .function(_, let name): name
    case .constant(let name, _): name
    case .integer(let value): "\(value)"
    case .list(let values): "{\(values.map(\.short).joined(separator: ","))}"
    case .either(let values): "<\(values.map(\.short).joined(separator: "|"))>"
    case .address(let inner): "&\(inner.short)"
    case .null: "null"
    case .string(let text): "\"\(text)\""
    case .call(let index): "call\(index)"
    case .member(let base, let name): "\(base.short)->\(name)"
    default: "?"
    }
  }
}
