import Model
import SwiftParser
import SwiftSyntax

/// Reads `Package.swift` as text: running it would run a stranger's code.
///
/// Literals, names of constants, `+`, and loops over `package.targets` are understood; anything computed otherwise is
/// left out, and the file is then read with SwiftPM's defaults.
package struct ManifestReader {
  package init() {}

  package func read(_ text: String) -> Manifest {
    let tree = Parser.parse(source: text)
    let constants = ManifestConstants(viewMode: .sourceAccurate)
    constants.walk(tree)
    let targets = ManifestTargets(constants: constants.values)
    targets.walk(tree)
    return Manifest(
      name: targets.name, targets: targets.targets.map { targets.shared.applied(to: $0) },
      packagePaths: targets.packagePaths)
  }
}

/// The constants and functions of a manifest, by name: settings are often kept in one.
private final class ManifestConstants: SyntaxVisitor {
  var values: [String: Syntax] = [:]

  override func visit(_ node: PatternBindingSyntax) -> SyntaxVisitorContinueKind {
    if let name = node.pattern.as(IdentifierPatternSyntax.self)?.identifier.text {
      values[name] = node.initializer.map { Syntax($0.value) } ?? node.accessorBlock.map { Syntax($0) }
    }
    return .visitChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    if let body = node.body { values[node.name.text] = Syntax(body) }
    return .visitChildren
  }
}

/// Finds the targets, and the settings that a loop gives to all of them.
private final class ManifestTargets: SyntaxVisitor {
  var name: String?
  var targets: [Manifest.Target] = []
  var packagePaths: [String] = []
  var shared: ManifestSettings
  private let constants: [String: Syntax]

  init(constants: [String: Syntax]) {
    self.constants = constants
    shared = ManifestSettings(constants: constants)
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    if node.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text == "Package" {
      name = name ?? node.argument("name").flatMap(string)
    }
    guard let callee = node.calledExpression.as(MemberAccessExprSyntax.self) else { return .visitChildren }
    let name = callee.declName.baseName.text
    if name == "package", let path = node.argument("path").flatMap(string) {
      packagePaths.append(path)
    } else if name == "forEach", callee.base.map({ $0.trimmedDescription.hasSuffix("targets") }) == true {
      shared.walk(node)
      return .skipChildren
    } else if let kind = Manifest.Target.Kind(rawValue: name), let target = target(kind, node) {
      targets.append(target)
      return .skipChildren
    }
    return .visitChildren
  }

  override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
    guard node.sequence.trimmedDescription.hasSuffix("targets") else { return .visitChildren }
    shared.walk(node.body)
    return .skipChildren
  }

  // A product and a dependency are spelled like targets: `.plugin(name:targets:)`, `.target(name:)`.
  override func visit(_ node: LabeledExprSyntax) -> SyntaxVisitorContinueKind {
    node.label?.text == "products" ? .skipChildren : .visitChildren
  }

  override func visit(_ node: PatternBindingSyntax) -> SyntaxVisitorContinueKind {
    let type = node.typeAnnotation?.type.trimmedDescription ?? ""
    return type.contains("Dependency") || type.contains("Product") ? .skipChildren : .visitChildren
  }

  private func target(_ kind: Manifest.Target.Kind, _ call: FunctionCallExprSyntax) -> Manifest.Target? {
    guard let name = call.argument("name").flatMap(string) else { return nil }
    var target = Manifest.Target(name: name, kind: kind)
    target.path = call.argument("path").flatMap(string)
    target.publicHeadersPath = call.argument("publicHeadersPath").flatMap(string)
    target.exclude = call.argument("exclude").map(strings) ?? []
    target.dependencies = call.argument("dependencies").map(dependencies) ?? []
    let settings = ManifestSettings(constants: constants)
    for label in ["cSettings", "swiftSettings"] {
      if let argument = call.argument(label) { settings.walk(argument) }
    }
    return settings.applied(to: target)
  }

  private func string(_ expression: ExprSyntax) -> String? {
    if let literal = expression.as(StringLiteralExprSyntax.self) { return literal.representedLiteralValue }
    guard let name = expression.as(DeclReferenceExprSyntax.self)?.baseName.text,
      let literal = constants[name]?.as(StringLiteralExprSyntax.self)
    else { return nil }
    return literal.representedLiteralValue
  }

  private func strings(_ expression: ExprSyntax) -> [String] {
    expression.as(ArrayExprSyntax.self)?.elements.compactMap { string($0.expression) } ?? []
  }

  private func dependencies(_ expression: ExprSyntax) -> [String] {
    let names = ManifestDependencies(constants: constants)
    names.walk(expression)
    return names.names
  }
}

/// The names in a target's `dependencies`, through constants and `+`.
private final class ManifestDependencies: SyntaxVisitor {
  var names: [String] = []
  private var constants: [String: Syntax]

  init(constants: [String: Syntax]) {
    self.constants = constants
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: StringLiteralExprSyntax) -> SyntaxVisitorContinueKind {
    if let name = node.representedLiteralValue { names.append(name) }
    return .skipChildren
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    guard let name = node.argument("name") else { return .visitChildren }
    walk(name)
    return .skipChildren
  }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    // Taken out while it is followed: a constant may name itself in text that does not compile.
    if let value = constants.removeValue(forKey: node.baseName.text) { walk(value) }
    return .skipChildren
  }
}

extension FunctionCallExprSyntax {
  func argument(_ label: String) -> ExprSyntax? {
    arguments.first { $0.label?.text == label }?.expression
  }
}
