// The functions between the layers of a network.

/// How `gelu` is computed.
public enum GELUApproximation: String, Sendable, CaseIterable {
  /// With the error function.
  case none
  /// With a hyperbolic tangent.
  case tanh
}

extension Tensor {
  /// 1 / (1 + e^-x). Mirrors `torch.sigmoid`.
  public func sigmoid() -> Tensor { apply(.sigmoid, self) }
  /// The larger of x and 0; its derivative at 0 is 0. Mirrors `torch.relu`.
  ///
  /// Reports an error for truth values.
  public func relu() -> Tensor { refusingTruth("relu", "Boolean inputs not supported for relu") ?? apply(.relu, self) }
  /// x between 0 and 6; its derivative at these limits is 0. Mirrors `torch.nn.functional.relu6`.
  public func relu6() -> Tensor { hardtanh(0, 6) }
  /// x between two limits; unlike `clamp`'s, its derivative at the limits is 0. Mirrors `torch.nn.functional.hardtanh`.
  ///
  /// Reports an error where `min` exceeds `max`, and for truth values.
  public func hardtanh(_ min: some TensorScalar = -1.0, _ max: some TensorScalar = 1.0) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      apply(.hardtanh, self, try hardtanhLimits(min.scalar, max.scalar))
    }
  }
  /// `hardtanh` in place. Mirrors `torch.nn.functional.hardtanh_`.
  @discardableResult public func hardtanh_(_ min: some TensorScalar = -1.0, _ max: some TensorScalar = 1.0) -> Tensor {
    if isInvalid { return self }
    do throws(TensorError) { return Op.hardtanh.applyInPlace(self, attributes: try hardtanhLimits(min.scalar, max.scalar)) } catch {
      return .invalid(reporting: error)
    }
  }

  private func hardtanhLimits(_ min: Scalar, _ max: Scalar) throws(TensorError) -> Attributes {
    guard min.doubleValue <= max.doubleValue else {
      throw TensorError(.argument, op: "hardtanh", "min_val cannot be greater than max_val", hint: "Got \(min) and \(max).")
    }
    guard dtype != .bool else { throw TensorError(.dtype, op: "hardtanh", "Bool inputs not supported for hardtanh") }
    guard dtype.isSigned || dtype.isComplex || min.doubleValue >= 0 else {
      throw TensorError(.dtype, op: "hardtanh", "cannot do hardtanh on an unsigned type with negative limits")
    }
    return Attributes(numbers: [min, max])
  }

  /// x, or `value` where x is not above the threshold. Mirrors `torch.nn.functional.threshold`.
  public func threshold(_ threshold: some TensorScalar, _ value: some TensorScalar) -> Tensor {
    refusingTruth("threshold") ?? apply(.threshold, self, Attributes(numbers: [threshold.scalar, value.scalar]))
  }
  /// `threshold` in place. Mirrors `torch.nn.functional.threshold_`.
  @discardableResult public func threshold_(_ threshold: some TensorScalar, _ value: some TensorScalar) -> Tensor {
    refusingTruth("threshold")
      ?? Op.threshold.applyInPlace(self, attributes: Attributes(numbers: [threshold.scalar, value.scalar]))
  }

  /// An invalid tensor, after reporting an error, where this tensor holds truth values.
  private func refusingTruth(_ op: String, _ message: String? = nil) -> Tensor? {
    guard dtype == .bool, !isInvalid else { return nil }
    return .invalid(reporting: TensorError(.dtype, op: op, message ?? "\"\(op)_cpu\" not implemented for 'Bool'"))
  }

  /// x, or `slope * x` below zero. Mirrors `torch.nn.functional.leaky_relu`.
  public func leakyRelu(_ slope: Double = 0.01) -> Tensor { apply(.leakyRelu, self, Attributes(numbers: [.double(slope)])) }
  /// `leakyRelu` in place. Mirrors `torch.nn.functional.leaky_relu_`.
  @discardableResult public func leakyRelu_(_ slope: Double = 0.01) -> Tensor {
    Op.leakyRelu.applyInPlace(self, attributes: Attributes(numbers: [.double(slope)]))
  }

  /// `leakyRelu` with a slope between two limits: a random one for each element when training, otherwise their mean.
  /// Mirrors `torch.nn.functional.rrelu`.
  public func rrelu(lower: Double = 0.125, upper: Double = 1 / 3.0, training: Bool = false, generator: Generator = .default) -> Tensor {
    if isInvalid { return self }
    guard training else { return leakyRelu((lower + upper) / 2) }
    return reporting { () throws(TensorError) in
      guard !isSymbolic else {
        throw TensorError(.symbolic, op: "rrelu", "rrelu draws its numbers when it is called", hint: "Pass training: false.")
      }
      guard lower <= upper else {
        throw TensorError(.argument, op: "rrelu", "Lower bound should be less than or equal to the upper bound")
      }
      guard dtype.isFloatingPoint else {
        throw TensorError(.dtype, op: "rrelu", "\"rrelu_with_noise_out_cpu\" not implemented for '\(dtype.legacyName)'")
      }
      // Only elements that are not positive take a number from the generator.
      let slopes = noGrad { () -> Tensor in
        let mask = self .<= 0
        let count = mask.sum().item().intValue
        let drawn = Tensor.empty([count], dtype: .float64).uniform_(lower, upper, generator: generator)
        return Tensor.ones(like: self).maskedScatter(mask, drawn.to(dtype))
      }
      return self * slopes
    }
  }

  /// x, or `weight * x` below zero: one weight for all, or one for each channel, axis 1. Mirrors `torch.nn.functional.prelu`.
  ///
  /// Reports an error where the number of weights is neither 1 nor that of channels, and where the dtypes differ.
  public func prelu(_ weight: Tensor) -> Tensor {
    if let invalid = firstInvalid([self, weight]) { return invalid }
    return reporting { () throws(TensorError) in
      guard dtype == weight.dtype else {
        throw TensorError(
          .dtype, op: "prelu", "prelu: Type promoting not supported. Got \(dtype.legacyName) and \(weight.dtype.legacyName)")
      }
      guard weight.rank <= 1 else {
        throw TensorError(.shape, op: "prelu", "prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = \(weight.rank)")
      }
      guard weight.rank == 1, weight.shape[0] != 1 else { return apply(.prelu, self, weight.reshape(Shape())) }
      guard rank > 0 else { throw TensorError(.shape, op: "prelu", "Not allow zero-dim input tensor.") }
      let channels = rank > 1 ? shape[1] : 1
      guard channels == weight.shape[0] || channels < 0 || weight.shape[0] < 0 else {
        throw TensorError(
          .shape, op: "prelu",
          "Mismatch of parameter numbers and input channel size. Found parameter numbers = \(weight.shape[0]) and channel size = \(channels)."
        )
      }
      return apply(.prelu, self, weight.reshape(Shape([1, -1] + Array(repeating: 1, count: rank - 2))))
    }
  }

  /// x * sigmoid(x). Mirrors `torch.nn.functional.silu`.
  public func silu() -> Tensor { apply(.silu, self) }
  /// `silu` in place. Mirrors `torch.nn.functional.silu(inplace=True)`.
  @discardableResult public func silu_() -> Tensor { Op.silu.applyInPlace(self) }
  /// x * tanh(softplus(x)). Mirrors `torch.nn.functional.mish`.
  public func mish() -> Tensor { apply(.mish, self) }
  /// `mish` in place. Mirrors `torch.nn.functional.mish(inplace=True)`.
  @discardableResult public func mish_() -> Tensor { Op.mish.applyInPlace(self) }
  /// log(1 + e^(beta x)) / beta. Mirrors `torch.nn.functional.softplus`.
  public func softplus(beta: Double = 1, threshold: Double = 20) -> Tensor {
    apply(.softplus, self, Attributes(numbers: [.double(beta), .double(threshold)]))
  }
  /// log(sigmoid(x)), without its loss of digits. Mirrors `torch.nn.functional.logsigmoid`.
  public func logSigmoid() -> Tensor { apply(.logSigmoid, self) }
  /// x Φ(x), with the normal distribution's Φ. Mirrors `torch.nn.functional.gelu`.
  ///
  /// ```swift
  /// Tensor([-1.0, 0.0, 1.0]).gelu()  // tensor([-0.1587,  0.0000,  0.8413])
  /// ```
  public func gelu(approximate: GELUApproximation = .none) -> Tensor { apply(approximate == .tanh ? .geluTanh : .gelu, self) }

  /// x, or `alpha (e^x - 1)` below zero. Mirrors `torch.nn.functional.elu`.
  public func elu(alpha: Double = 1) -> Tensor { apply(.elu, self, Tensor.eluFactors(alpha)) }
  /// `elu` in place. Mirrors `torch.nn.functional.elu_`.
  @discardableResult public func elu_(alpha: Double = 1) -> Tensor { Op.elu.applyInPlace(self, attributes: Tensor.eluFactors(alpha)) }
  /// x, or `alpha (e^(x / alpha) - 1)` below zero. Mirrors `torch.nn.functional.celu`.
  ///
  /// Reports an error where alpha is 0.
  public func celu(alpha: Double = 1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in apply(.celu, self, try Tensor.celuFactors(alpha)) }
  }
  /// `celu` in place. Mirrors `torch.nn.functional.celu_`.
  @discardableResult public func celu_(alpha: Double = 1) -> Tensor {
    if isInvalid { return self }
    do throws(TensorError) { return Op.celu.applyInPlace(self, attributes: try Tensor.celuFactors(alpha)) } catch {
      return .invalid(reporting: error)
    }
  }
  /// `elu` with the factors under which layers keep mean 0 and variance 1. Mirrors `torch.nn.functional.selu`.
  public func selu() -> Tensor { apply(.elu, self, Tensor.seluFactors) }
  /// `selu` in place. Mirrors `torch.nn.functional.selu_`.
  @discardableResult public func selu_() -> Tensor { Op.elu.applyInPlace(self, attributes: Tensor.seluFactors) }

  private static let seluFactors = eluFactors(1.6732632423543772848, scale: 1.0507009873554804934)
  private static func eluFactors(_ alpha: Double, scale: Double = 1, inner: Double = 1) -> Attributes {
    Attributes(numbers: [.double(alpha * scale), .double(scale), .double(inner)])
  }
  private static func celuFactors(_ alpha: Double) throws(TensorError) -> Attributes {
    guard alpha != 0 else { throw TensorError(.argument, op: "celu", "ZeroDivisionError: alpha cannot be 0 for CELU") }
    return eluFactors(alpha, inner: 1 / alpha)
  }

  /// (x + 3) / 6 between 0 and 1. Mirrors `torch.nn.functional.hardsigmoid`.
  public func hardsigmoid() -> Tensor { apply(.hardsigmoid, self) }
  /// x times `hardsigmoid` of x. Mirrors `torch.nn.functional.hardswish`.
  public func hardswish() -> Tensor { apply(.hardswish, self) }
  /// x, or 0 where its size does not exceed lambda. Mirrors `torch.nn.functional.hardshrink`.
  public func hardshrink(_ lambda: Double = 0.5) -> Tensor { apply(.hardshrink, self, Attributes(numbers: [.double(lambda)])) }
  /// x moved towards 0 by lambda, and no further. Mirrors `torch.nn.functional.softshrink`.
  ///
  /// Reports an error for a negative lambda.
  public func softshrink(_ lambda: Double = 0.5) -> Tensor {
    guard lambda >= 0 || isInvalid else {
      return .invalid(
        reporting: TensorError(
          .argument, op: "softshrink",
          "lambda must be in range [0, \(dtype.largestFinite)] for input dtype \(dtype.legacyName), but found \(lambda)"))
    }
    return apply(.softshrink, self, Attributes(numbers: [.double(lambda)]))
  }
  /// x / (1 + |x|). Mirrors `torch.nn.functional.softsign`.
  public func softsign() -> Tensor {
    if dtype.isComplex { return self / (abs() + 1) }
    return refusingTruth("abs") ?? apply(.softsign, self)
  }
  /// x - tanh(x). Mirrors `torch.nn.functional.tanhshrink`.
  public func tanhshrink() -> Tensor { dtype.isComplex || dtype == .bool ? self - tanh() : apply(.tanhshrink, self) }
  /// `softmax` of the negative elements. Mirrors `torch.nn.functional.softmin`.
  public func softmin(_ dim: Int, dtype: DType? = nil) -> Tensor { (-self).softmax(dim, dtype: dtype) }
}
