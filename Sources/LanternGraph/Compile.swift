import Lantern

/// What a compiled function can give: a tensor, several, or nothing.
public protocol CompiledResult: SendableMetatype {
  /// The tensors in it, in order.
  var compiledTensors: [Tensor] { get }
  /// A result from its tensors.
  static func fromCompiled(_ tensors: [Tensor]) -> Self
}

extension Tensor: CompiledResult {
  /// Itself.
  public var compiledTensors: [Tensor] { [self] }
  /// The one tensor; an invalid one when the call failed.
  public static func fromCompiled(_ tensors: [Tensor]) -> Self {
    let one =
      tensors.first
      ?? .invalid(reporting: TensorError(.argument, op: "compile", "the compiled function gave no tensor", hint: "Return one."))
    return unsafeDowncast(one, to: Self.self)
  }
}

extension Array: CompiledResult where Element == Tensor {
  /// The tensors.
  public var compiledTensors: [Tensor] { self }
  /// The tensors.
  public static func fromCompiled(_ tensors: [Tensor]) -> [Tensor] { tensors }
}

/// The result of a compiled function that is called for what it changes.
public struct CompiledNothing: CompiledResult {
  /// None.
  public var compiledTensors: [Tensor] { [] }
  /// Nothing.
  public static func fromCompiled(_: [Tensor]) -> CompiledNothing { CompiledNothing() }
}

/// Makes a function of tensors faster: the first call for arguments of certain shapes and dtypes writes down what `body` does, further
/// calls run the optimised plan of that. Mirrors `torch.compile` and `jax.jit`.
///
/// Tensors that `body` uses without being given them, such as a model's parameters, are captured: every call sees their present numbers.
/// What `body` changes in place (`w.sub_(…)` in `noGrad`, an optimiser's step, `backward()` adding to `grad`) is changed by every call.
/// `body` itself runs only when a plan is made; it must not look at numbers (`item()`), and its `if`s are decided by shapes then.
///
/// ```swift
/// let step = compile { x, y in
///   let loss = ((x * w - y) ** 2).mean()
///   let slope = try grad(of: [loss], withRespectTo: [w])[0]!
///   noGrad { w.sub_(0.1 * slope) }
///   return loss
/// }
/// for _ in 0..<100 { print(step(x, y)) }
/// ```
///
/// - Parameter optimizations: The ways in which plans are made faster.
public func compile<R: CompiledResult>(
  optimizations: Optimizations = .all, arguments body: @escaping @Sendable ([Tensor]) throws -> R
) -> CompiledFunction<R> { CompiledFunction(optimizations, nil, body) }

/// Compiles a function without arguments; see `compile(optimizations:arguments:)`.
public func compile<R: CompiledResult>(optimizations: Optimizations = .all, _ body: @escaping @Sendable () throws -> R) -> CompiledFunction<
  R
> {
  CompiledFunction(optimizations, 0) { _ in try body() }
}
/// Compiles a function of a tensor; see `compile(optimizations:arguments:)`.
public func compile<R: CompiledResult>(
  optimizations: Optimizations = .all, _ body: @escaping @Sendable (Tensor) throws -> R
) -> CompiledFunction<R> { CompiledFunction(optimizations, 1) { try body($0[0]) } }
/// Compiles a function of two tensors; see `compile(optimizations:arguments:)`.
public func compile<R: CompiledResult>(
  optimizations: Optimizations = .all, _ body: @escaping @Sendable (Tensor, Tensor) throws -> R
) -> CompiledFunction<R> { CompiledFunction(optimizations, 2) { try body($0[0], $0[1]) } }
/// Compiles a function of three tensors; see `compile(optimizations:arguments:)`.
public func compile<R: CompiledResult>(
  optimizations: Optimizations = .all, _ body: @escaping @Sendable (Tensor, Tensor, Tensor) throws -> R
) -> CompiledFunction<R> { CompiledFunction(optimizations, 3) { try body($0[0], $0[1], $0[2]) } }

/// Compiles a step without arguments that gives nothing; see `compile(optimizations:arguments:)`.
public func compile(optimizations: Optimizations = .all, _ body: @escaping @Sendable () throws -> Void) -> CompiledFunction<CompiledNothing>
{
  CompiledFunction(optimizations, 0) { _ in
    try body()
    return CompiledNothing()
  }
}
/// Compiles a step on a tensor that gives nothing; see `compile(optimizations:arguments:)`.
public func compile(
  optimizations: Optimizations = .all, _ body: @escaping @Sendable (Tensor) throws -> Void
) -> CompiledFunction<CompiledNothing> {
  CompiledFunction(optimizations, 1) {
    try body($0[0])
    return CompiledNothing()
  }
}
/// Compiles a step on two tensors that gives nothing; see `compile(optimizations:arguments:)`.
public func compile(
  optimizations: Optimizations = .all, _ body: @escaping @Sendable (Tensor, Tensor) throws -> Void
) -> CompiledFunction<CompiledNothing> {
  CompiledFunction(optimizations, 2) {
    try body($0[0], $0[1])
    return CompiledNothing()
  }
}

/// A function made by `compile`. It may be called from several threads; calls that change tensors take turns.
public final class CompiledFunction<R: CompiledResult>: Sendable {
  private let core: CompiledCore

  fileprivate init(_ optimizations: Optimizations, _ arity: Int?, _ body: @escaping @Sendable ([Tensor]) throws -> R) {
    core = CompiledCore(optimizations, arity) { try body($0).compiledTensors }
  }

  /// Calls the function. A mistake is reported as those of operations are.
  @discardableResult
  public func callAsFunction(_ arguments: Tensor...) -> R {
    do { return R.fromCompiled(try core.call(arguments)) } catch {
      let invalid = Tensor.invalid(reporting: error)
      return R.fromCompiled([Tensor](repeating: invalid, count: max(core.resultCount, 1)))
    }
  }

  /// Calls the function; throws what went wrong.
  @discardableResult
  public func run(_ arguments: [Tensor]) throws(TensorError) -> R { R.fromCompiled(try core.call(arguments)) }

  /// How often it was called, and how often that needed a new plan.
  public var statistics: CompileStatistics { core.statistics }

  /// The plan that ran last, step by step; empty before the second call.
  public var planDescription: String { core.planDescription }
}

/// What a compiled function has done so far.
public struct CompileStatistics: Sendable, Equatable {
  /// Calls.
  public var calls = 0
  /// How often the closure ran to be written down.
  public var traces = 0
  /// How many plans are kept.
  public var kept = 0
}

/// The part of a compiled function that does not depend on its result's type.
final class CompiledCore: Sendable {
  private final class State {
    @exclusivity(unchecked) var traces: [Trace] = []
    @exclusivity(unchecked) var statistics = CompileStatistics()
  }
  private let optimizations: Optimizations
  private let arity: Int?
  private let body: @Sendable ([Tensor]) throws -> [Tensor]
  /// Guarded by `lock`, as are the contexts of traces.
  private nonisolated(unsafe) let state = State()
  private let lock = Latch()
  /// The most signatures that plans are kept for; the one unused for longest goes first.
  static let mostTraces = 32

  init(_ optimizations: Optimizations, _ arity: Int?, _ body: @escaping @Sendable ([Tensor]) throws -> [Tensor]) {
    self.optimizations = optimizations
    self.arity = arity
    self.body = body
  }

  var statistics: CompileStatistics {
    lock.lock()
    defer { lock.unlock() }
    var found = state.statistics
    found.kept = state.traces.count
    return found
  }

  /// How many tensors a call gives, as far as it is known.
  var resultCount: Int {
    lock.lock()
    defer { lock.unlock() }
    return state.traces.first?.outputs.count ?? 0
  }

  var planDescription: String {
    lock.lock()
    defer { lock.unlock() }
    return state.traces.first?.plan?.description ?? ""
  }

  func call(_ arguments: [Tensor]) throws(TensorError) -> [Tensor] {
    if let arity, arity != arguments.count {
      throw TensorError(.argument, op: "compile", "the compiled function takes \(arity) tensors, not \(arguments.count)")
    }
    // Inside another compiled function it is just a function, as it is on arguments that share memory, where a change of one is seen in
    // the other.
    if Tracing.isOn || arguments.shareMemory { return try plain(arguments) }
    lock.lock()
    state.statistics.calls += 1
    var trace = state.traces.first
    if trace == nil || !trace!.fits(arguments) {
      if let i = state.traces.firstIndex(where: { $0.fits(arguments) }) {
        state.traces.insert(state.traces.remove(at: i), at: 0)
        trace = state.traces[0]
      } else {
        trace = nil
      }
    }
    guard let trace else {
      defer { lock.unlock() }
      for t in arguments where t.isInvalid {
        try checkTensorErrors()
        throw TensorError(.argument, op: "compile", "an operation that failed has no value to call a function with")
      }
      // On symbols, too.
      for t in arguments where t.isSymbolic { return try plain(arguments) }
      return try first(arguments)
    }
    guard let plan = trace.plan else {
      defer { lock.unlock() }
      return try run(trace, nil, arguments)
    }
    var context = trace.contexts.popLast()
    // Calls that change something take turns.
    if trace.isWriting {
      defer { lock.unlock() }
      if trace.captures.contains(where: { capture in arguments.contains { $0.sharesMemory(with: capture.alias) } }) {
        return try plain(arguments)
      }
      if context == nil { context = try RunContext(plan) }
      defer { trace.contexts.append(context!) }
      return try run(trace, context, arguments)
    }
    lock.unlock()
    if context == nil { context = try RunContext(plan) }
    defer {
      lock.lock()
      if trace.contexts.count < 64 { trace.contexts.append(context!) }
      lock.unlock()
    }
    return try run(trace, context, arguments)
  }

  private func plain(_ arguments: [Tensor]) throws(TensorError) -> [Tensor] {
    try CompiledCore.typed { try body(arguments) }
  }

  private static func typed<T>(_ body: () throws -> T) throws(TensorError) -> T {
    let problem: any Error
    do { return try body() } catch { problem = error }
    if let known = problem as? TensorError { throw known }
    throw TensorError(.argument, op: "compile", "the compiled function threw: \(problem)")
  }

  private func first(_ arguments: [Tensor]) throws(TensorError) -> [Tensor] {
    let trace = try CompiledCore.typed { try Trace(arguments, optimizations, body) }
    state.statistics.traces += 1
    state.traces.removeAll { !$0.stillHolds() }
    if state.traces.count >= CompiledCore.mostTraces { state.traces.removeLast() }
    state.traces.insert(trace, at: 0)
    return try run(trace, nil, arguments)
  }

  private func run(_ trace: Trace, _ context: RunContext?, _ arguments: [Tensor]) throws(TensorError) -> [Tensor] {
    if isGradEnabled, trace.seesTrackedResults || (trace.isDifferentiable && trace.isWriting) {
      // Gradients that must go further back, or a derivative that would make the changes again: the closure itself can do that.
      return try plain(arguments)
    }
    if trace.isDifferentiable, isGradEnabled { return CompiledGradient.call(trace, self, arguments) }
    if trace.plan?.calls.isEmpty ?? false { return try runUnrecorded(trace, context, arguments) }
    return try noGrad { () throws(TensorError) in try runUnrecorded(trace, context, arguments) }
  }

  func runUnrecorded(_ trace: Trace, _ given: RunContext?, _ arguments: [Tensor]) throws(TensorError) -> [Tensor] {
    var feeds = arguments
    for i in arguments.indices where !arguments[i].isContiguous { feeds[i] = arguments[i].contiguous() }
    guard let plan = trace.plan else { return try interpret(trace, arguments, feeds) }
    let context = if let given { given } else { try RunContext(plan) }
    for k in feeds.indices { context.feed(k, feeds[k]) }
    // The trace holds only as long as captured tensors keep their memory; arguments are others in every call.
    if !context.isPinned || trace.changesArguments { context.pin(trace.memory(feeds)) }
    try context.takeMemory()
    if plan.calls.isEmpty {
      try context.run(draw: nil)
    } else {
      try catchingReports { () throws(TensorError) in try context.run(draw: nil) }
    }
    let results = context.takeResults()
    context.copyWrites()
    if trace.changesArguments {
      for target in trace.targets { if case .argument(let k) = target { finish(arguments[k], feeds[k]) } }
    }
    for target in trace.changedTensors { target.countChange() }
    context.forget()
    if trace.givesResultsOnly { return results }
    return outputs(trace, results, arguments)
  }

  /// An argument whose new numbers stand in `memory`.
  private func finish(_ argument: Tensor, _ memory: Tensor) {
    if memory !== argument { argument.write(memory) }
    argument.countChange()
  }

  private func interpret(_ trace: Trace, _ arguments: [Tensor], _ feeds: [Tensor]) throws(TensorError) -> [Tensor] {
    try catchingReports { () throws(TensorError) in
      func interpreter() -> Interpreter {
        Interpreter(trace.program, isFusing: optimizations.contains(.fusion)) { _, _, _, _, _ throws(TensorError) in
          throw TensorError(.graph, op: "compile", "random symbols belong to a session")
        }
      }
      let wanted = trace.program.writes.map(\.value) + trace.program.results
      let replayed = try trace.replay.values(of: trace.program, feeds, wanted: wanted) { feeds throws(TensorError) in
        var recorded = interpreter()
        return try recorded.run(feeds: feeds, variables: [])
      }
      let new: [Tensor]
      var results: [Tensor]
      if let replayed {
        new = trace.program.writes.map { replayed[$0.value]! }
        results = trace.program.results.map { replayed[$0]! }
        for i in results.indices where results[..<i].contains(where: { $0 === results[i] }) { results[i] = results[i].clone() }
      } else {
        var runner = interpreter()
        if !trace.isUnsteady { runner.takeNotes() }
        let values = try runner.run(feeds: feeds, variables: [])
        if let notes = runner.notes { trace.learn(notes, optimizations) }
        // All new values are there before the first old one goes; none may be a view of one.
        new = trace.program.writes.map { values[$0.value]!.clone() }
        results = trace.program.results.map { values[$0]! }
        for i in results.indices where !isKnownUniquelyReferenced(&results[i]) || !results[i].isAlone { results[i] = results[i].clone() }
      }
      for (k, write) in trace.program.writes.enumerated() {
        switch trace.targets[write.variable] {
        case .tensor(let t): t.write(new[k])
        case .argument(let i): arguments[i].write(new[k])
        }
        switch trace.targets[write.variable] {
        case .tensor(let t): t.countChange()
        case .argument(let i): arguments[i].countChange()
        }
      }
      return outputs(trace, results, arguments)
    }
  }

  private func outputs(_ trace: Trace, _ results: [Tensor?], _ arguments: [Tensor]) -> [Tensor] {
    if trace.givesResultsOnly { return results.map { $0! } }
    for (leaf, _, after) in trace.gradients {
      switch after {
      case .value(let k)?: leaf.grad = results[k]
      case .tensor(let t)?: leaf.grad = t
      case Trace.Gradient.none?: leaf.grad = nil
      case nil: break
      }
    }
    return trace.outputs.map { output in
      switch output {
      case .value(let k): results[k]!
      case .tensor(let t): t
      case .argument(let k): arguments[k]
      }
    }
  }
}

extension Trace {
  func fits(_ arguments: [Tensor]) -> Bool {
    guard arguments.count == signature.count, withGradients == isGradEnabled else { return false }
    for i in signature.indices {
      if arguments[i].isInvalid || arguments[i].isSymbolic || arguments[i].shape != signature[i].shape
        || arguments[i].dtype != signature[i].dtype || arguments[i].device != signature[i].device
        || arguments[i].requiresGrad != signature[i].requiresGrad
      {
        return false
      }
    }
    return stillHolds()
  }
}

/// Calls a compiled function so that `backward` passes through it.
struct CompiledGradient: CustomFunction {
  let trace: Trace
  let core: CompiledCore
  let argumentCount: Int

  static func call(_ trace: Trace, _ core: CompiledCore, _ arguments: [Tensor]) -> [Tensor] {
    let leaves = trace.gradients.map(\.leaf)
    return CompiledGradient(trace: trace, core: core, argumentCount: arguments.count).apply(arguments + leaves)
  }

  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
    context.save(inputs)
    do { return try core.runUnrecorded(trace, nil, Array(inputs[..<argumentCount])) } catch {
      return trace.outputs.map { _ in Tensor.invalid(reporting: error) }
    }
  }

  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] {
    // The same function on numbers again, recorded this time.
    let inputs = context.saved
    let again = isGradEnabled  // the gradients will themselves be differentiated
    let wanted = inputs.indices.filter { context.needsInputGradient[$0] }
    do {
      return try enableGrad { () throws(TensorError) -> [Tensor?] in
        let arguments =
          again ? Array(inputs[..<argumentCount]) : inputs[..<argumentCount].map { $0.requiresGrad ? $0.detach().requiresGrad_() : $0 }
        let results = try core.repeated(arguments)
        let sources = wanted.map { $0 < argumentCount ? arguments[$0] : inputs[$0] }
        let pairs = zip(results, gradients).filter { $0.0.requiresGrad }
        let found = try grad(
          of: pairs.map(\.0), withRespectTo: sources, gradOutputs: pairs.map(\.1), createGraph: again, allowUnused: true)
        var all = [Tensor?](repeating: nil, count: inputs.count)
        for (i, k) in wanted.enumerated() { all[k] = found[i] }
        return all
      }
    } catch { return inputs.map { _ in Tensor.invalid(reporting: error) } }
  }
}

extension CompiledCore {
  /// The closure itself on these arguments.
  func repeated(_ arguments: [Tensor]) throws(TensorError) -> [Tensor] { try plain(arguments) }
}

extension [Tensor] {
  /// Whether two of these are the same memory.
  fileprivate var shareMemory: Bool {
    guard count > 1 else { return false }
    for i in 1..<count { for k in 0..<i where self[i].sharesMemory(with: self[k]) { return true } }
    return false
  }
}
