import CKernels
import LanternGraph
import Testing

@testable import Lantern

/// For every operation: values, first and second derivatives of the graph are the bits of eager execution.
@Suite struct GraphLaws {
  @Test(arguments: Op.tried) func knownSizes(_ op: Op) throws {
    for trial in op.trials {
      do { try compare(op, trial, unknown: false) } catch let error as TensorError where error.kind == .symbolic {
        #expect(op === Op.asStrided && error.message.contains("has no place in memory"), "\(error)")
      }
    }
  }

  /// The same with every size left open until the run. Operations that need a size say so instead.
  @Test(arguments: Op.tried) func unknownSizes(_ op: Op) throws {
    for trial in op.trials {
      do { try compare(op, trial, unknown: true) } catch let error as TensorError where error.kind == .symbolic {
        #expect(Op.needingSizes.contains(op.name), "\(error)")
        #expect(error.message.contains("not known") || op === Op.asStrided, "\(error)")
      }
    }
  }

  private func compare(_ op: Op, _ trial: Sample, unknown: Bool) throws {
    let isWhole = op.name.hasPrefix("bitwise")
    let inputs = trial.doubles(op.name).map { isWhole ? $0.abs().to(.int64) : $0 }
    let numbers = inputs.indices.filter {
      trial.positions[$0] == nil && !trial.masks.contains($0) && (op.rules.isEmpty || op.rule($0) != nil)
    }
    let hasGradient = op.isDifferentiable && op.rules.contains { $0 != nil }

    // Both sides: the results, the gradients of their weighted sum, the gradients of the squares of those.
    func program(_ inputs: [Tensor], _ gradient: (Tensor, [Tensor]) throws -> [Tensor?]) throws -> [Tensor?] {
      let results = op.outputs(inputs, trial.attributes)
      try checkTensorErrors()
      var all: [Tensor?] = results
      guard hasGradient, let first = results.first(where: { $0.requiresGrad }) else { return all }
      let xs = numbers.map { inputs[$0] }
      let found = try gradient((first * first.cos()).sum(), xs)
      all += found
      let tracked = found.compactMap { $0 }.filter { $0.requiresGrad }
      guard let start = tracked.first else { return all }
      if op.hasNoSecondDerivative { return all }
      let again = tracked.dropFirst().reduce((start * start).sum()) { $0 + ($1 * $1).sum() }
      return all + (try gradient(again, xs))
    }

    let eager = try withTensorErrors {
      try program(inputs.enumerated().map { numbers.contains($0) && $1.dtype == .float64 ? $1.clone().requiresGrad_() : $1 }) {
        try grad(of: [$0], withRespectTo: $1, createGraph: true, allowUnused: true)
      }
    }
    try withGraph(Graph()) {
      var feed = Feed()
      var fetched: [Tensor?] = []
      try withTensorErrors {
        let symbols = inputs.map { t in
          let symbol = tf.placeholder(t.dtype, t.shape.map { unknown ? nil : $0 })
          feed[symbol] = t
          return symbol
        }
        fetched = try program(symbols) { try gradients([$0], $1) }
      }
      #expect(fetched.count == eager.count, "\(op.name)")
      // The first run goes node by node; the next ones follow the plan that it made.
      let session = Session()
      let first = try session.run(fetched.compactMap { $0 }, feed: feed)
      for _ in 0..<2 {
        let again = try session.run(fetched.compactMap { $0 }, feed: feed)
        for (k, value) in again.enumerated() {
          #expect(
            value.bits == first[k].bits && value.shape == first[k].shape && value.dtype == first[k].dtype, "\(op.name), planned, value \(k)"
          )
        }
      }
      let values = first
      var next = 0
      for (k, symbol) in fetched.enumerated() where symbol != nil {
        defer { next += 1 }
        guard let wanted = eager[k] else {
          // A symbol cannot know that a path leads nowhere; then its gradient is zero.
          #expect(values[next].toArray(Double.self).allSatisfy { $0 == 0 }, "\(op.name), value \(k)")
          continue
        }
        #expect(values[next].dtype == wanted.dtype && values[next].shape == wanted.shape, "\(op.name), value \(k)")
        #expect(values[next].shape.fits(symbol!.shape), "\(op.name), value \(k): \(values[next].shape) for \(symbol!.shape)")
        // Sums that are taken because a size might turn out to be 1 can change the order in which gradients are added.
        let isSame = unknown && wanted.dtype == .float64 ? values[next].isClose(wanted) : values[next].bits == wanted.bits
        #expect(isSame, "\(op.name), value \(k): \(values[next]) instead of \(wanted)")
      }
    }
  }
}

extension Op: CustomTestStringConvertible {
  public var testDescription: String { name }

  /// Its derivative is written with an operation that has none, as in PyTorch.
  var hasNoSecondDerivative: Bool { name.hasPrefix("remainder") }

  static let tried = Op.all.filter { !$0.trials.isEmpty }
  /// Operations, or derivatives of theirs, whose formula counts along an axis.
  static let needingSizes: Set<String> = [
    "as_strided", "attention", "attention_backward", "attention_values", "cumprod", "diagonal", "linalg_lu_factor_ex", "linalg_matrix_exp",
    "linalg_qr", "prod", "prod_dim", "repeat",
    "slice_scatter", "split", "split_with_sizes", "trace", "unbind",
    "unfold",
  ]

  var trials: [Sample] {
    switch samples {
    case .custom(let list): return list
    case .domain(let range):
      guard case .pointwise(let loop) = kernel, ck_pointwise_arity(loop.index) == 2 else { return [Sample([[2, 3]], ranges: [range])] }
      return [
        Sample([[2, 3], [2, 3]], ranges: [range]), Sample([[4, 1], [3]], ranges: [range]), Sample([[1, 3], [4, 1]], ranges: [range]),
      ]
    case .inPlaceOnly, .complex, .none: return []
    }
  }

  func outputs(_ inputs: [Tensor], _ attributes: Attributes) -> [Tensor] {
    if case .call = kernel { return Lantern.applyAll(self, inputs, attributes) }
    return [Lantern.apply(self, inputs, attributes)]
  }
}

extension Sample {
  /// Inputs in float64, always the same for one name.
  func doubles(_ seed: String) -> [Tensor] {
    var state = seed.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 11
    }
    return shapes.indices.map { i in
      let count = shapes[i].reduce(1, *)
      let shape = Shape(shapes[i])
      if let size = positions[i] { return Tensor((0..<count).map { _ in Int(next() % UInt64(size)) }, shape: shape) }
      if masks.contains(i) { return Tensor((0..<count).map { _ in next() & 64 == 64 }, shape: shape) }
      let range = ranges[min(i, ranges.count - 1)]
      return Tensor(
        (0..<count).map { _ in range.lowerBound + (range.upperBound - range.lowerBound) * Double(next()) * 0x1p-53 }, shape: shape)
    }
  }
}

extension Tensor {
  func isClose(_ other: Tensor) -> Bool {
    zip(toArray(Double.self), other.toArray(Double.self)).allSatisfy {
      $0 == $1 || ($0.isNaN && $1.isNaN) || Swift.abs($0 - $1) <= 1e-13 + 1e-13 * Swift.abs($1)
    }
  }

  var bits: [UInt8] {
    let dense = contiguous()
    return withExtendedLifetime(dense) {
      Array(UnsafeRawBufferPointer(start: dense.pointer, count: dense.elementCount * dense.dtype.itemSize))
    }
  }
}

extension Shape {
  fileprivate func fits(_ declared: Shape) -> Bool { count == declared.count && zip(self, declared).allSatisfy { $1 < 0 || $0 == $1 } }
}
