import CKernels
import Lantern

// Matrix products.

extension np {
  /// The product of two vectors, a matrix and a vector, two matrices, or stacks of matrices, which broadcast. Mirrors `numpy.matmul`.
  ///
  /// ```swift
  /// np.matmul(np.ones([2, 3]), np.ones([3, 4])).shape  // (2, 4)
  /// ```
  public static func matmul(_ a: NDArray, _ b: NDArray) -> NDArray {
    if let product = straightProduct(a, b) { return product }
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
      _ = try commonShape([Shape(a.shape.dropLast(2)), Shape(b.shape.dropLast(2))], op: "matmul")
      return try product(a, b)
    }
  }

  /// The inner product of vectors; of other arrays, the sums over the last axis of `a` and the last but one of `b`. Mirrors `numpy.dot`.
  public static func dot(_ a: NDArray, _ b: NDArray) -> NDArray {
    if let product = straightProduct(a, b) { return product }
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

  /// The product of vectors and matrices of float64 or float32 without gaps and of few elements; `nil` when it takes more thought, mistakes
  /// included.
  private static func straightProduct(_ a: NDArray, _ b: NDArray) -> NDArray? {
    guard let x = ElementRun(a), let y = ElementRun(b), x.dtype == y.dtype, x.dtype == .float64 || x.dtype == .float32 else { return nil }
    let (p, q) = (x.shape.count, y.shape.count)
    guard p == 1 || p == 2, q == 1 || q == 2 else { return nil }
    let k = x.shape[p - 1], m = p == 2 ? x.shape[0] : 1, n = q == 2 ? y.shape[1] : 1
    guard y.shape[0] == k, k > 0, m > 0, n > 0, m * k <= 1 << 12, k * n <= 1 << 12, m * n <= 1 << 12 else { return nil }
    var shape = Shape()
    if p == 2 { shape.append(m) }
    if q == 2 { shape.append(n) }
    guard let (out, pointer) = NDArray.fresh(shape, x.dtype) else { return nil }
    if x.dtype == .float64 {
      ck_gemm_f64(
        m, n, k, 1, x.pointer.assumingMemoryBound(to: Double.self), k, 1, y.pointer.assumingMemoryBound(to: Double.self), n, 1, 0,
        pointer.assumingMemoryBound(to: Double.self), n, 1)
    } else {
      ck_gemm_f32(
        m, n, k, 1, x.pointer.assumingMemoryBound(to: Float.self), k, 1, y.pointer.assumingMemoryBound(to: Float.self), n, 1, 0,
        pointer.assumingMemoryBound(to: Float.self), n, 1)
    }
    return out
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

extension np {
  /// The inner product of all elements, the first ones conjugated. Mirrors `numpy.vdot`.
  public static func vdot(_ a: NDArray, _ b: NDArray) -> NDArray { dot(conjugate(a.ravel()), b.ravel()) }
  /// The sums of products over the last axes of both. Mirrors `numpy.inner`.
  public static func inner(_ a: NDArray, _ b: NDArray) -> NDArray {
    if a.isInvalid || b.isInvalid { return a.isInvalid ? a : b }
    if a.ndim == 0 || b.ndim == 0 { return a * b }
    let (n, m) = (a.shape[a.ndim - 1], b.shape[b.ndim - 1])
    guard n == m else {
      return .invalid(
        TensorError(
          .shape, op: "inner",
          "shapes \(a.tensor.shape.compact) and \(b.tensor.shape.compact) not aligned: \(n) (dim \(a.ndim - 1)) != \(m) (dim \(b.ndim - 1))"
        ))
    }
    return tensordot(a, b, axes: ([a.ndim - 1], [b.ndim - 1]))
  }
  /// Every product of an element of one and an element of the other. Mirrors `numpy.outer`.
  public static func outer(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray {
    let x = a.operandValue.array, y = b.operandValue.array
    return multiply(x.isInvalid ? x : x.reshape(-1, 1), y.isInvalid ? y : y.reshape(1, -1))
  }
  /// The sums of products over the last `axes` axes of `a` and the first ones of `b`. Mirrors `numpy.tensordot`.
  public static func tensordot(_ a: NDArray, _ b: NDArray, axes: Int = 2) -> NDArray {
    if a.isInvalid || b.isInvalid { return a.isInvalid ? a : b }
    guard axes >= 0, axes <= a.ndim, axes <= b.ndim else {
      return .invalid(TensorError(.shape, op: "tensordot", "shape-mismatch for sum"))
    }
    return tensordot(a, b, axes: (Array(a.ndim - axes..<a.ndim), Array(0..<axes)))
  }
  /// The sums of products over pairs of axes. Mirrors `numpy.tensordot`.
  public static func tensordot(_ a: NDArray, _ b: NDArray, axes: ([Int], [Int])) -> NDArray {
    if a.isInvalid || b.isInvalid { return a.isInvalid ? a : b }
    return NDArray.reporting { () throws(TensorError) in
      var left: [Int] = [], right: [Int] = []
      for axis in axes.0 { left.append(try a.tensor.shape.arrayAxis(axis, op: "tensordot")) }
      for axis in axes.1 { right.append(try b.tensor.shape.arrayAxis(axis, op: "tensordot")) }
      guard left.count == right.count, Set(left).count == left.count, Set(right).count == right.count,
        zip(left, right).allSatisfy({ a.shape[$0] == b.shape[$1] })
      else { throw TensorError(.shape, op: "tensordot", "shape-mismatch for sum") }
      let keptA = (0..<a.ndim).filter { !left.contains($0) }, keptB = (0..<b.ndim).filter { !right.contains($0) }
      let inner = left.reduce(1) { $0 * a.shape[$1] }
      let rows = a.permuted(keptA + left).reshape([keptA.reduce(1) { $0 * a.shape[$1] }, inner])
      let columns = b.permuted(right + keptB).reshape([inner, keptB.reduce(1) { $0 * b.shape[$1] }])
      return NDArray(dot(rows, columns).reshape(keptA.map { a.shape[$0] } + keptB.map { b.shape[$0] }).tensor)
    }
  }
  /// The sum of products over the axes that an equation names: `np.einsum("ij,jk->ik", a, b)`. Mirrors `numpy.einsum`.
  public static func einsum(_ equation: String, _ operands: NDArray...) -> NDArray {
    if let invalid = operands.first(where: \.isInvalid) { return invalid }
    return NDArray.reporting { () throws(TensorError) in
      let type = ArrayOperandValue.commonType(operands.map { .array($0) })
      // Sums of truth values and of small whole numbers are computed wide and cut.
      let wide: DType = type == .bool || type.isInteger ? .int64 : type
      var tensors: [Tensor] = []
      for a in operands { tensors.append(try a.tensor.rowMajor(wide)) }
      let sum = NDArray.result(noGrad { Tensor.einsum(equation, tensors) })
      return type == .bool ? sum .!= 0 : sum.astype(type)
    }
  }
  /// Each element of the first times the whole of the second. Mirrors `numpy.kron`.
  public static func kron(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray {
    let x = a.operandValue.array, y = b.operandValue.array
    if x.isInvalid || y.isInvalid { return x.isInvalid ? x : y }
    let rank = Swift.max(x.ndim, y.ndim)
    let p = Array(repeating: 1, count: rank - x.ndim) + Array(x.shape), q = Array(repeating: 1, count: rank - y.ndim) + Array(y.shape)
    let product = multiply(x.reshape(p.flatMap { [$0, 1] }), y.reshape(q.flatMap { [1, $0] }))
    return product.isInvalid ? product : product.reshape(zip(p, q).map { $0 &* $1 })
  }
  /// The vectors at right angles to two others, of length 2 or 3 along an axis. Mirrors `numpy.cross`.
  public static func cross(_ a: NDArray, _ b: NDArray, axis: Int = -1) -> NDArray {
    if a.isInvalid || b.isInvalid { return a.isInvalid ? a : b }
    return NDArray.reporting { () throws(TensorError) in
      _ = try a.tensor.shape.arrayAxis(axis, op: "cross")
      _ = try b.tensor.shape.arrayAxis(axis, op: "cross")
      let x = moveaxis(a, axis, -1), y = moveaxis(b, axis, -1), n = x.shape[x.ndim - 1], m = y.shape[y.ndim - 1]
      guard n == 2 || n == 3, m == 2 || m == 3 else {
        throw TensorError(
          .shape, op: "cross", "incompatible dimensions for cross product\n(dimension must be 2 or 3)")
      }
      func part(_ v: NDArray, _ k: Int) -> NDArray { NDArray(v[.ellipsis, k].tensor) }
      let last = part(x, 0) * part(y, 1) - part(x, 1) * part(y, 0)
      if n == 2, m == 2 { return last }
      let zero = NDArray(Tensor.number(.int(0), x.dtype)), other = NDArray(Tensor.number(.int(0), y.dtype))
      let x2 = n == 3 ? part(x, 2) : zero, y2 = m == 3 ? part(y, 2) : other
      let parts = broadcastArrays([part(x, 1) * y2 - x2 * part(y, 1), x2 * part(y, 0) - part(x, 0) * y2, last])
      return moveaxis(stack(parts, axis: -1), -1, axis)
    }
  }
  /// The sum along a diagonal of the planes of two axes. Mirrors `numpy.trace`.
  public static func trace(_ a: NDArray, offset: Int = 0, axis1: Int = 0, axis2: Int = 1, dtype: DType? = nil) -> NDArray {
    diagonal(a, offset: offset, axis1: axis1, axis2: axis2).sum(axis: -1, dtype: dtype)
  }
  /// The inner products of vectors along an axis, the first ones conjugated. Mirrors `numpy.vecdot`.
  public static func vecdot(_ a: NDArray, _ b: NDArray, axis: Int = -1) -> NDArray {
    if a.isInvalid || b.isInvalid { return a.isInvalid ? a : b }
    return NDArray.reporting { () throws(TensorError) in
      _ = try a.tensor.shape.arrayAxis(axis, op: "vecdot")
      _ = try b.tensor.shape.arrayAxis(axis, op: "vecdot")
      let x = conjugate(moveaxis(a, axis, -1)), y = moveaxis(b, axis, -1)
      return NDArray.result(matmul(expandDims(x, axis: -2), expandDims(y, axis: -1)).squeeze(axis: [-2, -1]).tensor)
    }
  }
  /// Matrices times vectors. Mirrors `numpy.matvec`.
  public static func matvec(_ a: NDArray, _ b: NDArray) -> NDArray {
    let product = matmul(a, b.ndim == 0 || b.isInvalid ? b : expandDims(b, axis: -1))
    return product.isInvalid || b.ndim == 0 ? product : product.squeeze(axis: -1)
  }
  /// Vectors, conjugated, times matrices. Mirrors `numpy.vecmat`.
  public static func vecmat(_ a: NDArray, _ b: NDArray) -> NDArray {
    let product = matmul(a.ndim == 0 || a.isInvalid ? a : expandDims(conjugate(a), axis: -2), b)
    return product.isInvalid || a.ndim == 0 ? product : product.squeeze(axis: -2)
  }
}
