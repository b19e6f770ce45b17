import Lantern
import LanternGraph
import Testing

@Suite struct GraphGradientTests {
  @Test func sizesOfOneAreSummedAtRunTime() throws {
    try withGraph(Graph()) { () throws in
      let a = tf.placeholder(.float64, [nil, 1])
      let b = tf.placeholder(.float64, [nil, nil])
      let (da, db) = try tf.gradients(a * b, (a, b))
      #expect(da.shape == [-1, 1])
      let session = Session()
      // Both axes of `a` repeat in the first run, one of them in the second, and `b` repeats in the third.
      var both = try session.run([da, db], feed: [a: [[2.0]], b: [[1.0, 2, 3], [4, 5, 6]]])
      #expect(both[0].toArray(Double.self) == [21] && both[0].shape == [1, 1])
      #expect(both[1].toArray(Double.self) == [2, 2, 2, 2, 2, 2] && both[1].shape == [2, 3])
      both = try session.run([da, db], feed: [a: [[2.0], [3]], b: [[1.0, 2, 3], [4, 5, 6]]])
      #expect(both[0].toArray(Double.self) == [6, 15] && both[0].shape == [2, 1])
      both = try session.run([da, db], feed: [a: [[2.0], [3]], b: [[1.0, 2, 3]]])
      #expect(both[0].toArray(Double.self) == [6, 6] && both[1].toArray(Double.self) == [5, 5, 5] && both[1].shape == [1, 3])
    }
  }

  @Test func meansOverUnknownAxes() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float64, [nil, nil])
      let whole = try tf.gradients(x.mean(), x)
      let rows = try tf.gradients(x.mean(dim: 0, keepDim: true).square().sum(), x)
      let spread = try tf.gradients(x.var(dim: 1).sum(), x)
      let value: Tensor = [[1.0, 2, 4], [3, 5, 7]]
      let session = Session()
      for data in [value.to(.float64), value.to(.float64)[...1], value.to(.float64).t()] {
        let leaf = data.clone().requiresGrad_()
        func eager(_ y: Tensor) throws -> [Double] { try grad(of: [y], withRespectTo: [leaf])[0]!.toArray() }
        let found = try session.run([whole, rows, spread], feed: [x: data])
        #expect(try found[0].toArray() == eager(leaf.mean()))
        #expect(try found[1].toArray() == eager(leaf.mean(dim: 0, keepDim: true).square().sum()))
        #expect(try found[2].toArray() == eager(leaf.var(dim: 1).sum()))
      }
    }
  }

  @Test func anyOrder() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float64, [])
      var y = (x * 2).sin() * x.exp()
      let leaf = Tensor([0.7], shape: []).requiresGrad_()
      var eager = (leaf * 2).sin() * leaf.exp()
      for order in 1...5 {
        y = try tf.gradients(y, x)
        eager = try grad(of: [eager], withRespectTo: [leaf], createGraph: true)[0]!
        #expect(try Session().run(y, feed: [x: 0.7]).item(Double.self) == eager.item(Double.self), "order \(order)")
      }
    }
  }

  @Test func sumsOfSeveralAndUnconnected() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float64, [2])
      let n = tf.placeholder(.int64, [2])
      let c = tf.constant([3.0, 4.0], dtype: .float64)
      let v = tf.variable([1.0, 1.0], dtype: .float64)
      let middle = x * c
      let found = try gradients([middle.square(), x], [x, c, v, n, middle], gradYs: [nil, tf.constant([10.0, 20.0], dtype: .float64)])
      #expect(found[2] == nil && found[3] == nil)
      let values = try Session().run([found[0]!, found[1]!, found[4]!], feed: [x: [1.0, 2.0], n: [1, 2]])
      #expect(values[0].toArray(Double.self) == [28, 84])
      #expect(values[1].toArray(Double.self) == [6, 32])
      #expect(values[2].toArray(Double.self) == [6, 16])
      #expect(try gradients([n], [x])[0] == nil)
      #expect(try tf.gradients(x.detach() * c, [x])[0] == nil)
      #expect(throws: TensorError.self) { try tf.gradients(c, x) }
    }
  }

  @Test func rowsOfAnUnknownAxis() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float64, [nil, 2])
      let y = x[0] * 2 + x[-1] * 3 + x.narrow(0, 1, 1).squeeze(0) * 5
      let g = try tf.gradients(y, x)
      let session = Session()
      let data: [[Double]] = [[1, 2], [3, 4], [5, 6]]
      #expect(try session.run(y, feed: [x: data]).toArray(Double.self) == [32, 42])
      #expect(try session.run(g, feed: [x: data]).toArray(Double.self) == [2, 2, 5, 5, 3, 3])
      #expect(throws: TensorError.self) { try session.run(y, feed: [x: [[1.0, 2.0]]]) }
      let both = tf.concat([x, x * 2, x[0].unsqueeze(0)], 0)
      #expect(both.shape == [-1, 2])
      let gather = try tf.gradients(both * both, x)
      #expect(try session.run(gather, feed: [x: data]).toArray(Double.self) == [12, 24, 30, 40, 50, 60])
    }
  }

  @Test func matricesOfUnknownHeight() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float64, [nil, 3])
      let w = tf.variable([[1.0, 2], [3, 4], [5, 6]], dtype: .float64)
      let y = tf.matmul(x, w).reshape([-1])
      #expect(y.shape == [-1])
      let g = try tf.gradients((y * y).sum(), (x, w))
      let session = Session()
      try session.run(tf.globalVariablesInitializer())
      let rows: [[Double]] = [[1, 0, 2], [0, 1, 1]]
      let (gx, gw) = try session.run(g.0, g.1, feed: [x: rows])
      let (lx, lw) = (Tensor(rows.flatMap { $0 }, shape: [2, 3]).requiresGrad_(), try session.run(w).requiresGrad_())
      let eager = try grad(of: [lx.matmul(lw).square().sum()], withRespectTo: [lx, lw])
      #expect(gx.toArray(Double.self) == eager[0]!.toArray(Double.self))
      #expect(gw.toArray(Double.self) == eager[1]!.toArray(Double.self))
    }
  }
}
