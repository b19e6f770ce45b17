import CKernels

/// Operations that are put together from kernels and other operations on a GPU.
enum DeviceCompositions {
  static let kernels: [(String, DeviceKernels.Kernel)] = masks + indices + selections + searches

  // MARK: - masks

  private static let masks: [(String, DeviceKernels.Kernel)] = [
    ("nonzero", { i, _, _ throws(TensorError) in [try PositionKernels.ofTrue(i.x, isFlat: false)] }),
    (
      "masked_select",
      { i, _, _ throws(TensorError) in
        let shape = try Shape.broadcast("masked_select", i.x.shape, i.y!.shape)
        let x = try i.x.expandedView(to: shape).dense(i.x.dtype)
        let mask = i.y!.expandedView(to: shape)
        let index = try PositionKernels.ofTrue(mask, isFlat: true)
        let line = Tensor(storage: x.storage, shape: [x.elementCount], strides: [1], offset: x.offset, dtype: x.dtype)
        return try IndexKernels.take(line, noGrad { index.view(-1) }, 0).map { [$0] }
      }
    ),
    (
      "masked_scatter",
      { i, _, specs throws(TensorError) in
        let shape = specs[0].shape
        let mask = try i.y!.expandedView(to: shape).dense(.bool)
        let x = try i.x.expandedView(to: shape).dense(i.x.dtype)
        let (upTo, count) = try PositionKernels.counted(mask)
        let source = try i.z!.dense(i.x.dtype)
        guard count <= source.elementCount else {
          throw TensorError(
            .shape, op: "masked_scatter", "masked_scatter: expected source to have at least as many elements as the mask holds")
        }
        if count == 0 { return [try noGrad { x.clone() }.usable()] }
        let line = Tensor(storage: source.storage, shape: [source.elementCount], strides: [1], offset: source.offset, dtype: source.dtype)
        // Before the first true element there is none to take: any does.
        let places = try noGrad { (upTo - 1).clamp(0, count - 1) }.usable()
        guard let spread = try IndexKernels.take(line, places, 0), !x.dtype.isComplex else { return nil }
        return [try noGrad { spread.view(shape).where(mask, else: x) }.usable()]
      }
    ),
  ]

  // MARK: - positions of several axes

  private static let indices: [(String, DeviceKernels.Kernel)] = [
    ("index", { i, a, _ throws(TensorError) in [try AdvancedIndex(i.x, Array(i.all[1...]), a.ints).readOnDevice(i.x)] }),
    (
      "index_put",
      { i, a, _ throws(TensorError) in
        if a.flag, i.x.dtype.isComplex { return nil }
        return [try AdvancedIndex(i.x, Array(i.all[2...]), a.ints).putOnDevice(i.all[1], into: i.x, add: a.flag)]
      }
    ),
  ]

  // MARK: - elements that their rank decides

  /// Which of the sorted elements of each row is meant: [rows…], int64.
  private typealias Rank = @Sendable (_ rows: Tensor, _ n: Int) -> Tensor

  private static func nanCount(_ rows: Tensor) -> Tensor { rows.isNaN().sum(dims: [-1], keepDim: true) }
  private static func kth(_ k: Int) -> Rank {
    { rows, _ in Tensor.full(rows.shape.with(1, at: rows.rank - 1), k, dtype: .int64).to(rows.device) }
  }
  private static let median: Rank = { rows, n in
    let missing = nanCount(rows)
    // NaN lies behind all numbers: the first one decides.
    return (n - missing).where(missing .> 0, else: Tensor.full(missing.shape, (n - 1) / 2, dtype: .int64).to(rows.device))
  }
  private static let nanmedian: Rank = { rows, n in ((n - nanCount(rows)) - 1).clamp(min: 0).floorDivide(2) }

  private static func positions(_ x: Tensor, _ axis: Int, _ rank: Rank, keepDim: Bool) throws(TensorError) -> Tensor {
    let rows = try x.rowsAlong(axis)
    let n = x.shape[axis]
    let order = try SortKernels.order(rows, length: n, isDescending: false)
    return try noGrad {
      let found = order.gather(-1, rank(rows, n))
      return (keepDim ? found.movedim(x.rank - 1, axis) : found.squeeze(-1)).contiguous()
    }.usable()
  }

  private static func selection(_ name: String, _ rank: @escaping @Sendable (borrowing Attributes) -> Rank) -> (
    String, DeviceKernels.Kernel
  ) {
    (
      name,
      { i, a, specs throws(TensorError) in
        guard i.x.rank > 0, specs[0].shape.elementCount > 0, !i.x.dtype.isComplex else { return nil }
        return [try positions(i.x, a.ints[0], rank(a), keepDim: a.flag)]
      }
    )
  }
  private static func ofAll(_ name: String, _ rank: @escaping @Sendable () -> Rank) -> (String, DeviceKernels.Kernel) {
    (
      name,
      { i, _, _ throws(TensorError) in
        guard i.x.elementCount > 0, !i.x.dtype.isComplex else { return nil }
        let line = try noGrad { i.x.contiguous().view(-1) }.usable()
        let place = try positions(line, 0, rank(), keepDim: true)
        return [try noGrad { line.gather(0, place).view(Shape()) }.usable()]
      }
    )
  }

  private static let selections: [(String, DeviceKernels.Kernel)] = [
    selection("kthvalue_positions") { a in kth(a.ints[1] - 1) }, selection("median_positions") { _ in median },
    selection("nanmedian_positions") { _ in nanmedian }, ofAll("median") { median }, ofAll("nanmedian") { nanmedian },
    (
      "running_extreme_positions",
      { i, a, _ throws(TensorError) in
        guard i.x.rank > 0, !i.x.dtype.isComplex else { return nil }
        return [try SearchKernels.runningExtreme(i.x, a.ints[0], isSmallest: a.flag)]
      }
    ),
  ]

  // MARK: - searches and counts

  private static let searches: [(String, DeviceKernels.Kernel)] = [
    (
      "searchsorted",
      { i, a, specs throws(TensorError) in
        guard i.x.isCUDA else { return nil }
        return [try SearchKernels.search(i.x, i.y!, i.z, right: a.flag, specs[0])]
      }
    ),
    (
      "bincount",
      { i, a, specs throws(TensorError) in
        let index = try i.x.dense(.int64)
        let count = index.elementCount
        var length = a.ints[0]
        if count > 0 {
          let (least, largest) = noGrad { (index.min().item().intValue, index.max().item().intValue) }
          // The processor's code has the words for what is wrong.
          guard least >= 0, largest < 1 << 40 else { return nil }
          length = Swift.max(length, largest + 1)
        }
        let type = specs[0].dtype
        let out = try noGrad { withDevice(index.device) { Tensor.zeros(Shape(length, 1), dtype: type) } }.usable()
        let weights = try noGrad {
          i.y.map { $0.to(index.device).to(type).contiguous() } ?? withDevice(index.device) { Tensor.ones(Shape(count), dtype: type) }
        }.usable()
        try PositionKernels.putRows(CK_PUT_ADD, weights, into: out, index, rows: length, length: 1)
        return [try noGrad { out.view(-1) }.usable()]
      }
    ),
  ]
}
