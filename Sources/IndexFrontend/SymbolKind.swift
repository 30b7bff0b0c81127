package import Model

/// The kinds of the store's format that the join tells apart.
extension StoreSymbol {
  private enum Number {
    static let module: UInt32 = 1
    static let macro: UInt32 = 4
    static let types: ClosedRange<UInt32> = 5...8
    static let `extension`: UInt32 = 9
    static let function: UInt32 = 12
    static let variable: UInt32 = 13
    static let field: UInt32 = 14
    static let enumCase: UInt32 = 15
    static let methods: ClosedRange<UInt32> = 16...18
    static let properties: ClosedRange<UInt32> = 19...21
    static let initializer: UInt32 = 22
    static let deinitializer: UInt32 = 23
    static let getter: UInt32 = 3
    static let setter: UInt32 = 4
    static let willSet: UInt32 = 1000
    static let didSet: UInt32 = 1001
    static let addressors: ClosedRange<UInt32> = 1002...1003
    static let coroutines: ClosedRange<UInt32> = 1014...1018
  }

  package var symbolKind: Symbol.Kind {
    switch (kind, subkind) {
    case (_, Number.getter): .getter
    case (_, Number.setter): .setter
    case (_, Number.willSet): .willSet
    case (_, Number.didSet): .didSet
    case (_, Number.addressors), (_, Number.coroutines): .other
    case (Number.function, _), (Number.methods, _): .function
    case (Number.initializer, _): .initializer
    case (Number.deinitializer, _): .deinitializer
    case (Number.variable, _), (Number.properties, _), (Number.enumCase, _): .variable
    case (Number.field, _): .field
    case (Number.types, _): .type
    default: .other
    }
  }

  package var isEnumCase: Bool { kind == Number.enumCase }
  package var isExtension: Bool { kind == Number.extension }
  package var isModuleOrMacro: Bool { kind == Number.module || kind == Number.macro }
  /// The compiler's mark on `async` functions.
  package var isAsync: Bool { properties & (1 << 16) != 0 }
  /// Declared inside a function.
  package var isLocal: Bool { properties & (1 << 7) != 0 }

  /// The name as a caller spells it, labels aside: `size` of `getter:size`, `load` of `load(from:)`.
  package var baseName: Substring {
    let own = plainName
    guard let parenthesis = own.lastIndex(of: "("), parenthesis != own.startIndex else { return own }
    return own[..<parenthesis]
  }

  /// The name with labels, an accessor's prefix aside.
  package var plainName: Substring {
    // An operator may hold a colon; only accessors are written with a prefix.
    symbolKind.isAccessor ? name[...].drop { $0 != ":" }.dropFirst() : name[...]
  }
}

extension Symbol.Kind {
  package var isAccessor: Bool {
    switch self {
    case .getter, .setter, .willSet, .didSet: true
    case .function, .initializer, .deinitializer, .variable, .type, .field, .other: false
    }
  }

  package var isCallable: Bool { isAccessor || self == .function || self == .initializer || self == .deinitializer }
}
