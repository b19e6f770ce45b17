// Images and signals made larger or smaller.

/// How `interpolate` finds the numbers between elements. Mirrors the `mode` of `torch.nn.functional.interpolate`.
public enum InterpolationMode: String, Sendable, CaseIterable {
  /// The element at or before the place; the nearest one.
  case nearest
  case nearestExact = "nearest-exact"
  /// Straight lines between neighbours, along one, two and three axes.
  case linear, bilinear, trilinear
  /// Curves through four neighbours along each of two axes.
  case bicubic
  /// The mean of each share of the elements.
  case area

  fileprivate var takesAlignment: Bool { self == .linear || self == .bilinear || self == .trilinear || self == .bicubic }
}

/// How many times as large a result is along every spatial axis, or along each.
///
/// ```swift
/// image.interpolate(scaleFactor: 2)
/// image.interpolate(scaleFactor: [2, 0.5])
/// ```
public struct ScaleFactor: Hashable, Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// One number, or one for each axis.
  public let values: [Double]
  /// The same number for every axis.
  ///
  /// ```swift
  /// Tensor.ones(1, 1, 2).interpolate(scaleFactor: ScaleFactor(2)).shape  // Size([1, 1, 4])
  /// ```
  public init(_ value: Double) { values = [value] }
  /// A number for each axis.
  ///
  /// ```swift
  /// Tensor.ones(1, 1, 2, 2).interpolate(scaleFactor: ScaleFactor([2, 3])).shape  // Size([1, 1, 4, 6])
  /// ```
  public init(_ values: [Double]) { self.values = values }
  /// `1.5`, the same for every axis.
  public init(floatLiteral value: Double) { values = [value] }
  /// `2`, the same for every axis.
  public init(integerLiteral value: Int) { values = [Double(value)] }
  /// `[2, 0.5]`, one for each axis.
  public init(arrayLiteral elements: Double...) { values = elements }
}

extension Tensor {
  /// The spatial axes of [batch, channels, …] resampled to `size` positions, or to `scaleFactor` times as many.
  /// Mirrors `torch.nn.functional.interpolate`.
  ///
  /// `alignCorners` puts the first and last positions of both on each other. `antialias` (bilinear and bicubic) looks at all elements
  /// when there are fewer positions than elements. With `recomputeScaleFactor` the ratio of the sizes is used for the scale. Reports an error
  /// for both or neither of size and scale, sizes below 1, and modes that do not fit the rank.
  ///
  /// ```swift
  /// Tensor([[[1.0, 3]]]).interpolate(size: 4, mode: .linear)  // tensor([[[1.0000, 1.5000, 2.5000, 3.0000]]])
  /// ```
  public func interpolate(
    size: PerAxis? = nil, scaleFactor: ScaleFactor? = nil, mode: InterpolationMode = .nearest, alignCorners: Bool? = nil,
    recomputeScaleFactor: Bool = false, antialias: Bool = false
  ) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let op = "interpolate"
      func refuse(_ message: String) -> TensorError { TensorError(.argument, op: op, message) }
      guard (3...5).contains(rank) else {
        throw TensorError(
          .shape, op: op,
          "Input Error: Only 3D, 4D and 5D input Tensors supported (got \(rank)D) for the modes: nearest | linear | bilinear | bicubic | "
            + "trilinear | area | nearest-exact (got \(mode.rawValue))")
      }
      let r = rank - 2
      try checkKnownTail(r, op)
      if !mode.takesAlignment, alignCorners != nil {
        throw refuse("align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear")
      }
      let needed: Int? =
        switch mode {
        case .linear: 3
        case .bilinear, .bicubic: 4
        case .trilinear: 5
        default: nil
        }
      if let needed, needed != rank { throw refuse("Got \(rank)D input, but \(mode.rawValue) mode needs \(needed)D input") }
      guard !antialias || mode == .bilinear || mode == .bicubic else {
        throw refuse("Anti-alias option is restricted to bilinear and bicubic modes and requires a 4-D tensor as input")
      }
      let (sizes, scales) = try resampledSizes(size, scaleFactor, recomputeScaleFactor)
      for (d, wanted) in sizes.enumerated() where wanted < 1 || shape[d + 2] < 1 {
        throw refuse(
          "Input and output sizes should be greater than 0, but got input \(Array(shape.dropFirst(2))) output \(sizes)")
      }
      if mode == .nearest || mode == .nearestExact { return try nearest(sizes, scales, isExact: mode == .nearestExact) }
      let areBytes = dtype == .uint8 && (mode == .bilinear || mode == .bicubic)
      guard dtype.isFloatingPoint || areBytes else {
        throw TensorError(
          .dtype, op: op, "\"\(mode.rawValue)\" not implemented for '\(dtype.legacyName)'", hint: "Convert with to(.float32) first.")
      }
      var result = areBytes ? self : to(dtype.computeType)
      let kind: Resampling =
        switch mode {
        case .area: .share
        case .bicubic: antialias ? .cubicAntialiased : .cubic
        default: antialias ? .linearAntialiased : .linear
        }
      let isAligned = alignCorners == true
      // Bytes are rounded after each axis, the last one first, as in PyTorch.
      for d in areBytes ? Array((0..<r).reversed()) : Array(0..<r)
      where kind == .share || sizes[d] != shape[d + 2] || (scales[d] != nil && !isAligned) {
        result = result.resampled(d + 2, to: sizes[d], kind, [isAligned ? 1 : 0], step: isAligned ? nil : scales[d].map { 1 / $0 })
      }
      return result === self ? clone() : result.to(dtype)
    }
  }

  /// The sizes asked for, and the scales that positions go by where they are not the ratios of the sizes.
  private func resampledSizes(
    _ size: PerAxis?, _ scaleFactor: ScaleFactor?, _ recomputes: Bool
  ) throws(TensorError) -> ([Int], [Double?]) {
    func refuse(_ message: String) -> TensorError { TensorError(.argument, op: "interpolate", message) }
    let spatial = Array(shape.dropFirst(2)), r = spatial.count
    if let size {
      guard scaleFactor == nil else { throw refuse("only one of size or scale_factor should be defined") }
      guard !recomputes else { throw refuse("recompute_scale_factor is not meaningful with an explicit size.") }
      guard size.values.count == 1 || size.values.count == r else {
        throw refuse(
          "Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of \(spatial) and output "
            + "size of \(size.values).")
      }
      return (try size.expanded(r, "interpolate", "size"), Array(repeating: nil, count: r))
    }
    guard let scaleFactor else { throw refuse("either size or scale_factor should be defined") }
    guard scaleFactor.values.count == 1 || scaleFactor.values.count == r else {
      throw refuse(
        "Input and scale_factor must have the same number of spatial dimensions, but got input with spatial dimensions of \(spatial) and "
          + "scale_factor of shape \(scaleFactor.values).")
    }
    let factors = scaleFactor.values.count == r ? scaleFactor.values : Array(repeating: scaleFactor.values[0], count: r)
    var sizes: [Int] = []
    for (count, factor) in zip(spatial, factors) {
      let wanted = (Double(count) * factor).rounded(.down)
      guard wanted.isFinite, wanted <= Double(PerAxis.limit), wanted >= -1e9 else {
        throw refuse("a scale factor of \(factor) makes \(count) positions too many")
      }
      sizes.append(Int(wanted))
    }
    return (sizes, recomputes ? Array(repeating: nil, count: r) : factors.map { $0 > 0 ? $0 : nil })
  }

  /// The element that each position falls on; PyTorch finds it in float32.
  private func nearest(_ sizes: [Int], _ scales: [Double?], isExact: Bool) throws(TensorError) -> Tensor {
    guard dtype.isFloatingPoint || dtype == .uint8 else {
      throw TensorError(
        .dtype, op: "interpolate", "\"upsample_nearest\(sizes.count)d\" not implemented for '\(dtype.legacyName)'",
        hint: "Convert with to(.float32) first.")
    }
    var result = self
    for (d, size) in sizes.enumerated() {
      let count = shape[d + 2]
      let step = scales[d].map { Float(1 / $0) } ?? Float(count) / Float(size)
      // Before time is spent on places: the result must fit in memory.
      _ = try Tensor(empty: result.shape.with(size, at: d + 2), dtype: dtype)
      let places = (0..<size).map { o -> Int in
        if !isExact, size == count { return o }
        if !isExact, size == 2 * count { return o / 2 }
        return Swift.min(Int((Float(o) + (isExact ? 0.5 : 0)) * step), count - 1)
      }
      result = try result.indexSelect(d + 2, Tensor(places, shape: Shape(places.count))).usable()
    }
    return result
  }
}
