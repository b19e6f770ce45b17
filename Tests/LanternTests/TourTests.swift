import Lantern
import Testing

/// A tour of the library in a minute. Read it from top to bottom; every step is checked.
@Suite struct TourTests {
  @Test func tensorsAreMadeFromNumbersSizesAndRanges() {
    let table: Tensor = [[1, 2, 3], [4, 5, 6]]
    #expect(table.shape == [2, 3] && table.dtype == .int64)
    #expect(Tensor([1.0, 2.0]).description == "tensor([1., 2.])")
    #expect(Tensor.zeros(2, 2).description == "tensor([[0., 0.],\n        [0., 0.]])")
    #expect(Tensor.arange(0, 10, 3).toArray(Int.self) == [0, 3, 6, 9])
    #expect(Tensor.linspace(0, 1, 5).toArray(Double.self) == [0, 0.25, 0.5, 0.75, 1])
  }

  @Test func theSameSeedGivesPyTorchsNumbers() {
    let generator = Generator(seed: 100)
    #expect(Tensor.rand(3, generator: generator).description == "tensor([0.1117, 0.8158, 0.2626])")
  }

  @Test func viewsShareTheirMemory() {
    let x = Tensor.arange(6)
    let rows = x.view(2, 3)
    rows[0, 0] = Tensor(100)
    #expect(x.toArray(Int.self) == [100, 1, 2, 3, 4, 5])
    #expect(rows.t().shape == [3, 2] && rows.t().sharesMemory(with: x))
    #expect(!rows.clone().sharesMemory(with: x))
  }

  @Test func indicesArePositionsRangesAndMasks() {
    let x = Tensor.arange(12).view(3, 4)
    #expect(x[1].toArray(Int.self) == [4, 5, 6, 7])
    #expect(x[-1, 0].item(Int.self) == 8)
    #expect(x[..., 1..<3].shape == [3, 2])
    #expect(x[.newAxis, 0, .stride(by: 2)].shape == [1, 2])
    #expect(x[x .> 9].toArray(Int.self) == [10, 11])
    x[0, 1...] = Tensor(0)
    #expect(x[0].toArray(Int.self) == [0, 0, 0, 0])
  }

  @Test func shapesBroadcast() {
    let column: Tensor = [[1.0], [2.0]]
    let row: Tensor = [10.0, 20.0, 30.0]
    #expect((column + row).toArray(Double.self) == [11, 21, 31, 12, 22, 32])
    #expect((row * 2 - 1).toArray(Double.self) == [19, 39, 59])
    #expect((Tensor([3]) / Tensor([2])).dtype == .float32)
  }

  @Test func axesAreReduced() {
    let x: Tensor = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    #expect(x.sum().item(Double.self) == 21)
    #expect(x.mean(dim: 0).toArray(Double.self) == [2.5, 3.5, 4.5])
    #expect(x.max(dim: 1, keepDim: true).values.shape == [2, 1])
    #expect(x.argmax().item(Int.self) == 5)
    #expect(x.matmul(x.t()).toArray(Double.self) == [14, 32, 32, 77])
  }

  @Test func backwardFindsDerivatives() {
    let w = Tensor([2.0, 3.0], requiresGrad: true)
    let loss = (w ** 2).sum()
    #expect(loss.description == "tensor(13., grad_fn=<SumBackward0>)")
    loss.backward()
    #expect(w.grad?.toArray(Double.self) == [4, 6])
  }

  @Test func aLineIsFittedByGradientDescent() {
    let x = Tensor.linspace(-1, 1, 20)
    let y = 3 * x + 0.5
    let w = Tensor(0.0, requiresGrad: true), b = Tensor(0.0, requiresGrad: true)
    for _ in 0..<200 {
      let loss = ((w * x + b - y) ** 2).mean()
      loss.backward()
      noGrad {
        for parameter in [w, b] {
          parameter -= 0.3 * parameter.grad!
          parameter.grad = nil
        }
      }
    }
    #expect(abs(w.item(Double.self) - 3) < 1e-3 && abs(b.item(Double.self) - 0.5) < 1e-3)
  }

  @Test func mistakesNameTheirRemedy() {
    // Outside `withTensorErrors` a mistake stops the program with the same text.
    #expect {
      try withTensorErrors { Tensor.ones(2, 3) + Tensor.ones(2, 4) }
    } throws: { error in
      let error = error as? TensorError
      return error?.kind == .shape && error?.op == "add"
        && error?.message == "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1"
        && error?.hint == "The shapes [2, 3] and [2, 4] do not broadcast; view, unsqueeze or expand one of them."
    }
  }
}
