// Pooling to a given size: windows share each axis out as evenly as whole positions allow.

extension Tensor {
  /// The means of `outputSize` windows that share the axis out. Mirrors `torch.nn.functional.adaptive_avg_pool1d`.
  ///
  /// ```swift
  /// Tensor.arange(4.0).view(1, 1, 4).adaptiveAvgPool1d(2)  // tensor([[[0.5000, 2.5000]]])
  /// ```
  public func adaptiveAvgPool1d(_ outputSize: Int) -> Tensor { averageShared(1, [outputSize]) }
  /// The means of windows that share the image out; `nil` keeps an axis. Mirrors `torch.nn.functional.adaptive_avg_pool2d`.
  ///
  /// Along an axis of n positions, window i of m reaches from ⌊i n / m⌋ to ⌈(i + 1) n / m⌉. Reports an error for negative sizes.
  ///
  /// ```swift
  /// Tensor.arange(16.0).view(1, 1, 4, 4).adaptiveAvgPool2d([1, 2])  // tensor([[[[6.5000, 8.5000]]]])
  /// ```
  public func adaptiveAvgPool2d(_ outputSize: [Int?]) -> Tensor { averageShared(2, outputSize) }
  /// The means of `outputSize` by `outputSize` windows that share the image out. Mirrors `torch.nn.functional.adaptive_avg_pool2d`.
  ///
  /// ```swift
  /// Tensor.arange(16.0).view(1, 4, 4).adaptiveAvgPool2d(2)  // tensor([[[ 2.5000,  4.5000], [10.5000, 12.5000]]])
  /// ```
  public func adaptiveAvgPool2d(_ outputSize: Int) -> Tensor { averageShared(2, [outputSize, outputSize]) }
  /// The means of windows that share the volume out; `nil` keeps an axis. Mirrors `torch.nn.functional.adaptive_avg_pool3d`.
  ///
  /// ```swift
  /// Tensor.ones(1, 4, 6, 8).adaptiveAvgPool3d([1, nil, 2]).shape  // Size([1, 1, 6, 2])
  /// ```
  public func adaptiveAvgPool3d(_ outputSize: [Int?]) -> Tensor { averageShared(3, outputSize) }
  /// The means of equally many windows along each axis of the volume. Mirrors `torch.nn.functional.adaptive_avg_pool3d`.
  ///
  /// ```swift
  /// Tensor.ones(1, 4, 6, 8).adaptiveAvgPool3d(2).shape  // Size([1, 2, 2, 2])
  /// ```
  public func adaptiveAvgPool3d(_ outputSize: Int) -> Tensor { averageShared(3, [outputSize, outputSize, outputSize]) }

  /// The largest elements of `outputSize` windows that share the axis out. Mirrors `torch.nn.functional.adaptive_max_pool1d`.
  ///
  /// ```swift
  /// Tensor([[1.0, 4.0, 3.0, 2.0]]).adaptiveMaxPool1d(2).values  // tensor([[4., 3.]])
  /// ```
  public func adaptiveMaxPool1d(_ outputSize: Int) -> ValuesAndIndices { largestShared(1, [outputSize]) }
  /// The largest elements of windows that share the image out, and their positions; `nil` keeps an axis.
  /// Mirrors `torch.nn.functional.adaptive_max_pool2d`.
  ///
  /// ```swift
  /// Tensor.arange(16.0).view(1, 4, 4).adaptiveMaxPool2d([1, 2]).indices  // tensor([[[13, 15]]])
  /// ```
  public func adaptiveMaxPool2d(_ outputSize: [Int?]) -> ValuesAndIndices { largestShared(2, outputSize) }
  /// The largest elements of `outputSize` by `outputSize` windows, and their positions. Mirrors `torch.nn.functional.adaptive_max_pool2d`.
  ///
  /// ```swift
  /// Tensor.arange(16.0).view(1, 4, 4).adaptiveMaxPool2d(2).values  // tensor([[[ 5.,  7.], [13., 15.]]])
  /// ```
  public func adaptiveMaxPool2d(_ outputSize: Int) -> ValuesAndIndices { largestShared(2, [outputSize, outputSize]) }
  /// The largest elements of windows that share the volume out, and their positions; `nil` keeps an axis.
  /// Mirrors `torch.nn.functional.adaptive_max_pool3d`.
  ///
  /// ```swift
  /// Tensor.ones(1, 4, 6, 8).adaptiveMaxPool3d([1, nil, 2]).values.shape  // Size([1, 1, 6, 2])
  /// ```
  public func adaptiveMaxPool3d(_ outputSize: [Int?]) -> ValuesAndIndices { largestShared(3, outputSize) }
  /// The largest elements of equally many windows along each axis. Mirrors `torch.nn.functional.adaptive_max_pool3d`.
  ///
  /// ```swift
  /// Tensor.ones(1, 4, 6, 8).adaptiveMaxPool3d(2).values.shape  // Size([1, 2, 2, 2])
  /// ```
  public func adaptiveMaxPool3d(_ outputSize: Int) -> ValuesAndIndices { largestShared(3, [outputSize, outputSize, outputSize]) }

  /// The sizes asked for, checked, of a batch.
  private func sharedSizes(_ op: String, _ wanted: [Int?], _ r: Int) throws(TensorError) -> [Int] {
    try checkKnownTail(r + 1, op)
    guard wanted.count == r else {
      throw TensorError(.argument, op: op, "\(op): output_size must be \(r), but got \(wanted.count) numbers")
    }
    let sizes = (0..<r).map { wanted[$0] ?? shape[$0 + 2] }
    guard sizes.allSatisfy({ $0 >= 0 && $0 <= PerAxis.limit }) else {
      let listed = sizes.map(String.init).joined(separator: ", ")
      throw TensorError(.argument, op: op, "\(op): elements of output_size must be greater than or equal to 0 but received {\(listed)}")
    }
    for d in 1..<r + 2 where shape[d] == 0 {
      throw TensorError(
        .shape, op: op,
        "\(op)(): Expected input to have non-zero size for non-batch dimensions, but input has sizes \(shape.listed) with dimension \(d) "
          + "being empty")
    }
    guard dtype.isFloatingPoint else {
      throw TensorError(.dtype, op: op, "\"\(op)\" not implemented for '\(dtype.legacyName)'", hint: "Convert with to(.float32) first.")
    }
    return sizes
  }

  private func sharedRank(_ op: String, _ r: Int) -> TensorError {
    TensorError(.shape, op: op, "\(op)(): Expected \(r + 1)D or \(r + 2)D tensor, but got \(shape.listed)")
  }

  private func averageShared(_ r: Int, _ wanted: [Int?]) -> Tensor {
    if isInvalid { return self }
    let op = "adaptive_avg_pool\(r)d"
    return reporting { () throws(TensorError) in
      try batched(r, sharedRank(op, r)) { x throws(TensorError) in
        let sizes = try x.sharedSizes(op, wanted, r)
        var result = x.to(dtype.computeType)
        for d in 0..<r { result = result.resampled(d + 2, to: sizes[d], .share) }
        return result.to(dtype)
      }
    }
  }

  private func largestShared(_ r: Int, _ wanted: [Int?]) -> ValuesAndIndices {
    let op = "adaptive_max_pool\(r)d"
    return picked(r, op) { x throws(TensorError) in [r] + (try x.sharedSizes(op, wanted, r)) }
  }
}
