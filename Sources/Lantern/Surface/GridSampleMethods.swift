// Images read at places of one's own choice.

/// How `gridSample` finds the numbers between pixels.
public enum GridSampleMode: String, Sendable, CaseIterable {
  case bilinear, nearest, bicubic
}

/// What `gridSample` finds outside the image: zeros, the nearest pixel of the border, or the image mirrored there.
public enum GridSamplePadding: String, Sendable, CaseIterable {
  case zeros, border, reflection
}

extension Tensor {
  /// The numbers of images [N, C, H, W] at the places in `grid` [N, h, w, 2], whose last axis holds x and y between -1 and 1; or of
  /// volumes [N, C, D, H, W] at the places [N, d, h, w, 3]. Mirrors `torch.nn.functional.grid_sample`.
  ///
  /// -1 and 1 are the centres of the outermost pixels with `alignCorners`, else their outer edges. Reports an error for shapes or dtypes
  /// that do not fit.
  ///
  /// ```swift
  /// let image = Tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
  /// image.gridSample(Tensor([[[[0.0, 0.0], [-1.0, -1.0]]]]), alignCorners: true)  // tensor([[[[2.5000, 1.0000]]]])
  /// ```
  public func gridSample(
    _ grid: Tensor, mode: GridSampleMode = .bilinear, paddingMode: GridSamplePadding = .zeros, alignCorners: Bool = false
  ) -> Tensor {
    if let invalid = firstInvalid([self, grid]) { return invalid }
    return reporting { () throws(TensorError) in
      try checkGrid(grid, mode)
      let r = rank - 2, batch = shape[0]
      let type = dtype.computeType
      let places = grid.reshape([batch, -1, r])
      let count = places.shape[1]
      // The grid names the last axis first. Places are found in the grid's own precision, as PyTorch finds them.
      let coordinates = (0..<r).map { d in
        let (c, size) = (places.select(2, r - 1 - d), Double(shape[d + 2]))
        return (alignCorners ? (c + 1) * ((size - 1) / 2) : ((c + 1) * size - 1) / 2).to(type)
      }
      var output = shape
      for d in 0..<r { output[d + 2] = grid.shape[d + 1] }
      let sampler = GridSampler(
        image: to(type).flatten(2), sizes: Array(shape.dropFirst(2)), batch: batch, channels: shape[1], count: count, padding: paddingMode,
        alignCorners: alignCorners)
      guard output.elementCount > 0 else { return near(Tensor.zeros(output, dtype: dtype)) }
      let found: Tensor =
        switch mode {
        case .bilinear: sampler.linear(coordinates.enumerated().map { sampler.inside($0.offset, $0.element) })
        case .nearest: apply(.attach, sampler.nearest(coordinates.enumerated().map { sampler.inside($0.offset, $0.element) }), grid)
        case .bicubic: sampler.cubic(coordinates)
        }
      return found.reshape(output).to(dtype)
    }
  }

  /// The grid that an affine map [N, 2, 3] (or [N, 3, 4]) sends the pixels of images of shape `size` to, for `gridSample`.
  /// Mirrors `torch.nn.functional.affine_grid`.
  ///
  /// ```swift
  /// let identity = Tensor([[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]])
  /// Tensor.affineGrid(identity, size: [1, 1, 1, 2], alignCorners: true)  // tensor([[[[-1.,  0.], [ 1.,  0.]]]])
  /// ```
  public static func affineGrid(_ theta: Tensor, size: [Int], alignCorners: Bool = false) -> Tensor {
    if theta.isInvalid { return theta }
    return reporting { () throws(TensorError) in
      let op = "affine_grid"
      guard size.count == 4 || size.count == 5 else {
        throw TensorError(
          .argument, op: op,
          "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size \(size).")
      }
      let r = size.count - 2
      guard theta.rank == 3, theta.shape[1] == r, theta.shape[2] == r + 1 else {
        throw TensorError(
          .shape, op: op,
          "Expected a batch of \(r)D affine matrices of shape Nx\(r)x\(r + 1) for size \(size). Got \(theta.shape).")
      }
      guard size.allSatisfy({ $0 > 0 && $0 <= PerAxis.limit }) else {
        throw TensorError(.argument, op: op, "Expected non-zero, positive output size. Got \(size)")
      }
      guard theta.dtype.isFloatingPoint else {
        throw TensorError(
          .dtype, op: op, "Expected theta to have floating point type, but got \(theta.dtype)", hint: "Convert with to(.float32) first.")
      }
      let spatial = Shape(size.dropFirst(2))
      var axes: [Tensor] = []
      for d in Swift.stride(from: r - 1, through: 0, by: -1) {
        let n = spatial[d]
        var line =
          n > 1 ? theta.near(Tensor.linspace(-1, 1, n, dtype: theta.dtype.computeType)) : Tensor.zeros(1, dtype: theta.dtype.computeType)
        if !alignCorners { line = line * (Double(n - 1) / Double(n)) }
        var across = Shape(repeating: 1, count: r)
        across[d] = n
        axes.append(line.view(across).expand(spatial))
      }
      axes.append(theta.near(Tensor.ones(spatial, dtype: theta.dtype.computeType)))
      let base = Tensor.stack(axes, -1).reshape([1, spatial.elementCount, r + 1]).to(theta.dtype)
      let batch = theta.shape[0]
      return base.expand(batch, spatial.elementCount, r + 1).bmm(theta.transpose(1, 2)).reshape(Shape([batch] + spatial + [r]))
    }
  }

  private func checkGrid(_ grid: Tensor, _ mode: GridSampleMode) throws(TensorError) {
    func refuse(_ message: String) -> TensorError { TensorError(.shape, op: "grid_sample", "grid_sampler(): " + message) }
    for (t, _) in [(self, 0), (grid, 1)] { for d in 0..<t.rank { try t.checkKnown(d, "grid_sample") } }
    guard rank > 0, grid.rank > 0, shape[0] == grid.shape[0] else {
      throw refuse(
        "expected grid and input to have same batch size, but got input with sizes \(shape.listed) and grid with sizes \(grid.shape.listed)"
      )
    }
    guard rank == 4 || rank == 5, grid.rank == rank else {
      throw refuse(
        "expected 4D or 5D input and grid with same number of dimensions, but got input with sizes \(shape.listed) and grid with sizes "
          + grid.shape.listed)
    }
    guard grid.shape[rank - 1] == rank - 2 else {
      throw refuse("expected grid to have size \(rank - 2) in last dimension, but got grid with sizes \(grid.shape.listed)")
    }
    for d in 2..<rank where shape[d] == 0 {
      throw refuse(
        "expected input to have non-empty spatial dimensions, but input has sizes \(shape.listed) with dimension \(d) being empty")
    }
    guard mode != .bicubic || rank == 4 else { throw refuse("bicubic interpolation only supports 4D input") }
    guard dtype == grid.dtype, dtype.isFloatingPoint else {
      throw TensorError(
        .dtype, op: "grid_sample", "expected scalar type \(dtype.legacyName) but found \(grid.dtype.legacyName)",
        hint: "Both must have the same floating-point dtype.")
    }
  }
}

/// Reads flattened images [batch, channels, pixels] at places [batch, count] along each axis.
private struct GridSampler {
  let image: Tensor
  let sizes: [Int]
  let batch: Int, channels: Int, count: Int
  let padding: GridSamplePadding
  let alignCorners: Bool

  /// The places along axis `d` brought into the image, as the padding asks.
  func inside(_ d: Int, _ place: Tensor) -> Tensor {
    switch padding {
    case .zeros: return place
    case .border: return clipped(d, place)
    case .reflection:
      let (low, high) = alignCorners ? (0, 2 * (sizes[d] - 1)) : (-1, 2 * sizes[d] - 1)
      guard low != high else { return place * 0 }
      let (start, span) = (Double(low) / 2, Double(high - low) / 2)
      let off = place - start
      let distance = (-off).where(off .< 0, else: off)
      let flips = noGrad { (distance / span).floor() }
      let rest = distance - flips * span
      let isEven = noGrad { (flips % 2) .== 0 }
      return clipped(d, (rest + start).where(isEven, else: span + start - rest))
    }
  }

  /// Limited to the image; at the limits there is no gradient.
  private func clipped(_ d: Int, _ place: Tensor) -> Tensor {
    let top = Double(sizes[d] - 1)
    let above = noGrad { place .>= top }, below = noGrad { (place .> 0).logicalNot() }
    return Tensor.number(.double(0), place.dtype).where(below, else: Tensor.number(.double(top), place.dtype).where(above, else: place))
  }

  /// The pixels at whole positions along each axis; zeros outside.
  private func pixels(_ positions: [Tensor]) -> Tensor {
    var index: Tensor?, visible: Tensor?
    noGrad {
      for (d, position) in positions.enumerated() {
        let whole = position.detach()
        let top = Double(sizes[d] - 1)
        let isInside = (whole .>= 0).logicalAnd(whole .<= top)
        visible = visible.map { $0.logicalAnd(isInside) } ?? isInside
        // NaN is no position: it reads the first pixel, or nothing.
        let bounded = whole.clamp(0.0, top).maskedFill(whole.isNaN(), 0).to(.int64)
        index = index.map { $0 * sizes[d] + bounded } ?? bounded
      }
    }
    let read = image.gather(2, index!.unsqueeze(1).expand(batch, channels, count))
    return padding == .zeros ? read.where(visible!.unsqueeze(1), else: 0) : read
  }

  func nearest(_ places: [Tensor]) -> Tensor { pixels(places.map { p in noGrad { p.detach().round() } }) }

  func linear(_ places: [Tensor]) -> Tensor {
    let low = places.map { p in noGrad { p.detach().floor() } }
    let fractions = zip(places, low).map { $0 - $1 }
    var sum: Tensor?
    for corner in 0..<(1 << places.count) {
      var weight: Tensor?
      var positions: [Tensor] = []
      for d in places.indices {
        let isHigh = corner >> d & 1 == 1
        let part = isHigh ? fractions[d] : 1 - fractions[d]
        weight = weight.map { $0 * part } ?? part
        positions.append(isHigh ? noGrad { low[d] + 1 } : low[d])
      }
      let term = pixels(positions) * weight!.unsqueeze(1)
      sum = sum.map { $0 + term } ?? term
    }
    return sum!
  }

  func cubic(_ places: [Tensor]) -> Tensor {
    let low = places.map { p in noGrad { p.detach().floor() } }
    let weights = zip(places, low).map { GridSampler.weights($0 - $1) }
    var sum: Tensor?
    for i in 0..<4 {
      for j in 0..<4 {
        let positions = zip(low, [i, j]).enumerated().map { d, pair in noGrad { inside(d, pair.0 + (pair.1 - 1)) } }
        let term = pixels(positions) * (weights[0][i] * weights[1][j]).unsqueeze(1)
        sum = sum.map { $0 + term } ?? term
      }
    }
    return sum!
  }

  /// The weights of the four pixels around a place, given how far it lies behind the second.
  private static func weights(_ t: Tensor) -> [Tensor] {
    // Steps with types: the compiler takes seconds for the whole formulas.
    let a = -0.75
    func near(_ t: Tensor) -> Tensor {
      let line: Tensor = t * (a + 2) - (a + 3)
      return line * t * t + 1
    }
    func outer(_ t: Tensor) -> Tensor {
      let line: Tensor = t * a - 5 * a
      let parabola: Tensor = line * t + 8 * a
      return parabola * t - 4 * a
    }
    return [outer(t + 1), near(t), near(1 - t), outer(2 - t)]
  }
}
