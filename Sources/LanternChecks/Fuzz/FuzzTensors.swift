import Lantern

/// Makes the tensors of one call: their shapes have to do with each other, so that many calls are allowed ones.
struct FuzzTensors {
  var random: FuzzRandom
  /// The sizes of this call; few, so that axes often match.
  private let sizes: [Int]
  private let base: [Int]
  private let dtype: DType
  private let tracks: Bool
  private let isWild: Bool

  init(_ random: FuzzRandom) {
    var random = random
    isWild = random.chance(20)
    let pool = random.chance(70) ? [1, 2, 3, 4] : random.chance(50) ? [0, 1, 2, 3, 5, 8] : [1, 2, 7, 16, 17, 33, 64, 65]
    let count = random.whole(1...3)
    sizes = (0..<count).map { _ in random.pick(pool) }
    let rank = random.chance(4) ? 9 : random.chance(10) ? 0 : random.pick([1, 2, 2, 3, 3, 4, 4, 5])
    let chosen = sizes
    base = (0..<rank).map { _ in rank > 5 ? min(random.pick(chosen), 2) : random.pick(chosen) }
    dtype = random.chance(60) ? random.pick([.float32, .float64]) : random.pick(DType.allCases)
    tracks = random.chance(60)
    self.random = random
  }

  /// Sizes whose product stays small.
  private mutating func shape(rank: Int? = nil) -> [Int] {
    var product = 1
    return wildShape(rank).map { size in
      let fitting = product * size > 1 << 13 ? min(size, 1) : size
      product *= fitting
      return fitting
    }
  }

  private mutating func wildShape(_ rank: Int?) -> [Int] {
    if let rank { return (0..<rank).map { _ in random.pick(sizes) } }
    switch random.whole(0...9) {
    case 0...4: return base
    case 5: return base.map { random.chance(40) ? 1 : $0 }
    case 6: return Array(base.dropFirst(random.whole(0...base.count)))
    case 7 where base.count >= 2: return base.dropLast(2) + [base[base.count - 1], base[base.count - 2]]
    case 8 where isWild: return base.map { random.chance(30) ? 0 : $0 }
    default: return (0..<random.whole(0...4)).map { _ in random.pick(sizes) }
    }
  }

  /// A tensor for an argument of this name.
  mutating func tensor(named name: String) -> Tensor {
    var kind = dtype
    if isWild, random.chance(40) { kind = random.pick(DType.allCases) }
    var rank: Int?
    switch name {
    case "index", "indices", "target", "pivots", "offsets", "boundaries", "repeats", "fweights", "LU_pivots", "tau":
      if random.chance(85) { return positions() }
    case "mask", "condition", "key_padding_mask": if random.chance(80) { kind = .bool }
    case "bias", "vec", "vec1", "vec2", "running_mean", "running_var", "bins": if random.chance(80) { rank = 1 }
    case "mat", "mat1", "mat2", "weight": if random.chance(40) { rank = 2 }
    case "batch1", "batch2": if random.chance(80) { rank = 3 }
    default: break
    }
    let values = filled(rank == nil ? shape() : shape(rank: rank), kind)
    let placed = rearranged(values)
    if tracks, kind.isDifferentiable, random.chance(80) { _ = placed.requiresGrad_() }
    return placed
  }

  /// Numbers of positions, most of them small.
  private mutating func positions() -> Tensor {
    let shape = shape()
    let top = random.pick(sizes + [1, 2])
    let wild = random.chance(20)
    let values = (0..<shape.reduce(1, *)).map { _ in
      wild && random.chance(10) ? random.pick(Self.wholes) : random.chance(5) ? -1 : random.whole(0...max(top - 1, 0))
    }
    let indices = rearranged(Tensor(values, shape: Shape(shape)))
    return random.chance(10) ? indices.to(random.pick([.int32, .uint8, .int16, .bool])) : indices
  }

  static let wholes: [Int] = [
    0, -1, 1, 2, -2, 63, 64, 65, 127, 128, 255, 256, 1 << 31, -1 << 31, 1 << 32, 1 << 53, 1 << 62, .max, .min, .max - 1, .min + 1,
  ]
  static let reals: [Double] = [
    0, -0.0, 1, -1, 0.5, 2, -2, 1e-8, 1e8, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    .leastNonzeroMagnitude, 1e300, -1e300, 1e19, 9.3e18, 3.5e38,
  ]

  /// A contiguous tensor of ordinary or extreme numbers.
  private mutating func filled(_ shape: [Int], _ dtype: DType) -> Tensor {
    let count = shape.reduce(1, *)
    let extreme = random.chance(25)
    if dtype.isFloatingPoint || dtype.isComplex {
      var values: [Double] = []
      for _ in 0..<count { values.append(extreme && random.chance(20) ? random.pick(Self.reals) : random.uniform() * 4 - 2) }
      return Tensor(values, shape: Shape(shape)).to(dtype)
    }
    var values: [Int] = []
    for _ in 0..<count { values.append(extreme && random.chance(20) ? random.pick(Self.wholes) : random.whole(-3...9)) }
    return Tensor(values, shape: Shape(shape)).to(dtype)
  }

  /// The same numbers, or some of them, in memory in another order.
  mutating func rearranged(_ t: Tensor) -> Tensor {
    guard t.rank > 0, t.rank < 9 else { return t }
    switch random.whole(0...9) {
    case 0:
      let (a, b) = (random.whole(0...(t.rank - 1)), random.whole(0...(t.rank - 1)))
      return t.transpose(a, b).contiguous().transpose(a, b).detach()
    case 1:
      // Every second row of twice as many.
      let d = random.whole(0...(t.rank - 1))
      return Tensor.stack([t, t], d + 1).flatten(d, d + 1)[dynamically: Self.step(d)].detach()
    case 2:
      let d = random.whole(0...(t.rank - 1))
      guard t.shape[d] > 0 else { return t }
      return t.narrow(d, 0, 1).expand(t.shape).detach()
    case 3:
      // Not at the beginning of its memory.
      return Tensor.cat([t, t], 0).narrow(0, t.shape[0], t.shape[0]).detach()
    default: return t
    }
  }

  private static func step(_ d: Int) -> [IndexPart] {
    [IndexPart](repeating: .range(start: nil, end: nil, step: 1), count: d) + [.range(start: 1, end: nil, step: 2)]
  }
}
