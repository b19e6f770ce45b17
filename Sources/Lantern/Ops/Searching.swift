import CKernels

// Places in sorted rows, and counts of whole numbers.

extension Op {
  /// For each element of `y`, how many elements of the sorted row of `x` lie before its place; `flag`: behind equal ones. `z`: the
  /// positions that put the rows in order. `dtype`: int64 or int32.
  static let searchSorted: Op = Op(
    "searchsorted",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let (rows, values) = (i.x, i.y!)
          func fail(_ kind: TensorError.Kind, _ message: String, hint: String = "") -> TensorError {
            TensorError(kind, op: "searchsorted", message, hint: hint)
          }
          guard rows.rank > 0 else {
            throw fail(.shape, "torch.searchsorted(): boundaries tensor should have positive dimension, but got 0 dimension")
          }
          guard rows.rank == 1 || values.rank > 0 else {
            throw fail(
              .shape,
              "torch.searchsorted(): input value can be a scalar only when boundaries tensor dimension is 1, but we got boundaries tensor "
                + "dim(\(rows.rank)) and input value's dim(0) numel(1)")
          }
          let agree =
            rows.rank == values.rank
            && (0..<(rows.rank - 1)).allSatisfy { d in
              rows.shape[d] == values.shape[d] || rows.shape[d] < 0 || values.shape[d] < 0
            }
          guard rows.rank == 1 || agree else {
            throw fail(
              .shape,
              "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input "
                + "value tensor must match, but we got boundaries tensor \(rows.shape.listed) and input value tensor \(values.shape.listed)"
            )
          }
          if let sorter = i.z {
            guard sorter.dtype == .int64 else {
              throw fail(
                .dtype, "torch.searchsorted(): sorter must be a tensor of long dtype but got dtype \(sorter.dtype.legacyName)",
                hint: "argsort() gives one.")
            }
            guard sorter.shape == rows.shape || sorter.shape.hasUnknown || rows.shape.hasUnknown else {
              throw fail(
                .shape,
                "torch.searchsorted(): boundary and sorter must have the same size, but got boundary tensor \(rows.shape.listed) and got "
                  + "sorter tensor \(sorter.shape.listed)")
            }
          }
          for t in [rows, values] where t.dtype.isComplex || t.dtype == .bool {
            throw fail(
              .dtype, "\"searchsorted_out_cpu\" not implemented for '\(t.dtype.legacyName)'", hint: "It takes real and whole numbers.")
          }
          return [Spec(values.shape, a.dtype ?? .int64)]
        },
        run: { i, a, specs throws(TensorError) in
          let type: DType = i.x.dtype.isFloatingPoint || i.y!.dtype.isFloatingPoint ? .float64 : .int64
          let (rows, values) = try (noGrad { i.x.to(type).contiguous() }.usable(), noGrad { i.y!.to(type).contiguous() }.usable())
          let n = rows.shape[rows.rank - 1]
          let sorter = try noGrad { i.z?.contiguous() }?.usable()
          if let sorter, ck_find_bad_index(sorter.elementCount, sorter.int64Pointer, Int64(n), 0) >= 0 {
            throw TensorError(.index, op: "searchsorted", "torch.searchsorted(): sorter index out of range")
          }
          let out = try Tensor(empty: specs[0].shape, dtype: .int64)
          let count = rows.rank == 1 ? 1 : rows.shape.dropLast().reduce(1, *)
          if out.elementCount > 0 {
            ck_search(
              count, n, out.elementCount / count, Int32(type.rawValue), a.flag ? 1 : 0, rows.pointer, sorter?.int64Pointer, values.pointer,
              out.pointer.assumingMemoryBound(to: Int64.self))
          }
          return [noGrad { out.to(specs[0].dtype) }]
        })),
    rules: [], isDifferentiable: false,
    samples: .custom([
      Sample([[4], [2, 3]], ranges: [0...0, -1...1]), Sample([[2, 3], [2, 2]], Attributes(flag: true), ranges: [0...0, -1...1]),
      Sample([[1], [5]], Attributes(dtype: .int32), ranges: [-1...1]),
    ]))

  /// How often 0, 1, 2, … occur in `x`, or the sums of the weights `y` there; at least `ints[0]` counts.
  static let bincount: Op = Op(
    "bincount",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          guard i.x.dtype.isInteger else {
            throw TensorError(
              .dtype, op: "bincount", "\"bincount_cpu\" not implemented for '\(i.x.dtype.legacyName)'", hint: "It counts whole numbers.")
          }
          guard a.ints[0] >= 0 else { throw TensorError(.argument, op: "bincount", "minlength should be >= 0") }
          guard i.x.rank == 1 else { throw onlyVectors }
          if let weights = i.y, weights.rank != 1 || (weights.shape != i.x.shape && !weights.shape.hasUnknown && !i.x.shape.hasUnknown) {
            throw TensorError(.shape, op: "bincount", "weights should be 1-d and have the same length as input")
          }
          let isCount = i.y == nil || i.x.shape[0] == 0
          return [Spec([-1], isCount ? .int64 : i.y!.dtype == .float32 ? .float32 : .float64)]
        },
        run: { i, a, specs throws(TensorError) in
          let index = try i.x.positionsInt64()
          let count = index.elementCount
          var length = a.ints[0]
          if count > 0 {
            let (least, largest) = noGrad { (index.min().item().intValue, index.max().item().intValue) }
            guard least >= 0 else { throw onlyVectors }
            length = Swift.max(length, largest == .max ? .max : largest + 1)
          }
          let type = specs[0].dtype
          let out = try Tensor.filled([length], type == .int64 ? .int(0) : .double(0), type)
          guard count > 0 else { return [out] }
          let given = try noGrad { i.y?.to(type).contiguous() }?.usable()
          let weights = if let given { given } else { try Tensor.filled([count], .int(1), type) }
          ck_put_rows(
            Int32(type.rawValue), Int32(CK_PUT_ADD.rawValue), 1, length, count, 1, out.pointer, index.int64Pointer, weights.pointer)
          return [out]
        })),
    rules: [], isDifferentiable: false,
    samples: .custom([
      Sample([[6]], Attributes(ints: [3]), positions: [0: 5]), Sample([[6], [6]], Attributes(ints: [0]), positions: [0: 4]),
    ]))
  private static let onlyVectors = TensorError(.argument, op: "bincount", "bincount only supports 1-d non-negative integral inputs.")

  static let searching: [Op] = [searchSorted, bincount]
}

extension Tensor {
  /// For each value its place in this tensor's rows, which are sorted: how many elements of the row are smaller. Mirrors
  /// `torch.searchsorted`.
  ///
  /// A vector serves all values; otherwise all axes but the last agree. With `right` equal elements lie before the place, too. `sorter`
  /// (int64) says in which order the rows are sorted, as `argsort` gives it; `int32` asks for int32 results. NaN lies behind everything.
  ///
  /// ```swift
  /// Tensor([1, 3, 5]).searchSorted(Tensor([3, 6]))  // tensor([1, 3])
  /// ```
  public func searchSorted(_ values: Tensor, right: Bool = false, sorter: Tensor? = nil, int32: Bool = false) -> Tensor {
    apply(.searchSorted, [self, values] + (sorter.map { [$0] } ?? []), Attributes(flag: right, dtype: int32 ? .int32 : .int64))
  }
  /// The place of a number in this sorted vector. Mirrors `torch.searchsorted`.
  ///
  /// ```swift
  /// Tensor([1, 3, 5, 7]).searchSorted(5)  // tensor(2)
  /// Tensor([1, 3, 5, 7]).searchSorted(5, right: true)  // tensor(3)
  /// ```
  public func searchSorted(_ value: some TensorScalar, right: Bool = false, sorter: Tensor? = nil, int32: Bool = false) -> Tensor {
    searchSorted(Tensor.number(value.scalar, value.scalar.dtype), right: right, sorter: sorter, int32: int32)
  }

  /// For each element the number of its interval between sorted boundaries, a vector. Mirrors `torch.bucketize`.
  ///
  /// Intervals end with their right boundary, or start with their left one for `right`.
  ///
  /// ```swift
  /// Tensor([1, 4, 9]).bucketize(Tensor([1, 3, 5]))  // tensor([0, 2, 3])
  /// ```
  public func bucketize(_ boundaries: Tensor, right: Bool = false, int32: Bool = false) -> Tensor {
    if isInvalid || boundaries.isInvalid { return isInvalid ? self : boundaries }
    return reporting { () throws(TensorError) in
      guard boundaries.rank == 1 else {
        throw TensorError(.shape, op: "bucketize", "boundaries tensor must be 1 dimension, but got dim(\(boundaries.rank))")
      }
      return boundaries.searchSorted(self, right: right, int32: int32)
    }
  }

  /// How often 0, 1, 2, … occur in this vector of whole numbers, or the sums of `weights` there. Mirrors `torch.bincount`.
  ///
  /// The result has one element more than the largest number, but at least `minLength`; it is int64, float32 for float32 weights, float64
  /// for others. Reports an error for negative numbers.
  ///
  /// ```swift
  /// Tensor([1, 3, 1]).bincount()  // tensor([0, 2, 0, 1])
  /// ```
  public func bincount(weights: Tensor? = nil, minLength: Int = 0) -> Tensor {
    apply(.bincount, [self] + (weights.map { [$0] } ?? []), Attributes(ints: [minLength]))
  }
}
