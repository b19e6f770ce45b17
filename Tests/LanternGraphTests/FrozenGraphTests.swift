import Lantern
import LanternGraph
import LanternIO
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

@Suite struct FrozenGraphTests {
  /// A small network of a session with trained-looking weights, and its inputs.
  private func model() throws -> (session: Session, x: Tensor, y: Tensor) {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float32, [nil, 3], name: "x")
      let w = tf.variable(Tensor([0.5, -1, 2, 0.25, 1, -0.5], shape: [3, 2]).float())
      let y = tf.identity((tf.matmul(x, w) + 1).relu().softmax(-1) * 2, name: "y")
      let session = Session(graph: .default)
      try session.run(tf.globalVariablesInitializer())
      return (session, x, y)
    }
  }

  @Test func runsAsTheSession() throws {
    let (session, x, y) = try model()
    let frozen = try session.freeze(inputs: [x], outputs: [y])
    let input = try #require(frozen.inputs.first)
    #expect(
      frozen.inputs.count == 1 && input.name == "x" && input.shape == [-1, 3] && input.dtype == .float32 && frozen.outputNames == ["y"])
    for rows in [1, 4, 1, 4, 4] {
      let data = Tensor.rand([rows, 3])
      let wanted = try session.run(y, feed: [x: data])
      #expect(try frozen.run([data])[0].equal(wanted))
      #expect(try frozen.run(["x": data])["y"]!.equal(wanted))
    }
    #expect(throws: TensorError.self) { try frozen.run([Tensor.rand([2, 4])]) }
    #expect(throws: TensorError.self) { try frozen.run([Tensor.rand([2, 3]).to(.float64)]) }
    #expect(throws: TensorError.self) { try frozen.run(["z": Tensor.rand([2, 3])]) }
    #expect(throws: TensorError.self) { try frozen.run([Tensor]()) }
  }

  @Test func files() throws {
    let (session, x, y) = try model()
    let frozen = try session.freeze(inputs: [x], outputs: [y])
    let path = "/tmp/lantern-frozen-\(getpid()).safetensors"
    try frozen.save(path: path)
    defer { unlink(path) }
    let loaded = try FrozenGraph(path: path)
    #expect(loaded.inputs == frozen.inputs && loaded.outputNames == frozen.outputNames)
    let data = Tensor.rand([5, 3])
    for _ in 0..<3 { #expect(try loaded.run([data])[0].equal(session.run(y, feed: [x: data]))) }

    // Every damaged file is refused.
    let file = try #require(fopen(path, "rb"))
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    fclose(file)
    _ = try FrozenGraph(bytes: bytes)
    for k in stride(from: 0, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[k] ^= 0x11
      // Blanks behind the header, and names of tensors' types, are checked by the reader of the outer format.
      _ = try? FrozenGraph(bytes: damaged)
      #expect(throws: (any Error).self, "cut at \(k)") { try FrozenGraph(bytes: Array(bytes[..<k])) }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\"version\":\"1\""))
    var newer = bytes
    let at = try #require(Array(text.utf8).firstRange(of: Array("\"version\":\"1\"".utf8)))
    newer[at.upperBound - 2] = UInt8(ascii: "9")
    let newest = newer
    #expect(throws: TensorError.self) { try FrozenGraph(bytes: newest) }
  }

  @Test func manyThreads() async throws {
    let (session, x, y) = try model()
    let frozen = try session.freeze(inputs: [x], outputs: [y])
    let w = Tensor.ones([3]).requiresGrad_()
    let fast = compile { (x: Tensor) in (x * w.detach()).exp().sum(dim: -1) }
    let data = (1...4).map { Tensor.rand([$0, 3]) }
    let wanted = try data.map { (try frozen.run([$0])[0], ($0 * w.detach()).exp().sum(dim: -1)) }
    await withTaskGroup(of: Int.self) { group in
      for t in 0..<8 {
        group.addTask {
          var wrong = 0
          for k in 0..<200 {
            let i = (t + k) % 4
            if !((try? frozen.run([data[i]])[0].equal(wanted[i].0)) ?? false) { wrong += 1 }
            if !fast(data[i]).equal(wanted[i].1) { wrong += 1 }
          }
          return wrong
        }
      }
      for await wrong in group { #expect(wrong == 0) }
    }
  }
}

@Suite struct GraphNamesTests {
  @Test func tensorFlowNames() throws {
    for row in TensorFlowNames.all {
      do { try withGraph(Graph()) { try withTensorErrors { try row.example() } } } catch { Issue.record("\(row.swift): \(error)") }
    }
    let path = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/docs/tensorflow-names.md"
    let file = try #require(fopen(path, "rb"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    #expect(String(decoding: bytes, as: UTF8.self) == TensorFlowNames.page, "run: lantern tensorflow-names > docs/tensorflow-names.md")
  }

  @Test func scopesAndControls() throws {
    try withGraph(Graph()) { () throws in
      let x = tf.placeholder(.float32, [2], name: "x")
      let y = nameScope("layer") { nameScope("inner") { x * 2 } }
      let z = nameScope("layer") { x + 1 }
      #expect(y.symbolName == "layer/inner/Mul:0" && z.symbolName == "layer_1/Add:0")
      let v = tf.variable(0.0)
      let count = v.assignAdd(1)
      let watched = withControlDependencies([count]) { x * 3 }
      let session = Session()
      try session.run(tf.globalVariablesInitializer())
      for k in 1...3 {
        _ = try session.run(watched, feed: [x: [1, 2]])
        #expect(try session.run(v).item(Double.self) == Double(k))
      }
      Graph.default.addToCollection("losses", y)
      #expect(Graph.default.collection("losses").count == 1 && Graph.default.collection("none").isEmpty)
      #expect(Graph.default.description.contains("layer/inner/Mul: mul(x:0"))
      #expect(Graph.default.graphviz.contains("\"x\" -> \"layer/inner/Mul\""))
      #expect(session.planDescription.contains("memory for values in between"))
    }
  }
}
