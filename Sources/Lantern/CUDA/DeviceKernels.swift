import CKernels

/// The operations that have kernels of their own on a GPU. A kernel that gives nil leaves its inputs to the processor.
enum DeviceKernels {
  typealias Kernel = @Sendable (borrowing Inputs, borrowing Attributes, [Spec]) throws(TensorError) -> [Tensor]?

  static let all: [(String, Kernel)] =
    shares + norms + running + picking + putting + sorting + triangles
    + ConvolutionKernels.kernels + WindowKernels.kernels + ChannelKernels.kernels + ClassLossKernels.kernels
    + AttentionKernels.kernels + DeviceCompositions.kernels

  private static func isReal(_ inputs: borrowing Inputs) -> Bool {
    for i in 0..<inputs.count where inputs[i].dtype.isComplex { return false }
    return true
  }

  private static let shares: [(String, Kernel)] = ["softmax", "log_softmax"].flatMap { name -> [(String, Kernel)] in
    [
      (name, { i, a, _ throws(TensorError) in [try RowKernels.softmax(name, i.x, nil, a.ints)] }),
      ("\(name)_backward", { i, a, _ throws(TensorError) in [try RowKernels.softmax("\(name)_backward", i.x, i.y!, a.ints)] }),
    ]
  }

  private static let norms: [(String, Kernel)] = [
    (
      "native_layer_norm",
      { i, a, _ throws(TensorError) in
        guard i.x.shape[1] > 0 else { return nil }
        return [try RowKernels.layerNorm("native_layer_norm", [i.x, i.y, i.z], epsilon: a.numbers[0].doubleValue)]
      }
    ),
    (
      "layer_norm_backward",
      { i, a, _ throws(TensorError) in
        guard i.x.shape[1] > 0 else { return nil }
        return [try RowKernels.layerNorm("layer_norm_backward", [i.x, i.y, i.z], epsilon: a.numbers[0].doubleValue)]
      }
    ),
    (
      // The sum over rows of g times the standardised x.
      "layer_norm_weight",
      { i, a, specs throws(TensorError) in
        let (g, x) = (i.x, i.y!)
        guard x.shape[1] > 0, x.shape[0] > 0 else { return nil }
        let epsilon = a.numbers[0]
        let sum = noGrad { () -> Tensor in
          let type = x.dtype.computeType
          let ones = withDevice(x.device) { Tensor.ones(Shape(x.shape[1]), dtype: type) }
          let places = apply(.layerNorm, x.to(type), ones, Attributes(numbers: [epsilon]))
          return (places * g.to(type)).sum(dims: [0]).to(specs[0].dtype)
        }
        return [try sum.usable()]
      }
    ),
  ]

  private static let running: [(String, Kernel)] = ["cumsum", "cumprod", "logcumsumexp"].map { name -> (String, Kernel) in
    (
      name,
      { i, a, specs throws(TensorError) in
        let type = specs[0].dtype
        guard !type.isComplex, !i.x.dtype.isComplex else { return nil }
        let accumulator: DType = type.isFloatingPoint ? type.computeType : type == .uint64 ? .uint64 : .int64
        let x = try noGrad { i.x.to(accumulator).contiguous() }.usable()
        guard let axis = a.ints.first else { return [try noGrad { x.clone().to(type) }.usable()] }
        let out = try RowKernels.running(name, x, axis)
        return [try noGrad { out.to(type) }.usable()]
      }
    )
  }

  /// Positions on the device, as int64 or int32.
  private static func positions(_ index: Tensor, near x: Tensor) throws(TensorError) -> Tensor {
    try noGrad { index.to(x.device).to(index.dtype == .int32 ? .int32 : .int64) }.usable()
  }

  /// The elements that positions along an axis name, one position for each.
  private static let gather: Kernel = { i, a, _ throws(TensorError) in
    let index = try positions(i.y!, near: i.x)
    guard let out = try IndexKernels.take(i.x, index, a.ints.first ?? 0) else { return nil }
    return [out]
  }
  private static let indexSelect: Kernel = { i, a, specs throws(TensorError) in
    guard i.x.rank > 0 else { return nil }
    let index = try positions(i.y!, near: i.x)
    let d = a.ints[0]
    // One position for each row: it stands still along all other axes.
    var steps = Shape(repeating: 0, count: i.x.rank)
    steps[d] = index.rank == 0 ? 0 : index.strides[0]
    let spread = Tensor(storage: index.storage, shape: specs[0].shape, strides: steps, offset: index.offset, dtype: index.dtype)
    guard let out = try IndexKernels.take(i.x, spread, d) else { return nil }
    return [out]
  }
  private static let picking: [(String, Kernel)] = [
    ("gather", gather), ("sort", gather), ("topk", gather), ("cummax", gather), ("cummin", gather), ("index_select", indexSelect),
  ]

  private static func scatter(_ name: String, _ how: ck_put) -> (String, Kernel) {
    (
      name,
      { i, a, _ throws(TensorError) in
        guard isReal(i) || how == CK_PUT_SET else { return nil }
        // Where the element that is there does not count: the processor's way.
        if how != CK_PUT_SET, how != CK_PUT_ADD, !a.flag { return nil }
        let index = try positions(i.y!, near: i.x)
        let isRounded = i.x.dtype != i.x.dtype.computeType && (how == CK_PUT_ADD || how == CK_PUT_MUL)
        let type = isRounded ? i.x.dtype.computeType : i.x.dtype
        var source = try noGrad { i.z!.to(i.x.device).to(type) }.usable()
        if source.rank == index.rank, source.shape != index.shape {
          source = Tensor(storage: source.storage, shape: index.shape, strides: source.strides, offset: source.offset, dtype: type)
        }
        let out = try Tensor(empty: i.x.shape, dtype: type, like: i.x)
        out.write(i.x)
        guard try IndexKernels.put(how, source, into: out, index, a.ints.first ?? 0) else { return nil }
        return [try noGrad { out.to(i.x.dtype) }.usable()]
      }
    )
  }

  private static func rows(_ name: String, _ how: ck_put) -> (String, Kernel) {
    (
      name,
      { i, a, _ throws(TensorError) in
        guard i.x.rank > 0, isReal(i) || how == CK_PUT_SET else { return nil }
        let index = try positions(i.y!, near: i.x)
        let d = a.ints[0]
        let isRounded = i.x.dtype != i.x.dtype.computeType && how == CK_PUT_ADD
        let type = isRounded ? i.x.dtype.computeType : i.x.dtype
        let source = try noGrad { i.z!.to(i.x.device).to(type) }.usable()
        var shape = i.x.shape
        shape[d] = index.elementCount
        // A single number, or rows of x's shape but for their number.
        guard source.rank == 0 || source.shape == shape else { return nil }
        var steps = Shape(repeating: 0, count: shape.count)
        steps[d] = index.rank == 0 ? 0 : index.strides[0]
        let spread = Tensor(storage: index.storage, shape: shape, strides: steps, offset: index.offset, dtype: index.dtype)
        let out = try Tensor(empty: i.x.shape, dtype: type, like: i.x)
        out.write(i.x)
        // Whole rows of a matrix, as the gradient of an embedding adds them: sorted, so that many threads share the work.
        if d == 0, source.rank > 0, index.elementCount >= 32 {
          let length = out.shape.dropFirst().reduce(1, *)
          let checked = try PositionKernels.folded(
            [index], sizes: [out.shape[0]], shape: Shape(index.elementCount), wraps: false, near: out)
          try PositionKernels.putRows(how, try source.dense(type), into: out, checked, rows: out.shape[0], length: length)
          return [try noGrad { out.to(i.x.dtype) }.usable()]
        }
        guard try IndexKernels.put(how, source, into: out, spread, d) else { return nil }
        return [try noGrad { out.to(i.x.dtype) }.usable()]
      }
    )
  }

  private static let putting: [(String, Kernel)] = [
    scatter("scatter", CK_PUT_SET), scatter("scatter_number", CK_PUT_SET), scatter("scatter_add", CK_PUT_ADD),
    scatter("scatter_prod", CK_PUT_MUL), scatter("scatter_amax", CK_PUT_MAX), scatter("scatter_amin", CK_PUT_MIN),
    rows("index_add", CK_PUT_ADD), rows("index_copy", CK_PUT_SET), rows("index_fill", CK_PUT_SET),
  ]

  private static func order(_ x: Tensor, _ axis: Int, count: Int?, isDescending: Bool) throws(TensorError) -> Tensor {
    let rows = try x.rowsAlong(axis)
    let positions = try SortKernels.order(rows, length: x.shape[axis], isDescending: isDescending)
    return try noGrad {
      (count.map { positions.narrow(-1, 0, $0) } ?? positions).movedim(x.rank - 1, axis).contiguous()
    }.usable()
  }

  private static let sorting: [(String, Kernel)] = [
    (
      "argsort",
      { i, a, _ throws(TensorError) in
        guard let d = a.ints.first, !i.x.dtype.isComplex else { return nil }
        return [try order(i.x, d, count: nil, isDescending: a.flag)]
      }
    ),
    (
      "topk_positions",
      { i, a, _ throws(TensorError) in
        guard i.x.rank > 0, !i.x.dtype.isComplex else { return nil }
        return [try order(i.x, a.ints[0], count: a.ints[1], isDescending: a.flag)]
      }
    ),
  ]

  private static let triangles: [(String, Kernel)] = ["tril", "triu"].map { name -> (String, Kernel) in
    (
      name,
      { i, a, _ throws(TensorError) in
        let (rows, columns) = (i.x.shape[i.x.rank - 2], i.x.shape[i.x.rank - 1])
        let diagonal = a.ints[0]
        let kept = noGrad { () -> Tensor in
          let (row, column) = withDevice(i.x.device) { (Tensor.arange(rows).unsqueeze(1), Tensor.arange(columns)) }
          let distance = column - row
          let mask = name == "tril" ? distance .<= diagonal : distance .>= diagonal
          return i.x.contiguous().where(mask, else: Tensor.zeros(like: i.x))
        }
        return [try kept.usable()]
      }
    )
  }
}
