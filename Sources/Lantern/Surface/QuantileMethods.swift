// Quantiles: the elements in order, and what lies between two of them.

/// What a quantile is that lies between two elements.
public enum Interpolation: String, Sendable, CaseIterable {
  /// Between both, in proportion.
  case linear
  /// The lower one.
  case lower
  /// The higher one.
  case higher
  /// Their mean.
  case midpoint
  /// The nearer one; the one at an even place when both are as near.
  case nearest
}

extension Tensor {
  /// The elements below which the share `q` of all elements lies, of all or along an axis. Mirrors `torch.quantile`.
  ///
  /// `q` is a number from 0 to 1 or a vector of such, of this tensor's dtype; a vector gives the result an axis more, in front. NaN among
  /// the elements gives NaN. float32 and float64 only; differentiable in both. Reports an error without elements.
  ///
  /// ```swift
  /// Tensor([0.0, 1, 2, 4]).quantile(0.5)  // tensor(1.5000)
  /// ```
  public func quantile(_ q: Tensor, dim: Int? = nil, keepDim: Bool = false, interpolation: Interpolation = .linear) -> Tensor {
    quantile(q, dim, keepDim, interpolation, ignoringNaN: false)
  }
  /// The elements below which the share `q` of all elements lies. Mirrors `torch.quantile`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0, 4.0]).quantile(0.5)  // tensor(2.5000)
  /// Tensor([1.0, 2.0, 3.0, 4.0]).quantile(0.5, interpolation: .lower)  // tensor(2.)
  /// ```
  public func quantile(_ q: Double, dim: Int? = nil, keepDim: Bool = false, interpolation: Interpolation = .linear) -> Tensor {
    quantile(q, dim, keepDim, interpolation, ignoringNaN: false)
  }

  /// The quantiles of the elements that are not NaN. Mirrors `torch.nanquantile`.
  ///
  /// ```swift
  /// Tensor([1.0, .nan, 3.0]).nanQuantile(Tensor([0.0, 0.5]))  // tensor([1., 2.])
  /// ```
  public func nanQuantile(_ q: Tensor, dim: Int? = nil, keepDim: Bool = false, interpolation: Interpolation = .linear) -> Tensor {
    quantile(q, dim, keepDim, interpolation, ignoringNaN: true)
  }
  /// The quantiles of the elements that are not NaN. Mirrors `torch.nanquantile`.
  ///
  /// ```swift
  /// Tensor([1.0, .nan, 3.0]).nanQuantile(0.5)  // tensor(2.)
  /// ```
  public func nanQuantile(_ q: Double, dim: Int? = nil, keepDim: Bool = false, interpolation: Interpolation = .linear) -> Tensor {
    quantile(q, dim, keepDim, interpolation, ignoringNaN: true)
  }

  private func quantile(_ q: Double, _ dim: Int?, _ keepDim: Bool, _ interpolation: Interpolation, ignoringNaN: Bool) -> Tensor {
    if isInvalid { return self }
    guard q >= 0, q <= 1 else {
      return .invalid(
        reporting: TensorError(.argument, op: "quantile", "quantile() q must be in the range [0, 1] but got \(q.brief)"))
    }
    return quantile(
      near(Tensor.number(.double(q), dtype.isFloatingPoint ? dtype : .default)), dim, keepDim, interpolation, ignoringNaN: ignoringNaN)
  }

  private func quantile(_ q: Tensor, _ dim: Int?, _ keepDim: Bool, _ interpolation: Interpolation, ignoringNaN: Bool) -> Tensor {
    if isInvalid || q.isInvalid { return isInvalid ? self : q }
    return reporting { () throws(TensorError) in
      let axis: Int? = try dim.map { dim throws(TensorError) in try shape.axis(dim, op: "quantile") }
      try checkQuantile(q, axis)
      let x = axis != nil && rank > 0 ? movedim(axis!, -1) : reshape(-1)
      let ordered = x.sort().values
      var ranks = q.reshape(-1)
      if ignoringNaN {
        let numbers = ordered.detach().isNaN().logicalNot().sum(dim: -1, keepDim: true)
        ranks = (ranks * (numbers - 1).to(dtype)).maskedFill(numbers .== 0, 0)
      } else {
        try x.checkKnown(x.rank - 1, "quantile")
        let last = x.shape[x.rank - 1] - 1
        ranks = (ranks * last).maskedFill(ordered.detach().isNaN().any(dim: -1, keepDim: true), last)
      }
      switch interpolation {
      case .lower: ranks = ranks.floor()
      case .higher: ranks = ranks.ceil()
      case .nearest: ranks = ranks.round()
      case .linear, .midpoint: break
      }
      let lower = ranks.detach().to(.int64)
      var found = ordered.gather(-1, lower)
      if interpolation == .linear || interpolation == .midpoint {
        let higher = ordered.gather(-1, ranks.detach().ceil().to(.int64))
        found = interpolation == .midpoint ? found.lerp(higher, 0.5) : found.lerp(higher, ranks - lower.to(dtype))
      }
      let many = q.rank == 1
      let result = many ? found.movedim(-1, 0) : found.squeeze(-1)
      guard keepDim, rank > 0 else { return result }
      let skipped = many ? 1 : 0
      guard let axis else { return (0..<rank).reduce(result) { t, _ in t.unsqueeze(skipped) } }
      return result.unsqueeze(axis + skipped)
    }
  }

  private func checkQuantile(_ q: Tensor, _ axis: Int?) throws(TensorError) {
    func fail(_ kind: TensorError.Kind, _ message: String) -> TensorError { TensorError(kind, op: "quantile", "quantile() " + message) }
    guard !shape.contains(0) else { throw fail(.shape, "input tensor must be non-empty") }
    guard q.rank <= 1 else { throw fail(.shape, "q must be a scalar or 1D tensor") }
    guard dtype == .float32 || dtype == .float64 else { throw fail(.dtype, "input tensor must be either float or double dtype") }
    guard q.dtype == dtype else { throw fail(.dtype, "q tensor must be same dtype as the input tensor") }
    guard q.isSymbolic || noGrad({ (q .>= 0).logicalAnd(q .<= 1).all().item().boolValue }) else {
      throw fail(.argument, "q values must be in the range [0, 1]")
    }
  }
}

extension Double {
  /// The number for a message: whole numbers without a point.
  var brief: String { isFinite && self == rounded() && Swift.abs(self) < 1e6 ? "\(Int(self))" : "\(self)" }
}
