// Convolutions, as methods.

extension Tensor {
  /// The convolution (cross-correlation) of a signal [batch, channels, length] or [channels, length] with a weight
  /// [filters, channels / groups, kernel]. Mirrors `torch.nn.functional.conv1d`.
  ///
  /// Reports an error for shapes or dtypes that do not fit.
  ///
  /// ```swift
  /// Tensor([[[1.0, 2.0, 3.0, 4.0]]]).conv1d(Tensor([[[1.0, -1.0]]]))  // tensor([[[-1., -1., -1.]]])
  /// Tensor([[[1.0, 2.0, 3.0, 4.0]]]).conv1d(Tensor([[[1.0, -1.0]]]), stride: 2, padding: 1)  // tensor([[[-1., -1.,  4.]]])
  /// ```
  public func conv1d(
    _ weight: Tensor, _ bias: Tensor? = nil, stride: PerAxis = 1, padding: ConvolutionPadding = 0, dilation: PerAxis = 1, groups: Int = 1
  ) -> Tensor { convolve(1, weight, bias, stride, padding, dilation, groups) }

  /// The convolution (cross-correlation) of images [batch, channels, height, width] or [channels, height, width] with a weight
  /// [filters, channels / groups, rows, columns]. Mirrors `torch.nn.functional.conv2d`.
  ///
  /// Element (n, f, i, j) is `bias[f]` plus the sum over c, p, q of `weight[f, c, p, q] * x[n, c, i * stride + p * dilation, …]`,
  /// where `padding` zeros surround x. With `groups`, each group of filters sees its share of the channels only.
  /// Reports an error for shapes or dtypes that do not fit.
  ///
  /// ```swift
  /// Tensor.ones(1, 1, 3, 3).conv2d(Tensor.ones(1, 1, 2, 2))  // tensor([[[[4., 4.], [4., 4.]]]])
  /// ```
  public func conv2d(
    _ weight: Tensor, _ bias: Tensor? = nil, stride: PerAxis = 1, padding: ConvolutionPadding = 0, dilation: PerAxis = 1, groups: Int = 1
  ) -> Tensor { convolve(2, weight, bias, stride, padding, dilation, groups) }

  /// The convolution of volumes [batch, channels, depth, height, width] or without the batch. Mirrors `torch.nn.functional.conv3d`.
  ///
  /// Reports an error for shapes or dtypes that do not fit.
  ///
  /// ```swift
  /// Tensor.ones(1, 1, 3, 3, 3).conv3d(Tensor.ones(2, 1, 2, 2, 2)).shape  // Size([1, 2, 2, 2, 2])
  /// ```
  public func conv3d(
    _ weight: Tensor, _ bias: Tensor? = nil, stride: PerAxis = 1, padding: ConvolutionPadding = 0, dilation: PerAxis = 1, groups: Int = 1
  ) -> Tensor { convolve(3, weight, bias, stride, padding, dilation, groups) }

  /// The transposed convolution of a signal with a weight [channels, filters / groups, kernel]: what the input gradient of `conv1d` is.
  /// Mirrors `torch.nn.functional.conv_transpose1d`.
  ///
  /// ```swift
  /// Tensor([[[1.0, 2.0]]]).convTranspose1d(Tensor([[[1.0, 10.0]]]))  // tensor([[[ 1., 12., 20.]]])
  /// Tensor([[[1.0, 2.0]]]).convTranspose1d(Tensor([[[1.0, 10.0]]]), stride: 2)  // tensor([[[ 1., 10.,  2., 20.]]])
  /// ```
  public func convTranspose1d(
    _ weight: Tensor, _ bias: Tensor? = nil, stride: PerAxis = 1, padding: PerAxis = 0, outputPadding: PerAxis = 0, groups: Int = 1,
    dilation: PerAxis = 1
  ) -> Tensor { convolveTransposed(1, weight, bias, stride, padding, outputPadding, groups, dilation) }

  /// The transposed convolution of images with a weight [channels, filters / groups, rows, columns]: what the input gradient of `conv2d`
  /// is. Mirrors `torch.nn.functional.conv_transpose2d`.
  ///
  /// The output has `(size - 1) * stride - 2 * padding + dilation * (kernel - 1) + outputPadding + 1` positions along each axis.
  ///
  /// ```swift
  /// Tensor.ones(1, 1, 2, 2).convTranspose2d(Tensor.ones(1, 1, 2, 2))  // tensor([[[[1., 2., 1.], [2., 4., 2.], [1., 2., 1.]]]])
  /// ```
  public func convTranspose2d(
    _ weight: Tensor, _ bias: Tensor? = nil, stride: PerAxis = 1, padding: PerAxis = 0, outputPadding: PerAxis = 0, groups: Int = 1,
    dilation: PerAxis = 1
  ) -> Tensor { convolveTransposed(2, weight, bias, stride, padding, outputPadding, groups, dilation) }

  /// The transposed convolution of volumes. Mirrors `torch.nn.functional.conv_transpose3d`.
  ///
  /// ```swift
  /// Tensor.ones(1, 1, 2, 2, 2).convTranspose3d(Tensor.ones(1, 3, 2, 2, 2), stride: 2).shape  // Size([1, 3, 4, 4, 4])
  /// ```
  public func convTranspose3d(
    _ weight: Tensor, _ bias: Tensor? = nil, stride: PerAxis = 1, padding: PerAxis = 0, outputPadding: PerAxis = 0, groups: Int = 1,
    dilation: PerAxis = 1
  ) -> Tensor { convolveTransposed(3, weight, bias, stride, padding, outputPadding, groups, dilation) }

  private static func anyInvalid(_ tensors: Tensor?...) -> Tensor? { tensors.lazy.compactMap { $0 }.first { $0.isInvalid } }

  private func convolve(
    _ r: Int, _ weight: Tensor, _ bias: Tensor?, _ stride: PerAxis, _ padding: ConvolutionPadding, _ dilation: PerAxis, _ groups: Int
  ) -> Tensor {
    if let invalid = Tensor.anyInvalid(self, weight, bias) { return invalid }
    if dtype.isComplex, weight.dtype == dtype {
      return byParts(weight, bias) { $0.convolve(r, $1, $2, stride, padding, dilation, groups) }
    }
    let op = "conv\(r)d"
    return reporting { () throws(TensorError) in
      try batched(r, badRank(r, op)) { x throws(TensorError) in
        let zeros: PerAxis = if case .zeros(let given) = padding.kind { given } else { 0 }
        var c = try Tensor.geometry(op, r, stride, zeros, dilation, groups)
        try weight.checkKnownTail(weight.rank, op)
        try x.checkWeight(op, r, weight, bias, groups, channels: x.shape[1], filters: weight.rank > 0 ? weight.shape[0] : 0)
        var x = x
        if padding.kind == .same {
          guard c.stride.allSatisfy({ $0 == 1 }) else {
            throw TensorError(.argument, op: op, "padding='same' is not supported for strided convolutions")
          }
          // The odd zero goes behind.
          let total = (0..<r).map { c.dilation[$0] * (weight.shape[$0 + 2] - 1) }
          c.padding = total.map { $0 / 2 }
          let rest = total.map { $0 % 2 }
          if rest.contains(1) { x = x.pad(rest.reversed().flatMap { [0, $0] }) }
        }
        try x.checkKnownTail(r + 1, op)
        let sizes = Array(x.shape.dropFirst(2)), kernel = Array(weight.shape.dropFirst(2))
        for d in 0..<r where sizes[d] + 2 * c.padding[d] < c.dilation[d] * (kernel[d] - 1) + 1 {
          func listed(_ values: [Int]) -> String { values.map(String.init).joined(separator: " x ") }
          throw TensorError(
            .shape, op: op,
            "Calculated padded input size per channel: (\(listed((0..<r).map { sizes[$0] + 2 * c.padding[$0] }))). Kernel size: "
              + "(\(listed((0..<r).map { c.dilation[$0] * (kernel[$0] - 1) + 1 }))). Kernel size can't be greater than actual input size")
        }
        return bias.map { apply(.convolution, x, weight, $0, c.attributes) } ?? apply(.convolution, x, weight, c.attributes)
      }
    }
  }

  private func convolveTransposed(
    _ r: Int, _ weight: Tensor, _ bias: Tensor?, _ stride: PerAxis, _ padding: PerAxis, _ outputPadding: PerAxis, _ groups: Int,
    _ dilation: PerAxis
  ) -> Tensor {
    if let invalid = Tensor.anyInvalid(self, weight, bias) { return invalid }
    if dtype.isComplex, weight.dtype == dtype {
      return byParts(weight, bias) { $0.convolveTransposed(r, $1, $2, stride, padding, outputPadding, groups, dilation) }
    }
    let op = "conv_transpose\(r)d"
    return reporting { () throws(TensorError) in
      try batched(r, badRank(r, op)) { x throws(TensorError) in
        var c = try Tensor.geometry(op, r, stride, padding, dilation, groups)
        let extra = try outputPadding.expanded(r, op, "output_padding")
        guard extra.allSatisfy({ $0 >= 0 }) else { throw TensorError(.argument, op: op, "negative output_padding is not supported") }
        try weight.checkKnownTail(weight.rank, op)
        try x.checkKnownTail(r + 1, op)
        let (filters, overflow) = (weight.rank > 1 ? weight.shape[1] : 0).multipliedReportingOverflow(by: groups)
        guard !overflow else { throw TensorError(.memory, op: op, "\(groups) groups of filters do not fit in memory") }
        try x.checkWeight(op, r, weight, bias, groups, channels: x.shape[1], filters: filters)
        for d in 0..<r where extra[d] >= c.stride[d] && extra[d] >= c.dilation[d] {
          throw TensorError(
            .argument, op: op,
            "output padding must be smaller than either stride or dilation, but got output_padding: \(extra) stride: \(c.stride) "
              + "dilation: \(c.dilation)")
        }
        for d in 0..<r {
          // Sizes of tensors that exist lie below 2^47 or so, and the other factors below 2^31: one product may overflow.
          let (steps, overflow) = (x.shape[d + 2] - 1).multipliedReportingOverflow(by: c.stride[d])
          guard !overflow, steps < 1 << 61 else { throw TensorError(.memory, op: op, "the output of \(op) does not fit in memory") }
          c.sizes.append(steps - 2 * c.padding[d] + c.dilation[d] * (weight.shape[d + 2] - 1) + extra[d] + 1)
        }
        guard c.sizes.allSatisfy({ $0 > 0 }) else {
          func listed(_ values: [Int]) -> String { values.map(String.init).joined(separator: " x ") }
          throw TensorError(
            .shape, op: op,
            "Given input size per channel: (\(listed(Array(x.shape.dropFirst(2))))). Calculated output size per channel: "
              + "(\(listed(c.sizes))). Output size is too small")
        }
        guard let bias else { return apply(.convolutionInput, x, weight, c.attributes) }
        let product = apply(.convolutionInput, x.to(dtype.computeType), weight.to(dtype.computeType), c.attributes)
        return (product + bias.to(product.dtype).view(Shape([1, -1] + Array(repeating: 1, count: r)))).to(dtype)
      }
    }
  }

  /// A product of complex numbers from products of their parts.
  private func byParts(_ weight: Tensor, _ bias: Tensor?, _ product: (Tensor, Tensor, Tensor?) -> Tensor) -> Tensor {
    if let bias, bias.dtype != dtype {
      return .invalid(
        reporting: TensorError(
          .dtype, op: "conv", "Input type (\(dtype.cName)) and bias type (\(bias.dtype.cName)) should be the same",
          hint: "Convert one of them with to(_:)."))
    }
    func part(_ t: Tensor, _ k: Int) -> Tensor { t.viewAsReal().select(-1, k) }
    let (a, b, c, d) = (part(self, 0), part(self, 1), part(weight, 0), part(weight, 1))
    let real = product(a, c, bias.map { part($0, 0) }) - product(b, d, nil)
    let imaginary = product(a, d, bias.map { part($0, 1) }) + product(b, c, nil)
    return real.isInvalid || imaginary.isInvalid ? .invalid() : Tensor.complex(real, imaginary)
  }

  private func badRank(_ r: Int, _ op: String) -> TensorError {
    TensorError(
      .shape, op: op, "Expected \(r + 1)D (unbatched) or \(r + 2)D (batched) input to \(op), but got input of size: \(shape.listed)")
  }

  private static func geometry(
    _ op: String, _ r: Int, _ stride: PerAxis, _ padding: PerAxis, _ dilation: PerAxis, _ groups: Int
  ) throws(TensorError) -> ConvolutionGeometry {
    let c = ConvolutionGeometry(
      stride: try stride.expanded(r, op, "stride"), padding: try padding.expanded(r, op, "padding"),
      dilation: try dilation.expanded(r, op, "dilation"), groups: groups)
    func refuse(_ message: String) -> TensorError { TensorError(.argument, op: op, message) }
    guard c.stride.allSatisfy({ $0 > 0 }) else { throw refuse("non-positive stride is not supported") }
    guard c.padding.allSatisfy({ $0 >= 0 }) else { throw refuse("negative padding is not supported") }
    guard c.dilation.allSatisfy({ $0 > 0 }) else { throw refuse("dilation should be greater than zero, but got \(c.dilation)") }
    guard groups > 0 else { throw refuse("non-positive groups is not supported") }
    return c
  }

  /// Throws unless the weight and the bias fit this input.
  private func checkWeight(
    _ op: String, _ r: Int, _ weight: Tensor, _ bias: Tensor?, _ groups: Int, channels: Int, filters: Int
  ) throws(TensorError) {
    let isTransposed = op.hasPrefix("conv_transpose")
    func refuse(_ message: String) -> TensorError { TensorError(.shape, op: op, message) }
    guard weight.rank == r + 2 else {
      throw refuse("Expected \(r + 2)-dimensional weight for \(r + 2)-dimensional input, but got weight of size \(weight.shape.listed)")
    }
    guard weight.shape.allSatisfy({ $0 <= PerAxis.limit }) else { throw refuse("a weight of size \(weight.shape.listed) is too large") }
    let size = weight.shape.listed
    guard weight.shape[0] >= groups else {
      throw refuse(
        "Given groups=\(groups), expected weight to be at least \(groups) at dimension 0, but got weight of size \(size) instead")
    }
    guard weight.shape[0] % groups == 0 else {
      throw refuse(
        "Given groups=\(groups), expected weight to be divisible by \(groups) at dimension 0, but got weight of size [\(size)] instead")
    }
    let wanted = isTransposed ? weight.shape[0] : weight.shape[1].multipliedReportingOverflow(by: groups).partialValue
    guard channels == wanted || channels < 0 else {
      throw refuse(
        "Given \(isTransposed ? "transposed=1" : "groups=\(groups)"), weight of size \(size), expected input\(shape.listed) to have "
          + "\(wanted) channels, but got \(channels) channels instead")
    }
    guard weight.shape.dropFirst(2).allSatisfy({ $0 > 0 }) else {
      throw refuse("kernel size should be greater than zero, but got weight of size \(size)")
    }
    guard shape.dropFirst(2).allSatisfy({ $0 != 0 }) || shape[0] == 0 || shape[1] == 0 else {
      throw refuse("Only zero batch or zero channel inputs are supported, but got input shape: \(shape.listed)")
    }
    guard let bias else { return }
    guard bias.rank == 1, bias.shape[0] == filters else {
      throw refuse(
        "Given \(isTransposed ? "transposed=1, " : "")weight of size \(size), expected bias to be 1-dimensional with \(filters) elements, "
          + "but got bias of size \(bias.shape.listed) instead")
    }
    guard bias.dtype == dtype else {
      throw TensorError(
        .dtype, op: op, "Input type (\(dtype.cName)) and bias type (\(bias.dtype.cName)) should be the same",
        hint: "Convert one of them with to(_:).")
    }
  }
}
