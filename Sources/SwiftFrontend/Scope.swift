/// The names bound lexically at a point of the source, innermost last.
struct Scope {
  private var names: [(name: String, local: Int)] = []
  /// Names below it are out of sight: a type's members do not see the locals around the type.
  private var barrier = 0

  struct Mark {
    fileprivate var count: Int
    fileprivate var barrier: Int
  }

  func find(_ name: String) -> Int? {
    var index = names.count
    while index > barrier {
      index -= 1
      if names[index].name == name { return names[index].local }
    }
    return nil
  }

  mutating func bind(_ name: String, to local: Int) { names.append((name, local)) }

  func mark() -> Mark { Mark(count: names.count, barrier: barrier) }

  mutating func close() -> Mark {
    let mark = mark()
    barrier = names.count
    return mark
  }

  mutating func leave(_ mark: Mark) {
    names.removeLast(names.count - mark.count)
    barrier = mark.barrier
  }

  /// Runs `body` without what was bound since `mark`: the `else` of a `guard` does not see what the `guard` binds.
  mutating func hidden(since mark: Mark) -> [(name: String, local: Int)] {
    let hidden = Array(names[mark.count...])
    names.removeLast(hidden.count)
    return hidden
  }

  mutating func restore(_ hidden: [(name: String, local: Int)]) { names += hidden }
}
