import CKernels

// One element of each row that its rank decides: medians, the k-th smallest, the most frequent; and running extremes. The position is
// found first; picking the element there is the part that has a derivative.

extension Op {
  /// Where along axis `ints[0]` the element asked for stands; `flag`: keepDim; `ints[1]`: which one, from 1.
  private static func selection(_ name: String, _ kind: ck_selection, kernelName: String, takesTruth: Bool = false) -> Op {
    Op(
      name + "_positions",
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            let d = a.ints[0]
            let size = i.x.rank == 0 ? 1 : i.x.shape[d]
            try i.x.checkSelectable(name, kernelName, takesTruth: takesTruth)
            guard size != 0 else {
              throw TensorError(.index, op: name, "\(name)(): Expected reduction dim \(d) to have non-zero size.")
            }
            guard kind != CK_SELECT_KTH || a.ints[1] >= 1 && (a.ints[1] <= size || size < 0) else {
              throw TensorError(
                .argument, op: name, "\(name)(): selected number k out of range for dimension \(d)",
                hint: "There are \(size) elements along axis \(d).")
            }
            return [Spec(i.x.rank == 0 ? Shape() : i.x.shape.reduced([d], keepDim: a.flag), .int64)]
          },
          run: { i, a, specs throws(TensorError) in
            guard i.x.rank > 0 else { return [try Tensor.filled(Shape(), .int(0), .int64)] }
            let rows = try i.x.rowsAlong(a.ints[0])
            let n = i.x.shape[a.ints[0]]
            let out = try Tensor(empty: specs[0].shape, dtype: .int64)
            let k = kind == CK_SELECT_KTH ? a.ints[1] - 1 : 0
            let places = out.pointer.assumingMemoryBound(to: Int64.self)
            try checkMemory(
              name, i.x,
              ck_select(out.elementCount, n, Int32(rows.dtype.rawValue), Int32(kind.rawValue), k, rows.pointer, places))
            return [out]
          })),
      rules: [], isDifferentiable: false,
      samples: .custom([
        // Wide, so that no two are equal: of such any may be found.
        Sample([[2, 5, 3]], Attributes(ints: [1, 2]), ranges: [-120...120]),
        Sample([[3, 4]], Attributes(ints: [0, 3], flag: true), ranges: [-120...120]),
        Sample([[6]], Attributes(ints: [0, 4]), ranges: [-120...120]),
      ]))
  }
  static let kthvaluePositions: Op = selection("kthvalue", CK_SELECT_KTH, kernelName: "kthvalue_cpu")
  static let medianPositions: Op = selection("median", CK_SELECT_MEDIAN, kernelName: "median_out")
  static let nanmedianPositions: Op = selection("nanmedian", CK_SELECT_NANMEDIAN, kernelName: "median_out")
  static let modePositions: Op = selection("mode", CK_SELECT_MODE, kernelName: "mode_cpu", takesTruth: true)

  /// The element of each row along axis `ints[0]` at the position that the second input names; `flag`: keepDim.
  private static func picked(_ name: String, gradName: String) -> Op {
    Op(
      name, gradName: gradName,
      kernel: .call(
        Call(
          infer: { i, _ throws(TensorError) in [Spec(i.y!.shape, i.x.dtype)] },
          run: { i, a, specs throws(TensorError) in
            let found = noGrad { i.x.gather(a.ints[0], i.y!.keepingAxis(i.x.rank, a)) }
            let shape = specs[0].shape
            return [Tensor(storage: found.storage, shape: shape, strides: shape.rowMajorStrides, offset: 0, dtype: found.dtype)]
          })),
      rules: [
        .of(.y) { g, s in
          let rank = s.shape.count
          return s.zeros(g.dtype).scatter(s.attributes.ints[0], s.y.keepingAxis(rank, s.attributes), g.keepingAxis(rank, s.attributes))
        }, nil,
      ],
      samples: .custom([
        Sample([[3, 4], [3]], Attributes(ints: [1]), positions: [1: 4]),
        Sample([[3, 2], [1, 2]], Attributes(ints: [0], flag: true), positions: [1: 3]),
      ]))
  }
  static let kthvalue: Op = picked("kthvalue", gradName: "KthvalueBackward0")
  static let medianDim: Op = picked("median_dim", gradName: "MedianBackward1")
  static let nanmedianDim: Op = picked("nanmedian_dim", gradName: "NanmedianBackward1")
  static let mode: Op = picked("mode", gradName: "ModeBackward0")

  /// The median of all elements, whose axes `ints` lists; those that equal it share the gradient.
  private static func medianOfAll(_ name: String, _ kind: ck_selection) -> Op {
    Op(
      name,
      kernel: .call(
        Call(
          infer: { i, _ throws(TensorError) in
            try i.x.checkSelectable(name, "median_cpu", takesTruth: false)
            return [Spec(Shape(), i.x.dtype)]
          },
          run: { i, _, _ throws(TensorError) in
            let (x, count) = (try noGrad { i.x.contiguous() }.usable(), i.x.elementCount)
            guard count > 0 else { return [try Tensor.filled(Shape(), .double(.nan), x.dtype)] }
            var position: Int64 = 0
            try checkMemory(name, x, ck_select(1, count, Int32(x.dtype.rawValue), Int32(kind.rawValue), 0, x.pointer, &position))
            return [try Tensor.filled(Shape(), x.dtype.load(from: x.pointer + Int(position) * x.dtype.itemSize), x.dtype)]
          })),
      rules: [sharedAmongAll], samples: .custom([Sample([[2, 3, 3]], Attributes(ints: [0, 1, 2])), Sample([[4]], Attributes(ints: [0]))]))
  }
  static let median: Op = medianOfAll("median", CK_SELECT_MEDIAN)
  static let nanmedian: Op = medianOfAll("nanmedian", CK_SELECT_NANMEDIAN)

  /// Where the largest (`flag`: smallest) element so far along axis `ints[0]` stands, the last of equals.
  static let runningExtremePositions: Op = Op(
    "running_extreme_positions",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let name = a.flag ? "cummin" : "cummax"
          try i.x.checkSelectable(name, name + "_cpu", takesTruth: true)
          return [Spec(i.x.shape, .int64)]
        },
        run: { i, a, _ throws(TensorError) in
          guard i.x.rank > 0 else { return [try Tensor.filled(Shape(), .int(0), .int64)] }
          let rows = try i.x.rowsAlong(a.ints[0])
          let n = i.x.shape[a.ints[0]]
          let out = try Tensor(empty: rows.shape, dtype: .int64)
          let places = out.pointer.assumingMemoryBound(to: Int64.self)
          let count = n > 0 ? out.elementCount / n : 0
          try checkMemory(
            "cummax", i.x, ck_running_extreme(count, n, Int32(rows.dtype.rawValue), a.flag ? 1 : 0, rows.pointer, places))
          return [noGrad { out.movedim(i.x.rank - 1, a.ints[0]).contiguous() }]
        })),
    rules: [], isDifferentiable: false,
    samples: .custom([Sample([[2, 5, 3]], Attributes(ints: [1])), Sample([[6]], Attributes(ints: [0], flag: true))]))
  static let cummax: Op = gathering("cummax")
  static let cummin: Op = gathering("cummin")

  static let selections: [Op] = [
    kthvaluePositions, medianPositions, nanmedianPositions, modePositions, kthvalue, medianDim, nanmedianDim, mode, median, nanmedian,
    runningExtremePositions, cummax, cummin,
  ]
}

extension Tensor {
  /// A reduction's result with the axis it lost put back.
  fileprivate func keepingAxis(_ inputRank: Int, _ a: Attributes) -> Tensor { a.flag || inputRank == 0 ? self : unsqueeze(a.ints[0]) }

  fileprivate func checkSelectable(_ op: String, _ kernelName: String, takesTruth: Bool) throws(TensorError) {
    guard !dtype.isComplex, takesTruth || dtype != .bool else {
      throw TensorError(
        .dtype, op: op, "\"\(kernelName)\" not implemented for '\(dtype.legacyName)'",
        hint: dtype.isComplex ? "Complex numbers have no order; look at abs()." : "Convert with to(.uint8) first.")
    }
  }

  private func selected(_ name: String, _ positions: Op, _ pick: Op, _ dim: Int, _ keepDim: Bool, k: Int = 1) -> ValuesAndIndices {
    if isInvalid { return ValuesAndIndices(values: self, indices: self, name: name) }
    do {
      let d = try shape.axis(dim, op: name)
      let indices = apply(positions, self, Attributes(ints: [d, k], flag: keepDim))
      return ValuesAndIndices(values: apply(pick, self, indices, Attributes(ints: [d], flag: keepDim)), indices: indices, name: name)
    } catch {
      let none = Tensor.invalid(reporting: error)
      return ValuesAndIndices(values: none, indices: none, name: name)
    }
  }

  /// The element in the middle of all elements in order, the lower one of two; NaN if there is one. Mirrors `torch.median`.
  ///
  /// Elements that equal it share the gradient. Without elements it is NaN. Reports an error for truth values and complex numbers.
  ///
  /// ```swift
  /// Tensor([4, 1, 3, 2]).median()  // tensor(2)
  /// ```
  public func median() -> Tensor { apply(.median, self, Attributes(ints: Shape(0..<rank))) }
  /// The medians along an axis, the lower one of two, and where they stand; the gradient goes there. Mirrors `torch.median(dim)`.
  ///
  /// ```swift
  /// Tensor([[3, 1, 2], [6, 4, 5]]).median(dim: 1).values  // tensor([2, 5])
  /// ```
  public func median(dim: Int, keepDim: Bool = false) -> ValuesAndIndices { selected("median", .medianPositions, .medianDim, dim, keepDim) }
  /// The median of the elements that are not NaN. Mirrors `torch.nanmedian`.
  ///
  /// ```swift
  /// Tensor([1.0, .nan, 3.0, 2.0]).nanMedian()  // tensor(2.)
  /// ```
  public func nanMedian() -> Tensor { apply(.nanmedian, self, Attributes(ints: Shape(0..<rank))) }
  /// The medians along an axis of the elements that are not NaN, and where they stand. Mirrors `torch.nanmedian(dim)`.
  ///
  /// ```swift
  /// Tensor([[1.0, .nan], [4.0, 2.0]]).nanMedian(dim: 1).values  // tensor([1., 2.])
  /// ```
  public func nanMedian(dim: Int, keepDim: Bool = false) -> ValuesAndIndices {
    selected("nanmedian", .nanmedianPositions, .nanmedianDim, dim, keepDim)
  }

  /// The most frequent elements along an axis, the smallest of equally frequent ones, and the last place of each. Mirrors `torch.mode`.
  ///
  /// ```swift
  /// Tensor([1, 3, 2, 3]).mode().values  // tensor(3)
  /// ```
  public func mode(dim: Int = -1, keepDim: Bool = false) -> ValuesAndIndices { selected("mode", .modePositions, .mode, dim, keepDim) }

  /// The `k`-th smallest elements along an axis, `k` from 1, and where they stand. Mirrors `torch.kthvalue`; NaN counts as largest.
  ///
  /// Reports an error when there are fewer than `k`, and for truth values and complex numbers.
  ///
  /// ```swift
  /// Tensor([4.0, 1, 3]).kthValue(2).values  // tensor(3.)
  /// ```
  public func kthValue(_ k: Int, dim: Int = -1, keepDim: Bool = false) -> ValuesAndIndices {
    selected("kthvalue", .kthvaluePositions, .kthvalue, dim, keepDim, k: k)
  }

  private func runningExtreme(_ name: String, _ pick: Op, _ dim: Int) -> ValuesAndIndices {
    if isInvalid { return ValuesAndIndices(values: self, indices: self, name: name) }
    do {
      let d = try shape.axis(dim, op: name)
      let indices = apply(.runningExtremePositions, self, Attributes(ints: [d], flag: pick === Op.cummin))
      return ValuesAndIndices(values: apply(pick, self, indices, Attributes(ints: [d])), indices: indices, name: name)
    } catch {
      let none = Tensor.invalid(reporting: error)
      return ValuesAndIndices(values: none, indices: none, name: name)
    }
  }

  /// The largest element up to each position along an axis, and where it stands, the last of equals. Mirrors `torch.cummax`.
  ///
  /// From the first NaN on everything is NaN.
  ///
  /// ```swift
  /// Tensor([1, 3, 2, 3]).cummax(dim: 0).indices  // tensor([0, 1, 1, 3])
  /// ```
  public func cummax(dim: Int) -> ValuesAndIndices { runningExtreme("cummax", .cummax, dim) }
  /// The smallest element up to each position along an axis, and where it stands, the last of equals. Mirrors `torch.cummin`.
  ///
  /// ```swift
  /// Tensor([3, 1, 2]).cummin(dim: 0).values  // tensor([3, 1, 1])
  /// ```
  public func cummin(dim: Int) -> ValuesAndIndices { runningExtreme("cummin", .cummin, dim) }
}
