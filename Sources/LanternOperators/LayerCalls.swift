import Lantern

extension OperatorTable {
  /// Shares.
  static let layers: [OperatorCall] = [
    .one("softmax", "x.softmax(0)") { a in try a.x.softmax(a.int(1, "dim"), dtype: a.dtype(nil, "dtype")) },
    .one("log_softmax", "x.logSoftmax(0)") { a in try a.x.logSoftmax(a.int(1, "dim"), dtype: a.dtype(nil, "dtype")) },
  ]

  /// Functions with tables of weights: linear layers, embeddings, attention; and dropout, distances, folding.
  static let weightLayers: [OperatorCall] = [
    .one("nn.functional.linear", "x.linear(weight, bias)") { a in try a.x.linear(a.tensor(1, "weight"), a.optionalTensor(2, "bias")) },
    .one("nn.functional.bilinear", "x.bilinear(y, weight, bias)") { a in
      try a.tensor(0, "input1").bilinear(a.tensor(1, "input2"), a.tensor(2, "weight"), a.optionalTensor(3, "bias"))
    },
    .one("nn.functional.embedding", "weight.embedding(indices, paddingIndex: 0)") { a in
      _ = try a.flag(nil, "sparse")
      return try a.tensor(0, "weight").embedding(
        a.tensor(1, "input"), paddingIndex: a.optionalInt(nil, "padding_idx"), maxNorm: a.optionalDouble(nil, "max_norm"),
        normType: a.double(nil, "norm_type", 2), scaleGradByFreq: a.flag(nil, "scale_grad_by_freq"))
    },
    .one("nn.functional.embedding_bag", "weight.embeddingBag(indices, offsets: offsets, mode: .sum)") { a in
      _ = try a.flag(nil, "sparse")
      return try a.tensor(0, "weight").embeddingBag(
        a.tensor(1, "input"), offsets: a.optionalTensor(2, "offsets"), mode: choice(a.string(nil, "mode"), .mean),
        perSampleWeights: a.optionalTensor(nil, "per_sample_weights"), includeLastOffset: a.flag(nil, "include_last_offset"),
        paddingIndex: a.optionalInt(nil, "padding_idx"), maxNorm: a.optionalDouble(nil, "max_norm"),
        normType: a.double(nil, "norm_type", 2), scaleGradByFreq: a.flag(nil, "scale_grad_by_freq"))
    },
    .one("nn.functional.one_hot", "x.oneHot(10)") { a in try a.x.oneHot(a.int(1, "num_classes", -1)) },
    .one("nn.functional.scaled_dot_product_attention", "query.scaledDotProductAttention(key, value, isCausal: true)") { a in
      // The calls with dropout were recorded after manual_seed(42).
      try a.tensor(0, "query").scaledDotProductAttention(
        a.tensor(1, "key"), a.tensor(2, "value"), mask: a.optionalTensor(3, "attn_mask"), dropout: a.double(4, "dropout_p", 0),
        isCausal: a.flag(5, "is_causal"), scale: a.optionalDouble(nil, "scale"), enableGQA: a.flag(nil, "enable_gqa"),
        generator: Generator(seed: 42))
    },
    .one("nn.functional.glu", "x.glu(-1)") { a in try a.x.glu(a.int(1, "dim", -1)) },
    .one("nn.functional.cosine_similarity", "x.cosineSimilarity(y, dim: 1)") { a in
      try a.tensor(0, "x1").cosineSimilarity(a.tensor(1, "x2"), dim: a.int(2, "dim", 1), eps: a.double(3, "eps", 1e-8))
    },
    .one("nn.functional.pairwise_distance", "x.pairwiseDistance(y, p: 2)") { a in
      try a.tensor(0, "x1").pairwiseDistance(
        a.tensor(1, "x2"), p: a.double(2, "p", 2), eps: a.double(3, "eps", 1e-6), keepDim: a.flag(4, "keepdim"))
    },
    dropout("dropout", "x.dropout(0.5)") { $0.dropout($1, training: $2) },
    dropout("dropout1d", "x.dropout1d(0.5)") { $0.dropout1d($1, training: $2) },
    dropout("dropout2d", "x.dropout2d(0.5)") { $0.dropout2d($1, training: $2) },
    dropout("dropout3d", "x.dropout3d(0.5)") { $0.dropout3d($1, training: $2) },
    dropout("alpha_dropout", "x.alphaDropout(0.5)", trains: false) { $0.alphaDropout($1, training: $2) },
    dropout("feature_alpha_dropout", "x.featureAlphaDropout(0.5)", trains: false) { $0.featureAlphaDropout($1, training: $2) },
    .one("nn.functional.unfold", "x.unfoldWindows([2, 3], padding: 1)") { a in
      try a.x.unfoldWindows(
        a.perAxis(1, "kernel_size") ?? 1, dilation: a.perAxis(2, "dilation") ?? 1, padding: a.perAxis(3, "padding") ?? 0,
        stride: a.perAxis(4, "stride") ?? 1)
    },
    .one("nn.functional.fold", "x.foldWindows(outputSize: [4, 5], [2, 3])") { a in
      try a.x.foldWindows(
        outputSize: a.perAxis(1, "output_size") ?? 1, a.perAxis(2, "kernel_size") ?? 1, dilation: a.perAxis(3, "dilation") ?? 1,
        padding: a.perAxis(4, "padding") ?? 0, stride: a.perAxis(5, "stride") ?? 1)
    },
    .one("nn.functional.pixel_shuffle", "x.pixelShuffle(2)") { a in try a.x.pixelShuffle(a.int(1, "upscale_factor")) },
    .one("nn.functional.pixel_unshuffle", "x.pixelUnshuffle(2)") { a in try a.x.pixelUnshuffle(a.int(1, "downscale_factor")) },
    .one("nn.functional.channel_shuffle", "x.channelShuffle(2)") { a in try a.x.channelShuffle(a.int(1, "groups")) },
  ]

  private static func dropout(
    _ name: String, _ swift: String, trains: Bool = true, _ run: @escaping @Sendable (Tensor, Double, Bool) -> Tensor
  ) -> OperatorCall {
    .one("nn.functional." + name, swift) { a in
      _ = try a.flag(3, "inplace")
      return try run(a.x, a.double(1, "p", 0.5), a.flag(2, "training", trains))
    }
  }

  /// A case of an enumeration by its Python name; `absent` when there is none.
  static func choice<E: RawRepresentable<String>>(_ name: String?, _ absent: E) throws -> E {
    guard let name else { return absent }
    guard let found = E(rawValue: name) else { throw UnsupportedCall("no \(E.self) '\(name)'") }
    return found
  }
}

extension CallArguments {
  /// One number for all axes, or one for each.
  func perAxis(_ position: Int?, _ name: String) throws -> PerAxis? { try optionalInts(position, name).map { PerAxis($0) } }

  /// The same, where an empty list stands for nothing.
  func stride(_ position: Int?, _ name: String = "stride") throws -> PerAxis? {
    try perAxis(position, name).flatMap { $0.values.isEmpty ? nil : $0 }
  }

  /// Sizes, some of which may be absent.
  func optionalSizes(_ position: Int, _ name: String) throws -> [Int?] {
    switch value(position, name) {
    case .list(let items)?, .tuple(let items)?:
      return try items.map { item in
        switch item {
        case .none: return nil
        case .int(let size): return size
        default: throw UnsupportedCall("'\(name)' holds \(item.kind)")
        }
      }
    default: return [try int(position, name)]
    }
  }
}
