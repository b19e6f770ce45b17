import CKernels

// Sums, products, extremes and their positions. `ints` are the axes to reduce, in increasing order; `flag` is keepDim.

extension Op {
  /// A reduction over the axes in `ints`.
  private static func reduction(
    _ name: String, _ kind: ck_reduction, gradName: String, result: @escaping @Sendable (DType) -> DType, rule: Rule?,
    samples: [Sample] = axes,
    validate: (@Sendable (Tensor, borrowing Attributes) throws(TensorError) -> Void)? = nil
  ) -> Op {
    Op(
      name, gradName: gradName,
      kernel: .single(
        Single(
          infer: { i, a throws(TensorError) in
            try validate?(i.x, a)
            return Spec(i.x.shape.reduced(a.ints, keepDim: a.flag), a.dtype ?? result(i.x.dtype))
          },
          run: { i, a, spec throws(TensorError) in try reduce(kind, i.x, a.ints, spec) })),
      rules: rule.map { [$0] } ?? [], isDifferentiable: rule != nil, samples: .custom(samples))
  }

  private static let axes = [
    Sample([[2, 3, 4]], Attributes(ints: [1])), Sample([[2, 3, 4]], Attributes(ints: [0, 2], flag: true)),
    Sample([[3]], Attributes(ints: [0])),
  ]
  private static let whole: @Sendable (DType) -> DType = { $0.isFloatingPoint || $0.isComplex || $0 == .uint64 ? $0 : .int64 }
  private static let same: @Sendable (DType) -> DType = { $0 }
  private static let position: @Sendable (DType) -> DType = { _ in .int64 }

  static let sumAll: Op = reduction("sum", CK_SUM, gradName: "SumBackward0", result: whole, rule: .of { g, s in g.unreduced(s) })
  static let sum: Op = reduction("sum_dim", CK_SUM, gradName: "SumBackward1", result: whole, rule: .of { g, s in g.unreduced(s) })
  static let prodAll: Op = reduction(
    "prod", CK_PROD, gradName: "ProdBackward0", result: whole,
    rule: .of(.x) { g, s in g.unreduced(s) * s.x.productOfOthers(s.attributes.ints).conj() })
  static let prod: Op = reduction(
    "prod_dim", CK_PROD, gradName: "ProdBackward1", result: whole,
    rule: .of(.x) { g, s in g.unreduced(s) * s.x.productOfOthers(s.attributes.ints).conj() },
    samples: [Sample([[2, 3, 4]], Attributes(ints: [1]))])

  /// The gradient of an extreme goes to all elements that equal it, in equal parts.
  private static let shared = Rule.of([.x, .output]) { g, s in
    let mask = (s.x .== s.output.unreduced(s)).to(g.dtype)
    return mask / mask.sum(s.attributes.ints, keepDim: true) * g.unreduced(s)
  }
  /// The same for an extreme of everything, where NaN equals NaN.
  static let sharedAmongAll = Rule.of([.x, .output]) { g, s in
    let extreme = s.output.unreduced(s)
    let isExtreme = (s.x .== extreme).logicalOr(s.x.isNaN().logicalAnd(extreme.isNaN()))
    return (g.unreduced(s) / isExtreme.sum(s.attributes.ints, keepDim: true).to(g.dtype)).where(isExtreme, else: 0)
  }
  static let maxAll: Op = reduction(
    "max", CK_MAX, gradName: "MaxBackward1", result: same, rule: sharedAmongAll, validate: needsElements("max"))
  static let minAll: Op = reduction(
    "min", CK_MIN, gradName: "MinBackward1", result: same, rule: sharedAmongAll, validate: needsElements("min"))
  static let amax: Op = reduction("amax", CK_MAX, gradName: "AmaxBackward0", result: same, rule: shared, validate: needsElements("amax"))
  static let amin: Op = reduction("amin", CK_MIN, gradName: "AminBackward0", result: same, rule: shared, validate: needsElements("amin"))
  static let argmax: Op = reduction("argmax", CK_ARGMAX, gradName: "", result: position, rule: nil, validate: needsElements("argmax"))
  static let argmin: Op = reduction("argmin", CK_ARGMIN, gradName: "", result: position, rule: nil, validate: needsElements("argmin"))
  static let anyTrue: Op = question("any", CK_SUM)
  static let allTrue: Op = question("all", CK_MIN)

  /// Whether any or all elements are not zero; uint8 gives uint8.
  private static func question(_ name: String, _ kind: ck_reduction) -> Op {
    Op(
      name,
      kernel: .single(
        Single(
          infer: { i, a throws(TensorError) in
            Spec(i.x.shape.reduced(a.ints, keepDim: a.flag), i.x.dtype == .uint8 ? .uint8 : .bool)
          },
          run: { i, a, spec throws(TensorError) in
            let answer = try reduce(kind, i.x, a.ints, Spec(spec.shape, .bool))
            return spec.dtype == .bool ? answer : noGrad { answer.to(spec.dtype) }
          })),
      rules: [], isDifferentiable: false, samples: .custom(axes))
  }

  static let meanAll: Op = meanOf("mean", "MeanBackward0")
  static let mean: Op = meanOf("mean_dim", "MeanBackward1")
  private static func meanOf(_ name: String, _ gradName: String) -> Op {
    Op(
      name, gradName: gradName,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            let dtype = a.dtype ?? i.x.dtype
            guard dtype.isFloatingPoint || dtype.isComplex else {
              throw TensorError(
                .dtype, op: "mean",
                "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: \(dtype.legacyName)",
                hint: "Convert with to(.float32) first.")
            }
            return [Spec(i.x.shape.reduced(a.ints, keepDim: a.flag), dtype)]
          },
          run: { i, a, specs throws(TensorError) in
            let type = specs[0].dtype
            let sum = try reduce(CK_SUM, i.x, a.ints, Spec(specs[0].shape, type.computeType))
            let count = Tensor.number(.double(Double(a.ints.reduce(1) { $0 * i.x.shape[$1] })), type.computeType.realPart)
            return [noGrad { (sum / count).to(type) }]
          })),
      rules: [.of { g, s in g.unreduced(s) / s.reducedCount(g.dtype) }], samples: .custom(axes))
  }

  /// The extreme along `ints[0]` and its position.
  private static func extreme(_ name: String, _ kind: ck_reduction, _ arg: ck_reduction) -> Op {
    Op(
      name + "_dim", gradName: name.prefix(1).uppercased() + name.dropFirst() + "Backward0",
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            if i.x.rank > 0, i.x.shape[a.ints[0]] == 0 {
              throw TensorError(.index, op: name, "\(name)(): Expected reduction dim \(a.ints[0]) to have non-zero size.")
            }
            let shape = i.x.shape.reduced(a.ints, keepDim: a.flag)
            return [Spec(shape, i.x.dtype), Spec(shape, .int64)]
          },
          run: { i, a, specs throws(TensorError) in
            let position = try reduce(arg, i.x, a.ints, specs[1])
            return [try reduce(kind, i.x, a.ints, specs[0]), position]
          })),
      rules: [
        .of([.x]) { g, s in
          // The position is not kept: finding it again costs a pass, but only when a gradient is asked for.
          let d = s.attributes.ints[0]
          if s.shape.count == 0 { return g }
          let position = noGrad { s.x.argmax(d, keepDim: true, smallest: kind == CK_MIN) }
          return Tensor.zeros(like: s.x).scatter(d, position, s.attributes.flag ? g : g.unsqueeze(d))
        }
      ],
      samples: .custom([Sample([[2, 3, 4]], Attributes(ints: [1])), Sample([[3, 4]], Attributes(ints: [0], flag: true))]))
  }
  static let maxDim: Op = extreme("max", CK_MAX, CK_ARGMAX)
  static let minDim: Op = extreme("min", CK_MIN, CK_ARGMIN)

  /// The sum to a smaller shape that broadcasts to this one; `ints`: that shape. What the engine undoes broadcasting with.
  static let sumTo: Op = Op(
    "sum_to", gradName: "SumToBackward0",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in Spec(a.ints, i.x.dtype) }, run: { i, a, _ throws(TensorError) in try sumTo(i.x, a.ints) })),
    rules: [.of { g, s in s.shape.hasUnknown ? apply(.expandLike, g, s.x.detach()) : g.expand(s.shape) }],
    samples: .custom([Sample([[2, 3, 4]], Attributes(ints: [3, 1])), Sample([[2]], Attributes(ints: []))]))

  private static func sumTo(_ x: Tensor, _ target: Shape) throws(TensorError) -> Tensor {
    let missing = x.rank - target.count
    var axes = Shape()
    for d in 0..<x.rank where d < missing || (target[d - missing] == 1 && x.shape[d] != 1) { axes.append(d) }
    let result = try reduce(CK_SUM, x, axes, Spec(x.shape.reduced(axes, keepDim: true), x.dtype))
    return Tensor(storage: result.storage, shape: target, strides: target.rowMajorStrides, offset: 0, dtype: x.dtype)
  }

  static let reductions: [Op] = [
    sumAll, sum, prodAll, prod, maxAll, minAll, amax, amin, argmax, argmin, anyTrue, allTrue, meanAll, mean, maxDim, minDim, sumTo,
  ]

  private static func needsElements(_ name: String) -> @Sendable (Tensor, borrowing Attributes) throws(TensorError) -> Void {
    { x, a throws(TensorError) in
      for d in a.ints where x.shape[d] == 0 {
        if a.ints.count == x.rank, name != "amax", name != "amin" {
          throw TensorError(
            .argument, op: name,
            "\(name)(): Expected reduction dim to be specified for input.numel() == 0."
              + (name.hasPrefix("arg") ? "" : " Specify the reduction dim with the 'dim' argument."))
        }
        throw TensorError(.index, op: name, "\(name)(): Expected reduction dim \(d) to have non-zero size.")
      }
    }
  }

  /// Reduces over `axes` in a type wide enough, and converts to the type of `spec`.
  static func reduce(_ kind: ck_reduction, _ x: Tensor, _ axes: Shape, _ spec: Spec) throws(TensorError) -> Tensor {
    let isArg = kind == CK_ARGMAX || kind == CK_ARGMIN
    if x.dtype.isComplex ? spec.dtype != .bool : spec.dtype.isComplex { return try reduceComplex(kind, x, axes, spec) }
    var source = x
    if spec.dtype == .bool, !isArg, x.dtype != .bool { source = try noGrad { x.to(.bool) }.usable() }
    if spec.dtype.isFloatingPoint, !x.dtype.isFloatingPoint || (x.dtype == .float32 && spec.dtype == .float64) {
      source = try noGrad { x.to(spec.dtype) }.usable()
    }
    let adds = kind == CK_SUM || kind == CK_PROD
    if adds, spec.dtype != .bool, source.dtype != spec.dtype, source.dtype.computeType != spec.dtype, source.dtype.isFloatingPoint {
      source = try noGrad { x.to(spec.dtype) }.usable()  // each element is converted first
    }
    let accumulator: DType =
      if source.dtype.isFloatingPoint { source.dtype.computeType } else if source.dtype == .uint64 { .uint64 } else { .int64 }
    let out = try Tensor(empty: spec.shape, dtype: isArg ? .int64 : accumulator, like: source)
    try out.backend().reduce(kind, source, axes, accumulating: accumulator, into: out)
    return out.dtype == spec.dtype ? out : noGrad { out.to(spec.dtype) }
  }
}

extension Shape {
  /// The shape without `axes`, or with 1 in their place.
  package func reduced(_ axes: Shape, keepDim: Bool) -> Shape {
    var result = Shape()
    for d in 0..<count {
      if !axes.contains(d) { result.append(self[d]) } else if keepDim { result.append(1) }
    }
    return result
  }

  /// `dims` as axes from the front in increasing order; all axes when empty.
  package func axes(_ dims: [Int], op: String) throws(TensorError) -> Shape {
    if dims.isEmpty { return Shape(0..<count) }
    var seen: Set<Int> = []
    for dim in dims {
      let d = try axis(dim, op: op)
      guard seen.insert(d).inserted else { throw TensorError(.argument, op: op, "dim \(d) appears multiple times in the list of dims") }
    }
    return count == 0 ? Shape() : Shape(seen.sorted())
  }
}

extension Saved {
  /// How many elements went into each result of a reduction.
  func reducedCount(_ dtype: DType) -> Tensor {
    let axes = attributes.ints
    if shape.hasUnknown { return apply(.sizeOf, x.detach(), Attributes(ints: axes, dtype: dtype)) }
    return Tensor.number(
      .double(Double(axes.reduce(1) { $0 * shape[$1] })), dtype.isFloatingPoint || dtype.isComplex ? dtype.realPart : .default)
  }
}

extension Tensor {
  /// A reduction's result (or its gradient) spread over the shape of the input it was made from.
  func unreduced(_ s: Saved) -> Tensor {
    var g = self
    let axes = s.attributes.ints
    // A single number expands to anything as it is.
    if !s.attributes.flag, g.rank > 0 || g.isSymbolic { for d in axes { g = g.unsqueeze(d) } }
    return s.shape.hasUnknown ? apply(.expandLike, g, s.x.detach()) : g.expand(s.shape)
  }

  /// For each element, the product of all others along the axes; zeros need no division this way.
  func productOfOthers(_ axes: Shape) -> Tensor {
    // Move the reduced axes to the end and join them, multiply what lies before and behind each element, move back.
    let kept = (0..<rank).filter { !axes.contains($0) }
    let order = Shape(kept + Array(axes))
    let moved = permute(order)
    do throws(TensorError) { for d in axes { try checkKnown(d, "prod") } } catch { return .invalid(reporting: error) }
    let length = axes.reduce(1) { $0 * shape[$1] }
    guard length > 0 else { return Tensor.ones(like: self) }
    let rows = moved.reshape(Shape(shape.hasUnknown ? -1 : elementCount / length, length))
    var before = Tensor.ones(like: rows.narrow(1, 0, 1))
    var behind = before
    var left: [Tensor] = []
    var right: [Tensor] = []
    for k in 0..<length {
      left.append(before)
      before = before * rows.narrow(1, k, 1)
      right.append(behind)
      behind = behind * rows.narrow(1, length - 1 - k, 1)
    }
    let product = Tensor.cat(left, 1) * Tensor.cat(right.reversed(), 1)
    let spread = shape.hasUnknown ? apply(.reshapeLike, product, moved) : product.reshape(moved.shape)
    return spread.permute(order.inversePermutation)
  }

  package func sum(_ axes: Shape, keepDim: Bool = false, dtype: DType? = nil) -> Tensor {
    apply(.sum, self, Attributes(ints: axes, flag: keepDim, dtype: dtype))
  }

  func argmax(_ dim: Int, keepDim: Bool, smallest: Bool) -> Tensor {
    apply(smallest ? .argmin : .argmax, self, Attributes(ints: [dim], flag: keepDim))
  }
}
