import Lantern

extension np {
  // swift-format-ignore: TypeNamesShouldBeCapitalized
  /// Linear algebra: `np.linalg.solve(a, b)`. Works on matrices, and on stacks of them where NumPy's does; whole numbers become float64.
  /// Mirrors `numpy.linalg`.
  public enum linalg {
    /// The array as a tensor of a type that the algorithms know.
    static func operand(_ op: String, _ a: NDArray, atLeast rank: Int = 2, isSquare: Bool = false) throws(TensorError) -> Tensor {
      if a.isInvalid { throw ErrorPlace.unnamed(op) }
      guard a.ndim >= rank else {
        throw TensorError(
          .shape, op: op, "\(a.ndim)-dimensional array given. Array must be at least two-dimensional",
          hint: "\(op) takes a matrix or a stack of matrices, found shape \(a.shape).")
      }
      if isSquare, a.shape[a.ndim - 1] != a.shape[a.ndim - 2] {
        throw TensorError(
          .shape, op: op, "Last 2 dimensions of the array must be square", hint: "Found shape \(a.shape).")
      }
      guard a.dtype != .float16 else {
        throw TensorError(.dtype, op: op, "array type float16 is unsupported in linalg", hint: "Use astype(.float32).")
      }
      return try a.tensor.rowMajor(a.dtype == .bool || a.dtype.isInteger ? .float64 : a.dtype)
    }
    /// Operands of a common type.
    static func pair(_ op: String, _ a: Tensor, _ b: NDArray) throws(TensorError) -> (Tensor, Tensor) {
      let y = try operand(op, b, atLeast: 0)
      let type = DType.promoteArrays(a.dtype, y.dtype)
      return (try a.rowMajor(type), try y.rowMajor(type))
    }
    private static func run(_ op: String, _ a: NDArray, isSquare: Bool = false, _ body: (Tensor) throws(TensorError) -> Tensor) -> NDArray {
      if a.isInvalid { return a }
      return NDArray.reporting { () throws(TensorError) in
        let t = try operand(op, a, isSquare: isSquare)
        return try noGrad { () throws(TensorError) in NDArray.result(try body(t)) }
      }
    }
    /// Exact zeros on the diagonal of the factorization are what LAPACK calls singular.
    private static func refuseSingular(_ op: String, _ info: Tensor) throws(TensorError) {
      for code in info.toArray(Int.self) where code > 0 { throw TensorError(.argument, op: op, "Singular matrix") }
    }

    // ---- systems -----------------------------------------------------------------------------------------------------------------

    /// The inverse. Reports an error for a singular matrix. Mirrors `numpy.linalg.inv`.
    public static func inv(_ a: NDArray) -> NDArray {
      run("inv", a, isSquare: true) { t throws(TensorError) in
        if t.elementCount == 0 { return Linalg.inv(t) }
        let found = Linalg.invEx(t)
        try refuseSingular("inv", found.info)
        return found.inverse
      }
    }
    /// The determinant. Mirrors `numpy.linalg.det`.
    public static func det(_ a: NDArray) -> NDArray { run("det", a, isSquare: true) { Linalg.det($0) } }
    /// The sign and the logarithm of the size of the determinant. Mirrors `numpy.linalg.slogdet`.
    public static func slogdet(_ a: NDArray) -> (sign: NDArray, logabsdet: NDArray) {
      let sign = run("slogdet", a, isSquare: true) { Linalg.slogdet($0).sign }
      if sign.isInvalid { return (sign, sign) }
      return (sign, run("slogdet", a, isSquare: true) { Linalg.slogdet($0).logAbsDet })
    }
    /// The solution of `a x = b`; a vector `b` is one right-hand side. Reports an error for a singular matrix. Mirrors
    /// `numpy.linalg.solve`.
    public static func solve(_ a: NDArray, _ b: NDArray) -> NDArray {
      if b.isInvalid { return b }
      return run("solve", a, isSquare: true) { t throws(TensorError) in
        var (x, y) = try pair("solve", t, b)
        let n = x.shape[x.rank - 1], isVector = b.ndim == 1
        if isVector { y = NDArray(y).reshape(-1, 1).tensor }
        guard b.ndim > 0, y.shape[y.rank - 2] == n else {
          throw TensorError(
            .shape, op: "solve",
            "solve: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (m,m),(m,n)->(m,n) (size "
              + "\(b.ndim > 0 ? y.shape[y.rank - 2] : 0) is different from \(n))")
        }
        if x.rank > 2 || y.rank > 2 {
          let batch = try commonShape([Shape(x.shape.dropLast(2)), Shape(y.shape.dropLast(2))], op: "solve")
          x = try np.broadcastTo(NDArray(x), Shape(Array(batch) + Array(x.shape.suffix(2)))).tensor.rowMajor()
          y = try np.broadcastTo(NDArray(y), Shape(Array(batch) + Array(y.shape.suffix(2)))).tensor.rowMajor()
        }
        let found = x.elementCount == 0 ? nil : Linalg.solveEx(x, y), solution = found?.result ?? Linalg.solve(x, y)
        if let found { try refuseSingular("solve", found.info) }
        return isVector ? NDArray(solution).squeeze(axis: -1).tensor : solution
      }
    }
    /// The least-squares solution of `a x = b`, the sums of squared residues (where the rank is full), the rank, the singular values.
    /// Mirrors `numpy.linalg.lstsq`.
    public static func lstsq(_ a: NDArray, _ b: NDArray, rcond: Double? = nil)
      -> (x: NDArray, residuals: NDArray, rank: Int, s: NDArray)
    {
      func none(_ x: NDArray) -> (NDArray, NDArray, Int, NDArray) { (x, x, 0, x) }
      if a.isInvalid || b.isInvalid { return none(a.isInvalid ? a : b) }
      do throws(TensorError) {
        let (x, y) = try pair("lstsq", try operand("lstsq", a), b)
        guard a.ndim == 2 else {
          throw TensorError(.shape, op: "lstsq", "\(a.ndim)-dimensional array given. Array must be two-dimensional")
        }
        guard b.ndim == 1 || b.ndim == 2, b.shape[0] == a.shape[0] else {
          throw TensorError(.shape, op: "lstsq", "Incompatible dimensions")
        }
        let (u, s, vh) = svd(NDArray(x), fullMatrices: false)
        if s.isInvalid { return none(s) }
        let (m, n) = (a.shape[0], a.shape[1])
        let limit = (rcond ?? np.finfo(x.dtype).eps * Double(Swift.max(m, n))) * (s.size > 0 ? s[0].item(Double.self) : 0)
        let large = s .> limit, rank = large.sum().item(Int.self)
        let inverse = np.where(large, np.divide(1, np.where(large, s, np.onesLike(s))), np.zerosLike(s))
        let rhs = NDArray(y).reshape(m, -1)
        let solution = np.matmul(np.conjugate(vh).T, inverse.reshape(-1, 1) * np.matmul(np.conjugate(u).T, rhs))
        var residuals = np.zeros(0, dtype: x.dtype.realPart)
        if rank == n, m > n {
          let rest = np.abs(rhs - np.matmul(NDArray(x), solution))
          residuals = (rest * rest).sum(axis: 0)
        }
        return (b.ndim == 1 ? solution.reshape(n) : solution, residuals, rank, s)
      } catch { return none(.invalid(error)) }
    }
    /// The pseudo-inverse: singular values below `rcond` times the largest count as zero. Mirrors `numpy.linalg.pinv`.
    public static func pinv(_ a: NDArray, rcond: Double? = nil, hermitian: Bool = false) -> NDArray {
      run("pinv", a) { t throws(TensorError) in
        let n = Swift.max(t.shape[t.rank - 1], t.shape[t.rank - 2])
        return Linalg.pinv(t, atol: 0, rtol: rcond ?? np.finfo(t.dtype).eps * Double(n), hermitian: hermitian)
      }
    }
    /// The inverse of an array seen as a matrix whose columns are its first `ind` axes. Mirrors `numpy.linalg.tensorinv`.
    public static func tensorinv(_ a: NDArray, ind: Int = 2) -> NDArray {
      NDArray.reporting { () throws(TensorError) in
        let t = try operand("tensorinv", a, atLeast: 0)
        return NDArray(noGrad { Linalg.tensorInv(t, ind: ind) })
      }
    }
    /// The array `x` with `tensordot(a, x, x.ndim) == b`. Mirrors `numpy.linalg.tensorsolve`.
    public static func tensorsolve(_ a: NDArray, _ b: NDArray) -> NDArray {
      NDArray.reporting { () throws(TensorError) in
        let (x, y) = try pair("tensorsolve", try operand("tensorsolve", a, atLeast: 0), b)
        return NDArray(noGrad { Linalg.tensorSolve(x, y) })
      }
    }

    // ---- decompositions ----------------------------------------------------------------------------------------------------------

    /// The singular value decomposition `u * s @ vh`. Mirrors `numpy.linalg.svd`.
    public static func svd(_ a: NDArray, fullMatrices: Bool = true) -> (u: NDArray, s: NDArray, vh: NDArray) {
      several("svd", a) { t in
        let result = Linalg.svd(t, fullMatrices: fullMatrices)
        return (result.u, result.s, result.vh)
      }
    }
    /// The singular values, the largest first. Mirrors `numpy.linalg.svdvals`.
    public static func svdvals(_ a: NDArray) -> NDArray { run("svdvals", a) { Linalg.svdvals($0) } }
    /// The decomposition into a matrix with orthonormal columns and a triangular one. Mirrors `numpy.linalg.qr`.
    public static func qr(_ a: NDArray, mode: QRMode = .reduced) -> (q: NDArray, r: NDArray) {
      let both = several("qr", a) { t in
        let result = Linalg.qr(t, mode: mode)
        return (result.q, result.r, result.r)
      }
      return (both.0, both.1)
    }
    /// The lower (or upper) triangular matrix whose product with its conjugate transpose is `a`. Mirrors `numpy.linalg.cholesky`.
    public static func cholesky(_ a: NDArray, upper: Bool = false) -> NDArray {
      run("cholesky", a, isSquare: true) { t throws(TensorError) in
        let result = Linalg.choleskyEx(t, upper: upper)
        guard !result.info.toArray(Int.self).contains(where: { $0 != 0 }) else {
          throw TensorError(.argument, op: "cholesky", "Matrix is not positive definite")
        }
        return result.l
      }
    }
    /// The eigenvalues and eigenvectors (the columns); complex only where they have to be. Mirrors `numpy.linalg.eig`.
    public static func eig(_ a: NDArray) -> (eigenvalues: NDArray, eigenvectors: NDArray) {
      let both = several("eig", a, isSquare: true) { t in
        let result = Linalg.eig(t)
        return (result.values, result.vectors, result.values)
      }
      if both.0.isInvalid || a.dtype.isComplex || !(np.imag(both.0) .== 0).all().boolValue { return (both.0, both.1) }
      return (np.real(both.0).copy(), np.real(both.1).copy())
    }
    /// The eigenvalues; complex only where they have to be. Mirrors `numpy.linalg.eigvals`.
    public static func eigvals(_ a: NDArray) -> NDArray {
      let values = run("eigvals", a, isSquare: true) { Linalg.eigvals($0) }
      if values.isInvalid || a.dtype.isComplex || !(np.imag(values) .== 0).all().boolValue { return values }
      return np.real(values).copy()
    }
    /// The eigenvalues, increasing, and eigenvectors of a symmetric or Hermitian matrix, of which one triangle is read. Mirrors
    /// `numpy.linalg.eigh`.
    public static func eigh(_ a: NDArray, _ triangle: Triangle = .lower) -> (eigenvalues: NDArray, eigenvectors: NDArray) {
      let both = several("eigh", a, isSquare: true) { t in
        let result = Linalg.eigh(t, triangle)
        return (result.values, result.vectors, result.values)
      }
      return (both.0, both.1)
    }
    /// The eigenvalues, increasing, of a symmetric or Hermitian matrix. Mirrors `numpy.linalg.eigvalsh`.
    public static func eigvalsh(_ a: NDArray, _ triangle: Triangle = .lower) -> NDArray {
      run("eigvalsh", a, isSquare: true) { Linalg.eigvalsh($0, triangle) }
    }
    private static func several(
      _ op: String, _ a: NDArray, isSquare: Bool = false, _ body: (Tensor) -> (Tensor, Tensor, Tensor)
    ) -> (NDArray, NDArray, NDArray) {
      if a.isInvalid { return (a, a, a) }
      do throws(TensorError) {
        let t = try operand(op, a, isSquare: isSquare)
        let (x, y, z) = noGrad { body(t) }
        return (.result(x), .result(y), .result(z))
      } catch {
        let none = NDArray.invalid(error)
        return (none, none, none)
      }
    }

    // ---- numbers of a matrix -----------------------------------------------------------------------------------------------------

    /// A matrix times itself, `n` times; negative powers are those of the inverse. Mirrors `numpy.linalg.matrix_power`.
    public static func matrixPower(_ a: NDArray, _ n: Int) -> NDArray {
      if a.isInvalid { return a }
      return NDArray.reporting { () throws(TensorError) in
        guard a.ndim >= 2, a.shape[a.ndim - 1] == a.shape[a.ndim - 2] else {
          _ = try operand("matrix_power", a, isSquare: true)
          return a
        }
        if n < 0 { return matrixPower(inv(a), n == .min ? .max : -n) }
        if n == 0 { return np.broadcastTo(np.eye(a.shape[a.ndim - 1], dtype: a.dtype), a.shape).copy() }
        var result: NDArray?, square = a, rest = n
        while true {
          if rest & 1 == 1 { result = result.map { np.matmul($0, square) } ?? square }
          rest >>= 1
          if rest == 0 { break }
          square = np.matmul(square, square)
        }
        return result ?? a
      }
    }
    /// How many singular values exceed a limit. Mirrors `numpy.linalg.matrix_rank`.
    public static func matrixRank(_ a: NDArray, tol: Double? = nil, hermitian: Bool = false) -> NDArray {
      if a.isInvalid { return a }
      if a.ndim < 2 { return NDArray.result(((a .!= 0).any()).tensor).astype(.int64) }
      let s = hermitian ? np.abs(eigvalsh(a)) : svdvals(a)
      if s.isInvalid { return s }
      if s.shape[s.ndim - 1] == 0 { return np.zeros(s.shape.sizes.dropLastAxis, dtype: .int64) }
      let largest = s.max(axis: -1, keepdims: true)
      let size = Double(Swift.max(a.shape[a.ndim - 1], a.shape[a.ndim - 2]))
      let limit = tol.map { np.full(largest.shape, $0) } ?? largest * (size * np.finfo(s.dtype).eps)
      return (s .> limit).sum(axis: -1)
    }
    /// The product of several matrices, in the order that costs least. Mirrors `numpy.linalg.multi_dot`.
    public static func multiDot(_ arrays: [NDArray]) -> NDArray {
      if let invalid = arrays.first(where: \.isInvalid) { return invalid }
      return NDArray.reporting { () throws(TensorError) in
        guard arrays.count > 1 else { throw TensorError(.argument, op: "multi_dot", "Expecting at least two arrays.") }
        let type = ArrayOperandValue.commonType(arrays.map { .array($0) })
        if arrays.count == 2 || !(type.isFloatingPoint || type.isComplex) { return arrays.dropFirst().reduce(arrays[0]) { np.dot($0, $1) } }
        var tensors: [Tensor] = []
        for a in arrays { tensors.append(try a.tensor.rowMajor(type)) }
        return .result(noGrad { Linalg.multiDot(tensors) })
      }
    }
  }
}
