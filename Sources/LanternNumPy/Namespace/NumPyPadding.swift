import Lantern

// Arrays with a border.

extension np {
  /// What stands in the border that `pad` puts around an array. Mirrors the `mode` of `numpy.pad`.
  public enum PadMode: String, Sendable, Hashable {
    /// A number.
    case constant
    /// The outermost element.
    case edge
    /// Numbers on the way from the outermost element to an end value.
    case linearRamp = "linear_ramp"
    /// The largest element along the axis.
    case maximum
    /// The mean along the axis.
    case mean
    /// The median along the axis.
    case median
    /// The smallest element along the axis.
    case minimum
    /// The elements mirrored at the outermost one.
    case reflect
    /// The elements mirrored at the border.
    case symmetric
    /// The elements from the other end.
    case wrap
    /// Anything.
    case empty
  }

  /// The array with `before` and `after` positions more along each axis. Mirrors `numpy.pad`.
  ///
  /// - Parameters:
  ///   - width: a pair for every axis, or one for all.
  ///   - value: what a constant border holds, or a ramp ends in.
  ///
  /// ```swift
  /// np.pad(np.array([1, 2, 3]), [(2, 1)], mode: .reflect)  // [3 2 1 2 3 2]
  /// ```
  public static func pad(_ a: NDArray, _ width: [(Int, Int)], mode: PadMode = .constant, value: some ArrayOperand = 0) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let op = "pad"
      guard width.count == a.ndim || width.count == 1 else {
        throw TensorError(
          .shape, op: op,
          "operands could not be broadcast together with remapped shapes [original->remapped]: (\(width.count),2) and requested shape "
            + "(\(a.ndim),2)")
      }
      let widths = width.count == 1 ? Array(repeating: width[0], count: a.ndim) : width
      guard widths.allSatisfy({ $0.0 >= 0 && $0.1 >= 0 }) else {
        throw TensorError(.argument, op: op, "index can't contain negative values")
      }
      guard widths.contains(where: { $0.0 > 0 || $0.1 > 0 }) else { return a.copy() }
      var result = a
      for (d, (before, after)) in widths.enumerated() where before > 0 || after > 0 {
        for extra in [before, after] {
          var shape = result.tensor.shape
          let (size, overflow) = shape[d].addingReportingOverflow(extra)
          guard !overflow else { throw TensorError(.memory, op: op, "Maximum allowed dimension exceeded") }
          shape[d] = size
          _ = try shape.checkedSizes(op)
        }
        result = try padded(result, d, before, after, mode, value.operandValue)
        if result.isInvalid { return result }
      }
      return result
    }
  }
  /// The array with `width` positions more at either end of each axis. Mirrors `numpy.pad`.
  public static func pad(_ a: NDArray, _ width: Int, mode: PadMode = .constant, value: some ArrayOperand = 0) -> NDArray {
    pad(a, [(width, width)], mode: mode, value: value)
  }

  private static func padded(
    _ a: NDArray, _ d: Int, _ before: Int, _ after: Int, _ mode: PadMode, _ value: ArrayOperandValue
  ) throws(TensorError) -> NDArray {
    let n = a.shape[d]
    func border(_ size: Int) -> Shape {
      var shape = a.tensor.shape
      shape[d] = size
      return shape
    }
    if n == 0, mode != .constant, mode != .empty {
      throw TensorError(
        .shape, op: "pad", "can't extend empty axis \(d) using modes other than 'constant' or 'empty'")
    }
    func around(_ left: NDArray, _ right: NDArray) -> NDArray {
      concatenate([broadcastTo(left, border(before)), a, broadcastTo(right, border(after))], axis: d)
    }
    switch mode {
    case .constant, .empty:
      let fill = (mode == .empty ? ArrayOperandValue.number(.int(0)) : value).array.astype(a.dtype)
      return around(fill, fill)
    case .maximum, .minimum, .mean, .median:
      var one: NDArray
      switch mode {
      case .maximum: one = a.max(axis: d, keepdims: true)
      case .minimum: one = a.min(axis: d, keepdims: true)
      case .mean: one = a.mean(axis: d, keepdims: true)
      default: one = median(a, axis: d, keepdims: true)
      }
      if a.dtype.isInteger, one.dtype.isFloatingPoint { one = round(one) }
      let fill = one.astype(a.dtype)
      return around(fill, fill)
    case .linearRamp:
      let end = value.array.astype(.float64)
      func ramp(_ edge: NDArray, _ size: Int, isLeft: Bool) -> NDArray {
        var shape = [Int](repeating: 1, count: a.ndim)
        shape[d] = size
        let steps = arange(size).astype(.float64).reshape(shape), start = edge.astype(.float64)
        var row = size == 0 ? zeros(border(0)) : end + (start - end) / Double(size) * steps
        if a.dtype.isInteger { row = floor(row) }
        return (isLeft ? row : flip(row, axis: d)).astype(a.dtype)
      }
      return concatenate(
        [ramp(part(a, d, 0..<1), before, isLeft: true), a, ramp(part(a, d, (n - 1)..<n), after, isLeft: false)], axis: d)
    default:
      let places = (-before..<n + after).map { k -> Int in
        switch mode {
        case .edge: return Swift.min(Swift.max(k, 0), n - 1)
        case .wrap: return (k % n + n) % n
        case .symmetric:
          let at = (k % (2 * n) + 2 * n) % (2 * n)
          return at < n ? at : 2 * n - 1 - at
        default:
          if n == 1 { return 0 }
          let period = 2 * (n - 1), at = (k % period + period) % period
          return at < n ? at : period - at
        }
      }
      return take(a, array(places), axis: d)
    }
  }

  /// Truth values packed into bits of bytes, the first one highest. Mirrors `numpy.packbits`.
  public static func packbits(_ a: NDArray, axis: Int? = nil, bitorder: String = "big") -> NDArray {
    if a.isInvalid { return a }
    guard let axis else { return packbits(a.ravel(), axis: 0, bitorder: bitorder) }
    return NDArray.reporting { () throws(TensorError) in
      guard a.dtype == .bool || a.dtype.isInteger else {
        throw TensorError(.dtype, op: "packbits", "Expected an input array of integer or boolean data type")
      }
      try checkBitOrder("packbits", bitorder)
      let d = try a.tensor.shape.arrayAxis(axis, op: "packbits"), rows = moveaxis(a .!= 0, d, -1)
      let n = a.shape[d], bytes = (n + 7) / 8
      let full = pad(rows, Array(repeating: (0, 0), count: a.ndim - 1) + [(0, bytes * 8 - n)])
      let bits = full.reshape(Array(rows.shape.dropLast()) + [bytes, 8]).astype(.uint8)
      let weights = array([128, 64, 32, 16, 8, 4, 2, 1], dtype: .uint8)
      let packed = (bits * (bitorder == "big" ? weights : flip(weights))).sum(axis: -1, dtype: .uint8)
      return moveaxis(packed, -1, d).copy()
    }
  }
  /// The bits of bytes, the highest first. Mirrors `numpy.unpackbits`.
  public static func unpackbits(_ a: NDArray, axis: Int? = nil, count: Int? = nil, bitorder: String = "big") -> NDArray {
    if a.isInvalid { return a }
    guard let axis else { return unpackbits(a.ravel(), axis: 0, count: count, bitorder: bitorder) }
    return NDArray.reporting { () throws(TensorError) in
      guard a.dtype == .uint8 else {
        throw TensorError(.dtype, op: "unpackbits", "Expected an input array of unsigned byte data type")
      }
      try checkBitOrder("unpackbits", bitorder)
      let d = try a.tensor.shape.arrayAxis(axis, op: "unpackbits"), rows = moveaxis(a, d, -1)
      let shifts = array(bitorder == "big" ? [7, 6, 5, 4, 3, 2, 1, 0] : [0, 1, 2, 3, 4, 5, 6, 7], dtype: .uint8)
      var bits = (rightShift(expandDims(rows, axis: -1), shifts) & array([1], dtype: .uint8)).reshape(
        Array(rows.shape.dropLast()) + [a.shape[d] * 8])
      if let count {
        let n = bits.shape[bits.ndim - 1]
        guard count >= -n else { throw TensorError(.argument, op: "unpackbits", "-count larger than number of elements") }
        let wanted = count < 0 ? n + count : count
        bits =
          wanted <= n
          ? part(bits, bits.ndim - 1, 0..<wanted) : pad(bits, Array(repeating: (0, 0), count: a.ndim - 1) + [(0, wanted - n)])
      }
      return moveaxis(bits, -1, d).copy()
    }
  }
  private static func checkBitOrder(_ op: String, _ order: String) throws(TensorError) {
    guard order == "big" || order == "little" else {
      throw TensorError(.argument, op: op, "'order' must be either 'little' or 'big'", hint: "Found '\(order)'.")
    }
  }

  /// The results of a function of the vectors along an axis. Mirrors `numpy.apply_along_axis`.
  public static func applyAlongAxis(_ function: (NDArray) -> NDArray, _ axis: Int, _ a: NDArray) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let d = try a.tensor.shape.arrayAxis(axis, op: "apply_along_axis"), rows = moveaxis(a, d, -1), n = a.shape[d]
      guard a.size > 0 else {
        throw TensorError(.shape, op: "apply_along_axis", "Cannot apply_along_axis when any iteration dimensions are 0")
      }
      let outer = Array(rows.shape.dropLast()), flat = rows.reshape([-1, n])
      let results = (0..<flat.count).map { function(flat[$0, .ellipsis]) }
      let inner = Array(results[0].shape), all = stack(results).reshape(outer + inner)
      // The results' axes stand where the vectors' axis stood.
      let from = inner.indices.map { outer.count + $0 }
      return moveaxis(all, from, inner.indices.map { d + $0 })
    }
  }
  /// A reduction along several axes, one after the other, each kept with length 1. Mirrors `numpy.apply_over_axes`.
  public static func applyOverAxes(_ function: (NDArray, Int) -> NDArray, _ a: NDArray, _ axes: some ArrayAxis) -> NDArray {
    axes.axisList.reduce(a) { value, axis in
      if value.isInvalid { return value }
      let d = axis < 0 ? axis + a.ndim : axis, result = function(value, d)
      return result.isInvalid || result.ndim == value.ndim ? result : expandDims(result, axis: d)
    }
  }
}
