import Lantern
import Testing

/// Derivatives against differences of neighbouring values, in float64, along random directions.
@Suite struct DerivativeLaws {
  private static let step = 1e-6

  /// Floor division has no derivative in PyTorch either.
  static let ops = Op.differentiable

  /// The inputs of a sample that have derivatives.
  static func tracked(_ op: Op, _ sample: Sample) -> [Int] {
    sample.shapes.indices.filter { sample.isNumber($0) && op.rules[min($0, op.rules.count - 1)] != nil }
  }

  /// A number made of all float results, weighted at random, so that no part of a derivative can hide.
  private static func weigh(_ results: [Tensor], seed: String) -> Tensor {
    results.enumerated().filter { $0.1.dtype.isFloatingPoint }.map { k, t in
      var random = LawRandom("\(seed) weight \(k)")
      return (t * random.uniform(Array(t.shape), in: 0.5...1.5)).sum()
    }.reduce(Tensor(0.0, dtype: .float64)) { $0 + $1 }
  }

  private static func moved(_ inputs: [Tensor], _ directions: [Int: Tensor], by distance: Double) -> [Tensor] {
    inputs.enumerated().map { i, t in directions[i].map { t + $0 * distance } ?? t }
  }

  private static func expectDerivative(_ analytic: Double, _ numeric: Double, _ what: String) {
    #expect(Swift.abs(analytic - numeric) <= 1e-5 + 1e-3 * Swift.abs(numeric), "\(what): \(analytic), but differences give \(numeric)")
  }

  private static func inner(_ gradients: [Tensor?], _ directions: [Tensor]) -> Double {
    var total = 0.0
    for case (let gradient?, let direction) in zip(gradients, directions) { total += (gradient * direction).sum().item().doubleValue }
    return total
  }

  @Test("First derivative", arguments: ops)
  func first(op: Op) throws {
    for (k, sample) in op.trials.enumerated() {
      let seed = "\(op.name) \(k) derivative"
      let inputs = sample.inputs(.float64, seed: seed)
      let which = Self.tracked(op, sample)
      #expect(!which.isEmpty)
      func value(_ inputs: [Tensor]) throws -> Tensor {
        try withTensorErrors { Self.weigh(op.results(inputs, sample.attributes), seed: seed) }
      }
      for round in 0..<3 {
        var random = LawRandom("\(seed) direction \(round)")
        let directions = Dictionary(uniqueKeysWithValues: which.map { ($0, random.uniform(sample.shapes[$0])) })
        let leaves = inputs.requiringGrad(which)
        let out = try value(leaves)
        let gradients = try grad(of: [out], withRespectTo: which.map { leaves[$0] }, allowUnused: true)
        for (i, g) in zip(which, gradients) {
          #expect(g == nil || (g!.shape == inputs[i].shape && g!.dtype == .float64), "\(seed): gradient of input \(i)")
        }
        let above = try value(Self.moved(inputs, directions, by: Self.step)).item().doubleValue
        let below = try value(Self.moved(inputs, directions, by: -Self.step)).item().doubleValue
        Self.expectDerivative(
          Self.inner(gradients, which.map { directions[$0]! }), (above - below) / (2 * Self.step), "\(seed), direction \(round)")
      }
    }
  }

  @Test("Second derivative", arguments: ops)
  func second(op: Op) throws {
    for (k, sample) in op.trials.enumerated() {
      let seed = "\(op.name) \(k) second derivative"
      let inputs = sample.inputs(.float64, seed: seed)
      let which = Self.tracked(op, sample)
      var random = LawRandom(seed + " directions")
      let through = which.map { random.uniform(sample.shapes[$0]) }
      let directions = Dictionary(uniqueKeysWithValues: which.map { ($0, random.uniform(sample.shapes[$0])) })
      // The results are squared, so that operations that are linear have a second derivative too.
      func slope(_ leaves: [Tensor], createGraph: Bool) throws -> Tensor {
        try withTensorErrors {
          let out = Self.weigh(op.results(leaves, sample.attributes).filter { $0.dtype.isFloatingPoint }.map { $0 * $0 + $0 }, seed: seed)
          let gradients = try grad(of: [out], withRespectTo: which.map { leaves[$0] }, createGraph: createGraph, allowUnused: true)
          return zip(gradients, through).compactMap { g, v in g.map { ($0 * v).sum() } }.reduce(Tensor(0.0, dtype: .float64)) { $0 + $1 }
        }
      }
      let leaves = inputs.requiringGrad(which)
      let along = try slope(leaves, createGraph: true)
      var analytic = 0.0
      if along.requiresGrad {
        let gradients = try grad(of: [along], withRespectTo: which.map { leaves[$0] }, allowUnused: true)
        analytic = Self.inner(gradients, which.map { directions[$0]! })
      }
      let above = try slope(Self.moved(inputs, directions, by: Self.step).requiringGrad(which), createGraph: false).item().doubleValue
      let below = try slope(Self.moved(inputs, directions, by: -Self.step).requiringGrad(which), createGraph: false).item().doubleValue
      Self.expectDerivative(analytic, (above - below) / (2 * Self.step), seed)
    }
  }

  /// What a rule says it needs is all it looks at: a gradient is the same whichever inputs are tracked beside it. (A rule that looks at
  /// something that was not kept stops the program.)
  @Test("Every choice of tracked inputs", arguments: ops)
  func needs(op: Op) throws {
    for (k, sample) in op.trials.enumerated() {
      let seed = "\(op.name) \(k) needs"
      let inputs = sample.inputs(.float64, seed: seed)
      let all = Self.tracked(op, sample)
      var whole: [Int: Tensor?] = [:]
      let choices = (1..<(1 << all.count)).map { bits in all.indices.filter { bits >> $0 & 1 == 1 }.map { all[$0] } }
      for choice in choices.sorted(by: { $0.count > $1.count }) {
        let leaves = inputs.requiringGrad(choice)
        let gradients = try withTensorErrors {
          let out = Self.weigh(op.results(leaves, sample.attributes), seed: seed)
          return try grad(of: [out], withRespectTo: choice.map { leaves[$0] }, allowUnused: true)
        }
        for (i, g) in zip(choice, gradients) {
          if choice.count == all.count {
            whole[i] = g
          } else if let g, let other = whole[i] ?? nil {
            expectSameBits(g, other, "\(seed): input \(i) with \(choice) tracked")
          } else {
            #expect(g == nil && (whole[i] ?? nil) == nil, "\(seed): input \(i) with \(choice) tracked")
          }
        }
      }
    }
  }

  /// Results of operations without a derivative never ask for gradients.
  @Test("No derivative", arguments: Op.tried.filter { !$0.isDifferentiable })
  func none(op: Op) throws {
    for (k, sample) in op.trials.enumerated() {
      let accepts: DType = op.name.hasPrefix("bitwise") ? .int64 : .float32
      let inputs = sample.inputs(accepts, seed: "\(op.name) \(k)")
      let leaves = accepts == .float32 ? inputs.requiringGrad(Array(inputs.indices.filter { sample.isNumber($0) })) : inputs
      #expect(try op.tryResults(leaves, sample.attributes).allSatisfy { !$0.requiresGrad })
    }
  }

  /// Where there is a result to differentiate but no rule, backward says so.
  @Test func missingRules() throws {
    let missing = Op.tried.filter { $0.isDifferentiable && !$0.rules.contains { $0 != nil } }
    #expect(missing.map(\.name) == ["floor_divide"])
    let x = Tensor([1.0, 2.5], shape: [2]).requiresGrad_()
    let error = #expect(throws: TensorError.self) { try withTensorErrors { x.floorDivide(2).sum().backward() } }
    #expect(error?.message == "derivative for aten::floor_divide is not implemented")
  }

  /// The gradient of float32, float16 and bfloat16 is that of float64, rounded.
  @Test("Gradients of other floats", arguments: ops)
  func dtypes(op: Op) throws {
    for (k, sample) in op.trials.enumerated() {
      let seed = "\(op.name) \(k) dtypes"
      let which = Self.tracked(op, sample)
      for dtype in ValueLaws.noHalves.contains(op.name) ? [DType.float32] : [DType.float32, .float16, .bfloat16] {
        // The double inputs are those of the narrow type, exactly.
        let narrow = sample.inputs(dtype, seed: seed)
        let wide = narrow.enumerated().map { sample.isNumber($0) ? $1.to(.float64) : $1 }
        func gradients(_ inputs: [Tensor]) throws -> [Tensor?] {
          let leaves = inputs.requiringGrad(which)
          return try withTensorErrors {
            let outs = op.results(leaves, sample.attributes).filter { $0.dtype.isFloatingPoint }
            let sum = outs.map { ($0.to(.float64)).sum() }.reduce(Tensor(0.0, dtype: .float64)) { $0 + $1 }
            return try grad(of: [sum], withRespectTo: which.map { leaves[$0] }, allowUnused: true)
          }
        }
        let tolerance = Tolerance(absolute: Tolerance(dtype).absolute * 8, relative: Tolerance(dtype).relative * 8)
        for (g, reference) in zip(try gradients(narrow), try gradients(wide)) {
          guard let g, let reference else {
            #expect(g == nil && reference == nil)
            continue
          }
          #expect(g.dtype == dtype, "\(seed) \(dtype)")
          expectClose(g, reference, tolerance, "\(seed) \(dtype)")
        }
      }
    }
  }
}
