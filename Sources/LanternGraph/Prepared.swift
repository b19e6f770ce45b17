import Lantern

/// A program for certain fetches and fed symbols, and its plans for the shapes that were fed so far.
final class Prepared: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: `program` and the symbols never change, everything else is behind the lock.

  let program: Program
  let isWriting: Bool
  let optimizations: Optimizations
  private let fetches: [Tensor]
  private let targets: [Tensor]
  private let fed: [Tensor]

  /// The plan for feeds of certain shapes.
  final class Shapes {
    let feeds: [Spec]
    /// `nil` where shapes change without what is fed: such a program is run node by node.
    let plan: Executable?
    @exclusivity(unchecked) var free: [RunContext] = []
    init(_ feeds: [Spec], _ plan: Executable?) { (self.feeds, self.plan) = (feeds, plan) }

    /// Whether this is for such tensors.
    @inline(__always) func fits(_ tensor: (Int) -> Tensor) -> Bool {
      for i in feeds.indices {
        let tensor = tensor(i)
        if !tensor.hasShape(feeds[i].shape) || tensor.isCUDA { return false }
      }
      return true
    }
  }
  /// Guarded by the session's lock, as are the contexts in it.
  @exclusivity(unchecked) private var known: [Shapes] = []
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

  /// A program that was not made from symbols of a graph.
  init(_ program: Program, _ optimizations: Optimizations) {
    self.program = program
    self.optimizations = optimizations
    (fetches, targets, fed) = ([], [], [])
    isWriting = false
  }

  /// Whether this is the program for a call.
  func matches(_ fetches: [Tensor], _ targets: [Tensor], _ feed: Feed) -> Bool {
    guard fetches.count == self.fetches.count, targets.count == self.targets.count, feed.count == fed.count else { return false }
    for i in fetches.indices where fetches[i] !== self.fetches[i] { return false }
    for i in targets.indices where targets[i] !== self.targets[i] { return false }
    for i in fed.indices where feed.key(i) !== fed[i] { return false }
    return true
  }

  /// What is known of feeds of these shapes; `nil` before the first run with them.
  @inline(__always) func shapes(for tensor: (Int) -> Tensor) -> Shapes? {
    guard let i = known.firstIndex(where: { $0.fits(tensor) }) else { return nil }
    if i > 0 { known.swapAt(0, i) }
    return known[0]
  }

  func giveBack(_ context: RunContext) {
    guard let shapes = known.first(where: { $0.plan === context.plan }), shapes.free.count < 64 else { return }
    shapes.free.append(context)
  }

  /// Makes the plan for shapes that have been seen.
  func learn(_ notes: Interpreter.Notes, _ feeds: [Tensor]) -> Shapes {
    let plan =
      notes.isUnsteady
      ? nil
      : Executable(program, notes, isFusing: optimizations.contains(.fusion), isReusing: optimizations.contains(.reuse))
    return Shapes(feeds.map { Spec($0.shape, $0.dtype) }, plan)
  }

  func keep(_ shapes: Shapes) {
    known.removeAll { $0.feeds == shapes.feeds }
    if known.count >= Prepared.mostShapes { known.removeLast() }
    known.insert(shapes, at: 0)
  }

  /// The plan for the shapes that were run last.
  var latestPlan: Executable? { known.first?.plan }
}
