import Lantern

// Arrays put together, taken apart, reordered.

extension np {
  /// The same elements in another shape, one size of which may be -1. Mirrors `numpy.reshape`.
  public static func reshape(_ a: NDArray, _ shape: some ArraySize) -> NDArray { a.reshape(shape) }
  /// A view with the axes in another order, in reverse without one. Mirrors `numpy.transpose`.
  public static func transpose(_ a: NDArray, _ axes: [Int] = []) -> NDArray { a.transpose(axes) }
  /// A view with two axes exchanged. Mirrors `numpy.swapaxes`.
  public static func swapaxes(_ a: NDArray, _ axis1: Int, _ axis2: Int) -> NDArray { a.swapaxes(axis1, axis2) }
  /// All elements along one axis, a view where the layout allows it. Mirrors `numpy.ravel`.
  public static func ravel(_ a: NDArray) -> NDArray { a.ravel() }
  /// A view without axes of length 1. Mirrors `numpy.squeeze`.
  public static func squeeze(_ a: NDArray, axis: Int? = nil) -> NDArray { a.squeeze(axis: axis) }
  /// A copy. Mirrors `numpy.copy`.
  public static func copy(_ a: NDArray) -> NDArray { a.copy() }

  /// A view with a new axis of length 1. Mirrors `numpy.expand_dims`.
  public static func expandDims(_ a: NDArray, axis: Int) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let d = try a.tensor.shape.arrayAxis(axis, op: "expand_dims", rank: a.ndim + 1)
      var (shape, strides) = (a.tensor.shape, a.tensor.strides)
      shape.insert(1, at: d)
      strides.insert(0, at: d)
      return NDArray(Tensor(viewing: a.tensor, shape: shape, strides: strides, offset: a.tensor.offset))
    }
  }

  /// A view of another shape in which axes of length 1 repeat; writing to it is a mistake. Mirrors `numpy.broadcast_to`.
  public static func broadcastTo(_ a: NDArray, _ shape: some ArraySize) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let target = try shape.axisSizes.checkedSizes("broadcast_to")
      guard a.tensor.broadcasts(to: target) else {
        throw TensorError(
          .shape, op: "broadcast_to",
          "operands could not be broadcast together with remapped shapes [original->remapped]: \(a.tensor.shape.compact)  and requested "
            + "shape \(target.compact)")
      }
      var strides = Shape(repeating: 0, count: target.count)
      let missing = target.count - a.ndim
      for d in 0..<a.ndim where a.tensor.shape[d] != 1 { strides[d + missing] = a.tensor.strides[d] }
      return NDArray(Tensor(viewing: a.tensor, shape: target, strides: strides, offset: a.tensor.offset))
    }
  }

  /// Arrays after each other along an axis; flattened first when `axis` is `nil`. Mirrors `numpy.concatenate`.
  ///
  /// Reports an error for an empty list, arrays without axes, or sizes that differ along other axes. The types are promoted.
  public static func concatenate(_ arrays: [NDArray], axis: Int? = 0) -> NDArray {
    if let invalid = arrays.first(where: \.isInvalid) { return invalid }
    let arrays = axis == nil ? arrays.map { $0.ravel() } : arrays
    return NDArray.reporting { () throws(TensorError) in
      guard let first = arrays.first else { throw TensorError(.argument, op: "concatenate", "need at least one array to concatenate") }
      guard arrays.allSatisfy({ $0.ndim > 0 }) else {
        throw TensorError(.shape, op: "concatenate", "zero-dimensional arrays cannot be concatenated")
      }
      let d = try first.tensor.shape.arrayAxis(axis ?? 0, op: "concatenate")
      var shape = first.tensor.shape
      for (k, a) in arrays.enumerated().dropFirst() {
        guard a.ndim == first.ndim else {
          throw TensorError(
            .shape, op: "concatenate",
            "all the input arrays must have same number of dimensions, but the array at index 0 has \(first.ndim) dimension(s) and the "
              + "array at index \(k) has \(a.ndim) dimension(s)")
        }
        for axis in 0..<a.ndim where axis != d && a.shape[axis] != first.shape[axis] {
          throw TensorError(
            .shape, op: "concatenate",
            "all the input array dimensions except for the concatenation axis must match exactly, but along dimension \(axis), the array "
              + "at index 0 has size \(first.shape[axis]) and the array at index \(k) has size \(a.shape[axis])")
        }
        shape[d] += a.shape[d]
      }
      let out = try Tensor(empty: shape, dtype: ArrayOperandValue.commonType(arrays.map { .array($0) }))
      var start = 0
      for a in arrays {
        Tensor(viewing: out, shape: a.tensor.shape, strides: out.strides, offset: start * out.strides[d]).write(a.tensor)
        start += a.shape[d]
      }
      return NDArray(out)
    }
  }
  /// Arrays of the same shape along a new axis. Mirrors `numpy.stack`.
  public static func stack(_ arrays: [NDArray], axis: Int = 0) -> NDArray {
    if let invalid = arrays.first(where: \.isInvalid) { return invalid }
    return NDArray.reporting { () throws(TensorError) in
      guard let first = arrays.first else { throw TensorError(.argument, op: "stack", "need at least one array to stack") }
      guard arrays.allSatisfy({ $0.shape == first.shape }) else {
        throw TensorError(.shape, op: "stack", "all input arrays must have the same shape")
      }
      let d = try first.tensor.shape.arrayAxis(axis, op: "stack", rank: first.ndim + 1)
      return concatenate(arrays.map { expandDims($0, axis: d) }, axis: d)
    }
  }
  /// Arrays on top of each other; vectors are rows. Mirrors `numpy.vstack`.
  public static func vstack(_ arrays: [NDArray]) -> NDArray {
    concatenate(arrays.map { $0.ndim == 0 ? $0.reshape(1, 1) : $0.ndim == 1 ? $0.reshape(1, -1) : $0 })
  }
  /// Arrays beside each other; vectors are joined. Mirrors `numpy.hstack`.
  public static func hstack(_ arrays: [NDArray]) -> NDArray {
    let arrays = arrays.map { $0.ndim == 0 ? $0.reshape(1) : $0 }
    return concatenate(arrays, axis: arrays.first?.ndim == 1 ? 0 : 1)
  }
  /// A view with the order of an axis, or of all axes, reversed. Mirrors `numpy.flip`.
  public static func flip(_ a: NDArray, axis: Int? = nil) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let axes = try a.tensor.shape.arrayAxes(axis.map { [$0] }, op: "flip")
      let parts: [IndexPart] = (0..<a.ndim).map { axes.contains($0) ? .stride(by: -1) : .all }
      return NDArray(try ArraySelection(a.tensor, parts).view)
    }
  }
}
