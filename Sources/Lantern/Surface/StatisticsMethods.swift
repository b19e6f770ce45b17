// Statistics made of other operations: pairs of results, and those that leave NaN out.

/// What `stdMean` gives.
public struct StdMeanResult: Sendable {
  /// The standard deviation.
  public let std: Tensor
  /// The mean.
  public let mean: Tensor
}

/// What `varMean` gives.
public struct VarMeanResult: Sendable {
  /// The variance.
  public let variance: Tensor
  /// The mean.
  public let mean: Tensor
}

/// What `aminmax` gives.
public struct AminmaxResult: Sendable {
  /// The smallest elements.
  public let min: Tensor
  /// The largest elements.
  public let max: Tensor
}

extension Tensor {
  private func spreadAndMean(_ op: String, _ spread: (Tensor) -> Tensor, _ dims: [Int], _ keepDim: Bool) -> (Tensor, Tensor) {
    if isInvalid { return (self, self) }
    guard dtype.isFloatingPoint || dtype.isComplex else {
      let none = Tensor.invalid(
        reporting: TensorError(
          .dtype, op: op, "\(op) only support floating point and complex dtypes", hint: "Convert with to(.float32) first."))
      return (none, none)
    }
    return (spread(self), mean(dims: dims, keepDim: keepDim))
  }

  /// The standard deviation and the mean along axes, along all when the list is empty. Mirrors `torch.std_mean`.
  ///
  /// `correction` is taken from the number of elements. Reports an error for whole numbers.
  ///
  /// ```swift
  /// let found = Tensor([1.0, 3]).stdMean()
  /// found.std   // tensor(1.4142)
  /// found.mean  // tensor(2.)
  /// ```
  public func stdMean(dims: [Int] = [], correction: Double = 1, keepDim: Bool = false) -> StdMeanResult {
    let (std, mean) = spreadAndMean("std_mean", { $0.std(dims: dims, correction: correction, keepDim: keepDim) }, dims, keepDim)
    return StdMeanResult(std: std, mean: mean)
  }
  /// The standard deviation and the mean along an axis. Mirrors `torch.std_mean(dim)`.
  ///
  /// ```swift
  /// Tensor([[1.0, 3.0], [2.0, 6.0]]).stdMean(dim: 1).mean  // tensor([2., 4.])
  /// ```
  public func stdMean(dim: Int, correction: Double = 1, keepDim: Bool = false) -> StdMeanResult {
    stdMean(dims: [dim], correction: correction, keepDim: keepDim)
  }

  /// The variance and the mean along axes, along all when the list is empty. Mirrors `torch.var_mean`.
  ///
  /// `correction` is taken from the number of elements. Reports an error for whole numbers.
  ///
  /// ```swift
  /// Tensor([1.0, 3.0]).varMean().variance  // tensor(2.)
  /// ```
  public func varMean(dims: [Int] = [], correction: Double = 1, keepDim: Bool = false) -> VarMeanResult {
    let (variance, mean) = spreadAndMean("var_mean", { $0.var(dims: dims, correction: correction, keepDim: keepDim) }, dims, keepDim)
    return VarMeanResult(variance: variance, mean: mean)
  }
  /// The variance and the mean along an axis. Mirrors `torch.var_mean(dim)`.
  ///
  /// ```swift
  /// Tensor([[1.0, 3.0], [2.0, 6.0]]).varMean(dim: 1).variance  // tensor([2., 8.])
  /// ```
  public func varMean(dim: Int, correction: Double = 1, keepDim: Bool = false) -> VarMeanResult {
    varMean(dims: [dim], correction: correction, keepDim: keepDim)
  }

  /// The smallest and the largest elements, of all or along an axis; equal elements share the gradient. Mirrors `torch.aminmax`.
  ///
  /// Reports an error for complex numbers and where there are no elements.
  ///
  /// ```swift
  /// let found = Tensor([3, 1, 2]).aminmax()
  /// found.min  // tensor(1)
  /// found.max  // tensor(3)
  /// ```
  public func aminmax(dim: Int? = nil, keepDim: Bool = false) -> AminmaxResult {
    if isInvalid { return AminmaxResult(min: self, max: self) }
    do throws(TensorError) {
      let axis: Int? = try dim.map { dim throws(TensorError) in try shape.axis(dim, op: "aminmax") }
      guard !dtype.isComplex else {
        throw TensorError(.dtype, op: "aminmax", "\"aminmax_cpu\" not implemented for '\(dtype.legacyName)'", hint: "Look at abs().")
      }
      if let axis, rank > 0, shape[axis] == 0 {
        throw TensorError(.index, op: "aminmax", "aminmax: Expected reduction dim \(axis) to have non-zero size.")
      }
      guard dim != nil || !shape.contains(0) else {
        throw TensorError(
          .argument, op: "aminmax", "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.")
      }
      let dims = axis.map { [$0] } ?? []
      return AminmaxResult(min: amin(dims: dims, keepDim: keepDim), max: amax(dims: dims, keepDim: keepDim))
    } catch {
      let none = Tensor.invalid(reporting: error)
      return AminmaxResult(min: none, max: none)
    }
  }

  /// The sum along axes, along all when the list is empty, with NaN counting as zero. Mirrors `torch.nansum`.
  ///
  /// Whole numbers and truth values give int64. Reports an error for complex numbers.
  ///
  /// ```swift
  /// Tensor([1.0, .nan, 2]).nanSum()  // tensor(3.)
  /// ```
  public func nanSum(dims: [Int] = [], keepDim: Bool = false, dtype: DType? = nil) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard !self.dtype.isComplex else {
        throw TensorError(.dtype, op: "nansum", "nansum on CPU does not support complex inputs", hint: "Take real() and imag() apart.")
      }
      let numbers = self.dtype.isFloatingPoint ? maskedFill(isNaN(), 0) : self
      return numbers.sum(dims: dims, keepDim: keepDim, dtype: dtype)
    }
  }
  /// The sum along an axis with NaN counting as zero. Mirrors `torch.nansum(dim)`.
  ///
  /// ```swift
  /// Tensor([[1.0, .nan], [3.0, 4.0]]).nanSum(dim: 1)  // tensor([1., 7.])
  /// ```
  public func nanSum(dim: Int, keepDim: Bool = false, dtype: DType? = nil) -> Tensor {
    nanSum(dims: [dim], keepDim: keepDim, dtype: dtype)
  }

  /// The mean along axes, along all when the list is empty, of the elements that are not NaN. Mirrors `torch.nanmean`.
  ///
  /// NaN where there are none. Reports an error for whole numbers.
  ///
  /// ```swift
  /// Tensor([1.0, .nan, 2]).nanMean()  // tensor(1.5000)
  /// ```
  public func nanMean(dims: [Int] = [], keepDim: Bool = false, dtype: DType? = nil) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard self.dtype.isFloatingPoint || self.dtype.isComplex else {
        throw TensorError(
          .dtype, op: "nanmean", "nanmean(): expected input to have floating point or complex dtype but got \(self.dtype.legacyName)",
          hint: "Convert with to(.float32) first.")
      }
      let sum = nanSum(dims: dims, keepDim: keepDim, dtype: dtype)
      return sum / isNaN().logicalNot().sum(dims: dims, keepDim: keepDim)
    }
  }
  /// The mean along an axis of the elements that are not NaN. Mirrors `torch.nanmean(dim)`.
  ///
  /// ```swift
  /// Tensor([[1.0, .nan], [3.0, 4.0]]).nanMean(dim: 1)  // tensor([1.0000, 3.5000])
  /// ```
  public func nanMean(dim: Int, keepDim: Bool = false, dtype: DType? = nil) -> Tensor {
    nanMean(dims: [dim], keepDim: keepDim, dtype: dtype)
  }

  /// How many elements are not zero, of all or along axes, int64. Mirrors `torch.count_nonzero`.
  ///
  /// ```swift
  /// Tensor([0, 3, -1]).countNonzero()  // tensor(2)
  /// ```
  public func countNonzero(dims: [Int] = []) -> Tensor { isInvalid ? self : to(.bool).sum(dims: dims) }
  /// How many elements along an axis are not zero. Mirrors `torch.count_nonzero(dim)`.
  ///
  /// ```swift
  /// Tensor([[1, 0], [3, 4]]).countNonzero(dim: 0)  // tensor([2, 1])
  /// ```
  public func countNonzero(dim: Int) -> Tensor { countNonzero(dims: [dim]) }
}
