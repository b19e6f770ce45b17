import CKernels
import Lantern

// Order and places in an order.

extension np {
  /// The elements in increasing order along an axis, of all elements for `nil`; NaN comes last. Mirrors `numpy.sort`.
  public static func sort(_ a: NDArray, axis: Int? = -1) -> NDArray { ordered("sort", a, axis).sorted }
  /// The positions that put an axis in increasing order; equal elements keep their order. Mirrors `numpy.argsort(kind='stable')`.
  public static func argsort(_ a: NDArray, axis: Int? = -1) -> NDArray { ordered("argsort", a, axis).positions }
  /// A copy in which the smallest elements up to position `kth` stand in front; in increasing order altogether. Mirrors
  /// `numpy.partition`, which promises less.
  public static func partition(_ a: NDArray, _ kth: some ArrayAxis, axis: Int? = -1) -> NDArray {
    checkedKth("partition", a, kth, axis) ?? sort(a, axis: axis)
  }
  /// The positions that `partition` takes the elements from. Mirrors `numpy.argpartition`.
  public static func argpartition(_ a: NDArray, _ kth: some ArrayAxis, axis: Int? = -1) -> NDArray {
    checkedKth("argpartition", a, kth, axis) ?? argsort(a, axis: axis)
  }
  private static func checkedKth(_ op: String, _ a: NDArray, _ kth: some ArrayAxis, _ axis: Int?) -> NDArray? {
    if a.isInvalid { return a }
    do throws(TensorError) {
      let n = axis == nil ? a.size : a.shape[try a.tensor.shape.arrayAxis(axis!, op: op)]
      for k in kth.axisList where k >= n || k < -n { throw TensorError(.argument, op: op, "kth(=\(k)) out of bounds (\(n))") }
      return nil
    } catch { return .invalid(error) }
  }
  /// The positions that sort by several keys along the last axis, the last key first. Mirrors `numpy.lexsort`.
  public static func lexsort(_ keys: [NDArray], axis: Int = -1) -> NDArray {
    if let invalid = keys.first(where: \.isInvalid) { return invalid }
    guard let first = keys.first else {
      return .invalid(TensorError(.argument, op: "lexsort", "need sequence of keys with len > 0 in lexsort"))
    }
    guard keys.allSatisfy({ $0.shape == first.shape }) else {
      return .invalid(TensorError(.shape, op: "lexsort", "all keys need to be the same shape"))
    }
    if first.ndim == 0 { return array(0) }
    var order = argsort(first, axis: axis)
    for key in keys.dropFirst() {
      if order.isInvalid { return order }
      order = takeAlongAxis(order, argsort(takeAlongAxis(key, order, axis: axis), axis: axis), axis: axis)
    }
    return order
  }

  /// Where values belong in a sorted vector: before equal elements, or behind them for "right". Mirrors `numpy.searchsorted`.
  public static func searchsorted(
    _ a: NDArray, _ values: some ArrayOperand, side: String = "left", sorter: NDArray? = nil
  ) -> NDArray {
    let v = values.operandValue.array
    if let invalid = ([a, v] + (sorter.map { [$0] } ?? [])).first(where: \.isInvalid) { return invalid }
    return NDArray.reporting { () throws(TensorError) in
      let op = "searchsorted"
      guard a.ndim == 1 else {
        throw TensorError(.shape, op: op, a.ndim == 0 ? "object of too small depth for desired array" : "object too deep for desired array")
      }
      guard side == "left" || side == "right" else {
        throw TensorError(.argument, op: op, "search side must be 'left' or 'right' (got '\(side)')")
      }
      if let sorter {
        guard sorter.dtype.isInteger else { throw TensorError(.dtype, op: op, "sorter must only contain integers") }
        guard sorter.size == a.size else { throw TensorError(.shape, op: op, "sorter.size must equal a.size") }
      }
      let common = DType.promoteArrays(a.dtype, v.dtype)
      if common.isComplex { throw ArrayFunction.refusal(op) }
      let type: DType = common.isFloatingPoint || common == .uint64 ? .float64 : .int64
      var row = a
      if let sorter { row = take(a, sorter) }
      if row.isInvalid { return row }
      let sorted = try row.tensor.rowMajor(type), wanted = try v.tensor.rowMajor(type)
      let out = try Tensor(empty: v.tensor.shape, dtype: .int64)
      // NaN lies behind everything; the search below puts it behind other NaN too.
      var numbers = a.size
      if type == .float64 {
        let p = sorted.pointer.assumingMemoryBound(to: Double.self)
        while numbers > 0, p[numbers - 1].isNaN { numbers -= 1 }
      }
      let places = out.pointer.assumingMemoryBound(to: Int64.self)
      ck_search(1, numbers, v.size, Int32(type.rawValue), side == "right" ? 1 : 0, sorted.pointer, nil, wanted.pointer, places)
      if type == .float64 {
        let p = wanted.pointer.assumingMemoryBound(to: Double.self)
        for i in 0..<v.size where p[i].isNaN { places[i] = Int64(side == "right" ? a.size : numbers) }
      }
      return .result(out)
    }
  }
  /// The numbers of the bins between edges that values fall into; edges increase or decrease. Mirrors `numpy.digitize`.
  public static func digitize(_ x: some ArrayOperand, _ bins: NDArray, right: Bool = false) -> NDArray {
    if bins.isInvalid { return bins }
    guard bins.ndim == 1 else { return .invalid(TensorError(.shape, op: "digitize", "bins must be one-dimensional")) }
    let steps = bins.size > 1 ? diff(bins.astype(.float64)) : zeros(0)
    if (steps .>= 0).all().boolValue { return searchsorted(bins, x, side: right ? "left" : "right") }
    guard (steps .<= 0).all().boolValue else {
      return .invalid(TensorError(.argument, op: "digitize", "bins must be monotonically increasing or decreasing"))
    }
    return bins.size - searchsorted(flip(bins), x, side: right ? "right" : "left")
  }

  /// A sorted copy of a few elements.
  private static func insertionSorted(_ a: NDArray) throws(TensorError) -> NDArray {
    let out = try a.tensor.rowMajorCopy(), n = a.size
    func sort<E>(_ p: UnsafeMutablePointer<E>, _ comesFirst: (E, E) -> Bool) {
      for i in 1..<Swift.max(n, 1) {
        let value = p[i]
        var j = i
        while j > 0, comesFirst(value, p[j - 1]) {
          p[j] = p[j - 1]
          j -= 1
        }
        p[j] = value
      }
    }
    if a.dtype == .int64 {
      sort(out.pointer.assumingMemoryBound(to: Int64.self)) { $0 < $1 }
    } else {
      sort(out.pointer.assumingMemoryBound(to: Double.self)) { $0 < $1 || ($1.isNaN && !$0.isNaN) }
    }
    return NDArray(out)
  }

  /// The positions that sort a few elements.
  private static func insertionOrder(_ x: ElementRun) throws(TensorError) -> NDArray {
    let count = x.shape.elementCount, out = try Tensor(empty: x.shape, dtype: .int64)
    let places = out.pointer.assumingMemoryBound(to: Int.self)
    func sort<E>(_ p: UnsafeMutablePointer<E>, _ comesFirst: (E, E) -> Bool) {
      for i in 0..<count {
        var j = i
        while j > 0, comesFirst(p[i], p[places[j - 1]]) {
          places[j] = places[j - 1]
          j -= 1
        }
        places[j] = i
      }
    }
    if x.dtype == .int64 {
      sort(x.pointer.assumingMemoryBound(to: Int64.self)) { $0 < $1 }
    } else {
      sort(x.pointer.assumingMemoryBound(to: Double.self)) { $0 < $1 || ($1.isNaN && !$0.isNaN) }
    }
    return NDArray(out)
  }

  private static func ordered(_ op: String, _ a: NDArray, _ axis: Int?) -> (sorted: NDArray, positions: NDArray) {
    if a.isInvalid { return (a, a) }
    guard let axis else { return ordered(op, a.ravel(), 0) }
    do throws(TensorError) {
      let d = try a.tensor.shape.arrayAxis(axis, op: op)
      if a.dtype.isComplex {  // by the real part, then by the imaginary one
        let positions = lexsort([imag(a), real(a)], axis: d)
        return (takeAlongAxis(a, positions, axis: d), positions)
      }
      if a.ndim == 1, a.size <= 32, a.dtype == .float64 || a.dtype == .int64 {
        if op == "sort" { return (try insertionSorted(a), a) }
        if op == "argsort", let x = ElementRun(a) { return (a, try insertionOrder(x)) }
      }
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
