import CKernels
import Lantern
import Testing

/// Functions of layers that are made of other operations: what they add to them.
@Suite struct LayerTests {
  private func close(_ a: Tensor, _ b: [Double], _ tolerance: Double = 1e-4, location: SourceLocation = #_sourceLocation) {
    let mismatch = Tolerance(absolute: tolerance, relative: tolerance).mismatch(a.doubles, b)
    #expect(mismatch == nil, sourceLocation: location)
  }

  @Test("Dropout draws PyTorch's numbers") func dropout() {
    func run(_ shape: Shape, _ body: (Tensor, Generator) -> Tensor) -> Tensor {
      body(Tensor.arange(1.0, Double(1 + shape.elementCount)).view(shape), Generator(seed: 7))
    }
    close(run([5]) { $0.dropout(0.4, generator: $1) }, [1.66667, 3.33333, 0, 0, 0])
    close(
      run([2, 3, 2, 2]) { $0.dropout2d(0.4, generator: $1) }.flatten().narrow(0, 0, 12),
      [1.66667, 3.33333, 5, 6.66667, 8.33333, 10, 11.66667, 13.33333, 0, 0, 0, 0])
    close(run([6]) { $0.alphaDropout(0.4, training: true, generator: $1) }, [1.47038, 2.33366, -0.91064, -0.91064, -0.91064, -0.91064])
    close(
      run([2, 3, 2]) { $0.featureAlphaDropout(0.4, training: true, generator: $1) }.flatten().narrow(0, 0, 6),
      [1.47038, 2.33366, 3.19694, 4.06023, -0.91064, -0.91064])
    close(
      run([3, 4]) { $0.dropout1d(0.4, generator: $1) }, [1.66667, 3.33333, 5, 6.66667, 8.33333, 10, 11.66667, 13.33333, 0, 0, 0, 0])
    close(run([2, 2, 1, 1, 2]) { $0.dropout3d(0.4, generator: $1) }, [1.66667, 3.33333, 5, 6.66667, 0, 0, 0, 0])
    // A transposed tensor is drawn for in the order of its memory.
    let whole = Tensor.ones(4, 6).dropout(0.4, generator: Generator(seed: 5))
    #expect(Tensor.ones(4, 6).t().dropout(0.4, generator: Generator(seed: 5)).equal(whole.t()))
    #expect(Tensor.ones(4).dropout(0.4, training: false).doubles == [1, 1, 1, 1])
    #expect(Tensor.ones(4).dropout(1).doubles == [0, 0, 0, 0])
  }

  @Test("Batch normalisation moves its running statistics") func runningStatistics() throws {
    let x = Tensor([[1.0, 2], [3, 6]])
    let (mean, variance) = (Tensor.zeros(2), Tensor.ones(2))
    try withTensorErrors { _ = x.batchNorm(runningMean: mean, runningVar: variance, training: true) }
    close(mean, [0.2, 0.4])
    close(variance, [1.1, 1.7])
    _ = x.batchNorm(runningMean: mean, runningVar: variance)
    close(mean, [0.2, 0.4])
  }

  @Test("Attention looks at nothing it must not see") func attention() {
    let (q, k, v) = (Tensor.ones(1, 2, 2), Tensor.ones(1, 3, 2), Tensor.arange(6.0).view(1, 3, 2))
    let mask = Tensor([[true, true, false], [false, false, false]])
    close(q.scaledDotProductAttention(k, v, mask: mask), [1, 2, 0, 0])
    close(q.scaledDotProductAttention(k, v, isCausal: true), [0, 1, 1, 2])
  }

  @Test("Results do not depend on the number of threads") func threads() {
    var random = LawRandom("threads")
    let x = random.uniform([2, 6, 40, 41]).to(.float32), w = random.uniform([8, 3, 3, 3]).to(.float32)
    let deep = random.uniform([6, 1, 3, 3]).to(.float32)
    func all() throws -> [Tensor] {
      let leaves = [x, w, deep].requiringGrad([0, 1, 2])
      let outs = try withTensorErrors {
        [
          leaves[0].conv2d(leaves[1], stride: 2, padding: 1, groups: 2), leaves[0].conv2d(leaves[2], padding: 1, groups: 6),
          leaves[0].maxPool2d(3, stride: 2), leaves[0].interpolate(size: 57, mode: .bilinear), leaves[0].groupNorm(3),
        ]
      }
      return outs + (try grad(of: outs.map { ($0 * $0).sum() }, withRespectTo: leaves)).compactMap { $0 }
    }
    defer { ck_pool_set_threads(0) }
    ck_pool_set_threads(1)
    guard let one = try? all() else { return #expect(Bool(false), "the functions failed") }
    for threads: Int32 in [2, 5] {
      ck_pool_set_threads(threads)
      guard let many = try? all() else { return #expect(Bool(false), "the functions failed") }
      #expect(one.count == many.count)
      for (a, b) in zip(one, many) { expectSameBits(a, b, "\(threads) threads") }
    }
  }
}

/// Tables of rows.
@Suite struct EmbeddingTests {
  @Test("Rows that are used and too long are shortened in place") func maxNorm() throws {
    let table = Tensor([[3.0, 4], [6, 8], [30, 40]])
    let rows = try withTensorErrors { table.embedding(Tensor([0, 1]), maxNorm: 5) }
    #expect(Tolerance(absolute: 1e-5, relative: 1e-5).mismatch(rows.doubles, [3, 4, 3, 4]) == nil)
    #expect(Tolerance(absolute: 1e-5, relative: 1e-5).mismatch(table.doubles, [3, 4, 3, 4, 30, 40]) == nil)
  }

  @Test("Gradients of padding, and by frequency") func gradients() throws {
    let table = Tensor.ones(4, 1).requiresGrad_()
    let indices = Tensor([1, 1, 3, 0])
    let plain = try grad(of: [try withTensorErrors { table.embedding(indices).sum() }], withRespectTo: [table])[0]
    #expect(plain?.doubles == [1, 2, 0, 1])
    let padded = try grad(of: [try withTensorErrors { table.embedding(indices, paddingIndex: -3).sum() }], withRespectTo: [table])[0]
    #expect(padded?.doubles == [1, 0, 0, 1])
    let scaled = try grad(of: [try withTensorErrors { table.embedding(indices, scaleGradByFreq: true).sum() }], withRespectTo: [table])[0]
    #expect(scaled?.doubles == [1, 1, 0, 1])
  }
}
