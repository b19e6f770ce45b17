import CKernels

// Picking elements by position or by truth, and putting them there.

extension Op {
  /// Rows of `x` along axis `ints[0]`, at the positions in `y`.
  static let indexSelect: Op = Op(
    "index_select",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let (x, index) = (i.x, i.y!)
          try index.checkPositions("index_select", "index_select(): Expected dtype int32 or int64 for index")
          guard index.rank <= 1 else {
            throw TensorError(.index, op: "index_select", "index_select(): Index is supposed to be a vector, but got dim: \(index.rank)")
          }
          var shape = x.shape
          if x.rank > 0 { shape[a.ints[0]] = index.rank == 0 ? 1 : index.shape[0] }
          return [Spec(shape, x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let index = i.y!.positionsInt64()
          let size = i.x.rank == 0 ? 1 : i.x.shape[a.ints[0]]
          guard ck_find_bad_index(index.elementCount, index.int64Pointer, Int64(size), 0) < 0 else {
            throw TensorError(.index, op: "index_select", "index out of range in self", hint: "The axis has \(size) positions.")
          }
          let x = noGrad { i.x.contiguous() }
          let out = try Tensor(empty: specs[0].shape, dtype: x.dtype)
          let (outer, inner) = x.around(a.ints[0])
          ck_take_rows(outer, size, index.elementCount, inner * x.dtype.itemSize, x.pointer, index.int64Pointer, out.pointer)
          return [out]
        })),
    rules: [.of(.y) { g, s in s.zeros(g.dtype).indexAdd(s.attributes.ints[0], s.y, g) }, nil],
    samples: .custom([Sample([[3, 4, 2], [5]], Attributes(ints: [1]), positions: [1: 4])]))

  /// `x` with the rows of `z` added along axis `ints[0]` at the positions in `y`.
  static let indexAdd: Op = Op(
    "index_add",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let (x, index, source) = (i.x, i.y!, i.z!)
          try index.checkPositions("index_add", "index_add(): Expected dtype int32/int64 for index")
          guard source.dtype == x.dtype else {
            throw TensorError(
              .dtype, op: "index_add",
              "index_add(): self (\(x.dtype.legacyName)) and source (\(source.dtype.legacyName)) must have the same scalar type")
          }
          var expected = x.shape
          if x.rank > 0 { expected[a.ints[0]] = index.elementCount }
          guard source.shape == expected || (x.rank == 0 && source.elementCount == 1) else {
            throw TensorError(
              .shape, op: "index_add",
              "source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = "
                + "\(x.shape.listed) source.shape = \(source.shape.listed)")
          }
          return [Spec(x.shape, x.dtype)]
        },
        run: { i, a, _ throws(TensorError) in
          let index = i.y!.positionsInt64()
          let size = i.x.rank == 0 ? 1 : i.x.shape[a.ints[0]]
          guard ck_find_bad_index(index.elementCount, index.int64Pointer, Int64(size), 0) < 0 else {
            throw TensorError(.index, op: "index_add", "index out of range in self")
          }
          let out = try Tensor(empty: i.x.shape, dtype: i.x.dtype)
          out.write(i.x)
          let source = noGrad { i.z!.contiguous() }
          let (outer, inner) = out.around(a.ints[0])
          ck_put_rows(
            Int32(out.dtype.rawValue), Int32(CK_PUT_ADD.rawValue), outer, size, index.elementCount, inner, out.pointer, index.int64Pointer,
            source.pointer)
          return [out]
        })),
    rules: [.of { g, _ in g }, nil, .of(.y) { g, s in g.indexSelect(s.attributes.ints[0], s.y) }],
    samples: .custom([Sample([[3, 4], [2], [3, 2]], Attributes(ints: [1]), positions: [1: 4])]))

  /// Elements of `x` with their position along axis `ints[0]` taken from `y`.
  static let gather: Op = Op(
    "gather",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          try i.y!.checkPositions("gather", "gather(): Expected dtype int32/int64 for index")
          try checkIndexShape("gather", i.x, i.y!, i.x, a.ints)
          return [Spec(i.y!.shape, i.x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let (x, index) = (noGrad { i.x.contiguous() }, i.y!.positionsInt64())
          try index.checkRange("gather", x, a.ints)
          let out = try Tensor(empty: specs[0].shape, dtype: x.dtype)
          Tensor.withLayouts(index.shape, x.strides) { sizes, strides, _ in
            ck_gather(
              Int32(x.dtype.itemSize), Int32(index.rank), sizes, Int32(a.ints.first ?? 0), strides, x.pointer, index.int64Pointer,
              out.pointer)
          }
          return [out]
        })),
    rules: [.of(.y) { g, s in s.zeros(g.dtype).scatterAdd(s.attributes.ints.first ?? 0, s.y, g) }, nil],
    samples: .custom([Sample([[3, 4], [2, 4]], Attributes(ints: [0]), positions: [1: 3])]))

  private static func scatterOp(_ name: String, _ put: ck_put, gradName: String? = nil, rules: [Rule?]) -> Op {
    Op(
      name, gradName: gradName,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            let (x, index, source) = (i.x, i.y!, i.z!)
            try index.checkPositions("scatter", "scatter(): Expected dtype int64 for index")
            try checkIndexShape("scatter", x, index, source.rank == 0 ? index : source, a.ints)
            guard source.dtype == x.dtype else {
              throw TensorError(
                .dtype, op: name, "scatter(): Expected self.dtype to be equal to src.dtype",
                hint: "Convert the source with to(.\(x.dtype)).")
            }
            return [Spec(x.shape, x.dtype)]
          },
          run: { i, a, _ throws(TensorError) in
            let (index, source) = (i.y!.positionsInt64(), noGrad { i.z!.contiguous() })
            let out = try Tensor(empty: i.x.shape, dtype: i.x.dtype)
            out.write(i.x)
            try index.checkRange("scatter", out, a.ints)
            let sourceStrides = source.rank == index.rank ? source.strides : Shape(repeating: 0, count: index.rank)
            Tensor.withLayouts(index.shape, out.strides, sourceStrides) { sizes, strides, from in
              ck_scatter(
                Int32(out.dtype.rawValue), Int32(put.rawValue), Int32(index.rank), sizes, Int32(a.ints.first ?? 0), strides, from,
                out.pointer,
                index.int64Pointer, source.pointer)
            }
            return [out]
          })),
      rules: rules,
      samples: .custom([Sample([[3, 4], [3, 2], [3, 2]], Attributes(ints: [1]), positions: [1: 4], isDistinct: put == CK_PUT_SET)]))
  }
  /// `x` with elements of `z` put where `y` says along axis `ints[0]`. Of several for one place the last in memory wins.
  static let scatter: Op = scatterOp("scatter", CK_PUT_SET, rules: scatterRules)
  /// The same with a number in the place of `z`.
  static let scatterNumber: Op = scatterOp("scatter_number", CK_PUT_SET, gradName: "ScatterBackward1", rules: scatterRules)
  private static let scatterRules: [Rule?] = [
    .of(.y) { g, s in g.scatter(s.attributes.ints.first ?? 0, s.y, Tensor.zeros(like: s.y, dtype: g.dtype)) }, nil,
    .of(.y) { g, s in g.gather(s.attributes.ints.first ?? 0, s.y) },
  ]
  /// `x` with elements of `z` added where `y` says along axis `ints[0]`.
  static let scatterAdd: Op = scatterOp(
    "scatter_add", CK_PUT_ADD, rules: [.of { g, _ in g }, nil, .of(.y) { g, s in g.gather(s.attributes.ints.first ?? 0, s.y) }])

  private static func checkIndexShape(_ op: String, _ x: Tensor, _ index: Tensor, _ source: Tensor, _ dims: Shape) throws(TensorError) {
    guard index.rank == x.rank || index.elementCount == 0 else {
      throw TensorError(
        .index, op: op, "Index tensor must have the same number of dimensions as \(op == "gather" ? "input" : "self") tensor")
    }
    for d in 0..<index.rank where index.elementCount > 0 {
      if d != dims[0], index.shape[d] > x.shape[d] || (op == "scatter" && index.shape[d] > source.shape[d]) {
        throw TensorError(
          .shape, op: op,
          op == "gather"
            ? "Size does not match at dimension \(d) expected index \(index.shape.listed) to be no larger than self \(x.shape.listed) apart from "
              + "dimension \(dims[0])"
            : "Expected index \(index.shape.listed) to be no larger than self \(x.shape.listed) apart from dimension \(dims[0]) and to be no larger "
              + "size than src \(source.shape.listed)")
      }
    }
  }

  /// The positions of non-zero elements, one row each.
  static let nonzero: Op = Op(
    "nonzero",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(Shape(-1, i.x.rank), .int64)] },
        run: { i, _, _ throws(TensorError) in
          let mask = noGrad { i.x.to(.bool).contiguous() }
          let bytes = mask.pointer.assumingMemoryBound(to: UInt8.self)
          let total = mask.elementCount
          let out = try Tensor(empty: Shape(ck_count_true(total, bytes), mask.rank), dtype: .int64)
          Tensor.withLayouts(mask.shape) { sizes, _, _ in
            ck_true_positions(total, bytes, Int32(mask.rank), sizes, out.pointer.assumingMemoryBound(to: Int64.self))
          }
          return [out]
        })),
    rules: [], isDifferentiable: false, samples: .unary)

  /// The elements of `x` where the mask `y` holds, both broadcast, as a vector.
  static let maskedSelect: Op = Op(
    "masked_select",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          guard i.y!.dtype == .bool else {
            throw TensorError(
              .dtype, op: "masked_select", "masked_select: expected BoolTensor for mask", hint: "Compare it first: mask .!= 0.")
          }
          _ = try Shape.broadcast("masked_select", i.y!.shape, i.x.shape)
          return [Spec([-1], i.x.dtype)]
        },
        run: { i, _, _ throws(TensorError) in
          let shape = try Shape.broadcast("masked_select", i.x.shape, i.y!.shape)
          let (x, mask) = noGrad { (i.x.expandedView(to: shape).contiguous(), i.y!.expandedView(to: shape).contiguous()) }
          let bytes = mask.pointer.assumingMemoryBound(to: UInt8.self)
          let out = try Tensor(empty: Shape(ck_count_true(mask.elementCount, bytes)), dtype: x.dtype)
          ck_take_true(mask.elementCount, bytes, Int32(x.dtype.itemSize), x.pointer, out.pointer)
          return [out]
        })),
    rules: [
      .of([.y]) { g, s in
        if s.shape.hasUnknown || s.y.shape.hasUnknown {
          // The sum spreads zeros over the shape that both broadcast to.
          let zeros = s.zeros(g.dtype) + Tensor.zeros(like: s.y, dtype: g.dtype)
          return zeros.maskedScatter(apply(.expandLike, s.y, zeros), g)
        }
        let shape = reportingShape { () throws(TensorError) in try Shape.broadcast("masked_select", s.shape, s.y.shape) }
        return Tensor.zeros(shape, dtype: g.dtype).maskedScatter(s.y.expand(shape), g)
      }, nil,
    ],
    samples: .custom([Sample([[2, 3], [2, 3]], masks: [1]), Sample([[2, 3], [3]], masks: [1])]))

  /// `x` with the elements where the mask `y` holds replaced by those of the vector `z`, in order.
  static let maskedScatter: Op = Op(
    "masked_scatter",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          guard i.y!.dtype == .bool else {
            throw TensorError(
              .dtype, op: "masked_scatter", "masked_scatter_ only supports boolean masks, but got mask with dtype \(i.y!.dtype.cName)",
              hint: "Compare it first: mask .!= 0.")
          }
          guard i.z!.dtype == i.x.dtype else {
            throw TensorError(
              .dtype, op: "masked_scatter",
              "masked_scatter: expected self and source to have same dtypes but got \(i.x.dtype.cName) and "
                + "\(i.z!.dtype.cName)", hint: "Convert the source with to(.\(i.x.dtype)).")
          }
          return [Spec(try Shape.broadcast("masked_scatter", i.x.shape, i.y!.shape), i.x.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let mask = noGrad { i.y!.expandedView(to: specs[0].shape).contiguous() }
          let index = try noGrad { () throws(TensorError) in try mask.flatPositions() }
          guard index.elementCount <= i.z!.elementCount else {
            throw TensorError(
              .shape, op: "masked_scatter", "masked_scatter: expected source to have at least as many elements as the mask holds")
          }
          let source = noGrad { i.z!.contiguous() }
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype)
          out.write(i.x.expandedView(to: specs[0].shape))
          ck_put_rows(
            Int32(out.dtype.rawValue), Int32(CK_PUT_SET.rawValue), 1, out.elementCount, index.elementCount, 1, out.pointer,
            index.int64Pointer,
            source.pointer)
          return [out]
        })),
    rules: [
      .of(.y) { g, s in Tensor.zeros(like: g).where(s.y, else: g) }, nil,
      .of(.y) { g, s in
        if g.isSymbolic { return apply(.maskedScatterSource, g, s.y, s.z.detach()) }
        let picked = g.maskedSelect(s.y)
        let missing = s.shape.elementCount - picked.elementCount
        return (missing > 0 ? Tensor.cat([picked, Tensor.zeros(missing, dtype: g.dtype)], 0) : picked).reshape(s.shape)
      },
    ],
    samples: .custom([Sample([[2, 3], [2, 3], [6]], masks: [1])]))

  /// Elements of the first input at positions given for some of its axes by further inputs, which broadcast against each other.
  /// `ints`: the axes, in increasing order. The result's axes stand where the indexed ones stood when those are neighbours, in
  /// front otherwise.
  static let index: Op = Op(
    "index",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in [Spec(try AdvancedIndex(i.x, Array(i.all[1...]), a.ints).shape, i.x.dtype)] },
        run: { i, a, _ throws(TensorError) in [try AdvancedIndex(i.x, Array(i.all[1...]), a.ints).read(i.x)] })),
    rules: [
      .of(.inputs) { g, s in
        s.zeros(g.dtype).indexPut(Array(s.inputs[1...]), axes: s.attributes.ints, g, accumulate: true)
      }, nil,
    ],
    samples: .custom([
      Sample([[3, 4, 2], [2, 2], [2]], Attributes(ints: [0, 1]), positions: [1: 3, 2: 4]),
      Sample([[3, 4, 2], [2], [2]], Attributes(ints: [0, 2]), positions: [1: 3, 2: 2]),
    ]))

  /// The first input with the second's elements put at (or, with `flag`, added to) the positions that further inputs give.
  static let indexPut: Op = Op(
    "index_put",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let index = try AdvancedIndex(i.x, Array(i.all[2...]), a.ints)
          let values = i.all[1]
          guard Shape.canExpand(values.shape, to: index.shape) else {
            throw TensorError(
              .shape, op: "index_put_",
              "shape mismatch: value tensor of shape \(values.shape.listed) cannot be broadcast to indexing result of shape \(index.shape.listed)"
            )
          }
          return [Spec(i.x.shape, i.x.dtype)]
        },
        run: { i, a, _ throws(TensorError) in
          let out = try Tensor(empty: i.x.shape, dtype: i.x.dtype)
          out.write(i.x)
          try AdvancedIndex(i.x, Array(i.all[2...]), a.ints).put(i.all[1], into: out, add: a.flag)
          return [out]
        })),
    rules: [
      .of(.inputs) { g, s in
        s.attributes.flag
          ? g : g.indexPut(Array(s.inputs[2...]), axes: s.attributes.ints, Tensor.zeros(Shape(), dtype: g.dtype), accumulate: false)
      },
      .of(.inputs) { g, s in apply(.index, [g] + s.inputs[2...], Attributes(ints: s.attributes.ints)) }, nil,
    ],
    samples: .custom([Sample([[3, 4], [2, 4], [2]], Attributes(ints: [0], flag: true), positions: [2: 3])]))

  static let indexing: [Op] = [
    indexSelect, indexAdd, gather, scatter, scatterNumber, scatterAdd, nonzero, maskedSelect, maskedScatter, index, indexPut,
  ]
}

package func reportingShape(_ body: () throws(TensorError) -> Shape) -> Shape {
  do { return try body() } catch {
    error.report()
    return Shape()
  }
}

extension Tensor {
  var int64Pointer: UnsafePointer<Int64> { UnsafePointer(pointer.assumingMemoryBound(to: Int64.self)) }

  /// These positions as contiguous int64.
  func positionsInt64() -> Tensor { noGrad { to(.int64).contiguous() } }

  func checkPositions(_ op: String, _ message: String) throws(TensorError) {
    guard dtype.isInteger, dtype.itemSize >= 4 || (op == "index" && dtype == .uint8) else {
      throw TensorError(.index, op: op, message, hint: "Got \(dtype); convert with to(.int64).")
    }
  }

  func checkRange(_ op: String, _ x: Tensor, _ dims: Shape) throws(TensorError) {
    let size = x.rank == 0 ? 1 : x.shape[dims[0]]
    let bad = ck_find_bad_index(elementCount, int64Pointer, Int64(size), 0)
    guard bad < 0 else {
      throw TensorError(.index, op: op, "index \(int64Pointer[bad]) is out of bounds for dimension \(dims.first ?? 0) with size \(size)")
    }
  }

  /// The number of elements before and behind an axis.
  func around(_ d: Int) -> (outer: Int, inner: Int) {
    guard rank > 0 else { return (1, 1) }
    return (shape.prefix(d).reduce(1, *), shape.dropFirst(d + 1).reduce(1, *))
  }

  /// The positions of this contiguous mask's true elements in row-major order.
  func flatPositions() throws(TensorError) -> Tensor {
    let bytes = pointer.assumingMemoryBound(to: UInt8.self)
    let out = try Tensor(empty: Shape(ck_count_true(elementCount, bytes)), dtype: .int64)
    var total = elementCount
    ck_true_positions(total, bytes, 1, &total, out.pointer.assumingMemoryBound(to: Int64.self))
    return out
  }

  static func withLayouts(
    _ a: Shape, _ b: Shape = [], _ c: Shape = [], _ body: (UnsafePointer<Int>, UnsafePointer<Int>, UnsafePointer<Int>) -> Void
  ) {
    let capacity = Swift.max(a.count, b.count, c.count, 1)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * capacity) { all in
      for (k, list) in [a, b, c].enumerated() { for (d, value) in list.enumerated() { all[k * capacity + d] = value } }
      let base = UnsafePointer(all.baseAddress!)
      body(base, base + capacity, base + 2 * capacity)
    }
  }
}
