import CKernels
import Lantern
import Testing

/// Complex numbers: values against formulas of reals, derivatives against differences, parts as views.
@Suite struct ComplexLaws {
  static let loops = Op.all.filter { op in
    op.pointwise.map { ck_pointwise_loop($0.index, Int32(DType.complex128.rawValue)) != nil } ?? false
  }

  /// What an operation is tried on with complex numbers.
  static func trials(_ op: Op) -> [Sample] { if case .complex(let list) = op.samples { list } else { op.trials } }

  /// Every operation with samples that complex numbers may go into, and its trials that take them.
  static let taking: [(op: Op, trials: [Sample])] = Op.all.compactMap { op in
    let good = trials(op).filter { (try? op.tryResults($0.inputs(.complex128, seed: "taking"), $0.attributes)) != nil }
    return good.isEmpty ? nil : (op, good)
  }
  static let differentiable = taking.filter { entry in entry.op.isDifferentiable && entry.op.rules.contains { $0 != nil } }.map(\.op)

  private static func numbers(_ t: Tensor) -> [Complex128] { t.to(.complex128).toArray(Complex128.self) }

  @Test func everyLoopHasAReference() {
    #expect(Set(Self.loops.map(\.name)) == Set(ComplexReference.table.keys))
    #expect(Self.loops.count > 50)
  }

  @Test("Values", arguments: loops)
  func values(op: Op) throws {
    let reference = try #require(ComplexReference.table[op.name])
    let sample = try #require(Self.trials(op).first)
    let arity = op.pointwise!.arity
    for dtype in [DType.complex64, .complex128] {
      let flat = Sample((0..<arity).map { _ in [300] }, sample.attributes, ranges: sample.ranges, masks: sample.masks)
      var inputs = flat.inputs(dtype, seed: op.name)
      // Equal elements, zeros, and numbers on the axes.
      for (i, t) in inputs.enumerated() where !sample.masks.contains(i) {
        t.narrow(0, 0, 5).copy_(inputs[arity > 1 && !sample.masks.contains(0) ? 0 : i].narrow(0, 0, 5))
        if op.pointwise!.isTest { t.narrow(0, 5 + 3 * i, 6).zero_() }
        if i == 0 { t.narrow(0, 20, 5).copy_(t.narrow(0, 20, 5).real().clone()) }
      }
      let out = try op.tryResults(inputs, sample.attributes)[0]
      #expect(out.dtype == (op.pointwise!.isTest ? .bool : op.pointwise!.givesPart ? dtype.realPart : dtype))
      inputs = inputs.map { $0.to(dtype) }
      let columns = inputs.map(Self.numbers)
      let parameters = sample.attributes.numbers.map { number -> Complex128 in
        let value = number.doubleValue
        return Complex128(dtype == .complex64 ? Double(Float(value)) : value)
      }
      let tolerance = Tolerance(absolute: dtype == .complex64 ? 1e-5 : 1e-13, relative: dtype == .complex64 ? 2e-5 : 1e-13)
      let (made, wanted) = (Self.numbers(out), (0..<300).map { k in reference(columns.map { $0[k] }, parameters) })
      let difference =
        tolerance.mismatch(made.map(\.real), wanted.map(\.real)) ?? tolerance.mismatch(made.map(\.imaginary), wanted.map(\.imaginary))
      #expect(difference == nil, "\(op.name) \(dtype)")
    }
  }

  /// Long, strided, broadcast, and mixed with reals: the walk over memory is the same.
  @Test func walks() throws {
    var random = LawRandom("walks")
    func make(_ shape: [Int], _ dtype: DType) -> Tensor {
      Tensor.complex(random.uniform(shape), random.uniform(shape)).to(dtype)
    }
    for dtype in [DType.complex64, .complex128] {
      let (x, y) = (make([300, 700], dtype), make([700, 300], dtype))
      expectSame(x * y.t(), x.contiguous() * y.t().contiguous())
      expectSame(x + make([700], dtype).zero_(), x)
      let reals = random.uniform([300, 1]).to(dtype.realPart)
      expectSame(x * reals, x * reals.to(dtype))
      expectSame((x * reals).real(), x.real() * reals)
      expectSame(x.abs().to(dtype), (x.real() * x.real() + x.imag() * x.imag()).sqrt().to(dtype), 1e-6)
    }
  }

  private func expectSame(_ a: Tensor, _ b: Tensor, _ limit: Double = 0, location: SourceLocation = #_sourceLocation) {
    #expect(a.shape == b.shape && a.dtype == b.dtype, sourceLocation: location)
    #expect((a - b).abs().max().item().doubleValue <= limit, sourceLocation: location)
  }

  // ---- derivatives

  /// A complex tensor's parts as reals; a real tensor itself.
  private static func parts(_ t: Tensor) -> Tensor { t.dtype.isComplex ? t.viewAsReal() : t }

  private static func weigh(_ results: [Tensor], seed: String) -> Tensor {
    results.enumerated().filter { $0.1.dtype.isDifferentiable }.map { k, t in
      var random = LawRandom("\(seed) weight \(k)")
      let numbers = parts(t)
      return (numbers * random.uniform(Array(numbers.shape), in: 0.5...1.5)).sum()
    }.reduce(Tensor(0.0, dtype: .float64)) { $0 + $1 }
  }

  private static func direction(_ like: Tensor, _ random: inout LawRandom) -> Tensor {
    let shape = Array(like.shape)
    return like.dtype.isComplex ? Tensor.complex(random.uniform(shape), random.uniform(shape)) : random.uniform(shape)
  }

  /// First and second derivatives along random directions, of every operation that complex numbers go into; and with a real first
  /// operand beside a complex second one.
  @Test("Derivatives", arguments: differentiable)
  func derivatives(op: Op) throws {
    for (k, sample) in Self.taking.first(where: { $0.op === op })!.trials.enumerated() {
      for mixed in [false, true] {
        let seed = "\(op.name) \(k)"
        var inputs = sample.inputs(.complex128, seed: seed)
        if op === Op.fftR2C || op === Op.viewAsComplex { inputs[0] = inputs[0].real().clone() }
        if mixed {
          guard op.pointwise != nil, inputs.count > 1, op.pointwise?.arity == 2 else { continue }
          inputs[0] = inputs[0].real().clone()
        }
        let which = DerivativeLaws.tracked(op, sample)
        var random = LawRandom(seed + " directions")
        let along = Dictionary(uniqueKeysWithValues: which.map { ($0, Self.direction(inputs[$0], &random)) })
        let through = which.map { Self.direction(inputs[$0], &random) }
        func moved(_ distance: Double) -> [Tensor] { inputs.enumerated().map { i, t in along[i].map { t + $0 * distance } ?? t } }
        func value(_ inputs: [Tensor]) throws -> Tensor {
          try withTensorErrors { Self.weigh(op.results(inputs, sample.attributes), seed: seed) }
        }
        func inner(_ gradients: [Tensor?], _ directions: [Tensor]) -> Tensor {
          zip(gradients, directions).compactMap { g, v in g.map { (Self.parts($0) * Self.parts(v)).sum() } }
            .reduce(Tensor(0.0, dtype: .float64)) { $0 + $1 }
        }
        let step = 1e-6
        let leaves = inputs.requiringGrad(which)
        let gradients = try grad(of: [value(leaves)], withRespectTo: which.map { leaves[$0] }, allowUnused: true)
        for (i, g) in zip(which, gradients) { #expect(g == nil || (g!.dtype == inputs[i].dtype && g!.shape == inputs[i].shape)) }
        let analytic = inner(gradients, which.map { along[$0]! }).item().doubleValue
        let numeric = try (value(moved(step)).item().doubleValue - value(moved(-step)).item().doubleValue) / (2 * step)
        #expect(abs(analytic - numeric) <= 1e-5 + 1e-3 * abs(numeric), "\(seed): \(analytic), but differences give \(numeric)")

        func slope(_ leaves: [Tensor], createGraph: Bool) throws -> Tensor {
          try withTensorErrors {
            let squares = op.results(leaves, sample.attributes).filter { $0.dtype.isDifferentiable }.map { $0 * $0 + $0 }
            let gradients = try grad(
              of: [Self.weigh(squares, seed: seed)], withRespectTo: which.map { leaves[$0] }, createGraph: createGraph, allowUnused: true)
            return inner(gradients, through)
          }
        }
        let slopeHere = try slope(leaves, createGraph: true)
        var second = 0.0
        if slopeHere.requiresGrad {
          let gradients = try grad(of: [slopeHere], withRespectTo: which.map { leaves[$0] }, allowUnused: true)
          second = inner(gradients, which.map { along[$0]! }).item().doubleValue
        }
        let above = try slope(moved(step).requiringGrad(which), createGraph: false).item().doubleValue
        let below = try slope(moved(-step).requiringGrad(which), createGraph: false).item().doubleValue
        let wanted = (above - below) / (2 * step)
        #expect(abs(second - wanted) <= 1e-5 + 1e-3 * abs(wanted), "\(seed), second: \(second), but differences give \(wanted)")
      }
    }
  }

  @Test func enoughIsTried() {
    #expect(
      Set(["mul", "mm", "bmm", "mv", "dot", "prod", "cumprod", "fft_c2c", "fft_c2r", "view_as_real", "cat"])
        .isSubset(of: Set(Self.differentiable.map(\.name))))
  }

  // ---- products and sums

  @Test func products() throws {
    var random = LawRandom("products")
    for dtype in [DType.complex64, .complex128] {
      let limit = dtype == .complex64 ? 1e-4 : 1e-12
      func make(_ shape: [Int]) -> Tensor { Tensor.complex(random.uniform(shape), random.uniform(shape)).to(dtype) }
      let (a, b) = (make([2, 9, 17]), make([2, 17, 5]))
      let wanted = (a.unsqueeze(3) * b.unsqueeze(1)).sum(dim: 2)
      expectSame(a.bmm(b), wanted, limit)
      expectSame(a.matmul(b.transpose(1, 2).contiguous().transpose(1, 2)), wanted, limit)
      expectSame(a.select(0, 1).mm(b.select(0, 1)), wanted.select(0, 1), limit)
      expectSame(a.select(0, 0).mv(b.select(0, 0).select(1, 2)), wanted.select(0, 0).select(1, 2), limit)
      expectSame(a.select(0, 0).select(0, 3).dot(b.select(0, 0).select(1, 2)), wanted.select(0, 0).select(0, 3).select(0, 2), limit)
      let x = make([3, 4, 5])
      var running = Tensor.ones(3, 5, dtype: dtype)
      var total = Tensor.zeros(3, 5, dtype: dtype)
      for i in 0..<4 {
        (running, total) = (running * x.select(1, i), total + x.select(1, i))
        expectSame(x.cumprod(dim: 1).select(1, i), running, limit)
        expectSame(x.cumsum(dim: 1).select(1, i), total, limit)
      }
      expectSame(x.prod(dim: 1), running, limit)
      expectSame(x.sum(dim: 1), total, limit)
      expectSame(x.mean(dim: 1), total / 4, limit)
      expectSame(x.permute(2, 0, 1).sum(dim: 2), total.t(), limit)
      expectSame(Tensor.zeros(0, dtype: dtype).prod(), Tensor(1.0).to(dtype))
      expectSame(Tensor.ones(3).sum(dtype: dtype), Tensor(3.0).to(dtype))
    }
  }

  // ---- parts

  @Test func partsAreViews() throws {
    let z = Tensor.complex(Tensor([1.0, 2.0], dtype: .float64), Tensor([3.0, 4.0], dtype: .float64))
    #expect(z.dtype == .complex128 && z.real().doubles == [1, 2] && z.imag().doubles == [3, 4])
    z.imag().mul_(10)
    z.real().select(0, 1).fill_(7)
    #expect(z.toArray(Complex128.self) == [Complex128(1, 30), Complex128(7, 40)])
    #expect(z.viewAsReal().shape == [2, 2] && z.viewAsReal().sharesMemory(with: z))
    let pairs = Tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    #expect(pairs.viewAsComplex().shape == [3] && pairs.viewAsComplex().dtype == .complex64)
    pairs.viewAsComplex().narrow(0, 1, 2).zero_()
    #expect(pairs.doubles == [1, 2, 0, 0, 0, 0])
    let columns = Tensor.arange(12.0).view(3, 2, 2).transpose(0, 1).viewAsComplex()
    #expect(columns.shape == [2, 3] && columns.select(0, 1).imag().doubles == [3, 7, 11])
    let x = Tensor([1.0])
    #expect(x.real() === x && x.conj() === x && !x.isComplex && x.isReal().doubles == [1])
  }

  @Test("Refusals", arguments: Array(refused.keys).sorted())
  func refusals(message: String) {
    let error = #expect(throws: TensorError.self) { try withTensorErrors { Self.refused[message]!(Tensor.zeros(2, dtype: .complex64)) } }
    #expect(error?.message == message)
  }
  static let refused: [String: @Sendable (Tensor) -> Tensor] = [
    "\"lt_cpu\" not implemented for 'ComplexFloat'": { $0 .< $0 },
    "\"ge_cpu\" not implemented for 'ComplexFloat'": { $0 .>= $0 },
    "maximum not implemented for complex tensors.": { $0.maximum($0) },
    "\"div_floor_cpu\" not implemented for 'ComplexFloat'": { $0.floorDivide($0) },
    "floor is not supported for complex inputs": { $0.floor() },
    "clamp is not supported for complex types": { $0.relu() },
    "\"max_all\" not implemented for 'ComplexFloat'": { $0.max() },
    "\"min_values_cpu\" not implemented for 'ComplexFloat'": { $0.view(1, 2).amin(dim: 1) },
    "argmax(): does not support complex input": { $0.argmax() },
    "Unlike NumPy, torch.sign is not intended to support complex numbers. Please use torch.sgn instead.": { $0.sign() },
    "In-place abs is not supported for complex tensors.": { $0.abs_() },
    "imag is not implemented for tensors with non-complex dtypes.": { _ in Tensor.ones(2).imag() },
    "view_as_real is only supported for complex tensors": { _ in Tensor.ones(2).viewAsReal() },
    "Tensor must have a last dimension of size 2": { _ in Tensor.ones(3).viewAsComplex() },
    "Input tensor must have one or more dimensions": { _ in Tensor(1.0).viewAsComplex() },
    "Tensor must have a last dimension with stride 1": { _ in Tensor.ones(2, 2).t().viewAsComplex() },
    "Tensor must have a stride divisible by 2 for all but last dimension": { _ in Tensor.ones(3, 3).narrow(1, 0, 2).viewAsComplex() },
    "Tensor must have a storage_offset divisible by 2": { _ in Tensor.ones(6).narrow(0, 1, 4).view(2, 2).viewAsComplex() },
    "Expected object of scalar type Float but got scalar type Double for second argument": { _ in
      Tensor.complex(Tensor.ones(2), Tensor.ones(2, dtype: .float64))
    },
    "grad can be implicitly created only for real scalar outputs but got complex64": { z in
      let x = z.clone().requiresGrad_()
      x.sum().backward()
      return x
    },
  ]
}
