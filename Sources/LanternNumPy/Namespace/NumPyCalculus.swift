import Lantern

// Differences, integrals, interpolation, window functions.

extension np {
  /// The differences of neighbours along an axis, taken `n` times. Mirrors `numpy.diff`.
  public static func diff(
    _ a: NDArray, n: Int = 1, axis: Int = -1, prepend: (any ArrayOperand)? = nil, append: (any ArrayOperand)? = nil
  ) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      guard n >= 0 else { throw TensorError(.argument, op: "diff", "order must be non-negative but got \(n)") }
      guard a.ndim > 0 else { throw TensorError(.shape, op: "diff", "diff requires input that is at least one dimensional") }
      let d = try a.tensor.shape.arrayAxis(axis, op: "diff")
      if n == 0 { return a }
      func edge(_ value: any ArrayOperand) -> NDArray {
        let one = value.operandValue.array
        if one.ndim > 0 || one.isInvalid { return one }
        var shape = a.tensor.shape
        shape[d] = 1
        return broadcastTo(one, shape)
      }
      var result = a
      if prepend != nil || append != nil {
        result = concatenate((prepend.map { [edge($0)] } ?? []) + [a] + (append.map { [edge($0)] } ?? []), axis: d)
      }
      for _ in 0..<Swift.min(n, result.isInvalid ? 0 : result.shape[d] + 1) {
        let length = result.shape[d], next = part(result, d, Swift.min(1, length)..<length), before = part(result, d, 0..<Swift.max(length - 1, 0))
        result = a.dtype == .bool ? notEqual(next, before) : subtract(next, before)
      }
      return result
    }
  }
  /// The differences of neighbours in the flattened array, with values before and behind. Mirrors `numpy.ediff1d`.
  public static func ediff1d(_ a: NDArray, toEnd: NDArray? = nil, toBegin: NDArray? = nil) -> NDArray {
    let differences = diff(a.ravel())
    if toEnd == nil, toBegin == nil { return differences }
    return concatenate((toBegin.map { [$0.ravel()] } ?? []) + [differences] + (toEnd.map { [$0.ravel()] } ?? []), dtype: a.dtype)
  }
  /// The slopes along an axis, from differences on both sides; at the ends from one side. Mirrors `numpy.gradient` along one axis.
  ///
  /// - Parameters:
  ///   - spacing: the distance of neighbours, or the coordinates along the axis.
  ///   - edgeOrder: 1 or 2, how exact the ends are.
  public static func gradient(_ f: NDArray, _ spacing: some ArrayOperand = 1.0, axis: Int, edgeOrder: Int = 1) -> NDArray {
    if f.isInvalid { return f }
    return NDArray.reporting { () throws(TensorError) in
      let op = "gradient", d = try f.tensor.shape.arrayAxis(axis, op: op), n = f.shape[d]
      guard edgeOrder == 1 || edgeOrder == 2 else { throw TensorError(.argument, op: op, "'edge_order' greater than 2 not supported") }
      guard n >= edgeOrder + 1 else {
        throw TensorError(
          .shape, op: op,
          "Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are required.")
      }
      let a = f.dtype == .bool || f.dtype.isInteger ? f.astype(.float64) : f
      func at(_ range: Range<Int>) -> NDArray { part(a, d, range) }
      let given = spacing.operandValue.array
      if given.isInvalid { return given }
      var steps: NDArray?
      if given.ndim == 1 {
        guard given.size == n else { throw TensorError(.shape, op: op, "when 1d, distances must match the length of the corresponding dimension") }
        let differences = diff(given.dtype.isInteger ? given.astype(.float64) : given)
        var shape = [Int](repeating: 1, count: f.ndim)
        shape[d] = n - 1
        if !(differences .== NDArray(differences[0].tensor)).all().boolValue { steps = differences.reshape(shape) }
      } else if given.ndim > 1 {
        throw TensorError(.shape, op: op, "distances must be either scalars or 1d")
      }
      let h = given.ndim == 1 ? NDArray((given[1] - given[0]).tensor) : NDArray(given.tensor)
      func step(_ range: Range<Int>) -> NDArray { steps.map { part($0, d, range) } ?? h.astype(a.dtype.isComplex ? a.dtype.realPart : a.dtype) }
      var pieces: [NDArray] = []
      if edgeOrder == 1 {
        pieces.append((at(1..<2) - at(0..<1)) / step(0..<1))
      } else if steps == nil {
        pieces.append(at(0..<1) * (-1.5 / h) + at(1..<2) * (2.0 / h) + at(2..<3) * (-0.5 / h))
      } else {
        let (p, q) = (step(0..<1), step(1..<2))
        pieces.append(-(2 * p + q) / (p * (p + q)) * at(0..<1) + (p + q) / (p * q) * at(1..<2) - p / (q * (p + q)) * at(2..<3))
      }
      if n > 2 {
        if steps == nil {
          pieces.append((at(2..<n) - at(0..<(n - 2))) / (2.0 * step(0..<1)))
        } else {
          let (p, q) = (step(0..<(n - 2)), step(1..<(n - 1)))
          let left = -q / (p * (p + q)), middle = (q - p) / (p * q), right = p / (q * (p + q))
          pieces.append(left * at(0..<(n - 2)) + middle * at(1..<(n - 1)) + right * at(2..<n))
        }
      }
      if edgeOrder == 1 {
        pieces.append((at((n - 1)..<n) - at((n - 2)..<(n - 1))) / step((n - 2)..<(n - 1)))
      } else if steps == nil {
        pieces.append(at((n - 3)..<(n - 2)) * (0.5 / h) + at((n - 2)..<(n - 1)) * (-2.0 / h) + at((n - 1)..<n) * (1.5 / h))
      } else {
        let (p, q) = (step((n - 3)..<(n - 2)), step((n - 2)..<(n - 1)))
        pieces.append(
          q / (p * (p + q)) * at((n - 3)..<(n - 2)) - (q + p) / (p * q) * at((n - 2)..<(n - 1))
            + (2 * q + p) / (q * (p + q)) * at((n - 1)..<n))
      }
      return concatenate(pieces.map { $0.astype(a.dtype) }, axis: d)
    }
  }
  /// The slopes along every axis. Mirrors `numpy.gradient`; a vector's is the only element of the list.
  public static func gradient(_ f: NDArray, _ spacing: some ArrayOperand = 1.0, edgeOrder: Int = 1) -> [NDArray] {
    f.isInvalid ? [f] : (0..<f.ndim).map { gradient(f, spacing, axis: $0, edgeOrder: edgeOrder) }
  }

  /// The integral of samples along an axis by the trapezoidal rule. Mirrors `numpy.trapezoid`.
  public static func trapezoid(_ y: NDArray, x: NDArray? = nil, dx: Double = 1, axis: Int = -1) -> NDArray {
    if y.isInvalid { return y }
    return NDArray.reporting { () throws(TensorError) in
      guard y.ndim > 0 else { throw TensorError(.shape, op: "trapezoid", "axis \(axis) is out of bounds for array of dimension 0") }
      let d = try y.tensor.shape.arrayAxis(axis, op: "trapezoid"), n = y.shape[d]
      var step = array(dx)
      if let x {
        step = diff(x, axis: x.ndim == 1 ? 0 : axis)
        if x.ndim == 1, !step.isInvalid {
          var shape = [Int](repeating: 1, count: y.ndim)
          shape[d] = step.size
          step = step.reshape(shape)
        }
      } else {
        step = array(dx).astype(y.dtype.isFloatingPoint ? y.dtype : .float64)
      }
      return (step * (part(y, d, Swift.min(1, n)..<n) + part(y, d, 0..<Swift.max(n - 1, 0))) / 2.0).sum(axis: d)
    }
  }

  /// The values at `x` of the straight lines between points; outside the first or last value, or `left` and `right`. Mirrors
  /// `numpy.interp`. The points' `xp` must increase, unless there is a period.
  public static func interp(
    _ x: some ArrayOperand, _ xp: NDArray, _ fp: NDArray, left: Double? = nil, right: Double? = nil, period: Double? = nil
  ) -> NDArray {
    let at = x.operandValue.array
    if let invalid = [at, xp, fp].first(where: \.isInvalid) { return invalid }
    return NDArray.reporting { () throws(TensorError) in
      let op = "interp"
      guard xp.ndim == 1, fp.ndim == 1 else { throw TensorError(.shape, op: op, "Data points must be 1-D sequences") }
      guard xp.size == fp.size else { throw TensorError(.shape, op: op, "fp and xp are not of the same length.") }
      guard xp.size > 0 else { throw TensorError(.shape, op: op, "array of sample points is empty") }
      if fp.dtype.isComplex {
        return complex(
          interp(at, xp, real(fp), left: left, right: right, period: period), interp(at, xp, imag(fp), left: left, right: right, period: period))
      }
      var wanted = at.toArray(Double.self), xs = xp.toArray(Double.self), ys = fp.toArray(Double.self)
      var (below, above) = (left, right)
      if let period {
        guard period != 0 else { throw TensorError(.argument, op: op, "period must be a non-zero value") }
        let p = Swift.abs(period)
        func turned(_ v: Double) -> Double { v - (v / p).rounded(.down) * p }
        wanted = wanted.map { mod(array($0), p).item(Double.self) }
        let order = argsort(mod(xp.astype(.float64), p)).toArray(Int.self)
        xs = mod(xp.astype(.float64), p).toArray(Double.self)
        xs = order.map { xs[$0] }
        ys = order.map { ys[$0] }
        (xs, ys) = ([xs[xs.count - 1] - p] + xs + [xs[0] + p], [ys[ys.count - 1]] + ys + [ys[0]])
        (below, above) = (nil, nil)
      }
      let n = xs.count
      let values = wanted.map { v -> Double in
        if v.isNaN { return v }
        if v < xs[0] { return below ?? ys[0] }
        if v > xs[n - 1] { return above ?? ys[n - 1] }
        var (first, last) = (0, n)  // the last point that is not above v
        while first < last {
          let middle = (first + last) / 2
          if xs[middle] <= v { first = middle + 1 } else { last = middle }
        }
        let j = first - 1
        if j == n - 1 || xs[j] == v { return ys[j] }
        let slope = (ys[j + 1] - ys[j]) / (xs[j + 1] - xs[j])
        let found = slope * (v - xs[j]) + ys[j]
        if !found.isNaN { return found }
        let other = slope * (v - xs[j + 1]) + ys[j + 1]
        return other.isNaN && ys[j] == ys[j + 1] ? ys[j] : other
      }
      return .result(Tensor(values, shape: at.tensor.shape))
    }
  }

  /// Angles whose jumps of more than half a period are taken out. Mirrors `numpy.unwrap`.
  public static func unwrap(_ p: NDArray, discont: Double? = nil, axis: Int = -1, period: Double = 2 * Double.pi) -> NDArray {
    if p.isInvalid { return p }
    return NDArray.reporting { () throws(TensorError) in
      let d = try p.tensor.shape.arrayAxis(axis, op: "unwrap"), a = p.dtype.isFloatingPoint ? p : p.astype(.float64)
      if p.shape[d] < 2 { return a.copy() }
      let steps = diff(a, axis: d), half = period / 2
      var wrapped = mod(steps + half, period) - half
      wrapped = self.where((wrapped .== -half) & (steps .> 0), array(half).astype(a.dtype), wrapped)
      let correction = self.where(abs(steps) .< (discont ?? half), array(0.0).astype(a.dtype), wrapped - steps)
      let result = a.copy()
      var parts = [IndexPart](repeating: .all, count: d + 1)
      parts[d] = .stride(from: 1, by: 1)
      result[parts: parts] = part(a, d, 1..<a.shape[d]) + correction.cumsum(axis: d)
      // Whole angles stay whole where the period is.
      return p.dtype.isInteger && period == period.rounded() ? result.astype(p.dtype) : result
    }
  }

  // ---- windows -------------------------------------------------------------------------------------------------------------------

  private static func window(_ op: String, _ m: Int, _ value: (_ n: NDArray, _ last: Double) -> NDArray) -> NDArray {
    if m < 1 { return zeros(0) }
    if m == 1 { return ones(1) }
    return value(arange(1 - m, m, 2).astype(.float64), Double(m - 1))
  }
  /// A raised cosine that ends in zeros. Mirrors `numpy.hanning`.
  public static func hanning(_ m: Int) -> NDArray { window("hanning", m) { n, last in 0.5 + 0.5 * cos(Double.pi * n / last) } }
  /// A raised cosine that ends in 0.08. Mirrors `numpy.hamming`.
  public static func hamming(_ m: Int) -> NDArray { window("hamming", m) { n, last in 0.54 + 0.46 * cos(Double.pi * n / last) } }
  /// Three cosine terms, almost zero at the ends. Mirrors `numpy.blackman`.
  public static func blackman(_ m: Int) -> NDArray {
    window("blackman", m) { n, last in 0.42 + 0.5 * cos(Double.pi * n / last) + 0.08 * cos(2.0 * Double.pi * n / last) }
  }
  /// A triangle. Mirrors `numpy.bartlett`.
  public static func bartlett(_ m: Int) -> NDArray {
    window("bartlett", m) { n, last in self.where(n .<= 0, 1 + n / last, 1 - n / last) }
  }
  /// Kaiser's window of shape `beta`. Mirrors `numpy.kaiser`.
  public static func kaiser(_ m: Int, _ beta: Double) -> NDArray {
    window("kaiser", m) { _, last in
      let alpha = last / 2, n = arange(m)
      return i0(beta * sqrt(1 - power((n - alpha) / alpha, 2.0))) / i0(array(beta))
    }
  }
  /// The modified Bessel function of the first kind and order 0. Mirrors `numpy.i0`.
  public static func i0(_ x: NDArray) -> NDArray {
    if x.isInvalid { return x }
    if x.dtype.isComplex { return .invalid(TensorError(.dtype, op: "i0", "i0 not supported for complex values")) }
    let wide: DType = x.dtype.isFloatingPoint ? x.dtype : .float64
    return ArrayFunction.mapped("i0", [.array(x.astype(wide))], .same) { besselI0(Swift.abs($0)) }
  }
  /// The power series, whose terms are all positive, up to 15; the asymptotic series beyond.
  private static func besselI0(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    var term = 1.0, sum = 1.0, k = 1.0
    if x <= 30 {
      let quarter = x * x / 4
      while term > sum * 1e-17 {
        term *= quarter / (k * k)
        sum += term
        k += 1
      }
      return sum
    }
    while k < 60 {
      let next = term * (2 * k - 1) * (2 * k - 1) / (8 * k * x)
      if next < sum * 1e-17 || next > term { break }
      term = next
      sum += term
      k += 1
    }
    return libm.exp(x / 2) * (sum / (2 * Double.pi * x).squareRoot()) * libm.exp(x / 2)
  }
}
