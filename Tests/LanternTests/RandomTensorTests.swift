import Lantern
import Testing

/// Random tensors: the streams themselves are tested by RandomTests; this is what tensors make of them.
@Suite struct RandomTensorTests {
  @Test("A transposed tensor is filled in the order of its memory") func memoryOrder() {
    let generator = Generator(seed: 7)
    let expected = Tensor.rand(4, 6, generator: generator)
    generator.manualSeed(7)
    let drawn = Tensor.empty(4, 6).t().uniform_(generator: generator)
    #expect(drawn.t().equal(expected))
  }

  @Test("Every second column is drawn, the others stay") func strided() {
    let generator = Generator(seed: 3)
    let expected = Tensor.rand(2, 3, generator: generator)
    generator.manualSeed(3)
    let whole = Tensor.zeros(2, 6)
    whole[..., .stride(by: 2)].uniform_(generator: generator)
    #expect(whole[..., .stride(by: 2)].equal(expected))
    #expect(whole[..., .stride(from: 1, by: 2)].equal(Tensor.zeros(2, 3)))
  }

  @Test("Sixteen normals in a gap take the path of single draws") func normalPaths() {
    let generator = Generator(seed: 5)
    let gapped = Tensor.empty(16, 2)[..., 0].normal_(generator: generator)
    generator.manualSeed(5)
    let single = Tensor.stack((0..<16).map { _ in Tensor.empty(1).normal_(generator: generator)[0] })
    #expect(gapped.equal(single))
    generator.manualSeed(5)
    #expect(!Tensor.randn(16, generator: generator).equal(single))
  }

  @Test("Drawing over a result ends its gradient") func history() {
    let x = Tensor.ones(3, requiresGrad: true)
    let y = x * 2
    y.uniform_()
    #expect(y.gradFn?.name == "UniformBackward0")
    y.sum().backward()
    #expect(x.grad!.equal(Tensor.zeros(3)))
  }

  @Test("A leaf that requires gradients is not drawn over") func leaf() {
    #expect(throws: TensorError.self) { try withTensorErrors { Tensor.ones(2, requiresGrad: true).normal_() } }
  }

  @Test("Bad arguments are reported as PyTorch words them") func errors() {
    func message(_ body: () -> Tensor) -> String {
      do {
        _ = try withTensorErrors(body)
        return "no error"
      } catch { return (error as? TensorError)?.message ?? "another error" }
    }
    #expect(message { Tensor.normal(0, -1, [2]) } == "normal expects std >= 0.0, but found std -1")
    #expect(message { Tensor.randint(5, 5, [2]) } == "random_ expects 'from' to be less than 'to', but got from=5 >= to=5")
    #expect(message { Tensor.rand(2, dtype: .int64) } == "\"check_uniform_bounds\" not implemented for 'Long'")
    #expect(message { Tensor.ones(2, dtype: .int64).normal_() } == "\"normal_kernel_cpu\" not implemented for 'Long'")
    #expect(message { Tensor.zeros(2).bernoulli_(1.5) } == "bernoulli_ expects p to be in [0, 1], but got p=1.5")
    #expect(
      message { Tensor.multinomial(Tensor([1.0, 2.0]), 3) } == "cannot sample n_sample > prob_dist.size(-1) samples without replacement")
  }

  @Test("Multinomial draws PyTorch's positions") func multinomial() {
    let generator = Generator(seed: 42)
    let drawn = Tensor.multinomial(Tensor([1.0, 2.0, 3.0, 4.0]), 5, replacement: true, generator: generator)
    #expect(drawn.shape == [5] && drawn.dtype == .int64)
    #expect(drawn.toArray(Int.self) == [0, 0, 1, 0, 2])  // torch.manual_seed(42); torch.multinomial(…, 5, True)
  }
}
