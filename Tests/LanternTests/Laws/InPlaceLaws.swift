@testable import Lantern
import Testing

/// Changing a tensor in place gives the numbers and the derivatives of the operation that makes a new one.
@Suite struct InPlaceLaws {
  /// Every operation whose result can take its first input's place.
  static let ops = Op.tried.filter { op in
    !op.isView
      && op.trials.contains { sample in
        guard let made = try? op.tryResults(sample.inputs(.float64, seed: op.name), sample.attributes) else { return false }
        return made.count == 1 && Array(made[0].shape) == sample.shapes[0] && made[0].dtype == .float64 && sample.isNumber(0)
      }
  }

  @Test func enough() { #expect(Self.ops.count > 60) }

  private func fits(_ op: Op, _ sample: Sample, _ made: Tensor, _ inputs: [Tensor]) -> Bool {
    made.shape == inputs[0].shape && sample.isNumber(0)
  }

  @Test("In place is out of place", arguments: ops)
  func values(op: Op) throws {
    for dtype in [DType.float64, .float32, .bfloat16, .int32, .uint8] {
      for (k, sample) in op.trials.enumerated() {
        var inputs = sample.inputs(dtype, seed: "\(op.name) \(k)")
        if !dtype.isFloatingPoint { inputs = inputs.map { $0.dtype == dtype ? $0.abs() + 1 : $0 } }
        if !dtype.isFloatingPoint, sample.positions.count > 0 { inputs = sample.inputs(dtype, seed: "\(op.name) \(k)") }
        guard let made = try? op.tryResults(inputs, sample.attributes)[0], fits(op, sample, made, inputs) else { continue }
        for layout in [nil] + StrideLaws.Layout.allCases.filter({ $0 != .expanded }) {
          let target = layout.map { $0.spread(inputs[0].clone()) } ?? inputs[0].clone()
          let (version, memory) = (target.version, target.pointer)
          guard made.dtype.canCast(to: dtype) else {
            let error = #expect(throws: TensorError.self) { try Self.change(op, target, inputs, sample.attributes) }
            #expect(error?.kind == .dtype && error!.message.contains("can't be cast to the desired output type"))
            expectSameBits(target, inputs[0], "\(op.name) \(dtype): changed by an error")
            continue
          }
          try Self.change(op, target, inputs, sample.attributes)
          expectSameBits(target, made.to(dtype), "\(op.name)_ \(dtype), sample \(k), \(layout.map { "\($0)" } ?? "dense")")
          #expect(target.version == version + 1)
          #expect(target.pointer == memory)
        }
      }
    }
  }

  private static func change(_ op: Op, _ target: Tensor, _ inputs: [Tensor], _ attributes: Attributes) throws {
    try withTensorErrors {
      let (y, z) = (inputs.count > 1 ? inputs[1] : nil, inputs.count > 2 ? inputs[2] : nil)
      op.applyInPlace(target, y, z, rest: Array(inputs.dropFirst(3)), attributes: attributes)
    }
  }

  @Test("Derivatives through a change in place", arguments: ops.filter { $0.isDifferentiable && $0.rules.contains { $0 != nil } })
  func derivatives(op: Op) throws {
    for (k, sample) in op.trials.enumerated() {
      let inputs = sample.inputs(.float64, seed: "\(op.name) \(k)")
      let which = DerivativeLaws.tracked(op, sample)
      guard let made = try? op.tryResults(inputs, sample.attributes)[0], fits(op, sample, made, inputs) else { continue }
      func gradients(_ body: ([Tensor]) throws -> Tensor) throws -> [Tensor?] {
        let leaves = inputs.requiringGrad(which)
        return try withTensorErrors {
          let out = try body(leaves)
          return try grad(of: [(out * out).sum()], withRespectTo: which.map { leaves[$0] }, allowUnused: true)
        }
      }
      let wanted = try gradients { try op.tryResults([$0[0] * 1] + $0.dropFirst(), sample.attributes)[0] }
      let direct = try gradients { leaves in
        let target = leaves[0] * 1
        try Self.change(op, target, leaves, sample.attributes)
        return target
      }
      // The same through a view of a larger tensor.
      let viewed = try gradients { leaves in
        let base = Tensor.stack([leaves[0], leaves[0] * 3])
        try Self.change(op, base.select(0, 0), leaves, sample.attributes)
        return base.select(0, 0)
      }
      for (name, made) in [("direct", direct), ("through a view", viewed)] {
        for (a, b) in zip(made, wanted) {
          guard let b, let a else {
            #expect((a ?? b)?.abs().max().item().doubleValue ?? 0 == 0, "\(op.name) \(name)")
            continue
          }
          expectClose(a, b, Tolerance(absolute: 1e-12, relative: 1e-12), "\(op.name)_ \(name), sample \(k)")
        }
      }
    }
  }

  @Test func copyFillZero() throws {
    for dtype in DType.allCases {
      let x = Tensor([1, 0, 1, 1, 0, 0], shape: [2, 3]).to(dtype)
      let target = Tensor.zeros(3, 2, dtype: dtype).t()
      target.copy_(x)
      expectSameBits(target, x, "copy_ \(dtype)")
      target.copy_(Tensor([1.0, 0, 1]))
      expectSameBits(target, Tensor([1, 0, 1, 1, 0, 1], shape: [2, 3]).to(dtype), "copy_ broadcast \(dtype)")
      target.fill_(1)
      expectSameBits(target, Tensor.ones(2, 3, dtype: dtype), "fill_ \(dtype)")
      target.zero_()
      expectSameBits(target, Tensor.zeros(2, 3, dtype: dtype), "zero_ \(dtype)")
    }
    let x = Tensor([1.0, 2, 3], shape: [3]).requiresGrad_()
    let y = x * 2
    y.narrow(0, 0, 1).fill_(7)
    (y * y).sum().backward()
    #expect(x.grad?.doubles == [0, 16, 24])
    let source = Tensor([5.0], shape: [1]).requiresGrad_()
    let z = x.detach() * 1
    z.copy_(source)
    (z * Tensor([1.0, 2, 3], shape: [3])).sum().backward()
    #expect(source.grad?.doubles == [6])
  }

  @Test func refusals() {
    func refused(_ kind: TensorError.Kind, _ body: () -> Void, location: SourceLocation = #_sourceLocation) {
      let error = #expect(throws: TensorError.self, sourceLocation: location) { try withTensorErrors { body() } }
      #expect(error?.kind == kind, sourceLocation: location)
    }
    refused(.dtype) { Tensor.ones(3, dtype: .int32).add_(Tensor([1.5, 1, 1])) }
    refused(.dtype) { Tensor.ones(3, dtype: .int32).exp_() }
    refused(.dtype) { Tensor.ones(3, dtype: .int64).div_(2) }
    refused(.shape) { Tensor.ones(3).add_(Tensor.ones(2, 3)) }
    refused(.argument) { Tensor.ones(1).expand(3).add_(1) }
    let x = Tensor.arange(10)
    refused(.argument) { x.narrow(0, 0, 9).add_(x.narrow(0, 1, 9)) }
    refused(.dtype) { Tensor.ones(3, dtype: .int8).fill_(1000) }
    refused(.shape) { Tensor.ones(3).copy_(Tensor.ones(2)) }
    #expect(x.toArray(Int.self) == Array(0..<10))
  }
}
