import CLibclang

/// Cursor kinds whose numbers are the same in every supported libclang.
enum Kind {
  static let unexposedDeclaration: UInt32 = 1
  static let structure: UInt32 = 2
  static let union: UInt32 = 3
  static let classType: UInt32 = 4
  static let enumeration: UInt32 = 5
  static let enumerator: UInt32 = 7
  static let function: UInt32 = 8
  static let variable: UInt32 = 9
  static let parameter: UInt32 = 10
  static let typedefName: UInt32 = 20
  static let method: UInt32 = 21
  static let namespace: UInt32 = 22
  static let linkage: UInt32 = 23
  static let constructor: UInt32 = 24
  static let destructor: UInt32 = 25
  static let conversion: UInt32 = 26
  static let functionTemplate: UInt32 = 30
  static let classTemplate: UInt32 = 31
  static let typeAlias: UInt32 = 36
  static let references: ClosedRange<UInt32> = 40...50
  static let memberDesignator: UInt32 = 47
  static let labelReference: UInt32 = 48
  static let unexposedExpression: UInt32 = 100
  static let name: UInt32 = 101
  static let member: UInt32 = 102
  static let call: UInt32 = 103
  static let block: UInt32 = 105
  static let integer: UInt32 = 106
  static let floating: UInt32 = 107
  static let string: UInt32 = 109
  static let character: UInt32 = 110
  static let parentheses: UInt32 = 111
  static let unary: UInt32 = 112
  static let subscripting: UInt32 = 113
  static let binary: UInt32 = 114
  static let compoundAssignment: UInt32 = 115
  static let conditional: UInt32 = 116
  static let casts: Set<UInt32> = [117, 124, 125, 126, 127, 128]
  static let compoundLiteral: UInt32 = 118
  static let initializerList: UInt32 = 119
  static let labelAddress: UInt32 = 120
  static let statementExpression: UInt32 = 121
  static let genericSelection: UInt32 = 122
  static let gnuNull: UInt32 = 123
  static let typeQuery: UInt32 = 129
  static let boolean: UInt32 = 130
  static let nullPointer: UInt32 = 131
  static let this: UInt32 = 132
  static let sizeOf: UInt32 = 136
  static let lambda: UInt32 = 144
  static let expressions: ClosedRange<UInt32> = 100...199
  static let label: UInt32 = 201
  static let compound: UInt32 = 202
  static let caseLabel: UInt32 = 203
  static let defaultLabel: UInt32 = 204
  static let ifStatement: UInt32 = 205
  static let switchStatement: UInt32 = 206
  static let whileLoop: UInt32 = 207
  static let doLoop: UInt32 = 208
  static let forLoop: UInt32 = 209
  static let gotoStatement: UInt32 = 210
  static let computedGoto: UInt32 = 211
  static let continueStatement: UInt32 = 212
  static let breakStatement: UInt32 = 213
  static let returnStatement: UInt32 = 214
  static let assembly: UInt32 = 215
  static let rangeLoop: UInt32 = 225
  static let empty: UInt32 = 230
  static let declaration: UInt32 = 231
  static let annotation: UInt32 = 406
  static let attributes: ClosedRange<UInt32> = 400...499

  static let functions: Set<UInt32> = [function, method, constructor, destructor, conversion, functionTemplate]
  static let records: Set<UInt32> = [structure, union, classType, classTemplate]
}

/// Type kinds whose numbers are the same in every supported libclang.
enum TypeKind {
  static let invalid: UInt32 = 0
  static let void: UInt32 = 2
  static let pointer: UInt32 = 101
  static let blockPointer: UInt32 = 102
  static let record: UInt32 = 105
  static let functionNoPrototype: UInt32 = 110
  static let function: UInt32 = 111
  static let arrays: ClosedRange<UInt32> = 112...116
}
