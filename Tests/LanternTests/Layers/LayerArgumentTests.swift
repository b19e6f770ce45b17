import Lantern
import Testing

/// Bad arguments of layers' functions are errors: none of them stops the program, whatever the numbers.
@Suite struct LayerArgumentTests {
  static let numbers = [0, -1, 1, 3, 1 << 40, Int.max, Int.min, Int.max / 2]
  static let shapes: [Shape] = [
    [], [0], [3], [2, 3], [1, 3, 4, 4], [0, 3, 4, 4], [2, 0, 4, 4], [1, 3, 0, 4], [2, 4, 5], [1, 2, 3, 4, 5], [1, 1, 1, 1, 1, 1],
  ]

  private func expectNoTrap(_ body: () -> Tensor) { _ = try? withTensorErrors { body() } }

  @Test("Any number in any place", arguments: shapes) func anyNumber(shape: Shape) {
    let x = Tensor.ones(shape), whole = Tensor.ones(shape, dtype: .int64)
    let weights = [
      Tensor.ones(2, 3, 3, 3), Tensor.ones(3, 2, 2), Tensor.ones(2, 2, 1, 2, 2), Tensor.ones(3, 1, 1, 1), Tensor.ones(3),
      Tensor.ones(0, 3, 1, 1),
    ]
    for n in Self.numbers {
      let p = PerAxis(n)
      for w in weights {
        expectNoTrap { x.conv1d(w, stride: p) }
        expectNoTrap { x.conv2d(w, padding: ConvolutionPadding(p)) }
        expectNoTrap { x.conv2d(w, stride: p, dilation: p) }
        expectNoTrap { x.conv3d(w, dilation: p, groups: n) }
        expectNoTrap { x.conv2d(w, Tensor.ones(2), padding: .same, dilation: p, groups: n) }
        expectNoTrap { x.convTranspose1d(w, stride: p, padding: p) }
        expectNoTrap { x.convTranspose2d(w, stride: p, outputPadding: p, groups: n) }
        expectNoTrap { x.convTranspose3d(w, padding: p, dilation: p) }
        expectNoTrap { x.linear(w, w) }
        expectNoTrap { x.bilinear(x, w) }
      }
      expectNoTrap { x.maxPool1d(p, ceilMode: true) }
      expectNoTrap { x.maxPool2d(2, stride: p, padding: p, dilation: p) }
      expectNoTrap { x.maxPool3d([1, 2, 2], stride: p, ceilMode: true) }
      expectNoTrap { x.maxPool2d(2, stride: p, ceilMode: true) }
      expectNoTrap { x.avgPool2d(2, stride: p, padding: p, ceilMode: true, divisorOverride: n) }
      expectNoTrap { whole.avgPool2d(2, stride: p, ceilMode: true, countIncludePad: false, divisorOverride: n) }
      expectNoTrap { x.avgPool3d(p) }
      expectNoTrap { x.lpPool2d(2, p) }
      expectNoTrap { x.adaptiveMaxPool2d(n).values }
      expectNoTrap { x.maxUnpool(whole * n, outputSize: [n, n]) }
      expectNoTrap { x.maxUnpool(whole * n, outputSize: [4, 8]) }
      expectNoTrap { x.adaptiveAvgPool2d(n) }
      for mode in PaddingMode.allCases {
        expectNoTrap { x.pad([n, 1], mode: mode) }
        expectNoTrap { x.pad([0, 0, n, 1], mode: mode) }
        expectNoTrap { x.pad([n], mode: mode) }
      }
      for mode in InterpolationMode.allCases {
        expectNoTrap { x.interpolate(size: p, mode: mode) }
        expectNoTrap { x.interpolate(scaleFactor: ScaleFactor(Double(n)), mode: mode) }
      }
      expectNoTrap { x.unfoldWindows(p, dilation: p, padding: p, stride: p) }
      expectNoTrap { x.unfoldWindows(2, dilation: p) }
      expectNoTrap { x.unfoldWindows(2, stride: p) }
      expectNoTrap { x.foldWindows(outputSize: p, p, dilation: p, padding: p, stride: p) }
      expectNoTrap { x.foldWindows(outputSize: [4, 4], 2, stride: p) }
      expectNoTrap { x.pixelShuffle(n) }
      expectNoTrap { x.pixelUnshuffle(n) }
      expectNoTrap { x.channelShuffle(n) }
      expectNoTrap { x.groupNorm(n) }
      expectNoTrap { x.layerNorm([n]) }
      expectNoTrap { x.layerNorm([n, n]) }
      expectNoTrap { x.rmsNorm([4, n]) }
      expectNoTrap { x.localResponseNorm(n) }
      expectNoTrap { x.normalize(dim: n) }
      expectNoTrap { x.glu(n) }
      expectNoTrap { x.cosineSimilarity(x, dim: n) }
      expectNoTrap { x.embedding(whole * n) }
      expectNoTrap { x.embedding(Tensor([n]), paddingIndex: n) }
      for mode in EmbeddingBagMode.allCases {
        expectNoTrap { Tensor.ones(4, 2).embeddingBag(Tensor([0, 1]), offsets: Tensor([0, n]), mode: mode) }
        expectNoTrap { Tensor.ones(4, 2).embeddingBag(whole, offsets: Tensor([n]), mode: mode, includeLastOffset: true) }
        expectNoTrap { x.embeddingBag(Tensor([0, n]), offsets: Tensor([0]), mode: mode, paddingIndex: n) }
      }
      if n < 1 << 20 || n > 1 << 40 {
        expectNoTrap { whole.oneHot(n) }
        expectNoTrap { (whole * n).oneHot() }
        expectNoTrap { Tensor.affineGrid(Tensor.ones(1, 2, 3), size: [1, 1, n, 2]) }
      }
    }
  }

  @Test("Any shape and dtype beside any other", arguments: shapes) func anyShape(shape: Shape) {
    let x = Tensor.ones(shape)
    for other in Self.shapes {
      for dtype in [DType.float32, .float64, .bfloat16, .int64, .bool, .complex64] {
        let y = Tensor.ones(other, dtype: dtype)
        for (a, b) in [(x, y), (y, x), (y, y)] {
          expectNoTrap { a.conv1d(b) }
          expectNoTrap { a.conv2d(b, b) }
          expectNoTrap { a.convTranspose3d(b) }
          expectNoTrap { a.batchNorm(runningMean: b, runningVar: b, training: true) }
          expectNoTrap { a.batchNorm(runningMean: b, runningVar: b, weight: b) }
          expectNoTrap { a.instanceNorm(weight: b, bias: b) }
          expectNoTrap { a.layerNorm(Array(b.shape), weight: b) }
          expectNoTrap { a.groupNorm(1, weight: b, bias: b) }
          expectNoTrap { a.gridSample(b) }
          expectNoTrap { a.gridSample(b, mode: .bicubic, paddingMode: .reflection) }
          expectNoTrap { a.scaledDotProductAttention(b, a) }
          expectNoTrap { a.scaledDotProductAttention(a, a, mask: b) }
          expectNoTrap { a.scaledDotProductAttention(b, b, isCausal: true, enableGQA: true) }
          expectNoTrap { a.linear(b) }
          expectNoTrap { a.bilinear(b, b) }
          expectNoTrap { a.embedding(b) }
          expectNoTrap { a.pairwiseDistance(b) }
          expectNoTrap { a.cosineSimilarity(b) }
          expectNoTrap { a.maxUnpool(b, outputSize: [4, 4]) }
        }
        expectNoTrap { y.maxPool2d(2) }
        expectNoTrap { y.avgPool2d(2) }
        expectNoTrap { y.adaptiveAvgPool2d(2) }
        expectNoTrap { y.adaptiveMaxPool1d(2).values }
        expectNoTrap { y.dropout(0.5) }
        expectNoTrap { y.dropout2d(0.5) }
        expectNoTrap { y.alphaDropout(0.5, training: true) }
        expectNoTrap { y.interpolate(size: 3, mode: .bilinear, antialias: true) }
        expectNoTrap { y.unfoldWindows(1) }
        expectNoTrap { y.foldWindows(outputSize: 2, 1) }
        expectNoTrap { y.glu() }
        expectNoTrap { y.rmsNorm([4]) }
        expectNoTrap { y.localResponseNorm(2) }
        expectNoTrap { y.oneHot() }
      }
    }
  }

  @Test("Any fraction", arguments: [Double.nan, .infinity, -.infinity, -1, 0, 1e300, 2, 1e-300]) func anyFraction(value: Double) {
    let x = Tensor.ones(1, 2, 4, 4)
    expectNoTrap { x.dropout(value) }
    expectNoTrap { x.featureAlphaDropout(value, training: true) }
    expectNoTrap { x.interpolate(scaleFactor: ScaleFactor(value)) }
    expectNoTrap { x.interpolate(scaleFactor: [1, 0.5], mode: .bicubic, antialias: true) }
    expectNoTrap { x.batchNorm(training: true, momentum: value, eps: value) }
    expectNoTrap { x.layerNorm([4], eps: value) }
    expectNoTrap { x.normalize(p: value, eps: value) }
    expectNoTrap { x.lpPool2d(value, 2) }
    expectNoTrap { x.localResponseNorm(2, alpha: value, beta: value, k: value) }
    expectNoTrap { x.pairwiseDistance(x, p: value, eps: value) }
    expectNoTrap { x.gridSample(Tensor.full([1, 2, 2, 2], value), paddingMode: .reflection) }
    expectNoTrap { x.gridSample(Tensor.full([1, 2, 2, 2], value), mode: .bicubic, paddingMode: .border) }
    expectNoTrap { x.gridSample(Tensor.full([1, 2, 2, 2], value), mode: .nearest) }
    expectNoTrap { Tensor.ones(3, 2).embedding(Tensor([0, 1]), maxNorm: value, normType: value) }
    expectNoTrap { x.scaledDotProductAttention(x, x, dropout: value, scale: value) }
    expectNoTrap { x.pad([1, 1], value: value) }
  }
}
