import Model
import SwiftSyntax

extension Lowering {
  /// Lowers a closure to a body of its own; whoever takes the value says what it is used for.
  func lowerClosure(_ closure: ClosureExprSyntax) -> Int {
    guard descend() else {
      ascend()
      return addClosure(closure)
    }
    defer { ascend() }
    let mark = scope.mark()
    // The values of a capture list are computed where the closure is made.
    for capture in closure.signature?.capture?.items ?? [] {
      if let initializer = capture.initializer {
        bind(capture.name, .constant, value: lower(initializer.value))
      } else if case .name = resolve(capture.name) {
        _ = lowerName(capture.name)
      }
    }
    let index = addClosure(closure)
    inside(index) {
      frame?.returnsValue = true
      lowerSignature(closure.signature, of: index)
      lowerBody(closure.statements)
    }
    summary.bodies[index].isAsync = summary.bodies[index].isAsync || summary.bodies[index].suspends
    scope.leave(mark)
    flow.append(.make(index))
    return index
  }

  private func addClosure(_ closure: ClosureExprSyntax) -> Int {
    let capture = closure.signature?.capture
    let computes = capture?.items.contains { $0.initializer != nil } ?? false
    let start = computes ? capture?.endPositionBeforeTrailingTrivia : nil
    let extent = lines.extent(
      from: start ?? closure.leftBrace.positionAfterSkippingLeadingTrivia, to: closure.endPositionBeforeTrailingTrivia)
    let index = addBody(.closure, "", at: closure.leftBrace, over: extent)
    summary.bodies[index].use = .other
    return index
  }

  private func lowerSignature(_ signature: ClosureSignatureSyntax?, of closure: Int) {
    guard let signature else {
      frame?.shorthand = closure
      return
    }
    summary.bodies[closure].isolation = Attributes(signature.attributes).isolation
    summary.bodies[closure].isAsync = signature.effectSpecifiers?.asyncSpecifier != nil
    summary.bodies[closure].isThrowing = signature.effectSpecifiers?.throwsClause.throwsAnything ?? false
    summary.bodies[closure].result = signature.returnClause.map { TypeRef($0.type) }
    switch signature.parameterClause {
    case .simpleInput(let names):
      for (index, parameter) in names.enumerated() {
        summary.bodies[closure].parameters.append(Parameter(label: nil, name: parameter.name.name, type: .unknown))
        bind(parameter.name, .parameter(index))
      }
    case .parameterClause(let clause):
      for (index, syntax) in clause.parameters.enumerated() {
        let name = syntax.secondName ?? syntax.firstName
        let lowered = syntax.type.map { LoweredType($0) }
        var parameter = Parameter(label: nil, name: name.name, type: lowered?.type ?? .unknown)
        parameter.isVariadic = syntax.ellipsis != nil
        parameter.isIsolated = lowered?.isIsolated ?? false
        if parameter.isIsolated { summary.bodies[closure].isolation = .isolatedParameter(parameter.type) }
        summary.bodies[closure].parameters.append(parameter)
        bind(name, .parameter(index), type: parameter.type)
      }
    case nil: frame?.shorthand = closure
    }
  }
}
