// Windows that slide over the spatial axes, as methods. All take [batch, channels, spatial…] or one example without the batch.

extension Tensor {
  /// The largest elements of windows along one axis. Mirrors `torch.nn.functional.max_pool1d`.
  ///
  /// `stride` is the kernel's size unless given. With `ceilMode` windows that run over the edge count too.
  /// Reports an error for windows that do not fit.
  ///
  /// ```swift
  /// Tensor([[1.0, 3.0, 2.0, 4.0]]).maxPool1d(2)  // tensor([[3., 4.]])
  /// Tensor([[1.0, 3.0, 2.0, 4.0]]).maxPool1d(2, stride: 1)  // tensor([[3., 3., 4.]])
  /// ```
  public func maxPool1d(
    _ kernelSize: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0, dilation: PerAxis = 1, ceilMode: Bool = false
  ) -> Tensor { maxPooled(1, kernelSize, stride, padding, dilation, ceilMode).values }

  /// The largest elements of windows over images. Mirrors `torch.nn.functional.max_pool2d`.
  ///
  /// `stride` is the kernel's size unless given. The gradient goes to the first of the largest elements.
  /// Reports an error for windows that do not fit.
  ///
  /// ```swift
  /// Tensor.arange(16.0).view(1, 1, 4, 4).maxPool2d(2)  // tensor([[[[ 5.,  7.], [13., 15.]]]])
  /// ```
  public func maxPool2d(
    _ kernelSize: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0, dilation: PerAxis = 1, ceilMode: Bool = false
  ) -> Tensor { maxPooled(2, kernelSize, stride, padding, dilation, ceilMode).values }

  /// The largest elements of windows over volumes. Mirrors `torch.nn.functional.max_pool3d`.
  ///
  /// ```swift
  /// Tensor.ones(1, 4, 4, 4).maxPool3d(2).shape  // Size([1, 2, 2, 2])
  /// ```
  public func maxPool3d(
    _ kernelSize: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0, dilation: PerAxis = 1, ceilMode: Bool = false
  ) -> Tensor { maxPooled(3, kernelSize, stride, padding, dilation, ceilMode).values }

  /// The largest elements of windows along one axis and their positions. Mirrors `torch.nn.functional.max_pool1d(return_indices=True)`.
  ///
  /// ```swift
  /// Tensor([[1.0, 3.0, 2.0, 4.0]]).maxPool1dWithIndices(2).indices  // tensor([[1, 3]])
  /// ```
  public func maxPool1dWithIndices(
    _ kernelSize: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0, dilation: PerAxis = 1, ceilMode: Bool = false
  ) -> ValuesAndIndices { maxPooled(1, kernelSize, stride, padding, dilation, ceilMode) }

  /// The largest elements of windows over images and their positions, counted in row-major order within each image.
  /// Mirrors `torch.nn.functional.max_pool2d(return_indices=True)`.
  ///
  /// ```swift
  /// Tensor.arange(16.0).view(1, 4, 4).maxPool2dWithIndices(2).indices  // tensor([[[ 5,  7], [13, 15]]])
  /// ```
  public func maxPool2dWithIndices(
    _ kernelSize: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0, dilation: PerAxis = 1, ceilMode: Bool = false
  ) -> ValuesAndIndices { maxPooled(2, kernelSize, stride, padding, dilation, ceilMode) }

  /// The largest elements of windows over volumes and their positions, counted in row-major order within each volume.
  /// Mirrors `torch.nn.functional.max_pool3d(return_indices=True)`.
  ///
  /// ```swift
  /// Tensor.arange(8.0).view(1, 2, 2, 2).maxPool3dWithIndices(2).indices  // tensor([[[[7]]]])
  /// ```
  public func maxPool3dWithIndices(
    _ kernelSize: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0, dilation: PerAxis = 1, ceilMode: Bool = false
  ) -> ValuesAndIndices { maxPooled(3, kernelSize, stride, padding, dilation, ceilMode) }

  /// The means of windows along one axis. Mirrors `torch.nn.functional.avg_pool1d`.
  ///
  /// ```swift
  /// Tensor([[1.0, 3.0, 2.0, 4.0]]).avgPool1d(2)  // tensor([[2., 3.]])
  /// ```
  public func avgPool1d(
    _ kernelSize: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0, ceilMode: Bool = false, countIncludePad: Bool = true
  ) -> Tensor { averagePooled(1, kernelSize, stride, padding, ceilMode, countIncludePad, nil) }

  /// The means of windows over images. Mirrors `torch.nn.functional.avg_pool2d`.
  ///
  /// Padding counts as zeros; without `countIncludePad` only real elements are counted. `divisorOverride` divides the sums instead of
  /// the number of elements. Reports an error for windows that do not fit.
  ///
  /// ```swift
  /// Tensor.arange(16.0).view(1, 1, 4, 4).avgPool2d(2)  // tensor([[[[ 2.5000,  4.5000], [10.5000, 12.5000]]]])
  /// ```
  public func avgPool2d(
    _ kernelSize: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0, ceilMode: Bool = false, countIncludePad: Bool = true,
    divisorOverride: Int? = nil
  ) -> Tensor { averagePooled(2, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride) }

  /// The means of windows over volumes. Mirrors `torch.nn.functional.avg_pool3d`.
  ///
  /// ```swift
  /// Tensor.arange(8.0).view(1, 2, 2, 2).avgPool3d(2)  // tensor([[[[3.5000]]]])
  /// ```
  public func avgPool3d(
    _ kernelSize: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0, ceilMode: Bool = false, countIncludePad: Bool = true,
    divisorOverride: Int? = nil
  ) -> Tensor { averagePooled(3, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride) }

  /// The `normType` norms of windows along one axis: `(Σ xᵖ)^(1/p)`. Mirrors `torch.nn.functional.lp_pool1d`.
  ///
  /// ```swift
  /// Tensor([[3.0, 4.0, 6.0, 8.0]]).lpPool1d(2, 2)  // tensor([[ 5., 10.]])
  /// ```
  public func lpPool1d(_ normType: Double, _ kernelSize: PerAxis, stride: PerAxis? = nil, ceilMode: Bool = false) -> Tensor {
    powerPooled(1, normType, kernelSize, stride, ceilMode)
  }
  /// The `normType` norms of windows over images: `(Σ xᵖ)^(1/p)`. Mirrors `torch.nn.functional.lp_pool2d`.
  ///
  /// ```swift
  /// Tensor.ones(1, 2, 2).lpPool2d(2, 2)  // tensor([[[2.]]])
  /// ```
  public func lpPool2d(_ normType: Double, _ kernelSize: PerAxis, stride: PerAxis? = nil, ceilMode: Bool = false) -> Tensor {
    powerPooled(2, normType, kernelSize, stride, ceilMode)
  }

  /// This tensor's elements put back where `indices` says a max pooling found them, zeros elsewhere; `outputSize` is that of the
  /// pooling's input. Mirrors `torch.nn.functional.max_unpool1d`, `max_unpool2d` and `max_unpool3d`.
  ///
  /// Reports an error when a position lies outside.
  ///
  /// ```swift
  /// let pooled = Tensor([[1.0, 3.0, 2.0, 4.0]]).maxPool1dWithIndices(2)
  /// pooled.values.maxUnpool(pooled.indices, outputSize: [4])  // tensor([[0., 3., 0., 4.]])
  /// ```
  public func maxUnpool(_ indices: Tensor, outputSize: [Int]) -> Tensor {
    if isInvalid { return self }
    if indices.isInvalid { return indices }
    return reporting { () throws(TensorError) in
      let r = outputSize.count
      guard (1...3).contains(r), rank == r + 1 || rank == r + 2 else {
        throw TensorError(
          .shape, op: "max_unpool", "max_unpool of \(r) axes takes \(r + 1)D or \(r + 2)D input, but got \(shape.listed)")
      }
      guard indices.shape == shape else {
        throw TensorError(
          .shape, op: "max_unpool",
          "Expected shape of indices to be same as that of the input tensor (\(shape.listed)) but got indices tensor with shape: "
            + "\(indices.shape.listed)")
      }
      guard outputSize.allSatisfy({ $0 >= 0 && $0 <= PerAxis.limit }) else {
        throw TensorError(.argument, op: "max_unpool", "an output of \(outputSize) positions cannot be made")
      }
      var full = Shape(shape.dropLast(r))
      for size in outputSize { full.append(size) }
      let empty = near(Tensor.zeros(full, dtype: dtype))
      if empty.isInvalid { return empty }
      return empty.flatten(-r, -1).scatter(-1, indices.flatten(-r, -1), flatten(-r, -1)).reshape(full)
    }
  }

  // MARK: shared parts

  private func windows(
    _ op: String, _ r: Int, _ kernel: PerAxis, _ stride: PerAxis?, _ padding: PerAxis, _ dilation: PerAxis
  ) throws(TensorError) -> [PoolingWindow] {
    func refuse(_ message: String) -> TensorError { TensorError(.argument, op: op, message) }
    let k = try kernel.expanded(r, op, "kernel_size")
    let s = try stride.map { given throws(TensorError) in try given.expanded(r, op, "stride") } ?? k
    let (p, d) = (try padding.expanded(r, op, "padding"), try dilation.expanded(r, op, "dilation"))
    guard k.allSatisfy({ $0 > 0 }) else { throw refuse("kernel size should be greater than zero, but got \(k)") }
    guard s.allSatisfy({ $0 != 0 }) else { throw refuse("stride should not be zero") }
    guard s.allSatisfy({ $0 > 0 }) else { throw refuse("stride should be greater than zero, but got \(s)") }
    guard d.allSatisfy({ $0 > 0 }) else { throw refuse("dilation should be greater than zero, but got \(d)") }
    for i in 0..<r {
      guard p[i] >= 0 else { throw refuse("pad must be non-negative, but got pad: \(p[i])") }
      guard p[i] <= ((k[i] - 1) * d[i] + 1) / 2 else {
        throw refuse(
          "pad should be at most half of effective kernel size, but got pad=\(p[i]), kernel_size=\(k[i]) and dilation=\(d[i])")
      }
    }
    return (0..<r).map { PoolingWindow(kernel: k[$0], stride: s[$0], padding: p[$0], dilation: d[$0]) }
  }

  /// How many windows there are along each axis of a batch.
  private func pooledSizes(_ op: String, _ windows: [PoolingWindow], _ ceiling: Bool) throws(TensorError) -> [Int] {
    let r = windows.count
    try checkKnownTail(r + 1, op)
    guard shape.dropFirst().allSatisfy({ $0 != 0 }) else {
      throw TensorError(
        .shape, op: op,
        "Expected \(r + 1)D or \(r + 2)D (batch mode) tensor with optional 0 dim batch size for input, but got:\(shape.listed)")
    }
    let sizes = (0..<r).map { windows[$0].outputSize(shape[$0 + 2], ceiling: ceiling) }
    guard sizes.allSatisfy({ $0 >= 1 }) else {
      func listed(_ sizes: some Sequence<Int>) -> String { ([shape[1]] + sizes).map(String.init).joined(separator: "x") }
      throw TensorError(
        .shape, op: op,
        "Given input size: (\(listed(shape.dropFirst(2)))). Calculated output size: (\(listed(sizes))). Output size is too small")
    }
    return sizes
  }

  private func poolingRank(_ op: String, _ r: Int) -> TensorError {
    TensorError(
      .shape, op: op,
      "\(op): Expected \(r + 1)D or \(r + 2)D (batch mode) tensor with optional 0 dim batch size for input, but got:\(shape.listed)")
  }

  private func maxPooled(
    _ r: Int, _ kernel: PerAxis, _ stride: PerAxis?, _ padding: PerAxis, _ dilation: PerAxis, _ ceiling: Bool
  ) -> ValuesAndIndices {
    let op = "max_pool\(r)d"
    return picked(r, op) { x throws(TensorError) in
      let windows = try self.windows(op, r, kernel, stride, padding, dilation)
      let sizes = try x.pooledSizes(op, windows, ceiling)
      return [r] + sizes + windows.flatMap { [$0.kernel, $0.stride, $0.padding, $0.dilation] }
    }
  }

  /// The elements at the positions that `maxPositions` finds with the `ints` that `plan` makes for a batch.
  func picked(_ r: Int, _ op: String, _ plan: (Tensor) throws(TensorError) -> [Int]) -> ValuesAndIndices {
    if isInvalid { return ValuesAndIndices(values: self, indices: self, name: op) }
    var indices = self
    let values = reporting { () throws(TensorError) in
      try batched(r, poolingRank(op, r)) { x throws(TensorError) in
        let ints = try plan(x)
        indices = apply(.maxPositions, x.detach(), Attributes(ints: Shape(ints)))
        if indices.isInvalid { return indices }
        let sizes = Shape(ints.dropFirst().prefix(r))
        let values = x.flatten(2).gather(2, indices.flatten(2)).unflatten(2, sizes)
        if rank == r + 1 { indices = indices.squeeze(0) }
        return values
      }
    }
    return ValuesAndIndices(values: values, indices: values.isInvalid ? values : indices, name: op)
  }

  private func averagePooled(
    _ r: Int, _ kernel: PerAxis, _ stride: PerAxis?, _ padding: PerAxis, _ ceiling: Bool, _ countsPadding: Bool, _ divisor: Int?
  ) -> Tensor {
    if isInvalid { return self }
    let op = "avg_pool\(r)d"
    return reporting { () throws(TensorError) in
      try batched(r, poolingRank(op, r)) { x throws(TensorError) in
        let windows = try self.windows(op, r, kernel, stride, padding, 1)
        let sizes = try x.pooledSizes(op, windows, ceiling)
        guard divisor != 0 else { throw TensorError(.argument, op: op, "divisor must be not zero") }
        guard dtype.isFloatingPoint || dtype == .int64 else {
          throw TensorError(.dtype, op: op, "\"\(op)\" not implemented for '\(dtype.legacyName)'", hint: "Convert with to(.float32) first.")
        }
        var result = x.to(dtype.computeType)
        let isSum = divisor != nil || dtype == .int64
        for d in 0..<r {
          let w = windows[d]
          result = result.resampled(
            d + 2, to: sizes[d], isSum ? .windowSum : .windowMean, [w.kernel, w.stride, w.padding, countsPadding ? 1 : 0])
        }
        if let divisor { return dtype == .int64 ? result.truncDivide(result.beside(divisor)) : (result / divisor).to(dtype) }
        if dtype == .int64 {
          // The number of elements of each window: the product of those along the axes.
          var counts = near(Tensor.ones(Shape(), dtype: .int64))
          for d in 0..<r {
            let (w, size) = (windows[d], x.shape[d + 2])
            let along = (0..<sizes[d]).map { o in
              let begin = o * w.stride - w.padding, end = Swift.min(begin + w.kernel, size + w.padding)
              return Swift.max(countsPadding ? end - begin : Swift.min(end, size) - Swift.max(begin, 0), 1)
            }
            counts = counts.unsqueeze(-1) * near(Tensor(along, shape: Shape(along.count)))
          }
          return result.truncDivide(counts)
        }
        return result.to(dtype)
      }
    }
  }

  private func powerPooled(_ r: Int, _ power: Double, _ kernel: PerAxis, _ stride: PerAxis?, _ ceiling: Bool) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let elements = try kernel.expanded(r, "lp_pool\(r)d", "kernel_size").reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
      let raised = pow(power)
      let means =
        r == 1 ? raised.avgPool1d(kernel, stride: stride, ceilMode: ceiling) : raised.avgPool2d(kernel, stride: stride, ceilMode: ceiling)
      return ((means.sign() * means.abs().relu()) * elements).pow(1 / power)
    }
  }
}
