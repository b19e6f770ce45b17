import Lantern

/// TensorFlow 1's random operations in one graph and one session.
final class GraphReplay: ReplayFunctions {
  private let graphSeed: Int
  /// The streams of the graph's operations, in the order in which the expression meets them; they live on from run to run.
  private var streams: [PhiloxStream] = []
  private var nextStream = 0
  private var unseeded = 0

  init(_ seed: ReplaySeed) throws(TensorError) {
    guard case .number(let number) = seed, let graphSeed = Int(exactly: number) else {
      throw replayError("set_random_seed takes one number of 64 bits")
    }
    self.graphSeed = graphSeed
  }

  func startRun() { nextStream = 0 }

  func call(_ name: String, _ a: ReplayArguments) throws(TensorError) -> ReplayValue {
    switch name {
    case "random_uniform", "uniform": return .array(try uniform(a))
    case "random_normal", "normal", "truncated_normal":
      let array = try ReplayArray(try a.dtype(.float32, at: 3), try a.need(0, "shape").shape())
      let mean = try a.double(1, "mean", 0), std = try a.double(2, "stddev", 1), count = array.count, dtype = array.dtype
      return .array(
        try withStream(a, seedAt: 4) { stream throws(TensorError) in
          try array.filled { out throws(TensorError) in
            if name == "truncated_normal" {
              try stream.fillTruncatedNormal(out, count: count, dtype: dtype, mean: mean, std: std)
            } else {
              try stream.fillNormal(out, count: count, dtype: dtype, mean: mean, std: std)
            }
          }
        })
    case "random_shuffle", "shuffle":
      let rows = try a.need(0, "value").array()
      return .array(
        try withStream(a, seedAt: 1) { stream throws(TensorError) in
          try rows.rows(stream.shuffledIndices(rows.shape.first ?? 0))
        })
    case "range":
      let isRange = a.positional.count > 1
      let start = isRange ? try a.need(0, "start").size() : 0, end = try a.need(isRange ? 1 : 0, "limit").size()
      guard let low = Int32(exactly: start), let high = Int32(exactly: end) else {
        throw replayError("range: beyond int32")
      }
      return .array(try ReplayArray(.int32, [max(end - start, 0)], Array(low..<max(low, high))))
    case "constant": return .array(try a.need(0, "value").array())
    default: throw replayError("no function named '\(name)' in TensorFlow 1")
    }
  }

  private func uniform(_ a: ReplayArguments) throws(TensorError) -> ReplayArray {
    let array = try ReplayArray(try a.dtype(.float32, at: 3), try a.need(0, "shape").shape())
    let dtype = array.dtype, count = array.count, low = a.get(1, "minval") ?? .integer(0), high = a.get(2, "maxval")
    return try withStream(a, seedAt: 4) { stream throws(TensorError) in
      if dtype.isInteger {
        guard let high else { throw replayError("Must specify maxval for integer dtype \(dtype.name)") }
        let from = try low.int(), to = try high.int()
        return try array.filled { out throws(TensorError) in
          try stream.fillIntegers(out, count: count, dtype: dtype, low: from, high: to)
        }
      }
      let from = try low.double(), to = try high?.double() ?? 1
      return try array.filled { out throws(TensorError) in
        try stream.fillUniform(out, count: count, dtype: dtype, low: from, high: to)
      }
    }
  }

  /// Runs an operation on its stream, which the first run makes.
  private func withStream(
    _ a: ReplayArguments, seedAt place: Int, _ body: (inout PhiloxStream) throws(TensorError) -> ReplayArray
  ) throws(TensorError) -> ReplayArray {
    if nextStream == streams.count {
      let seed = try a.get(place, "seed").map { value throws(TensorError) in try value.int() }
      let pair = PhiloxStream.seeds(graphSeed: graphSeed, opSeed: seed, opIndex: unseeded)
      if seed == nil { unseeded += 1 }
      streams.append(PhiloxStream(seed: pair?.seed ?? 0, seed2: pair?.seed2 ?? 0))
    }
    nextStream += 1
    return try body(&streams[nextStream - 1])
  }
}
