import Foundation
import Lantern
import LanternGraph
import LanternNumPy
import Testing

/// The examples of README.md, which compile and run here. Between the marks, the text is that of the README.
@Suite(.serialized) struct ReadmeTests {
  @Test("Tensors and gradients") func tensors() {
    // example
    manualSeed(100)
    let x = Tensor.linspace(-1, 1, 100).unsqueeze(1)
    let y = 3 * x.pow(2) + 2 + 0.2 * Tensor.rand(x.shape)

    let w = Tensor.rand(1, 1, requiresGrad: true)
    let b = Tensor.zeros(1, 1, requiresGrad: true)
    for _ in 0..<800 {
      let loss = (0.5 * (x.pow(2).mm(w) + b - y) ** 2).sum()
      loss.backward()
      noGrad {
        w -= 0.01 * w.grad!
        b -= 0.01 * b.grad!
      }
      w.grad!.zero_()
      b.grad!.zero_()
    }
    print(w, b)
    // end
    #expect(abs(w.item(Double.self) - 2.9668) < 1e-3 && abs(b.item(Double.self) - 2.1138) < 1e-3)
  }

  @Test("NumPy's arrays") func arrays() {
    // example
    np.random.seed(100)
    let a = np.arange(12).reshape(3, 4)
    print(a[1..., .stride(by: 2)])
    print(a.sum(axis: 0), a.mean(axis: 1))
    print(np.random.rand(3))  // [0.54340494 0.27836939 0.42451759]
    // end
    np.random.seed(100)
    #expect("\(np.random.rand(3))" == "[0.54340494 0.27836939 0.42451759]")
  }

  @Test("A static graph") func graph() throws {
    // example
    let graph = tf.Graph()
    try withGraph(graph) {
      let x = tf.placeholder(tf.float32, [nil, 1])
      let y = tf.placeholder(tf.float32, [nil, 1])
      let w = tf.Variable(tf.randomUniform([1], 0, 1.0))
      let loss = tf.reduceMean(tf.square(y - tf.pow(x, 2) * w))
      let step = w.assign(w - 0.1 * (try tf.gradients(loss, w)))

      let session = tf.Session()
      try session.run(tf.globalVariablesInitializer())
      let data = Tensor.linspace(-1, 1, 100).unsqueeze(1)
      for _ in 0..<200 { _ = try session.run(step, feed: [x: data, y: 3 * data.pow(2)]) }
      print(try session.run(w))
    }
    // end
  }

  @Test("Files") func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lantern-readme-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // example
    let a = np.arange(6).reshape(2, 3)
    try np.save("\(folder)/a.npy", a)
    print(try np.load("\(folder)/a.npy", mmapMode: .copyOnWrite).sum())  // 15
    try np.savezCompressed("\(folder)/both.npz", ["a": a, "b": np.ones(3)])
    print(try np.loadz("\(folder)/both.npz").array("b"))
    try np.savetxt("\(folder)/a.csv", a, fmt: "%d", delimiter: ",")
    print(try np.loadtxt("\(folder)/a.csv", delimiter: ",").shape)
    // end
    #expect(try np.load("\(folder)/a.npy", mmapMode: .copyOnWrite).sum().item(Int.self) == 15)
    #expect(try np.arrayEqual(np.loadtxt("\(folder)/a.csv", delimiter: ","), a))
  }

  @Test("Mistakes") func mistakes() {
    // example
    do {
      let sum = try withTensorErrors { Tensor.ones(2, 3) + Tensor.ones(2, 4) }
      print(sum)
    } catch {
      print(error)  // add: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1 …
    }
    // end
    #expect(throws: TensorError.self) { try withTensorErrors { Tensor.ones(2, 3) + Tensor.ones(2, 4) } }
  }

  @Test("Every example of the README is one of these") func sameText() throws {
    let here = URL(fileURLWithPath: #filePath)
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    func squeezed(_ text: some StringProtocol) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    // The example of plots is among the tests of pyplot, which must not draw into one figure at once.
    let plots = root.appendingPathComponent("Tests/LanternPlotTests/SaveTests.swift")
    let source = try String(contentsOf: here, encoding: .utf8) + String(contentsOf: plots, encoding: .utf8)
    let tested = source.components(separatedBy: "// example\n").dropFirst().map { squeezed($0.components(separatedBy: "// end")[0]) }
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let examples = readme.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
      .filter { !$0.hasPrefix("// Package.swift") }
      .map { squeezed($0.split(separator: "\n").filter { !$0.hasPrefix("import ") }.joined(separator: "\n")) }
    #expect(examples.count == 6)
    for example in examples { #expect(tested.contains(example), "not tested: \(example.prefix(60))…") }
  }
}
