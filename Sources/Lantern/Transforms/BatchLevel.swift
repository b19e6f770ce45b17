// How vmap works: a tensor that stands for one example holds those of all examples, along an axis in front that nobody sees.
//
// Such a tensor is a symbol whose "graph" is a `BatchLevel`: every operation on it comes to `Op.append`, which hands it on to the
// level. The level applies the operation to all examples at once, by a rule of `BatchRules`, or to one after the other. What it is
// applied to are ordinary tensors again (or tensors of an outer level), so that histories for `backward` arise on both floors: one of
// the examples inside, one of the whole outside.

/// One running `vmap`.
package final class BatchLevel: SymbolGraph, @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: all properties are constants.

  /// How many examples there are.
  let size: Int
  /// How many other levels run around this one.
  let depth: Int
  let randomness: VmapRandomness
  /// The level around this one.
  let parent: BatchLevel?
  /// Whether outer levels record what happens here, while a transform inside switches its own recording off.
  let recordsOutside: Bool

  @TaskLocal static var current: BatchLevel?

  init(size: Int, randomness: VmapRandomness) {
    self.size = size
    self.randomness = randomness
    parent = Self.current
    depth = (parent?.depth ?? 0) + 1
    recordsOutside = isGradEnabled
  }

  package func register(_ op: Op) -> (id: Int, name: String) { (0, op.name) }
  package func added(_ results: [Tensor], id: Int) {}

  /// All examples as the one that the function sees.
  func wrap(_ all: Tensor) -> Tensor {
    if all.isInvalid { return all }
    let symbol = Symbol(graph: self, op: nil, attributes: .none, inputs: [all], outputIndex: 0, id: 0, name: "example")
    var shape = all.shape
    shape.remove(at: 0)
    return Tensor(symbol: symbol, shape: shape, dtype: all.dtype)
  }

  /// All examples behind one of this level, along axis 0; `nil` for a tensor that is the same for all.
  func examples(_ t: Tensor) -> Tensor? {
    guard let symbol = t.symbol, symbol.graph === self else { return nil }
    return symbol.inputs[0]
  }

  /// The innermost level that one of these tensors belongs to.
  static func innermost(_ tensors: [Tensor]) -> BatchLevel? {
    var found: BatchLevel?
    for t in tensors {
      if let level = t.symbol?.graph as? BatchLevel, level.depth > found?.depth ?? 0 { found = level }
    }
    return found
  }

  /// Applies an operation to all examples.
  func apply(_ op: Op, _ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Tensor] {
    // With the shapes that the function sees, so that errors speak of those.
    let specs = try op.infer(inputs, attributes)
    let call = BatchCall(level: self, op: op, inputs: inputs.all, attributes: copy attributes, specs: specs)
    let results = try withGrad(enabled: isGradEnabled || (FunctionGradient.keepsOuter && recordsOutside)) { () throws(TensorError) in
      try call.run()
    }
    return results.map(wrap)
  }
}

extension BatchLevel {
  /// A tensor of random numbers of this shape, as the running levels want it: drawn once, or once for each of their examples.
  static func drawing(_ shape: Shape, _ draw: (Shape) throws(TensorError) -> Tensor) throws(TensorError) -> Tensor {
    try refuseTracing()
    guard let innermost = current else { return try draw(shape) }
    let levels = try innermost.thatDraw()
    let drawn = try $current.withValue(nil) { Result { () throws(TensorError) in try draw(Shape(levels.map(\.size) + shape)) } }.get()
    return levels.reduce(drawn) { $1.wrap($0) }
  }

  /// Checks that numbers may be drawn into a tensor that is the same for all examples.
  static func checkDrawInPlace() throws(TensorError) {
    try refuseTracing()
    guard let levels = try current?.thatDraw(), !levels.isEmpty else { return }
    throw TensorError(
      .argument, op: "vmap",
      "vmap: Cannot ask for different inplace randomness on an unbatched tensor. This will appear like same randomness.",
      hint: "Make a tensor of random numbers, with Tensor.rand for example.")
  }

  /// A function that is compiled would give the numbers of its first call for ever.
  private static func refuseTracing() throws(TensorError) {
    guard Tracing.isOn else { return }
    throw TensorError(
      .graph, op: "compile", "random numbers cannot be drawn inside a compiled function",
      hint: "Draw them outside and pass them as an argument.")
  }

  /// The levels whose examples get numbers of their own, outermost first.
  private func thatDraw() throws(TensorError) -> [BatchLevel] {
    if randomness == .error {
      throw TensorError(
        .argument, op: "vmap",
        "vmap: called random operation while in randomness error mode. Please either use the 'same' or 'different' randomness flags on vmap "
          + "or perform the randomness operation out of vmap")
    }
    return (try parent?.thatDraw() ?? []) + (randomness == .different ? [self] : [])
  }
}

/// What random numbers a function inside `vmap` gets.
public enum VmapRandomness: Sendable {
  /// Drawing any is an error.
  case error
  /// Each example gets numbers of its own.
  case different
  /// All examples get the same numbers.
  case same
}

/// One operation applied to all examples of a level.
struct BatchCall {
  let level: BatchLevel
  let op: Op
  /// As the function sees them.
  let inputs: [Tensor]
  let attributes: Attributes
  /// Of the results, as the function sees them; unknown sizes are -1.
  let specs: [Spec]

  /// The results, with the examples along axis 0.
  func run() throws(TensorError) -> [Tensor] {
    if let found = try byRule(), matches(found) { return found }
    return try oneByOne()
  }

  private func byRule() throws(TensorError) -> [Tensor]? {
    if case .pointwise(let loop) = op.kernel { return [try pointwise(loop)] }
    guard let rule = BatchRules.all[ObjectIdentifier(op)] else { return nil }
    let found = rule(self)
    if let invalid = found?.first(where: { $0.isInvalid }) {
      try checkTensorErrors()
      return [invalid]
    }
    return found
  }

  /// A rule that does not give what the shapes promise must not be trusted.
  private func matches(_ results: [Tensor]) -> Bool {
    results.count == specs.count
      && zip(results, specs).allSatisfy { result, spec in
        result.isInvalid
          || (result.dtype == spec.dtype && result.rank == spec.shape.count + 1
            && zip(result.shape, [level.size] + spec.shape).allSatisfy { $1 < 0 || $0 == $1 })
      }
  }

  /// Each example alone, the results stacked.
  private func oneByOne() throws(TensorError) -> [Tensor] {
    guard level.size > 0 else {
      if specs.contains(where: { $0.shape.hasUnknown }) { throw dynamicShape }
      return specs.map { Tensor.zeros(Shape([0] + $0.shape), dtype: $0.dtype) }
    }
    var rows: [[Tensor]] = []
    for k in 0..<level.size {
      let alone = inputs.map { t in level.examples(t)?.select(0, k) ?? t }
      if case .call = op.kernel {
        rows.append(applyAll(op, alone, attributes))
      } else {
        rows.append([Lantern.apply(op, alone, attributes)])
      }
      if rows[k].contains(where: { $0.isInvalid }) {
        try checkTensorErrors()
        return [.invalid()]
      }
      if zip(rows[k], rows[0]).contains(where: { $0.shape != $1.shape }) { throw dynamicShape }
    }
    return rows[0].indices.map { i in Tensor.stack(rows.map { $0[i] }, 0) }
  }

  private var dynamicShape: TensorError {
    TensorError(
      .shape, op: op.name,
      "vmap: It looks like you're attempting to use an operation whose result's shape depends on the numbers (\(op.name)); the examples "
        + "gave results of different shapes.", hint: "Use where() or masks instead.")
  }

  // ---- what rules are written in ------------------------------------------------------------------------------------------------

  /// Whether an input differs from example to example.
  func isBatched(_ i: Int) -> Bool { level.examples(inputs[i]) != nil }

  /// An input with the examples along axis 0, spread out where it is the same for all.
  func all(_ i: Int) -> Tensor {
    level.examples(inputs[i]) ?? inputs[i].unsqueeze(0).expand(Shape([level.size] + inputs[i].shape))
  }

  /// All inputs likewise.
  var all: [Tensor] { inputs.indices.map { all($0) } }

  /// An input with the examples along axis 0 and at least `rank` axes behind it; as it is where it is the same for all.
  func aligned(_ i: Int, rank: Int) -> Tensor {
    guard var t = level.examples(inputs[i]) else { return inputs[i] }
    while t.rank < rank + 1 { t = t.unsqueeze(1) }
    return t
  }

  /// The attributes with other whole numbers.
  func with(_ ints: some Sequence<Int>) -> Attributes {
    Attributes(ints: Shape(ints), numbers: attributes.numbers, flag: attributes.flag, dtype: attributes.dtype)
  }

  private func pointwise(_ loop: Pointwise) throws(TensorError) -> Tensor {
    // The type is that of the examples: a number without axes counts less than a vector.
    let kept = Inputs(inputs)
    let type = try loop.commonType(op.name, kept)
    let rank = specs[0].shape.count
    let operands = inputs.indices.map { i in
      let t = aligned(i, rank: rank)
      return loop.skipsFirst && i == 0 || t.dtype == type ? t : t.to(type)
    }
    return Lantern.apply(op, operands, attributes)
  }
}
