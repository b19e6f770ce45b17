import Lantern

// The reductions of arrays under NumPy's names.

extension np {
  /// The sum of all elements, or along an axis. Mirrors `numpy.sum`.
  public static func sum(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    a.sum(axis: axis, dtype: dtype, keepdims: keepdims)
  }
  /// The sum along several axes. Mirrors `numpy.sum`.
  public static func sum(_ a: NDArray, axes: [Int], dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    a.sum(axes: axes, dtype: dtype, keepdims: keepdims)
  }
  /// The product of all elements, or along an axis. Mirrors `numpy.prod`.
  public static func prod(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    a.prod(axis: axis, dtype: dtype, keepdims: keepdims)
  }
  /// The mean of all elements, or along an axis. Mirrors `numpy.mean`.
  public static func mean(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    a.mean(axis: axis, dtype: dtype, keepdims: keepdims)
  }
  /// The mean along several axes. Mirrors `numpy.mean`.
  public static func mean(_ a: NDArray, axes: [Int], dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    a.mean(axes: axes, dtype: dtype, keepdims: keepdims)
  }
  /// The variance of all elements, or along an axis. Mirrors `numpy.var`.
  public static func `var`(_ a: NDArray, axis: Int? = nil, ddof: Double = 0, keepdims: Bool = false) -> NDArray {
    a.var(axis: axis, ddof: ddof, keepdims: keepdims)
  }
  /// The standard deviation of all elements, or along an axis. Mirrors `numpy.std`.
  public static func std(_ a: NDArray, axis: Int? = nil, ddof: Double = 0, keepdims: Bool = false) -> NDArray {
    a.std(axis: axis, ddof: ddof, keepdims: keepdims)
  }
  /// The largest element, or those along an axis. Mirrors `numpy.max`.
  public static func max(_ a: NDArray, axis: Int? = nil, keepdims: Bool = false) -> NDArray { a.max(axis: axis, keepdims: keepdims) }
  /// The smallest element, or those along an axis. Mirrors `numpy.min`.
  public static func min(_ a: NDArray, axis: Int? = nil, keepdims: Bool = false) -> NDArray { a.min(axis: axis, keepdims: keepdims) }
  /// The position of the largest element, or the positions along an axis. Mirrors `numpy.argmax`.
  public static func argmax(_ a: NDArray, axis: Int? = nil, keepdims: Bool = false) -> NDArray { a.argmax(axis: axis, keepdims: keepdims) }
  /// The position of the smallest element, or the positions along an axis. Mirrors `numpy.argmin`.
  public static func argmin(_ a: NDArray, axis: Int? = nil, keepdims: Bool = false) -> NDArray { a.argmin(axis: axis, keepdims: keepdims) }
  /// Whether any element is not zero. Mirrors `numpy.any`.
  public static func any(_ a: NDArray, axis: Int? = nil, keepdims: Bool = false) -> NDArray { a.any(axis: axis, keepdims: keepdims) }
  /// Whether all elements are not zero. Mirrors `numpy.all`.
  public static func all(_ a: NDArray, axis: Int? = nil, keepdims: Bool = false) -> NDArray { a.all(axis: axis, keepdims: keepdims) }
  /// The running sums along an axis, or of all elements. Mirrors `numpy.cumsum`.
  public static func cumsum(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil) -> NDArray { a.cumsum(axis: axis, dtype: dtype) }
  /// The running products along an axis, or of all elements. Mirrors `numpy.cumprod`.
  public static func cumprod(_ a: NDArray, axis: Int? = nil, dtype: DType? = nil) -> NDArray { a.cumprod(axis: axis, dtype: dtype) }
}
