import LanternGraph
import Testing

@testable import Lantern

extension DeviceTests {
  /// Products by cuBLASLt and cuBLAS: what they are asked, what they refuse, and what becomes of a bias and an activation.
  @Suite struct ProductTests {
    private static let hasLibraries =
      !StandIn.isGPU && SystemFile.environment("LANTERN_CUBLAS") != "0" && SystemFile.environment("LANTERN_CUBLASLT") != "0"

    private func library(_ name: String) throws -> SharedLibrary {
      try SharedLibrary.open(SystemFile.environment("LANTERN_CUDA_PATH")! + "/" + name).get()
    }
    private func count(_ name: String) throws -> Int32 {
      let call: @convention(c) () -> Int32 = try library("libcublasLt.so.12").symbol("lantern_fake_cublaslt_\(name)")!
      return call()
    }
    /// 1: no algorithm serves; 2: the product itself is refused.
    private func refuse(_ how: Int32) throws {
      let call: @convention(c) (Int32) -> Void = try library("libcublasLt.so.12").symbol("lantern_fake_cublaslt_refuse")!
      call(how)
    }
    private func randn(_ shape: Int..., dtype: DType = .float32, seed: Int = 1) -> Tensor {
      Tensor.randn(Shape(shape), dtype: .float64, generator: Generator(seed: UInt64(seed))).to(dtype)
    }
    private func tolerance(_ dtype: DType) -> Double { [.bfloat16: 2e-2, .float16: 4e-3, .float32: 1e-4][dtype] ?? 1e-9 }

    /// Every way that a matrix can lie, batches, and factors.
    @Test(arguments: [DType.float32, .float64, .float16, .bfloat16]) func layouts(_ dtype: DType) {
      let (a, b) = (randn(5, 7, dtype: dtype), randn(7, 6, dtype: dtype, seed: 2))
      let (x, y) = (a.cuda(), b.cuda())
      let wanted = a.mm(b)
      let turned = (x.t().contiguous().t(), y.t().contiguous().t())
      for (p, q) in [(x, y), (turned.0, y), (x, turned.1), turned] { #expect(close(p.mm(q), wanted, tolerance(dtype)), "\(dtype)") }
      // Rows with gaps, single rows and columns.
      let wide = randn(5, 14, dtype: dtype, seed: 3)
      #expect(close(wide.cuda()[..., ..<7].mm(y), wide[..., ..<7].mm(b), tolerance(dtype)))
      #expect(close(wide.cuda()[..., .stride(by: 2)].mm(y), wide[..., .stride(by: 2)].mm(b), tolerance(dtype)))
      #expect(close(x[..<1].mm(y), a[..<1].mm(b), tolerance(dtype)) && close(x.mm(y[..., ..<1]), a.mm(b[..., ..<1]), tolerance(dtype)))
      let (s, t) = (randn(3, 4, 5, dtype: dtype, seed: 4), randn(3, 5, 2, dtype: dtype, seed: 5))
      #expect(close(s.cuda().bmm(t.cuda()), s.bmm(t), tolerance(dtype)))
      let sum = randn(5, 6, dtype: dtype, seed: 6)
      #expect(close(sum.cuda().addmm(x, y, beta: 0.5, alpha: 2), sum.addmm(a, b, beta: 0.5, alpha: 2), tolerance(dtype) * 2))
      #expect(close(sum[0].cuda().addmm(x, y, beta: 0, alpha: -1), sum[0].addmm(a, b, beta: 0, alpha: -1), tolerance(dtype)))
    }

    /// A bias is part of the product, for stacks of rows, too; gradients are the processor's.
    @Test(arguments: [DType.float32, .float64, .bfloat16]) func biases(_ dtype: DType) throws {
      let (x, w, b) = (randn(2, 3, 7, dtype: dtype), randn(5, 7, dtype: dtype, seed: 2), randn(5, dtype: dtype, seed: 3))
      func run(_ device: Device) throws -> [Tensor] {
        let own = [x, w, b].map { $0.to(device).requiresGrad_() }
        let y = own[0].linear(own[1], own[2]), flat = own[0][0].linear(own[1], own[2])
        return [y, flat] + (try grad(of: [y.square().sum() + flat.sum()], withRespectTo: own)).compactMap { $0 }
      }
      let before = Self.hasLibraries ? try count("runs") : 0
      let (there, here) = (try run(gpu), try run(.cpu))
      for (k, (got, wanted)) in zip(there, here).enumerated() { #expect(close(got, wanted, tolerance(dtype) * 4), "\(dtype) \(k)") }
      if Self.hasLibraries {
        #expect(try count("runs") > before)
        _ = x[0].cuda().linear(w.cuda(), b.cuda())
        #expect(try count("finish") == (dtype == .float64 ? 1 : 4), "float64 has no bias in the library")
      }
      // A bias with gaps, one number for all, and none.
      let gaps = randn(10, dtype: dtype, seed: 4)
      for bias in [gaps[.stride(by: 2)], gaps[0], gaps[..<1]] {
        let there = bias.isContiguous ? bias.cuda() : gaps.cuda()[.stride(by: 2)]
        #expect(close(x[0].cuda().linear(w.cuda(), there), x[0].linear(w, bias), tolerance(dtype)), "\(bias.shape)")
      }
      #expect(close(x.cuda().linear(w.cuda()), x.linear(w), tolerance(dtype)))
      #expect(x.cuda()[..<0].linear(w.cuda(), b.cuda()).shape == [0, 3, 5])
      #expect(throws: TensorError.self) { _ = try withTensorErrors { x.cuda().linear(w.cuda(), randn(4, dtype: dtype).cuda()) } }
      #expect(throws: TensorError.self) { _ = try withTensorErrors { x.cuda().linear(w.cuda(), b) } }
    }

    /// A compiled function's activation is applied before the results are written; NaN passes.
    @Test func activations() throws {
      let (w, b) = (randn(5, 7, seed: 2).cuda(), randn(5, seed: 3).cuda())
      let relu = compile { (x: Tensor) in x.linear(w, b).relu() }
      let gelu = compile { (x: Tensor) in x.linear(w, b).gelu(approximate: .tanh) }
      let both = compile { (x: Tensor) -> [Tensor] in
        let y = x.linear(w, b)
        return [y, y.relu()]
      }
      for (k, shape) in ([[4, 7], [2, 3, 7]] as [Shape]).enumerated() {
        let x = Tensor.randn(shape, generator: Generator(seed: UInt64(10 + k)))
        x.select(0, 0).fill_(Double.nan)
        let there = x.cuda()
        let (y, z) = (x.linear(w.cpu(), b.cpu()).relu(), x.linear(w.cpu(), b.cpu()).gelu(approximate: .tanh))
        // Node by node, recorded, replayed.
        for round in 0..<3 {
          #expect(close(relu(there), y, 1e-5), "\(shape) \(round)")
          if Self.hasLibraries, round == 0 { #expect(try count("finish") == 6) }
          #expect(close(gelu(there), z, 1e-5), "\(shape) \(round)")
          if Self.hasLibraries, round == 0 { #expect(try count("finish") == 36) }
          let results = both(there)
          #expect(
            close(results[0], x.linear(w.cpu(), b.cpu()), 1e-5) && close(results[1], y, 1e-5), "a value that is wanted stays as it is")
        }
      }
    }

    @Test func plansAndRefusals() throws {
      guard Self.hasLibraries else { return }
      let (a, w, b) = (randn(3, 9), randn(4, 9, seed: 2), randn(4, seed: 3))
      let (x, weight, bias) = (a.cuda(), w.cuda(), b.cuda())
      let wanted = a.linear(w, b)
      var before = (try count("searches"), try count("runs"))
      for _ in 0..<3 { #expect(close(x.linear(weight, bias), wanted, 1e-5)) }
      #expect(try count("searches") == before.0 + 1 && count("runs") == before.1 + 3, "a plan is kept")
      defer { try? refuse(0) }
      for how: Int32 in [1, 2] {
        try refuse(how)
        let rows = Int(how) + 4
        let (c, d) = (randn(rows, 9, seed: 5), randn(9, rows, seed: 6))
        before.1 = try count("runs")
        for _ in 0..<2 {
          #expect(close(c.cuda().linear(weight, bias), c.linear(w, b), 1e-5) && close(c.cuda().mm(d.cuda()), c.mm(d), 1e-5), "\(how)")
        }
        #expect(try count("runs") == before.1)
      }
    }

    @Test func productsInTF32() throws {
      guard Self.hasLibraries else { return }
      let x = randn(4, 4).cuda()
      #expect(!x.mm(x).isInvalid)
      #expect(try count("compute") == 68)
      CUDA.allowTF32 = true
      defer { CUDA.allowTF32 = false }
      #expect(!x.mm(x).isInvalid)
      #expect(try count("compute") == 77)
      #expect(!x.to(.bfloat16).mm(x.to(.bfloat16)).isInvalid)
      #expect(try count("compute") == 68)
      // cuBLAS, where cuBLASLt refuses.
      try refuse(1)
      defer { try? refuse(0) }
      let compute: @convention(c) () -> Int32 = try library("libcublas.so.12").symbol("lantern_fake_cublas_compute")!
      let y = randn(6, 6).cuda()
      #expect(!y.mm(y).isInvalid && compute() == 77)
      CUDA.allowTF32 = false
      #expect(!y.mm(y).isInvalid && compute() == 68)
    }
  }
}
