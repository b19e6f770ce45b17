import Lantern
import LanternGraph

// The workloads as static graphs.

extension Workload {
  /// The tutorial's regression and the chains of W3, by `Session.run`.
  static let graphs: [Named] = [
    ("W1/session_step", { sessionStep() }),
    ("W1/compiled_step", { compiledStep() }),
    ("W1/while_loop", { whileLoopSteps() }),
    ("W3/graph_chain5_1e4", { chain("W3/graph_chain5_1e4", 10_000) }),
    ("W3/graph_chain5_1e6", { chain("W3/graph_chain5_1e6", 1_000_000) }),
    ("W3/graph_chain5_1e7", { chain("W3/graph_chain5_1e7", 10_000_000) }),
    (
      "W4/graph_softmax",
      {
        rows(
          "W4/graph_softmax",
          { x in
            let e = (x - x.amax(dim: -1, keepDim: true)).exp()
            return e / e.sum(dim: -1, keepDim: true)
          }, { $0.softmax(-1) })
      }
    ),
    (
      "W4/graph_layer_norm",
      {
        rows(
          "W4/graph_layer_norm",
          { x in
            let centred = x - x.mean(dim: -1, keepDim: true)
            return centred * ((centred * centred).mean(dim: -1, keepDim: true) + 1e-5).rsqrt()
          }, { $0.layerNorm([1024]) })
      }
    ),
  ]

  /// What the regression of the tutorial starts from.
  private static func points() -> (x: Tensor, y: Tensor) {
    manualSeed(0)
    let x = Tensor.linspace(-1, 1, 100).unsqueeze(1)
    return (x, 3 * x.pow(2) + 2 + 0.2 * Tensor.rand(x.shape))
  }

  private static func sessionStep() -> Workload {
    let (x, y) = points()
    let graph = Graph()
    return withGraph(graph) {
      let (x1, y1) = (tf.placeholder(.float32, [nil, 1]), tf.placeholder(.float32, [nil, 1]))
      let (w, b) = (tf.variable([0.0]), tf.variable([0.0]))
      let loss = tf.reduceMean(tf.square(y1 - (tf.pow(x1, 2) * w + b)))
      let (gradW, gradB) = try! tf.gradients(loss, (w, b))
      let step = tf.group(w.assign(w - 0.1 * gradW), b.assign(b - 0.1 * gradB))
      let session = Session(graph: graph)
      try! session.run(tf.globalVariablesInitializer())
      return Workload(
        name: "W1/session_step", unit: .microseconds(per: "step", 800),
        check: {
          for _ in 0..<5000 { try! session.run(step, feed: [x1: x, y1: y]) }
          let found = try! session.run(w).item().doubleValue
          return abs(found - 3) < 0.1 ? nil : "the regression found w \(found)"
        },
        run: { for _ in 0..<800 { try! session.run(step, feed: [x1: x, y1: y]) } })
    }
  }

  private static func compiledStep() -> Workload {
    let (x, y) = points()
    let (w, b) = (Tensor.zeros([1], requiresGrad: true), Tensor.zeros([1], requiresGrad: true))
    let step = compile { (x: Tensor, y: Tensor) -> Void in
      let loss = (y - (x.pow(2) * w + b)).square().mean()
      let found = try grad(of: [loss], withRespectTo: [w, b])
      noGrad {
        w.sub_(0.1 * found[0]!)
        b.sub_(0.1 * found[1]!)
      }
    }
    return Workload(
      name: "W1/compiled_step", unit: .microseconds(per: "step", 800),
      check: {
        for _ in 0..<5000 { step(x, y) }
        let found = w.item().doubleValue
        return abs(found - 3) < 0.1 ? nil : "the regression found w \(found)"
      },
      run: { for _ in 0..<800 { step(x, y) } })
  }

  private static func whileLoopSteps() -> Workload {
    let (x, y) = points()
    let graph = Graph()
    return withGraph(graph) {
      let (x1, y1) = (tf.placeholder(.float32, [100, 1]), tf.placeholder(.float32, [100, 1]))
      let n = 5000
      let found = tf.whileLoop(
        { $0[0] .< n },
        { v in
          let loss = tf.reduceMean(tf.square(y1 - (tf.pow(x1, 2) * v[1] + v[2])))
          let (gradW, gradB) = try! tf.gradients(loss, (v[1], v[2]))
          return [v[0] + 1, v[1] - 0.1 * gradW, v[2] - 0.1 * gradB]
        }, [tf.constant(0), tf.zeros([1]), tf.zeros([1])])
      let session = Session(graph: graph)
      return Workload(
        name: "W1/while_loop", unit: .microseconds(per: "step", n),
        check: {
          let w = try! session.run(found[1], feed: [x1: x, y1: y]).item().doubleValue
          return abs(w - 3) < 0.1 ? nil : "the regression found w \(w)"
        },
        run: { _ = try! session.run(found[1], feed: [x1: x, y1: y]) })
    }
  }

  private static func chain(_ name: String, _ n: Int) -> Workload {
    manualSeed(0)
    let values = (0..<3).map { _ in Tensor.rand([n]) }
    let graph = Graph()
    return withGraph(graph) {
      let (a, b, c) = (tf.placeholder(.float32, [n]), tf.placeholder(.float32, [n]), tf.placeholder(.float32, [n]))
      let result = ((a * b + c) * a - b) * c
      let session = Session(graph: graph)
      let feed: Feed = [a: values[0], b: values[1], c: values[2]]
      return Workload(
        name: name, unit: .nanoseconds(per: "elem", n),
        check: {
          let eager = ((values[0] * values[1] + values[2]) * values[0] - values[1]) * values[2]
          _ = try! session.run(result, feed: feed)
          return (try! session.run(result, feed: feed)).equal(eager) ? nil : "the graph differs from eager execution"
        },
        run: { _ = try! session.run(result, feed: feed) })
    }
  }

  private static func rows(_ name: String, _ formula: @Sendable (Tensor) -> Tensor, _ kernel: @escaping @Sendable (Tensor) -> Tensor)
    -> Workload
  {
    manualSeed(0)
    let value = Tensor.randn([4096, 1024])
    let graph = Graph()
    return withGraph(graph) {
      let x = tf.placeholder(.float32, [4096, 1024])
      let result = formula(x)
      let session = Session(graph: graph)
      return Workload(
        name: name, unit: .nanoseconds(per: "elem", value.elementCount),
        check: {
          _ = try! session.run(result, feed: [x: value])
          return (try! session.run(result, feed: [x: value])).allClose(kernel(value), rtol: 1e-4, atol: 1e-6)
            ? nil : "the graph differs from the kernel"
        },
        run: { _ = try! session.run(result, feed: [x: value]) })
    }
  }
}
