import SwiftSyntax

/// Which operators of a file run code of their own.
struct CustomOperators {
  private var declared: Set<String> = []

  /// The standard library's own; calling them is arithmetic.
  private static let ordinary: Set<String> = [
    "+", "-", "*", "/", "%", "&+", "&-", "&*", "&<<", "&>>", "<<", ">>", "&", "|", "^", "~", "!", "&&", "||", "??",
    "==", "!=", "<", ">", "<=", ">=", "===", "!==", "~=", "...", "..<", "=", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
    "^=", "<<=", ">>=", "&+=", "&-=", "&*=", "&<<=", "&>>=", "->", "?", ".==", ".!=", ".<", ".>", ".<=", ".>=", ".&",
    ".|", ".^", ".!", ".&=", ".|=", ".^=",
  ]
  private static let comparisons: Set<String> = [
    "==", "!=", "<=", ">=", "===", "!==", "~=", ".==", ".!=", ".<=", ".>=",
  ]

  func isCalled(_ name: String) -> Bool { !Self.ordinary.contains(name) || declared.contains(name) }

  static func isCompoundAssignment(_ name: String) -> Bool {
    name.utf8.last == UInt8(ascii: "=") && name.utf8.count > 1 && !comparisons.contains(name)
  }

  /// How tightly an operator binds; only the order of the levels matters.
  static func precedence(_ name: String) -> Int {
    switch name {
    case "||": 2
    case "&&": 3
    case "==", "!=", "<", ">", "<=", ">=", "===", "!==", "~=": 4
    case "??": 6
    case "...", "..<": 8
    case "+", "-", "&+", "&-", "|", "^": 9
    case "*", "/", "%", "&*", "&": 10
    case "<<", ">>", "&<<", "&>>": 11
    default: 5
    }
  }

  static let ternary = 1
  static let cast = 7

  mutating func collect(_ items: CodeBlockItemListSyntax) {
    for item in items {
      if case .decl(let decl) = item.item { collect(decl) }
    }
  }

  private mutating func collect(_ members: MemberBlockItemListSyntax) {
    for member in members { collect(member.decl) }
  }

  private mutating func collect(_ decl: DeclSyntax) {
    switch decl.as(DeclSyntaxEnum.self) {
    case .functionDecl(let function):
      switch function.name.tokenKind {
      case .binaryOperator(let name), .prefixOperator(let name), .postfixOperator(let name): declared.insert(name)
      default: break
      }
    case .structDecl(let type): collect(type.memberBlock.members)
    case .classDecl(let type): collect(type.memberBlock.members)
    case .enumDecl(let type): collect(type.memberBlock.members)
    case .actorDecl(let type): collect(type.memberBlock.members)
    case .protocolDecl(let type): collect(type.memberBlock.members)
    case .extensionDecl(let type): collect(type.memberBlock.members)
    case .ifConfigDecl(let config):
      for clause in config.clauses {
        switch clause.elements {
        case .statements(let items): collect(items)
        case .decls(let members): collect(members)
        default: break
        }
      }
    default: break
    }
  }
}
