import Lantern
import LanternOperators

/// What is called: the operations of the table, functions of PyTorch that Lantern has, further public functions, and readers of files.
struct FuzzRun {
  enum Target {
    case op(Op)
    case function(OperatorCall)
    case reader(FuzzReader)

    var name: String {
      switch self {
      case .op(let op): "op:" + op.name
      case .function(let call): call.name
      case .reader(let reader): reader.name
      }
    }
  }

  /// What became of a call.
  enum Outcome {
    case result
    case refused(TensorError)
    case unsupported(String)
  }

  /// A result that no right program could give.
  struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  let seed: UInt64
  let targets: [Target]

  init(seed: UInt64, ops: Bool, functions: Bool, readers: Bool = false, only: String?) throws {
    self.seed = seed
    var all: [Target] = []
    if ops { all += FuzzOps.all.map { .op($0) } }
    if functions { all += (OperatorTable.all + FuzzFunctions.all).map { .function($0) } }
    if readers { all += try FuzzReaders.all().map { .reader($0) } }
    if let only { all = all.filter { $0.name == only } }
    guard !all.isEmpty else { throw TensorError(.argument, op: "fuzz", "nothing to call\(only.map { ": there is no '\($0)'" } ?? "").") }
    targets = all
  }

  /// Runs call number `k`, which depends on nothing but the seed and `k`.
  func run(_ k: Int, journal: FuzzJournal?) throws -> Outcome {
    var random = FuzzRandom(seed: seed, call: k)
    let target = random.pick(targets)
    journal?.begin(target.name, call: k)
    manualSeed(k)
    let second = random.chance(30)
    // A tensor that finds no memory is an error like any other.
    let failure = random.chance(5) ? random.whole(0...30) : nil
    if let failure { journal?.note(" (allocation \(failure) fails)") }
    defer { Allocator.failAllocation(after: nil) }
    do {
      try withTensorErrors {
        let (results, leaves) = try call(target, random, journal, failure)
        try checkTensorErrors()
        for result in results { try Self.check(result) }
        try Self.differentiate(results, leaves, second: second, journal)
      }
      return .result
    } catch let error as TensorError {
      if error.message.isEmpty { throw Broken(description: "an error without a message") }
      return .refused(error)
    } catch let error as UnsupportedCall {
      return .unsupported(error.description)
    } catch let error as MalformedCase {
      return .unsupported(error.description)
    }
  }

  private func call(
    _ target: Target, _ random: FuzzRandom, _ journal: FuzzJournal?, _ failure: Int?
  ) throws -> (results: [Tensor], leaves: [Tensor]) {
    switch target {
    case .op(let op): return try FuzzOps.call(op, random, journal: journal, failure: failure)
    case .function(let call):
      let source = FuzzArguments(random, journal: journal)
      Allocator.failAllocation(after: failure)
      let outputs = try call.run(CallArguments(source: source))
      let results = outputs.compactMap { if case .tensor(let t) = $0 { t } else { nil } }
      return (results, source.leaves)
    case .reader(let reader):
      Allocator.failAllocation(after: failure)
      try FuzzReaders.call(reader, random, journal)
      return ([], [])
    }
  }

  /// A result must lie in its memory, and all of it must be readable.
  private static func check(_ t: Tensor) throws {
    if t.isInvalid { throw Broken(description: "an invalid tensor without an error") }
    guard t.shape.allSatisfy({ $0 >= 0 }) else { throw Broken(description: "a result of shape \(t.shape)") }
    guard t.strides.count == t.rank else { throw Broken(description: "\(t.rank) axes, but \(t.strides.count) strides") }
    guard t.shape.elementCount > 0 else { return }
    var (lowest, highest) = (t.offset, t.offset)
    for (size, stride) in zip(t.shape, t.strides) {
      if stride < 0 { lowest += (size - 1) * stride } else { highest += (size - 1) * stride }
    }
    guard lowest >= 0, (highest + 1) * t.dtype.itemSize <= t.storage.byteCount else {
      throw Broken(description: "a result that reaches from \(lowest) to \(highest) of \(t.storage.byteCount) bytes of \(t.dtype)")
    }
    if t.elementCount <= 1 << 16 { _ = t.detach().clone() }
  }

  /// Backward through all results, and for some calls once more through that.
  private static func differentiate(_ results: [Tensor], _ leaves: [Tensor], second: Bool, _ journal: FuzzJournal?) throws {
    let roots = results.filter { $0.requiresGrad }
    guard !roots.isEmpty, !leaves.isEmpty else { return }
    journal?.note(" | backward")
    let weights = roots.map { Optional(Tensor.ones(like: $0.detach())) }
    let first = try grad(of: roots, withRespectTo: leaves, gradOutputs: weights, createGraph: second, allowUnused: true)
    for (gradient, leaf) in zip(first, leaves) {
      guard let gradient else { continue }
      try check(gradient)
      if gradient.shape != leaf.shape || gradient.dtype != leaf.dtype {
        throw Broken(description: "a gradient \(gradient.dtype)\(gradient.shape) of \(leaf.dtype)\(leaf.shape)")
      }
    }
    let again = first.compactMap { $0 }.filter { $0.requiresGrad }
    guard second, !again.isEmpty else { return }
    journal?.note(" | again")
    for case let gradient? in try grad(
      of: again, withRespectTo: leaves, gradOutputs: again.map { Optional(Tensor.ones(like: $0.detach())) }, allowUnused: true)
    { try check(gradient) }
  }
}
