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
  ///
  /// ```swift
  /// Tensor([-1.0, 0.0, 1.0]).sigmoid()  // tensor([0.2689, 0.5000, 0.7311])
  /// ```
  public func sigmoid() -> Tensor { apply(.sigmoid, self) }
  /// The larger of x and 0; its derivative at 0 is 0. Mirrors `torch.relu`.
  ///
  /// Reports an error for truth values.
  ///
  /// ```swift
  /// Tensor([-1.0, 0.0, 2.0]).relu()  // tensor([0., 0., 2.])
  /// ```
  public func relu() -> Tensor { refusingTruth("relu", "Boolean inputs not supported for relu") ?? apply(.relu, self) }
  /// x between 0 and 6; its derivative at these limits is 0. Mirrors `torch.nn.functional.relu6`.
  ///
  /// ```swift
  /// Tensor([-1.0, 3.0, 8.0]).relu6()  // tensor([0., 3., 6.])
  /// ```
  public func relu6() -> Tensor { hardtanh(0, 6) }
  /// x between two limits; unlike `clamp`'s, its derivative at the limits is 0. Mirrors `torch.nn.functional.hardtanh`.
  ///
  /// Reports an error where `min` exceeds `max`, and for truth values.
  ///
  /// ```swift
  /// Tensor([-2.0, 0.5, 2.0]).hardtanh()  // tensor([-1.0000,  0.5000,  1.0000])
  /// ```
  public func hardtanh(_ min: some TensorScalar = -1.0, _ max: some TensorScalar = 1.0) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      apply(.hardtanh, self, try hardtanhLimits(min.scalar, max.scalar))
    }
  }
  /// `hardtanh` in place. Mirrors `torch.nn.functional.hardtanh_`.
  ///
  /// ```swift
  /// Tensor([-2.0, 0.5, 9.0]).hardtanh_(0, 6)  // tensor([0.0000, 0.5000, 6.0000])
  /// ```
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
  ///
  /// ```swift
  /// Tensor([0.5, 1.0, 2.0]).threshold(1, 20)  // tensor([20., 20.,  2.])
  /// ```
  public func threshold(_ threshold: some TensorScalar, _ value: some TensorScalar) -> Tensor {
    refusingTruth("threshold") ?? apply(.threshold, self, Attributes(numbers: [threshold.scalar, value.scalar]))
  }
  /// `threshold` in place. Mirrors `torch.nn.functional.threshold_`.
  ///
  /// ```swift
  /// Tensor([0.5, 2.0]).threshold_(1, 0)  // tensor([0., 2.])
  /// ```
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
  ///
  /// ```swift
  /// Tensor([-1.0, 2.0]).leakyRelu(0.1)  // tensor([-0.1000,  2.0000])
  /// ```
  public func leakyRelu(_ slope: Double = 0.01) -> Tensor { apply(.leakyRelu, self, Attributes(numbers: [.double(slope)])) }
  /// `leakyRelu` in place. Mirrors `torch.nn.functional.leaky_relu_`.
  ///
  /// ```swift
  /// Tensor([-1.0, 2.0]).leakyRelu_()  // tensor([-0.0100,  2.0000])
  /// ```
  @discardableResult public func leakyRelu_(_ slope: Double = 0.01) -> Tensor {
    Op.leakyRelu.applyInPlace(self, attributes: Attributes(numbers: [.double(slope)]))
  }

  /// `leakyRelu` with a slope between two limits: a random one for each element when training, otherwise their mean.
  /// Mirrors `torch.nn.functional.rrelu`.
  ///
  /// ```swift
  /// Tensor([-2.0, 3.0]).rrelu(lower: 0.25, upper: 0.75)  // tensor([-1.,  3.])
  /// ```
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
  ///
  /// ```swift
  /// Tensor([[-1.0, -1.0]]).prelu(Tensor([0.25, 0.5]))  // tensor([[-0.2500, -0.5000]])
  /// ```
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
  ///
  /// ```swift
  /// Tensor([-1.0, 0.0, 1.0]).silu()  // tensor([-0.2689,  0.0000,  0.7311])
  /// ```
  public func silu() -> Tensor { apply(.silu, self) }
  /// `silu` in place. Mirrors `torch.nn.functional.silu(inplace=True)`.
  ///
  /// ```swift
  /// Tensor([1.0]).silu_()  // tensor([0.7311])
  /// ```
  @discardableResult public func silu_() -> Tensor { Op.silu.applyInPlace(self) }
  /// x * tanh(softplus(x)). Mirrors `torch.nn.functional.mish`.
  ///
  /// ```swift
  /// Tensor([-1.0, 0.0, 1.0]).mish()  // tensor([-0.3034,  0.0000,  0.8651])
  /// ```
  public func mish() -> Tensor { apply(.mish, self) }
  /// `mish` in place. Mirrors `torch.nn.functional.mish(inplace=True)`.
  ///
  /// ```swift
  /// Tensor([1.0]).mish_()  // tensor([0.8651])
  /// ```
  @discardableResult public func mish_() -> Tensor { Op.mish.applyInPlace(self) }
  /// log(1 + e^(beta x)) / beta. Mirrors `torch.nn.functional.softplus`.
  ///
  /// ```swift
  /// Tensor([-1.0, 0.0, 1.0]).softplus()  // tensor([0.3133, 0.6931, 1.3133])
  /// ```
  public func softplus(beta: Double = 1, threshold: Double = 20) -> Tensor {
    apply(.softplus, self, Attributes(numbers: [.double(beta), .double(threshold)]))
  }
  /// log(sigmoid(x)), without its loss of digits. Mirrors `torch.nn.functional.logsigmoid`.
  ///
  /// ```swift
  /// Tensor([-100.0, 0.0]).logSigmoid()  // tensor([-100.0000,   -0.6931])
  /// ```
  public func logSigmoid() -> Tensor { apply(.logSigmoid, self) }
  /// x Φ(x), with the normal distribution's Φ. Mirrors `torch.nn.functional.gelu`.
  ///
  /// ```swift
  /// Tensor([-1.0, 0.0, 1.0]).gelu()  // tensor([-0.1587,  0.0000,  0.8413])
  /// ```
  public func gelu(approximate: GELUApproximation = .none) -> Tensor { apply(approximate == .tanh ? .geluTanh : .gelu, self) }

  /// x, or `alpha (e^x - 1)` below zero. Mirrors `torch.nn.functional.elu`.
  ///
  /// ```swift
  /// Tensor([-1.0, 2.0]).elu()  // tensor([-0.6321,  2.0000])
  /// ```
  public func elu(alpha: Double = 1) -> Tensor { apply(.elu, self, Tensor.eluFactors(alpha)) }
  /// `elu` in place. Mirrors `torch.nn.functional.elu_`.
  ///
  /// ```swift
  /// Tensor([-1.0, 2.0]).elu_(alpha: 2)  // tensor([-1.2642,  2.0000])
  /// ```
  @discardableResult public func elu_(alpha: Double = 1) -> Tensor { Op.elu.applyInPlace(self, attributes: Tensor.eluFactors(alpha)) }
  /// x, or `alpha (e^(x / alpha) - 1)` below zero. Mirrors `torch.nn.functional.celu`.
  ///
  /// Reports an error where alpha is 0.
  ///
  /// ```swift
  /// Tensor([-1.0, 2.0]).celu(alpha: 2)  // tensor([-0.7869,  2.0000])
  /// ```
  public func celu(alpha: Double = 1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in apply(.celu, self, try Tensor.celuFactors(alpha)) }
  }
  /// `celu` in place. Mirrors `torch.nn.functional.celu_`.
  ///
  /// ```swift
  /// Tensor([-1.0, 2.0]).celu_()  // tensor([-0.6321,  2.0000])
  /// ```
  @discardableResult public func celu_(alpha: Double = 1) -> Tensor {
    if isInvalid { return self }
    do throws(TensorError) { return Op.celu.applyInPlace(self, attributes: try Tensor.celuFactors(alpha)) } catch {
      return .invalid(reporting: error)
    }
  }
  /// `elu` with the factors under which layers keep mean 0 and variance 1. Mirrors `torch.nn.functional.selu`.
  ///
  /// ```swift
  /// Tensor([-1.0, 2.0]).selu()  // tensor([-1.1113,  2.1014])
  /// ```
  public func selu() -> Tensor { apply(.elu, self, Tensor.seluFactors) }
  /// `selu` in place. Mirrors `torch.nn.functional.selu_`.
  ///
  /// ```swift
  /// Tensor([-1.0, 2.0]).selu_()  // tensor([-1.1113,  2.1014])
  /// ```
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
  ///
  /// ```swift
  /// Tensor([-4.0, 0.0, 4.0]).hardsigmoid()  // tensor([0.0000, 0.5000, 1.0000])
  /// ```
  public func hardsigmoid() -> Tensor { apply(.hardsigmoid, self) }
  /// x times `hardsigmoid` of x. Mirrors `torch.nn.functional.hardswish`.
  ///
  /// ```swift
  /// Tensor([-4.0, 1.0, 4.0]).hardswish()  // tensor([-0.0000, 0.6667, 4.0000])
  /// ```
  public func hardswish() -> Tensor { apply(.hardswish, self) }
  /// x, or 0 where its size does not exceed lambda. Mirrors `torch.nn.functional.hardshrink`.
  ///
  /// ```swift
  /// Tensor([-1.0, 0.3, 1.0]).hardshrink()  // tensor([-1.,  0.,  1.])
  /// ```
  public func hardshrink(_ lambda: Double = 0.5) -> Tensor { apply(.hardshrink, self, Attributes(numbers: [.double(lambda)])) }
  /// x moved towards 0 by lambda, and no further. Mirrors `torch.nn.functional.softshrink`.
  ///
  /// Reports an error for a negative lambda.
  ///
  /// ```swift
  /// Tensor([-1.0, 0.3, 1.0]).softshrink()  // tensor([-0.5000,  0.0000,  0.5000])
  /// ```
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
  ///
  /// ```swift
  /// Tensor([-1.0, 3.0]).softsign()  // tensor([-0.5000,  0.7500])
  /// ```
  public func softsign() -> Tensor {
    if dtype.isComplex { return self / (abs() + 1) }
    return refusingTruth("abs") ?? apply(.softsign, self)
  }
  /// x - tanh(x). Mirrors `torch.nn.functional.tanhshrink`.
  ///
  /// ```swift
  /// Tensor([-1.0, 3.0]).tanhshrink()  // tensor([-0.2384,  2.0049])
  /// ```
  public func tanhshrink() -> Tensor { dtype.isComplex || dtype == .bool ? self - tanh() : apply(.tanhshrink, self) }
  /// `softmax` of the negative elements. Mirrors `torch.nn.functional.softmin`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0]).softmin(0)  // tensor([0.6652, 0.2447, 0.0900])
  /// ```
  public func softmin(_ dim: Int, dtype: DType? = nil) -> Tensor { (-self).softmax(dim, dtype: dtype) }
}
