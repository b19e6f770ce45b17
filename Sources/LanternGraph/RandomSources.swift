import Lantern

/// What a random operation draws.
enum Distribution: Sendable {
  case uniform(Double, Double)
  case integers(Int, Int)
  case normal(mean: Double, std: Double)
  case truncatedNormal(mean: Double, std: Double)
  case shuffle

  /// One run of the operation: a tensor of this shape and dtype, or `value` with its rows in another order.
  func draw(_ stream: inout PhiloxStream, _ shape: Shape, _ dtype: DType, _ value: Tensor?) throws(TensorError) -> Tensor {
    if case .shuffle = self {
      guard let value, value.rank > 0 else {
        throw TensorError(.graph, op: "random_shuffle", "random_shuffle needs a tensor with axes")
      }
      return value.indexSelect(0, Tensor(stream.shuffledIndices(value.shape[0]), shape: Shape([value.shape[0]])))
    }
    let out = try Tensor(empty: shape, dtype: dtype)
    let count = out.elementCount
    switch self {
    case .uniform(let low, let high): try stream.fillUniform(out.pointer, count: count, dtype: dtype, low: low, high: high)
    case .integers(let low, let high): try stream.fillIntegers(out.pointer, count: count, dtype: dtype, low: low, high: high)
    case .normal(let mean, let std): try stream.fillNormal(out.pointer, count: count, dtype: dtype, mean: mean, std: std)
    case .truncatedNormal(let mean, let std):
      try stream.fillTruncatedNormal(out.pointer, count: count, dtype: dtype, mean: mean, std: std)
    case .shuffle: break
    }
    return out
  }
}

extension Graph {
  private func random(
    _ distribution: Distribution, _ base: String, _ shape: Shape, _ dtype: DType, _ seed: Int?, whole: Bool = false
  ) throws(TensorError) -> Tensor {
    guard !shape.contains(where: { $0 < 0 }) else {
      throw TensorError(.shape, op: base, "Dimension size must be non-negative.", hint: "Got \(shape.listed).")
    }
    guard whole || dtype == .float32 || dtype == .float64 else {
      throw TensorError(.dtype, op: base, "\(base) does not make \(dtype)", hint: "Draw float32 or float64 and convert with to(.\(dtype)).")
    }
    return core.addRandom(distribution, base, shape, dtype, seed: seed)
  }

  /// Uniform numbers from [minval, maxval), drawn anew in every run. Mirrors `tf.random_uniform`, number for number.
  ///
  /// Without `maxval` the range is [0, 1). Whole dtypes (int32, int64) need one. Each session has a stream of its own, which the graph's seed
  /// and `seed` fix; without either it differs from session to session.
  public func randomUniform(
    _ shape: Shape, _ minval: any TensorScalar = 0, _ maxval: (any TensorScalar)? = nil, dtype: DType = .float32, seed: Int? = nil
  ) -> Tensor {
    reporting { () throws(TensorError) in
      guard dtype == .int32 || dtype == .int64 else {
        return try random(
          .uniform(minval.scalar.doubleValue, maxval?.scalar.doubleValue ?? 1), "random_uniform", shape, dtype, seed)
      }
      guard let maxval else { throw TensorError(.argument, op: "random_uniform", "Must specify maxval for integer dtype \(dtype)") }
      let (low, high) = (minval.scalar.intValue, maxval.scalar.intValue)
      guard low < high else { throw TensorError(.argument, op: "random_uniform", "Need minval < maxval, got \(low) >= \(high)") }
      return try random(.integers(low, high), "random_uniform", shape, dtype, seed, whole: true)
    }
  }

  /// Normal numbers, drawn anew in every run. Mirrors `tf.random_normal`, number for number.
  public func randomNormal(_ shape: Shape, _ mean: Double = 0, _ stddev: Double = 1, dtype: DType = .float32, seed: Int? = nil) -> Tensor {
    reporting { () throws(TensorError) in try random(.normal(mean: mean, std: stddev), "random_normal", shape, dtype, seed) }
  }

  /// Normal numbers within two standard deviations, drawn anew in every run. Mirrors `tf.truncated_normal`, number for number.
  public func truncatedNormal(_ shape: Shape, _ mean: Double = 0, _ stddev: Double = 1, dtype: DType = .float32, seed: Int? = nil) -> Tensor
  {
    reporting { () throws(TensorError) in try random(.truncatedNormal(mean: mean, std: stddev), "truncated_normal", shape, dtype, seed) }
  }

  /// The rows of a tensor in random order, another one in every run. Mirrors `tf.random_shuffle`. No gradients pass.
  public func randomShuffle(_ value: some GraphValue, seed: Int? = nil) -> Tensor {
    reporting { () throws(TensorError) in
      var tensor = try value.exactTensor()
      if tensor.isInvalid { return tensor }
      if !tensor.isSymbolic { tensor = try core.constant(value, dtype: nil, shape: nil, name: nil) }
      guard tensor.symbol?.graph === core else { throw .otherGraph(tensor) }
      guard tensor.rank > 0 else { throw TensorError(.shape, op: "random_shuffle", "random_shuffle needs a tensor with axes") }
      return core.addRandom(.shuffle, "RandomShuffle", tensor.shape, tensor.dtype, seed: seed, inputs: [tensor.detach()])
    }
  }
}
