import Lantern
import LanternGraph
import Testing

@Suite struct ControlFlowTests {
  @Test func branches() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float64, [nil])
      let w = tf.variable(Tensor(2.0).to(.float64))
      let y = cond(x.sum() .> 0, { x * w }, { -x + 1 })
      let slopes = try gradients([(y * y).sum()], [x, w])
      let second = try gradients([slopes[0]!.sum()], [x])[0]!
      let session = Session()
      try session.run(tf.globalVariablesInitializer())
      for _ in 0..<3 {
        #expect(try session.run(y, feed: [x: [1.0, 2.0]]).toArray(Double.self) == [2, 4])
        #expect(try session.run(y, feed: [x: [-1.0, -2.0]]).toArray(Double.self) == [2, 3])
        #expect(try session.run(slopes[0]!, feed: [x: [1.0, 2.0]]).toArray(Double.self) == [8, 16])
        #expect(try session.run(slopes[0]!, feed: [x: [-1.0, -2.0]]).toArray(Double.self) == [-4, -6])
        #expect(try session.run(slopes[1]!, feed: [x: [1.0, 2.0]]).item(Double.self) == 20)
        #expect(try session.run(slopes[1]!, feed: [x: [-1.0, -2.0]]).item(Double.self) == 0)
        #expect(try session.run(second, feed: [x: [1.0, 2.0]]).toArray(Double.self) == [8, 8])
      }
    }
    #expect(cond(Tensor(true), { Tensor(1.0) }, { Tensor(2.0) }).item(Double.self) == 1)
  }

  @Test func loops() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float64, [2])
      let n = tf.placeholder(.int64, [])
      let start = tf.constant([1.0, 1.0], dtype: .float64)
      let found = whileLoop({ $0[0] .< n }, { [$0[0] + 1, $0[1] * x] }, [tf.constant(0), start])
      let slope = try gradients([found[1].sum()], [x])[0]!
      let session = Session()
      for rounds in [0, 1, 2, 5, 9, 3] {
        let (count, power, slopes) = try session.run(found[0], found[1], slope, feed: [x: [2.0, 0.5], n: rounds])
        #expect(count.item(Int.self) == rounds)
        var wanted = [1.0, 1.0]
        for _ in 0..<rounds { wanted = [wanted[0] * 2, wanted[1] * 0.5] }
        #expect(power.toArray(Double.self) == wanted)
        #expect(slopes.toArray(Double.self) == [Double(rounds) * wanted[0] / 2, Double(rounds) * wanted[1] / 0.5])
      }
    }
    #expect(whileLoop({ $0[0] .< 10 }, { [$0[0] * 2] }, [Tensor(1.0)])[0].item(Double.self) == 16)
  }

  @Test func trainingInsideALoop() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float32, [100, 1])
      let y = tf.placeholder(.float32, [100, 1])
      let found = whileLoop(
        { $0[0] .< 300 },
        { v in
          let loss = ((x.pow(2) * v[1] + v[2] - y) ** 2).mean()
          let slopes = try! gradients([loss], [v[1], v[2]])
          return [v[0] + 1, v[1] - 0.1 * slopes[0]!, v[2] - 0.1 * slopes[1]!]
        }, [tf.constant(0), tf.zeros([1]), tf.zeros([1])])
      let xs = Tensor.linspace(-1, 1, 100).unsqueeze(1)
      let ys = 3 * xs.pow(2) + 2
      let (w, b) = (Tensor.zeros([1], requiresGrad: true), Tensor.zeros([1], requiresGrad: true))
      for _ in 0..<300 {
        let loss = ((xs.pow(2) * w + b - ys) ** 2).mean()
        let slopes = try grad(of: [loss], withRespectTo: [w, b])
        noGrad {
          w.sub_(0.1 * slopes[0]!)
          b.sub_(0.1 * slopes[1]!)
        }
      }
      let session = Session()
      for _ in 0..<2 {
        let (one, other) = try session.run(found[1], found[2], feed: [x: xs, y: ys])
        #expect(one.equal(w.detach()) && other.equal(b.detach()))
      }
    }
  }

  @Test func mistakes() {
    withGraph(Graph()) {
      let x = tf.placeholder(.float32, [2])
      #expect(throws: TensorError.self) { try withTensorErrors { _ = cond(x.sum() .> 0, { [x] }, { [x, x] }) } }
      #expect(throws: TensorError.self) { try withTensorErrors { _ = cond(x.sum() .> 0, { x }, { x.sum() }) } }
      #expect(throws: TensorError.self) { try withTensorErrors { _ = cond(x.sum(), { x }, { x }) } }
      #expect(throws: TensorError.self) { try withTensorErrors { _ = whileLoop({ $0[0].sum() .< 1 }, { [$0[0].sum()] }, [x]) } }
      #expect(throws: TensorError.self) {
        try withTensorErrors { _ = whileLoop({ $0[0].sum() .< 1 }, { [$0[0] + tf.randomUniform([2])] }, [x]) }
      }
    }
  }
}
