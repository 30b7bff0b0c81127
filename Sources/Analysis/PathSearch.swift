import Model

/// Follows every way through a body, with a state of the caller's own along each way.
///
/// Ways that contradict themselves are left out: behind `guard error == nil` no `if let error` is entered. Ways that meet in
/// the same state go on as one, so that the cost is blocks times states and loops end.
struct PathSearch<State: Hashable> {
  enum Ending {
    case returned
    case threw
  }

  let flow: ControlFlow
  let calls: [Call]
  /// What a step does to the state; false ends the way there.
  let step: (ControlFlow.Step, inout State) -> Bool
  /// Told of every state in which a way leaves the body.
  let end: (Ending, State) -> Void

  /// Told of every error that leaves a block: the call that throws, if it is one. False leaves that way out.
  var thrown: (_ call: Int?, _ state: State) -> Bool

  /// Told of every answer that a way goes by. False leaves that way out.
  var answered: (ControlFlow.Answer, inout State) -> Bool = { _, _ in true }

  private struct Point: Hashable {
    var block: Int
    var state: State
    /// The answers that are known, by question.
    var answers: [Int: Bool]
  }

  /// More than any function that a person wrote has; what is larger is given up without a word said about it.
  private static var mostPoints: Int { 30_000 }

  /// Goes from a step of a block, in the states that lead on from `state`.
  ///
  /// - Returns: False when there are more ways than can be followed.
  @discardableResult
  func run(from block: Int = 0, at first: Int = 0, _ state: State) -> Bool {
    let asked = askedTwice
    var seen: Set<Point> = []
    var pending: [(point: Point, first: Int)] = [(Point(block: block, state: state, answers: [:]), first)]
    while let (start, first) = pending.popLast() {
      guard seen.count < Self.mostPoints else { return false }
      var point = start
      var goesOn = true
      for next in flow.blocks[point.block].steps.dropFirst(first) where goesOn {
        forget(after: next, &point.answers)
        goesOn = step(next, &point.state)
      }
      guard goesOn else { continue }
      for exit in flow.blocks[point.block].exits {
        if exit.isThrown, !thrown(lastCall(of: point.block), point.state) { continue }
        guard let answers = answers(point.answers, and: exit.answer, asked) else { continue }
        var state = point.state
        if let answer = exit.answer, !answered(answer, &state) { continue }
        switch exit.target {
        case .end: end(.returned, state)
        case .thrown: end(.threw, state)
        case .block(let target):
          let next = Point(block: target, state: state, answers: answers)
          if seen.insert(next).inserted { pending.append((next, 0)) }
        }
      }
    }
    return true
  }

  /// The call that an error comes out of, or that makes the error of a `throw`.
  private func lastCall(of block: Int) -> Int? {
    var steps = flow.blocks[block].steps[...]
    if case .leave? = steps.last { steps.removeLast() }
    if case .call(let call)? = steps.last { return call }
    return nil
  }

  // MARK: Answers

  /// Only what is asked more than once can contradict itself.
  private var askedTwice: Set<Int> {
    var counts: [Int: Int] = [:]
    for block in flow.blocks {
      for question in Set(block.exits.compactMap { $0.answer?.question }) { counts[question, default: 0] += 1 }
    }
    return Set(counts.filter { $0.value > 1 }.keys)
  }

  /// Nil when the answer contradicts what is known.
  private func answers(_ known: [Int: Bool], and answer: ControlFlow.Answer?, _ asked: Set<Int>) -> [Int: Bool]? {
    guard let answer, asked.contains(answer.question) else { return known }
    if let earlier = known[answer.question] { return earlier == answer.isYes ? known : nil }
    var known = known
    known[answer.question] = answer.isYes
    return known
  }

  private func forget(after step: ControlFlow.Step, _ answers: inout [Int: Bool]) {
    guard !answers.isEmpty else { return }
    switch step {
    case .bind(let local): answers = answers.filter { !flow.questions[$0.key].locals.contains(local) }
    case .call(let number):
      let call = calls[number]
      guard call.kind == .call || call.kind == .write else { return }
      answers = answers.filter { question, _ in
        let question = flow.questions[question]
        guard question.isLocal else { return false }
        // A method may change what a property of its receiver says.
        if case .member(.local(let local), _) = call.callee, question.locals.contains(local) {
          return !question.text.contains(".")
        }
        return true
      }
    case .suspend, .store: answers = answers.filter { flow.questions[$0.key].isLocal }
    case .use, .make, .turn, .leave: break
    }
  }
}
