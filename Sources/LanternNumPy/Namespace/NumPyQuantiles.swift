import Lantern

// Medians and quantiles.

extension np {
  /// How a quantile between two elements is found. Mirrors the `method` of `numpy.quantile`.
  public enum QuantileMethod: String, Sendable, Hashable, CaseIterable {
    case invertedCdf = "inverted_cdf"
    case averagedInvertedCdf = "averaged_inverted_cdf"
    case closestObservation = "closest_observation"
    case interpolatedInvertedCdf = "interpolated_inverted_cdf"
    case hazen, weibull, linear
    case medianUnbiased = "median_unbiased"
    case normalUnbiased = "normal_unbiased"
    case lower, higher, midpoint, nearest

    /// The place in a sorted row of `n` elements of the quantile `q`: a position, and how far on to the next one.
    func place(_ q: Double, _ n: Int) -> (below: Int, fraction: Double) {
      let count = Double(n), last = count - 1
      func between(_ alpha: Double, _ beta: Double) -> Double { count * q + (alpha + q * (1 - alpha - beta)) - 1 }
      func discrete(_ at: Double, _ keeps: (Double, Double) -> Bool) -> (Int, Double) {
        let below = at.rounded(.down)
        return (Int(Swift.max(0, Swift.min(last, keeps(at - below, below) ? below : below + 1))), 0)
      }
      let at: Double
      switch self {
      case .invertedCdf: return discrete(count * q - 1) { gamma, _ in gamma == 0 }
      case .closestObservation: return discrete(count * q - 1.5) { gamma, below in gamma == 0 && below.truncatingRemainder(dividingBy: 2) != 0 }
      case .averagedInvertedCdf: at = count * q - 1
      case .interpolatedInvertedCdf: at = between(0, 1)
      case .hazen: at = between(0.5, 0.5)
      case .weibull: at = between(0, 0)
      case .medianUnbiased: at = between(1 / 3, 1 / 3)
      case .normalUnbiased: at = between(3 / 8, 3 / 8)
      case .linear: at = last * q
      case .lower: return (Int((last * q).rounded(.down)), 0)
      case .higher: return (Int((last * q).rounded(.up)), 0)
      case .nearest: return (Int((last * q).rounded(.toNearestOrEven)), 0)
      case .midpoint: at = 0.5 * ((last * q).rounded(.down) + (last * q).rounded(.up))
      }
      if at < 0 { return (0, 0) }
      if at >= last { return (n - 1, 0) }
      let below = at.rounded(.down), gamma = at - below
      switch self {
      case .averagedInvertedCdf: return (Int(below), gamma == 0 ? 0.5 : 1)
      case .midpoint: return (Int(below), last * q == (last * q).rounded() ? 0 : 0.5)
      default: return (Int(below), gamma)
      }
    }
  }

  /// The median of all elements, or along axes. Mirrors `numpy.median`. NaN when there is one.
  public static func median(_ a: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false) -> NDArray {
    ranked("median", a, axis, keepdims) { rows, n in
      let wide: DType = a.dtype == .bool || a.dtype.isInteger ? .float64 : a.dtype
      if n == 0 { return full(rows.shape.sizes.dropLastAxis, Double.nan, dtype: wide) }
      let sorted = sort(rows, axis: -1)
      let middle = sorted[.ellipsis, .stride(from: (n - 1) / 2, to: n / 2 + 1, by: 1)].mean(axis: -1)
      let last = sorted[.ellipsis, .stride(from: n - 1, to: n, by: 1)].reshape(middle.shape)
      return wide.isFloatingPoint ? self.where(isnan(last), last.astype(middle.dtype), middle) : middle
    }
  }
  /// The median of what is a number. Mirrors `numpy.nanmedian`.
  public static func nanmedian(_ a: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false) -> NDArray {
    guard !a.isInvalid, a.dtype.isFloatingPoint else { return median(a, axis: axis, keepdims: keepdims) }
    return eachRow("nanmedian", a, axis, keepdims) { median($0) }
  }

  /// The quantiles `q`, in [0, 1], of all elements, or along axes. Mirrors `numpy.quantile`.
  ///
  /// Of several `q` the result has their axes first. NaN when there is one.
  ///
  /// ```swift
  /// np.quantile(np.array([1, 2, 3, 4]), 0.5)  // 2.5
  /// ```
  public static func quantile(
    _ a: NDArray, _ q: some ArrayOperand, axis: (any ArrayAxis)? = nil, method: QuantileMethod = .linear, keepdims: Bool = false
  ) -> NDArray { quantiles("quantile", a, q.operandValue, 1, axis, method, keepdims) }
  /// The percentiles `q`, in [0, 100], of all elements, or along axes. Mirrors `numpy.percentile`.
  public static func percentile(
    _ a: NDArray, _ q: some ArrayOperand, axis: (any ArrayAxis)? = nil, method: QuantileMethod = .linear, keepdims: Bool = false
  ) -> NDArray { quantiles("percentile", a, q.operandValue, 100, axis, method, keepdims) }
  /// The quantiles of what is a number. Mirrors `numpy.nanquantile`.
  public static func nanquantile(
    _ a: NDArray, _ q: some ArrayOperand, axis: (any ArrayAxis)? = nil, method: QuantileMethod = .linear, keepdims: Bool = false
  ) -> NDArray { nanQuantiles("nanquantile", a, q.operandValue, 1, axis, method, keepdims) }
  /// The percentiles of what is a number. Mirrors `numpy.nanpercentile`.
  public static func nanpercentile(
    _ a: NDArray, _ q: some ArrayOperand, axis: (any ArrayAxis)? = nil, method: QuantileMethod = .linear, keepdims: Bool = false
  ) -> NDArray { nanQuantiles("nanpercentile", a, q.operandValue, 100, axis, method, keepdims) }

  private static func quantiles(
    _ op: String, _ a: NDArray, _ q: ArrayOperandValue, _ whole: Double, _ axis: (any ArrayAxis)?, _ method: QuantileMethod, _ keepdims: Bool
  ) -> NDArray {
    if a.isInvalid || q.isInvalid { return a.isInvalid ? a : q.array }
    if a.dtype.isComplex { return .invalid(TensorError(.dtype, op: op, "a must be an array of real numbers")) }
    let wanted = q.array
    guard wanted.toArray(Double.self).allSatisfy({ $0 >= 0 && $0 <= whole }) else {
      return .invalid(
        TensorError(
          .argument, op: op, whole == 1 ? "Quantiles must be in the range [0, 1]" : "Percentiles must be in the range [0, 100]"))
    }
    // A number adapts to a float array; an array of quantiles takes part in promotion.
    let type = ArrayOperandValue.commonType([.array(a), q.isNumber ? .number(.double(0)) : .array(wanted.astype(wanted.dtype.holdingFloat))])
    let discrete: Set<QuantileMethod> = [.invertedCdf, .closestObservation, .lower, .higher, .nearest]
    let parts = wanted.toArray(Double.self).map { one -> NDArray in
      ranked(op, a, axis, keepdims) { rows, n in
        if n == 0 { return full(rows.shape.sizes.dropLastAxis, Double.nan, dtype: type) }
        let sorted = sort(rows, axis: -1)
        // NumPy divides in the type of the elements.
        let share = a.dtype == .float32 && q.isNumber ? Double(Float(one) / Float(whole)) : one / whole
        let (below, fraction) = method.place(share, n)
        func element(_ k: Int) -> NDArray { sorted[.ellipsis, k] }
        let first = NDArray(element(below).tensor), last = element(n - 1)
        var result: NDArray
        if discrete.contains(method) {
          result = first
        } else {
          let next = element(Swift.min(below + 1, n - 1))
          let step = (a.dtype == .bool ? next.astype(type) - first.astype(type) : next - first).astype(type)
          let low = first.astype(type), high = next.astype(type)
          result = fraction >= 0.5 ? high - step * (1 - fraction) : low + step * fraction
          result = result.astype(type)
        }
        return a.dtype.isFloatingPoint ? self.where(isnan(last), last.astype(result.dtype), result) : result
      }
    }
    if let invalid = parts.first(where: \.isInvalid) { return invalid }
    if wanted.ndim == 0 { return parts[0] }
    guard let one = parts.first else { return zeros(0, dtype: type) }
    return stack(parts).reshape(Array(wanted.shape) + Array(one.shape))
  }

  private static func nanQuantiles(
    _ op: String, _ a: NDArray, _ q: ArrayOperandValue, _ whole: Double, _ axis: (any ArrayAxis)?, _ method: QuantileMethod, _ keepdims: Bool
  ) -> NDArray {
    guard !a.isInvalid, !q.isInvalid, a.dtype.isFloatingPoint else { return quantiles(op, a, q, whole, axis, method, keepdims) }
    let wanted = q.array
    let parts = wanted.toArray(Double.self).map { one in
      eachRow(op, a, axis, keepdims) { row in quantiles(op, row, .number(.double(one)), whole, nil, method, false) }
    }
    if let invalid = parts.first(where: \.isInvalid) { return invalid }
    if wanted.ndim == 0 { return parts[0] }
    guard let one = parts.first else { return zeros(0) }
    return stack(parts).reshape(Array(wanted.shape) + Array(one.shape))
  }

  /// A function of rows in which the reduced axes have become one, the last; `n` is its length.
  static func ranked(
    _ op: String, _ a: NDArray, _ axis: (any ArrayAxis)?, _ keepdims: Bool, _ body: (_ rows: NDArray, _ n: Int) -> NDArray
  ) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let axes = try a.tensor.shape.arrayAxes(axis?.axisList, op: op), kept = (0..<a.ndim).filter { !axes.contains($0) }
      let n = axes.reduce(1) { $0 * a.shape[$1] }
      let rows = a.permuted(kept + axes).reshape(kept.map { a.shape[$0] } + [n])
      let result = body(rows, n)
      if result.isInvalid { return result }
      return .result(result.reshape(a.tensor.shape.reduced(Shape(axes), keepDim: keepdims)).tensor)
    }
  }
  /// A function of each row without its NaN.
  private static func eachRow(
    _ op: String, _ a: NDArray, _ axis: (any ArrayAxis)?, _ keepdims: Bool, _ body: (NDArray) -> NDArray
  ) -> NDArray {
    ranked(op, a, axis, keepdims) { rows, n in
      let flat = rows.reshape([n == 0 ? rows.size : rows.size / n, n])
      let found = (0..<flat.count).map { i -> NDArray in
        let row = flat[i, .ellipsis], numbers = row[~isnan(row)]
        if numbers.size == 0 {
          warnOnce("All-NaN slice encountered")
          return NDArray(Tensor.number(.double(.nan), a.dtype))
        }
        return body(numbers)
      }
      if found.isEmpty { return zeros(rows.shape.sizes.dropLastAxis, dtype: a.dtype) }
      return stack(found).reshape(rows.shape.sizes.dropLastAxis)
    }
  }
}

extension Shape {
  /// The sizes of all axes but the last.
  var dropLastAxis: Shape { Shape(dropLast()) }
}

extension ArrayOperandValue {
  var isNumber: Bool { if case .number = self { true } else { false } }
}
