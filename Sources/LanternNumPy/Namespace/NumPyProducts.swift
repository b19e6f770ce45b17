import Lantern

// Matrix products.

extension np {
  /// The product of two vectors, a matrix and a vector, two matrices, or stacks of matrices, which broadcast. Mirrors `numpy.matmul`.
  ///
  /// ```swift
  /// np.matmul(np.ones([2, 3]), np.ones([3, 4])).shape  // (2, 4)
  /// ```
  public static func matmul(_ a: NDArray, _ b: NDArray) -> NDArray {
    if a.isInvalid { return a }
    if b.isInvalid { return b }
    return NDArray.reporting { () throws(TensorError) in
      for (k, x) in [a, b].enumerated() where x.ndim == 0 {
        throw TensorError(
          .shape, op: "matmul",
          "matmul: Input operand \(k) does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)"
        )
      }
      let inner = a.shape[a.ndim - 1], other = b.shape[Swift.max(b.ndim - 2, 0)]
      guard inner == other else {
        throw TensorError(
          .shape, op: "matmul",
          "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size \(other) is "
            + "different from \(inner))")
      }
      _ = try broadcastArrays([Shape(a.shape.dropLast(2)), Shape(b.shape.dropLast(2))], op: "matmul")
      return try product(a, b)
    }
  }

  /// The inner product of vectors; of other arrays, the sums over the last axis of `a` and the last but one of `b`. Mirrors `numpy.dot`.
  public static func dot(_ a: NDArray, _ b: NDArray) -> NDArray {
    if a.isInvalid { return a }
    if b.isInvalid { return b }
    if a.ndim == 0 || b.ndim == 0 { return a * b }
    return NDArray.reporting { () throws(TensorError) in
      let axis = Swift.max(b.ndim - 2, 0)
      let inner = a.shape[a.ndim - 1], other = b.shape[axis]
      guard inner == other else {
        throw TensorError(
          .shape, op: "dot",
          "shapes \(a.tensor.shape.compact) and \(b.tensor.shape.compact) not aligned: \(inner) (dim \(a.ndim - 1)) != \(other) (dim \(axis))"
        )
      }
      if a.ndim <= 2, b.ndim <= 2 { return try product(a, b) }
      let rows = a.reshape([a.size / Swift.max(inner, 1), inner])
      let columns = b.permuted([axis] + (0..<b.ndim).filter { $0 != axis }).reshape([inner, b.size / Swift.max(inner, 1)])
      let shape = Array(a.shape.dropLast()) + (0..<b.ndim).filter { $0 != axis }.map { b.shape[$0] }
      return try product(rows, columns).reshape(shape)
    }
  }

  private static func product(_ a: NDArray, _ b: NDArray) throws(TensorError) -> NDArray {
    let type = DType.promoteArrays(a.dtype, b.dtype)
    func brought(_ x: NDArray, _ type: DType) throws(TensorError) -> Tensor { x.dtype == type ? x.tensor : try x.tensor.rowMajorCopy(type) }
    switch type {
    case .bool:
      let counts = NDArray.result(noGrad { a.astype(.int64).tensor.matmul(b.astype(.int64).tensor) })
      return counts .!= 0
    case .uint16, .uint32, .uint64:  // wrapping products are the same bits with a sign
      let signed: DType = type == .uint16 ? .int16 : type == .uint32 ? .int32 : .int64
      func seen(_ t: Tensor, _ type: DType) -> Tensor {
        Tensor(viewing: t, shape: t.shape, strides: t.strides, offset: t.offset, dtype: type)
      }
      let (x, y) = (seen(try brought(a, type), signed), seen(try brought(b, type), signed))
      return .result(seen(noGrad { x.matmul(y) }, type))
    default:
      let (x, y) = (try brought(a, type), try brought(b, type))
      return .result(noGrad { x.matmul(y) })
    }
  }
}
