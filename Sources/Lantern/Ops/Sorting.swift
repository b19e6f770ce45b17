import CKernels

// Putting elements in order. The order is found first, as positions; the values are then picked by it, which is the part that has
// a derivative.

extension Op {
  /// The positions that sort each row along axis `ints[0]`; `flag`: descending. Equal elements keep their order; NaN counts as largest.
  static let argsort: Op = Op(
    "argsort",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          guard !i.x.dtype.isComplex else { throw TensorError(.dtype, op: "sort", "Sort does not support complex dtypes on CPU") }
          return [Spec(i.x.shape, .int64)]
        },
        run: { i, a, _ throws(TensorError) in [try order(i.x, a.ints.first, count: nil, isDescending: a.flag)] })),
    rules: [], isDifferentiable: false, samples: .custom([Sample([[2, 3, 4]], Attributes(ints: [1]))]))

  /// The positions of the `ints[1]` largest (`flag`) or smallest elements along axis `ints[0]`.
  static let topkPositions: Op = Op(
    "topk_positions",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          guard !i.x.dtype.isComplex, i.x.dtype != .bool else {
            throw TensorError(.dtype, op: "topk", "topk does not support \(i.x.dtype == .bool ? "bool" : "complex") dtypes on CPU")
          }
          guard i.x.rank > 0 else {
            guard a.ints[1] == 0 || a.ints[1] == 1 else { throw TensorError(.index, op: "topk", "selected index k out of range") }
            return [Spec(Shape(), .int64)]
          }
          var shape = i.x.shape
          guard a.ints[1] >= 0, a.ints[1] <= shape[a.ints[0]] || shape[a.ints[0]] < 0 else {
            throw TensorError(
              .index, op: "topk", "selected index k out of range", hint: "There are \(shape[a.ints[0]]) elements along axis \(a.ints[0]).")
          }
          shape[a.ints[0]] = a.ints[1]
          return [Spec(shape, .int64)]
        },
        run: { i, a, _ throws(TensorError) in [try order(i.x, i.x.rank == 0 ? nil : a.ints[0], count: a.ints[1], isDescending: a.flag)] })),
    rules: [], isDifferentiable: false,
    samples: .custom([Sample([[2, 5, 3]], Attributes(ints: [1, 2], flag: true), ranges: [-120...120])]))

  /// The elements of the first input at the positions of the second along axis `ints[0]`: `gather` under the name of what asked for it.
  static func gathering(_ name: String) -> Op {
    Op(
      name, kernel: gather.kernel, rules: gather.rules,
      samples: .custom([Sample([[3, 4], [2, 4]], Attributes(ints: [0]), positions: [1: 3])]))
  }
  static let sort: Op = gathering("sort")
  static let topk: Op = gathering("topk")

  static let sorting: [Op] = [argsort, topkPositions, sort, topk]

  /// The first `count` (or all) positions of each row in sorted order.
  private static func order(_ x: Tensor, _ axis: Int?, count: Int?, isDescending: Bool) throws(TensorError) -> Tensor {
    guard let d = axis else { return try Tensor.filled(Shape(), .int(0), .int64) }
    let rows = try x.rowsAlong(d)
    let (n, last) = (x.shape[d], x.rank - 1)
    let positions = try Tensor(empty: rows.shape.with(count ?? n, at: last), dtype: .int64)
    let places = positions.pointer.assumingMemoryBound(to: Int64.self)
    let total = n > 0 ? rows.elementCount / n : 0
    let (type, turn): (Int32, Int32) = (Int32(x.dtype.rawValue), isDescending ? 1 : 0)
    let status =
      if let count { ck_top(total, n, count, type, turn, rows.pointer, places) } else {
        ck_sort(total, n, type, turn, rows.pointer, places)
      }
    try checkMemory("sort", x, status)
    return noGrad { positions.movedim(last, d).contiguous() }
  }

  /// Throws when a kernel says that it had no memory to work in.
  static func checkMemory(_ op: String, _ x: Tensor, _ status: Int32) throws(TensorError) {
    guard status == 0 else { throw TensorError(.memory, op: op, "no memory to put a tensor of shape \(x.shape.listed) in order") }
  }
}

extension Shape {
  /// These sizes with another one at an axis.
  func with(_ size: Int, at axis: Int) -> Shape {
    var copy = self
    copy[axis] = size
    return copy
  }
}

extension Tensor {
  /// The elements with axis `d` moved to the end, contiguous and without history: what the kernels that look for an order read.
  func rowsAlong(_ d: Int) throws(TensorError) -> Tensor { try noGrad { movedim(d, rank - 1).contiguous() }.usable() }

  private func ordered(_ name: String, _ pick: Op, _ dim: Int, _ positions: (Int) -> Tensor) -> ValuesAndIndices {
    if isInvalid { return ValuesAndIndices(values: self, indices: self, name: name) }
    do {
      let d = try shape.axis(dim, op: name)
      let indices = positions(d)
      return ValuesAndIndices(values: apply(pick, self, indices, Attributes(ints: [d])), indices: indices, name: name)
    } catch {
      let none = Tensor.invalid(reporting: error)
      return ValuesAndIndices(values: none, indices: none, name: name)
    }
  }

  /// The elements in order along an axis, and where they were. Mirrors `torch.sort`.
  ///
  /// Equal elements keep their order, as with `stable=True`; NaN counts as the largest. Reports an error for complex numbers.
  ///
  /// ```swift
  /// Tensor([3, 1, 2]).sort().values  // tensor([1, 2, 3])
  /// ```
  public func sort(dim: Int = -1, descending: Bool = false) -> ValuesAndIndices {
    ordered("sort", .sort, dim) { d in apply(.argsort, self, Attributes(ints: rank == 0 ? [] : [d], flag: descending)) }
  }

  /// The positions that would put the elements in order along an axis. Mirrors `torch.argsort`; equal elements keep their order.
  ///
  /// ```swift
  /// Tensor([30, 10, 20]).argsort()  // tensor([1, 2, 0])
  /// Tensor([30, 10, 20]).argsort(descending: true)  // tensor([0, 2, 1])
  /// ```
  public func argsort(dim: Int = -1, descending: Bool = false) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let d = try shape.axis(dim, op: "argsort")
      return apply(.argsort, self, Attributes(ints: rank == 0 ? [] : [d], flag: descending))
    }
  }

  /// The elements in order along the first axis. Mirrors `torch.msort`.
  ///
  /// Faster than `sort` where nothing is recorded, since nobody asks where the elements were.
  ///
  /// ```swift
  /// Tensor([3, 1, 2]).msort()  // tensor([1, 2, 3])
  /// ```
  public func msort() -> Tensor {
    if isInvalid { return self }
    guard !isTracked || !isGradEnabled, !isSymbolic, !Tracing.isOn, rank > 0, dtype.itemSize <= 4,
      !dtype.isComplex
    else { return sort(dim: 0).values }
    return reporting { () throws(TensorError) in
      let rows = try rowsAlong(0)
      let sorted = try Tensor(empty: rows.shape, dtype: dtype)
      let count = elementCount == 0 ? 0 : elementCount / shape[0]
      try Op.checkMemory("msort", self, ck_sort_values(count, shape[0], Int32(dtype.rawValue), rows.pointer, sorted.pointer))
      return noGrad { sorted.movedim(rank - 1, 0).contiguous() }
    }
  }

  /// The `k` largest (or smallest) elements along an axis, in order, and where they are. Mirrors `torch.topk`.
  ///
  /// Reports an error when there are fewer than `k`.
  ///
  /// ```swift
  /// Tensor([1, 5, 3, 4]).topk(2).values  // tensor([5, 4])
  /// Tensor([1, 5, 3, 4]).topk(2, largest: false).indices  // tensor([0, 2])
  /// ```
  public func topk(_ k: Int, dim: Int = -1, largest: Bool = true) -> ValuesAndIndices {
    ordered("topk", .topk, dim) { d in apply(.topkPositions, self, Attributes(ints: [d, k], flag: largest)) }
  }
}
