// Reductions, as methods. Without axes everything is reduced to one number.

/// The extremes along an axis and where they are. Mirrors `torch.return_types.max` and its relatives.
public struct ValuesAndIndices: Sendable {
  /// The elements found.
  public let values: Tensor
  /// Their positions along the axis, int64.
  public let indices: Tensor
  let name: String
}

extension Tensor {
  private func reduce(_ whole: Op, _ some: Op, _ dims: [Int]?, _ keepDim: Bool, _ dtype: DType? = nil) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let axes = try shape.axes(dims ?? [], op: whole.name)
      if some === Op.amax || some === Op.amin, dims?.isEmpty ?? false, shape.contains(0) {
        throw TensorError(
          .argument, op: some.name,
          "\(some.name)(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument."
        )
      }
      return apply(dims == nil ? whole : some, self, Attributes(ints: axes, flag: keepDim, dtype: dtype))
    }
  }

  /// The sum of all elements. Mirrors `torch.sum`. Whole numbers and truth values give int64.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).sum()  // tensor(10)
  /// Tensor([true, true, false]).sum()  // tensor(2)
  /// ```
  public func sum(dtype: DType? = nil) -> Tensor { reduce(.sumAll, .sum, nil, false, dtype) }
  /// The sum along an axis. Mirrors `torch.sum(dim)`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3).sum(dim: 0)  // tensor([2., 2., 2.])
  /// ```
  public func sum(dim: Int, keepDim: Bool = false, dtype: DType? = nil) -> Tensor { reduce(.sumAll, .sum, [dim], keepDim, dtype) }
  /// The sum along several axes; along all when the list is empty. Mirrors `torch.sum(dim)`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3, 4).sum(dims: [0, -1])  // tensor([8., 8., 8.])
  /// ```
  public func sum(dims: [Int], keepDim: Bool = false, dtype: DType? = nil) -> Tensor { reduce(.sumAll, .sum, dims, keepDim, dtype) }

  /// The mean of all elements. Mirrors `torch.mean`. Reports an error for whole numbers.
  ///
  /// ```swift
  /// Tensor([[1.0, 2.0], [3.0, 6.0]]).mean()  // tensor(3.)
  /// ```
  public func mean(dtype: DType? = nil) -> Tensor { reduce(.meanAll, .mean, nil, false, dtype) }
  /// The mean along an axis. Mirrors `torch.mean(dim)`. Reports an error for whole numbers. With `keepDim` the axis stays, of length 1.
  ///
  /// ```swift
  /// Tensor([[1.0, 2.0], [3.0, 6.0]]).mean(dim: 1)  // tensor([1.5000, 4.5000])
  /// Tensor([[1.0, 2.0], [3.0, 6.0]]).mean(dim: 1, keepDim: true)  // tensor([[1.5000], [4.5000]])
  /// ```
  public func mean(dim: Int, keepDim: Bool = false, dtype: DType? = nil) -> Tensor { reduce(.meanAll, .mean, [dim], keepDim, dtype) }
  /// The mean along several axes. Mirrors `torch.mean(dim)`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3, 4).mean(dims: [0, 2], keepDim: true).shape  // Size([1, 3, 1])
  /// ```
  public func mean(dims: [Int], keepDim: Bool = false, dtype: DType? = nil) -> Tensor { reduce(.meanAll, .mean, dims, keepDim, dtype) }

  /// The product of all elements. Mirrors `torch.prod`. Whole numbers and truth values give int64.
  ///
  /// ```swift
  /// Tensor([2, 3, 4]).prod()  // tensor(24)
  /// ```
  public func prod(dtype: DType? = nil) -> Tensor { reduce(.prodAll, .prod, nil, false, dtype) }
  /// The product along an axis. Mirrors `torch.prod(dim)`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).prod(dim: -1)  // tensor([ 2, 12])
  /// ```
  public func prod(dim: Int, keepDim: Bool = false, dtype: DType? = nil) -> Tensor { reduce(.prodAll, .prod, [dim], keepDim, dtype) }

  /// The largest element; NaN if there is one; equal elements share the gradient. Mirrors `torch.max`. Reports an error when there are no
  /// elements.
  ///
  /// ```swift
  /// Tensor([[1, 9], [3, 4]]).max()  // tensor(9)
  /// ```
  public func max() -> Tensor { reduce(.maxAll, .amax, nil, false) }
  /// The smallest element; NaN if there is one; equal elements share the gradient. Mirrors `torch.min`. Reports an error when there are no
  /// elements.
  ///
  /// ```swift
  /// Tensor([[1, 9], [3, 4]]).min()  // tensor(1)
  /// ```
  public func min() -> Tensor { reduce(.minAll, .amin, nil, false) }
  /// The largest elements along an axis and their positions, the first of equals; the gradient goes there. Mirrors `torch.max(dim)`.
  ///
  /// ```swift
  /// let x = Tensor([[1, 9], [3, 4]])
  /// x.max(dim: 1).values  // tensor([9, 4])
  /// x.max(dim: 1).indices  // tensor([1, 1])
  /// ```
  public func max(dim: Int, keepDim: Bool = false) -> ValuesAndIndices { extreme(.maxDim, "max", dim, keepDim) }
  /// The smallest elements along an axis and their positions. Mirrors `torch.min(dim)`.
  ///
  /// ```swift
  /// Tensor([[1, 9], [3, 4]]).min(dim: 0).values  // tensor([1, 4])
  /// ```
  public func min(dim: Int, keepDim: Bool = false) -> ValuesAndIndices { extreme(.minDim, "min", dim, keepDim) }

  private func extreme(_ op: Op, _ name: String, _ dim: Int, _ keepDim: Bool) -> ValuesAndIndices {
    if isInvalid { return ValuesAndIndices(values: self, indices: self, name: name) }
    do {
      let d = try shape.axis(dim, op: name)
      let axes: Shape = rank == 0 ? [] : [d]
      if rank == 0 { return ValuesAndIndices(values: clone(), indices: near(Tensor.zeros(Shape(), dtype: .int64)), name: name) }
      let both = applyAll(op, [self], Attributes(ints: axes, flag: keepDim))
      return ValuesAndIndices(values: both[0], indices: both[1], name: name)
    } catch {
      let none = Tensor.invalid(reporting: error)
      return ValuesAndIndices(values: none, indices: none, name: name)
    }
  }

  /// The largest elements along axes; equal elements share the gradient. Mirrors `torch.amax`.
  ///
  /// ```swift
  /// Tensor([[1, 9], [3, 4]]).amax(dim: 0)  // tensor([3, 9])
  /// ```
  public func amax(dim: Int, keepDim: Bool = false) -> Tensor { reduce(.maxAll, .amax, [dim], keepDim) }
  /// The largest elements along several axes; along all when the list is empty. Mirrors `torch.amax`.
  ///
  /// ```swift
  /// Tensor.arange(8).view(2, 2, 2).amax(dims: [0, 1])  // tensor([6, 7])
  /// ```
  public func amax(dims: [Int] = [], keepDim: Bool = false) -> Tensor { reduce(.maxAll, .amax, dims, keepDim) }
  /// The smallest elements along axes; equal elements share the gradient. Mirrors `torch.amin`.
  ///
  /// ```swift
  /// Tensor([[1, 9], [3, 4]]).amin(dim: 1, keepDim: true)  // tensor([[1], [3]])
  /// ```
  public func amin(dim: Int, keepDim: Bool = false) -> Tensor { reduce(.minAll, .amin, [dim], keepDim) }
  /// The smallest elements along several axes; along all when the list is empty. Mirrors `torch.amin`.
  ///
  /// ```swift
  /// Tensor.arange(8).view(2, 2, 2).amin(dims: [0, 1])  // tensor([0, 1])
  /// ```
  public func amin(dims: [Int] = [], keepDim: Bool = false) -> Tensor { reduce(.minAll, .amin, dims, keepDim) }

  /// The position of the largest of all elements, counted in row-major order. Mirrors `torch.argmax`. Reports an error when there are no
  /// elements.
  ///
  /// ```swift
  /// Tensor([[1, 9], [3, 4]]).argmax()  // tensor(1)
  /// ```
  public func argmax(keepDim: Bool = false) -> Tensor { reduce(.argmax, .argmax, nil, keepDim) }
  /// The positions of the largest elements along an axis. Mirrors `torch.argmax(dim)`.
  ///
  /// ```swift
  /// Tensor([[1, 9], [3, 4]]).argmax(dim: 1)  // tensor([1, 1])
  /// ```
  public func argmax(dim: Int, keepDim: Bool = false) -> Tensor { reduce(.argmax, .argmax, [dim], keepDim) }
  /// The position of the smallest of all elements, counted in row-major order. Mirrors `torch.argmin`.
  ///
  /// ```swift
  /// Tensor([[5, 9], [3, 4]]).argmin()  // tensor(2)
  /// ```
  public func argmin(keepDim: Bool = false) -> Tensor { reduce(.argmin, .argmin, nil, keepDim) }
  /// The positions of the smallest elements along an axis. Mirrors `torch.argmin(dim)`.
  ///
  /// ```swift
  /// Tensor([[5, 9], [3, 4]]).argmin(dim: -1)  // tensor([0, 0])
  /// ```
  public func argmin(dim: Int, keepDim: Bool = false) -> Tensor { reduce(.argmin, .argmin, [dim], keepDim) }

  private func question(_ op: Op, _ dims: [Int], _ keepDim: Bool) -> Tensor {
    // Along no axes each element is asked alone.
    if dims.isEmpty { return isInvalid ? self : dtype == .uint8 ? to(.bool).to(.uint8) : to(.bool) }
    return reduce(op, op, dims, keepDim)
  }

  /// Whether any element is non-zero. Mirrors `torch.any`; the answer is a truth value, or uint8 for uint8.
  ///
  /// ```swift
  /// Tensor([0, 0, 3]).any()  // tensor(True)
  /// ```
  public func any() -> Tensor { reduce(.anyTrue, .anyTrue, nil, false) }
  /// Whether any element along an axis is non-zero. Mirrors `torch.any(dim)`.
  ///
  /// ```swift
  /// Tensor([[0, 0], [0, 3]]).any(dim: 1)  // tensor([False,  True])
  /// ```
  public func any(dim: Int, keepDim: Bool = false) -> Tensor { reduce(.anyTrue, .anyTrue, [dim], keepDim) }
  /// Whether any element along several axes is non-zero; along none, each for itself. Mirrors `torch.any(dim)`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3, 4).any(dims: [0, 2])  // tensor([False, False, False])
  /// ```
  public func any(dims: [Int], keepDim: Bool = false) -> Tensor { question(.anyTrue, dims, keepDim) }
  /// Whether all elements are non-zero. Mirrors `torch.all`; the answer is a truth value, or uint8 for uint8.
  ///
  /// ```swift
  /// Tensor([1, 0, 3]).all()  // tensor(False)
  /// ```
  public func all() -> Tensor { reduce(.allTrue, .allTrue, nil, false) }
  /// Whether all elements along an axis are non-zero. Mirrors `torch.all(dim)`.
  ///
  /// ```swift
  /// Tensor([[1, 1], [0, 3]]).all(dim: 1)  // tensor([ True, False])
  /// ```
  public func all(dim: Int, keepDim: Bool = false) -> Tensor { reduce(.allTrue, .allTrue, [dim], keepDim) }
  /// Whether all elements along several axes are non-zero; along none, each for itself. Mirrors `torch.all(dim)`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3, 4).all(dims: [0, 2])  // tensor([True, True, True])
  /// ```
  public func all(dims: [Int], keepDim: Bool = false) -> Tensor { question(.allTrue, dims, keepDim) }
}
