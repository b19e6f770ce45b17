// One rule for each operation that has a better way than one example after the other.

/// How operations are applied to all examples at once. Inputs have the examples along axis 0, and so have the results; `nil` where a
/// rule does not fit.
enum BatchRules {
  typealias Rule = @Sendable (BatchCall) -> [Tensor]?

  static let all: [ObjectIdentifier: Rule] = {
    var table: [ObjectIdentifier: Rule] = [:]
    func add(_ ops: [Op], _ rule: @escaping Rule) { for op in ops { table[ObjectIdentifier(op)] = rule } }
    add(sameAttributes, whole)
    add(axisFirst) { moved($0, axes: 0..<1) }
    add(allAxes) { $0.attributes.ints.isEmpty ? nil : moved($0, axes: 0..<$0.attributes.ints.count) }
    // A single number beside tensors with axes would become one with an axis.
    add(rankAndAxis) { c in
      let rank = c.inputs[0].rank
      return rank > 0 && c.inputs.allSatisfy { $0.rank == rank } ? moved(c, axes: 0..<1) : nil
    }
    addReductions(&table)
    addShapes(&table)
    addProducts(&table)
    addPositions(&table)
    return table
  }()

  /// Operations on each element, or on matrices with any axes in front.
  private static let sameAttributes: [Op] = [
    .clone, .contiguous, .toCopy, .alias, .tril, .triu, .inverse, .det, .cofactor, .matrixExp, .cholesky, .qr, .svd, .eigh, .eig, .slogdet,
    .luFactor, .viewAsReal, .viewAsComplex, .zerosLike, .onesLike, .fullLike,
  ]
  /// Operations whose first whole number is an axis.
  private static let axisFirst: [Op] = [
    .unsqueeze, .select, .slice, .sliceScatter, .split, .splitWithSizes, .unbind, .unfold, .stack, .fftR2C, .fftC2R, .resample,
  ]
  /// Operations whose whole numbers are all axes.
  private static let allAxes: [Op] = [
    .squeeze, .squeezeOne, .squeezeSome, .softmax, .logSoftmax, .logSumExp, .cumsum, .cumprod, .flip, .fftC2C, .variance, .std, .vectorNorm,
  ]
  /// Operations along an axis whose inputs must have one.
  private static let rankAndAxis: [Op] = [.gather, .scatter, .scatterAdd, .scatterNumber, .argsort, .topkPositions, .sort, .topk]

  private static let whole: Rule = { run($0, $0.all, $0.attributes) }

  /// The operation on all examples, with those of its whole numbers that are axes counted from behind the examples.
  private static func moved(_ c: BatchCall, axes: Range<Int>) -> [Tensor] {
    run(c, c.all, c.with(c.attributes.ints.enumerated().map { axes.contains($0.offset) ? $0.element + 1 : $0.element }))
  }

  static func run(_ c: BatchCall, _ inputs: [Tensor], _ attributes: Attributes) -> [Tensor] {
    if case .call = c.op.kernel { return applyAll(c.op, inputs, attributes) }
    return [apply(c.op, inputs, attributes)]
  }

  private static func addReductions(_ table: inout [ObjectIdentifier: Rule]) {
    // Of all elements of an example: the same along named axes, which no longer cover everything.
    let named: [(Op, Op)] = [
      (.sumAll, .sum), (.sum, .sum), (.prodAll, .prod), (.prod, .prod), (.maxAll, .amax), (.amax, .amax), (.minAll, .amin), (.amin, .amin),
      (.meanAll, .mean), (.mean, .mean), (.anyTrue, .anyTrue), (.allTrue, .allTrue),
    ]
    for (op, along) in named {
      table[ObjectIdentifier(op)] = { c in
        let x = c.all(0)
        let axes = c.attributes.ints.map { $0 + 1 }
        if axes.isEmpty { return c.attributes.dtype == nil && x.dtype == c.specs[0].dtype ? [x] : nil }
        return [apply(along, x, c.with(axes))]
      }
    }
    for op in [Op.argmax, .argmin] {
      table[ObjectIdentifier(op)] = { c in
        guard !c.attributes.ints.isEmpty else { return nil }
        let x = c.all(0)
        let axes = c.attributes.ints
        if axes.count == 1 { return [apply(c.op, x, c.with(axes.map { $0 + 1 }))] }
        guard axes.count == x.rank - 1, !c.attributes.flag else { return nil }
        return [apply(c.op, x.flatten(1, -1), c.with([1]))]
      }
    }
    table[ObjectIdentifier(Op.maxDim)] = { c in c.inputs[0].rank == 0 ? nil : moved(c, axes: 0..<1) }
    table[ObjectIdentifier(Op.minDim)] = { c in c.inputs[0].rank == 0 ? nil : moved(c, axes: 0..<1) }
    table[ObjectIdentifier(Op.sumTo)] = { c in
      let target = c.attributes.ints
      let ones = Shape(repeating: 1, count: Swift.max(c.inputs[0].rank - target.count, 0))
      let sum = apply(.sumTo, c.all(0), c.with([c.level.size] + Array(ones) + Array(target)))
      return [sum.reshape(Shape([c.level.size] + target))]
    }
  }

  private static func addShapes(_ table: inout [ObjectIdentifier: Rule]) {
    func shaped(_ ops: [Op], _ rule: @escaping Rule) { for op in ops { table[ObjectIdentifier(op)] = rule } }
    shaped([.view, .unsafeView, .reshape, .reshapeLike]) { c in
      c.specs[0].shape.hasUnknown || !c.isBatched(0) ? nil : [c.all(0).reshape(Shape([c.level.size] + c.specs[0].shape))]
    }
    shaped([.expand, .expandLike]) { c in
      guard c.isBatched(0) else { return nil }
      return [c.aligned(0, rank: c.specs[0].shape.count).expand(Shape([c.level.size] + c.specs[0].shape))]
    }
    shaped([.permute, .transpose, .t]) { c in [apply(c.op, c.all(0), c.with([0] + c.attributes.ints.map { $0 + 1 }))] }
    shaped([.diagonal]) { c in
      let a = c.attributes.ints
      return [apply(c.op, c.all(0), c.with([a[0] + 1, a[1] + 1, a[2]]))]
    }
    shaped([.diagonalScatter]) { c in
      let a = c.attributes.ints
      return [apply(c.op, c.all(0), c.with([a[0] + 1, a[1] + 1, a[2], c.level.size] + Array(a.dropFirst(3))))]
    }
    shaped([.cat]) { c in
      if c.inputs.contains(where: { $0.rank == 1 && $0.shape[0] == 0 }) { return nil }
      return moved(c, axes: 0..<1)
    }
    shaped([.roll]) { c in
      [apply(c.op, c.all(0), c.with(c.attributes.ints.enumerated().map { $0.offset % 2 == 0 ? $0.element + 1 : $0.element }))]
    }
    shaped([.repeat]) { c in [apply(c.op, c.aligned(0, rank: c.attributes.ints.count), c.with([1] + Array(c.attributes.ints)))] }
    shaped([.constantPad]) { c in [apply(c.op, c.all(0), c.with([0, 0] + Array(c.attributes.ints)))] }
  }

  private static func addProducts(_ table: inout [ObjectIdentifier: Rule]) {
    table[ObjectIdentifier(Op.mm)] = { c in [c.aligned(0, rank: 2).matmul(c.aligned(1, rank: 2))] }
    table[ObjectIdentifier(Op.bmm)] = { c in [c.aligned(0, rank: 3).matmul(c.aligned(1, rank: 3))] }
    table[ObjectIdentifier(Op.mv)] = { c in
      c.isBatched(1) ? [c.aligned(0, rank: 2).matmul(c.all(1).unsqueeze(-1)).squeeze(-1)] : [c.all(0).matmul(c.inputs[1])]
    }
    table[ObjectIdentifier(Op.dot)] = { c in
      [c.all(0).unsqueeze(1).matmul(c.all(1).unsqueeze(2)).squeeze(2).squeeze(1)]
    }
    for (op, rank) in [(Op.addmm, 2), (.baddbmm, 3)] {
      table[ObjectIdentifier(op)] = { c in
        guard c.inputs[0].dtype.isDifferentiable else { return nil }
        let numbers = c.attributes.numbers
        func times(_ t: Tensor, _ factor: Scalar) -> Tensor { factor.doubleValue == 1 && !factor.dtype.isComplex ? t : t * factor }
        let product = times(c.aligned(1, rank: rank).matmul(c.aligned(2, rank: rank)), numbers[1])
        // As the operation itself, which does not look at what counts nothing: it may be NaN.
        guard numbers[0].boolValue else { return [product] }
        return [times(c.aligned(0, rank: rank), numbers[0]) + product]
      }
    }
    // The examples of all examples are examples.
    table[ObjectIdentifier(Op.convolution)] = { c in
      guard c.isBatched(0), !c.isBatched(1), c.inputs.count < 3 || !c.isBatched(2), !c.attributes.flag else { return nil }
      return [folded(c, [c.all(0).flatten(0, 1)] + c.inputs.dropFirst())]
    }
    table[ObjectIdentifier(Op.convolutionInput)] = { c in
      guard c.isBatched(0), !c.isBatched(1), c.inputs.count < 3 else { return nil }
      return [folded(c, [c.all(0).flatten(0, 1), c.inputs[1]])]
    }
  }

  private static func folded(_ c: BatchCall, _ inputs: [Tensor]) -> Tensor {
    guard c.all(0).elementCount > 0 else { return Tensor.zeros(Shape([c.level.size] + c.specs[0].shape), dtype: c.specs[0].dtype) }
    let result = apply(c.op, inputs, c.attributes)
    return result.reshape(Shape([c.level.size] + c.specs[0].shape))
  }

  private static func addPositions(_ table: inout [ObjectIdentifier: Rule]) {
    table[ObjectIdentifier(Op.indexSelect)] = { c in
      guard c.inputs[0].rank > 0 else { return nil }
      let d = c.attributes.ints[0]
      guard c.isBatched(1) else { return c.inputs[1].rank == 1 ? [c.all(0).indexSelect(d + 1, c.inputs[1])] : nil }
      guard c.inputs[1].rank == 1 else { return nil }
      let index = c.all(1)
      if !c.isBatched(0) {
        let rows = c.inputs[0].indexSelect(d, index.flatten(0, -1))
        return [rows.unflatten(d, index.shape).movedim(d, 0)]
      }
      // Positions in all rows of all examples.
      let x = c.all(0).movedim(d + 1, 1)
      let rows = x.flatten(0, 1).indexSelect(0, c.positions(index, x.shape[1]))
      return [rows.unflatten(0, index.shape).movedim(1, d + 1)]
    }
    table[ObjectIdentifier(Op.indexAdd)] = { c in
      guard c.inputs[0].rank > 0, c.inputs[1].rank == 1, c.attributes.numbers.isEmpty else { return nil }
      let d = c.attributes.ints[0]
      if !c.isBatched(1) { return [c.all(0).indexAdd(d + 1, c.inputs[1], c.all(2))] }
      let x = c.all(0).movedim(d + 1, 1)
      let source = c.all(2).movedim(d + 1, 1)
      let sum = x.flatten(0, 1).indexAdd(0, c.positions(c.all(1), x.shape[1]), source.flatten(0, 1))
      return [sum.unflatten(0, [c.level.size, x.shape[1]]).movedim(1, d + 1)]
    }
    table[ObjectIdentifier(Op.index)] = { c in
      let axes = Array(c.attributes.ints)
      let indices = Array(c.inputs.indices.dropFirst())
      guard indices.allSatisfy({ c.inputs[$0].dtype.isInteger && c.inputs[$0].dtype != .uint8 }) else { return nil }
      let rank = indices.map { c.inputs[$0].rank }.max() ?? 0
      // The examples are an index like the others; then all of them stand in front when they are not neighbours.
      let examples = Tensor.arange(c.level.size).reshape(Shape([c.level.size] + [Int](repeating: 1, count: rank)))
      let parts = [examples] + indices.map { c.aligned($0, rank: rank) }
      let found = apply(.index, [c.all(0)] + parts, Attributes(ints: Shape([0] + axes.map { $0 + 1 })))
      let isTogether = zip(axes, axes.dropFirst()).allSatisfy { $1 == $0 + 1 }
      guard isTogether, let first = axes.first, first > 0 else { return [found] }
      // Seen from the function, they stand where the axes stood.
      let before = Array((rank + 1)..<(rank + 1 + first))
      return [found.permute(Shape([0] + before + Array(1..<(rank + 1)) + Array((rank + 1 + first)..<found.rank)))]
    }
  }
}

extension BatchCall {
  /// Positions [examples, n] among the `size` rows of each example as positions among all rows.
  func positions(_ index: Tensor, _ size: Int) -> Tensor {
    (index.to(.int64) + (Tensor.arange(level.size) * size).unsqueeze(1)).flatten(0, -1)
  }
}
