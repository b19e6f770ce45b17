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
      let isReal = a.dtype.isFloatingPoint
      let rows = try a.permuted(order).tensor.rowMajorCopy()
      let n = a.shape[d], count = n > 0 ? a.size / n : 0
      // The kernel compares float64 or int64; unsigned 64-bit numbers keep their order with the highest bit turned over.
      let keys = try rows.rowMajorCopy(isReal ? .float64 : .int64)
      if a.dtype == .uint64 {
        let words = rows.pointer.assumingMemoryBound(to: UInt64.self), to = keys.pointer.assumingMemoryBound(to: UInt64.self)
        for i in 0..<a.size { to[i] = words[i] ^ 1 << 63 }
      }
      let positions = try Tensor(empty: rows.shape, dtype: .int64), scratch = try Tensor(empty: Shape(CollectionOfOne(n)), dtype: .int64)
      let out = positions.pointer.assumingMemoryBound(to: Int64.self), spare = scratch.pointer.assumingMemoryBound(to: Int64.self)
      if isReal {
        ck_sort_f64(count, n, 0, keys.pointer.assumingMemoryBound(to: Double.self), out, spare)
      } else {
        ck_sort_i64(count, n, 0, keys.pointer.assumingMemoryBound(to: Int64.self), out, spare)
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
