// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternGraph
import Testing

@Suite(.serialized) struct LanternGraphExamples {
  @Test("Compile: func compile") func compile1() throws {
    let w = Tensor.ones(2, requiresGrad: true)
    let x = Tensor.ones(3, 2)
    let y = Tensor.ones(3, 2)
    let step = compile { x, y in
      let loss = ((x * w - y) ** 2).mean()
      let slope = try grad(of: [loss], withRespectTo: [w])[0]!
      noGrad { w.sub_(0.1 * slope) }
      return loss
    }
    for _ in 0..<100 { print(step(x, y)) }
  }

  @Test("ControlFlow: func cond") func controlFlow1() throws {
    let x = tf.placeholder(.float32, [])
    let y = cond(x.sum() .> 0, { [x * 2] }, { [-x] })[0]
    _ = y
  }

  @Test("ControlFlow: func whileLoop") func controlFlow2() throws {
    let i = tf.constant(0)
    let x = tf.placeholder(.float32, [])
    let powers = whileLoop({ $0[0] .< 10 }, { [$0[0] + 1, $0[1] * x] }, [i, x])
    _ = powers
  }

  @Test("Gradients: func gradients") func gradients1() throws {
    let x = tf.placeholder(.float64, [nil])
    let slope = try gradients([(x ** 3).sum()], [x])[0]!
    try expectText([slope], #"Tensor("…", shape=(None,), dtype=float64)"#)
  }

  @Test("Graph: class Graph") func graph1() throws {
    let graph = Graph()
    let y = withGraph(graph) { tf.placeholder(.float32, [nil, 1], name: "x") * 2 }
    _ = y
  }

  @Test("Scopes: func nameScope") func scopes1() throws {
    let w = Tensor([2.0])
    let x = tf.placeholder(.float32, [nil])
    let y = nameScope("layer") { x * w }
    _ = y
  }

  @Test("Session: class Session") func session1() throws {
    let x = tf.placeholder(.float32, [nil])
    let total = x.sum()
    let session = Session()
    let printed = try session.run(total, feed: [x: [1, 2, 3]])
    try expectText([printed], #"tensor(6.)"#)
  }

  @Test("Sources: func placeholder") func sources1() throws {
    let x = tf.placeholder(.float32, [nil, 1])
    _ = x
  }

  @Test("TensorFlow: enum tf") func tensorFlow1() throws {
    let y = tf.placeholder(tf.float32, [nil, 1])
    let x = tf.placeholder(tf.float32, [nil, 1])
    let w = tf.Variable(tf.randomUniform([1], 0, 1.0))
    let loss = tf.reduceMean(tf.square(y - tf.pow(x, 2) * w))
    let step = w.assign(w - 0.01 * (try tf.gradients(loss, w)))
    let session = tf.Session()
    discard(try session.run(tf.globalVariablesInitializer()))
    _ = step
  }
}
