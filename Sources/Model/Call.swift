/// One thing a body does that may run other code: a call, a property access, a step of iteration.
package struct Call: Hashable, Codable, Sendable {
  package enum Kind: String, Codable, Sendable {
    /// A function, method, initialiser, operator or subscript with its arguments.
    case call
    /// Reading a property or global; reading a subscript is `read` with arguments.
    case read
    case write
    /// A `for` loop asks the sequence for an iterator and its elements; the callee is the sequence.
    case iterate
    /// A function mentioned without being called: `let f = g`, `signal(SIGINT, handler)`.
    case reference
  }

  /// How `await` covers the call.
  package enum Await: String, Codable, Sendable {
    case none
    /// Somewhere to the right of an `await` that belongs to another call.
    case covered
    /// The call that the `await` stands for.
    case direct
  }

  /// What becomes of an error that the call throws.
  package enum Attempt: String, Codable, Sendable {
    /// Nothing says that it throws.
    case none
    /// `try`
    case propagates
    /// `try?`
    case swallows
    /// `try!`
    case traps
  }

  package var kind: Kind
  /// Where the callee's own name stands: `wait` in `semaphore.wait()`.
  package var place: Place
  package var callee: Expression
  /// The callee's USR where the front end knows it.
  package var symbol: String?
  /// The compiler says that what runs is chosen at run time: a requirement, an overridable member.
  package var isDynamic = false
  /// The USR of the receiver's static type, where the compiler tells it.
  package var receiver: String?
  /// Nothing in the source spells it: the getter behind an operator, a result builder's method, the setter's observer.
  package var isImplicit = false
  package var arguments: [Argument]
  package var awaited = Await.none
  package var attempt = Attempt.none
  /// The `try` before it stands for this call, and not for one among its arguments.
  package var isTriedItself = false
  package var isResultUsed = true
  /// Its value is dropped in so many words: `_ = f()`, `(void)f()`.
  package var isDiscarded = false
  /// The innermost loop around it: an index into the body's `loops`.
  package var loop: Int?
  /// In the condition of that loop, not in its body.
  package var isLoopCondition = false
  /// Inside `defer`: it runs when the scope ends.
  package var isDeferred = false
  /// How deep in nested blocks it stands, counted from the body; a lock taken at depth 2 is not known to be held at depth 1.
  package var depth = 0
  /// Calls and reads of the same body that were false when this one runs: it stands in the other branch. Indices into `calls`.
  package var ruledOut: [Int] = []
  /// The `#if` conditions around it.
  package var condition: String?

  package init(kind: Kind = .call, place: Place, callee: Expression, arguments: [Argument] = []) {
    self.kind = kind
    self.place = place
    self.callee = callee
    self.arguments = arguments
  }
}

/// One argument of a call.
package struct Argument: Hashable, Codable, Sendable {
  package var label: String?
  package var value: Expression
  /// A trailing closure carries no label when it is the first.
  package var isTrailing: Bool

  package init(label: String? = nil, value: Expression, isTrailing: Bool = false) {
    self.label = label
    self.value = value
    self.isTrailing = isTrailing
  }
}

/// A loop, as far as waiting in circles needs it.
package struct Loop: Hashable, Codable, Sendable {
  package var place: Place
  package var parent: Int?
  /// `while true`, `for (;;)`: nothing but a jump leaves it.
  package var isInfinite: Bool
  /// A `for … in`, or a C `for` with a step: it counts, it does not wait.
  package var counts: Bool
  /// Something in it suspends: `await`, `for await`.
  package var suspends: Bool
  /// It has no statement that could change what its condition reads: the body is empty or only calls.
  package var isIdle: Bool

  package init(
    place: Place, parent: Int? = nil, isInfinite: Bool, counts: Bool, suspends: Bool, isIdle: Bool
  ) {
    self.place = place
    self.parent = parent
    self.isInfinite = isInfinite
    self.counts = counts
    self.suspends = suspends
    self.isIdle = isIdle
  }
}
