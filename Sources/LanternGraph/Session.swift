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

  /// What `lock` guards.
  private final class State {
    @exclusivity(unchecked) var isClosed = false
    @exclusivity(unchecked) var variables: [Tensor?] = []
    /// Memory that replaced values have left, for the next ones.
    @exclusivity(unchecked) var spares: [Tensor?] = []
    @exclusivity(unchecked) var prepared: [[Int]: Prepared] = [:]
    @exclusivity(unchecked) var last: Prepared?
  }
  private nonisolated(unsafe) let state = State()
  private let lock = Latch()
  private let streams = Locked<[Int: PhiloxStream]>([:])
  /// Held by a run that assigns, from its first read to its last write.
  private let writer = Latch()

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
    // A run that assigns looks at the variables' memory until its end.
    writer.lock()
    defer { writer.unlock() }
    lock.lock()
    let old = (state.variables, state.spares, state.prepared, state.last)
    (state.variables, state.spares, state.prepared, state.last) = ([], [], [:], nil)
    state.isClosed = true
    lock.unlock()
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
    lock.lock()
    var prepared = state.last
    let isClosed = state.isClosed
    lock.unlock()
    if isClosed { throw Session.closed }
    if prepared == nil || !prepared!.matches(fetches, targets, feed) { prepared = try find(fetches, targets, feed) }
    let found = prepared!
    if found.isWriting { writer.lock() }
    defer { if found.isWriting { writer.unlock() } }
    if let context = try start(found, feed) { return try finish(found, context) }
    return try interpret(found, feed)
  }

  private static var closed: TensorError { TensorError(.graph, op: "run", "Attempted to use a closed Session.") }

  /// Takes a context for what is fed and fills it; `nil` where there is no plan yet, or what is fed or kept does not fit one.
  private func start(_ prepared: Prepared, _ feed: Feed) throws(TensorError) -> RunContext? {
    for k in feed.keys.indices { if !feed.isReady(k) { return nil } }
    lock.lock()
    guard let shapes = prepared.shapes(for: feed.tensors), let plan = shapes.plan else {
      lock.unlock()
      return nil
    }
    var context = shapes.free.popLast()
    if context == nil {
      // Taking memory may fail, and may take time.
      lock.unlock()
      context = try RunContext(plan)
      lock.lock()
    }
    let made = context!
    for (k, variable) in plan.variables.enumerated() {
      guard variable.index < state.variables.count, let value = state.variables[variable.index], value.shape == variable.layout.shape else {
        made.forget()
        shapes.free.append(made)
        lock.unlock()
        return nil
      }
      made.setVariable(k, value, keeping: !prepared.isWriting)
    }
    for (k, write) in plan.writes.enumerated() { made.writes[k] = spare(write.variable, write.layout) }
    lock.unlock()
    for k in feed.keys.indices { made.feed(k, feed.tensors[k]!) }
    return made
  }

  /// Memory for a variable's new value that nobody sees any more.
  private func spare(_ index: Int, _ layout: Layout) -> Tensor? {
    guard index < state.spares.count, state.spares[index] != nil else { return nil }
    var spare = state.spares[index].take()!
    guard isKnownUniquelyReferenced(&spare), spare.isAlone, spare.shape == layout.shape, spare.dtype == layout.dtype, spare.isContiguous
    else { return nil }
    return spare
  }

  private func finish(_ prepared: Prepared, _ context: RunContext) throws(TensorError) -> [Tensor] {
    let plan = context.plan
    defer { giveBack(prepared, context) }
    try context.takeMemory()
    if plan.calls.isEmpty {
      try context.run(draw: nil)
    } else {
      try catchingReports { () throws(TensorError) in
        try noGrad { () throws(TensorError) in try context.run(draw: draw) }
      }
    }
    context.copyWrites()
    let results = context.takeResults()
    if prepared.isWriting {
      context.forgetVariables()
      lock.lock()
      if state.isClosed {
        lock.unlock()
        throw Session.closed
      }
      for (k, write) in plan.writes.enumerated() { replace(write.variable, context.writes[k]!, context) }
      lock.unlock()
    }
    return results
  }

  /// Gives a variable its new value. What was there becomes the memory for the next one.
  private func replace(_ index: Int, _ value: Tensor, _ context: RunContext?) {
    while state.variables.count <= index {
      state.variables.append(nil)
      state.spares.append(nil)
    }
    // A spare that is still there is released with the context, behind the lock.
    if let spare = state.spares[index] { context?.garbage.append(spare) }
    state.spares[index] = state.variables[index]
    state.variables[index] = value
  }

  private func giveBack(_ prepared: Prepared, _ context: RunContext) {
    if !prepared.isWriting {
      // Under the lock: who finds a variable's old memory unused, and writes to it, comes after who has read it.
      lock.lock()
      context.forgetVariables()
      lock.unlock()
    }
    context.forget()
    lock.lock()
    prepared.giveBack(context)
    lock.unlock()
  }

  /// The first run for these shapes: node by node, taking notes for the plan of the next ones.
  private func interpret(_ prepared: Prepared, _ feed: Feed) throws(TensorError) -> [Tensor] {
    try noGrad { () throws(TensorError) in
      try catchingReports { () throws(TensorError) in
        var feeds: [Tensor] = []
        for k in feed.keys.indices { feeds.append(try Feed.fit(feed.values[k], to: feed.keys[k]).contiguous()) }
        // What had to be converted may find its plan now.
        let converted = Feed(keys: feed.keys, tensors: feeds)
        if let context = try start(prepared, converted) { return try finish(prepared, context) }
        lock.lock()
        let variables = state.variables
        lock.unlock()
        var interpreter = Interpreter(prepared.program, isFusing: prepared.optimizations.contains(.fusion), draw: draw)
        interpreter.takeNotes()
        var values = try interpreter.run(feeds: feeds, variables: variables)
        let shapes = prepared.learn(interpreter.notes!, feeds)
        lock.lock()
        prepared.keep(shapes)
        lock.unlock()
        var writes: [(variable: Int, value: Tensor)] = []
        for write in prepared.program.writes { writes.append((write.variable, values[write.value]!.cpu().copiedRowMajor())) }
        try checkTensorErrors()
        var results = prepared.program.results.map { values[$0]! }
        values = []
        for i in results.indices where !isKnownUniquelyReferenced(&results[i]) || !results[i].isAlone { results[i] = results[i].clone() }
        if prepared.isWriting {
          lock.lock()
          if state.isClosed {
            lock.unlock()
            throw Session.closed
          }
          for write in writes { replace(write.variable, write.value, nil) }
          lock.unlock()
        }
        return results
      }
    }
  }

  var lastPlan: Executable? {
    lock.lock()
    defer { lock.unlock() }
    return state.last?.latestPlan
  }

  /// The value that a variable has now.
  func value(ofVariable index: Int) -> Tensor? {
    lock.lock()
    defer { lock.unlock() }
    return index < state.variables.count ? state.variables[index] : nil
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

  private func find(_ fetches: [Tensor], _ targets: [Tensor], _ feed: Feed) throws(TensorError) -> Prepared {
    var key: [Int] = []
    key.reserveCapacity(fetches.count + targets.count + feed.keys.count + 2)
    for tensor in fetches { try add(tensor, to: &key) }
    key.append(-1)
    for tensor in targets { try add(tensor, to: &key) }
    key.append(-1)
    for fed in feed.keys {
      guard fed.symbol != nil else {
        throw TensorError(.graph, op: "run", "Cannot interpret feed key as Tensor: it is no symbol of a graph", hint: "Feed placeholders.")
      }
      try add(fed, to: &key)
    }
    lock.lock()
    let known = state.prepared[key]
    if let known { state.last = known }
    lock.unlock()
    if let known { return known }
    let made = try Prepared(graph.core, fetches: fetches, targets: targets, fed: feed.keys, optimizations)
    // A tensor with numbers among the fetches has no place in a key; such a program is not kept.
    guard fetches.allSatisfy({ $0.symbol != nil }) else { return made }
    lock.lock()
    if state.prepared.count >= 256 { state.prepared = [:] }
    state.prepared[key] = made
    state.last = made
    lock.unlock()
    return made
  }

  private func add(_ tensor: Tensor, to key: inout [Int]) throws(TensorError) {
    if tensor.isInvalid { throw TensorError(.graph, op: "run", "an operation that failed has no value to fetch or feed") }
    guard let symbol = tensor.symbol else { return key.append(-2) }
    guard symbol.graph === graph.core else { throw .otherGraph(tensor) }
    key.append(symbol.id << 16 | symbol.outputIndex)
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
