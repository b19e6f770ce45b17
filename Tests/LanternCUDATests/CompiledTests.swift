import LanternGraph
import Testing

@testable import Lantern

extension DeviceTests {
  /// Compiled functions on the GPU: chains of operations as one kernel, and recordings.
  @Suite struct CompiledTests {
    private func replays() throws -> Int32 {
      let library = try SharedLibrary.open(SystemFile.environment("LANTERN_CUDA_PATH")! + "/libcuda.so.1").get()
      let call: @convention(c) () -> Int32 = library.symbol("lantern_fake_replays")!
      return call()
    }
    private func randn(_ shape: Int..., dtype: DType = .float32, seed: Int = 1) -> Tensor {
      Tensor.randn(Shape(shape), dtype: .float64, generator: Generator(seed: UInt64(seed))).to(dtype)
    }

    /// A chain has the bits of its steps.
    @Test(arguments: [DType.float32, .float64, .bfloat16, .float16]) func chainsGiveTheSameBits(_ dtype: DType) throws {
      let f: @Sendable (Tensor, Tensor) -> Tensor = { x, y in
        let z = (x * y + 0.5).tanh()
        let w = z.where(x .> y, else: x.sigmoid() - 2)
        return w * z.to(.float32).to(dtype) / (y.abs() + 1)
      }
      let fused = compile { (x: Tensor, y: Tensor) in f(x, y) }
      let shapes: [(Shape, Shape)] = [([7, 33], [7, 33]), ([7, 33], [33]), ([4, 1, 5], [3, 1]), ([64], [64])]
      for (a, b) in shapes {
        let x = Tensor.randn(a, dtype: .float64, generator: Generator(seed: 1)).to(dtype).cuda()
        let y = Tensor.randn(b, dtype: .float64, generator: Generator(seed: 2)).to(dtype).cuda()
        let wanted = f(x, y)
        for _ in 0..<3 { #expect(close(fused(x, y), wanted, 0), "\(a) \(b) \(dtype)") }
        #expect(
          close(fused(x.transpose(0, -1), x.transpose(0, -1) * 2), f(x.transpose(0, -1), x.transpose(0, -1) * 2), 0),
          "transposed \(a) \(dtype)")
      }
    }

    @Test func aChainIsOneLaunch() throws {
      var chain: FusedChain?
      let x = randn(5, 40).cuda()
      let sum = try FusedChain.join(&chain, .add, Inputs(x, x), .none) { _ in nil }
      let product = try FusedChain.join(&chain, .mul, Inputs(try #require(sum), x), .none) { $0 == 0 ? 0 : nil }
      let out = try #require(product)
      #expect(chain?.count == 2 && chain?.inputs.count == 1)
      try chain?.run([(1, out)])
      #expect(close(out, (x + x) * x, 0))
      // Another shape, another type, or whole numbers do not belong to it.
      #expect(try FusedChain.join(&chain, .add, Inputs(x[0], x[0]), .none) { _ in nil } == nil)
      #expect(try FusedChain.join(&chain, .add, Inputs(x.to(.float64), x.to(.float64)), .none) { _ in nil } == nil)
      #expect(try !FusedChain.takes(.add, Inputs(x.to(.int64), x.to(.int64)), .none))
    }

    @Test func callsAreRecorded() throws {
      guard !StandIn.isGPU else { return }
      let w = randn(6, 4, seed: 2).cuda(), bias = Tensor.zeros(4).cuda()
      let step = compile { (x: Tensor) in (x.matmul(w) + bias).relu().softmax(1) }
      func wanted(_ x: Tensor) -> Tensor { (x.matmul(w) + bias).relu().softmax(1) }
      let before = try replays()
      var kept: [(Tensor, Tensor)] = []
      for k in 0..<5 {
        let x = randn(3, 6, seed: 10 + k).cuda()
        kept.append((step(x), wanted(x)))
      }
      #expect(try replays() == before + 4, "the second call is recorded, it and all later ones are replayed")
      #expect(kept.allSatisfy { close($0, $1, 1e-6) }, "results of earlier calls are not overwritten")
      // Captured tensors may change their numbers.
      noGrad { bias.fill_(3) }
      let x = randn(3, 6, seed: 20).cuda()
      #expect(close(step(x), wanted(x), 1e-6))
      // Memory of a recording is nobody else's, whatever else is taken and given back.
      try CUDA.emptyCache()
      let noise = (0..<20).map { Tensor.full([3, 6], $0).cuda() }
      #expect(close(step(x), wanted(x), 1e-6) && noise.count == 20)
      // Another stream.
      let stream = try CUDAStream()
      let there = stream.run { step(x) }
      try stream.synchronize()
      #expect(close(there, wanted(x), 1e-6))
    }

    @Test func stepsThatChangeTensorsAreRecorded() throws {
      let (w, other) = (randn(5, seed: 3).cuda(), randn(5, seed: 3).cuda())
      let step = compile { (g: Tensor) -> Tensor in
        w.sub_(g * 0.1)
        return w.sum()
      }
      for k in 0..<5 {
        let g = randn(5, seed: 30 + k).cuda()
        let sum = step(g)
        other.sub_(g * 0.1)
        #expect(close(sum, other.sum(), 1e-6) && close(w, other, 1e-6), "\(k)")
      }
    }

    @Test func whatCannotBeRecordedRunsNodeByNode() throws {
      guard !StandIn.isGPU else { return }
      let before = try replays()
      let pick = compile { (x: Tensor) in x.maskedSelect(x .> 0).sum() }
      for k in 0..<4 {
        let x = randn(30, seed: 40 + k).cuda()
        #expect(close(pick(x), x.maskedSelect(x .> 0).sum(), 1e-5))
      }
      #expect(try replays() == before)
    }

    @Test func streamsAreReused() throws {
      var first: CUDAStream? = try CUDAStream()
      let handle = first!.handle
      let x = first!.run { Tensor.ones(9).cuda() + 1 }
      first = nil
      // Its memory may be given back when the stream is nobody's any more.
      let second = try CUDAStream()
      #expect(second.handle == handle)
      #expect(x.sum().item() == .double(18))
    }
  }
}
