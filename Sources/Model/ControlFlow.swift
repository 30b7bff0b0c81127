/// The order in which a body does things: basic blocks and the edges between them. Control enters at block 0.
///
/// Blocks hold what an analysis of paths asks about: calls, mentions of locals, closures that are made, suspensions.
package struct ControlFlow: Hashable, Codable, Sendable {
  package var blocks: [Block] = []
  /// The conditions that edges mention, each once.
  package var questions: [Question] = []

  package init() {}

  /// Steps that follow each other, whatever happens.
  package struct Block: Hashable, Codable, Sendable {
    package var steps: [Step] = []
    /// Where control goes then. Empty where it goes nowhere.
    package var exits: [Exit] = []

    package init() {}
  }

  package enum Step: Hashable, Codable, Sendable {
    /// One of the body's `calls`.
    case call(Int)
    /// A local is mentioned: an index into `Summary.locals`.
    case use(Int, Use)
    /// A local gets its value, or another one.
    case bind(Int)
    /// A place gets a value: first the place, then the value.
    case store(Expression, Expression)
    /// A closure or local function is made: an index into `Summary.bodies`.
    case make(Int)
    /// `await`: the thread may be let go of here. The call that is waited for; nil for a variable.
    case suspend(call: Int?, Place)
    /// One more turn of one of the body's `loops` begins.
    case turn(Int)
    /// `return` or `throw`.
    case leave(Place)
  }

  package enum Use: String, Codable, Sendable {
    /// A member of it is called, read or written; the step of the call follows.
    case receiver
    /// Its value goes somewhere: into an argument, a variable, a comparison.
    case value
    /// Its value is what the body returns.
    case result
  }

  package struct Exit: Hashable, Codable, Sendable {
    package var target: Target
    /// Control goes this way only when the answer to a question is this one.
    package var answer: Answer?
    /// An error goes this way.
    package var isThrown = false

    package init(_ target: Target, _ answer: Answer? = nil, isThrown: Bool = false) {
      self.target = target
      self.answer = answer
      self.isThrown = isThrown
    }
  }

  package enum Target: Hashable, Codable, Sendable {
    case block(Int)
    /// The body returns.
    case end
    /// An error leaves the body.
    case thrown
  }

  package struct Answer: Hashable, Codable, Sendable {
    /// An index into `questions`.
    package var question: Int
    package var isYes: Bool

    package init(_ question: Int, _ isYes: Bool) {
      self.question = question
      self.isYes = isYes
    }
  }

  /// A condition as the source spells it, in a form that is the same for `x == nil`, `x != nil` and `let x`; in C also for
  /// `x`, which is whether it is anything but zero. A call in it is `()`.
  package struct Question: Hashable, Codable, Sendable {
    package var text: String
    /// The locals in it: when one of them gets another value, the answer is no longer known.
    package var locals: [Int]
    /// Nothing but locals and constants is in it, so that calls do not change the answer.
    package var isLocal: Bool
    /// It is about what this call has returned, and about nothing else: one of the body's `calls`.
    package var call: Int?

    package init(text: String, locals: [Int], isLocal: Bool) {
      self.text = text
      self.locals = locals
      self.isLocal = isLocal
    }
  }
}
