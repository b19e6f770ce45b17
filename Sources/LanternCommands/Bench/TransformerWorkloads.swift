import Lantern

// W9: a GPT of 4 layers, 6 heads, width 384, 256 positions, 8192 words; trained in batches of 4, and decoding one word at a time.

/// The model and its numbers.
struct BenchGPT {
  static let (layers, width, heads, positions, words, batch) = (4, 384, 6, 256, 8192, 4)

  struct Block {
    let norm1: (Tensor, Tensor), qkv: (Tensor, Tensor), out: (Tensor, Tensor), norm2: (Tensor, Tensor)
    let up: (Tensor, Tensor), down: (Tensor, Tensor)
  }

  let parameters = Parameters()
  let blocks: [Block]
  let wordTable: Tensor, positionTable: Tensor
  let norm: (Tensor, Tensor)

  init() {
    let p = parameters
    let width = Self.width
    func norms() -> (Tensor, Tensor) { (p.full([width], 1), p.full([width], 0)) }
    func linear(_ from: Int, _ to: Int) -> (Tensor, Tensor) { (p.normal([to, from], 0.02), p.uniform([to], inputs: from)) }
    wordTable = p.normal([Self.words, width], 0.02)
    positionTable = p.normal([Self.positions, width], 0.02)
    blocks = (0..<Self.layers).map { _ in
      Block(
        norm1: norms(), qkv: linear(width, 3 * width), out: linear(width, width), norm2: norms(), up: linear(width, 4 * width),
        down: linear(4 * width, width))
    }
    norm = norms()
  }

  /// Keys and values of the positions so far.
  typealias Cache = [(keys: Tensor, values: Tensor)]

  private func attention(_ x: Tensor, _ block: Block, _ cache: (keys: Tensor, values: Tensor)?, _ position: Int) -> Tensor {
    let (b, t, d) = (x.shape[0], x.shape[1], Self.width)
    let parts = x.linear(block.qkv.0, block.qkv.1).split(d, dim: 2).map { $0.view(b, t, Self.heads, d / Self.heads).transpose(1, 2) }
    let y: Tensor
    if let cache {
      cache.keys[0..., 0..., position..<(position + 1)] = parts[1]
      cache.values[0..., 0..., position..<(position + 1)] = parts[2]
      y = parts[0].scaledDotProductAttention(cache.keys, cache.values)
    } else {
      y = parts[0].scaledDotProductAttention(parts[1], parts[2], isCausal: true)
    }
    return y.transpose(1, 2).reshape(b, t, d).linear(block.out.0, block.out.1)
  }

  func callAsFunction(_ words: Tensor, cache: Cache? = nil, position: Int = 0) -> Tensor {
    var x = wordTable.embedding(words) + positionTable[position..<(position + words.shape[1])]
    for (i, block) in blocks.enumerated() {
      x = x + attention(x.layerNorm([Self.width], weight: block.norm1.0, bias: block.norm1.1), block, cache?[i], position)
      let h = x.layerNorm([Self.width], weight: block.norm2.0, bias: block.norm2.1)
      x = x + h.linear(block.up.0, block.up.1).gelu().linear(block.down.0, block.down.1)
    }
    return x.layerNorm([Self.width], weight: norm.0, bias: norm.1).matmul(wordTable.t())
  }

  func loss(_ words: Tensor, _ targets: Tensor) -> Tensor {
    self(words).view(-1, Self.words).crossEntropy(targets.view(-1))
  }

  func step(_ words: Tensor, _ targets: Tensor) -> Tensor {
    parameters.clearGradients()
    let loss = loss(words, targets)
    loss.backward()
    parameters.adam(rate: 3e-4, decay: 0.01)
    return loss
  }
}

extension Workload {
  static let transformers: [Named] = [
    (
      "W9/gpt_train",
      {
        manualSeed(0)
        let model = BenchGPT()
        let shape: Shape = [BenchGPT.batch, BenchGPT.positions]
        let (words, targets) = (Tensor.randint(0, BenchGPT.words, shape), Tensor.randint(0, BenchGPT.words, shape))
        return Workload(
          name: "W9/gpt_train", unit: .rate("tokens/s", work: Double(shape.elementCount), scale: 1),
          check: {
            let (first, second) = (model.step(words, targets).item().doubleValue, model.step(words, targets).item().doubleValue)
            return second < first ? nil : "the loss goes from \(first) to \(second)"
          }, run: { _ = model.step(words, targets) })
      }
    ),
    (
      "W9/gpt_decode",
      {
        manualSeed(0)
        let model = BenchGPT()
        let shape: Shape = [1, BenchGPT.heads, BenchGPT.positions, BenchGPT.width / BenchGPT.heads]
        let cache: BenchGPT.Cache = (0..<BenchGPT.layers).map { _ in (Tensor.randn(shape), Tensor.randn(shape)) }
        let word = Tensor([[5]])
        let body = { model(word, cache: cache, position: BenchGPT.positions - 1)[0..., -1].argmax(dim: -1) }
        return plain(
          "W9/gpt_decode", .microseconds(per: "token"),
          check: {
            let found = noGrad { body()[0].item().intValue }
            return (0..<BenchGPT.words).contains(found) ? nil : "there is no word \(found)"
          }, body)
      }
    ),
  ]
}
