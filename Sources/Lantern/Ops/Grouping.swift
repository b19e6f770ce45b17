import CKernels

// The different elements of a tensor, or the different slices along an axis.

extension Op {
  /// The groups of equal slices along axis `ints[0]`, or of equal elements where there is none: one of each group, the group of each
  /// slice, the sizes of the groups. How many there are only the numbers decide.
  private static func grouping(_ name: String, isConsecutive: Bool) -> Op {
    Op(
      name,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            let x = i.x
            guard !x.dtype.isComplex else {
              throw TensorError(
                .dtype, op: name, "\"unique\" not implemented for '\(x.dtype.legacyName)'",
                hint: "Complex numbers have no order; look at abs().")
            }
            let counts = Spec([-1], .int64)
            guard let d = a.ints.first else { return [Spec([-1], x.dtype), Spec(x.shape, .int64), counts] }
            let empty = x.shape.filter { $0 == 0 }.count
            guard x.shape[d] != 0 || empty == 1 else {
              throw TensorError(.shape, op: name, "Number of zero sized dimensions is more than one, so unique cannot be applied")
            }
            guard x.shape[d] == 0 || empty == 0 else {
              throw TensorError(
                .shape, op: name, "There are 0 sized dimensions, and they aren't selected, so unique cannot be applied")
            }
            return [Spec(x.shape.with(-1, at: d), x.dtype), Spec([x.shape[d]], .int64), counts]
          },
          run: { i, a, specs throws(TensorError) in
            let x = i.x
            let d = a.ints.first
            let rows = try noGrad { (d.map { x.movedim($0, 0) } ?? x.reshape(-1)).contiguous() }.usable()
            let n = rows.shape[0]
            let width = n > 0 ? rows.elementCount / n : 0
            let groups = try Tensor(empty: specs[1].shape, dtype: .int64)
            let (firsts, sizes) = (try Tensor(empty: [n], dtype: .int64), try Tensor(empty: [n], dtype: .int64))
            let type = Int32(x.dtype.rawValue)
            let found = ck_group(
              n, width, type, isConsecutive ? 1 : 0, rows.pointer, firsts.writableInt64, sizes.writableInt64, groups.writableInt64)
            guard found >= 0 else { try checkMemory(name, x, -1); return [] }
            let values = try Tensor(empty: rows.shape.with(found, at: 0), dtype: x.dtype)
            ck_take_rows(1, n, found, width * x.dtype.itemSize, rows.pointer, firsts.int64Pointer, values.pointer)
            return noGrad { [d.map { values.movedim(0, $0).contiguous() } ?? values, groups, sizes.narrow(0, 0, found).clone()] }
          })),
      rules: [], isDifferentiable: false,
      samples: .custom([
        Sample([[2, 6]], ranges: [-1...1]), Sample([[5, 2]], Attributes(ints: [0]), ranges: [0...1]),
        Sample([[2, 4, 1]], Attributes(ints: [1]), ranges: [0...1]),
      ]))
  }
  static let unique: Op = grouping("unique", isConsecutive: false)
  static let uniqueConsecutive: Op = grouping("unique_consecutive", isConsecutive: true)

  static let groupings: [Op] = [unique, uniqueConsecutive]
}

/// What `unique` and `uniqueConsecutive` give.
public struct UniqueResult: Sendable {
  /// One of each group of equal elements, or slices.
  public let values: Tensor
  /// For each element, or slice, which of the values it equals, int64. Mirrors `return_inverse`.
  public let inverse: Tensor
  /// How often each of the values occurs, int64. Mirrors `return_counts`.
  public let counts: Tensor
}

extension Tensor {
  fileprivate var writableInt64: UnsafeMutablePointer<Int64> { pointer.assumingMemoryBound(to: Int64.self) }

  private func grouped(_ op: Op, _ dim: Int?) -> UniqueResult {
    if isInvalid { return UniqueResult(values: self, inverse: self, counts: self) }
    do throws(TensorError) {
      let axes: Shape =
        try dim.map { dim throws(TensorError) in
          guard rank > 0 else {
            throw TensorError(.index, op: op.name, "Dimension specified as \(dim) but tensor has no dimensions")
          }
          return [try shape.axis(dim, op: op.name)]
        } ?? []
      let all = applyAll(op, [self], Attributes(ints: axes))
      return UniqueResult(values: all[0], inverse: all[1], counts: all.last!)
    } catch {
      let none = Tensor.invalid(reporting: error)
      return UniqueResult(values: none, inverse: none, counts: none)
    }
  }

  /// The different elements in increasing order, or the different slices along an axis, in the order of their elements; besides, which
  /// of them each element equals, and how often each occurs. Mirrors `torch.unique`. NaN equals nothing. No derivative.
  ///
  /// Reports an error for complex numbers, and along an axis when another one is empty.
  ///
  /// ```swift
  /// let found = Tensor([3, 1, 3]).unique()
  /// found.values   // tensor([1, 3])
  /// found.inverse  // tensor([1, 0, 1])
  /// found.counts   // tensor([1, 2])
  /// ```
  public func unique(dim: Int? = nil) -> UniqueResult { grouped(.unique, dim) }

  /// The elements, or slices along an axis, that differ from the one before them. Mirrors `torch.unique_consecutive`.
  ///
  /// ```swift
  /// Tensor([1, 1, 2, 1]).uniqueConsecutive().values  // tensor([1, 2, 1])
  /// ```
  public func uniqueConsecutive(dim: Int? = nil) -> UniqueResult { grouped(.uniqueConsecutive, dim) }
}
