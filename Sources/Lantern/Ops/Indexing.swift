import CKernels

// Picking elements by position or by truth, and putting them there.

extension Op {
  /// The positions of non-zero elements, one row each.
  static let nonzero: Op = Op(
    "nonzero",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(Shape(-1, i.x.rank), .int64)] },
        run: { i, _, _ throws(TensorError) in
          let mask = try noGrad { i.x.to(.bool).contiguous() }.usable()
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
          let x = try noGrad { i.x.expandedView(to: shape).contiguous() }.usable()
          let mask = try noGrad { i.y!.expandedView(to: shape).contiguous() }.usable()
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
          let mask = try noGrad { i.y!.expandedView(to: specs[0].shape).contiguous() }.usable()
          let index = try noGrad { () throws(TensorError) in try mask.flatPositions() }
          guard index.elementCount <= i.z!.elementCount else {
            throw TensorError(
              .shape, op: "masked_scatter", "masked_scatter: expected source to have at least as many elements as the mask holds")
          }
          let source = try noGrad { i.z!.contiguous() }.usable()
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
        if g.isSymbolic || s.y.isSymbolic { return apply(.maskedScatterSource, g, s.y, s.z.detach()) }
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

  static let indexing: [Op] = [nonzero, maskedSelect, maskedScatter, index, indexPut]
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
  func positionsInt64() throws(TensorError) -> Tensor { try noGrad { cpu().to(.int64).contiguous() }.usable() }

  func checkPositions(_ op: String, _ message: String) throws(TensorError) {
    guard dtype.isInteger, dtype.itemSize >= 4 || (op == "index" && dtype == .uint8) else {
      throw TensorError(.index, op: op, message, hint: "Got \(dtype); convert with to(.int64).")
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
