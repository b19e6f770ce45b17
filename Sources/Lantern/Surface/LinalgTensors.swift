// Equations of tensors with more axes, and older names of functions in `Linalg`.

extension Linalg {
  /// The inverse of the linear map from the last axes to the first `ind` ones. Mirrors `torch.linalg.tensorinv`.
  ///
  /// Both groups of axes have equally many elements. `tensorInv(a, ind: b.rank).tensordot(b, b.rank)` solves `tensordot(a, x) == b`.
  /// Reports an error for other sizes, for an `ind` below 1, and for singular maps.
  ///
  /// ```swift
  /// Linalg.tensorInv(Tensor.eye(6).view(6, 2, 3), ind: 1).shape  // Size([2, 3, 6])
  /// ```
  public static func tensorInv(_ a: Tensor, ind: Int = 2) -> Tensor {
    if a.isInvalid { return a }
    return reporting { () throws(TensorError) in
      let op = "linalg.tensorinv"
      guard ind > 0 else { throw TensorError(.argument, op: op, "Expected a strictly positive integer for 'ind', but got \(ind)") }
      for d in 0..<a.rank { try a.checkKnown(d, op) }
      let (first, second) = (Shape(a.shape.prefix(ind)), Shape(a.shape.dropFirst(ind)))
      let (rows, columns) = (first.elementCount, second.elementCount)
      guard rows == columns else {
        throw TensorError(
          .shape, op: op,
          "Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got \(columns) != \(rows)")
      }
      return inv(a.reshape([rows, columns])).reshape(Shape(Array(second) + Array(first)))
    }
  }

  /// X for which `tensordot(a, X, X.rank)` is B. Mirrors `torch.linalg.tensorsolve`.
  ///
  /// The axes `dims` of `a` are moved to its end first. Then B has the sizes of a's first axes, and X those of the others; both have equally
  /// many elements. Reports an error for other sizes and for singular maps.
  ///
  /// ```swift
  /// Linalg.tensorSolve(2 * Tensor.eye(4).view(2, 2, 4), Tensor([[1.0, 2.0], [3.0, 4.0]]))  // tensor([0.5000, 1.0000, 1.5000, 2.0000])
  /// ```
  public static func tensorSolve(_ a: Tensor, _ b: Tensor, dims: [Int]? = nil) -> Tensor {
    for t in [a, b] where t.isInvalid { return t }
    return reporting { () throws(TensorError) in
      let op = "linalg.tensorsolve"
      for t in [a, b] { for d in 0..<t.rank { try t.checkKnown(d, op) } }
      var map = a
      if let dims {
        var moved: [Int] = []
        for d in dims {
          let axis = try a.shape.axis(d, op: op)
          guard !moved.contains(axis) else { throw TensorError(.argument, op: op, "movedim: repeated dim in `source` (\(dims))") }
          moved.append(axis)
        }
        map = a.permute(Shape((0..<a.rank).filter { !moved.contains($0) } + moved))
      }
      let (first, rest) = (map.shape.prefix(b.rank).reduce(1, *), Shape(map.shape.dropFirst(b.rank)))
      guard rest.elementCount == first else {
        throw TensorError(
          .shape, op: op,
          "Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), but got "
            + "\(rest.elementCount) != \(first)")
      }
      guard b.elementCount == first else {
        throw TensorError(
          .shape, op: op,
          "linalg.tensorsolve: B of shape \(b.shape.listed) does not have as many elements as A's first \(b.rank) axes, "
            + "\(first)")
      }
      return solve(map.reshape([first, first]), b.reshape([first])).reshape(rest)
    }
  }

  /// A view of the diagonals of matrices, the last axes unless told otherwise. Mirrors `torch.linalg.diagonal`.
  ///
  /// ```swift
  /// Linalg.diagonal(Tensor([[1, 2], [3, 4]]))  // tensor([1, 4])
  /// ```
  public static func diagonal(_ a: Tensor, offset: Int = 0, dim1: Int = -2, dim2: Int = -1) -> Tensor {
    a.diagonal(offset: offset, dim1: dim1, dim2: dim2)
  }
}

extension Tensor {
  /// The inner product of two vectors, of which the first is conjugated. Mirrors `torch.vdot`.
  ///
  /// ```swift
  /// Tensor([1, 2, 3]).vdot(Tensor([4, 5, 6]))  // tensor(32)
  /// ```
  public func vdot(_ other: Tensor) -> Tensor { conj().dot(other) }

  /// The logarithm of the determinant: NaN where that is negative, -infinity where it is zero; complex for complex matrices.
  /// Mirrors `torch.logdet`.
  ///
  /// ```swift
  /// Tensor([[1.0, 0.0], [0.0, 2.0]]).logdet()  // tensor(0.6931)
  /// ```
  public func logdet() -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      try checkSquare("logdet")
      try checkReal("logdet", kernel: "lu_cpu")
      let found = Linalg.slogdet(self)
      if dtype.isComplex { return found.logAbsDet + found.sign.log() }
      return found.logAbsDet.maskedFill(found.sign.detach() .== -1, Double.nan)
    }
  }

  /// The pseudoinverse, in which singular values up to `rcond` times the largest count as zero. Mirrors `torch.pinverse`.
  ///
  /// ```swift
  /// Tensor([[2.0, 0.0], [0.0, 0.0]]).pinverse()  // tensor([[0.5000, 0.0000], [0.0000, 0.0000]])
  /// ```
  public func pinverse(rcond: Double = 1e-15) -> Tensor { Linalg.pinv(self, rtol: rcond) }
}
