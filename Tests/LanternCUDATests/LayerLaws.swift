import CKernels
import Testing

@testable import Lantern

extension DeviceTests {
  /// Layers on the GPU give what they give on the processor, with their gradients.
  @Suite struct LayerLaws {
    /// Results and gradients of a function on both devices.
    private func agree(
      _ name: String, _ inputs: [Tensor], tolerance: Double, _ function: ([Tensor]) -> [Tensor],
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      func run(_ device: Device) throws -> [Tensor] {
        let own = inputs.map { t in t.dtype.isFloatingPoint ? t.to(device).requiresGrad_() : t.to(device) }
        let results = function(own)
        let leaves = own.filter(\.requiresGrad)
        let seeds = results.enumerated().map { k, y in
          Tensor.randn(y.shape, dtype: .float64, generator: Generator(seed: UInt64(40 + k))).to(y.dtype).to(device)
        }
        let tracked = results.indices.filter { results[$0].requiresGrad }
        guard !tracked.isEmpty else { return results }
        let gradients = try grad(
          of: tracked.map { results[$0] }, withRespectTo: leaves, gradOutputs: tracked.map { seeds[$0] }, allowUnused: true)
        return results + gradients.compactMap { $0 }
      }
      let (there, here) = (try run(gpu), try run(.cpu))
      #expect(there.count == here.count, "\(name)", sourceLocation: sourceLocation)
      for (k, (got, wanted)) in zip(there, here).enumerated() {
        #expect(got.device == gpu, "\(name) \(k)", sourceLocation: sourceLocation)
        #expect(close(got, wanted, tolerance), "\(name) \(k)", sourceLocation: sourceLocation)
      }
    }

    private func randn(_ shape: Int..., dtype: DType = .float32, seed: Int = 1) -> Tensor {
      Tensor.randn(Shape(shape), dtype: .float64, generator: Generator(seed: UInt64(seed))).to(dtype)
    }
    private func tolerance(_ dtype: DType) -> Double {
      switch dtype {
      case .bfloat16: 6e-2
      case .float16: 8e-3
      case .float32: 2e-4
      default: 1e-9
      }
    }

    // MARK: - convolutions

    @Test(arguments: [DType.float32, .float64, .bfloat16]) func convolutions(_ dtype: DType) throws {
      try agree(
        "2d", [randn(2, 4, 9, 7, dtype: dtype), randn(6, 2, 3, 2, dtype: dtype, seed: 2), randn(6, dtype: dtype, seed: 3)],
        tolerance: tolerance(dtype)
      ) { [$0[0].conv2d($0[1], $0[2], stride: [2, 1], padding: [1, 0], dilation: [1, 2], groups: 2)] }
      try agree("1d", [randn(3, 70, 20, dtype: dtype), randn(66, 70, 3, dtype: dtype, seed: 2)], tolerance: tolerance(dtype) * 8) {
        [$0[0].conv1d($0[1], stride: 1, padding: 1)]
      }
      try agree("3d", [randn(1, 2, 4, 5, 3, dtype: dtype), randn(3, 2, 2, 2, 2, dtype: dtype, seed: 2)], tolerance: tolerance(dtype)) {
        [$0[0].conv3d($0[1], padding: 1)]
      }
      try agree("transposed", [randn(2, 3, 4, 5, dtype: dtype), randn(3, 2, 3, 3, dtype: dtype, seed: 2)], tolerance: tolerance(dtype)) {
        [$0[0].convTranspose2d($0[1], stride: 2, padding: 1, outputPadding: 1)]
      }
      // Many terms for each number of the weight's gradient: they are summed in parts.
      try agree("long", [randn(4, 1, 900, dtype: dtype), randn(2, 1, 3, dtype: dtype, seed: 2)], tolerance: tolerance(dtype) * 20) {
        [$0[0].conv1d($0[1])]
      }
    }

    @Test func wholeConvolutions() {
      let x = (randn(2, 3, 8) * 5).to(.int64), w = (randn(4, 3, 3, seed: 2) * 5).to(.int64)
      #expect(close(x.cuda().conv1d(w.cuda(), padding: 1), x.conv1d(w, padding: 1), 0))
    }

    /// What the stand-in for cuDNN was asked.
    private func cudnnCount(_ name: String) throws -> Int32 {
      let library = try SharedLibrary.open(SystemFile.environment("LANTERN_CUDA_PATH")! + "/libcudnn.so.9").get()
      let call: @convention(c) () -> Int32 = library.symbol(name)!
      return call()
    }

    @Test func convolutionsByTheLibrary() throws {
      guard !StandIn.isGPU, SystemFile.environment("LANTERN_CUDNN") != "0" else { return }
      let x = randn(1, 2, 11, 5).cuda(), w = randn(3, 2, 2, 2, seed: 2).cuda()
      let (searches, runs) = (try cudnnCount("lantern_fake_cudnn_searches"), try cudnnCount("lantern_fake_cudnn_runs"))
      for _ in 0..<3 { #expect(!x.conv2d(w).isInvalid) }
      #expect(try cudnnCount("lantern_fake_cudnn_runs") == runs + 3)
      #expect(try cudnnCount("lantern_fake_cudnn_searches") == searches + 1, "a shape's plan is kept")
      #expect(try cudnnCount("lantern_fake_cudnn_math") == 3, "float32 is exact")
      CUDA.allowTF32 = true
      defer { CUDA.allowTF32 = false }
      #expect(!x.conv2d(w).isInvalid)
      #expect(try cudnnCount("lantern_fake_cudnn_math") == 0, "float32 may be TF32")
      // A shape that the library refuses is left to the kernels here.
      let library = try SharedLibrary.open(SystemFile.environment("LANTERN_CUDA_PATH")! + "/libcudnn.so.9").get()
      let refuse: @convention(c) (Int32) -> Void = library.symbol("lantern_fake_cudnn_refuse")!
      refuse(1)
      defer { refuse(0) }
      let y = randn(1, 2, 13, 5), before = try cudnnCount("lantern_fake_cudnn_runs")
      #expect(close(y.cuda().conv2d(w), y.conv2d(w.cpu()), 1e-4))
      #expect(try cudnnCount("lantern_fake_cudnn_runs") == before)
    }

    @Test func productsInTF32() throws {
      guard !StandIn.isGPU, SystemFile.environment("LANTERN_CUBLAS") != "0" else { return }
      let library = try SharedLibrary.open(SystemFile.environment("LANTERN_CUDA_PATH")! + "/libcublas.so.12").get()
      let compute: @convention(c) () -> Int32 = library.symbol("lantern_fake_cublas_compute")!
      let x = randn(4, 4).cuda()
      #expect(!x.mm(x).isInvalid && compute() == 68)
      CUDA.allowTF32 = true
      defer { CUDA.allowTF32 = false }
      #expect(!x.mm(x).isInvalid && compute() == 77)
      #expect(!x.to(.bfloat16).mm(x.to(.bfloat16)).isInvalid && compute() == 68)
    }

    // MARK: - attention

    @Test(arguments: [DType.float32, .float64, .float16, .bfloat16]) func attention(_ dtype: DType) throws {
      for (l, s, e, v) in [(5, 7, 4, 6), (70, 40, 33, 20), (33, 90, 100, 128), (3, 3, 300, 4)] {
        let parts = [
          randn(2, 2, l, e, dtype: dtype), randn(2, 2, s, e, dtype: dtype, seed: 2), randn(2, 2, s, v, dtype: dtype, seed: 3),
        ]
        try agree("\(l) \(s) \(e) \(v)", parts, tolerance: tolerance(dtype)) { [$0[0].scaledDotProductAttention($0[1], $0[2])] }
        try agree("causal \(l) \(s)", parts, tolerance: tolerance(dtype)) {
          [$0[0].scaledDotProductAttention($0[1], $0[2], isCausal: true)]
        }
      }
      let mask = randn(2, 1, 9, 8) .> -0.5
      let parts = [randn(2, 4, 9, 8, dtype: dtype), randn(2, 4, 8, 8, dtype: dtype, seed: 2), randn(2, 4, 8, 8, dtype: dtype, seed: 3)]
      try agree("mask", parts, tolerance: tolerance(dtype)) {
        [$0[0].scaledDotProductAttention($0[1], $0[2], mask: mask.to($0[0].device))]
      }
      let shared = [parts[0], randn(2, 2, 8, 8, dtype: dtype, seed: 2), randn(2, 2, 8, 8, dtype: dtype, seed: 3)]
      try agree("shared heads", shared, tolerance: tolerance(dtype)) { [$0[0].scaledDotProductAttention($0[1], $0[2], enableGQA: true)] }
      // A query that sees nothing.
      let blind = Tensor([[true, false], [false, false]])
      let small = [randn(2, 3, dtype: dtype), randn(2, 3, dtype: dtype, seed: 2), randn(2, 3, dtype: dtype, seed: 3)]
      try agree("blind", small, tolerance: tolerance(dtype)) {
        [$0[0].scaledDotProductAttention($0[1], $0[2], mask: blind.to($0[0].device))]
      }
    }

    // MARK: - normalization, windows, losses

    @Test(arguments: [DType.float32, .float64, .bfloat16]) func normalizations(_ dtype: DType) throws {
      let x = randn(4, 6, 5, 3, dtype: dtype), w = randn(6, dtype: dtype, seed: 2), b = randn(6, dtype: dtype, seed: 3)
      try agree("batch", [x, w, b], tolerance: tolerance(dtype) * 4) { [$0[0].batchNorm(weight: $0[1], bias: $0[2], training: true)] }
      try agree("group", [x, w, b], tolerance: tolerance(dtype) * 4) { [$0[0].groupNorm(3, weight: $0[1], bias: $0[2])] }
      try agree("instance", [x, w, b], tolerance: tolerance(dtype) * 4) { [$0[0].instanceNorm(weight: $0[1], bias: $0[2])] }
      try agree("statistics", [x], tolerance: tolerance(dtype) * 4) {
        [$0[0].std(dim: 1), $0[0].var(dims: [0, 2]), $0[0].norm(3, dim: 3)]
      }
    }

    @Test(arguments: [DType.float32, .float64, .float16]) func windows(_ dtype: DType) throws {
      let x = randn(2, 3, 11, 9, dtype: dtype)
      try agree("max", [x], tolerance: 1e-6) { [$0[0].maxPool2d([3, 2], stride: 2, padding: 1, dilation: [2, 1])] }
      try agree("average", [x], tolerance: tolerance(dtype)) { [$0[0].avgPool2d([3, 2], stride: [2, 1], padding: 1)] }
      try agree("adaptive", [x], tolerance: tolerance(dtype)) {
        [$0[0].adaptiveAvgPool2d([4, 5]), $0[0].adaptiveMaxPool2d([3, 4]).values]
      }
      try agree("interpolated", [x], tolerance: tolerance(dtype)) { [$0[0].interpolate(size: [5, 13], mode: .bilinear)] }
      let nan = Tensor([[1.0, .nan, 3, 2]])
      #expect(close(nan.cuda().maxPool1d(2), nan.maxPool1d(2), 0))
    }

    @Test(arguments: [DType.float32, .float64, .bfloat16]) func classLosses(_ dtype: DType) throws {
      let scores = randn(7, 5, 3, dtype: dtype), weight = randn(5, seed: 3).abs().to(dtype)
      let target = (randn(7, 3, seed: 2) * 10).abs().to(.int64) % 5
      for reduction in [Reduction.none, .mean, .sum] {
        try agree("\(reduction)", [scores], tolerance: tolerance(dtype)) {
          [$0[0].crossEntropy(target.to($0[0].device), weight: weight.to($0[0].device), ignoreIndex: 2, reduction: reduction)]
        }
      }
      _ = scores.cuda().logSoftmax(1).nllLoss((target + 4).cuda())
      #expect(throws: TensorError.self) { try CUDA.synchronize() }
    }

    // MARK: - positions

    @Test func masksAndPositions() throws {
      let x = randn(6, 5), mask = randn(6, 5, seed: 2) .> 0, source = randn(40, seed: 3)
      #expect(close(mask.cuda().nonzero(), mask.nonzero(), 0))
      try agree("select", [x], tolerance: 0) { [$0[0].maskedSelect(mask.to($0[0].device))] }
      try agree("scatter", [x, source], tolerance: 0) { [$0[0].maskedScatter(mask.to($0[0].device), $0[1])] }
      let i = Tensor([[0, -1], [2, 5]]), j = Tensor([1, -2])
      try agree("index", [x], tolerance: 1e-6) { [$0[0][i.to($0[0].device), j.to($0[0].device)]] }
      // The gradient of an embedding: rows that many positions name.
      let table = randn(9, 4), tokens = (randn(200, seed: 4) * 100).abs().to(.int64) % 9
      try agree("embedding", [table], tolerance: 1e-4) { [$0[0].embedding(tokens.to($0[0].device))] }
      let sums = (0..<3).map { _ in table.cuda().indexAdd(0, tokens.cuda(), randn(200, 4, seed: 5).cuda()) }
      #expect(sums.allSatisfy { $0.cpu().toArray(Float.self) == sums[0].cpu().toArray(Float.self) })
      _ = x.cuda()[Tensor([7]).cuda()]
      #expect(throws: TensorError.self) { try CUDA.synchronize() }
    }

    @Test func longLines() throws {
      let x = randn(3, 9000, dtype: .float64)
      try agree("sums", [x], tolerance: 1e-9) { [$0[0].cumsum(dim: 1)] }
      try agree("logarithms", [x], tolerance: 1e-9) { [$0[0].logCumSumExp(dim: 1)] }
      let ones = Tensor.ones(100_000, dtype: .int64)
      #expect(close(ones.cuda().cumsum(dim: 0), ones.cumsum(dim: 0), 0))
      let flags = (randn(50_000) .> 0)
      #expect(close(flags.cuda().nonzero(), flags.nonzero(), 0))
    }

    @Test func selections() {
      let x = randn(4, 9), nan = Tensor([[1.0, .nan, 3], [2, 1, 0]])
      for t in [x, nan] {
        let there = t.cuda()
        #expect(close(there.median(dim: 1).values, t.median(dim: 1).values, 0) && close(there.median(), t.median(), 0))
        #expect(close(there.nanMedian(dim: 1).values, t.nanMedian(dim: 1).values, 0) && close(there.nanMedian(), t.nanMedian(), 0))
        #expect(close(there.kthValue(2, dim: 0).values, t.kthValue(2, dim: 0).values, 0))
        #expect(
          close(there.cummax(dim: 1).indices, t.cummax(dim: 1).indices, 0) && close(there.cummin(dim: 0).values, t.cummin(dim: 0).values, 0)
        )
      }
      let edges = Tensor([-1.0, 0, 0.5, 2]), counts = (x * 3).abs().to(.int64).reshape(-1)
      #expect(close(edges.cuda().searchSorted(x.cuda(), right: true), edges.searchSorted(x, right: true), 0))
      #expect(close(counts.cuda().bincount(minLength: 12), counts.bincount(minLength: 12), 0))
    }
  }
}
