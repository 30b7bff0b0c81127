import Model

/// Where the lowering stands within one body.
struct Frame {
  /// The body, in `Summary.bodies`.
  var body: Int
  var loop: Int?
  var isLoopCondition = false
  var isDeferred = false
  var isAwaited = false
  var attempt = Call.Attempt.none
  /// The label of the statement that comes next.
  var label: String?
  var depth = 0
  /// What was false when control came here; see `Call.ruledOut`.
  var ruledOut: [Int] = []
  /// The closure that `$0` belongs to; nil where parameters are written out.
  var shorthand: Int?
  /// The value of a lone expression is what the body returns.
  var returnsValue = false

  init(body: Int) { self.body = body }
}
