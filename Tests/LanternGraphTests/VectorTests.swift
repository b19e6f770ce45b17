import Lantern
import LanternGraph
import Testing

/// Fused chains run as programs of vector registers: the bits of eager execution, for every operation that has such a step, every form
/// that its inputs can have, and lengths around the ends of tiles and blocks. (`LANTERN_ISA=avx2` or `baseline` tries other instruction
/// sets: a test that changes the set would change the results of those that run beside it.)
@Suite struct VectorTests {
  private static let dtypes: [DType] = [.float32, .float64]
  /// Around vectors, tiles, and what a thread takes at a time.
  private static let lengths = [1, 7, 17, 63, 64, 65, 127, 128, 129, 515, 4097, 32_771]

  private static let odd = [0, -0.0, 1, -1, .infinity, -.infinity, .nan, 1e-40, -1e-300, 1e30, -0.5, 0.75, 0.75, -3]

  /// Numbers of every kind; `skip` elements lie before the first, so that it is not at the beginning of a vector.
  private func numbers(_ n: Int, _ seed: Int, _ dtype: DType, skip: Int = 0) -> Tensor {
    var list: [Double] = []
    for i in 0..<n + skip {
      let k = (i &* 7919 &+ seed &* 104_729) % 1009
      list.append(k % 5 == 0 ? VectorTests.odd[(k + seed) % VectorTests.odd.count] : Double(k - 500) / 97)
    }
    return Tensor(list, shape: [n + skip]).to(dtype).narrow(0, skip, n)
  }

  private func expectSameBits(_ found: [Tensor], _ wanted: [Tensor], _ what: String) {
    #expect(found.count == wanted.count)
    for (k, (a, b)) in zip(found, wanted).enumerated() {
      #expect(a.shape == b.shape && a.dtype == b.dtype)
      let (p, q) = (a.detach().to(.float64).toArray(Double.self), b.detach().to(.float64).toArray(Double.self))
      let i = p.indices.first { p[$0].bitPattern != q[$0].bitPattern && !(p[$0].isNaN && q[$0].isNaN) }
      if let i { Issue.record("\(what), result \(k), element \(i): \(p[i]) instead of \(q[i])") }
    }
  }

  /// Runs a function eagerly and compiled; the third call is the plan's second.
  private func check(_ what: String, _ inputs: [Tensor], _ body: @escaping @Sendable ([Tensor]) -> [Tensor]) throws {
    let wanted = body(inputs)
    try checkTensorErrors()
    let compiled = compile(arguments: { (x: [Tensor]) in body(x) })
    for _ in 0..<3 { expectSameBits(try compiled.run(inputs), wanted, what) }
  }

  private typealias Unary = @Sendable (Tensor) -> Tensor
  private typealias Binary = @Sendable (Tensor, Tensor) -> Tensor
  private static let unary: [Unary] = [
    { -$0 }, { $0.abs() }, { $0.square() }, { $0.reciprocal() }, { $0.sqrt() }, { $0.rsqrt() }, { $0.relu() }, { $0.leakyRelu(0.2) },
    { $0.clamp(min: -0.25) }, { $0.clamp(max: 0.25) }, { $0.exp() }, { $0.tanh() }, { $0.erf() }, { $0.gelu() },
  ]
  private static let binary: [Binary] = [
    { $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / $1 }, { $0.maximum($1) }, { $0.minimum($1) }, { $0.mseLoss($1, reduction: .none) },
  ]

  @Test(arguments: dtypes) func unarySteps(_ dtype: DType) throws {
    for n in [5, 515] {
      let x = numbers(n, 1, dtype)
      for f in VectorTests.unary {
        try check("unary \(dtype) \(n)", [x]) { v in VectorTests.unary.map { $0(f(v[0]) * 0.5) } + [f(v[0])] }
      }
    }
  }

  @Test(arguments: dtypes) func binaryForms(_ dtype: DType) throws {
    for n in [5, 515] {
      let inputs = [numbers(n, 1, dtype), numbers(n, 2, dtype), numbers(1, 3, dtype)]
      for f in VectorTests.binary {
        try check("binary \(dtype) \(n)", inputs) { v in
          let both = f(v[0], v[1])
          let left = f(both, v[0])
          let right = f(v[1], left)
          let twice = f(right, right)
          let number = f(twice, v[2])
          return [f(v[2], number), right, f(v[2], v[2]), f(v[0], v[2]), f(v[2], v[0])]
        }
      }
    }
  }

  /// The steps of derivatives.
  @Test(arguments: dtypes) func derivatives(_ dtype: DType) throws {
    let functions: [Unary] = [
      { $0.sigmoid() }, { $0.tanh() }, { $0.relu() }, { $0.leakyRelu(0.2) }, { $0.clamp(-1, 1) }, { $0.sqrt() }, { $0.exp() }, { $0.erf() },
      { $0.gelu() },
    ]
    let x = numbers(515, 4, dtype)
    for f in functions {
      try check("derivative \(dtype)", [x]) { v in
        enableGrad {
          let start = v[0].detach().requiresGrad_()
          let found = try? grad(of: [f(start * 2) * 3], withRespectTo: [start], gradOutputs: [v[0]])
          return [found?[0] ?? Tensor.zeros([1])]
        }
      }
    }
  }

  @Test(arguments: dtypes) func lengthsAndPlaces(_ dtype: DType) throws {
    for n in VectorTests.lengths {
      for skip in [0, 1] {
        let inputs = (0..<3).map { numbers(n, $0, dtype, skip: skip * ($0 + 1)) }
        try check("chain \(dtype) \(n) \(skip)", inputs) { v in
          let product = v[0] * v[1] + v[2]
          return [(product * v[0] - v[1]) * v[2], product, product.sin() * 2 - 1]
        }
      }
    }
  }

  @Test(arguments: dtypes) func rows(_ dtype: DType) throws {
    for n in VectorTests.lengths where n > 1 {
      let rows = n > 4000 ? 1 : 3
      let x = numbers(rows * n, 5, dtype).reshape([rows, n])
      let finite = x.where(x.abs() .< 100, else: Tensor.zeros(like: x))
      let zeros = x * 0
      try check("rows \(dtype) \(n)", [x, finite, zeros]) { v in
        v.flatMap { x in
          [
            (x * 2).sum(dim: -1), (x - 1).amax(dim: -1), (x + 1).amin(dim: -1), x - x.mean(dim: -1, keepDim: true),
            x / (x * x).sum(dim: -1, keepDim: true), (x - x.amax(dim: -1, keepDim: true)).exp().sum(dim: -1),
          ]
        }
      }
    }
  }

  /// Results longer than the caches are stored past them.
  @Test func longResults() throws {
    let n = 3_000_001
    for skip in [0, 1] {
      let inputs = (0..<3).map { numbers(n, $0, .float32, skip: skip) }
      func body(_ v: [Tensor]) -> [Tensor] { [((v[0] * v[1] + v[2]) * v[0] - v[1]) * v[2]] }
      let wanted = body(inputs)
      let compiled = compile(arguments: { (x: [Tensor]) in [((x[0] * x[1] + x[2]) * x[0] - x[1]) * x[2]] })
      for _ in 0..<3 {
        let found = try compiled.run(inputs)[0]
        #expect(found.isNaN().equal(wanted[0].isNaN()))
        #expect(found.nanToNum(nan: 7).equal(wanted[0].nanToNum(nan: 7)))
      }
    }
  }
}
