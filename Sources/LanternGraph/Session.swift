import Lantern

/// Runs a graph and keeps the values of its variables and the state of its random streams. Mirrors `tf.Session`.
///
/// A run computes what its fetches need, each operation once, and nothing else. Expressions see the values that variables had when the
/// run began; assignments take effect together when the run has succeeded, so that a run that fails changes nothing. A session may be
/// used from several threads: runs that assign take turns, others do not wait for them.
///
/// ```swift
/// let x = tf.placeholder(.float32, [nil])
/// let total = x.sum()
/// let session = Session()
/// print(try session.run(total, feed: [x: [1, 2, 3]]))  // tensor(6.)
/// ```
public final class Session: Sendable {
  /// The graph that this session runs.
  public let graph: Graph

  private struct State {
    var isClosed = false
    var variables: [Tensor?] = []
    var plans: [[Int]: Plan] = [:]
    var lastKey: [Int] = []
    var lastPlan: Plan?
  }
  private let state = Locked(State())
  private let streams = Locked<[Int: PhiloxStream]>([:])
  /// Held by a run that assigns, from its first read to its last write.
  private let writer = Locked(())

  /// A session of the current graph.
  public convenience init() { self.init(graph: .default) }
  /// A session of `graph`. Its variables have no values yet.
  public init(graph: Graph) { self.graph = graph }

  /// Lets go of all values. Every further run is an error. Mirrors `close`.
  public func close() {
    let old = state.withLock { state in
      defer {
        state = State()
        state.isClosed = true
      }
      return state.variables
    }
    _ = old
    streams.withLock { $0 = [:] }
  }

  // ---- what can be asked for

  /// The value of a symbol. Mirrors `session.run(fetch, feed_dict)`.
  ///
  /// Throws a `TensorError` that names the placeholder without a value, the variable that was not initialised, the fed shape that
  /// does not fit, or the operation that failed.
  public func run(_ fetch: Tensor, feed: Feed = [:]) throws(TensorError) -> Tensor { try execute([fetch], [], feed)[0] }

  /// The values of several symbols, computed in one run.
  public func run(_ fetches: [Tensor], feed: Feed = [:]) throws(TensorError) -> [Tensor] { try execute(fetches, [], feed) }

  /// Runs an operation for what it does.
  public func run(_ operation: Operation, feed: Feed = [:]) throws(TensorError) { _ = try execute([], operation.targets, feed) }

  /// The value of the symbol with this name, `"loss:0"`.
  public func run(_ name: String, feed: Feed = [:]) throws(TensorError) -> Tensor { try run(graph.tensor(named: name), feed: feed) }

  /// The values of several symbols and what several operations do, in one run. An operation's place in the result is `()`.
  ///
  /// ```swift
  /// let (lossValue, _) = try session.run(loss, trainStep, feed: [x: data])
  /// ```
  public func run<A: Fetch, B: Fetch, each F: Fetch>(
    _ first: A, _ second: B, _ more: repeat each F, feed: Feed = [:]
  ) throws(TensorError) -> (A.Fetched, B.Fetched, repeat (each F).Fetched) {
    var fetches: [Tensor] = []
    var targets: [Tensor] = []
    first.collect(&fetches, &targets)
    second.collect(&fetches, &targets)
    repeat (each more).collect(&fetches, &targets)
    var values = try execute(fetches, targets, feed)[...]
    return (A.take(&values), B.take(&values), repeat (each F).take(&values))
  }

  // ---- running

  private func execute(_ fetches: [Tensor], _ targets: [Tensor], _ feed: Feed) throws(TensorError) -> [Tensor] {
    try catchingReports { () throws(TensorError) in
      try noGrad { () throws(TensorError) in
        let plan = try plan(fetches, targets, feed)
        var values = plan.template
        for (k, pair) in feed.pairs.enumerated() {
          let value = try Feed.fit(pair.value, to: pair.key)
          if plan.feeds[k] >= 0 { values[plan.feeds[k]] = value }
        }
        guard plan.isWriting else {
          try run(plan, &values)
          return results(plan, &values)
        }
        return try writer.withLock { _ throws(TensorError) in
          let writes = try run(plan, &values)
          try commit(writes, plan.variableCount)
          return results(plan, &values)
        }
      }
    }
  }

  private func plan(_ fetches: [Tensor], _ targets: [Tensor], _ feed: Feed) throws(TensorError) -> Plan {
    var key: [Int] = []
    key.reserveCapacity(fetches.count + targets.count + feed.pairs.count + 2)
    for tensor in fetches { try add(tensor, to: &key) }
    key.append(-1)
    for tensor in targets { try add(tensor, to: &key) }
    key.append(-1)
    for pair in feed.pairs {
      guard pair.key.symbol != nil else {
        throw TensorError(.graph, op: "run", "Cannot interpret feed key as Tensor: it is no symbol of a graph", hint: "Feed placeholders.")
      }
      try add(pair.key, to: &key)
    }
    let known = try state.withLock { state throws(TensorError) in
      if state.isClosed { throw TensorError(.graph, op: "run", "Attempted to use a closed Session.") }
      if state.lastKey == key { return state.lastPlan }
      guard let plan = state.plans[key] else { return Plan?.none }
      (state.lastKey, state.lastPlan) = (key, plan)
      return plan
    }
    if let known { return known }
    let made = try Plan(graph.core, fetches: fetches, targets: targets, fed: feed.pairs.map(\.key))
    // A tensor with numbers among the fetches has no place in a key; such a plan is not kept.
    guard fetches.allSatisfy({ $0.symbol != nil }) else { return made }
    state.withLock { state in
      if state.plans.count >= 256 { state.plans = [:] }
      state.plans[key] = made
      (state.lastKey, state.lastPlan) = (key, made)
    }
    return made
  }

  private func add(_ tensor: Tensor, to key: inout [Int]) throws(TensorError) {
    if tensor.isInvalid { throw TensorError(.graph, op: "run", "an operation that failed has no value to fetch or feed") }
    guard let symbol = tensor.symbol else { return key.append(-2) }
    guard symbol.graph === graph.core else { throw .otherGraph(tensor) }
    key.append(symbol.id << 16 | symbol.outputIndex)
  }

  /// Runs the steps; gives the assigned values.
  @discardableResult
  private func run(_ plan: Plan, _ values: inout [Tensor?]) throws(TensorError) -> [(index: Int, value: Tensor)] {
    if !plan.reads.isEmpty {
      try state.withLock { state throws(TensorError) in
        for read in plan.reads {
          guard read.index < state.variables.count, let value = state.variables[read.index] else {
            throw TensorError(
              .graph, op: "run", "Attempting to use uninitialized value \(read.name)", hint: "Run globalVariablesInitializer() first.")
          }
          values[read.slot] = value
        }
      }
    }
    var writes: [(index: Int, value: Tensor)] = []
    for step in plan.steps {
      do throws(TensorError) {
        switch step.kind {
        case .one(let op):
          let result: Tensor
          switch step.inputs.count {
          case 1: result = try op.evaluate(Inputs(values[step.inputs[0]]!), step.attributes)
          case 2: result = try op.evaluate(Inputs(values[step.inputs[0]]!, values[step.inputs[1]]!), step.attributes)
          default: result = try op.evaluate(Inputs(step.inputs.map { values[$0]! }), step.attributes)
          }
          values[step.output] = result
        case .many(let op):
          for (k, result) in try op.evaluateAll(Inputs(step.inputs.map { values[$0]! }), step.attributes).enumerated() {
            // Results beyond the last one that is needed have no slot.
            if k < step.outputCount { values[step.output + k] = result }
          }
        case .assign(let variable, let index, let assignment, let copies):
          let value = values[step.inputs[0]]!
          try variable.check(value)
          let new: Tensor
          if assignment == .set {
            new = copies ? value.clone() : value
          } else {
            let old = writes.last { $0.index == index }?.value ?? values[step.inputs[1]]!
            new = assignment == .add ? old + value : old - value
            try checkTensorErrors()
          }
          writes.append((index, new))
          values[step.output] = new
        case .random(let stream, let distribution):
          let input = step.inputs.first.map { values[$0]! }
          values[step.output] = try streams.withLock { streams throws(TensorError) in
            var generator = streams[stream] ?? graph.core.newStream(stream)
            defer { streams[stream] = generator }
            return try distribution.draw(&generator, step.shape, step.dtype, input)
          }
        }
      } catch {
        throw TensorError(
          error.kind, op: error.op, error.message, hint: (error.hint.isEmpty ? "" : error.hint + " ") + "At node '\(step.name)'.")
      }
      for slot in step.released { values[slot] = nil }
    }
    return writes
  }

  private func commit(_ writes: [(index: Int, value: Tensor)], _ variableCount: Int) throws(TensorError) {
    // What is replaced is released after the lock.
    let old = try state.withLock { state throws(TensorError) in
      if state.isClosed { throw TensorError(.graph, op: "run", "Attempted to use a closed Session.") }
      while state.variables.count < variableCount { state.variables.append(nil) }
      var old: [Tensor?] = []
      for (index, value) in writes {
        old.append(state.variables[index])
        state.variables[index] = value
      }
      return old
    }
    _ = old
  }

  /// The fetched values, none of which shares its memory with a variable, a constant or what was fed: they may be changed in place.
  private func results(_ plan: Plan, _ values: inout [Tensor?]) -> [Tensor] {
    var results = plan.results.map { values[$0]! }
    values = []
    for i in results.indices where !isKnownUniquelyReferenced(&results[i]) || !results[i].isAlone { results[i] = results[i].clone() }
    return results
  }
}

/// What can be asked of `Session.run`: a symbol, for its value, or an operation, for what it does.
public protocol Fetch {
  /// What a run gives for it.
  associatedtype Fetched
  /// Adds itself to what is asked for.
  func collect(_ fetches: inout [Tensor], _ targets: inout [Tensor])
  /// Takes its own from the values of all fetches.
  static func take(_ values: inout ArraySlice<Tensor>) -> Fetched
}

extension Tensor: Fetch {
  /// Asks for the value.
  public func collect(_ fetches: inout [Tensor], _ targets: inout [Tensor]) { fetches.append(self) }
  /// The next value.
  public static func take(_ values: inout ArraySlice<Tensor>) -> Tensor { values.removeFirst() }
}

extension Operation: Fetch {
  /// Asks for the effect.
  public func collect(_ fetches: inout [Tensor], _ targets: inout [Tensor]) { targets.append(contentsOf: self.targets) }
  /// Nothing.
  public static func take(_ values: inout ArraySlice<Tensor>) {}
}
