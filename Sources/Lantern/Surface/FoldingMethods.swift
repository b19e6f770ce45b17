// Windows of images as columns and back, and channels turned into pixels.

extension Tensor {
  /// The windows of images [batch, channels, height, width] (or without the batch) as columns: [batch, channels * kernel, windows].
  /// Mirrors `torch.nn.functional.unfold`.
  ///
  /// Reports an error when no window fits.
  ///
  /// ```swift
  /// Tensor.arange(6.0).view(1, 2, 3).unfoldWindows(2)  // tensor([[0., 1.], [1., 2.], [3., 4.], [4., 5.]])
  /// ```
  public func unfoldWindows(_ kernelSize: PerAxis, dilation: PerAxis = 1, padding: PerAxis = 0, stride: PerAxis = 1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let op = "unfold"
      let w = try Tensor.foldingWindows(op, kernelSize, dilation, padding, stride)
      guard dtype.isFloatingPoint || dtype.isComplex || dtype == .bool else {
        throw TensorError(
          .dtype, op: op, "\"im2col_out_cpu\" not implemented for '\(dtype.legacyName)'", hint: "Convert with to(.float32) first.")
      }
      let refusal = TensorError(
        .shape, op: op,
        "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: \(shape.listed)"
      )
      return try batched(2, refusal) { x throws(TensorError) in
        for d in 1..<4 { try x.checkKnown(d, op) }
        guard x.shape.dropFirst().allSatisfy({ $0 != 0 }) else { throw refusal }
        let counts = (0..<2).map { w[$0].outputSize(x.shape[$0 + 2], ceiling: false) }
        guard counts.allSatisfy({ $0 >= 1 }) else {
          throw TensorError(
            .shape, op: op,
            "Given input with spatial size (\(x.shape[2]), \(x.shape[3])), \(Tensor.listed(w)), calculated shape of the array of sliding "
              + "blocks as (\(counts[0]), \(counts[1])), but its components must be at least one.")
        }
        var windows = x.pad([w[1].padding, w[1].padding, w[0].padding, w[0].padding])
        for d in 0..<2 {
          windows = windows.unfold(d + 2, (w[d].kernel - 1) * w[d].dilation + 1, w[d].stride)
          if w[d].dilation > 1 { windows = windows[.ellipsis, .stride(by: w[d].dilation)] }
        }
        let rows = x.shape[1] * w[0].kernel * w[1].kernel
        return windows.permute(0, 1, 4, 5, 2, 3).reshape([x.shape[0], rows, counts[0] * counts[1]])
      }
    }
  }

  /// Columns [batch, channels * kernel, windows] (or without the batch) added up to images of `outputSize`, as `unfoldWindows` took them
  /// apart. Mirrors `torch.nn.functional.fold`.
  ///
  /// Reports an error for sizes that do not fit.
  ///
  /// ```swift
  /// Tensor.ones(1, 4, 4).foldWindows(outputSize: 3, 2)  // tensor([[[[1., 2., 1.], [2., 4., 2.], [1., 2., 1.]]]])
  /// ```
  public func foldWindows(
    outputSize: PerAxis, _ kernelSize: PerAxis, dilation: PerAxis = 1, padding: PerAxis = 0, stride: PerAxis = 1
  ) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let op = "fold"
      let w = try Tensor.foldingWindows(op, kernelSize, dilation, padding, stride)
      let size = try outputSize.expanded(2, op, "output_size")
      guard size.allSatisfy({ $0 > 0 }) else {
        throw TensorError(.argument, op: op, "output size should be greater than zero, but got \(size)")
      }
      let refusal = TensorError(
        .shape, op: op,
        "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: "
          + shape.listed)
      return try batched(1, refusal) { x throws(TensorError) in
        for d in 1..<3 { try x.checkKnown(d, op) }
        let taps = w[0].kernel * w[1].kernel
        guard x.shape[1] % taps == 0, x.shape[1] > 0 else {
          throw TensorError(
            .shape, op: op,
            "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=\(x.shape[1]) and "
              + "kernel_size=(\(w[0].kernel), \(w[1].kernel)).")
        }
        let counts = (0..<2).map { w[$0].outputSize(size[$0], ceiling: false) }
        guard counts.allSatisfy({ $0 >= 1 }), counts[0] * counts[1] == x.shape[2] else {
          throw TensorError(
            .shape, op: op,
            "Given output_size=(\(size[0]), \(size[1])), \(Tensor.listed(w)), expected size of input's dimension 2 to match the calculated "
              + "number of sliding blocks \(counts[0]) * \(counts[1]) = \(counts[0] * counts[1]), but got input.size(2)=\(x.shape[2]).")
        }
        let full = (0..<2).map { size[$0] + 2 * w[$0].padding }
        var places: [Int] = []
        for k in 0..<taps {
          let (p, q) = (k / w[1].kernel * w[0].dilation, k % w[1].kernel * w[1].dilation)
          for i in 0..<counts[0] { for j in 0..<counts[1] { places.append((i * w[0].stride + p) * full[1] + j * w[1].stride + q) } }
        }
        let channels = x.shape[1] / taps
        let sums = near(Tensor.zeros(Shape([x.shape[0], channels, full[0] * full[1]]), dtype: dtype))
        if sums.isInvalid { return sums }
        let columns = x.reshape([x.shape[0], channels, taps * x.shape[2]])
        return sums.indexAdd(2, Tensor(places, shape: Shape(places.count)), columns).reshape([x.shape[0], channels, full[0], full[1]])
          .pad([-w[1].padding, -w[1].padding, -w[0].padding, -w[0].padding])
      }
    }
  }

  private static func foldingWindows(
    _ op: String, _ kernel: PerAxis, _ dilation: PerAxis, _ padding: PerAxis, _ stride: PerAxis
  ) throws(TensorError) -> [PoolingWindow] {
    let (k, s) = (try kernel.expanded(2, op, "kernel_size"), try stride.expanded(2, op, "stride"))
    let (p, d) = (try padding.expanded(2, op, "padding"), try dilation.expanded(2, op, "dilation"))
    func refuse(_ message: String) -> TensorError { TensorError(.argument, op: op, message) }
    func pair(_ name: String, _ v: [Int]) -> String { "\(name)_height: \(v[0]) \(name)_width: \(v[1])" }
    guard k.allSatisfy({ $0 > 0 && $0 < 1 << 20 }) else {
      throw refuse("kernel size should be greater than zero, but got \(pair("kernel", k))")
    }
    guard d.allSatisfy({ $0 > 0 }) else { throw refuse("dilation should be greater than zero, but got \(pair("dilation", d))") }
    guard p.allSatisfy({ $0 >= 0 }) else { throw refuse("padding should be non-negative, but got \(pair("pad", p))") }
    guard s.allSatisfy({ $0 > 0 }) else { throw refuse("stride should be greater than zero, but got \(pair("stride", s))") }
    return (0..<2).map { PoolingWindow(kernel: k[$0], stride: s[$0], padding: p[$0], dilation: d[$0]) }
  }

  private static func listed(_ w: [PoolingWindow]) -> String {
    "kernel_size=(\(w[0].kernel), \(w[1].kernel)), dilation=(\(w[0].dilation), \(w[1].dilation)), "
      + "padding=(\(w[0].padding), \(w[1].padding))"
  }

  /// Channels turned into pixels: [..., C r², H, W] becomes [..., C, H r, W r]. Mirrors `torch.nn.functional.pixel_shuffle`.
  ///
  /// ```swift
  /// Tensor([1, 2, 3, 4]).view(4, 1, 1).pixelShuffle(2)  // tensor([[[1, 2], [3, 4]]])
  /// ```
  public func pixelShuffle(_ upscaleFactor: Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let (r, op) = (upscaleFactor, "pixel_shuffle")
      try checkShuffle(op, "upscale_factor", r)
      let (c, h, w) = (shape[rank - 3], shape[rank - 2], shape[rank - 1])
      guard c % (r * r) == 0 else {
        throw TensorError(
          .shape, op: op,
          "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=\(c) is "
            + "not divisible by \(r * r)")
      }
      let outer = Shape(shape.dropLast(3))
      let parts = reshape(Shape(outer + [c / (r * r), r, r, h, w]))
      let n = outer.count
      return parts.permute(Shape(Array(0..<n) + [n, n + 3, n + 1, n + 4, n + 2])).reshape(Shape(outer + [c / (r * r), h * r, w * r]))
    }
  }

  /// Pixels turned into channels: [..., C, H r, W r] becomes [..., C r², H, W]. Mirrors `torch.nn.functional.pixel_unshuffle`.
  ///
  /// ```swift
  /// Tensor([[[1, 2], [3, 4]]]).pixelUnshuffle(2).shape  // Size([4, 1, 1])
  /// ```
  public func pixelUnshuffle(_ downscaleFactor: Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let (r, op) = (downscaleFactor, "pixel_unshuffle")
      try checkShuffle(op, "downscale_factor", r)
      let (c, h, w) = (shape[rank - 3], shape[rank - 2], shape[rank - 1])
      for (size, name, d) in [(h, "height", -2), (w, "width", -1)] where size % r != 0 {
        throw TensorError(
          .shape, op: op,
          "pixel_unshuffle expects \(name) to be divisible by downscale_factor, but input.size(\(d))=\(size) is not divisible by \(r)")
      }
      let outer = Shape(shape.dropLast(3))
      let parts = reshape(Shape(outer + [c, h / r, r, w / r, r]))
      let n = outer.count
      return parts.permute(Shape(Array(0..<n) + [n, n + 2, n + 4, n + 1, n + 3])).reshape(Shape(outer + [c * r * r, h / r, w / r]))
    }
  }

  /// The channels of [batch, channels, …] dealt out anew: groups become the inner axis. Mirrors `torch.nn.functional.channel_shuffle`.
  ///
  /// ```swift
  /// Tensor.arange(4).view(1, 4, 1, 1).channelShuffle(2).flatten()  // tensor([0, 2, 1, 3])
  /// ```
  public func channelShuffle(_ groups: Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let op = "channel_shuffle"
      guard rank > 2 else {
        throw TensorError(.shape, op: op, "channel_shuffle expects input with > 2 dims, but got input with sizes \(shape.listed)")
      }
      guard groups > 0 else {
        throw TensorError(.argument, op: op, "Number of groups to divide channels in must be positive. Value of groups:\(groups)")
      }
      for d in 1..<rank { try checkKnown(d, op) }
      guard shape[1] % groups == 0 else {
        throw TensorError(
          .shape, op: op, "Number of channels must be divisible by groups. Got \(shape[1]) channels and \(groups) groups.")
      }
      let inner = Array(shape.dropFirst(2))
      return reshape(Shape([shape[0], groups, shape[1] / groups] + inner)).transpose(1, 2).reshape(shape)
    }
  }

  private func checkShuffle(_ op: String, _ name: String, _ factor: Int) throws(TensorError) {
    guard rank >= 3 else {
      throw TensorError(.shape, op: op, "\(op) expects input to have at least 3 dimensions, but got input with \(rank) dimension(s)")
    }
    guard factor > 0 else { throw TensorError(.argument, op: op, "\(op) expects a positive \(name), but got \(factor)") }
    guard factor <= 1 << 20 else { throw TensorError(.argument, op: op, "a \(name) of \(factor) is larger than any tensor") }
    for d in 0..<rank { try checkKnown(d, op) }
  }
}
