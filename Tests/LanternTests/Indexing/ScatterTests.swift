import Lantern
import Testing

/// Elements and rows that land in one place; the numbers are those of PyTorch 2.13.
@Suite struct ScatterTests {
  private func error(_ body: () -> Tensor) -> String? {
    do {
      _ = try withTensorErrors { body() }
      return nil
    } catch let error as TensorError { return error.message } catch { return "\(error)" }
  }

  @Test func wholeNumbers() {
    let x = Tensor([1, 7, 3, -5]), index = Tensor([0, 0, 1, 3]), source = Tensor([2, 3, 8, -2])
    let wanted: [(ScatterReduction, Bool, [Int])] = [
      (.sum, true, [6, 15, 3, -7]), (.sum, false, [5, 8, 3, -2]), (.prod, true, [6, 56, 3, 10]), (.prod, false, [6, 8, 3, -2]),
      (.mean, true, [2, 7, 3, -4]), (.mean, false, [2, 8, 3, -2]), (.amax, true, [3, 8, 3, -2]), (.amax, false, [3, 8, 3, -2]),
      (.amin, true, [1, 7, 3, -5]), (.amin, false, [2, 8, 3, -2]),
    ]
    for (reduction, includeSelf, values) in wanted {
      #expect(
        x.scatterReduce(0, index, source, reduction, includeSelf: includeSelf).toArray(Int.self) == values, "\(reduction) \(includeSelf)")
      #expect(x.clone().scatterReduce_(0, index, source, reduction, includeSelf: includeSelf).toArray(Int.self) == values)
      guard reduction != .sum else { continue }
      #expect(x.indexReduce(0, index, source, reduction, includeSelf: includeSelf).toArray(Int.self) == values)
      #expect(x.clone().indexReduce_(0, index, source, reduction, includeSelf: includeSelf).toArray(Int.self) == values)
    }
  }

  @Test func notANumber() {
    let x = Tensor([1, .nan, 3, -5], shape: [4]), index = Tensor([0, 0, 1, 3])
    let source = Tensor([2, .nan, 8, -2], shape: [4])
    #expect(x.scatterReduce(0, index, source, .amax).isNaN().toArray(Bool.self) == [true, true, false, false])
    #expect(x.scatterReduce(0, index, source, .amin, includeSelf: false).isNaN().toArray(Bool.self) == [true, false, false, false])
  }

  @Test func equalExtremesShareTheGradient() throws {
    let x = Tensor([2.0, 5]).requiresGrad_(), source = Tensor([2.0, 2, 1]).requiresGrad_()
    let index = Tensor([0, 0, 1])
    x.scatterReduce(0, index, source, .amax).backward(Tensor([3.0, 4]))
    #expect(x.grad?.toArray(Double.self) == [1, 4])
    #expect(source.grad?.toArray(Double.self) == [1, 1, 0])
  }

  @Test func productsWithZeros() throws {
    let x = Tensor([2.0, 5, 1]).requiresGrad_()
    let source = Tensor([0.0, 3, 0, 0, 4]).requiresGrad_()
    x.scatterReduce(0, Tensor([0, 0, 1, 1, 2]), source, .prod).sum().backward()
    #expect(x.grad?.toArray(Double.self) == [0, 0, 4])
    #expect(source.grad?.toArray(Double.self) == [6, 0, 0, 0, 1])
    let twice = error {
      let y = Tensor([2.0]).requiresGrad_(), z = Tensor([0.0, 0]).requiresGrad_()
      guard let g = try? grad(of: [y.scatterReduce(0, Tensor([0, 0]), z, .prod).sum()], withRespectTo: [z], createGraph: true) else {
        return .zeros(1)
      }
      return g[0] ?? .zeros(1)
    }
    #expect(twice?.hasPrefix("scatter_reduce(): Double backward is unsupported") == true)
  }

  /// A source that is larger than the index: what went nowhere has no gradient.
  @Test func largerSources() {
    let x = Tensor.zeros(3, 2, dtype: .float64).requiresGrad_(), source = Tensor.ones(3, 4, dtype: .float64).requiresGrad_()
    for reduction in ScatterReduction.allCases {
      source.grad = nil
      x.scatterReduce(0, Tensor([[2, 0]]), source, reduction, includeSelf: false).sum().backward()
      #expect(source.grad?.toArray(Double.self) == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "\(reduction)")
    }
  }

  @Test func numbersAreVectorsOfOne() {
    #expect(Tensor(3.0).gather(0, Tensor([0, 0])).toArray(Double.self) == [3, 3])
    #expect(Tensor([3.0, 4]).gather(0, Tensor(1)).toArray(Double.self) == [4])
    #expect(Tensor([3.0, 4]).scatter(0, Tensor(1), Tensor(1.0)).toArray(Double.self) == [3, 1])
    #expect(Tensor(3.0).scatter(0, Tensor([0]), Tensor([1.0])).toArray(Double.self) == [1])
    #expect(Tensor([3.0, 4]).scatter(0, Tensor(1), Tensor([1.0, 2])).toArray(Double.self) == [3, 1])
    #expect(Tensor.zeros(3).indexCopy(0, Tensor(1), Tensor(1.0)).toArray(Double.self) == [0, 1, 0])
    #expect(Tensor(0.0).indexAdd(0, Tensor([0]), Tensor(2.0)).item() == .double(2))
  }

  @Test func fillsAndAlpha() {
    let x = Tensor.arange(6).view(2, 3)
    #expect(x.indexFill(1, Tensor([-1, 0]), 9).toArray(Int.self) == [9, 1, 9, 9, 4, 9])
    #expect(Tensor.zeros(3, dtype: .int64).indexFill(0, Tensor([1]), 2.5).toArray(Int.self) == [0, 2, 0])
    #expect(Tensor.zeros(3, dtype: .int64).indexAdd(0, Tensor([1]), Tensor([2]), alpha: 2.5).toArray(Int.self) == [0, 4, 0])
    let value = Tensor(2.0).requiresGrad_()
    Tensor.zeros(2, 3).indexFill(1, Tensor([0, 0, -1]), value).sum().backward()
    #expect(value.grad?.item() == .double(4))
    let filling = Tensor(2.0).requiresGrad_()
    let target = Tensor.zeros(3) * 1
    target.maskedFill_(Tensor([true, false, true]), filling)
    target.sum().backward()
    #expect(filling.grad?.item() == .double(2) && target.toArray(Double.self) == [2, 0, 2])
  }

  /// Writing through a view is seen by the tensor, and by its derivatives.
  @Test func throughViews() {
    let leaf = Tensor.ones(3, 3).requiresGrad_()
    let source = Tensor([5.0, 6]).requiresGrad_()
    let x = leaf * 2
    x[1].indexCopy_(0, Tensor([2, 0]), source)
    #expect(x.toArray(Double.self) == [2, 2, 2, 6, 2, 5, 2, 2, 2])
    x.sum().backward()
    #expect(leaf.grad?.toArray(Double.self) == [2, 2, 2, 0, 2, 0, 2, 2, 2] && source.grad?.toArray(Double.self) == [1, 1])
    let square = leaf.detach() * 3
    square.T[0].scatterReduce_(0, Tensor([1, 1]), Tensor([2.0, 5]), .prod, includeSelf: false)
    #expect(square.toArray(Double.self) == [3, 3, 3, 10, 3, 3, 3, 3, 3])
    square.fillDiagonal_(0).triu_().put_(Tensor([-1, 1]), Tensor([7.0, 8]))
    #expect(square.toArray(Double.self) == [0, 8, 3, 0, 0, 3, 0, 0, 7])
    #expect(Tensor.zeros(5, 2).fillDiagonal_(1, wrap: true).toArray(Double.self) == [1, 0, 0, 1, 0, 0, 1, 0, 0, 1])
    square.indexPut_([nil, Tensor([0])], Tensor(4.0), accumulate: true)
    #expect(square.select(1, 0).toArray(Double.self) == [4, 4, 4])
  }

  @Test func messages() {
    let x = Tensor.arange(6.0).view(2, 3)
    let cases: [(String, () -> Tensor)] = [
      ("Index tensor must have the same number of dimensions as src tensor", { x.scatter(0, Tensor([[1, 0]]), Tensor(1.0)) }),
      (
        "Expected index [1, 2] to be no larger than self [2, 3] apart from dimension 1 and to be no larger size than src [1, 1]",
        { x.scatterAdd(1, Tensor([[1, 0]]), Tensor([[1.0]])) }
      ),
      ("index_copy_(): index 3 is out of bounds for dimension 1 with size 3", { x.indexCopy(1, Tensor([3]), Tensor.ones(2, 1)) }),
      (
        "index_copy_(): Number of indices (1) should be equal to source.size(dim) (2)",
        { x.indexCopy(1, Tensor([1]), Tensor.ones(2, 2)) }
      ),
      ("index 3 is out of bounds for dimension 1 with size 3", { x.indexFill(1, Tensor([3]), 1) }),
      (
        "index_reduce_(): Number of indices (1) should be equal to source.size(dim): (2), for dim: 0",
        { x.indexReduce(0, Tensor([0]), x, .mean) }
      ),
      ("take(): Expected a long tensor for index, but got Int", { x.take(Tensor([1]).to(.int32)) }),
      ("out of range: tried to access index 6 on a tensor of 6 elements.", { x.take(Tensor([6])) }),
      (
        "put_(): Expected source and index to have the same number of elements, but got source.numel() = 1, index.numel() = 2",
        { x.put(Tensor([0, 1]), Tensor([5.0])) }
      ),
      ("repeats can not be negative", { x.repeatInterleave(Tensor([1, -1]), dim: 0) }),
      ("too many indices for tensor of dimension 2 (got 3)", { x.indexPut([Tensor([0]), Tensor([0]), Tensor([0])], Tensor(5.0)) }),
    ]
    for (message, body) in cases { #expect(error(body) == message) }
  }
}
