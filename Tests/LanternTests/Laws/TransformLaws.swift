import Lantern
import Testing

/// A function of one example applied to many gives what it gives for each of them.
@Suite struct TransformLaws {
  /// What `vmap` does not take: results whose shape depends on the numbers, and strides, which examples have none of.
  static let refused = ["nonzero", "masked_select", "as_strided"]
  static let ops = Op.tried.filter { !refused.contains($0.name) }

  private static func example(_ t: Tensor, _ k: Int) -> Tensor { t.select(0, k) }

  @Test("vmap is one example after the other", arguments: ops)
  func mapped(op: Op) throws {
    for (n, sample) in op.trials.enumerated() {
      let dtype: DType = op.name.hasPrefix("bitwise") ? .int64 : .float64
      let singles = (0..<3).map { sample.inputs(dtype, seed: "\(op.name) \(n) vmap \($0)") }
      let count = sample.shapes.count
      // Every input, then each of them alone, then all but each of them.
      var choices: [Set<Int>] = [Set(0..<count)]
      if count > 1 { choices += (0..<count).map { [$0] } }
      if count > 2 { choices += (0..<count).map { Set(0..<count).subtracting([$0]) } }
      for choice in choices {
        let inputs = (0..<count).map { i in choice.contains(i) ? Tensor.stack(singles.map { $0[i] }, 0) : singles[0][i] }
        let expected = try (0..<3).map { k in
          try op.tryResults((0..<count).map { choice.contains($0) ? singles[k][$0] : singles[0][$0] }, sample.attributes)
        }
        let found = try withTensorErrors {
          vmap({ op.results($0, sample.attributes) }, inDims: (0..<count).map { choice.contains($0) ? 0 : nil })(inputs)
        }
        #expect(found.count == expected[0].count)
        for (i, t) in found.enumerated() {
          let what = "\(op.name), sample \(n), inputs \(choice.sorted()), result \(i)"
          #expect(t.dtype == expected[0][i].dtype, "\(what)")
          if t.dtype.isComplex {
            expectClose(t.viewAsReal(), Tensor.stack(expected.map { $0[i] }, 0).viewAsReal(), Tolerance(.float64), what)
          } else {
            expectClose(t, Tensor.stack(expected.map { $0[i] }, 0), Tolerance(absolute: 1e-11, relative: 1e-11), what)
          }
        }
      }
    }
  }

  /// vmap(grad(f)) is the gradient of each example, grad(vmap(f)) that of their sum.
  @Test("Gradients of examples", arguments: Op.differentiable.filter { !refused.contains($0.name) })
  func gradients(op: Op) throws {
    for (n, sample) in op.trials.enumerated() {
      let which = DerivativeLaws.tracked(op, sample)
      guard let first = which.first else { continue }
      let singles = (0..<2).map { sample.inputs(.float64, seed: "\(op.name) \(n) vmap grad \($0)") }
      let rest = singles[0]
      @Sendable func value(_ x: Tensor) -> Tensor {
        var inputs = rest
        inputs[first] = x
        let parts = op.results(inputs, sample.attributes).filter { $0.dtype.isFloatingPoint }.map { ($0 * $0 + $0).sum() }
        return parts.reduce(Tensor(0.0, dtype: .float64)) { $0 + $1 }
      }
      let all = Tensor.stack(singles.map { $0[first] }, 0)
      try withTensorErrors {
        let alone = Tensor.stack(singles.map { grad(of: value)($0[first]) }, 0)
        let tolerance = Tolerance(absolute: 1e-10, relative: 1e-10)
        expectClose(vmap(grad(of: value))(all), alone, tolerance, "\(op.name) \(n): vmap of grad")
        expectClose(grad(of: { vmap(value)($0).sum() })(all), alone, tolerance, "\(op.name) \(n): grad of vmap")
      }
    }
  }

  @Test func axesAndNesting() throws {
    let x = Tensor.arange(24).to(.float64).reshape(2, 3, 4)
    let sums = try withTensorErrors { vmap({ $0.sum(dim: 0) }, inDim: 2, outDim: 1)(x) }
    #expect(sums.shape == [3, 4])
    #expect(sums.toArray(Double.self) == x.sum(dim: 0).toArray(Double.self))
    let outer = try withTensorErrors {
      vmap { (a: Tensor) in vmap { (b: Tensor) in a * b }(Tensor.arange(3).to(.float64)) }(Tensor.arange(2))
    }
    #expect(outer.toArray(Double.self) == [0, 0, 0, 0, 1, 2])
    let chunks = try withTensorErrors { vmap({ (a: Tensor) in a.exp() }, chunkSize: 2)(x.reshape(6, 4)) }
    #expect(chunks.toArray(Double.self) == x.reshape(6, 4).exp().toArray(Double.self))
    let empty = try withTensorErrors { vmap { (a: Tensor) in a.exp().sum() }(Tensor.zeros(0, 3)) }
    #expect(empty.shape == [0])
    // The types of numbers beside numbers are those of the examples.
    let mixed = try withTensorErrors { vmap { (a: Tensor) in a + Tensor.ones(2, dtype: .float32) }(Tensor.zeros(3, dtype: .float64)) }
    #expect(mixed.dtype == .float32 && mixed.shape == [3, 2])
  }

  @Test func mapErrors() throws {
    func message(_ body: () -> Void) -> String {
      do {
        try withTensorErrors(body)
        return ""
      } catch { return "\(error)" }
    }
    #expect(message { _ = vmap { (a: Tensor, b: Tensor) in a + b }(Tensor.ones(2), Tensor.ones(3)) }.contains("same size in the mapped"))
    #expect(message { _ = vmap { (a: Tensor) in a }(Tensor.ones([])) }.contains("in_dim=0"))
    #expect(message { _ = vmap { (a: [Tensor]) in a }([]) }.contains("no inputs"))
    #expect(message { _ = vmap { (a: Tensor) in a[a .> 0] }(Tensor([[1.0, -1], [1, 1]])) }.contains("vmap"))
    #expect(message { _ = vmap { (a: Tensor) in a * a.item().doubleValue }(Tensor.ones(2)) } != "")
    #expect(message { _ = vmap { (a: Tensor) in a + Tensor.randn(2) }(Tensor.ones(2)) }.contains("randomness"))
    #expect(message { _ = vmap({ (a: Tensor) in a }, chunkSize: 0)(Tensor.ones(2)) }.contains("chunk_size"))
    #expect(message { _ = vmap { (a: Tensor) in a.add_(1) }(Tensor.ones(2)) }.contains("in place"))
    #expect(message { _ = grad(of: { $0 * 2 })(Tensor.ones(2)) }.contains("scalar tensor"))
  }

  @Test func higherDerivatives() throws {
    try withTensorErrors {
      let cube = { (x: Tensor) in x ** 3 }
      #expect(grad(of: grad(of: grad(of: cube)))(Tensor(2.0)).item(Double.self) == 6)
      let x = Tensor([1.0, 2.0], dtype: .float64)
      let v = Tensor([0.5, -1.0], dtype: .float64)
      let f = { (x: Tensor) in (x ** 3).sum() }
      #expect(try hvp(of: f, at: x, v).product.toArray(Double.self) == [3, -12])
      let pushed = try jvp(of: { [$0[0] * $0[1]] }, at: [x, x], tangents: [v, v])
      #expect(pushed.tangents[0].toArray(Double.self) == [1, -4])
      let (y, pullback) = try vjp(of: { [$0[0] * $0[0]] }, at: [x])
      #expect(y[0].toArray(Double.self) == [1, 4])
      #expect(pullback([v])[0].toArray(Double.self) == [1, -4])
      #expect(pullback([v * 2])[0].toArray(Double.self) == [2, -8])
      // What was captured from outside still gets its gradient.
      let w = Tensor([3.0, 4.0], dtype: .float64, requiresGrad: true)
      let slope = grad(of: { ($0 * $0 * w).sum() })(x)
      slope.sum().backward()
      #expect(w.grad!.toArray(Double.self) == [2, 4])
      #expect(!grad(of: f)(x).requiresGrad)
      // Through vmap as well.
      w.grad = nil
      vmap(grad(of: { ($0 * $0 * w).sum() }))(Tensor.stack([x, x], 0)).sum().backward()
      #expect(w.grad!.toArray(Double.self) == [4, 8])
    }
  }

  @Test func wholeMatrices() throws {
    let x = Tensor([0.5, -1.0, 2.0], dtype: .float64)
    let y = Tensor([[1.5, 0.25, -0.5], [2, 1, -1]], dtype: .float64)
    let f = { (all: [Tensor]) in [(all[0] * all[1]).sin(), all[1].matmul(all[0]).exp()] }
    let (rows, columns) = try withTensorErrors { (try jacobian(of: f, at: [x, y]), try jacobianForward(of: f, at: [x, y])) }
    for k in 0..<2 {
      let alone = try jacobian(of: { f([$0, y])[k] }, at: x)
      let other = try jacobian(of: { f([x, $0])[k] }, at: y)
      for (found, what) in [(rows, "rows"), (columns, "columns")] {
        expectClose(found[k][0], alone, Tolerance(.float64), "\(what) \(k)")
        expectClose(found[k][1], other, Tolerance(.float64), "\(what) \(k)")
      }
    }
    let g = { (all: [Tensor]) in ((all[0] ** 2) * all[1].sum(dim: 0)).exp().sum() }
    let second = try hessian(of: g, at: [x, y])
    expectClose(second[0][0], try hessian(of: { g([$0, y]) }, at: x), Tolerance(absolute: 1e-9, relative: 1e-11), "hessian")
    #expect(second[1][0].shape == [2, 3, 3])
  }

  @Test func randomNumbers() throws {
    let x = Tensor.zeros(3, 4)
    func rows(_ randomness: VmapRandomness, _ f: @escaping (Tensor) -> Tensor) throws -> Set<[Float]> {
      manualSeed(1)
      let all = try withTensorErrors { vmap(f, randomness: randomness)(x) }
      #expect(all.shape == [3, 4])
      return Set((0..<3).map { all[$0].toArray(Float.self) })
    }
    let functions: [(Tensor) -> Tensor] = [
      { $0 + Tensor.rand(4) }, { ($0 + 1).dropout(0.5) + Tensor.randn(4) }, { Tensor.bernoulli($0 + 0.5) + Tensor.rand(4) },
    ]
    for f in functions {
      #expect(try rows(.different, f).count == 3)
      #expect(try rows(.same, f).count == 1)
      #expect(throws: TensorError.self) { try rows(.error, f) }
    }
  }
}
