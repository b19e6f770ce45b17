import CKernels
import Lantern

// Order.

extension np {
  /// The elements in increasing order along an axis, of all elements for `nil`; NaN comes last. Mirrors `numpy.sort`.
  public static func sort(_ a: NDArray, axis: Int? = -1) -> NDArray { ordered("sort", a, axis).sorted }
  /// The positions that put an axis in increasing order; equal elements keep their order. Mirrors `numpy.argsort(kind='stable')`.
  public static func argsort(_ a: NDArray, axis: Int? = -1) -> NDArray { ordered("argsort", a, axis).positions }

  /// The different elements in increasing order. Mirrors `numpy.unique`.
  public static func unique(_ a: NDArray) -> NDArray {
    let sorted = sort(a, axis: nil)
    guard !sorted.isInvalid, sorted.size > 1 else { return sorted }
    let differs = (sorted[1...] .!= sorted[..<(sorted.size - 1)]) & ~(isnan(sorted[1...]) & isnan(sorted[..<(sorted.size - 1)]))
    return sorted[concatenate([ones(1, dtype: .bool), differs])]
  }

  private static func ordered(_ op: String, _ a: NDArray, _ axis: Int?) -> (sorted: NDArray, positions: NDArray) {
    if a.isInvalid { return (a, a) }
    guard let axis else { return ordered(op, a.ravel(), 0) }
    do throws(TensorError) {
      guard !a.dtype.isComplex else { throw TensorError(.dtype, op: op, "'\(op)' is not supported for \(a.dtype) arrays") }
      let d = try a.tensor.shape.arrayAxis(axis, op: op)
      let order = (0..<a.ndim).filter { $0 != d } + [d]
      let back = (0..<a.ndim).map { order.firstIndex(of: $0)! }
      let rows = try a.permuted(order).tensor.rowMajorCopy()
      let n = a.shape[d], count = n > 0 ? a.size / n : 0
      let positions = try Tensor(empty: rows.shape, dtype: .int64)
      let out = positions.pointer.assumingMemoryBound(to: Int64.self)
      guard ck_sort(count, n, Int32(a.dtype.rawValue), 0, rows.pointer, out) == 0 else {
        throw TensorError(.memory, op: op, "no memory to sort \(a.size) elements")
      }
      let sorted = try Tensor(empty: rows.shape, dtype: a.dtype)
      let bytes = a.dtype.itemSize
      for row in 0..<count {
        ck_take_rows(1, n, n, bytes, rows.pointer + row * n * bytes, out + row * n, sorted.pointer + row * n * bytes)
      }
      return (NDArray(sorted).permuted(back), NDArray(positions).permuted(back))
    } catch {
      let none = NDArray.invalid(error)
      return (none, none)
    }
  }
}
