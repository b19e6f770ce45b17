import Lantern
import LanternGraph
import Testing

@Suite struct SessionTests {
  @Test func variablesKeepTheirValues() throws {
    try withGraph(Graph()) { () throws in
      let v = tf.variable([1.0, 2.0])
      let k = tf.variable(5, trainable: false)
      #expect(k.dtype == .int64 && v.dtype == .float32)
      let up = v.assignAdd([10, 20])
      let down = v.assignSub(1)
      let set = k.assign(7)
      let (s, other) = (Session(), Session())
      for session in [s, other] { try session.run(tf.globalVariablesInitializer()) }
      #expect(try s.run(up).toArray(Double.self) == [11, 22])
      #expect(try s.run(v).toArray(Double.self) == [11, 22])
      #expect(try s.run([set, k]).map { $0.item(Int.self) } == [7, 5])
      #expect(try s.run(k).item(Int.self) == 7)
      // What a run reads are the values it began with, whatever it assigns; several assignments follow each other.
      let (reading, added, less) = try s.run(v * 1, up, down)
      #expect(reading.toArray(Double.self) == [11, 22])
      #expect(added.toArray(Double.self) == [21, 42])
      #expect(less.toArray(Double.self) == [20, 41])
      #expect(try other.run(v).toArray(Double.self) == [1, 2])
      #expect(tf.trainableVariables().count == 1 && tf.globalVariables().count == 2)
      // A result computed from an assignment sees the new value.
      #expect(try s.run(up * 2).toArray(Double.self) == [60, 122])
    }
  }

  @Test func fetchedValuesAreTheCallersOwn() throws {
    try withGraph(Graph()) { () throws in
      let v = tf.variable([1.0, 2.0])
      let c = tf.constant([5.0])
      let x = tf.placeholder(.float32, [2])
      let data = Tensor([3.0, 4.0])
      let step = v.assign(x)
      let session = Session()
      try session.run(tf.globalVariablesInitializer())
      for fetch in [v, c, x, v.reshape([2, 1]), v.expand([3, 2])] { try session.run(fetch, feed: [x: data]).zero_() }
      #expect(try session.run(v).toArray(Double.self) == [1, 2])
      #expect(try session.run(c).toArray(Double.self) == [5])
      #expect(data.toArray(Double.self) == [3, 4])
      let twice = try session.run([step, step], feed: [x: data])
      twice[0].zero_()
      data.zero_()
      #expect(twice[1].toArray(Double.self) == [3, 4])
      #expect(try session.run(v).toArray(Double.self) == [3, 4])
    }
  }

  @Test func onlyWhatIsNeededRuns() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float32, [])
      let unused = tf.placeholder(.float32, [])
      let v = tf.variable(1.0)
      let y = x * 2
      let z = y + 1
      _ = unused * v
      let session = Session()
      #expect(try session.run(z, feed: [x: 3]).item(Double.self) == 7)
      // Any symbol can be fed; what it was made from is not needed then.
      #expect(try session.run(z, feed: [y: 10]).item(Double.self) == 11)
      #expect(try session.run(z, feed: [y: 10, x: 1]).item(Double.self) == 11)
      #expect(try session.run([z, x], feed: [x: true]).map { $0.item(Double.self) } == [3, 1])
      #expect(try session.run(v, feed: [v: 4]).item(Double.self) == 4)
      #expect(try session.run(Tensor([1, 2])).toArray(Int.self) == [1, 2])
      #expect(try session.run([Tensor]()).isEmpty)
    }
  }

  @Test func feedsAreConverted() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float32, [nil])
      let n = tf.placeholder(.int32, [nil])
      let d = tf.placeholder(.float64, [2, nil])
      let session = Session()
      #expect(try session.run(x * 1, feed: [x: Tensor([0.1, 0.2]).to(.float64)]).dtype == .float32)
      #expect(try session.run(x * 1, feed: [x: [1, 2, 3]]).toArray(Float.self) == [1, 2, 3])
      #expect(try session.run(n * 1, feed: [n: [1.5, 2.7]]).toArray(Int.self) == [1, 2])
      #expect(try session.run(d * 1, feed: [d: [[0.1, 0.2], [0.3, 0.4]]]).toArray(Double.self) == [0.1, 0.2, 0.3, 0.4])
      #expect(try session.run(x, feed: [x: [Float]()]).shape == [0])
      var feed = Feed()
      feed[x] = [1.0]
      feed[x] = [2.0]
      #expect(try session.run(x, feed: feed).toArray(Double.self) == [2])
    }
  }

  @Test func namesAsTensorFlow() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float32, [nil, 1])
      let y = tf.placeholder(.float32, [nil, 1])
      let w = tf.variable([1.0])
      let named = tf.placeholder(.float32, [], name: "rate")
      let again = tf.placeholder(.float32, [], name: "rate")
      let loss = tf.identity((x - y).square().mean(), name: "loss")
      #expect(
        [x, y, w, named, again, loss].map { $0.symbolName } == [
          "Placeholder:0", "Placeholder_1:0", "Variable:0", "rate:0", "rate_1:0", "loss:0",
        ])
      #expect(
        [x + y, x * y, x + x, x.pow(3), x.sum(), x.mean()].map { $0.symbolName } == [
          "Add:0", "Mul:0", "Add_1:0", "Pow:0", "Sum:0", "Mean_1:0",
        ])
      #expect("\(x)" == "Tensor(\"Placeholder:0\", shape=(None, 1), dtype=float32)")
      #expect(x.shape.tupleDescription == "(None, 1)")
      let session = Session()
      #expect(try session.run("loss:0", feed: [x: [[1.0], [2.0]], y: [[0.0], [0.0]]]).item(Double.self) == 2.5)
      #expect(try Graph.default.tensor(named: "loss") === loss)
      let g = try tf.gradients(loss, x)
      #expect(try session.run(g, feed: [x: [[1.0], [2.0]], y: [[0.0], [0.0]]]).toArray(Double.self) == [1, 2])
    }
  }

  @Test func severalResults() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float64, [nil, 3])
      let top = x.max(dim: 1)
      let g = try tf.gradients(top.values.sum(), x)
      let session = Session()
      let rows: [[Double]] = [[1, 9, 2], [7, 3, 5]]
      #expect(try session.run(top.indices, feed: [x: rows]).toArray(Int.self) == [1, 0])
      #expect(try session.run([top.values, top.indices], feed: [x: rows]).map { $0.toArray(Double.self) } == [[9, 7], [1, 0]])
      #expect(try session.run(g, feed: [x: rows]).toArray(Double.self) == [0, 1, 0, 1, 0, 0])
    }
  }

  @Test func threadsShareASession() async throws {
    let graph = Graph()
    let (v, up, square) = withGraph(graph) { () -> (Tensor, Tensor, Tensor) in
      let v = tf.variable([0.0, 0.0])
      return (v, v.assignAdd([1, 1]), v * v)
    }
    let x = withGraph(graph) { tf.placeholder(.float32, [nil]) }
    let session = Session(graph: graph)
    try session.run(graph.globalVariablesInitializer())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for t in 0..<4 {
        group.addTask {
          for i in 0..<250 {
            try session.run(tf.group(up))
            let both = try session.run(square).toArray(Double.self)
            #expect(both[0] == both[1])
            let n = (i + t) % 7
            #expect(try session.run((x * Float(1)).sum(), feed: [x: Tensor.ones([n])]).item(Int.self) == n)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try session.run(v).toArray(Double.self) == [1000, 1000])
  }

  @Test func deepGraphs() throws {
    var graph: Graph? = Graph()
    var last: Tensor?
    try withGraph(graph!) { () throws in
      let x = tf.placeholder(.float64, [])
      var y = x
      for _ in 0..<100_000 { y = y + 1 }
      #expect(try Session().run(y, feed: [x: 1]).item(Int.self) == 100_001)
      last = y
    }
    graph = nil
    last = nil
    #expect(last == nil)
  }

  @Test func graphsAreReleased() {
    weak var seen: Graph?
    do {
      let graph = Graph()
      seen = graph
      withGraph(graph) {
        let v = tf.variable(tf.randomNormal([3]))
        _ = try? Session().run(v.assign(v * 2))
      }
    }
    #expect(seen == nil)
  }
}

extension Tensor {
  var symbolName: String { symbol?.name ?? "" }
}
