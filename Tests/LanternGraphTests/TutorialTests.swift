import Lantern
import LanternGraph
import LanternNumPy
import Testing

/// The tutorial's regression as a TensorFlow 1 graph, number for number as TensorFlow prints them.
@Suite struct TutorialTests {
  private static let expected = """
    x1.shape, w.shape, loss.shape:
    (None, 1), (1,), ()
    w, b at the start:
    [0.4199959] [0.]
    step 0: loss 9.4467 w 0.4450 b 0.0594
    step 200: loss 0.1248 w 1.8474 b 2.4899
    step 400: loss 0.0657 w 2.1752 b 2.3995
    step 600: loss 0.0357 w 2.4040 b 2.3150
    step 800: loss 0.0201 w 2.5686 b 2.2540
    step 1000: loss 0.0120 w 2.6871 b 2.2102
    step 1200: loss 0.0078 w 2.7723 b 2.1786
    step 1400: loss 0.0057 w 2.8337 b 2.1558
    step 1600: loss 0.0045 w 2.8779 b 2.1395
    step 1800: loss 0.0040 w 2.9097 b 2.1277
    step 1999: loss 0.0037 w 2.9325 b 2.1192
    random_normal([3], seed=7), twice:
    [-1.9761146  -0.15354507 -0.68605876]
    [ 1.2958599   0.3452007  -0.26141864]

    """

  @Test func printsWhatTensorFlowPrints() throws {
    var out = ""
    try withGraph(Graph()) {
      let x = (0..<100).map { -1 + 2 * Double($0) / 99 }
      let noise = try RandomState(seed: 100).doubles(100)
      let y = zip(x, noise).map { 3 * $0 * $0 + 2 + 0.2 * $1 }
      let (xs, ys) = (Tensor(x, shape: [100, 1]), Tensor(y, shape: [100, 1]))

      tf.setRandomSeed(100)
      let x1 = tf.placeholder(tf.float32, [nil, 1])
      let y1 = tf.placeholder(tf.float32, [nil, 1])
      let w = tf.Variable(tf.randomUniform([1], 0, 1.0))
      let b = tf.Variable(tf.zeros([1]))
      let prediction = tf.pow(x1, 2) * w + b
      let loss = tf.reduceMean(tf.square(y1 - prediction))
      let (gradW, gradB) = try tf.gradients(loss, (w, b))
      let learningRate = 0.01
      let newW = w.assign(w - learningRate * gradW)
      let newB = b.assign(b - learningRate * gradB)
      out += "x1.shape, w.shape, loss.shape:\n"
      out += "\(x1.shape.tupleDescription), \(w.shape.tupleDescription), \(loss.shape.tupleDescription)\n"

      let session = tf.Session()
      try session.run(tf.globalVariablesInitializer())
      out += "w, b at the start:\n\(numPyText(try session.run(w))) \(numPyText(try session.run(b)))\n"
      for step in 0..<2000 {
        let (lossValue, vW, vB) = try session.run(loss, newW, newB, feed: [x1: xs, y1: ys])
        if step % 200 == 0 || step == 1999 {
          out += "step \(step): loss \(fixed4(lossValue)) w \(fixed4(vW)) b \(fixed4(vB))\n"
        }
      }
      out += "random_normal([3], seed=7), twice:\n"
      let r = tf.randomNormal([3], seed: 7)
      out += "\(numPyText(try session.run(r)))\n\(numPyText(try session.run(r)))\n"
    }
    #expect(out == TutorialTests.expected)
  }

  /// `str` of a NumPy array.
  private func numPyText(_ t: Tensor) -> String {
    withExtendedLifetime(t) {
      describeArray(PrintableArray(contiguous: t.pointer, dtype: t.dtype, shape: Array(t.shape)), options: NumPyPrintOptions(), style: .str)
    }
  }

  /// `%.4f`
  private func fixed4(_ t: Tensor) -> String {
    let scaled = Int((t.item(Double.self) * 10000).rounded(.toNearestOrEven))
    let digits = String(abs(scaled) % 10000)
    return "\(scaled < 0 ? "-" : "")\(abs(scaled) / 10000).\(String(repeating: "0", count: 4 - digits.count))\(digits)"
  }
}
