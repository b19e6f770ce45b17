import Lantern

// Polynomials as vectors of coefficients, the highest power first.

extension np {
  /// The coefficients of the polynomial of a degree that comes nearest to points, least squares. Mirrors `numpy.polyfit`.
  public static func polyfit(_ x: NDArray, _ y: NDArray, _ deg: Int, rcond: Double? = nil, w: NDArray? = nil) -> NDArray {
    for one in [x, y, w] { if let one, one.isInvalid { return one } }
    return NDArray.reporting { () throws(TensorError) in
      let op = "polyfit"
      guard deg >= 0 else { throw TensorError(.argument, op: op, "expected deg >= 0") }
      guard x.ndim == 1 else { throw TensorError(.shape, op: op, "expected 1D vector for x") }
      guard x.size > 0 else { throw TensorError(.shape, op: op, "expected non-empty vector for x") }
      guard y.ndim == 1 || y.ndim == 2 else { throw TensorError(.shape, op: op, "expected 1D or 2D array for y") }
      guard y.shape[0] == x.size else { throw TensorError(.shape, op: op, "expected x and y to have same length") }
      let wide = x.astype(DType.promoteArrays(x.dtype, .float64)), limit = rcond ?? Double(x.size) * finfo(.float64).eps
      var left = vander(wide, deg + 1), right = y.astype(DType.promoteArrays(y.dtype, .float64))
      if let w {
        guard w.ndim == 1 else { throw TensorError(.shape, op: op, "expected a 1-d array for weights") }
        guard w.size == x.size else { throw TensorError(.shape, op: op, "expected w and y to have the same length") }
        left = left * w.reshape(-1, 1)
        right = right.ndim == 2 ? right * w.reshape(-1, 1) : right * w
      }
      // Columns of length 1 make the limit for small singular values mean something.
      let scale = sqrt((left * left).sum(axis: 0))
      let fit = linalg.lstsq(left / scale, right, rcond: limit)
      if fit.x.isInvalid { return fit.x }
      if fit.rank != deg + 1 { warnOnce("Polyfit may be poorly conditioned") }
      return (fit.x.T / scale).T
    }
  }
  /// The values of a polynomial at points. Mirrors `numpy.polyval`.
  public static func polyval(_ p: some ArrayOperand, _ x: some ArrayOperand) -> NDArray {
    let c = p.operandValue.array, at = x.operandValue.array
    if c.isInvalid || at.isInvalid { return c.isInvalid ? c : at }
    var y = zerosLike(at)
    for k in 0..<c.size { y = y * at + NDArray(c[k].tensor) }
    return y
  }
  /// The polynomial with given roots, or the characteristic polynomial of a matrix. Mirrors `numpy.poly`.
  public static func poly(_ roots: NDArray) -> NDArray {
    if roots.isInvalid { return roots }
    let zeros = roots.ndim == 2 && roots.shape[0] == roots.shape[1] && roots.shape[0] > 0 ? linalg.eigvals(roots) : atleast1d(roots)
    if zeros.isInvalid { return zeros }
    guard zeros.ndim == 1 else { return .invalid(TensorError(.shape, op: "poly", "input must be 1d or non-empty square 2d array.")) }
    let isSmall = zeros.dtype == .float32 || zeros.dtype == .complex64
    var p = ones(1, dtype: isSmall ? zeros.dtype : DType.promoteArrays(zeros.dtype, .float64))
    for k in 0..<zeros.size { p = convolve(p, stack([array(1).astype(p.dtype), -NDArray(zeros[k].tensor).astype(p.dtype)])) }
    // Roots in conjugate pairs make real coefficients.
    if p.dtype.isComplex, arrayEqual(sort(zeros), sort(conjugate(zeros))) { return real(p).copy() }
    return p
  }
  /// The roots of a polynomial. Mirrors `numpy.roots`.
  public static func roots(_ p: NDArray) -> NDArray {
    if p.isInvalid { return p }
    guard p.ndim <= 1 else { return .invalid(TensorError(.shape, op: "roots", "Input must be a rank-1 array.")) }
    let places = nonzero(atleast1d(p))[0].toArray(Int.self)
    guard let first = places.first, let last = places.last else { return zeros(0) }
    let zerosAtEnd = p.size - last - 1, core = p[first..<(last + 1)], n = core.size
    let c = core.dtype.isComplex || core.dtype == .float32 ? core : core.astype(.float64)
    var found = zeros(0, dtype: c.dtype)
    if n > 1 {
      let companion = eye(n - 1, k: -1, dtype: c.dtype)
      companion[0, .ellipsis] = -c[1...] / NDArray(c[0].tensor)
      found = linalg.eigvals(companion)
    }
    return zerosAtEnd > 0 ? concatenate([found, zeros(zerosAtEnd, dtype: found.dtype)]) : found
  }
  /// The sum of polynomials. Mirrors `numpy.polyadd`.
  public static func polyadd(_ a: NDArray, _ b: NDArray) -> NDArray { aligned(a, b, add) }
  /// The difference of polynomials. Mirrors `numpy.polysub`.
  public static func polysub(_ a: NDArray, _ b: NDArray) -> NDArray { aligned(a, b, subtract) }
  private static func add(_ a: NDArray, _ b: NDArray) -> NDArray { a + b }
  private static func subtract(_ a: NDArray, _ b: NDArray) -> NDArray { a - b }
  private static func aligned(_ a: NDArray, _ b: NDArray, _ combine: (NDArray, NDArray) -> NDArray) -> NDArray {
    if a.isInvalid || b.isInvalid { return a.isInvalid ? a : b }
    let x = atleast1d(a), y = atleast1d(b), n = Swift.max(x.size, y.size)
    func filled(_ v: NDArray) -> NDArray { v.size == n ? v : concatenate([zeros(n - v.size, dtype: v.dtype), v]) }
    return combine(filled(x), filled(y))
  }
  /// The product of polynomials. Mirrors `numpy.polymul`.
  public static func polymul(_ a: NDArray, _ b: NDArray) -> NDArray {
    convolve(leadingTrimmed(atleast1d(a)), leadingTrimmed(atleast1d(b)))
  }
  private static func leadingTrimmed(_ p: NDArray) -> NDArray {
    if p.isInvalid { return p }
    let places = nonzero(p)[0].toArray(Int.self)
    return places.first.map { p[$0...] } ?? p[0..<Swift.min(p.size, 1)]
  }
  /// The quotient and the remainder of polynomials. Mirrors `numpy.polydiv`.
  public static func polydiv(_ u: NDArray, _ v: NDArray) -> (quotient: NDArray, remainder: NDArray) {
    if u.isInvalid || v.isInvalid { return u.isInvalid ? (u, u) : (v, v) }
    let type = DType.promoteArrays(u.dtype, v.dtype).beside(.double(0))
    let divisor = atleast1d(v).astype(type), rest = atleast1d(u).astype(type).copy()
    let m = rest.size - 1, n = divisor.size - 1
    guard n >= 0, m >= 0 else {
      let none = NDArray.invalid(TensorError(.shape, op: "polydiv", "polynomials must have a coefficient at least"))
      return (none, none)
    }
    let quotient = zeros(Swift.max(m - n + 1, 1), dtype: type), scale = 1 / NDArray(divisor[0].tensor)
    for k in 0..<Swift.max(m - n + 1, 0) {
      let d = scale * NDArray(rest[k].tensor)
      quotient[k] = d
      rest[k..<(k + n + 1)] -= d * divisor
    }
    let values = rest.toArray(Complex128.self)
    var first = 0
    while first < rest.size - 1, Swift.abs(values[first].real) <= 1e-8, Swift.abs(values[first].imaginary) <= 1e-8 { first += 1 }
    return (quotient, rest[first...].copy())
  }
  /// The derivative of order `m`. Mirrors `numpy.polyder`.
  public static func polyder(_ p: NDArray, _ m: Int = 1) -> NDArray {
    if p.isInvalid { return p }
    guard m >= 0 else { return .invalid(TensorError(.argument, op: "polyder", "Order of derivative must be positive (see polyint)")) }
    var result = atleast1d(p)
    for _ in 0..<Swift.min(m, result.size) {
      let n = result.size - 1
      if n < 0 { break }
      result = result[..<n] * arange(n, 0, -1)
    }
    return result
  }
  /// The integral of order `m`, with the constants of integration in `k`. Mirrors `numpy.polyint`.
  public static func polyint(_ p: NDArray, _ m: Int = 1, k: [Double] = [0]) -> NDArray {
    if p.isInvalid { return p }
    guard m >= 0 else { return .invalid(TensorError(.argument, op: "polyint", "Order of integral must be positive (see polyder)")) }
    let constants = k.count == 1 && m > 1 ? Array(repeating: k[0], count: Swift.min(m, 1 << 20)) : k
    guard constants.count >= m else {
      return .invalid(
        TensorError(.argument, op: "polyint", "k must be a scalar or a rank-1 array of length 1 or >m."))
    }
    var result = atleast1d(p)
    for step in 0..<m { result = concatenate([result / arange(result.size, 0, -1), array([constants[step]])]) }
    return result
  }
}
