import Model

/// How the arguments of a call meet the parameters of a function that the program declares.
enum ParameterMatch {
  /// For each argument the parameter it meets; nil when the labels do not fit.
  static func match(_ arguments: [Argument], _ parameters: [Parameter]) -> [Int: Int]? {
    var result: [Int: Int] = [:]
    var next = 0
    for (index, argument) in arguments.enumerated() {
      guard let position = position(of: argument, in: parameters, from: next, isLast: index == arguments.count - 1)
      else { return nil }
      result[index] = position
      next = parameters[position].isVariadic ? position : position + 1
    }
    let filled = Set(result.values)
    let isComplete = parameters.indices.allSatisfy { filled.contains($0) || parameters[$0].isOptional }
    return isComplete ? result : nil
  }

  private static func position(of argument: Argument, in parameters: [Parameter], from start: Int, isLast: Bool) -> Int?
  {
    for position in start..<max(start, parameters.count) {
      let parameter = parameters[position]
      if accepts(parameter, argument, rest: parameters.dropFirst(position + 1), isLast: isLast) { return position }
      guard parameter.isOptional else { return nil }
    }
    return nil
  }

  private static func accepts(_ parameter: Parameter, _ argument: Argument, rest: ArraySlice<Parameter>, isLast: Bool)
    -> Bool
  {
    guard argument.isTrailing else {
      return parameter.label == argument.label || (parameter.isVariadic && argument.label == nil)
    }
    if let label = argument.label { return parameter.label == label }
    guard parameter.takesFunction else { return false }
    // A trailing closure goes to the first function parameter, unless that may be left out and a later one may not.
    return !(parameter.hasDefault && isLast && rest.contains { $0.takesFunction && !$0.isOptional })
  }
}

extension Parameter {
  fileprivate var isOptional: Bool { hasDefault || isVariadic }

  /// A function or something that may stand for one: a generic parameter, an alias.
  fileprivate var takesFunction: Bool {
    switch type {
    case .function, .unknown: true
    case .optional(let wrapped): Parameter(label: nil, name: "", type: wrapped).takesFunction
    case .named(let path, _):
      !["Int", "String", "Bool", "Double", "UInt", "Duration", "TimeInterval"].contains(path.last)
    case .array, .dictionary, .tuple, .existential, .metatype, .pointer, .selfType: false
    }
  }
}
