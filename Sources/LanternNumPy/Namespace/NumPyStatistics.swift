import Lantern

// Averages with weights, covariances, correlations.

extension np {
  /// The mean, each element counted with its weight; weights have the array's shape, or lie along one axis. Mirrors `numpy.average`.
  public static func average(_ a: NDArray, axis: (any ArrayAxis)? = nil, weights: (any ArrayOperand)? = nil, keepdims: Bool = false) -> NDArray {
    guard let weights else { return a.mean(axis: axis, keepdims: keepdims) }
    return averageAndSum(a, axis: axis, weights: weights, keepdims: keepdims).average
  }
  /// The mean with weights, and the sums of the weights. Mirrors `numpy.average(returned=True)`.
  public static func averageAndSum(
    _ a: NDArray, axis: (any ArrayAxis)? = nil, weights: any ArrayOperand, keepdims: Bool = false
  ) -> (average: NDArray, sum: NDArray) {
    var w = weights.operandValue.array
    if a.isInvalid || w.isInvalid { return (a.isInvalid ? a : w, w) }
    do throws(TensorError) {
      if w.shape != a.shape {
        guard let list = axis?.axisList else {
          throw TensorError(.shape, op: "average", "Axis must be specified when shapes of a and weights differ.")
        }
        let axes = try a.tensor.shape.arrayAxes(list, op: "average")
        guard w.shape.sizes == Shape(axes.map { a.shape[$0] }) else {
          throw TensorError(.shape, op: "average", "Shape of weights must be consistent with shape of a along specified axis.")
        }
        w = broadcastTo(w.reshape((0..<a.ndim).map { axes.contains($0) ? a.shape[$0] : 1 }), a.shape)
      }
      let both = DType.promoteArrays(a.dtype, w.dtype)
      let type: DType = a.dtype == .bool || a.dtype.isInteger ? DType.promoteArrays(both, .float64) : both
      let sum = w.sum(axis: axis, dtype: type, keepdims: keepdims)
      guard !(sum .== 0).any().boolValue else {
        throw TensorError(.argument, op: "average", "Weights sum to zero, can't be normalized")
      }
      let average = (a.astype(type) * w.astype(type)).sum(axis: axis, keepdims: keepdims) / sum
      return (average, sum.shape == average.shape ? sum : broadcastTo(sum, average.shape))
    } catch {
      let none = NDArray.invalid(error)
      return (none, none)
    }
  }

  /// The covariances of variables, which are the rows of a matrix, or its columns when `rowvar` is false. Mirrors `numpy.cov`.
  public static func cov(
    _ m: NDArray, _ y: NDArray? = nil, rowvar: Bool = true, bias: Bool = false, ddof: Int? = nil, fweights: NDArray? = nil,
    aweights: NDArray? = nil
  ) -> NDArray {
    for one in [m, y, fweights, aweights] { if let one, one.isInvalid { return one } }
    return NDArray.reporting { () throws(TensorError) in
      guard m.ndim <= 2 else { throw TensorError(.shape, op: "cov", "m has more than 2 dimensions") }
      if let y, y.ndim > 2 { throw TensorError(.shape, op: "cov", "y has more than 2 dimensions") }
      let type = DType.promoteArrays(y.map { DType.promoteArrays(m.dtype, $0.dtype) } ?? m.dtype, .float64)
      func variables(_ a: NDArray) -> NDArray {
        let table = atleast2d(a.astype(type))
        return !rowvar && a.ndim == 2 ? table.T : table
      }
      var x = variables(m)
      if m.size == 0 { return zeros([m.ndim == 2 && rowvar ? m.shape[0] : 0, m.ndim == 2 && rowvar ? m.shape[0] : 0]) }
      if let y { x = concatenate([x, variables(y)], axis: 0) }
      if x.isInvalid { return x }
      let n = x.shape[1], free = Double(ddof ?? (bias ? 0 : 1))
      var w: NDArray?
      for (weights, name) in [(fweights, "fweights"), (aweights, "aweights")] {
        guard let weights else { continue }
        guard weights.ndim == 1 else { throw TensorError(.shape, op: "cov", "cannot handle multidimensional \(name)") }
        guard weights.size == n else { throw TensorError(.shape, op: "cov", "incompatible numbers of samples and \(name)") }
        if name == "fweights", !(weights .== round(weights)).all().boolValue {
          throw TensorError(.dtype, op: "cov", "fweights must be integer")
        }
        guard (weights .>= 0).all().boolValue else { throw TensorError(.argument, op: "cov", "\(name) cannot be negative") }
        w = w.map { $0 * weights } ?? weights.astype(.float64)
      }
      let total = w.map { $0.sum().item(Double.self) } ?? Double(n)
      if total == 0 { throw TensorError(.argument, op: "cov", "Weights sum to zero, can't be normalized") }
      let mean = w.map { (x * $0).sum(axis: 1, keepdims: true) / total } ?? x.mean(axis: 1, keepdims: true)
      var factor = total - free
      if let w, let aweights, free != 0 { factor = total - free * (w * aweights).sum().item(Double.self) / total }
      if factor <= 0 {
        warnOnce("Degrees of freedom <= 0 for slice")
        factor = 0
      }
      let centered = x - mean
      let turned = (w.map { centered * $0 } ?? centered).T
      let c = dot(centered, conjugate(turned)) * (1 / factor)
      return .result(c.squeeze().tensor)
    }
  }
  /// The correlations of variables, which are the rows of a matrix, or its columns when `rowvar` is false. Mirrors `numpy.corrcoef`.
  public static func corrcoef(_ x: NDArray, _ y: NDArray? = nil, rowvar: Bool = true) -> NDArray {
    let c = cov(x, y, rowvar: rowvar)
    if c.isInvalid { return c }
    if c.ndim == 0 { return c / c }
    let deviation = sqrt(real(diag(c)))
    let r = c / deviation.reshape(-1, 1) / deviation.reshape(1, -1)
    return r.dtype.isComplex ? complex(clip(real(r), -1, 1), clip(imag(r), -1, 1)) : clip(r, -1, 1)
  }

  /// How much of two vectors is taken into account where they overlap partly.
  public enum OverlapMode: String, Sendable, Hashable {
    /// Every overlap.
    case full
    /// As many as the longer vector has elements, from the middle.
    case same
    /// Complete overlaps only.
    case valid
  }
  /// The convolution of two vectors. Mirrors `numpy.convolve`.
  public static func convolve(_ a: NDArray, _ v: NDArray, mode: OverlapMode = .full) -> NDArray {
    if a.isInvalid || v.isInvalid { return a.isInvalid ? a : v }
    guard a.size > 0, v.size > 0 else {
      return .invalid(TensorError(.shape, op: "convolve", (a.size == 0 ? "a" : "v") + " cannot be empty"))
    }
    let (long, short) = v.size > a.size ? (v, a) : (a, v)
    return sliding("convolve", long, flip(short), mode)
  }
  /// The cross-correlation of two vectors, the second conjugated. Mirrors `numpy.correlate`.
  public static func correlate(_ a: NDArray, _ v: NDArray, mode: OverlapMode = .valid) -> NDArray {
    if a.isInvalid || v.isInvalid { return a.isInvalid ? a : v }
    guard a.size > 0, v.size > 0 else {
      return .invalid(TensorError(.shape, op: "correlate", "\(a.size == 0 ? "first" : "second") array argument cannot be empty"))
    }
    let w = conjugate(v)
    // The shorter vector slides along the longer one; exchanging them reverses the result.
    return w.size > a.size ? flip(sliding("correlate", w, a, mode)) : sliding("correlate", a, w, mode)
  }
  private static func sliding(_ op: String, _ long: NDArray, _ short: NDArray, _ mode: OverlapMode) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      guard long.ndim == 1, short.ndim == 1 else { throw TensorError(.shape, op: op, "object too deep for desired array") }
      let type = DType.promoteArrays(long.dtype, short.dtype), n = long.size, m = short.size
      let left = mode == .full ? m - 1 : mode == .same ? m / 2 : 0
      let count = mode == .full ? n + m - 1 : mode == .same ? n : n - m + 1
      let padded = zeros(count + m - 1, dtype: type)
      padded[left..<(left + n)] = long
      let t = padded.tensor
      let windows = NDArray(Tensor(viewing: t, shape: Shape([count, m]), strides: Shape([1, 1]), offset: t.offset))
      return dot(windows.copy(), short.astype(type))
    }
  }
}
