import Lantern
import LanternGraph
import LanternNumPy

/// 13: the parabola fitted by a graph that is built once and run 2,000 times, as in TensorFlow 1.
func graphRegression(_ show: TutorialWriter) throws {
  np.random.seed(100)
  let x = np.linspace(-1, 1, 100).reshape(100, 1)
  let y = 3 * np.power(x, 2) + 2 + 0.2 * np.random.rand(x.size).reshape(100, 1)
  let (xs, ys) = (Tensor(x).float(), Tensor(y).float())
  try withGraph(tf.Graph()) {
    tf.setRandomSeed(100)
    let x1 = tf.placeholder(tf.float32, [nil, 1])
    let y1 = tf.placeholder(tf.float32, [nil, 1])
    let w = tf.Variable(tf.randomUniform([1], 0, 1.0))
    let b = tf.Variable(tf.zeros([1]))
    let predicted = tf.pow(x1, 2) * w + b
    let loss = tf.reduceMean(tf.square(y1 - predicted))
    let (wGrad, bGrad) = try tf.gradients(loss, (w, b))
    let rate = 0.01
    let newW = w.assign(w - rate * wGrad)
    let newB = b.assign(b - rate * bGrad)
    show(
      "x1.shape.tupleDescription, w.shape.tupleDescription, loss.shape.tupleDescription", x1.shape.tupleDescription,
      w.shape.tupleDescription, loss.shape.tupleDescription)
    let session = tf.Session()
    try session.run(tf.globalVariablesInitializer())
    show.prints("print(try session.run(w).numpy(), try session.run(b).numpy())", try session.run(w).numpy(), try session.run(b).numpy())
    for step in 0..<2000 {
      let (l, w, b) = try session.run(loss, newW, newB, feed: [x1: xs, y1: ys])
      if step % 200 == 0 || step == 1999 {
        show.line(
          "step \(step): loss \(fixed(l.item(Double.self), 4)) w \(fixed(w.item(Double.self), 4)) b \(fixed(b.item(Double.self), 4))")
      }
    }
    let r = tf.randomNormal([3], seed: 7)
    show.prints("let r = tf.randomNormal([3], seed: 7); print(try session.run(r).numpy())", try session.run(r).numpy())
    show.prints("print(try session.run(r).numpy())", try session.run(r).numpy())
    try plotRegression(
      show, "regression-graph", "Static graph", x: x.toArray(Double.self), y: y.toArray(Double.self),
      predicted: try session.run(predicted, feed: [x1: xs]).toArray(Double.self))
  }
}
