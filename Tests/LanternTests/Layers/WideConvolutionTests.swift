import CKernels
import Lantern
import Testing

/// Convolutions with enough filters for the kernels that read strips of the input: against columns of windows times the weights.
@Suite struct WideConvolutionTests {
  struct Case: Sendable, CustomStringConvertible {
    let input: [Int], weight: [Int]
    var stride = [1, 1], padding = [0, 0], dilation = [1, 1], groups = 1
    var description: String { "\(input) * \(weight), stride \(stride), padding \(padding), dilation \(dilation), \(groups) groups" }
  }

  static let cases: [Case] = [
    Case(input: [2, 16, 13, 17], weight: [33, 16, 3, 3], padding: [1, 1]),
    Case(input: [1, 3, 29, 31], weight: [16, 3, 7, 7], stride: [2, 2], padding: [3, 3]),
    Case(input: [2, 24, 9, 15], weight: [40, 12, 2, 3], stride: [1, 3], padding: [1, 0], dilation: [2, 1], groups: 2),
    Case(input: [3, 17, 7, 7], weight: [48, 17, 1, 1]),
    Case(input: [2, 20, 8, 9], weight: [16, 20, 1, 1], stride: [2, 2]),
    Case(input: [1, 64, 5, 600], weight: [32, 64, 3, 3], padding: [2, 2], dilation: [1, 2]),
    Case(input: [2, 300, 6, 6], weight: [32, 300, 3, 3], padding: [1, 1]),
    Case(input: [2, 16, 4, 4], weight: [16, 16, 2, 2], stride: [3, 3]),
    // Large enough for Winograd's tiles: odd sizes, groups, wide surroundings, many images to a chunk.
    Case(input: [3, 64, 9, 11], weight: [80, 64, 3, 3], padding: [1, 1]),
    Case(input: [6, 96, 10, 9], weight: [96, 48, 3, 3], padding: [0, 2], groups: 2),
    Case(input: [2, 64, 12, 5], weight: [64, 64, 3, 3], padding: [3, 3]),
    Case(input: [9, 72, 7, 7], weight: [130, 72, 3, 3], padding: [1, 1]),
  ]

  /// The same by its definition.
  private static func formula(_ c: Case, _ x: Tensor, _ w: Tensor) -> Tensor {
    let (channels, filters) = (c.weight[1], c.weight[0] / c.groups)
    let parts = (0..<c.groups).map { g in
      let columns = x.narrow(1, g * channels, channels)
        .unfoldWindows(
          PerAxis([c.weight[2], c.weight[3]]), dilation: PerAxis(c.dilation), padding: PerAxis(c.padding), stride: PerAxis(c.stride))
      return w.narrow(0, g * filters, filters).reshape([filters, -1]).matmul(columns)
    }
    return Tensor.cat(parts, 1)
  }

  private static func run(_ c: Case, _ dtype: DType, _ body: (Tensor, Tensor, Tensor) -> Tensor) throws -> [Tensor] {
    var random = LawRandom("wide \(c)")
    let leaves = [random.uniform(c.input), random.uniform(c.weight), random.uniform([c.weight[0]])].map { $0.to(dtype) }.requiringGrad([
      0, 1, 2,
    ])
    let out = try withTensorErrors { body(leaves[0], leaves[1], leaves[2]) }
    let gradients = try grad(of: [(out * out.detach().cos()).sum()], withRespectTo: leaves)
    return [out] + gradients.map { $0! }
  }

  /// In a process of its own: other tests must not see the instruction set change.
  @Test("Values and gradients, on every instruction set") func values() async {
    await #expect(processExitsWith: .success) {
      for c in WideConvolutionTests.cases {
        let wanted = try WideConvolutionTests.run(c, .float64) { x, w, b in
          WideConvolutionTests.formula(c, x, w) + b.view(1, -1, 1)
        }
        for level in Int32(0)...ck_isa_best() {
          ck_isa_set(level)
          for dtype in [DType.float64, .float32] {
            let found = try WideConvolutionTests.run(c, dtype) { x, w, b in
              WideConvolutionTests.convolved(c, x, w, b).flatten(2)
            }
            let near = dtype == .float64 ? 1e-10 : 3e-3
            for (a, b) in zip(found, wanted) {
              #expect(Tolerance(absolute: near, relative: near).mismatch(a.doubles, b.doubles) == nil, "\(c), \(dtype), level \(level)")
            }
          }
        }
      }
    }
  }

  private static func convolved(_ c: Case, _ x: Tensor, _ w: Tensor, _ b: Tensor) -> Tensor {
    x.conv2d(
      w, b, stride: PerAxis(c.stride), padding: ConvolutionPadding(PerAxis(c.padding)), dilation: PerAxis(c.dilation),
      groups: c.groups)
  }

  @Test("The same bits for any number of threads", arguments: cases) func threads(c: Case) throws {
    func all() throws -> [Tensor] {
      try Self.run(c, .float32) { x, w, b in Self.convolved(c, x, w, b) }
    }
    defer { ck_pool_set_threads(0) }
    ck_pool_set_threads(1)
    let one = try all()
    for threads in [2, 3, 5] {
      ck_pool_set_threads(Int32(threads))
      for (a, b) in zip(one, try all()) { #expect(a.equal(b)) }
    }
  }

  @Test("Infinite numbers and NaN reach only the results whose windows hold them", arguments: [Double.infinity, .nan])
  func infinite(value: Double) throws {
    let (x, w) = (Tensor.ones(2, 64, 16, 16, requiresGrad: true), Tensor.ones(64, 64, 3, 3))
    noGrad { _ = x[1][7][4][9].fill_(value) }
    let y = try withTensorErrors { x.conv2d(w, padding: 1) }
    #expect(y.isFinite().logicalNot().sum().item().doubleValue == 64 * 9)
    #expect(y[0].isFinite().all().item() == .bool(true))
    #expect(y[1][0][10][10].item().doubleValue == 9 * 64)
    // The gradient of y is x's numbers, of which one is not finite.
    let gradient = try grad(of: [(y * x.detach()).sum()], withRespectTo: [x])[0]!
    #expect(gradient.isFinite().logicalNot().sum().item().doubleValue == 64 * 9)
  }
}
