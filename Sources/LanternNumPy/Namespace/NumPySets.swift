import Lantern

// Different elements, and arrays as sets.

extension np {
  /// The different elements of an array, where they are, how many there are.
  public struct UniqueResult: Sendable {
    /// The different elements in increasing order, or the different parts along an axis.
    public let values: NDArray
    /// Where each one comes first.
    public let indices: NDArray
    /// For each element of the array, its place in `values`.
    public let inverseIndices: NDArray
    /// How often each one comes up.
    public let counts: NDArray
  }

  /// The different elements in increasing order, or the different parts along an axis. Mirrors `numpy.unique`.
  public static func unique(_ a: NDArray, axis: Int? = nil) -> NDArray {
    if axis == nil, let values = straightUnique(a) { return values }
    return uniqueAll(a, axis: axis).values
  }

  /// The different elements of an array without gaps of the commonest types: sorted, and closed up.
  private static func straightUnique(_ a: NDArray) -> NDArray? {
    guard let x = ElementRun(a), x.dtype == .float64 || x.dtype == .int64, x.shape.elementCount > 0 else { return nil }
    let sorted = sort(a.ravel())
    guard let run = ElementRun(sorted) else { return nil }
    func closedUp<E: Equatable>(_ p: UnsafeMutablePointer<E>) -> Int {
      var last = 0
      // What is not even equal to itself is NaN, all of which count as one.
      for i in 1..<Swift.max(x.shape.elementCount, 1) where p[i] != p[last] && (p[i] == p[i] || p[last] == p[last]) {
        last += 1
        p[last] = p[i]
      }
      return last + 1
    }
    let count =
      x.dtype == .int64
      ? closedUp(run.pointer.assumingMemoryBound(to: Int64.self)) : closedUp(run.pointer.assumingMemoryBound(to: Double.self))
    return sorted[..<count].copy()
  }
  /// The different elements in increasing order. Mirrors `numpy.unique_values`.
  public static func uniqueValues(_ a: NDArray) -> NDArray { unique(a) }
  /// The different elements, and how often each comes up. Mirrors `numpy.unique_counts`.
  public static func uniqueCounts(_ a: NDArray) -> (values: NDArray, counts: NDArray) {
    let all = uniqueAll(a, equalNan: false)
    return (all.values, all.counts)
  }
  /// The different elements, and for each element of the array its place among them. Mirrors `numpy.unique_inverse`.
  public static func uniqueInverse(_ a: NDArray) -> (values: NDArray, inverseIndices: NDArray) {
    let all = uniqueAll(a, equalNan: false)
    return (all.values, all.inverseIndices)
  }

  /// The different elements with everything about them. Mirrors `numpy.unique` with all its `return_…` flags.
  ///
  /// NaN count as one element unless `equalNan` is false, as in `numpy.unique_all`.
  public static func uniqueAll(_ a: NDArray, axis: Int? = nil, equalNan: Bool = true) -> UniqueResult {
    func same(_ x: NDArray) -> UniqueResult { UniqueResult(values: x, indices: x, inverseIndices: x, counts: x) }
    if a.isInvalid { return same(a) }
    do throws(TensorError) {
      if let axis {
        let d = try a.tensor.shape.arrayAxis(axis, op: "unique"), rows = moveaxis(a, d, 0)
        let width = a.shape[d] > 0 ? a.size / a.shape[d] : 0
        let table = rows.reshape([a.shape[d], width])
        let order = width == 0 || a.shape[d] == 0 ? arange(a.shape[d]) : lexsort((0..<width).reversed().map { table[.all, $0] })
        let sorted = take(table, order, axis: 0)
        let differs = a.shape[d] < 2 ? zeros(0, dtype: .bool) : part(sorted, 0, 1..<a.shape[d]) .!= part(sorted, 0, 0..<(a.shape[d] - 1))
        let found = groups(order, a.shape[d], a.shape[d] < 2 ? differs : differs.any(axis: 1))
        return UniqueResult(
          values: take(a, found.indices, axis: d), indices: found.indices, inverseIndices: found.inverse, counts: found.counts)
      }
      let flat = a.ravel(), n = flat.size
      let order = argsort(flat), sorted = take(flat, order)
      var differs = n < 2 ? zeros(0, dtype: .bool) : sorted[1...] .!= sorted[..<(n - 1)]
      if n >= 2, equalNan, a.dtype.isFloatingPoint || a.dtype.isComplex {
        differs = differs & ~(isnan(sorted[1...]) & isnan(sorted[..<(n - 1)]))
      }
      let found = groups(order, n, differs)
      return UniqueResult(
        values: take(flat, found.indices), indices: found.indices, inverseIndices: found.inverse.reshape(a.shape), counts: found.counts)
    } catch { return same(.invalid(error)) }
  }
  private static func groups(_ order: NDArray, _ n: Int, _ differs: NDArray) -> (indices: NDArray, inverse: NDArray, counts: NDArray) {
    if n == 0 {
      let none = zeros(0, dtype: .int64)
      return (none, none, none)
    }
    let starts = concatenate([ones(1, dtype: .bool), differs]), first = nonzero(starts)[0]
    let inverse = zeros(n, dtype: .int64)
    inverse[order] = starts.cumsum() - 1
    return (take(order, first), inverse, diff(concatenate([first, array([n])])))
  }

  /// The elements that are in either, each once, in increasing order. Mirrors `numpy.union1d`.
  public static func union1d(_ a: NDArray, _ b: NDArray) -> NDArray { unique(concatenate([a, b], axis: nil)) }
  /// The elements that are in both, each once, in increasing order. Mirrors `numpy.intersect1d`.
  public static func intersect1d(_ a: NDArray, _ b: NDArray, assumeUnique: Bool = false) -> NDArray {
    let both = sort(concatenate(assumeUnique ? [a, b] : [unique(a), unique(b)], axis: nil))
    if both.isInvalid || both.size < 2 { return both.isInvalid ? both : both[0..<0] }
    let n = both.size
    return both[..<(n - 1)][both[1...] .== both[..<(n - 1)]]
  }
  /// The elements of `a` that are not in `b`, each once, in increasing order. Mirrors `numpy.setdiff1d`.
  public static func setdiff1d(_ a: NDArray, _ b: NDArray, assumeUnique: Bool = false) -> NDArray {
    let left = assumeUnique ? a.ravel() : unique(a)
    let missing = isin(left, b, invert: true)
    return missing.isInvalid ? missing : left[missing]
  }
  /// The elements that are in one but not in both, in increasing order. Mirrors `numpy.setxor1d`.
  public static func setxor1d(_ a: NDArray, _ b: NDArray, assumeUnique: Bool = false) -> NDArray {
    let all = sort(concatenate(assumeUnique ? [a, b] : [unique(a), unique(b)], axis: nil))
    if all.isInvalid || all.size < 2 { return all }
    let edge = ones(1, dtype: .bool), n = all.size, differs = all[1...] .!= all[..<(n - 1)]
    return all[concatenate([edge, differs]) & concatenate([differs, edge])]
  }
  /// For each element of `a`, whether it is in `b`. Mirrors `numpy.isin`.
  public static func isin(_ a: some ArrayOperand, _ b: some ArrayOperand, invert: Bool = false) -> NDArray {
    let elements = a.operandValue.array, known = sort(b.operandValue.array, axis: nil)
    if elements.isInvalid || known.isInvalid { return elements.isInvalid ? elements : known }
    if known.size == 0 { return full(elements.shape, invert) }
    let place = searchsorted(known, elements)
    if place.isInvalid { return place }
    let found = take(known, minimum(place, known.size - 1)) .== elements
    return invert ? ~found : found
  }
  /// For each element of `a`, flattened, whether it is in `b`. Mirrors `numpy.in1d`.
  public static func in1d(_ a: NDArray, _ b: NDArray, invert: Bool = false) -> NDArray { isin(a.ravel(), b, invert: invert) }
}
