import CKernels

// Elements picked and put by one position each along an axis.

extension Op {
  /// Elements of `x` with their position along axis `ints[0]` taken from `y`.
  static let gather: Op = Op(
    "gather",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          if !i.y!.shape.contains(0) { try i.y!.checkPositions("gather", "gather(): Expected dtype int32/int64 for index") }
          try checkIndexShape("gather", i.x, i.y!, nil, a.ints)
          return [Spec(i.y!.shape, i.x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let (x, index) = (i.x, try i.y!.positionsInt64())
          try index.checkRange("gather", x, a.ints)
          let out = try Tensor(empty: specs[0].shape, dtype: x.dtype)
          Tensor.withLayouts(index.shape.asVector, x.strides.asVector) { sizes, strides, _ in
            ck_gather(
              Int32(x.dtype.itemSize), Int32(Swift.max(index.rank, 1)), sizes, Int32(a.ints.first ?? 0), strides, x.pointer,
              index.int64Pointer, out.pointer)
          }
          return [out]
        })),
    rules: [.of(.y) { g, s in s.zeros(g.dtype).scatterAdd(s.axis, s.y, g) }, nil],
    samples: .custom([
      Sample([[3, 4], [2, 4]], Attributes(ints: [0]), positions: [1: 3]), Sample([[], [3]], Attributes(ints: [0]), positions: [1: 1]),
      Sample([[4], []], Attributes(ints: [0]), positions: [1: 4]),
    ]))

  /// `flag`: whether the element that is there counts among those put; where it does not, it is overwritten first.
  private static func scatterOp(
    _ name: String, _ put: ck_put, gradName: String? = nil, samples: [Sample]? = nil, rules: [Rule?]
  ) -> Op {
    let mayExclude = put != CK_PUT_SET && put != CK_PUT_ADD
    return Op(
      name, gradName: gradName,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            let (x, index, source) = (i.x, i.y!, i.z!)
            if !index.shape.contains(0) { try index.checkPositions("scatter", "scatter(): Expected dtype int64 for index") }
            try checkIndexShape("scatter", x, index, name == "scatter_number" ? nil : source, a.ints)
            guard source.dtype == x.dtype else {
              throw TensorError(
                .dtype, op: name, "scatter(): Expected self.dtype to be equal to src.dtype",
                hint: "Convert the source with to(.\(x.dtype)).")
            }
            guard !x.dtype.isComplex || (put != CK_PUT_MAX && put != CK_PUT_MIN) else {
              throw TensorError(.dtype, op: name, "\(name): complex numbers have no order")
            }
            return [Spec(x.shape, x.dtype)]
          },
          run: { i, a, _ throws(TensorError) in
            let index = try i.y!.positionsInt64()
            // Sums and products of halves are rounded once, at the end.
            let isRounded = i.x.dtype != i.x.dtype.computeType && (put == CK_PUT_ADD || put == CK_PUT_MUL)
            let type = isRounded ? i.x.dtype.computeType : i.x.dtype
            let source = try noGrad { i.z!.to(type) }.usable()
            let out = try Tensor(empty: i.x.shape, dtype: type)
            out.write(i.x)
            try index.checkRange("scatter", out, a.ints)
            func write(_ put: ck_put, _ source: Tensor) {
              let isNumber = source.rank == 0 && index.rank > 0
              let sourceStrides = isNumber ? Shape(repeating: 0, count: index.rank) : source.strides.asVector
              Tensor.withLayouts(index.shape.asVector, out.strides.asVector, sourceStrides) { sizes, strides, from in
                ck_scatter(
                  Int32(type.rawValue), Int32(put.rawValue), Int32(Swift.max(index.rank, 1)), sizes, Int32(a.ints.first ?? 0), strides,
                  from, out.pointer, index.int64Pointer, source.pointer)
              }
            }
            // The largest of some numbers is the largest of these and one of them again; a product starts at 1.
            if mayExclude, !a.flag { write(CK_PUT_SET, put == CK_PUT_MUL ? Tensor.number(.int(1), type) : source) }
            write(put, source)
            return [isRounded ? noGrad { out.to(i.x.dtype) } : out]
          })),
      rules: rules,
      samples: .custom(
        samples ?? [Sample([[3, 4], [3, 2], [3, 2]], Attributes(ints: [1]), positions: [1: 4], isDistinct: put == CK_PUT_SET)]))
  }

  /// `x` with elements of `z` put where `y` says along axis `ints[0]`. Of several for one place the last in memory wins.
  static let scatter: Op = scatterOp("scatter", CK_PUT_SET, rules: scatterRules)
  /// The same with a number in the place of `z`.
  static let scatterNumber: Op = scatterOp(
    "scatter_number", CK_PUT_SET, gradName: "ScatterBackward1",
    samples: [Sample([[3, 4], [3, 2], []], Attributes(ints: [1]), positions: [1: 4], isDistinct: true)],
    rules: [scatterRules[0], nil, .of(.y) { g, s in g.gather(s.axis, s.y).sum() }])
  private static let scatterRules: [Rule?] = [
    .of(.y) { g, s in g.scatter(s.axis, s.y, 0) }, nil, .of(.y) { g, s in s.fitted(g.gather(s.axis, s.y)) },
  ]
  /// `x` with elements of `z` added where `y` says along axis `ints[0]`.
  static let scatterAdd: Op = scatterOp(
    "scatter_add", CK_PUT_ADD, rules: [.of { g, _ in g }, nil, .of(.y) { g, s in s.fitted(g.gather(s.axis, s.y)) }])

  private static let reductionSamples = [
    Sample([[3, 4], [3, 5], [3, 5]], Attributes(ints: [1], flag: true), positions: [1: 4]),
    Sample([[3, 4], [2, 4], [2, 4]], Attributes(ints: [0]), positions: [1: 3]),
  ]
  /// `x` times the elements of `z` that `y` names a place for along axis `ints[0]`; without `flag` the products alone.
  static let scatterProduct: Op = scatterOp(
    "scatter_prod", CK_PUT_MUL, gradName: "ScatterReduceBackward0", samples: reductionSamples,
    rules: [
      .of(.inputs) { g, s in
        let whole = s.x.maskedFill(s.x .== 0, 1)
        let products = apply(.scatterProduct, whole, s.y, s.z, s.attributes)
        return s.withoutExcluded(g * (products / whole).conj())
      }, nil,
      .of([.inputs, .output]) { g, s in
        let (index, source) = (s.y, s.source)
        let isZero = source .== 0
        let zeros = Tensor.zeros(like: s.x, dtype: .int64).scatterAdd(s.axis, index, isZero.to(.int64)).gather(s.axis, index)
        if isGradEnabled, !g.isSymbolic, noGrad({ (zeros .> 1).any().item() }) == .bool(true) {
          return .invalid(
            reporting: TensorError(
              .autograd, op: "scatterReduce",
              "scatter_reduce(): Double backward is unsupported for src when >1 zeros in src are scattered to the same position in self"))
        }
        // A single zero's derivative is the product of all others; with more of them all derivatives are zero.
        let isOnly = isZero.logicalAnd(zeros .== 1)
        let others = apply(.scatterProduct, s.x, index, source.maskedFill(isOnly, 1), s.attributes)
        let shared = (g * s.output.conj()).gather(s.axis, index) / source.maskedFill(isZero, 1).conj()
        return s.fitted((g * others.conj()).gather(s.axis, index).where(isOnly, else: shared))
      },
    ])
  /// The largest of `x` and the elements of `z` that `y` names a place for along axis `ints[0]`; without `flag` of those elements alone.
  static let scatterAmax: Op = scatterOp(
    "scatter_amax", CK_PUT_MAX, gradName: "ScatterReduceBackward0", samples: reductionSamples, rules: extremeRules)
  /// The smallest.
  static let scatterAmin: Op = scatterOp(
    "scatter_amin", CK_PUT_MIN, gradName: "ScatterReduceBackward0", samples: reductionSamples, rules: extremeRules)

  /// All numbers that equal the result share the gradient; `x` counts even where it did not take part, as in PyTorch.
  private static let extremeRules: [Rule?] = [
    .of([.inputs, .output]) { g, s in
      let shares = s.extremeShares
      return s.withoutExcluded((s.x .== s.output).to(g.dtype) * (g / shares.count))
    }, nil,
    .of([.inputs, .output]) { g, s in
      let shares = s.extremeShares
      return s.fitted(shares.source * (g / shares.count).gather(s.axis, s.y))
    },
  ]

  static let scattering: [Op] = [gather, scatter, scatterNumber, scatterAdd, scatterProduct, scatterAmax, scatterAmin]

  /// A number counts as a vector of one, as in PyTorch.
  private static func checkIndexShape(_ op: String, _ x: Tensor, _ index: Tensor, _ source: Tensor?, _ dims: Shape) throws(TensorError) {
    if index.shape.contains(0) { return }
    guard Swift.max(index.rank, 1) == Swift.max(x.rank, 1) else {
      throw TensorError(
        .index, op: op, "Index tensor must have the same number of dimensions as \(op == "gather" ? "input" : "self") tensor",
        hint: "Got \(index.shape.listed) for \(x.shape.listed).")
    }
    if let source, Swift.max(source.rank, 1) != Swift.max(index.rank, 1) {
      throw TensorError(
        .index, op: op, "Index tensor must have the same number of dimensions as src tensor",
        hint: "Got \(index.shape.listed) for \(source.shape.listed).")
    }
    let (sizes, own, from) = (index.shape.asVector, x.shape.asVector, (source ?? index).shape.asVector)
    for d in 0..<sizes.count {
      func exceeds(_ other: Shape) -> Bool { sizes[d] >= 0 && other[d] >= 0 && sizes[d] > other[d] }
      guard (d != dims.first ?? 0 && exceeds(own)) || exceeds(from) else { continue }
      throw TensorError(
        .shape, op: op,
        op == "gather"
          ? "Size does not match at dimension \(d) expected index \(index.shape.listed) to be no larger than self \(x.shape.listed) apart from "
            + "dimension \(dims.first ?? 0)"
          : "Expected index \(index.shape.listed) to be no larger than self \(x.shape.listed) apart from dimension \(dims.first ?? 0)"
            + (source.map { " and to be no larger size than src \($0.shape.listed)" } ?? ""))
    }
  }
}

extension Shape {
  /// `[1]` for no axes: a number as a vector of one, for sizes and for strides.
  fileprivate var asVector: Shape { isEmpty ? Shape(1) : self }
}

extension Saved {
  /// The axis along which positions count.
  fileprivate var axis: Int { attributes.ints.first ?? 0 }

  /// The elements of the source that the index names a place for.
  fileprivate var source: Tensor {
    let (index, source) = (y, z)
    if index.shape == source.shape || index.shape.hasUnknown || source.shape.hasUnknown { return source }
    if index.shape.contains(0) { return Tensor.zeros(index.shape, dtype: source.dtype) }
    if index.rank != source.rank { return source.reshape(-1).narrow(0, 0, index.elementCount).reshape(index.shape) }
    return (0..<index.rank).reduce(source) { $0.narrow($1, 0, index.shape[$1]) }
  }

  /// A gradient of the index's shape as one of the source's: elements that went nowhere have none.
  fileprivate func fitted(_ g: Tensor) -> Tensor {
    if g.shape == shape || g.shape.hasUnknown || shape.hasUnknown || g.isInvalid { return g }
    if g.shape.contains(0) { return zeros(g.dtype) }
    let part = g.rank == 0 ? g.reshape(1) : g
    let target = shape.isEmpty ? Shape(1) : shape
    let missing = (0..<target.count).reversed().flatMap { [0, target[$0] - part.shape[$0]] }
    return (missing.allSatisfy { $0 == 0 } ? part : part.pad(missing)).reshape(shape)
  }

  /// The first input's gradient is zero where its elements were overwritten.
  fileprivate func withoutExcluded(_ g: Tensor) -> Tensor { attributes.flag ? g : g.scatter(axis, y, 0) }

  /// Which elements of the source equal the result where they went, and how many numbers do so in each place.
  fileprivate var extremeShares: (source: Tensor, count: Tensor) {
    noGrad {
      let isSource = (source .== output.gather(axis, y)).to(output.dtype)
      return (isSource, (x .== output).to(output.dtype).scatterAdd(axis, y, isSource))
    }
  }
}

extension Tensor {
  func checkRange(_ op: String, _ x: Tensor, _ dims: Shape) throws(TensorError) {
    guard !isInvalid else { throw TensorError(.memory, op: op, "the positions do not fit in memory") }
    let size = x.rank == 0 ? 1 : x.shape[dims[0]]
    let bad = ck_find_bad_index(elementCount, int64Pointer, Int64(size), 0)
    guard bad < 0 else {
      throw TensorError(.index, op: op, "index \(int64Pointer[bad]) is out of bounds for dimension \(dims.first ?? 0) with size \(size)")
    }
  }
}
