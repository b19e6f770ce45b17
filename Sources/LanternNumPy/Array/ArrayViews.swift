import CKernels
import Lantern

// Other looks at the same memory, and copies.

extension NDArray {
  /// The same elements in other sizes, one of which may be -1: a view where the layout allows it, otherwise a copy. Mirrors `reshape`.
  ///
  /// ```swift
  /// np.arange(6).reshape(2, -1).shape  // (2, 3)
  /// ```
  public func reshape(_ sizes: Int...) -> NDArray { reshape(Shape(sizes)) }
  /// The same elements in another shape: a view where the layout allows it, otherwise a copy. Mirrors `reshape`.
  public func reshape(_ shape: some ArraySize) -> NDArray {
    let tensor = tensor
    if tensor.isInvalid { return self }
    return NDArray.reporting { () throws(TensorError) in
      let target = try resolved(shape.axisSizes)
      if let strides = tensor.isContiguous ? target.rowMajorStrides : tensor.viewStrides(for: target) {
        return NDArray(Tensor(viewing: tensor, shape: target, strides: strides, offset: tensor.offset))
      }
      let copy = try tensor.rowMajorCopy()
      return NDArray(Tensor(viewing: copy, shape: target, strides: target.rowMajorStrides, offset: 0))
    }
  }

  private func resolved(_ sizes: Shape) throws(TensorError) -> Shape {
    var unknown: Int?
    for d in 0..<sizes.count where sizes[d] < 0 {
      guard unknown == nil else { throw TensorError(.shape, op: "reshape", "can only specify one unknown dimension") }
      unknown = d
    }
    var result = sizes
    let size = size
    if unknown == nil, sizes.fits, sizes.elementCount == size { return sizes }
    var known = 1, overflows = false
    for size in sizes where size >= 0 {
      let (product, overflow) = known.multipliedReportingOverflow(by: size)
      (known, overflows) = (product, overflows || overflow)
    }
    if let d = unknown, known > 0, !overflows {
      result[d] = size / known
      known *= result[d]
    }
    guard known == size, !overflows, !result.contains(where: { $0 < 0 }) else {
      throw TensorError(.shape, op: "reshape", "cannot reshape array of size \(size) into shape \(sizes.compact)")
    }
    return result
  }

  /// A copy along one axis, in row-major order. Mirrors `flatten`.
  public func flatten() -> NDArray {
    if isInvalid { return self }
    return NDArray.reporting { () throws(TensorError) in
      let copy = try tensor.rowMajorCopy()
      return NDArray(Tensor(viewing: copy, shape: Shape(CollectionOfOne(size)), strides: [1], offset: 0))
    }
  }
  /// All elements along one axis: a view where the layout allows it. Mirrors `ravel`.
  public func ravel() -> NDArray {
    guard isContiguous, !isInvalid else { return reshape(-1) }
    let tensor = tensor
    return NDArray(Tensor(viewing: tensor, shape: Shape(tensor.elementCount), strides: Shape(1), offset: tensor.offset))
  }

  /// A copy with memory of its own. Mirrors `copy`.
  public func copy() -> NDArray {
    if let x = ElementRun(self), let (out, pointer) = NDArray.fresh(x.shape, x.dtype) {
      pointer.copyMemory(from: x.pointer, byteCount: x.shape.elementCount * x.dtype.itemSize)
      return isScalar || !x.shape.isEmpty ? out : NDArray(out.tensor)
    }
    if isInvalid { return self }
    return NDArray.reporting { () throws(TensorError) in NDArray(try tensor.rowMajorCopy(), isScalar: isScalar) }
  }
  /// A copy with elements of another type; floats are truncated towards zero when they become whole numbers. Mirrors `astype`.
  public func astype(_ dtype: DType) -> NDArray {
    if let x = ElementRun(self), x.shape.elementCount <= 1 << 12, let (out, pointer) = NDArray.fresh(x.shape, dtype) {
      ck_cast(
        x.shape.elementCount, pointer, Int32(dtype.rawValue), dtype.itemSize, x.pointer, Int32(x.dtype.rawValue), x.dtype.itemSize)
      return isScalar || !x.shape.isEmpty ? out : NDArray(out.tensor)
    }
    if isInvalid { return self }
    return NDArray.reporting { () throws(TensorError) in
      let out = try Tensor.forArray(tensor.shape, dtype: dtype, like: [tensor])
      out.write(tensor)
      return NDArray(out, isScalar: isScalar)
    }
  }
  /// Sets every element to a number. Mirrors `fill`.
  public func fill(_ value: some TensorScalar) { put(.number(value.scalar), [.ellipsis]) }

  /// A view with the axes in reverse order. Mirrors `T`.
  public var T: NDArray {
    let t = tensor
    if t.isInvalid { return self }
    let rank = t.rank
    if rank < 2 { return NDArray(Tensor(viewing: t, shape: t.shape, strides: t.strides, offset: t.offset)) }
    if rank == 2 {
      return NDArray(
        Tensor(viewing: t, shape: Shape(t.shape[1], t.shape[0]), strides: Shape(t.strides[1], t.strides[0]), offset: t.offset))
    }
    return permuted((0..<rank).reversed())
  }
  /// A view with the axes in another order, in reverse without one. Mirrors `transpose`.
  public func transpose(_ axes: Int...) -> NDArray { transpose(axes) }
  /// A view with the axes in another order. Mirrors `transpose`.
  public func transpose(_ axes: [Int]) -> NDArray {
    if isInvalid || axes.isEmpty { return T }
    return NDArray.reporting { () throws(TensorError) in
      let ndim = ndim, tensor = tensor
      guard axes.count == ndim else { throw TensorError(.argument, op: "transpose", "axes don't match array") }
      var order: [Int] = []
      for axis in axes {
        let d = try tensor.shape.arrayAxis(axis, op: "transpose")
        guard !order.contains(d) else { throw TensorError(.argument, op: "transpose", "repeated axis in transpose") }
        order.append(d)
      }
      return permuted(order)
    }
  }
  /// A view with two axes exchanged. Mirrors `swapaxes`.
  public func swapaxes(_ axis1: Int, _ axis2: Int) -> NDArray {
    if isInvalid { return self }
    return NDArray.reporting { () throws(TensorError) in
      let a = try tensor.shape.arrayAxis(axis1, op: "swapaxes", prefix: "axis1: ")
      let b = try tensor.shape.arrayAxis(axis2, op: "swapaxes", prefix: "axis2: ")
      var order = Array(0..<ndim)
      order.swapAt(a, b)
      return permuted(order)
    }
  }
  /// A view without the axes of length 1, or without some of them. Mirrors `squeeze`.
  public func squeeze(axis: (any ArrayAxis)? = nil) -> NDArray {
    if isInvalid { return self }
    return NDArray.reporting { () throws(TensorError) in
      var dropped = (0..<ndim).filter { tensor.shape[$0] == 1 }
      if let axis {
        let asked = try tensor.shape.arrayAxes(axis.axisList, op: "squeeze")
        guard asked.allSatisfy(dropped.contains) else {
          throw TensorError(.argument, op: "squeeze", "cannot select an axis to squeeze out which has size not equal to one")
        }
        dropped = asked
      }
      return permuted((0..<ndim).filter { !dropped.contains($0) })
    }
  }

  /// A view of these axes in this order; axes left out must have length 1.
  func permuted(_ order: [Int]) -> NDArray {
    let t = tensor
    if t.isInvalid { return self }
    var shape = Shape(), strides = Shape()
    for d in order {
      shape.append(t.shape[d])
      strides.append(t.strides[d])
    }
    return NDArray(Tensor(viewing: t, shape: shape, strides: strides, offset: t.offset))
  }
}

extension Tensor {
  /// A copy in row-major order.
  func rowMajorCopy(_ dtype: DType? = nil) throws(TensorError) -> Tensor {
    let copy = try Tensor(empty: shape, dtype: dtype ?? self.dtype)
    copy.write(self)
    return copy
  }

  /// This tensor if it is in row-major order and of this type, otherwise a copy that is.
  func rowMajor(_ dtype: DType? = nil) throws(TensorError) -> Tensor {
    isContiguous && self.dtype == dtype ?? self.dtype ? self : try rowMajorCopy(dtype)
  }
}
