import Lantern

/// A program without state: tensors in, tensors out. It may run on many threads at once.
final class GraphFunction: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: `prepared`'s plans are only touched under `lock`; a context belongs to whoever took it.

  let prepared: Prepared
  private let lock = Latch()

  init(_ core: GraphCore, fetches: [Tensor], fed: [Tensor], _ optimizations: Optimizations = .all) throws(TensorError) {
    prepared = try Prepared(core, fetches: fetches, targets: [], fed: fed, optimizations)
  }

  init(_ program: Program, _ optimizations: Optimizations) { prepared = Prepared(program, optimizations) }

  var optimizations: Optimizations { prepared.optimizations }

  /// A context for tensors of these shapes, which have to be contiguous; `nil` before the first run with them.
  func take(_ feeds: [Tensor]) throws(TensorError) -> RunContext? {
    lock.lock()
    guard let shapes = prepared.shapes(for: feeds), let plan = shapes.plan else {
      lock.unlock()
      return nil
    }
    let free = shapes.free.popLast()
    lock.unlock()
    if let free { return free }
    return try RunContext(plan)
  }

  func giveBack(_ context: RunContext) {
    context.forget()
    lock.lock()
    prepared.giveBack(context)
    lock.unlock()
  }

  /// The values for these inputs.
  func run(_ inputs: [Tensor]) throws(TensorError) -> [Tensor] {
    var feeds = inputs
    for k in feeds.indices where !feeds[k].isContiguous { feeds[k] = feeds[k].contiguous() }
    guard let context = try take(feeds) else { return try interpret(feeds) }
    defer { giveBack(context) }
    for k in feeds.indices { context.feed(k, feeds[k]) }
    try context.takeMemory()
    if context.plan.calls.isEmpty {
      try context.run(draw: nil)
    } else {
      try noGrad { () throws(TensorError) in try catchingReports { () throws(TensorError) in try context.run(draw: nil) } }
    }
    return context.takeResults()
  }

  private func interpret(_ feeds: [Tensor]) throws(TensorError) -> [Tensor] {
    try noGrad { () throws(TensorError) in
      try catchingReports { () throws(TensorError) in
        var interpreter = Interpreter(prepared.program, isFusing: prepared.optimizations.contains(.fusion)) {
          _, _, _, _, _ throws(TensorError) in
          throw TensorError(.graph, op: "run", "random symbols belong to a session")
        }
        interpreter.takeNotes()
        let values = try interpreter.run(feeds: feeds, variables: [])
        let shapes = prepared.learn(interpreter.notes!, feeds)
        lock.lock()
        prepared.keep(shapes)
        lock.unlock()
        var results = prepared.program.results.map { values[$0]! }
        for i in results.indices { results[i] = results[i].copiedRowMajor() }
        return results
      }
    }
  }
}
