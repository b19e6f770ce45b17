import Lantern

/// PyTorch's random functions and layers, over one generator.
final class TorchReplay: ReplayFunctions {
  private let generator: Generator

  init(_ seed: ReplaySeed) throws(TensorError) {
    guard case .number(let number) = seed else { throw replayError("torch.manual_seed takes one number") }
    generator = Generator(seed: UInt64(truncatingIfNeeded: number))
  }

  func call(_ name: String, _ arguments: ReplayArguments) throws(TensorError) -> ReplayValue {
    if let layer = try layer(name, arguments) { return layer }
    return .array(try function(name, arguments))
  }

  private func function(_ name: String, _ a: ReplayArguments) throws(TensorError) -> ReplayArray {
    switch name {
    case "rand": return try uniform(try ReplayArray(try a.dtype(.float32), try a.shape()), 0, 1)
    case "randn": return try normal(try ReplayArray(try a.dtype(.float32), try a.shape()), 0, 1)
    case "empty", "zeros": return try ReplayArray(try a.dtype(.float32), try a.shape())
    case "ones": return try .full(try a.dtype(.float32), try a.shape(), 1)
    case "full":
      let value = try a.need(1, "fill_value")
      let natural: DType = if case .real = value { .float32 } else { .int64 }
      return try .full(try a.dtype(natural), try a.need(0, "size").shape(), try value.double())
    case "tensor": return try .of(try a.need(0, "data"), dtype: a.named["dtype"] == nil ? nil : try a.dtype(.float32))
    case "arange":
      let isRange = a.positional.count > 1
      let start = isRange ? try a.need(0, "start").size() : 0, end = try a.need(isRange ? 1 : 0, "end").size()
      return try .of(.list((start..<max(start, end)).map { .integer(Int128($0)) }), dtype: try a.dtype(.int64))
    case "rand_like": return try uniform(try like(a), 0, 1)
    case "randn_like": return try normal(try like(a), 0, 1)
    case "empty_like", "zeros_like": return try like(a)
    case "ones_like":
      let like = try like(a)
      return try .full(like.dtype, like.shape, 1)
    case "randint", "randint_like": return try randint(name, a)
    case "randperm":
      let array = try ReplayArray(try a.dtype(.int64), try a.need(0, "n").shape())
      return try array.filled { out throws(TensorError) in
        try generator.fillPermutation(out, count: array.count, dtype: array.dtype)
      }
    case "normal": return try normalFunction(a)
    case "bernoulli":
      let input = try a.need(0, "input").array()
      if let p = a.get(1, "p") { return try bernoulli(try ReplayArray(input.dtype, input.shape), try p.double()) }
      return try bernoulli(try ReplayArray(input.dtype, input.shape), probabilities: input)
    case "multinomial": return try multinomial(a)
    case "dropout": return try dropout(a)
    case "xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_", "trunc_normal_":
      return try initialised(name, try a.need(0, "tensor").array(), a)
    case "uniform_", "normal_", "exponential_", "bernoulli_", "random_", "log_normal_", "cauchy_", "geometric_":
      // nn.init's functions take the tensor first.
      let rest = ReplayArguments(positional: Array(a.positional.dropFirst()), named: a.named)
      let names = ["uniform_": ("a", "b"), "normal_": ("mean", "std")]
      guard let result = try fill(name, try a.need(0, "tensor").array(), rest, names[name] ?? ("from", "to")) else { break }
      return result
    default: break
    }
    throw replayError("no function named '\(name)' in torch")
  }

  func method(_ name: String, of array: ReplayArray, _ arguments: ReplayArguments) throws(TensorError) -> ReplayArray? {
    if name == "bernoulli" { return try bernoulli(array, probabilities: array) }
    if name == "multinomial" {
      return try multinomial(ReplayArguments(positional: [.array(array)] + arguments.positional, named: arguments.named))
    }
    return try fill(name, array, arguments, name == "normal_" ? ("mean", "std") : ("from", "to"))
  }

  // ---- fills

  private func uniform(_ array: ReplayArray, _ from: Double, _ to: Double) throws(TensorError) -> ReplayArray {
    try array.filled { out throws(TensorError) in
      try generator.fillUniform(out, count: array.count, dtype: array.dtype, from: from, to: to)
    }
  }

  private func normal(_ array: ReplayArray, _ mean: Double, _ std: Double) throws(TensorError) -> ReplayArray {
    try array.filled { out throws(TensorError) in
      try generator.fillNormal(out, count: array.count, dtype: array.dtype, mean: mean, std: std)
    }
  }

  private func bernoulli(_ array: ReplayArray, _ p: Double) throws(TensorError) -> ReplayArray {
    try array.filled { out throws(TensorError) in try generator.fillBernoulli(out, count: array.count, dtype: array.dtype, p: p) }
  }

  private func bernoulli(_ array: ReplayArray, probabilities: ReplayArray) throws(TensorError) -> ReplayArray {
    guard array.count == probabilities.count else { throw replayError("bernoulli: as many probabilities as elements are needed") }
    return try array.filled { out throws(TensorError) in
      try withBytes(probabilities) { p throws(TensorError) in
        try generator.fillBernoulli(
          out, count: array.count, dtype: array.dtype, probabilities: p, probabilityType: probabilities.dtype)
      }
    }
  }

  private func fill(
    _ name: String, _ array: ReplayArray, _ a: ReplayArguments, _ names: (String, String)
  ) throws(TensorError) -> ReplayArray? {
    let count = array.count, dtype = array.dtype
    switch name {
    case "uniform_": return try uniform(array, try a.double(0, names.0, 0), try a.double(1, names.1, 1))
    case "normal_": return try normal(array, try a.double(0, names.0, 0), try a.double(1, names.1, 1))
    case "bernoulli_":
      if case .array(let probabilities)? = a.get(0, "p") { return try bernoulli(array, probabilities: probabilities) }
      return try bernoulli(array, try a.double(0, "p", 0.5))
    case "exponential_":
      let rate = try a.double(0, "lambd", 1)
      return try array.filled { out throws(TensorError) in
        try generator.fillExponential(out, count: count, dtype: dtype, lambda: rate)
      }
    case "log_normal_":
      let mean = try a.double(0, "mean", 1), std = try a.double(1, "std", 2)
      return try array.filled { out throws(TensorError) in
        try generator.fillLogNormal(out, count: count, dtype: dtype, mean: mean, std: std)
      }
    case "cauchy_":
      let median = try a.double(0, "median", 0), sigma = try a.double(1, "sigma", 1)
      return try array.filled { out throws(TensorError) in
        try generator.fillCauchy(out, count: count, dtype: dtype, median: median, sigma: sigma)
      }
    case "geometric_":
      let p = try a.need(0, "p").double()
      return try array.filled { out throws(TensorError) in try generator.fillGeometric(out, count: count, dtype: dtype, p: p) }
    case "random_":
      let hasTwo = a.positional.count > 1 || a.named["from"] != nil
      let from = hasTwo ? try a.need(0, "from").int() : 0, to = try a.get(hasTwo ? 1 : 0, "to").map(Self.int)
      return try array.filled { out throws(TensorError) in
        if hasTwo || to != nil {
          try generator.fillRandomIntegers(out, count: count, dtype: dtype, from: from, to: to)
        } else {
          try generator.fillRandomFullRange(out, count: count, dtype: dtype)
        }
      }
    default: return nil
    }
  }

  private static func int(_ value: ReplayValue) throws(TensorError) -> Int { try value.int() }

  // ---- functions

  private func like(_ a: ReplayArguments) throws(TensorError) -> ReplayArray {
    let input = try a.need(0, "input").array()
    return try ReplayArray(try a.dtype(input.dtype), input.shape)
  }

  private func randint(_ name: String, _ a: ReplayArguments) throws(TensorError) -> ReplayArray {
    var bounds = a.positional
    let array: ReplayArray
    if name == "randint_like" {
      array = try like(a)
      bounds.removeFirst()
    } else {
      var shape = a.named["size"]
      if shape == nil { shape = bounds.popLast() }
      guard let shape else { throw replayError("randint: 'size' is missing") }
      array = try ReplayArray(try a.dtype(.int64), try shape.shape())
    }
    let low = try (a.named["low"] ?? (bounds.count > 1 ? bounds[0] : .integer(0))).int()
    guard let high = a.named["high"] ?? bounds.last else { throw replayError("randint: 'high' is missing") }
    let to = try high.int()
    return try array.filled { out throws(TensorError) in
      try generator.fillRandomIntegers(out, count: array.count, dtype: array.dtype, from: low, to: to)
    }
  }

  private func normalFunction(_ a: ReplayArguments) throws(TensorError) -> ReplayArray {
    let mean = a.get(0, "mean") ?? .real(0), std = a.get(1, "std") ?? .real(1)
    if let size = a.get(2, "size") {
      return try normal(try ReplayArray(try a.dtype(.float32), try size.shape()), try mean.double(), try std.double())
    }
    var means: ReplayArray?, stds: ReplayArray?
    if case .array(let array) = mean { means = array }
    if case .array(let array) = std { stds = array }
    guard let pattern = means ?? stds else { throw replayError("normal: 'size' is missing") }
    // A tensor of deviations scales standard normals; a tensor of means is added; each step rounds.
    var result = try normal(
      try ReplayArray(pattern.dtype, pattern.shape), means == nil && stds == nil ? try mean.double() : 0,
      stds == nil ? try std.double() : 1)
    if let stds { result = try combine(result, stds.doubles, multiply: true) }
    if let means { return try combine(result, means.doubles, multiply: false) }
    return try combine(result, [Double](repeating: try mean.double(), count: result.count), multiply: false)
  }

  private func combine(_ array: ReplayArray, _ other: [Double], multiply: Bool) throws(TensorError) -> ReplayArray {
    guard other.count == array.count else { throw replayError("normal: tensors of different sizes") }
    let mine = array.doubles
    switch array.dtype {
    case .float64: return try ReplayArray(.float64, array.shape, zip(mine, other).map { multiply ? $0 * $1 : $0 + $1 })
    case .float32:
      return try ReplayArray(.float32, array.shape, zip(mine, other).map { multiply ? Float($0) * Float($1) : Float($0) + Float($1) })
    default: throw replayError("normal: tensors of \(array.dtype.name)")
    }
  }

  private func multinomial(_ a: ReplayArguments) throws(TensorError) -> ReplayArray {
    let weights = try a.need(0, "input").array(), samples = try a.need(1, "num_samples").int()
    let replacement = try a.flag(2, "replacement", false)
    guard (1...2).contains(weights.shape.count), let categories = weights.shape.last else {
      throw replayError("prob_dist must be 1 or 2 dim")
    }
    let rows = weights.shape.count == 2 ? weights.shape[0] : 1
    guard samples <= 1 << 24 else { throw replayError("multinomial: \(samples) samples") }
    let result = try ReplayArray(.int64, weights.shape.dropLast() + [max(samples, 0)])
    return try result.filled { out throws(TensorError) in
      try withBytes(weights) { w throws(TensorError) in
        try generator.fillMultinomial(
          out.assumingMemoryBound(to: Int64.self), weights: w, dtype: weights.dtype, rows: rows, categories: categories,
          samples: samples, replacement: replacement)
      }
    }
  }

  private func dropout(_ a: ReplayArguments) throws(TensorError) -> ReplayArray {
    let input = try a.need(0, "input").array(), p = try a.double(1, "p", 0.5)
    guard p >= 0, p <= 1 else { throw replayError("dropout probability has to be between 0 and 1, but got \(p)") }
    guard try a.flag(2, "training", true), p != 0 else { return input }
    let keeps = p == 1 ? [Double](repeating: 0, count: input.count) : try bernoulli(try ReplayArray(.float64, input.shape), 1 - p).doubles
    // The mask is divided in the tensor's type before it multiplies.
    switch input.dtype {
    case .float64:
      return try ReplayArray(.float64, input.shape, zip(input.doubles, keeps).map { p == 1 ? $0 * 0 : $0 * ($1 / (1 - p)) })
    case .float32:
      let scale = Float(1 - p)
      return try ReplayArray(.float32, input.shape, zip(input.doubles, keeps).map { Float($0) * (p == 1 ? 0 : Float($1) / scale) })
    default: throw replayError("dropout of \(input.dtype.name)")
    }
  }

  // ---- initialisation

  private func gain(_ a: ReplayArguments, slope: Double) throws(TensorError) -> Double {
    let name: String
    if case .text(let text)? = a.get(3, "nonlinearity") { name = text } else { name = "leaky_relu" }
    switch name {
    case "relu": return 2.0.squareRoot()
    case "tanh": return 5.0 / 3
    case "selu": return 0.75
    case "leaky_relu": return (2.0 / (1 + slope * slope)).squareRoot()
    default: return 1
    }
  }

  private func initialised(_ name: String, _ array: ReplayArray, _ a: ReplayArguments) throws(TensorError) -> ReplayArray {
    if name == "trunc_normal_" { return try truncated(array, a) }
    guard array.shape.count >= 2 else {
      throw replayError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
    }
    let field = array.shape.dropFirst(2).reduce(1, *)
    let fanIn = Double(array.shape[1] * field), fanOut = Double(array.shape[0] * field)
    if name.hasPrefix("xavier") {
      let std = try a.double(1, "gain", 1) * (2.0 / (fanIn + fanOut)).squareRoot()
      return name == "xavier_normal_" ? try normal(array, 0, std) : try uniform(array, -(3.0.squareRoot() * std), 3.0.squareRoot() * std)
    }
    let slope = try a.double(1, "a", 0)
    var fan = fanIn
    if case .text("fan_out")? = a.get(2, "mode") { fan = fanOut }
    return try kaiming(array, fan: fan, gain: try gain(a, slope: slope), isNormal: name == "kaiming_normal_")
  }

  private func kaiming(_ array: ReplayArray, fan: Double, gain: Double, isNormal: Bool = false) throws(TensorError) -> ReplayArray {
    let std = gain / fan.squareRoot()
    let bound = 3.0.squareRoot() * std
    return isNormal ? try normal(array, 0, std) : try uniform(array, -bound, bound)
  }

  private func truncated(_ array: ReplayArray, _ a: ReplayArguments) throws(TensorError) -> ReplayArray {
    let mean = try a.double(1, "mean", 0), std = try a.double(2, "std", 1)
    let low = try a.double(3, "a", -2), high = try a.double(4, "b", 2)
    return try array.filled { out throws(TensorError) in
      try generator.fillTruncatedNormal(
        out, count: array.count, dtype: array.dtype, mean: mean, std: std, low: low, high: high)
    }
  }

  // ---- layers: their parameters in the order in which they are drawn

  private func layer(_ name: String, _ a: ReplayArguments) throws(TensorError) -> ReplayValue? {
    let dtype = try a.dtype(.float32)
    switch name {
    case "Linear":
      let inputs = try a.need(0, "in_features").size(), outputs = try a.need(1, "out_features").size()
      return try weighted([outputs, inputs], fan: inputs, outputs: outputs, bias: try a.flag(2, "bias", true), dtype)
    case "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d":
      return try convolution(name, a, dtype)
    case "Embedding":
      let shape = [try a.need(0, "num_embeddings").size(), try a.need(1, "embedding_dim").size()]
      return .layer(["weight": try normal(try ReplayArray(dtype, shape), 0, 1)])
    case "Bilinear":
      let sizes = try ReplayValue.list([a.need(0, "in1_features"), a.need(1, "in2_features"), a.need(2, "out_features")]).shape()
      let bound = 1 / Double(sizes[0]).squareRoot()
      var parameters = ["weight": try uniform(try ReplayArray(dtype, [sizes[2], sizes[0], sizes[1]]), -bound, bound)]
      if try a.flag(3, "bias", true) { parameters["bias"] = try uniform(try ReplayArray(dtype, [sizes[2]]), -bound, bound) }
      return .layer(parameters)
    case "RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell": return try recurrent(name, a, dtype)
    case "Dropout": return .dropout(try a.double(0, "p", 0.5))
    default: return nil
    }
  }

  private func weighted(_ shape: [Int], fan: Int, outputs: Int, bias: Bool, _ dtype: DType) throws(TensorError) -> ReplayValue {
    let slope = 5.0.squareRoot()
    let gain = (2.0 / (1 + slope * slope)).squareRoot()
    var parameters = ["weight": try kaiming(try ReplayArray(dtype, shape), fan: Double(fan), gain: gain)]
    if bias {
      let bound = fan > 0 ? 1 / Double(fan).squareRoot() : 0
      parameters["bias"] = try uniform(try ReplayArray(dtype, [outputs]), -bound, bound)
    }
    return .layer(parameters)
  }

  private func convolution(_ name: String, _ a: ReplayArguments, _ dtype: DType) throws(TensorError) -> ReplayValue {
    let isTransposed = name.contains("Transpose"), rank = name.hasSuffix("1d") ? 1 : name.hasSuffix("2d") ? 2 : 3
    let inputs = try a.need(0, "in_channels").size(), outputs = try a.need(1, "out_channels").size()
    var kernel = try a.need(2, "kernel_size").shape()
    if kernel.count == 1 { kernel = [Int](repeating: kernel[0], count: rank) }
    let groups = try a.get(6, "groups").map(Self.int) ?? 1
    guard groups > 0, inputs % groups == 0, outputs % groups == 0 else { throw replayError("channels must be divisible by groups") }
    let shape = (isTransposed ? [inputs, outputs / groups] : [outputs, inputs / groups]) + kernel
    let bias = try a.flag(7, "bias", true)
    return try weighted(shape, fan: shape.dropFirst().reduce(1, *), outputs: outputs, bias: bias, dtype)
  }

  private func recurrent(_ name: String, _ a: ReplayArguments, _ dtype: DType) throws(TensorError) -> ReplayValue {
    let inputs = try a.need(0, "input_size").size(), hidden = try a.need(1, "hidden_size").size()
    let gates = name.hasPrefix("LSTM") ? 4 : name.hasPrefix("GRU") ? 3 : 1
    let isCell = name.hasSuffix("Cell")
    let layers = isCell ? 1 : try a.get(2, "num_layers").map(Self.int) ?? 1
    guard (1...1000).contains(layers) else { throw replayError("num_layers of \(layers)") }
    let bias = try a.flag(isCell ? 2 : -1, "bias", true)
    let isBidirectional = try a.flag(-1, "bidirectional", false)
    let directions = isBidirectional && !isCell ? ["", "_reverse"] : [""]
    let bound = hidden > 0 ? 1 / Double(hidden).squareRoot() : 0
    var parameters: [String: ReplayArray] = [:]
    for layer in 0..<layers {
      for direction in directions {
        let suffix = isCell ? "" : "_l\(layer)\(direction)"
        let width = layer == 0 ? inputs : hidden * directions.count
        parameters["weight_ih" + suffix] = try uniform(try ReplayArray(dtype, [gates * hidden, width]), -bound, bound)
        parameters["weight_hh" + suffix] = try uniform(try ReplayArray(dtype, [gates * hidden, hidden]), -bound, bound)
        if bias {
          parameters["bias_ih" + suffix] = try uniform(try ReplayArray(dtype, [gates * hidden]), -bound, bound)
          parameters["bias_hh" + suffix] = try uniform(try ReplayArray(dtype, [gates * hidden]), -bound, bound)
        }
      }
    }
    return .layer(parameters)
  }
}

/// An array's memory, for reading.
func withBytes(_ array: ReplayArray, _ body: (UnsafeRawPointer) throws(TensorError) -> Void) throws(TensorError) {
  var failure: TensorError?
  var padded = array.bytes
  padded.append(0)
  padded.withUnsafeBytes { buffer in
    do throws(TensorError) { try body(buffer.baseAddress!) } catch { failure = error }
  }
  if let failure { throw failure }
}
