import Lantern
import LanternNumPy
import Testing

/// Sizes, steps and counts at the ends of what numbers hold: an error or a result, and never the end of the program.
@Suite struct ExtremeSizeTests {
  private func message(_ body: () throws -> Tensor) -> String {
    do {
      let shape = try withTensorErrors { try body().shape }
      return "a result of shape \(shape)"
    } catch { return (error as? TensorError)?.message ?? "\(error)" }
  }

  /// Without elements the number of bytes is 0, but strides and counts of other axes would not fit.
  @Test func emptyButHuge() {
    for size in [Int.max, 1 << 62, 1 << 60] {
      #expect(message { Tensor.zeros(0, size) }.contains("does not fit in memory"))
      #expect(message { Tensor.zeros(0).repeat(size, 2) }.contains("does not fit in memory"))
      #expect(message { Tensor.zeros(0, 3).fft(n: size, dim: 1) }.contains("does not fit in memory"))
      #expect(message { Tensor.zeros(1).expand(0, size) }.contains("more elements than can be counted"))
      #expect(message { Tensor.zeros(0).view(0, size) }.contains("more elements than can be counted"))
      #expect(message { Tensor.zeros(2).asStrided([0, 3], [1, size]) }.contains("out of bounds for storage of 2 elements"))
    }
    // What can be counted is allowed, forward and backward.
    let x = Tensor.zeros(0, 1 << 40, dtype: .complex64).requiresGrad_()
    x.sum(dim: 0).real().sum().backward()
    #expect(x.grad?.shape == [0, 1 << 40])
    let y = Tensor.zeros(0, 1 << 40).requiresGrad_()
    y.rfft(dim: 1).abs().sum().backward()
    #expect(y.grad?.shape == [0, 1 << 40])
  }

  /// Along one element or none any step is allowed.
  @Test func hugeSteps() {
    let x = Tensor.arange(6.0).view(2, 3)
    #expect(x.slice(1, start: 2, step: .max).toArray(Double.self) == [2, 5])
    #expect(x.slice(0, start: 1, step: .max).slice(0, step: .max).to(.complex64).viewAsReal().shape == [1, 3, 2])
    let lone = x.asStrided([1, 2], [.max, 3])
    #expect(lone.sum(dim: 0).toArray(Double.self) == [0, 3] && lone.unsqueeze(0).view(2).toArray(Double.self) == [0, 3])
  }

  @Test func manyAxes() throws {
    let most = Shape(repeating: 1, count: 64)
    let x = Tensor.ones(most).requiresGrad_()
    (x.repeat(Shape([Int](repeating: 1, count: 63) + [3])) * x).sum().backward()
    #expect(x.grad?.toArray(Double.self) == [6])
    let tooMany = "tensor has too many (>64) dims: 65"
    #expect(message { Tensor.zeros(Shape(repeating: 1, count: 65)) } == tooMany)
    #expect(message { x.unsqueeze(0) } == tooMany && message { x[.newAxis, .ellipsis] } == tooMany)
    #expect(message { x[.newAxis, Tensor([true]), .ellipsis] } == tooMany)
    #expect(message { Tensor.ones(1).expand(Shape(repeating: 1, count: 65)) } == tooMany)
    #expect(message { Tensor.stack([x, x]) } == tooMany)
    #expect(message { x.unsqueeze(-1).sum() } == tooMany)
  }

  @Test func rangesToTheEnd() {
    let x = Tensor.arange(4.0)
    #expect(x[1...Int.max].toArray(Double.self) == [1, 2, 3] && x[...Int.max].toArray(Double.self) == [0, 1, 2, 3])
    #expect(x[Int.min...Int.max].shape == [4] && x[Int.max...].shape == [0] && x[..<Int.min].shape == [0])
  }

  /// As many rows as there may be, few of which have positions: nobody counts the others one by one.
  @Test func positionsOfHugeTriangles() throws {
    let last = try withTensorErrors { Tensor.trilIndices(1 << 40, 1, offset: 2 - (1 << 40)) }
    #expect(last.toArray(Int.self) == [(1 << 40) - 2, (1 << 40) - 1, 0, 0])
    #expect(try withTensorErrors { Tensor.triuIndices(1 << 39, 2, offset: 0) }.toArray(Int.self) == [0, 0, 1, 0, 1, 1])
    #expect(try withTensorErrors { Tensor.triuIndices(Int.max, 0, offset: .min) }.shape == [2, 0])
    #expect(message { Tensor.trilIndices(1 << 40, 1) }.contains("not enough memory"))
    for (rows, columns) in [(0, 3), (3, 0), (4, 3), (3, 5), (1, 1)] {
      let ones = Tensor.ones(rows, columns)
      for offset in [Int.min, -4, -3, -1, 0, 1, 2, 5, .max - 1, .max] {
        // The positions of what the triangle keeps of ones.
        let clamped = Swift.min(Swift.max(offset, -9), 9)
        #expect(Tensor.trilIndices(rows, columns, offset: offset).equal(ones.tril(clamped).nonzero().t()))
        #expect(Tensor.triuIndices(rows, columns, offset: offset).equal(ones.triu(clamped).nonzero().t()))
      }
    }
  }

  @Test func arraysOfNoNumbers() {
    var stream = PhiloxStream(seed: 1, seed2: 2)
    #expect(stream.uniform(-1).isEmpty && stream.normal(.min).isEmpty && stream.shuffledIndices(-3).isEmpty)
  }

  @Test func arraysAtTheEnds() {
    func message(_ body: () -> NDArray) -> String {
      do {
        let shape = try withTensorErrors { body().shape }
        return "a result of shape \(shape)"
      } catch { return (error as? TensorError)?.message ?? "\(error)" }
    }
    let x = np.arange(6).reshape(2, 3)
    #expect(x[.all, .stride(by: .max)].toArray(Int.self) == [0, 3] && x[.stride(by: .min), 0].toArray(Int.self) == [3])
    #expect(np.round(np.array([1.5, 2.25]), .max).shape == [2])
    #expect(np.eye(3, 2, k: .max).sum().item(Int.self) == 0 && np.eye(3, 2, k: -1).sum().item(Int.self) == 2)
    #expect(np.arange(0, -1e300).shape == [0])
    #expect(message { np.broadcastTo(x, [-1, 3]) }.contains("negative dimensions"))
    #expect(message { np.linspace(0, 1, .max) }.contains("Unable to allocate"))
    #expect(message { np.random.permutation(.max) }.contains("Unable to allocate"))
    #expect(message { np.random.random([0, Int.max, 4]) }.contains("Maximum allowed dimension exceeded"))
  }

  /// Gradients of bases with gaps between their elements, and of views that lie in these gaps.
  @Test func viewsOfBasesWithGaps() throws {
    let wide = Tensor.arange(24.0).view(3, 8)
    let base = wide.narrow(1, 0, 4).detach()
    let weight = Tensor([2.0, 3, 4, 5]).requiresGrad_()
    base[1].mul_(weight)
    base.sum().backward()
    #expect(weight.grad?.toArray(Double.self) == [8, 9, 10, 11])
    let other = wide.narrow(1, 0, 4).detach()
    let beyond = Tensor.ones(2).requiresGrad_()
    other.asStrided([2], [8], 6).mul_(beyond)
    other.sum().backward()
    #expect(beyond.grad?.toArray(Double.self) == [0, 0])
  }

  /// What `put_` changes does not keep itself alive through its history.
  @Test func putKeepsNothingAlive() {
    final class Witness { weak var tensor: Tensor? }
    let witness = Witness()
    func run() {
      let x = Tensor.ones(4).requiresGrad_() * 2
      x.put_(Tensor([1]), Tensor([5.0]))
      #expect(x.toArray(Double.self) == [2, 5, 2, 2])
      witness.tensor = x
    }
    run()
    #expect(witness.tensor == nil)
  }
}
