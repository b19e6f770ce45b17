import Lantern

/// Operations of the table, on their samples changed at random.
///
/// Which shapes and attributes an operation allows is for the public functions to check, so those only change for loops over elements.
enum FuzzOps {
  static let all: [Op] = Op.all.filter { !samples($0).isEmpty }

  static func samples(_ op: Op) -> [Sample] {
    switch op.samples {
    case .custom(let list), .complex(let list): return list
    case .domain(let range):
      guard case .pointwise(let loop) = op.kernel else { return [] }
      let shapes: [[Int]] = [[2, 3], [4, 1], [3], [2, 1, 40]]
      return shapes.map { Sample([[Int]](repeating: $0, count: loop.inputCount), ranges: [range]) }
    case .inPlaceOnly, .none: return []
    }
  }

  /// One call of an operation.
  static func call(
    _ op: Op, _ random: FuzzRandom, journal: FuzzJournal?, failure: Int?
  ) throws -> (results: [Tensor], leaves: [Tensor]) {
    var random = random
    let sample = random.pick(samples(op))
    var tensors = FuzzTensors(random)
    let dtype = random.chance(60) ? DType.float64 : random.pick(DType.allCases)
    let changesShapes = if case .pointwise = op.kernel { random.chance(50) } else { false }
    let tracks = random.chance(60)
    var inputs: [Tensor] = []
    for (i, shape) in sample.shapes.enumerated() {
      let sizes = changesShapes && random.chance(50) ? changed(shape, &random) : shape
      let made = filled(sizes, dtype, sample, i, &random)
      let placed = random.chance(50) ? tensors.rearranged(made) : made
      if tracks, placed.dtype.isDifferentiable { _ = placed.requiresGrad_() }
      inputs.append(placed)
    }
    var attributes = sample.attributes
    if random.chance(20) { change(&attributes, &random) }
    journal?.note(inputs.map { " " + FuzzArguments.text($0) }.joined() + " \(Array(attributes.ints)) \(Array(attributes.numbers))")
    if let dtype = attributes.dtype { journal?.note(" \(dtype)") }
    if attributes.flag { journal?.note(" flag") }
    Allocator.failAllocation(after: failure)
    let results: [Tensor]
    if case .call = op.kernel { results = applyAll(op, inputs, attributes) } else { results = [apply(op, inputs, attributes)] }
    return (results, inputs.filter(\.requiresGrad))
  }

  private static func changed(_ shape: [Int], _ random: inout FuzzRandom) -> [Int] {
    var shape = shape
    switch random.whole(0...5) {
    case 0: shape.insert(random.pick([0, 1, 2]), at: 0)
    case 1 where !shape.isEmpty: shape.removeFirst()
    case 2 where !shape.isEmpty: shape.removeLast()
    case 3 where !shape.isEmpty: shape[random.whole(0...(shape.count - 1))] = 0
    case 4 where !shape.isEmpty: shape[random.whole(0...(shape.count - 1))] = random.pick([1, 5, 33])
    default: shape = [Int](repeating: 1, count: random.pick([0, 1, 9]))
    }
    return shape
  }

  private static func filled(_ shape: [Int], _ dtype: DType, _ sample: Sample, _ i: Int, _ random: inout FuzzRandom) -> Tensor {
    let count = shape.reduce(1, *)
    let extreme = random.chance(20)
    if let size = sample.positions[i] {
      return Tensor(
        (0..<count).map { _ in extreme && random.chance(30) ? random.pick(FuzzTensors.wholes) : random.whole(0...max(size - 1, 0)) },
        shape: Shape(shape))
    }
    if sample.masks.contains(i) { return Tensor((0..<count).map { _ in random.chance(50) }, shape: Shape(shape)) }
    let range = sample.ranges[min(i, sample.ranges.count - 1)]
    let values = (0..<count).map { _ in
      extreme && random.chance(20)
        ? random.pick(FuzzTensors.reals) : range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform()
    }
    return Tensor(values, shape: Shape(shape)).to(dtype)
  }

  private static func change(_ attributes: inout Attributes, _ random: inout FuzzRandom) {
    if !attributes.numbers.isEmpty, random.chance(50) {
      attributes.numbers = Numbers(attributes.numbers.map { _ in .double(random.pick(FuzzTensors.reals)) })
    }
  }
}
