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
  /// How programs are made faster before they run.
  public let optimizations: Optimizations

  fileprivate struct State {
    var isClosed = false
    var variables: [Tensor?] = []
    /// Memory that replaced values have left, for the next ones.
    var spares: [Tensor?] = []
    var prepared: [[Int]: Prepared] = [:]
    var last: Prepared?
  }
  private let state = Locked(State())
  private let streams = Locked<[Int: PhiloxStream]>([:])
  /// Held by a run that assigns, from its first read to its last write.
  private let writer = Locked(())

  /// A session of the current graph.
  public convenience init() { self.init(graph: .default) }
  /// A session of `graph`. Its variables have no values yet.
  public convenience init(graph: Graph) { self.init(graph: graph, optimizations: .all) }
  /// A session of `graph` that makes its programs faster only in the ways named.
  public init(graph: Graph, optimizations: Optimizations) {
    self.graph = graph
    self.optimizations = optimizations
  }

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
    let prepared = try prepared(fetches, targets, feed)
    return try noGrad { () throws(TensorError) in
      var feeds: [Tensor] = []
      feeds.reserveCapacity(feed.pairs.count)
      for pair in feed.pairs { feeds.append(try Feed.fit(pair.value, to: pair.key).contiguous()) }
      guard prepared.isWriting else { return try run(prepared, feeds) }
      return try writer.withLock { _ throws(TensorError) in try run(prepared, feeds) }
    }
  }

  /// Runs a program with what is fed; a run that writes has the writers' lock.
  private func run(_ prepared: Prepared, _ feeds: [Tensor]) throws(TensorError) -> [Tensor] {
    guard let context = try prepared.context(for: feeds) else { return try interpret(prepared, feeds) }
    let plan = context.plan
    var outputs: [Tensor?] = []
    outputs.reserveCapacity(plan.results.count)
    for result in plan.results {
      if case .own = result.ending {
        outputs.append(try Tensor(empty: result.layout.shape, dtype: result.layout.dtype))
      } else {
        outputs.append(nil)
      }
    }
    var writes: [Tensor?] = []
    if prepared.isWriting { writes.reserveCapacity(plan.writes.count) }
    let isPlanned = try state.withLock { state throws(TensorError) in
      for (k, variable) in plan.variables.enumerated() {
        guard variable.index < state.variables.count, let value = state.variables[variable.index], value.shape == variable.layout.shape
        else { return false }
        context.variables[k] = value
      }
      for write in plan.writes { writes.append(state.spare(write.variable, write.layout)) }
      return true
    }
    // A variable without a value, or with one of another shape: its error, or new notes.
    guard isPlanned else { return try interpret(prepared, feeds) }
    for (k, write) in plan.writes.enumerated() where writes[k] == nil {
      writes[k] = try Tensor(empty: write.layout.shape, dtype: write.layout.dtype)
    }
    defer {
      context.forget()
      prepared.giveBack(context)
    }
    if plan.calls.isEmpty {
      try context.run(feeds: feeds, results: outputs, writes: writes, draw: nil)
    } else {
      try catchingReports { () throws(TensorError) in try context.run(feeds: feeds, results: outputs, writes: writes, draw: draw) }
    }
    if prepared.isWriting {
      for (k, write) in plan.writes.enumerated() {
        if case .copied(let view) = write.ending { writes[k]!.write(context.view(view)) }
      }
    }
    for (k, result) in plan.results.enumerated() {
      if case .copied(let view) = result.ending { outputs[k] = context.take(view) }
    }
    if prepared.isWriting {
      context.forgetVariables()
      try commit(plan.writes.indices.map { (plan.writes[$0].variable, writes[$0]!) })
    }
    return outputs.map { $0! }
  }

  /// The first run for these shapes: node by node, taking notes for the plan of the next ones.
  private func interpret(_ prepared: Prepared, _ feeds: [Tensor]) throws(TensorError) -> [Tensor] {
    try catchingReports { () throws(TensorError) in
      let variables = state.withLock { $0.variables }
      var interpreter = Interpreter(prepared.program, draw: draw)
      interpreter.takeNotes()
      var values = try interpreter.run(feeds: feeds, variables: variables)
      prepared.learn(interpreter.notes!, feeds)
      var writes: [(Int, Tensor)] = []
      for write in prepared.program.writes { writes.append((write.variable, values[write.value]!.copiedRowMajor())) }
      try checkTensorErrors()
      var results = prepared.program.results.map { values[$0]! }
      values = []
      for i in results.indices where !isKnownUniquelyReferenced(&results[i]) || !results[i].isAlone { results[i] = results[i].clone() }
      if prepared.isWriting { try commit(writes) }
      return results
    }
  }

  private func draw(
    _ stream: Int, _ distribution: Distribution, _ shape: Shape, _ dtype: DType, _ value: Tensor?
  ) throws(TensorError) -> Tensor {
    try streams.withLock { streams throws(TensorError) in
      var generator = streams[stream] ?? graph.core.newStream(stream)
      defer { streams[stream] = generator }
      return try distribution.draw(&generator, shape, dtype, value)
    }
  }

  private func prepared(_ fetches: [Tensor], _ targets: [Tensor], _ feed: Feed) throws(TensorError) -> Prepared {
    let last = try state.withLock { state throws(TensorError) in
      if state.isClosed { throw TensorError(.graph, op: "run", "Attempted to use a closed Session.") }
      return state.last
    }
    if let last, last.matches(fetches, targets, feed) { return last }
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
    let known = state.withLock { state -> Prepared? in
      guard let found = state.prepared[key] else { return nil }
      state.last = found
      return found
    }
    if let known { return known }
    let made = try Prepared(graph.core, fetches: fetches, targets: targets, fed: feed.pairs.map(\.key), optimizations)
    // A tensor with numbers among the fetches has no place in a key; such a program is not kept.
    guard fetches.allSatisfy({ $0.symbol != nil }) else { return made }
    state.withLock { state in
      if state.prepared.count >= 256 { state.prepared = [:] }
      state.prepared[key] = made
      state.last = made
    }
    return made
  }

  private func add(_ tensor: Tensor, to key: inout [Int]) throws(TensorError) {
    if tensor.isInvalid { throw TensorError(.graph, op: "run", "an operation that failed has no value to fetch or feed") }
    guard let symbol = tensor.symbol else { return key.append(-2) }
    guard symbol.graph === graph.core else { throw .otherGraph(tensor) }
    key.append(symbol.id << 16 | symbol.outputIndex)
  }

  private func commit(_ writes: [(variable: Int, value: Tensor)]) throws(TensorError) {
    // What is replaced is released after the lock.
    let old = try state.withLock { state throws(TensorError) in
      if state.isClosed { throw TensorError(.graph, op: "run", "Attempted to use a closed Session.") }
      var old: [Tensor] = []
      for (index, value) in writes {
        while state.variables.count <= index {
          state.variables.append(nil)
          state.spares.append(nil)
        }
        if let spare = state.spares[index] { old.append(spare) }
        state.spares[index] = state.variables[index]
        state.variables[index] = value
      }
      return old
    }
    _ = old
  }
}

extension Session.State {
  /// Memory for a variable's new value that nobody sees any more.
  fileprivate mutating func spare(_ index: Int, _ layout: Layout) -> Tensor? {
    guard index < spares.count, spares[index] != nil else { return nil }
    var spare = spares[index].take()!
    guard isKnownUniquelyReferenced(&spare), spare.isAlone, spare.shape == layout.shape, spare.dtype == layout.dtype, spare.isContiguous
    else { return nil }
    return spare
  }
}

extension Tensor {
  /// A copy whose elements lie in row-major order.
  func copiedRowMajor() -> Tensor {
    reporting { () throws(TensorError) in
      let copy = try Tensor(empty: shape, dtype: dtype)
      copy.write(self)
      return copy
    }
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
