import Lantern
import Testing

/// Inputs of different shapes give what their explicit expansions give.
@Suite struct BroadcastLaws {
  static let shapes: [[Int]] = [
    [], [1], [3], [0], [1, 1], [2, 1], [1, 3], [2, 3], [0, 3], [0, 1], [4, 1, 3], [1, 2, 1], [4, 2, 3],
  ]

  /// The common shape by the rule's own words: aligned at the end, sizes equal or one of them 1.
  static func common(_ shapes: [[Int]]) -> [Int]? {
    let rank = shapes.map(\.count).max() ?? 0
    var result: [Int] = []
    for d in 0..<rank {
      let sizes = Set(
        shapes.compactMap { shape in d - (rank - shape.count) >= 0 ? shape[d - (rank - shape.count)] : nil }.filter { $0 != 1 })
      if sizes.count > 1 { return nil }
      result.append(sizes.first ?? 1)
    }
    return result
  }

  private func combinations(_ arity: Int) -> [[[Int]]] {
    let pairs = Self.shapes.flatMap { a in Self.shapes.map { [a, $0] } }
    return arity == 2 ? pairs : pairs.flatMap { pair in [[], [3], [2, 1], [0, 3], [4, 1, 3]].map { pair + [$0] } }
  }

  @Test("Every pair of shapes", arguments: Op.broadcasting)
  func pairs(op: Op) throws {
    let sample = try #require(op.trials.first)
    let arity = op.pointwise!.arity
    let dtype: DType = PointwiseReference.table[op.name]!.real == nil ? .int64 : .float64
    for shapes in combinations(arity) {
      let trial = Sample(shapes, sample.attributes, ranges: sample.ranges, masks: sample.masks)
      var inputs = trial.inputs(dtype, seed: "\(op.name) \(shapes)")
      if dtype == .int64, op.name.hasSuffix("shift") { inputs[1] = inputs[1].abs() }
      guard let common = Self.common(shapes) else {
        let error = #expect(throws: TensorError.self, "\(shapes)") { try op.tryResults(inputs, sample.attributes) }
        #expect(error?.kind == .shape)
        continue
      }
      let made = try op.tryResults(inputs, sample.attributes)[0]
      let spread = inputs.map { $0.expand(Shape(common)).contiguous() }
      let wanted = try op.tryResults(spread, sample.attributes)[0]
      expectSameBits(made, wanted, "\(op.name) \(shapes)")
      #expect(Array(made.shape) == common)
      guard dtype == .float64, op.isDifferentiable, op.rules.contains(where: { $0 != nil }) else { continue }
      let which = DerivativeLaws.tracked(op, trial)
      func gradients(_ inputs: [Tensor]) throws -> [Tensor] {
        try withTensorErrors {
          let out = apply(op, inputs.count == 2 ? [inputs[0], inputs[1]] : inputs, sample.attributes)
          var random = LawRandom("\(op.name) weight")
          return try grad(
            of: [out], withRespectTo: which.map { inputs[$0] }, gradOutputs: [random.uniform(common)], materializeGrads: true
          ).map { $0! }
        }
      }
      let own = try gradients(inputs.requiringGrad(which))
      let expanded = try gradients(spread.requiringGrad(which))
      for (k, i) in which.enumerated() {
        #expect(Array(own[k].shape) == shapes[i], "\(op.name) \(shapes), input \(i)")
        // What was spread out comes back as a sum.
        var sums = NaiveArray(shapes[i])
        for p in NaiveArray.positions(common) {
          let to = zip(p.suffix(shapes[i].count), shapes[i]).map { $1 == 1 ? 0 : $0 }
          sums[to] += NaiveArray(expanded[k])[p]
        }
        expectClose(
          own[k], Tensor(sums.values, shape: Shape(shapes[i])), Tolerance(absolute: 1e-10, relative: 1e-10), "\(op.name) \(shapes)")
      }
    }
  }
}
