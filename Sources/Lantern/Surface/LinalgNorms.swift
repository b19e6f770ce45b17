/// Which norm of a matrix, or of a vector, is meant.
public enum NormOrder: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The root of the sum of all squares.
  case fro
  /// The sum of the singular values.
  case nuc
  /// Of vectors: (Σ |x|ᵖ)^(1/p). Of matrices: 1 and -1 the largest and smallest sum of a column's absolute values, ±infinity the same of a
  /// row's, 2 and -2 the largest and smallest singular value.
  case p(Double)

  /// `2.5` as an order.
  ///
  /// ```swift
  /// Linalg.vectorNorm(Tensor([3.0, 4.0]), 1)  // tensor(7.)
  /// ```
  public init(floatLiteral value: Double) { self = .p(value) }
  /// `2` as an order.
  ///
  /// ```swift
  /// Linalg.norm(Tensor([[3.0, 0.0], [0.0, 4.0]]), 1)  // tensor(4.)
  /// ```
  public init(integerLiteral value: Int) { self = .p(Double(value)) }

  /// The name in messages: `fro`, `2`, `-inf`.
  var name: String {
    switch self {
    case .fro: "fro"
    case .nuc: "nuc"
    case .p(let p) where p.isInfinite: p < 0 ? "-inf" : "inf"
    case .p(let p): Int(exactly: p).map(String.init) ?? String(p)
    }
  }
}

extension Linalg {
  /// The length of the vectors along `dims` (everything, without), (Σ |x|ᵖ)^(1/p). Mirrors `torch.linalg.vector_norm`.
  ///
  /// 0 counts the elements that are not zero, ±infinity takes the largest and the smallest size. `dtype` is what it is computed in.
  ///
  /// ```swift
  /// Linalg.vectorNorm(Tensor([[3.0, 4.0], [5.0, 12.0]]), dims: [1])  // tensor([ 5., 13.])
  /// ```
  public static func vectorNorm(_ x: Tensor, _ p: Double = 2, dims: [Int]? = nil, keepDim: Bool = false, dtype: DType? = nil) -> Tensor {
    if x.isInvalid { return x }
    return reporting { () throws(TensorError) in try converted(x, dtype, "linalg.vector_norm").norm(p, dims: dims ?? [], keepDim: keepDim) }
  }

  private static func converted(_ x: Tensor, _ dtype: DType?, _ op: String) throws(TensorError) -> Tensor {
    guard let dtype else { return x }
    guard dtype.isFloatingPoint || dtype.isComplex else {
      throw TensorError(.dtype, op: op, "\(op): dtype should be floating point or complex, but got \(dtype.legacyName)")
    }
    guard DType.promote(x.dtype, dtype) == dtype else {
      throw TensorError(
        .dtype, op: op,
        "\(op): the dtype of the input (\(x.dtype.legacyName)) should be convertible without narrowing to the specified dtype "
          + "(\(dtype.legacyName))")
    }
    return x.to(dtype)
  }

  /// A norm of the matrices along two axes. Mirrors `torch.linalg.matrix_norm`; see `NormOrder`.
  ///
  /// ```swift
  /// Linalg.matrixNorm(Tensor([[3.0, 0.0], [0.0, 4.0]]))  // tensor(5.)
  /// ```
  public static func matrixNorm(
    _ a: Tensor, _ order: NormOrder = .fro, dims: [Int] = [-2, -1], keepDim: Bool = false, dtype: DType? = nil
  ) -> Tensor {
    if a.isInvalid { return a }
    return reporting { () throws(TensorError) in
      let op = "linalg.matrix_norm"
      try a.checkMatrix(op)
      guard dims.count == 2 else { throw TensorError(.argument, op: op, "linalg.matrix_norm: dim must be a 2-tuple. Got \(dims)") }
      let (row, column) = (try a.shape.axis(dims[0], op: op), try a.shape.axis(dims[1], op: op))
      guard row != column else {
        throw TensorError(.argument, op: op, "linalg.matrix_norm: dims must be different. Got (\(dims[0]), \(dims[1]))")
      }
      guard a.dtype.isFloatingPoint || a.dtype.isComplex else {
        throw TensorError(.dtype, op: op, "\(op): Expected a floating point or complex tensor as input. Got \(a.dtype.legacyName)")
      }
      switch order {
      case .fro: return vectorNorm(a, 2, dims: [row, column], keepDim: keepDim, dtype: dtype)
      case .p(let p) where Swift.abs(p) == 1 || Swift.abs(p) == .infinity:
        // The sums are over rows for 1, over columns for infinity; then comes the axis that is left.
        let x = try converted(a, dtype, op)
        let (first, second) = Swift.abs(p) == 1 ? (row, column) : (column, row)
        let sums = vectorNorm(x, 1, dims: [first], keepDim: keepDim)
        let left = keepDim || second < first ? second : second - 1
        return p > 0 ? sums.amax(dim: left, keepDim: keepDim) : sums.amin(dim: left, keepDim: keepDim)
      case .nuc, .p(2), .p(-2):
        let x = try converted(a, dtype, op)
        try x.checkReal(op)
        let values = svdvals(x.permute(Shape((0..<a.rank).filter { $0 != row && $0 != column } + [row, column])))
        var result: Tensor
        switch order {
        case .nuc: result = values.sum(dim: -1)
        case .p(2): result = values.amax(dim: -1)
        default: result = values.amin(dim: -1)
        }
        if keepDim { for d in [row, column].sorted() { result = result.unsqueeze(d) } }
        return result
      default: throw TensorError(.argument, op: op, "linalg.matrix_norm: Order \(order.name) not supported.")
      }
    }
  }

  /// The norm of a vector or of a matrix. Mirrors `torch.linalg.norm`.
  ///
  /// Without `order`, everything (or all along `dims`) is one vector, and its length is what is asked for. With it, one axis means the
  /// norms of vectors and two axes those of matrices; without `dims`, `x` itself has to be one or the other.
  ///
  /// ```swift
  /// Linalg.norm(Tensor([[3.0, 0.0], [0.0, 4.0]]))  // tensor(5.)
  /// Linalg.norm(Tensor([[3.0, 0.0], [0.0, 4.0]]), 2)  // tensor(4.)
  /// ```
  public static func norm(
    _ x: Tensor, _ order: NormOrder? = nil, dims: [Int]? = nil, keepDim: Bool = false, dtype: DType? = nil
  ) -> Tensor {
    if x.isInvalid { return x }
    return reporting { () throws(TensorError) in
      let op = "linalg.norm"
      guard let order else { return vectorNorm(x, 2, dims: dims, keepDim: keepDim, dtype: dtype) }
      if let dims {
        guard dims.count == 1 || dims.count == 2 else {
          throw TensorError(.argument, op: op, "linalg.norm: If dim is specified, it must be of length 1 or 2. Got \(dims)")
        }
      } else if x.rank != 1, x.rank != 2 {
        throw TensorError(
          .shape, op: op, "linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got \(x.rank)D.")
      }
      if case .p(let p) = order, (dims?.count ?? x.rank) == 1 { return vectorNorm(x, p, dims: dims, keepDim: keepDim, dtype: dtype) }
      return matrixNorm(x, order, dims: dims ?? [-2, -1], keepDim: keepDim, dtype: dtype)
    }
  }

  /// How much an error in B can grow in the solution of A X = B: the norm of A times that of its inverse. Mirrors `torch.linalg.cond`.
  ///
  /// Without `order`, the largest singular value divided by the smallest one, for matrices that are not square too. Infinite for singular
  /// matrices.
  ///
  /// ```swift
  /// Linalg.cond(Tensor([[1.0, 0.0], [0.0, 4.0]]))  // tensor(4.)
  /// ```
  public static func cond(_ a: Tensor, _ order: NormOrder? = nil) -> Tensor {
    if a.isInvalid { return a }
    return reporting { () throws(TensorError) in
      let op = "linalg.cond"
      guard a.rank >= 2 else { throw TensorError(.shape, op: op, "linalg.cond: The input tensor must have at least 2 dimensions.") }
      switch order {
      case nil, .p(2)?, .p(-2)?:
        let values = svdvals(a)
        let k = Swift.min(a.shape.rowsAndColumns.rows, a.shape.rowsAndColumns.columns)
        if k == 0 { return a.near(Tensor.zeros(a.shape.batch, dtype: a.dtype.realPart)) }
        let (largest, smallest) = (values.select(-1, 0), values.select(-1, k - 1))
        return order == .p(-2) ? smallest / largest : largest / smallest
      case .fro?, .nuc?, .p(1)?, .p(-1)?, .p(.infinity)?, .p(-.infinity)?: break
      case let order?: throw TensorError(.argument, op: op, "linalg.cond got an invalid norm type: \(order.name)")
      }
      let order = order ?? 2
      try a.checkSquare("linalg.cond(ord=\(order.name))")
      let n = a.shape[a.rank - 1]
      if n == 0 { return a.near(Tensor.zeros(a.shape.batch, dtype: a.dtype.realPart)) }
      let inverse = solve(a, a.near(Tensor.eye(n, dtype: a.dtype)), left: true, allowsSingular: true)
      guard order != .nuc else {
        // A singular matrix's inverse has no singular values to add up.
        let isSingular = noGrad { inverse.isFinite().logicalNot().any(dim: -1).any(dim: -1) }
        let finite = inverse.maskedFill(isSingular.unsqueeze(-1).unsqueeze(-1), 0)
        return (matrixNorm(a, .nuc) * matrixNorm(finite, .nuc)).maskedFill(isSingular, Double.infinity)
      }
      return matrixNorm(a, order) * matrixNorm(inverse, order)
    }
  }
}

extension Tensor {
  /// The length of the difference to another tensor, (Σ |x - y|ᵖ)^(1/p). Both are broadcast. Mirrors `torch.dist`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).dist(Tensor([4.0, 6.0]))  // tensor(5.)
  /// ```
  public func dist(_ other: Tensor, p: Double = 2) -> Tensor { (self - other).norm(p) }

  /// The distances (Σ |x - y|ᵖ)^(1/p) between all rows x of this matrix [n, d] and y of another [m, d]: [n, m]. Mirrors `torch.cdist`.
  ///
  /// Stacks are broadcast. `p` is 0 (how many numbers differ), above, or infinite. Between equal rows the derivative is zero.
  ///
  /// ```swift
  /// Tensor([[0.0, 0]]).cdist(Tensor([[3.0, 4], [0, 1]]))  // tensor([[5., 1.]])
  /// ```
  public func cdist(_ other: Tensor, p: Double = 2) -> Tensor {
    if isInvalid { return self }
    if other.isInvalid { return other }
    return reporting { () throws(TensorError) in
      for (t, name) in [(self, "X1"), (other, "X2")] {
        guard t.dtype.isFloatingPoint else {
          throw TensorError(.dtype, op: "cdist", "cdist only supports floating-point dtypes, \(name) got: \(t.dtype.legacyName)")
        }
        guard t.rank >= 2 else {
          throw TensorError(.shape, op: "cdist", "cdist only supports at least 2D tensors, \(name) got: \(t.rank)D")
        }
      }
      let (columns, others) = (shape[rank - 1], other.shape[other.rank - 1])
      guard columns == others || columns < 0 || others < 0 else {
        throw TensorError(
          .shape, op: "cdist", "X1 and X2 must have the same number of columns. X1: \(columns) X2: \(others)")
      }
      guard p >= 0 else { throw TensorError(.argument, op: "cdist", "cdist only supports non-negative p values") }
      guard dtype == other.dtype else {
        throw TensorError(.dtype, op: "cdist", "expected scalar type \(dtype.legacyName) but found \(other.dtype.legacyName)")
      }
      try checkKernel("cdist", "cdist")
      let (a, b) = try batched(with: other, "cdist")
      return apply(.cdist, a, b, Attributes(numbers: [.double(p)]))
    }
  }
}
