import Lantern

// The reductions of arrays under NumPy's names, and those that leave out NaN.

extension np {
  /// The sum of all elements, or along axes. Mirrors `numpy.sum`.
  public static func sum(
    _ a: NDArray, axis: (any ArrayAxis)? = nil, dtype: DType? = nil, out: NDArray? = nil, keepdims: Bool = false,
    initial: (any ArrayOperand)? = nil, where mask: NDArray? = nil
  ) -> NDArray {
    ArrayFunction.stored("add", out, nil) { a.sum(axis: axis, dtype: dtype, keepdims: keepdims, initial: initial, where: mask) }
  }
  /// The product of all elements, or along axes. Mirrors `numpy.prod`.
  public static func prod(
    _ a: NDArray, axis: (any ArrayAxis)? = nil, dtype: DType? = nil, out: NDArray? = nil, keepdims: Bool = false,
    initial: (any ArrayOperand)? = nil, where mask: NDArray? = nil
  ) -> NDArray {
    ArrayFunction.stored("multiply", out, nil) { a.prod(axis: axis, dtype: dtype, keepdims: keepdims, initial: initial, where: mask) }
  }
  /// The mean of all elements, or along axes. Mirrors `numpy.mean`.
  public static func mean(
    _ a: NDArray, axis: (any ArrayAxis)? = nil, dtype: DType? = nil, out: NDArray? = nil, keepdims: Bool = false, where mask: NDArray? = nil
  ) -> NDArray { ArrayFunction.stored("mean", out, nil) { a.mean(axis: axis, dtype: dtype, keepdims: keepdims, where: mask) } }
  /// The variance of all elements, or along axes. Mirrors `numpy.var`.
  public static func `var`(
    _ a: NDArray, axis: (any ArrayAxis)? = nil, dtype: DType? = nil, out: NDArray? = nil, ddof: Double = 0, keepdims: Bool = false,
    where mask: NDArray? = nil
  ) -> NDArray { ArrayFunction.stored("var", out, nil) { a.var(axis: axis, dtype: dtype, ddof: ddof, keepdims: keepdims, where: mask) } }
  /// The standard deviation of all elements, or along axes. Mirrors `numpy.std`.
  public static func std(
    _ a: NDArray, axis: (any ArrayAxis)? = nil, dtype: DType? = nil, out: NDArray? = nil, ddof: Double = 0, keepdims: Bool = false,
    where mask: NDArray? = nil
  ) -> NDArray { ArrayFunction.stored("std", out, nil) { a.std(axis: axis, dtype: dtype, ddof: ddof, keepdims: keepdims, where: mask) } }
  /// The largest element, or those along axes. Mirrors `numpy.max`.
  public static func max(
    _ a: NDArray, axis: (any ArrayAxis)? = nil, out: NDArray? = nil, keepdims: Bool = false, initial: (any ArrayOperand)? = nil,
    where mask: NDArray? = nil
  ) -> NDArray { ArrayFunction.stored("maximum", out, nil) { a.max(axis: axis, keepdims: keepdims, initial: initial, where: mask) } }
  /// The smallest element, or those along axes. Mirrors `numpy.min`.
  public static func min(
    _ a: NDArray, axis: (any ArrayAxis)? = nil, out: NDArray? = nil, keepdims: Bool = false, initial: (any ArrayOperand)? = nil,
    where mask: NDArray? = nil
  ) -> NDArray { ArrayFunction.stored("minimum", out, nil) { a.min(axis: axis, keepdims: keepdims, initial: initial, where: mask) } }
  /// The largest element, or those along axes. Mirrors `numpy.amax`.
  public static func amax(_ a: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false) -> NDArray { max(a, axis: axis, keepdims: keepdims) }
  /// The smallest element, or those along axes. Mirrors `numpy.amin`.
  public static func amin(_ a: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false) -> NDArray { min(a, axis: axis, keepdims: keepdims) }
  /// The largest element less the smallest. Mirrors `numpy.ptp`.
  public static func ptp(_ a: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false) -> NDArray {
    subtract(max(a, axis: axis, keepdims: keepdims), min(a, axis: axis, keepdims: keepdims))
  }
  /// The position of the largest element, or the positions along an axis. Mirrors `numpy.argmax`.
  public static func argmax(_ a: NDArray, axis: Int? = nil, keepdims: Bool = false) -> NDArray { a.argmax(axis: axis, keepdims: keepdims) }
  /// The position of the smallest element, or the positions along an axis. Mirrors `numpy.argmin`.
  public static func argmin(_ a: NDArray, axis: Int? = nil, keepdims: Bool = false) -> NDArray { a.argmin(axis: axis, keepdims: keepdims) }
  /// Whether any element is not zero. Mirrors `numpy.any`.
  public static func any(_ a: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false, where mask: NDArray? = nil) -> NDArray {
    a.any(axis: axis, keepdims: keepdims, where: mask)
  }
  /// Whether all elements are not zero. Mirrors `numpy.all`.
  public static func all(_ a: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false, where mask: NDArray? = nil) -> NDArray {
    a.all(axis: axis, keepdims: keepdims, where: mask)
  }
  /// How many elements are not zero. Mirrors `numpy.count_nonzero`.
  public static func countNonzero(_ a: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false) -> NDArray {
    notEqual(a, 0).sum(axis: axis, keepdims: keepdims)
  }
  /// The running sums along an axis, or of all elements. Mirrors `numpy.cumsum`.
  public static func cumsum(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil) -> NDArray { a.cumsum(axis: axis, dtype: dtype) }
  /// The running products along an axis, or of all elements. Mirrors `numpy.cumprod`.
  public static func cumprod(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil) -> NDArray { a.cumprod(axis: axis, dtype: dtype) }
  /// The running sums along an axis, with a zero in front where asked for. Mirrors `numpy.cumulative_sum`.
  public static func cumulativeSum(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil, includeInitial: Bool = false) -> NDArray {
    cumulative("cumulative_sum", a, axis, includeInitial ? 0 : nil) { $0.cumsum(axis: $1, dtype: dtype) }
  }
  /// The running products along an axis, with a one in front where asked for. Mirrors `numpy.cumulative_prod`.
  public static func cumulativeProd(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil, includeInitial: Bool = false) -> NDArray {
    cumulative("cumulative_prod", a, axis, includeInitial ? 1 : nil) { $0.cumprod(axis: $1, dtype: dtype) }
  }
  private static func cumulative(
    _ op: String, _ a: NDArray, _ axis: Int?, _ first: Int?, _ run: (NDArray, Int) -> NDArray
  ) -> NDArray {
    if a.isInvalid { return a }
    guard axis != nil || a.ndim == 1 else {
      return .invalid(
        TensorError(.argument, op: op, "For arrays which have more than one dimension ``axis`` argument is required."))
    }
    let d = axis ?? 0, result = run(atleast1d(a), d)
    guard let first, !result.isInvalid else { return result }
    var shape = result.shape.sizes
    shape[d < 0 ? d + result.ndim : d] = 1
    return concatenate([full(shape, first, dtype: result.dtype), result], axis: d)
  }

  // ---- without NaN ---------------------------------------------------------------------------------------------------------------

  /// The array with another number in the place of NaN, and where there was none; `nil` for types without NaN.
  static func withoutNaN(_ a: NDArray, _ value: Double) -> (filled: NDArray, numbers: NDArray)? {
    guard !a.isInvalid, a.dtype.isFloatingPoint || a.dtype.isComplex else { return nil }
    let isNaN = isnan(a)
    return (self.where(isNaN, NDArray(Tensor.number(.double(value), a.dtype)), a), ~isNaN)
  }
  /// The sum of what is a number. Mirrors `numpy.nansum`.
  public static func nansum(_ a: NDArray, axis: (any ArrayAxis)? = nil, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    (withoutNaN(a, 0)?.filled ?? a).sum(axis: axis, dtype: dtype, keepdims: keepdims)
  }
  /// The product of what is a number. Mirrors `numpy.nanprod`.
  public static func nanprod(_ a: NDArray, axis: (any ArrayAxis)? = nil, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    (withoutNaN(a, 1)?.filled ?? a).prod(axis: axis, dtype: dtype, keepdims: keepdims)
  }
  /// The running sums, NaN counted as 0. Mirrors `numpy.nancumsum`.
  public static func nancumsum(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil) -> NDArray {
    (withoutNaN(a, 0)?.filled ?? a).cumsum(axis: axis, dtype: dtype)
  }
  /// The running products, NaN counted as 1. Mirrors `numpy.nancumprod`.
  public static func nancumprod(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil) -> NDArray {
    (withoutNaN(a, 1)?.filled ?? a).cumprod(axis: axis, dtype: dtype)
  }
  /// The largest number. Mirrors `numpy.nanmax`. NaN, with a warning, where there is none.
  public static func nanmax(_ a: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false) -> NDArray {
    nanExtreme(a, -.infinity, axis, keepdims) { $0.max(axis: axis, keepdims: keepdims) }
  }
  /// The smallest number. Mirrors `numpy.nanmin`. NaN, with a warning, where there is none.
  public static func nanmin(_ a: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false) -> NDArray {
    nanExtreme(a, .infinity, axis, keepdims) { $0.min(axis: axis, keepdims: keepdims) }
  }
  private static func nanExtreme(
    _ a: NDArray, _ value: Double, _ axis: (any ArrayAxis)?, _ keepdims: Bool, _ extreme: (NDArray) -> NDArray
  ) -> NDArray {
    guard a.size > 0, let (filled, numbers) = withoutNaN(a, value) else { return extreme(a) }
    let found = extreme(filled), any = numbers.any(axis: axis, keepdims: keepdims)
    if found.isInvalid || any.all().boolValue { return found }
    warnOnce("All-NaN slice encountered")
    return self.where(any, found, NDArray(Tensor.number(.double(.nan), a.dtype)))
  }
  /// The position of the largest number. Reports an error where there is none. Mirrors `numpy.nanargmax`.
  public static func nanargmax(_ a: NDArray, axis: Int? = nil, keepdims: Bool = false) -> NDArray {
    nanPosition("nanargmax", a, -.infinity, axis) { $0.argmax(axis: axis, keepdims: keepdims) }
  }
  /// The position of the smallest number. Reports an error where there is none. Mirrors `numpy.nanargmin`.
  public static func nanargmin(_ a: NDArray, axis: Int? = nil, keepdims: Bool = false) -> NDArray {
    nanPosition("nanargmin", a, .infinity, axis) { $0.argmin(axis: axis, keepdims: keepdims) }
  }
  private static func nanPosition(
    _ op: String, _ a: NDArray, _ value: Double, _ axis: Int?, _ position: (NDArray) -> NDArray
  ) -> NDArray {
    guard a.size > 0, let (filled, numbers) = withoutNaN(a, value) else { return position(a) }
    let any = numbers.any(axis: axis)
    if any.isInvalid { return any }
    guard any.all().boolValue else { return .invalid(TensorError(.argument, op: op, "All-NaN slice encountered")) }
    return position(filled)
  }
  /// The mean of what is a number. Mirrors `numpy.nanmean`.
  public static func nanmean(_ a: NDArray, axis: (any ArrayAxis)? = nil, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    guard let (filled, numbers) = withoutNaN(a, 0) else { return a.mean(axis: axis, dtype: dtype, keepdims: keepdims) }
    let count = numbers.sum(axis: axis, keepdims: keepdims), type = dtype ?? a.dtype
    if !count.isInvalid, (count .== 0).any().boolValue { warnOnce("Mean of empty slice") }
    return (filled.sum(axis: axis, dtype: dtype, keepdims: keepdims) / count).astype(type)
  }
  /// The variance of what is a number. Mirrors `numpy.nanvar`.
  public static func nanvar(_ a: NDArray, axis: (any ArrayAxis)? = nil, ddof: Double = 0, keepdims: Bool = false) -> NDArray {
    guard let (filled, numbers) = withoutNaN(a, 0) else { return a.var(axis: axis, ddof: ddof, keepdims: keepdims) }
    let count = numbers.sum(axis: axis, keepdims: true)
    let mean = (filled.sum(axis: axis, keepdims: true) / count).astype(a.dtype)
    let distance = self.where(numbers, filled - mean, NDArray(Tensor.number(.int(0), a.dtype)))
    let squares = a.dtype.isComplex ? square(real(distance)) + square(imag(distance)) : distance * distance
    let free = numbers.sum(axis: axis, keepdims: keepdims) - ddof
    if !free.isInvalid, (free .<= 0).any().boolValue { warnOnce("Degrees of freedom <= 0 for slice.") }
    let result = (squares.sum(axis: axis, keepdims: keepdims) / free).astype(squares.dtype)
    return self.where(free .<= 0, NDArray(Tensor.number(.double(.nan), squares.dtype)), result)
  }
  /// The standard deviation of what is a number. Mirrors `numpy.nanstd`.
  public static func nanstd(_ a: NDArray, axis: (any ArrayAxis)? = nil, ddof: Double = 0, keepdims: Bool = false) -> NDArray {
    sqrt(nanvar(a, axis: axis, ddof: ddof, keepdims: keepdims))
  }
}
