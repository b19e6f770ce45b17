import Lantern

/// A program for certain fetches and fed symbols, and its plans for the shapes that were fed so far.
final class Prepared: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: `program` and the symbols never change, everything else is behind the lock.

  let program: Program
  let isWriting: Bool
  private let optimizations: Optimizations
  private let fetches: [Tensor]
  private let targets: [Tensor]
  private let fed: [Tensor]

  fileprivate struct Shapes {
    let feeds: [Spec]
    /// `nil` where shapes change without what is fed: such a program is run node by node.
    let plan: Executable?
    var free: [RunContext] = []
  }
  private let known = Locked<[Shapes]>([])
  private static let mostShapes = 64

  init(_ core: GraphCore, fetches: [Tensor], targets: [Tensor], fed: [Tensor], _ optimizations: Optimizations) throws(TensorError) {
    var program = try Program(core, fetches: fetches, targets: targets, fed: fed)
    optimizations.apply(to: &program)
    self.program = program
    self.optimizations = optimizations
    self.fetches = fetches
    self.targets = targets
    self.fed = fed
    isWriting = !program.writes.isEmpty
  }

  /// Whether this is the program for a call.
  func matches(_ fetches: [Tensor], _ targets: [Tensor], _ feed: Feed) -> Bool {
    guard fetches.count == self.fetches.count, targets.count == self.targets.count, feed.pairs.count == fed.count else { return false }
    for i in fetches.indices where fetches[i] !== self.fetches[i] { return false }
    for i in targets.indices where targets[i] !== self.targets[i] { return false }
    for i in fed.indices where feed.pairs[i].key !== fed[i] { return false }
    return true
  }

  /// A context for feeds of these shapes; `nil` before the first run with them.
  func context(for feeds: [Tensor]) throws(TensorError) -> RunContext? {
    let (plan, free) = known.withLock { known -> (Executable?, RunContext?) in
      guard let i = known.firstIndex(where: { $0.fits(feeds) }) else { return (nil, nil) }
      if i > 0 { known.swapAt(0, i) }
      return (known[0].plan, known[0].free.popLast())
    }
    if let free { return free }
    return try plan.map { plan throws(TensorError) in try RunContext(plan) }
  }

  func giveBack(_ context: RunContext) {
    known.withLock { known in
      guard let i = known.firstIndex(where: { $0.plan === context.plan }), known[i].free.count < 64 else { return }
      known[i].free.append(context)
    }
  }

  /// Makes the plan for shapes that have been seen.
  func learn(_ notes: Interpreter.Notes, _ feeds: [Tensor]) {
    let plan =
      notes.isUnsteady
      ? nil
      : Executable(program, notes, isFusing: optimizations.contains(.fusion), isReusing: optimizations.contains(.reuse))
    let shapes = Shapes(feeds: feeds.map { Spec($0.shape, $0.dtype) }, plan: plan)
    known.withLock { known in
      known.removeAll { $0.feeds == shapes.feeds }
      if known.count >= Prepared.mostShapes { known.removeLast() }
      known.insert(shapes, at: 0)
    }
  }

  /// The plan for the shapes that were run last.
  var latestPlan: Executable? { known.withLock { $0.first?.plan } }
}

extension Prepared.Shapes {
  fileprivate func fits(_ tensors: [Tensor]) -> Bool {
    for i in feeds.indices where tensors[i].shape != feeds[i].shape || tensors[i].dtype != feeds[i].dtype { return false }
    return true
  }
}
