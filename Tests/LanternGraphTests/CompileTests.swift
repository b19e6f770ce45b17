import Lantern
import LanternGraph
import Testing

@Suite struct CompileTests {
  @Test func valuesAreThoseOfTheClosure() throws {
    let f: @Sendable (Tensor, Tensor) -> Tensor = { x, y in ((x * y + 1).tanh() - y).softmax(-1) }
    let fast = compile(f)
    manualSeed(1)
    for shape: Shape in [[3, 4], [5], [3, 4], [2, 1, 7]] {
      let (x, y) = (Tensor.randn(shape), Tensor.randn(shape))
      for _ in 0..<3 { #expect(fast(x, y).equal(f(x, y))) }
    }
    #expect(fast.statistics.calls == 12 && fast.statistics.traces == 3 && fast.statistics.kept == 3)
  }

  @Test func capturedTensorsAreReadAnew() {
    let w = Tensor([1.0, 2.0])
    let fast = compile { (x: Tensor) in (x * w).sum() + (w * w).sum() }
    let x = Tensor([3.0, 4.0])
    for k in 0..<4 {
      #expect(fast(x).item(Double.self) == Double(3 + 8 + 1 + 4 + 7 * k + (2 * k + k * k) + (4 * k + k * k)))
      w.add_(1)
    }
    #expect(fast.statistics.traces == 1)
  }

  @Test func trainingSteps() throws {
    let x = Tensor.linspace(-1, 1, 100).unsqueeze(1)
    let y = 3 * x.pow(2) + 2
    func parameters() -> (Tensor, Tensor) { (Tensor.zeros([1], requiresGrad: true), Tensor.ones([1], requiresGrad: true)) }
    let (w1, b1) = parameters()
    let eager: () -> Tensor = {
      let loss = ((x.pow(2) * w1 + b1 - y) ** 2).mean()
      let found = try! grad(of: [loss], withRespectTo: [w1, b1])
      noGrad {
        w1.sub_(0.1 * found[0]!)
        b1.sub_(0.1 * found[1]!)
      }
      return loss.detach()
    }
    let (w2, b2) = parameters()
    let step = compile { x, y in
      let loss = ((x.pow(2) * w2 + b2 - y) ** 2).mean()
      let found = try grad(of: [loss], withRespectTo: [w2, b2])
      noGrad {
        w2.sub_(0.1 * found[0]!)
        b2.sub_(0.1 * found[1]!)
      }
      return loss.detach()
    }
    for _ in 0..<50 {
      #expect(step(x, y).equal(eager()))
      #expect(w1.equal(w2) && b1.equal(b2))
    }
    #expect(step.statistics.traces == 1)
  }

  @Test func backwardAddsToGradients() throws {
    let x = Tensor.linspace(-1, 1, 20).unsqueeze(1)
    let y = 3 * x.pow(2) + 2
    func make() -> (Tensor, @Sendable () -> Tensor) {
      let w = Tensor.zeros([1, 1], requiresGrad: true)
      return (
        w,
        {
          let loss = (0.5 * (x.pow(2).mm(w) - y) ** 2).sum()
          loss.backward()
          noGrad {
            w.sub_(0.01 * w.grad!)
            w.grad!.zero_()
          }
          return loss.detach()
        }
      )
    }
    let (w1, eager) = make()
    let (w2, body) = make()
    let step = compile(body)
    for _ in 0..<10 {
      #expect(step().equal(eager()))
      #expect(w1.equal(w2))
      #expect(w1.grad!.equal(w2.grad!))
    }
    // Once without a gradient to add to, once with one.
    #expect(step.statistics.traces == 2)
  }

  @Test func argumentsChangedInPlace() {
    let bump = compile { (x: Tensor) -> Void in
      x.add_(1)
      x.mul_(2)
    }
    let x = Tensor([1.0, 2.0])
    for _ in 0..<3 { bump(x) }
    #expect(x.toArray(Double.self) == [22, 30])
  }

  @Test func scratchOfTheClosureStartsAnew() {
    let total = compile { (x: Tensor) -> Tensor in
      let sum = Tensor.zeros([2])
      sum.add_(x)
      sum.add_(x)
      return sum
    }
    let x = Tensor([1.0, 2.0])
    for _ in 0..<3 { #expect(total(x).toArray(Double.self) == [2, 4]) }
  }

  @Test func derivativesPassThrough() {
    let w = Tensor([1.0, 2.0], requiresGrad: true)
    let f = compile { (x: Tensor) in (x * w).exp().sum() }
    for _ in 0..<3 {
      let x = Tensor([0.5, 0.25], requiresGrad: true)
      w.grad = nil
      f(x).backward()
      let (fromCompiled, ofW) = (x.grad!, w.grad!)
      x.grad = nil
      w.grad = nil
      (x * w).exp().sum().backward()
      #expect(fromCompiled.equal(x.grad!) && ofW.equal(w.grad!))
    }
  }

  @Test func mistakesAreThrown() {
    let f = compile { (x: Tensor, y: Tensor) in x + y }
    #expect(throws: TensorError.self) { try f.run([Tensor.ones(2), Tensor.ones(3)]) }
    #expect(throws: TensorError.self) { try f.run([Tensor.ones(2)]) }
    let looks = compile { (x: Tensor) -> Tensor in x * x.sum().item().doubleValue }
    #expect(throws: TensorError.self) { try looks.run([Tensor.ones(2)]) }
    #expect(Tensor.ones(2).sum().item(Double.self) == 2)
  }
}

extension CompileTests {
  @Test func changesSeeTheOldValues() {
    let (a, b) = (Tensor([1.0, 2.0]), Tensor([3.0, 4.0]))
    let swap = compile { () -> Void in
      let old = a.detach()
      let kept = old * 1
      a.copy_(b)
      b.copy_(kept)
    }
    for k in 0..<5 {
      swap()
      #expect(a.toArray(Double.self) == (k % 2 == 0 ? [3, 4] : [1, 2]))
      #expect(b.toArray(Double.self) == (k % 2 == 0 ? [1, 2] : [3, 4]))
    }
    let rotate = compile { () -> Void in
      let first = a * 1
      a.sub_(b)
      b.add_(first)
    }
    var (p, q) = ([1.0, 2.0], [3.0, 4.0])
    a.copy_(Tensor(p))
    b.copy_(Tensor(q))
    for _ in 0..<5 {
      rotate()
      (p, q) = (zip(p, q).map { $0 - $1 }, zip(p, q).map { $0 + $1 })
      #expect(a.toArray(Double.self) == p && b.toArray(Double.self) == q)
    }
  }
}

@Suite struct OptimizationTests {
  /// Every set of ways gives the same bits.
  @Test(arguments: 0..<64) func everySetGivesTheSame(_ bits: Int) throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float32, [nil, 8])
      let w = tf.constant(Tensor.linspace(-1, 1, 64).reshape([8, 8]).float())
      let h = (tf.matmul(x, w.t()) * 1 + tf.constant(2.0) * tf.constant(3.0)).relu()
      let y = (h - h.mean(dim: -1, keepDim: true)).exp() / (h - h.mean(dim: -1, keepDim: true)).exp().sum(dim: -1, keepDim: true)
      let slope = try gradients([(y * y).mean()], [x])[0]!
      let (session, plain) = (
        Session(graph: .default, optimizations: Optimizations(rawValue: bits)), Session(graph: .default, optimizations: .none)
      )
      for rows in [3, 3, 5, 5] {
        let data = Tensor.linspace(-2, 2, rows * 8).reshape([rows, 8]).float()
        let (a, b) = (try session.run([y, slope], feed: [x: data]), try plain.run([y, slope], feed: [x: data]))
        #expect(a[0].equal(b[0]) && a[1].equal(b[1]))
      }
    }
  }
}

/// Calls for which a plan made earlier, or any plan, would be wrong.
@Suite struct CompiledCallsTests {
  @Test func recordingBelongsToTheSignature() {
    let w = Tensor([1.0, 2.0], requiresGrad: true), x = Tensor([3.0, 4.0])
    let f = compile { (x: Tensor) in (x * w).sum() }
    for _ in 0..<2 { noGrad { _ = f(x) } }
    f(x).backward()
    #expect(w.grad!.equal(x))
  }

  @Test func gradientsGoToWhatWasCaptured() {
    let w = Tensor([1.0, 2.0], requiresGrad: true), x = Tensor([3.0, 4.0])
    let h = w * 2
    let f = compile { (x: Tensor) in (x * h).sum() }
    f(x).backward()
    #expect(w.grad!.equal(x * 2))
  }

  @Test func argumentsThatAreOneTensor() {
    let f = compile { (a: Tensor, b: Tensor) -> Tensor in
      a.add_(1)
      return a * b
    }
    for _ in 0..<3 {
      let x = Tensor([1.0, 2.0])
      #expect(f(x, x).toArray(Double.self) == [4, 9])
    }
    let (a, b) = (Tensor([1.0, 2.0]), Tensor([1.0, 2.0]))
    #expect(f(a, b).toArray(Double.self) == [2, 6])
  }

  @Test func whatCannotBeCompiledIsRefused() {
    let w = Tensor([1.0, 2.0]), v = Tensor([[1.0, 2.0], [3.0, 4.0]])
    func message(_ f: CompiledFunction<Tensor>) -> String {
      do {
        _ = try f.run([Tensor([1.0, 1.0])])
        return "no error"
      } catch { return error.message }
    }
    #expect(message(compile { (x: Tensor) in x + Tensor.randn(2) }).contains("random numbers"))
    #expect(
      message(
        compile { (x: Tensor) -> Tensor in
          w.requiresGrad_()
          w.grad = x
          sgdStep_([w], rate: 0.1)
          return x
        }
      ).contains("cannot be compiled"))
    #expect(
      message(
        compile { (x: Tensor) -> Tensor in
          v[0].add_(x)
          return v.sum()
        }
      ).contains("view"))
    func changedUnderAView(_ use: @escaping @Sendable (Tensor) -> Tensor) -> CompiledFunction<Tensor> {
      compile { (x: Tensor) in
        let y = x * 2
        let view = y.unsqueeze(0).t()
        y.add_(1)
        return use(view)
      }
    }
    #expect(message(changedUnderAView { $0 }).contains("changed in place afterwards"))
    #expect(message(changedUnderAView { $0 + 1 }).contains("changed in place afterwards"))
    #expect(message(changedUnderAView { _ in Tensor([1.0]) }) == "no error")
    #expect(w.toArray(Double.self) == [1, 2] && v.toArray(Double.self) == [1, 2, 3, 4])
  }

  @Test func sortedInsideAPlan() {
    let w = Tensor((0..<64).map { Double(($0 * 37) % 64) })
    let f = compile { (x: Tensor) in x + w.msort() }
    for _ in 0..<3 { #expect(f(Tensor.zeros(64)).equal(Tensor.arange(64.0))) }
  }
}

@Suite struct LoopShapeTests {
  @Test func valuesThatChangeTheirSizes() throws {
    try withGraph(Graph()) { () throws in
      let (a, b) = (tf.placeholder(.float32, [nil]), tf.placeholder(.float32, [nil]))
      let found = whileLoop({ $0[0] .< 10 }, { [$0[0] + 1, $0[2] + 1, $0[1] + 1] }, [tf.constant(0), a, b])
      let session = Session()
      for _ in 0..<3 {
        let (p, q) = try session.run(found[1], found[2], feed: [a: Tensor.zeros(2), b: Tensor.ones(1000)])
        #expect(p.equal(Tensor.full([2], 10.0)) && q.equal(Tensor.full([1000], 11.0)))
      }
    }
  }

  /// Sums follow the order of elements in memory: a copy of a repeated value is one in the graph, too, and may be changed.
  @Test func contiguousCopiesOfRepeatedValues() throws {
    manualSeed(3)
    for _ in 0..<20 {
      let x = Tensor.randn([7, 33])
      let body: @Sendable (Tensor) -> [Tensor] = { x in
        let wide = x.unsqueeze(0).expand([3, 7, 33])
        return [wide.contiguous().mean(), wide.contiguous().add_(1).sum(), wide + x, x.contiguous() + 1]
      }
      let compiled = compile(body)
      for _ in 0..<3 { for (a, b) in zip(compiled(x), body(x)) { #expect(a.equal(b)) } }
      #expect(!compiled.planDescription.isEmpty)
    }
  }
}
