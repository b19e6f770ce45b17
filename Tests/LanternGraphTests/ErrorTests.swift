import Lantern
import LanternGraph
import Testing

/// What goes wrong, and what is said then.
@Suite struct GraphErrorTests {
  private func message(_ body: () throws -> Void) -> String {
    do {
      try withTensorErrors(body)
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func running() {
    withGraph(Graph()) {
      let x = tf.placeholder(.float32, [nil, 1])
      let z = tf.placeholder(.float64, [2, 3], name: "z")
      let n = tf.placeholder(.int32, [])
      let v = tf.variable(3.0)
      let w = tf.variable([1.0, 2.0], name: "w")
      let session = Session()
      let y = x * 2
      #expect(
        message { _ = try session.run(y) }
          == "run: You must feed a value for placeholder tensor 'Placeholder' with dtype float and shape [?,1]")
      #expect(
        message { _ = try session.run(z + 1, feed: [x: [[1]]]) }
          == "run: You must feed a value for placeholder tensor 'z' with dtype double and shape [2,3]")
      #expect(
        message { _ = try session.run(y, feed: [x: Tensor.ones(100, 2)]) }
          == "run: Cannot feed value of shape (100, 2) for Tensor Placeholder:0, which has shape (None, 1)")
      #expect(
        message { _ = try session.run(y, feed: [x: [1, 2, 3]]) }
          == "run: Cannot feed value of shape (3,) for Tensor Placeholder:0, which has shape (None, 1)")
      #expect(message { _ = try session.run(y, feed: [x: [[1.0], [2.0, 3.0]]]) }.contains("setting an array element with a sequence"))
      #expect(
        message { _ = try session.run(y, feed: [x: Tensor([Complex64(1)], shape: [1, 1])]) }.contains(
          "Cannot feed value of dtype complex64"))
      #expect(
        message { _ = try session.run(n * 1, feed: [n: 1 << 40]) }
          == "run: Type of feed value 1099511627776 is not compatible with Tensor type int32 of Placeholder_1:0. "
          + "Hint: Try explicitly setting the type of the feed tensor to a larger type (e.g. int64).")
      #expect(message { _ = try session.run(y, feed: [x: y]) }.contains("The value of a feed cannot be a tf.Tensor object"))
      #expect(message { _ = try session.run(y, feed: [Tensor([1]): 1]) }.contains("Cannot interpret feed key as Tensor"))
      #expect(message { _ = try session.run(v + 1) }.hasPrefix("run: Attempting to use uninitialized value Variable"))
      #expect(message { _ = try session.run(w.assignAdd([1, 1])) }.hasPrefix("run: Attempting to use uninitialized value w"))
      #expect(message { try session.run(tf.globalVariablesInitializer()) } == "no error")

      let free = tf.placeholder(.float32, [nil])
      let bad = free + w
      #expect(
        message { _ = try session.run(bad, feed: [free: [1, 2, 3]]) }.contains(
          "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 0"))
      #expect(message { _ = try session.run(bad, feed: [free: [1, 2, 3]]) }.contains("At node 'Add"))
      // A run that fails changes nothing.
      let step = w.assign(w * 2)
      #expect(message { _ = try session.run([step, bad], feed: [free: [1, 2, 3]]) }.contains("must match"))
      #expect((try? session.run(w))?.toArray(Double.self) == [1, 2])
      let grows = w.assign(free)
      #expect(
        message { _ = try session.run(grows, feed: [free: [1, 2, 3]]) }.contains(
          "Cannot assign value to variable 'w:0': Shape mismatch. The variable shape (2,), and the assigned value shape (3,) are incompatible."
        ))

      #expect(message { _ = try session.run("nope:0") }.contains("The name 'nope:0' refers to a Tensor which does not exist."))
      #expect(
        message { _ = try session.run("w:3") }.contains("has 1 outputs") || message { _ = try session.run("w:3") }.contains("only has 1"))
      #expect(message { _ = try session.run("w:x") }.contains("is not of the form"))
      let elsewhere = withGraph(Graph()) { tf.placeholder(.float32, []) }
      #expect(
        message { _ = try session.run(elsewhere) }.contains(
          "Tensor(\"Placeholder:0\", shape=(), dtype=float32) is not an element of this graph."))
      #expect(message { _ = try session.run(y, feed: [elsewhere: 1]) }.contains("is not an element of this graph."))
      #expect(message { _ = try session.run(v * elsewhere) }.contains("different graphs"))
      session.close()
      #expect(message { _ = try session.run(v) } == "run: Attempted to use a closed Session.")
    }
  }

  @Test func building() {
    withGraph(Graph()) {
      let x = tf.placeholder(.float32, [nil, 3])
      let w = tf.variable([1.0, 2.0])
      #expect(message { _ = tf.placeholder(.float32, nil) }.contains("a placeholder of unknown rank is not supported"))
      #expect(message { _ = tf.placeholder(.float32, [2, -1]) }.contains("Dimension -1 must be >= 0."))
      #expect(message { _ = tf.placeholder(.float32, [], name: "a b") }.contains("'a b' is not a valid scope name"))
      #expect(message { _ = x + w }.contains("The size of tensor a (3) must match the size of tensor b (2)"))
      #expect(message { _ = w.assign([1.0, 2.0, 3.0]) }.contains("Cannot assign value to variable 'Variable:0': Shape mismatch."))
      #expect(
        message { _ = w.assign(w.to(.float64)) }.contains("Cannot assign value of dtype float64 to variable 'Variable:0' of dtype float32.")
      )
      #expect(message { _ = x.assign(1) }.contains("is no variable"))
      #expect(message { _ = Tensor([1.0]).assign(1) }.contains("is no variable"))
      #expect(message { _ = tf.constant(x) }.contains("a constant is made of numbers"))
      #expect(message { _ = x.item() }.contains("a symbol of a graph has no number before the graph runs"))
      #expect(message { _ = x.toArray(Float.self) }.contains("a symbol of a graph has no numbers before the graph runs"))
      #expect(message { x.add_(1) }.contains("a symbol of a graph cannot be changed in place"))
      #expect(message { x[0] = Tensor([1.0, 2, 3]) }.contains("cannot be changed in place"))
      #expect(message { _ = x[1...2] }.contains("unknown size"))
      #expect(message { _ = x.split(2) }.contains("is not known before the graph runs"))
      #expect(message { _ = Tensor.bernoulli(x) }.contains("has no numbers to draw by"))
      #expect(message { _ = tf.randomUniform([2], dtype: .int32) }.contains("Must specify maxval for integer dtype int32"))
      #expect(message { _ = tf.randomUniform([2], 5, 5, dtype: .int32) }.contains("Need minval < maxval, got 5 >= 5"))
      #expect(message { _ = tf.randomNormal([2], dtype: .int32) }.contains("random_normal does not make int32"))
      #expect(message { _ = tf.randomNormal([-1]) }.contains("Dimension size must be non-negative."))
      #expect(message { _ = tf.randomShuffle(1.0) }.contains("random_shuffle needs a tensor with axes"))
      #expect(message { _ = try gradients([Tensor([1.0])], [x]) }.contains("gradients are for symbols of a graph"))
      #expect(message { _ = try gradients([x], [w], gradYs: []) }.contains("gradYs has 0 elements for 1 ys"))
      let foreign = withGraph(Graph()) { tf.placeholder(.float32, [2]) }
      #expect(message { _ = w.assign(foreign) }.contains("is not an element of this graph."))
      #expect(message { _ = tf.variable(foreign) }.contains("is not an element of this graph."))
      #expect(message { _ = try gradients([x], [foreign]) }.contains("is not an element of this graph."))
    }
  }
}
