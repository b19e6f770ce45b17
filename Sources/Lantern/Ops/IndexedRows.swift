import CKernels

// Rows picked and put at positions along an axis.

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
          let index = try i.y!.positionsInt64()
          let size = i.x.rank == 0 ? 1 : i.x.shape[a.ints[0]]
          guard ck_find_bad_index(index.elementCount, index.int64Pointer, Int64(size), 0) < 0 else {
            throw TensorError(.index, op: "index_select", "index out of range in self", hint: "The axis has \(size) positions.")
          }
          let x = try noGrad { i.x.contiguous() }.usable()
          let out = try Tensor(empty: specs[0].shape, dtype: x.dtype)
          let (outer, inner) = x.around(a.ints[0])
          ck_take_rows(outer, size, index.elementCount, inner * x.dtype.itemSize, x.pointer, index.int64Pointer, out.pointer)
          return [out]
        })),
    rules: [.of(.y) { g, s in s.zeros(g.dtype).indexAdd(s.attributes.ints[0], s.y, g) }, nil],
    samples: .custom([Sample([[3, 4, 2], [5]], Attributes(ints: [1]), positions: [1: 4])]))

  /// An operation that puts rows of `z` into `x` along axis `ints[0]` at the positions in `y`.
  private static func rowsOp(
    _ name: String, _ put: ck_put, sample: Sample, check: @escaping @Sendable (borrowing Inputs, Int) throws(TensorError) -> Void,
    outside: @escaping @Sendable (Int64, Int, Int) -> String, rules: [Rule?]
  ) -> Op {
    Op(
      name,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            try check(i, a.ints[0])
            return [Spec(i.x.shape, i.x.dtype)]
          },
          run: { i, a, _ throws(TensorError) in
            let index = try i.y!.positionsInt64()
            let size = i.x.rank == 0 ? 1 : i.x.shape[a.ints[0]]
            let bad = ck_find_bad_index(index.elementCount, index.int64Pointer, Int64(size), 0)
            guard bad < 0 else { throw TensorError(.index, op: name, outside(index.int64Pointer[bad], a.ints[0], size)) }
            let out = try Tensor(empty: i.x.shape, dtype: i.x.dtype)
            out.write(i.x)
            let (outer, inner) = out.around(a.ints[0])
            if name == "index_fill" {
              ck_fill_rows(
                outer, size, index.elementCount, inner, Int32(out.dtype.itemSize), out.pointer, index.int64Pointer, i.z!.pointer)
            } else {
              let source = try noGrad { i.z!.contiguous() }.usable()
              ck_put_rows(
                Int32(out.dtype.rawValue), Int32(put.rawValue), outer, size, index.elementCount, inner, out.pointer, index.int64Pointer,
                source.pointer)
            }
            return [out]
          })),
      rules: rules, samples: .custom([sample]))
  }

  /// `x` with the rows of `z` added along axis `ints[0]` at the positions in `y`.
  static let indexAdd: Op = rowsOp(
    "index_add", CK_PUT_ADD, sample: Sample([[3, 4], [2], [3, 2]], Attributes(ints: [1]), positions: [1: 4]),
    check: { i, d throws(TensorError) in
      let (x, index, source) = (i.x, i.y!, i.z!)
      try index.checkPositions("index_add", "index_add(): Expected dtype int32/int64 for index")
      guard index.rank <= 1 else {
        throw TensorError(
          .index, op: "index_add",
          "index_add_(): Index is supposed to be a vector, but got dim: \(index.rank) with type: "
            + "\(index.dtype.legacyName) and size: \(index.shape.listed)")
      }
      guard source.dtype == x.dtype else {
        throw TensorError(
          .dtype, op: "index_add",
          "index_add(): self (\(x.dtype.legacyName)) and source (\(source.dtype.legacyName)) must have the same scalar type")
      }
      try source.checkRows("index_add", of: x, d, index)
    },
    outside: { _, _, _ in "index out of range in self" },
    rules: [.of { g, _ in g }, nil, .of(.y) { g, s in s.rowGradient(g) }])

  /// `x` with the rows along axis `ints[0]` at the positions in `y` replaced by those of `z`. The last of several for one place wins.
  static let indexCopy: Op = rowsOp(
    "index_copy", CK_PUT_SET, sample: Sample([[3, 4], [2], [3, 2]], Attributes(ints: [1]), positions: [1: 4], isDistinct: true),
    check: { i, d throws(TensorError) in
      let (x, index, source) = (i.x, i.y!, i.z!)
      let name = "index_copy_()"
      guard index.rank <= 1 else {
        throw TensorError(.index, op: "index_copy", "\(name): Index should have dimension 1 or 0 (got \(index.rank))")
      }
      guard index.dtype == .int64 else {
        throw TensorError(
          .index, op: "index_copy", "\(name): Expected a long tensor for index, but got \(index.dtype.legacyName)",
          hint: "Convert it with to(.int64).")
      }
      guard x.dtype == source.dtype else {
        throw TensorError(
          .dtype, op: "index_copy",
          "\(name): self and source expected to have the same dtype, but got (self) \(x.dtype.legacyName) and (source) "
            + "\(source.dtype.legacyName)", hint: "Convert the source with to(.\(x.dtype)).")
      }
      guard x.rank == source.rank || x.rank == 0 || source.rank == 0 else {
        throw TensorError(
          .shape, op: "index_copy",
          "\(name): When source and destination are not scalars, their dimensionality must match. Source dimensionality (\(source.rank)), "
            + "destination dimensionality (\(x.rank))")
      }
      var (own, given) = (x.shape, source.shape)
      let count = index.rank == 0 ? 1 : index.shape[0]
      let length = source.rank == 0 ? 1 : d < source.rank ? given[d] : 1
      if d < own.count { own.remove(at: d) }
      if d < given.count { given.remove(at: d) }
      guard own.agrees(with: given) else {
        throw TensorError(
          .shape, op: "index_copy",
          "\(name): Source/destination tensor must have same slice shapes. Destination slice shape: \(own.listed) at dimension \(d) and "
            + "source slice shape: \(given.listed) at dimension \(source.rank == 0 ? 0 : d).")
      }
      guard count == length || count < 0 || length < 0 else {
        throw TensorError(
          .index, op: "index_copy",
          source.rank == 0
            ? "\(name): When source is scalar, index should have one element (got \(count))"
            : "\(name): Number of indices (\(count)) should be equal to source.size(dim) (\(length))")
      }
    },
    outside: { "index_copy_(): index \($0) is out of bounds for dimension \($1) with size \($2)" },
    rules: [.of(.y) { g, s in g.indexFill(s.attributes.ints[0], s.y, 0) }, nil, .of(.y) { g, s in s.rowGradient(g) }])

  /// `x` with the number `z` in the rows along axis `ints[0]` at the positions in `y`.
  static let indexFill: Op = rowsOp(
    "index_fill", CK_PUT_SET, sample: Sample([[3, 4], [2], []], Attributes(ints: [1]), positions: [1: 4], isDistinct: true),
    check: { i, _ throws(TensorError) in
      let (index, value) = (i.y!, i.z!)
      guard index.dtype == .int64 else {
        throw TensorError(
          .index, op: "index_fill", "index_fill_(): Expected dtype int64 for index.", hint: "Convert it with to(.int64).")
      }
      guard index.rank <= 1 else {
        throw TensorError(.shape, op: "index_fill", "Index has to be a vector/scalar", hint: "Got \(index.shape.listed).")
      }
      guard value.rank == 0 else {
        throw TensorError(
          .shape, op: "index_fill",
          "index_fill_ only supports a 0-dimensional value tensor, but got tensor with \(value.rank) dimension(s).")
      }
    },
    outside: { "index \($0) is out of bounds for dimension \($1) with size \($2)" },
    rules: [
      .of(.y) { g, s in g.indexFill(s.attributes.ints[0], s.y, 0) }, nil,
      .of(.y) { g, s in
        // A position that is named twice is filled once.
        let isFilled = noGrad { Tensor.zeros(like: g, dtype: .bool).indexFill(s.attributes.ints[0], s.y, true) }
        return g.where(isFilled, else: 0).sum()
      },
    ])

  static let indexedRows: [Op] = [indexSelect, indexAdd, indexCopy, indexFill]
}

extension Saved {
  /// The rows that came from the third input, in its shape: a number may have been a vector of one.
  fileprivate func rowGradient(_ g: Tensor) -> Tensor {
    let rows = g.indexSelect(attributes.ints[0], y)
    return rows.shape == shape || shape.hasUnknown || rows.shape.hasUnknown ? rows : rows.reshape(shape)
  }
}

extension Shape {
  /// Whether both have the same sizes, as far as they are known.
  fileprivate func agrees(with other: Shape) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0 == $1 || $0 < 0 || $1 < 0 }
  }
}

extension Tensor {
  /// Whether this tensor has a row of `x` along axis `d` for each position.
  func checkRows(_ op: String, of x: Tensor, _ d: Int, _ index: Tensor) throws(TensorError) {
    var expected = x.shape
    if x.rank > 0 { expected[d] = index.rank == 0 ? 1 : index.shape[0] }
    guard shape.agrees(with: expected) || (x.rank == 0 && elementCount == 1 && index.elementCount == 1) else {
      throw TensorError(
        .shape, op: op,
        "source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = \(x.shape.listed) "
          + "source.shape = \(shape.listed)")
    }
  }
}
