import Lantern
import Testing

/// Nothing, single numbers, NaN, infinity and sizes beyond all memory.
@Suite struct EdgeLaws {
  /// No elements in, no elements out; and no crash on the way, backward included.
  @Test("Loops over nothing", arguments: Op.pointwiseOps)
  func empty(op: Op) throws {
    let sample = op.trials[0]
    for shape in [[0], [0, 3], [2, 0, 4]] {
      let trial = Sample(op.trials[0].shapes.map { _ in shape }, sample.attributes, ranges: sample.ranges, masks: sample.masks)
      let dtype: DType = PointwiseReference.table[op.name]?.real == nil ? .int64 : .float64
      let which = dtype == .float64 && op.isDifferentiable && op.rules.contains { $0 != nil } ? DerivativeLaws.tracked(op, trial) : []
      let leaves = trial.inputs(dtype, seed: op.name).requiringGrad(which)
      let out = try op.tryResults(leaves, sample.attributes)[0]
      #expect(Array(out.shape) == shape)
      guard !which.isEmpty else { continue }
      let gradients = try grad(of: [out.sum()], withRespectTo: which.map { leaves[$0] }, materializeGrads: true)
      #expect(gradients.allSatisfy { Array($0!.shape) == shape })
    }
  }

  /// A single number without axes gives what a vector of one gives.
  @Test("0-d", arguments: Op.pointwiseOps)
  func scalars(op: Op) throws {
    let sample = op.trials[0]
    for dtype in [DType.float64, .float32, .int64] {
      let vectors = Sample(sample.shapes.map { _ in [1] }, sample.attributes, ranges: sample.ranges, masks: sample.masks)
      let inputs = vectors.inputs(dtype, seed: op.name).map { op.name.hasSuffix("shift") ? $0.abs() : $0 }
      guard
        let wanted = try? op.tryResults(inputs.map { $0.dtype == .int64 && $0.item().intValue == 0 ? $0 + 1 : $0 }, sample.attributes)[0]
      else { continue }
      let made = try op.tryResults(
        inputs.map { ($0.dtype == .int64 && $0.item().intValue == 0 ? $0 + 1 : $0).squeeze(0) }, sample.attributes)[0]
      #expect(made.rank == 0)
      expectSameBits(made.unsqueeze(0), wanted, "\(op.name) \(dtype)")
    }
  }

  @Test func reductionsOfNothing() throws {
    let none = Tensor.zeros(0), rows = Tensor.zeros(2, 0), columns = Tensor.zeros(0, 3)
    #expect(none.sum().item() == .double(0))
    #expect(none.prod().item() == .double(1))
    #expect(none.mean().item().doubleValue.isNaN)
    #expect(none.any().item() == .bool(false))
    #expect(none.all().item() == .bool(true))
    #expect(rows.sum(dim: 1).doubles == [0, 0])
    #expect(rows.sum(dim: 0).shape == [0])
    #expect(columns.prod(dim: 0).doubles == [1, 1, 1])
    #expect(columns.max(dim: 1).values.shape == [0])
    #expect(columns.argmax(dim: 1).shape == [0])
    for body: @Sendable () -> Tensor in [
      { Tensor.zeros(0).max() }, { Tensor.zeros(0).min() }, { Tensor.zeros(0).argmax() }, { Tensor.zeros(2, 0).max(dim: 1).values },
      { Tensor.zeros(2, 0).argmin(dim: 1) }, { Tensor.zeros(2, 0).amax(dim: 1) },
    ] { #expect(throws: TensorError.self) { try withTensorErrors { body() } } }
    #expect(none.nonzero().shape == [0, 1])
    #expect(Tensor(3.0).nonzero().shape == [1, 0])
    #expect(none.maskedSelect(none .> 0).shape == [0])
    #expect(Tensor.cat([none, Tensor.ones(2, 3)]).shape == [2, 3])
    #expect(columns.contiguous().to(.int8).shape == [0, 3])
    #expect(columns.t().reshape(-1).shape == [0])
  }

  @Test func reductionsOfOneNumber() {
    let x = Tensor(-2.5)
    #expect(x.sum().item() == .double(-2.5) && x.sum(dim: 0).item() == .double(-2.5) && x.mean().item() == .double(-2.5))
    #expect(x.max().item() == .double(-2.5) && x.argmax().item() == .int(0) && x.max(dim: -1).indices.item() == .int(0))
    #expect(x.sum(dim: 0).rank == 0 && x.prod(dim: 0, keepDim: true).rank == 0)
  }

  @Test("NaN and infinity", arguments: [DType.float64, .float32, .float16, .bfloat16])
  func specials(dtype: DType) {
    let x = Tensor([1.0, Double.infinity, Double.nan, -1, -Double.infinity, 2] as [Double], shape: [6]).to(dtype)
    func same(_ a: Tensor, _ b: [Double], location: SourceLocation = #_sourceLocation) {
      let mismatch = Tolerance.exact.mismatch(a.doubles, b)
      #expect(mismatch == nil, sourceLocation: location)
    }
    // `mismatch` takes infinities for equal only when they are the same one.
    same(x.max(), [.nan])
    same(x.min(), [.nan])
    same(x.max(dim: 0).values, [.nan])
    same(x.amin(dim: 0), [.nan])
    #expect(x.argmax().item() == .int(2) && x.argmin().item() == .int(2))
    #expect(x.max(dim: 0).indices.item() == .int(2))
    #expect(x.narrow(0, 0, 2).argmax().item() == .int(1) && x.narrow(0, 3, 3).argmin().item() == .int(1))
    same(x.sum(), [.nan])
    same(x.narrow(0, 0, 2).sum(), [.infinity])
    same(Tensor([Double.infinity, -Double.infinity] as [Double], shape: [2]).to(dtype).sum(), [.nan])
    same(x.relu(), [1, .infinity, .nan, 0, 0, 2])
    same(x.clamp(-1.5, 1.5), [1, 1.5, .nan, -1, -1.5, 1.5])
    same(x.clamp(min: 0.0), [1, .infinity, .nan, 0, 0, 2])
    same(x.clamp(max: 0.0), [0, 0, .nan, -1, -.infinity, 0])
    same(x.clamp(3.0, 1.0), [1, 1, .nan, 1, 1, 1])  // limits the wrong way round: the upper one wins
    let zeros = Tensor.zeros(like: x)
    same(x.maximum(zeros), [1, .infinity, .nan, 0, 0, 2])
    same(zeros.minimum(x), [0, 0, .nan, -1, -.infinity, 0])
    same(x.isNaN().to(DType.float64), [0, 0, 1, 0, 0, 0])
    #expect(x.any().item() == .bool(true) && x.all().item() == .bool(true))
    same((x .== x).to(DType.float64), [1, 1, 0, 1, 1, 1])
    // One NaN anywhere in a long tensor, at the borders of blocks too.
    for place in [0, 1, 7, 8, 511, 512, 4095, 4096, 9998, 9999] {
      let long = Tensor.ones(10_000, dtype: dtype)
      long.narrow(0, place, 1).fill_(Double.nan)
      #expect(long.max().item().doubleValue.isNaN && long.min().item().doubleValue.isNaN && long.sum().item().doubleValue.isNaN)
      #expect(long.argmax().item() == .int(place) && long.argmin().item() == .int(place))
      let columns = long.view(100, 100)
      #expect(columns.max(dim: 0).values.isNaN().sum().item() == .int(1) && columns.min(dim: 1).values.isNaN().sum().item() == .int(1))
      #expect(columns.max(dim: 0).indices.select(0, place % 100).item() == .int(place / 100))
    }
  }

  @Test func likes() throws {
    let x = Tensor([[1.0, .nan], [2, 3]])
    for dtype in DType.allCases {
      #expect(Tensor.zeros(like: x, dtype: dtype).bytes.allSatisfy { $0 == 0 })
      expectSameBits(Tensor.ones(like: x, dtype: dtype), Tensor.ones(2, 2, dtype: dtype), "ones like")
      expectSameBits(Tensor.full(like: x, 1, dtype: dtype), Tensor.ones(2, 2, dtype: dtype), "full like")
      #expect(Tensor.empty(like: x, dtype: dtype).dtype == dtype)
    }
    #expect(Tensor.full(like: x, 2.5).doubles == [2.5, 2.5, 2.5, 2.5])
  }

  /// Sizes beyond all memory are errors, not crashes.
  @Test("Huge sizes", arguments: Array(huge.keys).sorted())
  func hugeSizes(name: String) {
    let body = Self.huge[name]!
    let error = #expect(throws: TensorError.self) { try withTensorErrors { body() } }
    #expect(error?.message.isEmpty == false)
  }

  static let huge: [String: @Sendable () -> Tensor] = [
    "zeros(max, 2)": { Tensor.zeros(Int.max, 2) },
    "zeros(max)": { Tensor.zeros(Int.max, dtype: .uint8) },
    "ones(2^40, 2^40)": { Tensor.ones(1 << 40, 1 << 40) },
    "empty(2^60)": { Tensor.empty(1 << 60, dtype: .uint8) },
    "empty(2^62, 2, 2)": { Tensor.empty(1 << 62, 2, 2, dtype: .bool) },
    "full(2^55)": { Tensor.full([1 << 55], 1.5) },
    "zeros(-1)": { Tensor.zeros(-1) },
    "empty(-1)": { Tensor.empty(2, -1) },
    "eye(2^40)": { Tensor.eye(1 << 40) },
    "eye(-1)": { Tensor.eye(-1) },
    "arange(0, 1e300, 1e-300)": { Tensor.arange(0, 1e300, 1e-300) },
    "arange(0, 1e18)": { Tensor.arange(0, 1e18) },
    "arange(0, max)": { Tensor.arange(0, Int.max) },
    "arange(min, max)": { Tensor.arange(Int.min, Int.max) },
    "arange(nan)": { Tensor.arange(Double.nan) },
    "arange(0, 1, nan)": { Tensor.arange(0, 1, Double.nan) },
    "arange(0, 1, 0)": { Tensor.arange(0, 1, 0) },
    "linspace(max)": { Tensor.linspace(0, 1, Int.max) },
    "linspace(-1)": { Tensor.linspace(0, 1, -1) },
    "logspace(2^60)": { Tensor.logspace(0, 1, 1 << 60) },
    "rand(max, 3)": { Tensor.rand(Int.max, 3) },
    "randperm(max)": { Tensor.randperm(Int.max) },
    "expand(max, max) + 1": { Tensor.ones(1).expand(Int.max) + 1 },
    "expand(max, 2)": { Tensor.ones(1).expand(Int.max, 4).clone() },
    "expand.to": { Tensor.ones(1, 1).expand(1 << 40, 1 << 40).to(.float64) },
    "broadcast": { Tensor.ones(1, 1).expand(1 << 31, 1) + Tensor.ones(1, 1).expand(1, 1 << 31) },
    "repeat by cat": { Tensor.cat([Tensor.ones(1).expand(1 << 50), Tensor.ones(1).expand(1 << 50)]) },
    "matmul": { Tensor.ones(1, 1).expand(1 << 40, 1).mm(Tensor.ones(1, 1).expand(1, 1 << 40)) },
    "view(max, max)": { Tensor.ones(4).view(Int.max, Int.max) },
    "narrow(max)": { Tensor.ones(4).narrow(0, Int.max, Int.max) },
    "narrow(1, max)": { Tensor.ones(4).narrow(0, 1, Int.max) },
    "unfold(max)": { Tensor.ones(4).unfold(0, Int.max, 1) },
    "unfold step 0": { Tensor.ones(4).unfold(0, 2, 0) },
    "asStrided": { Tensor.ones(4).asStrided([Int.max, 2], [Int.max, 1]) },
    "asStrided offset": { Tensor.ones(4).asStrided([2], [1], Int.max) },
    "select(min)": { Tensor.ones(4).select(0, Int.min) },
    "unsqueeze(max)": { Tensor.ones(4).unsqueeze(Int.max) },
    "sum(dim: min)": { Tensor.ones(4).sum(dim: Int.min) },
    "indexSelect(max)": { Tensor.ones(4).indexSelect(0, Tensor([Int.max])) },
    "indexSelect(min)": { Tensor.ones(4).indexSelect(0, Tensor([Int.min])) },
    "gather(max)": { Tensor.ones(4).gather(0, Tensor([Int.max])) },
  ]
}
