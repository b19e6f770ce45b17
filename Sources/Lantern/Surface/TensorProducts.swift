// Products of tensors: with a summand, over chosen axes, of every element with every element.

extension Tensor {
  /// beta x + alpha (a b), where this is x, broadcast, and a and b are matrices. Mirrors `torch.addmm`.
  ///
  /// With beta 0, x is not looked at: NaN in it does no harm. All have one dtype; for whole numbers the factors are cut to whole numbers.
  ///
  /// ```swift
  /// Tensor([1.0, 2]).addmm(Tensor.eye(2), Tensor.ones(2, 2), alpha: 2)  // tensor([[3., 4.], [3., 4.]])
  /// ```
  public func addmm(_ a: Tensor, _ b: Tensor, beta: some TensorScalar = 1, alpha: some TensorScalar = 1) -> Tensor {
    apply(.addmm, self, a, b, Attributes(numbers: [beta.scalar, alpha.scalar]))
  }

  /// beta x + alpha (a b) for stacks of matrices, where this is x, broadcast. Mirrors `torch.baddbmm`.
  ///
  /// ```swift
  /// Tensor.ones(2, 1, 1).baddbmm(Tensor.ones(2, 1, 3), Tensor.ones(2, 3, 1)).flatten()  // tensor([4., 4.])
  /// ```
  public func baddbmm(_ a: Tensor, _ b: Tensor, beta: some TensorScalar = 1, alpha: some TensorScalar = 1) -> Tensor {
    apply(.baddbmm, self, a, b, Attributes(numbers: [beta.scalar, alpha.scalar]))
  }

  /// beta x + alpha Σ (a b), summed over the stacks of matrices a and b, where this is x, broadcast. Mirrors `torch.addbmm`.
  ///
  /// ```swift
  /// Tensor.ones(1, 1).addbmm(Tensor.ones(2, 1, 3), Tensor.ones(2, 3, 1))  // tensor([[7.]])
  /// ```
  public func addbmm(_ a: Tensor, _ b: Tensor, beta: some TensorScalar = 1, alpha: some TensorScalar = 1) -> Tensor {
    for t in [self, a, b] where t.isInvalid { return t }
    return reporting { () throws(TensorError) in
      guard a.rank == 3 else { throw TensorError(.shape, op: "addbmm", "batch1 must be a 3D tensor") }
      guard b.rank == 3 else { throw TensorError(.shape, op: "addbmm", "batch2 must be a 3D tensor") }
      guard a.shape[0] == b.shape[0] else {
        throw TensorError(
          .shape, op: "addbmm", "batch1 and batch2 must have same number of batches, got \(a.shape[0]) and \(b.shape[0])")
      }
      guard a.shape[2] == b.shape[1] else {
        throw TensorError(
          .shape, op: "addbmm",
          "Incompatible matrix sizes for bmm (\(a.shape[1])x\(a.shape[2]) and \(b.shape[1])x\(b.shape[2]))")
      }
      // One product of matrices that lie side by side and below each other.
      let inner = a.shape[0] &* a.shape[2]
      let wide = a.permute(1, 0, 2).reshape(a.shape[1], inner)
      return addmm(wide, b.reshape(inner, b.shape[2]), beta: beta, alpha: alpha)
    }
  }

  /// beta x + alpha (a v) for a matrix a and a vector v, where this is x, broadcast. Mirrors `torch.addmv`.
  ///
  /// ```swift
  /// Tensor([1.0, 1.0]).addmv(Tensor([[1.0, 2.0], [3.0, 4.0]]), Tensor([1.0, 10.0]))  // tensor([22., 44.])
  /// ```
  public func addmv(_ a: Tensor, _ vector: Tensor, beta: some TensorScalar = 1, alpha: some TensorScalar = 1) -> Tensor {
    for t in [self, a, vector] where t.isInvalid { return t }
    return reporting { () throws(TensorError) in
      guard a.rank == 2, vector.rank == 1, rank <= 1 else {
        throw TensorError(.shape, op: "addmv", "vector + matrix @ vector expected, got \(rank), \(a.rank), \(vector.rank)")
      }
      guard a.shape[1] == vector.shape[0], rank == 0 || shape[0] == a.shape[0] || shape[0] == 1 else {
        throw TensorError(
          .shape, op: "addmv",
          "size mismatch, got input (\(rank == 0 ? 1 : shape[0])), mat (\(a.shape[0])x\(a.shape[1])), vec (\(vector.shape[0]))")
      }
      let column = rank == 0 ? self : unsqueeze(1)
      return column.addmm(a, vector.unsqueeze(1), beta: beta, alpha: alpha).squeeze(1)
    }
  }

  /// beta x + alpha (u vᵀ) for vectors u and v, where this is x, broadcast. Mirrors `torch.addr`. The dtypes are promoted; truth values
  /// are joined by "and" and "or".
  ///
  /// ```swift
  /// Tensor.zeros(2, 2).addr(Tensor([1.0, 2.0]), Tensor([3.0, 4.0]))  // tensor([[3., 4.], [6., 8.]])
  /// ```
  public func addr(_ u: Tensor, _ v: Tensor, beta: some TensorScalar = 1, alpha: some TensorScalar = 1) -> Tensor {
    for t in [self, u, v] where t.isInvalid { return t }
    return reporting { () throws(TensorError) in
      for (t, name) in [(u, "vec1"), (v, "vec2")] where t.rank != 1 {
        throw TensorError(.shape, op: "addr", "addr: Expected 1-D argument \(name), but got \(t.rank)-D")
      }
      let target = Shape(u.shape[0], v.shape[0])
      guard shape.hasUnknown || target.hasUnknown || shape.broadcasts(to: target) else {
        throw Tensor.cannotExpand(shape, to: target, op: "addr")
      }
      let type = DType.promote(DType.promote(dtype, u.dtype), v.dtype)
      for (factor, name) in [(beta.scalar, "beta"), (alpha.scalar, "alpha")] where !type.isFloatingPoint && !type.isComplex {
        guard factor.dtype.category <= 1 else {
          throw TensorError(
            .dtype, op: "addr", "For integral input tensors, argument \(name) must not be a floating point number.")
        }
      }
      if type == .bool {
        let product = alpha.scalar.boolValue ? u.unsqueeze(1) & v.unsqueeze(0) : near(Tensor.zeros(target, dtype: .bool))
        return beta.scalar.boolValue ? self | product : product
      }
      let computed = type.computeType
      let product = (u.to(computed).unsqueeze(1) * v.to(computed).unsqueeze(0)).scaledBy(alpha.scalar)
      // Nothing of x where beta is 0, but a gradient of zeros.
      let summand = beta.scalar.boolValue ? to(computed).scaledBy(beta.scalar) : to(computed).cancelled
      return (summand + product).to(type)
    }
  }

  /// Zeros, whatever the elements are, and a gradient of zeros.
  var cancelled: Tensor { maskedFill(Tensor.full([], true, dtype: .bool), 0) }

  private func scaledBy(_ factor: Scalar) -> Tensor { factor.doubleValue == 1 ? self : self * factor }

  /// The products of the vectors along the last axes of both: [.., k] and [.., k] give both tensors' other axes. Mirrors `torch.inner`.
  /// A single number multiplies.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).inner(Tensor([10, 100]))  // tensor([210, 430])
  /// ```
  public func inner(_ other: Tensor) -> Tensor {
    if isInvalid { return self }
    if other.isInvalid { return other }
    return reporting { () throws(TensorError) in
      if rank == 0 || other.rank == 0 { return self * other }
      let (last, otherLast) = (shape[rank - 1], other.shape[other.rank - 1])
      guard last == otherLast || last < 0 || otherLast < 0 else {
        throw TensorError(
          .shape, op: "inner",
          "inner() the last dimension must match on both input tensors but got shapes \(shape.listed) and \(other.shape.listed)")
      }
      return tensordot(other, dims: ([-1], [-1]))
    }
  }

  /// The sum of products over the last `dims` axes of this tensor and the first `dims` axes of the other. Mirrors `torch.tensordot`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3, 4).tensordot(Tensor.ones(3, 4, 5)).shape  // Size([2, 5])
  /// ```
  public func tensordot(_ other: Tensor, dims: Int = 2) -> Tensor {
    if isInvalid { return self }
    if other.isInvalid { return other }
    return reporting { () throws(TensorError) in
      guard dims >= 0 else { throw TensorError(.argument, op: "tensordot", "tensordot expects dims >= 0, but got dims=\(dims)") }
      guard dims <= Swift.min(rank, other.rank) else {
        throw TensorError(.argument, op: "tensordot", "tensordot expects dims < ndim_a or ndim_b, but got dims=\(dims)")
      }
      return tensordot(other, dims: (Array((rank - dims)..<rank), Array(0..<dims)))
    }
  }

  /// The sum of products over pairs of axes, of this tensor and of the other one. Mirrors `torch.tensordot`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3, 4).tensordot(Tensor.ones(4, 3, 5), dims: ([1, 2], [1, 0])).shape  // Size([2, 5])
  /// ```
  public func tensordot(_ other: Tensor, dims: ([Int], [Int])) -> Tensor {
    if isInvalid { return self }
    if other.isInvalid { return other }
    return reporting { () throws(TensorError) in
      let op = "tensordot"
      guard dims.0.count == dims.1.count else {
        throw TensorError(.argument, op: op, "both dimension lists should have same length")
      }
      guard dtype == other.dtype else {
        throw TensorError(.dtype, op: op, "both inputs should have same dtype", hint: "They are \(dtype) and \(other.dtype).")
      }
      var (left, right) = (self, other)
      var (first, second): ([Int], [Int]) = ([], [])
      for (p, q) in zip(dims.0, dims.1) {
        let (a, b) = (try shape.axis(p, op: op), try other.shape.axis(q, op: op))
        guard rank > 0, other.rank > 0, !first.contains(a), !second.contains(b) else {
          throw TensorError(.argument, op: op, "dim \(first.contains(a) ? a : b) appears multiple times in the list of dims")
        }
        first.append(a)
        second.append(b)
        // An axis of length 1 is broadcast against the other one.
        let (n, m) = (shape[a], other.shape[b])
        if m == 1, n != 1 {
          left = left.sum(dim: a, keepDim: true, dtype: dtype)
        } else if n == 1, m != 1 {
          right = right.sum(dim: b, keepDim: true, dtype: dtype)
        } else if n != m, n >= 0, m >= 0 {
          throw TensorError(
            .shape, op: op, "contracted dimensions need to match, but first has size \(n) in dim \(p) and second has size \(m) in dim \(q)")
        }
      }
      for t in [left, right] where t.isInvalid { return t }
      let rows = (0..<rank).filter { !first.contains($0) }
      let columns = (0..<other.rank).filter { !second.contains($0) }
      let inner = first.reduce(1) { $0 &* left.shape[$1] }
      func size(_ t: Tensor, _ axes: [Int]) -> Int { axes.reduce(1) { $0 &* t.shape[$1] } }
      let a = left.permute(Shape(rows + first)).reshape(size(left, rows), inner)
      let b = right.permute(Shape(second + columns)).reshape(inner, size(right, columns))
      return a.mm(b).reshape(Shape(rows.map { left.shape[$0] } + columns.map { right.shape[$0] }))
    }
  }

  /// Each element of this tensor times the whole of the other one, put together in blocks. Mirrors `torch.kron`.
  ///
  /// ```swift
  /// Tensor([1, 2]).kron(Tensor([1, 10]))  // tensor([1, 10, 2, 20])
  /// ```
  public func kron(_ other: Tensor) -> Tensor {
    if isInvalid { return self }
    if other.isInvalid { return other }
    let n = Swift.max(rank, other.rank)
    let a = Array(repeating: 1, count: n - rank) + Array(shape)
    let b = Array(repeating: 1, count: n - other.rank) + Array(other.shape)
    let spread = reshape(Shape(a.flatMap { [$0, 1] })) * other.reshape(Shape(b.flatMap { [1, $0] }))
    return spread.reshape(Shape(zip(a, b).map { $0 &* $1 }))
  }

  /// The vector products along an axis of length 3, by default the first such axis. Mirrors `torch.cross`; see `Linalg.cross`.
  ///
  /// ```swift
  /// Tensor([1, 0, 0]).cross(Tensor([0, 1, 0]))  // tensor([0, 0, 1])
  /// ```
  public func cross(_ other: Tensor, dim: Int? = nil) -> Tensor {
    if isInvalid { return self }
    if other.isInvalid { return other }
    return reporting { () throws(TensorError) in
      if let dim { return Linalg.cross(self, other, dim: dim) }
      guard let first = shape.firstIndex(of: 3) else {
        throw TensorError(.shape, op: "cross", "no dimension of size 3 in input", hint: "Its shape is \(shape.listed).")
      }
      return Linalg.cross(self, other, dim: first)
    }
  }
}

extension Linalg {
  /// The vector products along an axis of length 3; the other axes are broadcast. Mirrors `torch.linalg.cross`.
  ///
  /// ```swift
  /// Linalg.cross(Tensor([1, 0, 0]), Tensor([0, 1, 0]))  // tensor([0, 0, 1])
  /// ```
  public static func cross(_ a: Tensor, _ b: Tensor, dim: Int = -1) -> Tensor {
    if a.isInvalid { return a }
    if b.isInvalid { return b }
    return reporting { () throws(TensorError) in
      let op = "linalg.cross"
      guard a.rank == b.rank else {
        throw TensorError(.shape, op: op, "linalg.cross: inputs must have the same number of dimensions.")
      }
      let d = try a.shape.axis(dim, op: op)
      guard a.rank > 0, a.shape[d] == 3, b.shape[d] == 3 else {
        throw TensorError(
          .shape, op: op,
          "linalg.cross: inputs dimension \(dim) must have length 3. Got \(a.rank > 0 ? a.shape[d] : 1) and \(b.rank > 0 ? b.shape[d] : 1)")
      }
      guard a.dtype == b.dtype else {
        throw TensorError(.dtype, op: op, "expected scalar type \(a.dtype.legacyName) but found \(b.dtype.legacyName)")
      }
      guard a.dtype != .bool else { throw TensorError(.dtype, op: op, "\"cross\" not implemented for 'Bool'") }
      let target = try Shape.broadcast(op, a.shape, b.shape)
      let computed = a.dtype.computeType
      func next(_ t: Tensor, _ by: Int) -> Tensor { t.to(computed).expand(target).roll(-by, d) }
      return (next(a, 1) * next(b, 2) - next(a, 2) * next(b, 1)).to(a.dtype)
    }
  }

  /// The inner products of the vectors along an axis; the other axes are broadcast. Mirrors `torch.linalg.vecdot`.
  ///
  /// Both are of one dtype, floats or complex numbers, of which the first vector's are conjugated.
  ///
  /// ```swift
  /// Linalg.vecdot(Tensor([[1.0, 2.0], [3.0, 4.0]]), Tensor([1.0, 10.0]))  // tensor([21., 43.])
  /// ```
  public static func vecdot(_ a: Tensor, _ b: Tensor, dim: Int = -1) -> Tensor {
    if a.isInvalid { return a }
    if b.isInvalid { return b }
    return reporting { () throws(TensorError) in
      let op = "linalg.vecdot"
      guard a.dtype.isFloatingPoint || a.dtype.isComplex else {
        throw TensorError(
          .dtype, op: op, "linalg.vecdot: Expected a floating point or complex tensor as input. Got \(a.dtype.legacyName)",
          hint: "Convert with to(.float32) first.")
      }
      guard a.dtype == b.dtype else {
        throw TensorError(
          .dtype, op: op,
          "linalg.vecdot: Expected x and y to have the same dtype, but found x of type \(a.dtype.legacyName) and y of type "
            + "\(b.dtype.legacyName) instead", hint: "Convert one of them with to(_:).")
      }
      return (a.conj() * b).sum(dim: dim)
    }
  }
}
