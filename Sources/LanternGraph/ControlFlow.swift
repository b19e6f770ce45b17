import CKernels
import Lantern

// Branches and loops. Each is one operation of the graph whose kernel runs programs of its own; its derivative is made of the derivatives
// of these programs.

/// The results of one of two closures, as a truth value says when the graph runs. Mirrors `tf.cond`.
///
/// Both closures are called once, to build their parts of the graph; only one part runs. They have to give as many tensors, of the same
/// dtypes and shapes. Gradients pass through, to any order. A `predicate` with a number decides at once.
///
/// ```swift
/// let y = cond(x.sum() .> 0, { [x * 2] }, { [-x] })[0]
/// ```
public func cond(_ predicate: Tensor, _ then: () throws -> [Tensor], _ otherwise: () throws -> [Tensor]) rethrows -> [Tensor] {
  guard predicate.isSymbolic, let core = predicate.symbol?.graph as? GraphCore else {
    if predicate.isInvalid { return try then().map { _ in predicate } }
    return predicate.item().boolValue ? try then() : try otherwise()
  }
  let start = core.nextID
  let (first, second) = (try then(), try otherwise())
  do throws(TensorError) { return try Branch.add(core, start, predicate, first, second) } catch {
    return first.map { _ in Tensor.invalid(reporting: error) }
  }
}

/// The result of one of two closures; see `cond(_:_:_:)`.
public func cond(_ predicate: Tensor, _ then: () throws -> Tensor, _ otherwise: () throws -> Tensor) rethrows -> Tensor {
  try cond(predicate, { [try then()] }, { [try otherwise()] })[0]
}

/// Runs `body` on its own results, beginning with `initial`, for as long as `condition` gives true. Mirrors `tf.while_loop`.
///
/// Both closures are called once, to build their parts of the graph. `body` gives as many tensors as it takes, each of the dtype and
/// shape that it takes. What does not depend on the loop's values is computed once, before the loop. Gradients pass through (of first
/// order): the values of all rounds are kept for them. On tensors with numbers it is an ordinary loop.
///
/// ```swift
/// let powers = whileLoop({ $0[0] .< 10 }, { [$0[0] + 1, $0[1] * x] }, [i, x])
/// ```
public func whileLoop(
  _ condition: ([Tensor]) throws -> Tensor, _ body: ([Tensor]) throws -> [Tensor], _ initial: [Tensor]
) rethrows -> [Tensor] {
  guard let core = initial.lazy.compactMap({ $0.symbol?.graph as? GraphCore }).first else {
    if Tracing.isOn || initial.isEmpty || initial.contains(where: { $0.isInvalid }) {
      let error = TensorError(
        .graph, op: "whileLoop", "a loop needs values to begin with, one of them a symbol where a function is compiled")
      let invalid = Tensor.invalid(reporting: error)
      return initial.isEmpty ? [invalid] : initial.map { _ in invalid }
    }
    var values = initial
    while try condition(values).item().boolValue { values = try body(values) }
    return values
  }
  let start = core.nextID
  let variables = initial.map { core.add(.placeholder, "while/Identity", $0.shape, $0.dtype, tracked: true) }
  let (test, next) = (try condition(variables), try body(variables))
  do throws(TensorError) { return try Loop.add(core, start, initial, variables, test, next) } catch {
    return initial.map { _ in Tensor.invalid(reporting: error) }
  }
}

/// The symbols from outside that some symbols depend on.
private struct Outside {
  private(set) var captured: [Tensor] = []

  /// - Parameters:
  ///   - start: symbols with smaller numbers are outside.
  ///   - inner: symbols that stand for what comes from the operation itself.
  ///   - hoists: whether what does not depend on `inner` is computed outside as well.
  init(_ core: GraphCore, _ roots: [Tensor], start: Int, inner: [Tensor], hoists: Bool, _ op: String) throws(TensorError) {
    let innerIDs = Set(inner.map { $0.symbol!.id })
    var found: [Place: Tensor] = [:]
    var open = roots
    while let tensor = open.popLast() {
      guard let symbol = tensor.symbol else { continue }
      guard symbol.graph === core else { throw .otherGraph(tensor) }
      guard found.updateValue(tensor, forKey: Place(tensor)) == nil else { continue }
      if symbol.id >= start, !innerIDs.contains(symbol.id) { open.append(contentsOf: symbol.inputs) }
    }
    var depends: Set<Int> = innerIDs
    for (place, tensor) in found.sorted(by: { ($0.key.id, $0.key.output) < ($1.key.id, $1.key.output) }) {
      let symbol = tensor.symbol!
      if innerIDs.contains(place.id) { continue }
      if symbol.inputs.contains(where: { $0.symbol.map { depends.contains($0.id) } ?? false }), place.id >= start {
        depends.insert(place.id)
      }
      if place.id >= start, symbol.op == nil {
        switch core.source(place.id) {
        case .assign?, .random?:
          throw TensorError(
            .graph, op: op, "\(tensor) cannot stand inside \(op)",
            hint: "Assign, and draw random numbers, outside and use the results inside.")
        default: break
        }
      }
    }
    // What is needed from outside by what stays inside.
    var seen: Set<Place> = []
    open = roots
    while let tensor = open.popLast() {
      guard let symbol = tensor.symbol, seen.insert(Place(tensor)).inserted, !innerIDs.contains(symbol.id) else { continue }
      let isSource = symbol.op == nil && !(core.source(symbol.id)?.isConstant ?? false)
      if symbol.id < start || isSource || (hoists && !depends.contains(symbol.id) && symbol.op != nil) {
        captured.append(tensor)
      } else {
        open.append(contentsOf: symbol.inputs)
      }
    }
    captured.sort { ($0.symbol!.id, $0.symbol!.outputIndex) < ($1.symbol!.id, $1.symbol!.outputIndex) }
  }
}

extension Source {
  fileprivate var isConstant: Bool { if case .constant = self { true } else { false } }
}

/// Symbols of a graph for tensors, constants for those with numbers.
private func symbols(_ tensors: [Tensor], _ core: GraphCore) throws(TensorError) -> [Tensor] {
  var found: [Tensor] = []
  for tensor in tensors {
    if tensor.isInvalid { try checkTensorErrors() }
    found.append(tensor.isSymbolic ? tensor : try core.constant(tensor, dtype: nil, shape: nil, name: nil))
  }
  return found
}

// ---- branches ----------------------------------------------------------------------------------------------------------------------

private enum Branch {
  static func add(
    _ core: GraphCore, _ start: Int, _ predicate: Tensor, _ first: [Tensor], _ second: [Tensor]
  ) throws(TensorError) -> [Tensor] {
    let (first, second) = (try symbols(first, core), try symbols(second, core))
    guard first.count == second.count, !first.isEmpty else {
      throw TensorError(.graph, op: "cond", "the branches give \(first.count) and \(second.count) tensors", hint: "Give as many in both.")
    }
    for (a, b) in zip(first, second) where a.dtype != b.dtype || !(a.shape.fits(b.shape) || b.shape.fits(a.shape)) {
      throw TensorError(
        .graph, op: "cond", "the branches give \(a.shape.listed) of \(a.dtype) and \(b.shape.listed) of \(b.dtype)",
        hint: "Give the same shapes and dtypes.")
    }
    guard predicate.dtype == .bool, predicate.rank == 0 || predicate.shape == [1] else {
      throw TensorError(.graph, op: "cond", "the predicate is \(predicate.shape.listed) of \(predicate.dtype), not one truth value")
    }
    let captured = try Outside(core, first + second, start: start, inner: [], hoists: false, "cond").captured
    let op = try make(core, captured, first, second)
    return applyAll(op, [predicate] + captured)
  }

  private static func make(
    _ core: GraphCore, _ captured: [Tensor], _ first: [Tensor], _ second: [Tensor]
  ) throws(TensorError) -> Op {
    let (one, other) = (
      try GraphFunction(core, fetches: first, fed: captured), try GraphFunction(core, fetches: second, fed: captured)
    )
    let specs = zip(first, second).map { a, b in
      Spec(Shape(zip(a.shape, b.shape).map { $0 == $1 ? $0 : -1 }), a.dtype)
    }
    let derivative = Lazily { () throws(TensorError) -> Op in
      let incoming = specs.map { core.add(.placeholder, "cond/grad", $0.shape, $0.dtype, tracked: true) }
      func gradients(_ outputs: [Tensor]) throws(TensorError) -> [Tensor] {
        let kept = outputs.indices.filter { outputs[$0].requiresGrad }
        let found =
          kept.isEmpty
          ? [Tensor?](repeating: nil, count: captured.count)
          : try LanternGraph.gradients(kept.map { outputs[$0] }, captured, gradYs: kept.map { incoming[$0] })
        return zip(found, captured).map { $0 ?? Tensor.zeros(like: $1) }
      }
      return try make(core, captured + incoming, gradients(first), gradients(second))
    }
    let rules: [Rule?] =
      [nil]
      + captured.indices.map { k -> Rule? in
        guard captured[k].dtype.isDifferentiable else { return nil }
        return .of(.inputs) { g, s in
          do throws(TensorError) {
            let incoming = s.allGradients(g, specs.count)
            return applyAll(try derivative.get(), s.inputs + incoming)[k]
          } catch { return Tensor.invalid(reporting: error) }
        }
      }
    return Op(
      "cond", gradName: "CondBackward0",
      kernel: .call(
        Call(
          infer: { inputs, _ throws(TensorError) in specs },
          run: { inputs, _, _ throws(TensorError) in
            let all = inputs.all
            return try (all[0].item().boolValue ? one : other).run(Array(all[1...]))
          })), rules: rules)
  }
}

/// Something made when it is asked for first.
private final class Lazily<T: Sendable>: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: `value` is only touched under the lock.
  private let lock = Latch()
  private var value: T?
  private let make: () throws(TensorError) -> T
  init(_ make: @escaping () throws(TensorError) -> T) { self.make = make }
  func get() throws(TensorError) -> T {
    lock.lock()
    defer { lock.unlock() }
    if let value { return value }
    let made = try make()
    value = made
    return made
  }
}

// ---- loops -------------------------------------------------------------------------------------------------------------------------

private final class Loop: Sendable {
  let test: GraphFunction
  let body: GraphFunction
  let count: Int

  init(_ test: GraphFunction, _ body: GraphFunction, _ count: Int) { (self.test, self.body, self.count) = (test, body, count) }

  static func add(
    _ core: GraphCore, _ start: Int, _ initial: [Tensor], _ variables: [Tensor], _ test: Tensor, _ next: [Tensor]
  ) throws(TensorError) -> [Tensor] {
    let (initial, next) = (try symbols(initial, core), try symbols(next, core))
    let test = try symbols([test], core)[0]
    guard next.count == variables.count else {
      throw TensorError(.graph, op: "whileLoop", "the body takes \(variables.count) tensors and gives \(next.count)")
    }
    for (a, b) in zip(variables, next) where a.dtype != b.dtype || !b.shape.fits(a.shape) {
      throw TensorError(
        .graph, op: "whileLoop", "the body takes \(a.shape.listed) of \(a.dtype) and gives \(b.shape.listed) of \(b.dtype)",
        hint: "A value keeps its shape and dtype from round to round.")
    }
    guard test.dtype == .bool, test.rank == 0 || test.shape == [1] else {
      throw TensorError(.graph, op: "whileLoop", "the condition is \(test.shape.listed) of \(test.dtype), not one truth value")
    }
    let captured = try Outside(core, [test] + next, start: start, inner: variables, hoists: true, "whileLoop").captured
    let loop = Loop(
      try GraphFunction(core, fetches: [test], fed: variables + captured),
      try GraphFunction(core, fetches: next, fed: variables + captured),
      variables.count)
    let specs = variables.map { Spec($0.shape, $0.dtype) }
    let derivative = Lazily { () throws(TensorError) -> Op in try loop.derivative(core, variables, captured, next) }
    let rules = (variables + captured).enumerated().map { k, input -> Rule? in
      guard input.dtype.isDifferentiable else { return nil }
      return .of(.inputs) { g, s in
        do throws(TensorError) {
          let incoming = s.allGradients(g, specs.count)
          return applyAll(try derivative.get(), s.inputs + incoming)[k]
        } catch { return Tensor.invalid(reporting: error) }
      }
    }
    let op = Op(
      "while", gradName: "WhileBackward0",
      kernel: .call(
        Call(
          infer: { _, _ throws(TensorError) in specs },
          run: { inputs, _, _ throws(TensorError) in
            let all = inputs.all
            return try loop.run(Array(all[..<specs.count]), Array(all[specs.count...]))
          })), rules: rules)
    return applyAll(op, initial + captured)
  }

  /// Runs the loop. `keep` sees the values at the beginning of each round.
  func run(_ initial: [Tensor], _ captured: [Tensor], keep: (([Tensor]) -> Void)? = nil) throws(TensorError) -> [Tensor] {
    // Without a round the results are the first values, but never their memory: plans rely on that being the same in every run.
    var values = initial.map { $0.copiedRowMajor() }
    // The first rounds make the plans; then memory is taken once, two sets for the values of a round and the next one.
    for _ in 0..<2 {
      guard try test.run(values + captured)[0].item().boolValue else { return values }
      keep?(values)
      values = try body.run(values + captured)
    }
    if keep == nil, let done = try runPlanned(values, captured) { return done }
    while try test.run(values + captured)[0].item().boolValue {
      keep?(values)
      values = try body.run(values + captured)
    }
    return values
  }

  private func runPlanned(_ values: [Tensor], _ captured: [Tensor]) throws(TensorError) -> [Tensor]? {
    let feeds = (values + captured).map { $0.contiguous() }
    guard let tester = try test.take(feeds) else { return nil }
    defer { test.giveBack(tester) }
    guard let worker = try body.take(feeds) else { return nil }
    defer { body.giveBack(worker) }
    guard tester.plan.calls.isEmpty, worker.plan.calls.isEmpty else { return nil }
    // A body may change open sizes: its results then don't fit the memory of its values.
    for k in 0..<count {
      let layout = worker.plan.results[k].layout
      guard layout.shape == feeds[k].shape, layout.dtype == feeds[k].dtype else { return nil }
    }
    for k in feeds.indices {
      tester.feed(k, feeds[k])
      worker.feed(k, feeds[k])
    }
    var now: [Tensor] = []
    var next: [Tensor] = []
    for k in 0..<count {
      // The values that the loop begins with belong to somebody else.
      now.append(feeds[k].copiedRowMajor())
      next.append(try Tensor(empty: feeds[k].shape, dtype: feeds[k].dtype))
    }
    try checkTensorErrors()
    try tester.takeMemory()
    try worker.takeMemory()
    let answer: Tensor
    if case .own = tester.plan.results[0].ending {
      answer = tester.results[0]!
    } else {
      answer = try Tensor(empty: [], dtype: .bool)
    }
    tester.fillAll()
    worker.fillAll()
    guard let places = Places(tester, worker, now, next, answer) else { return nil }
    return try withExtendedLifetime((tester, worker, answer)) { () throws(TensorError) in try places.run(tester, worker) == 0 ? now : next }
  }

  /// Where the values of even and odd rounds are, for `ck_while_run`.
  private struct Places {
    var entries: [ck_while_place] = []
    var testCopies: [ck_while_copy] = []
    var bodyCopies: [ck_while_copy] = []
    let answer: UnsafeMutableRawPointer

    /// `nil` where a value has to be gathered.
    init?(_ tester: RunContext, _ worker: RunContext, _ now: [Tensor], _ next: [Tensor], _ answer: Tensor) {
      self.answer = answer.pointer
      if case .copied(let view) = tester.plan.results[0].ending {
        guard let copy = Places.copy(tester, view, answer, answer) else { return nil }
        testCopies.append(copy)
      }
      for k in now.indices {
        for entry in tester.entries(.feed, k) + worker.entries(.feed, k) { add(entry, now[k], next[k]) }
        for entry in worker.entries(.result, k) { add(entry, next[k], now[k]) }
        if case .copied(let view) = worker.plan.results[k].ending {
          guard let copy = Places.copy(worker, view, next[k], now[k]) else { return nil }
          bodyCopies.append(copy)
        }
      }
    }

    private mutating func add(_ entry: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ even: Tensor, _ odd: Tensor) {
      entries.append(ck_while_place(entry: entry, at: (even.pointer, odd.pointer)))
    }

    private static func copy(_ context: RunContext, _ view: Int, _ even: Tensor, _ odd: Tensor) -> ck_while_copy? {
      guard let place = context.place(view) else { return nil }
      return ck_while_copy(from: UnsafePointer(place.entry), offset: place.offset, bytes: place.count, to: (even.pointer, odd.pointer))
    }

    /// Runs the loop; gives which of the two places the last values are in.
    func run(_ tester: RunContext, _ worker: RunContext) throws(TensorError) -> Int {
      var turn: Int32 = 0
      let problem = entries.withUnsafeBufferPointer { entries in
        testCopies.withUnsafeBufferPointer { testCopies in
          bodyCopies.withUnsafeBufferPointer { bodyCopies in
            var loop = ck_while()
            (loop.test, loop.tests, loop.test_base) = (tester.plan.steps, Int32(tester.plan.stepCount), tester.table)
            (loop.body, loop.bodies, loop.body_base) = (worker.plan.steps, Int32(worker.plan.stepCount), worker.table)
            (loop.place, loop.places) = (entries.baseAddress, Int32(entries.count))
            (loop.test_copy, loop.test_copies) = (testCopies.baseAddress, Int32(testCopies.count))
            (loop.body_copy, loop.body_copies) = (bodyCopies.baseAddress, Int32(bodyCopies.count))
            loop.answer = UnsafePointer(answer.assumingMemoryBound(to: UInt8.self))
            return ck_while_run(&loop, &turn)
          }
        }
      }
      if problem != 0 { throw .noScratch }
      return Int(turn)
    }
  }

  /// The gradients of the first values and of what is captured: the rounds again, then their derivatives from the last to the first.
  func derivative(
    _ core: GraphCore, _ variables: [Tensor], _ captured: [Tensor], _ next: [Tensor]
  ) throws(TensorError) -> Op {
    let tracked = variables.indices.filter { next[$0].requiresGrad && variables[$0].dtype.isDifferentiable }
    let incoming = tracked.map { core.add(.placeholder, "while/grad", variables[$0].shape, variables[$0].dtype, tracked: true) }
    let inputs = variables + captured
    let found =
      tracked.isEmpty
      ? [Tensor?](repeating: nil, count: inputs.count)
      : try LanternGraph.gradients(tracked.map { next[$0] }, inputs, gradYs: incoming)
    let fetches = zip(found, inputs).map { $0 ?? Tensor.zeros(like: $1) }
    let round = try GraphFunction(core, fetches: fetches, fed: inputs + incoming)
    let specs = inputs.map { Spec($0.shape, $0.dtype) }
    let (loop, count) = (self, count)
    return Op(
      "while_backward",
      kernel: .call(
        Call(
          infer: { _, _ throws(TensorError) in specs },
          run: { given, _, _ throws(TensorError) in
            let all = given.all
            let (initial, outer) = (Array(all[..<count]), Array(all[count..<specs.count]))
            var rounds: [[Tensor]] = []
            _ = try loop.run(initial, outer) { rounds.append($0) }
            var slopes = Array(all[specs.count...])
            var total = outer.map { Tensor.zeros(like: $0) }
            for values in rounds.reversed() {
              let found = try round.run(values + outer + tracked.map { slopes[$0] })
              // A value that the body does not pass on has no derivative from here on.
              slopes = Array(found[..<count])
              for k in total.indices where total[k].dtype.isDifferentiable { total[k] = total[k] + found[count + k] }
            }
            return slopes + total
          })), rules: [], isDifferentiable: false)
  }
}
