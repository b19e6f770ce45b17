import Foundation
import Lantern
import LanternGraph
import Testing

/// TensorFlow's random numbers, drawn through a session.
@Suite struct GraphRandomTests {
  private struct Line: Decodable {
    let lib: String, call: String, dtype: String
    let seed: Seed
    let values: [Double]
  }
  private struct Seed: Decodable {
    let number: Int?
    init(from decoder: any Decoder) throws { number = try? decoder.singleValueContainer().decode(Int.self) }
  }

  @Test func goldenNumbers() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../LanternTests/Golden/rng-goldens.json")
    let lines = try JSONDecoder().decode([Line].self, from: Data(contentsOf: file)).filter { $0.lib.hasPrefix("tf1") }
    #expect(lines.count == 48)
    for line in lines {
      let name = line.call.replacingOccurrences(of: "  second run", with: "")
      try withGraph(Graph()) {
        tf.setRandomSeed(line.seed.number!)
        let drawn: Tensor
        switch name {
        case "random_uniform([5], seed=7)": drawn = tf.randomUniform([5], seed: 7)
        case "random_uniform([5])  (first op of the graph, no op seed)": drawn = tf.randomUniform([5])
        case "random_uniform([5], -1, 2, seed=7)": drawn = tf.randomUniform([5], -1, 2, seed: 7)
        case "random_uniform([5], 0, 10, dtype=int32, seed=7)": drawn = tf.randomUniform([5], 0, 10, dtype: .int32, seed: 7)
        case "random_normal([5], seed=7)": drawn = tf.randomNormal([5], seed: 7)
        case "random_normal([5], dtype=float64, seed=7)": drawn = tf.randomNormal([5], dtype: .float64, seed: 7)
        case "truncated_normal([5], seed=7)": drawn = tf.truncatedNormal([5], seed: 7)
        case "random_shuffle(range(10), seed=7)[:5]": drawn = tf.randomShuffle(Tensor.arange(10, dtype: .int32), seed: 7)[0..<5]
        default:
          Issue.record("no such call: \(name)")
          return
        }
        let session = Session()
        var value = try session.run(drawn)
        if name != line.call { value = try session.run(drawn) }
        #expect(value.dtype.name == line.dtype)
        if value.dtype == .float32 {
          #expect(value.toArray(Float.self) == line.values.map { Float($0) }, "\(line.call), seed \(line.seed.number!)")
        } else {
          #expect(value.toArray(Double.self) == line.values, "\(line.call), seed \(line.seed.number!)")
        }
      }
    }
  }

  /// As TensorFlow 2.21 sets the attributes: operations with a seed of their own are not counted.
  @Test func seedsAreCounted() throws {
    func values(_ seed: Int?) throws -> [[Float]] {
      try withGraph(Graph()) {
        tf.setRandomSeed(100)
        let first = tf.randomUniform([2], seed: seed)
        let own = tf.randomUniform([2], seed: 7)
        let second = tf.randomUniform([2])
        return try Session().run([first, own, second]).map { $0.toArray() }
      }
    }
    func stream(_ seed2: UInt64) -> [Float] {
      var stream = PhiloxStream(seed: 100, seed2: seed2)
      return stream.uniform(2)
    }
    #expect(try values(nil) == [stream(0), stream(7), stream(1)])
    #expect(try values(3) == [stream(3), stream(7), stream(0)])
  }

  @Test func streamsBelongToSessions() throws {
    try withGraph(Graph()) {
      let seeded = tf.randomUniform([4], seed: 1)
      let free = tf.randomUniform([4])
      let (a, b) = (Session(), Session())
      let first = try a.run(seeded).toArray(Float.self)
      #expect(try b.run(seeded).toArray(Float.self) == first)
      #expect(try a.run(seeded).toArray(Float.self) != first)
      #expect(try a.run(free).toArray(Float.self) != b.run(free).toArray(Float.self))
      // Within one run an operation draws once, whoever looks at it.
      let both = try a.run([seeded + 0, seeded])
      #expect(both[0].toArray(Float.self) == both[1].toArray(Float.self))
      let order = try a.run(tf.randomShuffle(tf.constant([[1, 2], [3, 4], [5, 6]]), seed: 3))
      #expect(order.shape == [3, 2] && Set(order.toArray(Int.self)) == [1, 2, 3, 4, 5, 6])
    }
  }
}
