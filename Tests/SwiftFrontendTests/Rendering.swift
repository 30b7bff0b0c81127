import Model
import SwiftFrontend

func read(_ source: String, file: String = "File.swift") -> Summary {
  SwiftReader().read(source, file: file, module: "App")
}

extension Summary {
  /// The first body of that name.
  func body(_ name: String) -> Body? { bodies.first { $0.name == name } }

  func bodies(_ kind: Body.Kind) -> [Body] { bodies.filter { $0.kind == kind } }

  /// One line per call of the body of that name, in order.
  func calls(of name: String) -> [String] { body(name).map { $0.calls.map(render) } ?? [] }

  /// One line per call of the closures, a list for each closure.
  var closureCalls: [[String]] { bodies(.closure).map { $0.calls.map(render) } }

  func local(_ name: String) -> Local? { locals.first { $0.name == name } }

  func type(_ name: String) -> TypeDeclaration? { types.first { $0.name == name } }

  func property(_ name: String) -> Property? { properties.first { $0.name == name } }

  func render(_ call: Call) -> String {
    var text = ""
    if call.kind != .call { text += call.kind.rawValue + " " }
    text += render(call.callee)
    if call.kind == .call || !call.arguments.isEmpty {
      text += "(" + call.arguments.map(render).joined(separator: ", ") + ")"
    }
    if call.awaited == .direct { text += " await" }
    if call.awaited == .covered { text += " covered" }
    if call.attempt != .none { text += " try" }
    if call.kind == .call, !call.isResultUsed { text += " unused" }
    if let loop = call.loop { text += " loop\(loop)" }
    if call.isLoopCondition { text += " condition" }
    if call.isDeferred { text += " deferred" }
    if let condition = call.condition { text += " #\(condition)" }
    return text
  }

  func render(_ argument: Argument) -> String {
    (argument.label.map { $0 + ": " } ?? "") + (argument.isTrailing ? "trailing " : "") + render(argument.value)
  }

  func render(_ expression: Expression) -> String {
    switch expression {
    case .name(let name): name
    case .local(let index): "%" + locals[index].name
    case .function(_, let name): name
    case .member(let base, let name): render(base) + "." + name
    case .implicitMember(let name): "." + name
    case .field(let record, let name): record + "->" + name
    case .call(let index): "<\(index)>"
    case .closure(let index): "{\(bodies[..<index].filter { $0.kind == .closure }.count)}"
    case .type(let type): "type " + render(type)
    case .integer(let value): "\(value)"
    case .floating(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .string(let value): "\"\(value)\""
    case .null: "nil"
    case .constant(let name, let value): "\(name)=\(value)"
    case .list(let values): "[" + values.map(render).joined(separator: ", ") + "]"
    case .element(let base): render(base) + "[]"
    case .tuple(let values): "(" + values.map(render).joined(separator: ", ") + ")"
    case .tupleElement(let base, let index): render(base) + ".\(index)"
    case .address(let base): "&" + render(base)
    case .either(let values): "either(" + values.map(render).joined(separator: ", ") + ")"
    case .cast(let base, let type): render(base) + " as " + render(type)
    case .selfReference: "self"
    case .superReference: "super"
    case .opaque: "?"
    }
  }

  func render(_ type: TypeRef?) -> String {
    switch type {
    case nil: "none"
    case .named(let path, let arguments):
      path.joined(separator: ".") + (arguments.isEmpty ? "" : "<" + arguments.map(render).joined(separator: ", ") + ">")
    case .optional(let wrapped): render(wrapped) + "?"
    case .array(let element): "[" + render(element) + "]"
    case .dictionary(let key, let value): "[" + render(key) + ": " + render(value) + "]"
    case .tuple(let elements): "(" + elements.map(render).joined(separator: ", ") + ")"
    case .function(let function): render(function)
    case .existential(let types): "any " + types.map(render).joined(separator: " & ")
    case .metatype(let type): render(type) + ".Type"
    case .pointer(let type): render(type) + "*"
    case .selfType: "Self"
    case .unknown: "?"
    }
  }

  func render(_ function: FunctionType) -> String {
    var text = ""
    if function.isEscaping { text += "@escaping " }
    if function.isSendable { text += "@Sendable " }
    if function.isAutoclosure { text += "@autoclosure " }
    if function.isolation != .unspecified { text += render(function.isolation) + " " }
    text += "(" + function.parameters.map(render).joined(separator: ", ") + ")"
    if function.isAsync { text += " async" }
    if function.isThrowing { text += " throws" }
    return text + " -> " + render(function.result)
  }

  func render(_ isolation: Isolation) -> String {
    switch isolation {
    case .unspecified: "unspecified"
    case .nonisolated: "nonisolated"
    case .nonisolatedNonsending: "nonisolated(nonsending)"
    case .concurrent: "@concurrent"
    case .globalActor(let name): "@" + name
    case .isolatedParameter(let type): "isolated " + render(type)
    }
  }
}
