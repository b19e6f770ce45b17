import Lantern

// Grids, diagonals, triangles.

extension np {
  /// The coordinates of a grid's points, an array for each vector: "xy" has the second vector's direction first. Mirrors `numpy.meshgrid`.
  public static func meshgrid(_ vectors: NDArray..., indexing: String = "xy", sparse: Bool = false) -> [NDArray] {
    if let invalid = vectors.first(where: \.isInvalid) { return [invalid] }
    guard indexing == "xy" || indexing == "ij" else {
      return [.invalid(TensorError(.argument, op: "meshgrid", "Valid values for `indexing` are 'xy' and 'ij'."))]
    }
    let rank = vectors.count
    let swaps = indexing == "xy" && rank > 1
    var sizes = vectors.map(\.size)
    if swaps { sizes.swapAt(0, 1) }
    return vectors.enumerated().map { k, v in
      var shape = [Int](repeating: 1, count: rank)
      shape[swaps && k < 2 ? 1 - k : k] = v.size
      let thin = v.reshape(shape)
      return sparse ? thin.copy() : broadcastTo(thin, sizes).copy()
    }
  }
  /// The positions of each element of an array of a shape, an array for each axis along the first one. Mirrors `numpy.indices`.
  public static func indices(_ dimensions: [Int], dtype: DType = .int64) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      let shape = try Shape(dimensions).checkedSizes("indices")
      if dimensions.isEmpty { return zeros([0], dtype: dtype) }
      return stack(
        dimensions.indices.map { d in
          var thin = [Int](repeating: 1, count: dimensions.count)
          thin[d] = dimensions[d]
          return broadcastTo(arange(dimensions[d], dtype: dtype).reshape(thin), shape)
        })
    }
  }
  /// The coordinates of every point of a grid of whole numbers, along the first axis. Mirrors `numpy.mgrid[a:b, c:d]`.
  public static func mgrid(_ ranges: Range<Int>...) -> NDArray {
    stack(ogrid(ranges).map { broadcastTo($0, ranges.map(\.count)) })
  }
  /// The coordinates along each axis of a grid of whole numbers. Mirrors `numpy.ogrid[a:b, c:d]`.
  public static func ogrid(_ ranges: Range<Int>...) -> [NDArray] { ogrid(ranges) }
  private static func ogrid(_ ranges: [Range<Int>]) -> [NDArray] {
    ranges.enumerated().map { d, range in
      var shape = [Int](repeating: 1, count: ranges.count)
      shape[d] = range.count
      return arange(range.lowerBound, range.upperBound).reshape(shape)
    }
  }
  /// An array computed from its positions: the function gets an array of positions for each axis. Mirrors `numpy.fromfunction`.
  public static func fromfunction(_ shape: [Int], dtype: DType = .float64, _ function: ([NDArray]) -> NDArray) -> NDArray {
    let grid = indices(shape, dtype: dtype)
    return grid.isInvalid ? grid : function(unstack(grid))
  }
  /// Numbers with evenly spaced logarithms from `start` to `stop`. Mirrors `numpy.geomspace`.
  public static func geomspace(_ start: Double, _ stop: Double, _ num: Int = 50, endpoint: Bool = true) -> NDArray {
    guard start != 0, stop != 0 else {
      return .invalid(TensorError(.argument, op: "geomspace", "Geometric sequence cannot include zero"))
    }
    guard start.sign == stop.sign else {
      return .invalid(
        TensorError(.argument, op: "geomspace", "start and stop have different signs", hint: "Real sequences keep one sign."))
    }
    let low = log10(Swift.abs(start)).item(Double.self), high = log10(Swift.abs(stop)).item(Double.self)
    let result = logspace(low, high, num, endpoint: endpoint)
    if result.isInvalid { return result }
    if num > 0 { result[0] = array(Swift.abs(start)) }
    if endpoint, num > 1 { result[-1] = array(Swift.abs(stop)) }
    return start < 0 ? -result : result
  }

  // ---- diagonals -----------------------------------------------------------------------------------------------------------------

  /// A view of a diagonal of the planes of two axes. Mirrors `numpy.diagonal`.
  public static func diagonal(_ a: NDArray, offset: Int = 0, axis1: Int = 0, axis2: Int = 1) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      guard a.ndim >= 2 else { throw TensorError(.shape, op: "diagonal", "diag requires an array of at least two dimensions") }
      let p = try a.tensor.shape.arrayAxis(axis1, op: "diagonal", prefix: "axis1: ")
      let q = try a.tensor.shape.arrayAxis(axis2, op: "diagonal", prefix: "axis2: ")
      guard p != q else { throw TensorError(.argument, op: "diagonal", "axis1 and axis2 cannot be the same") }
      let (rows, columns) = (a.shape[p], a.shape[q])
      let down = offset < 0 ? Swift.min(Int(clamping: offset.magnitude), rows) : 0, right = Swift.min(Swift.max(offset, 0), columns)
      let length = Swift.max(Swift.min(rows - down, columns - right), 0)
      let t = a.tensor, kept = (0..<a.ndim).filter { $0 != p && $0 != q }
      return NDArray(
        Tensor(
          viewing: t, shape: Shape(kept.map { t.shape[$0] } + [length]), strides: Shape(kept.map { t.strides[$0] } + [t.strides[p] + t.strides[q]]),
          offset: t.offset + (length > 0 ? down * t.strides[p] + right * t.strides[q] : 0)))
    }
  }
  /// A matrix with a vector on its diagonal, or a copy of a matrix's diagonal. Mirrors `numpy.diag`.
  public static func diag(_ a: NDArray, k: Int = 0) -> NDArray {
    if a.isInvalid { return a }
    if a.ndim == 2 { return diagonal(a, offset: k) }
    guard a.ndim == 1 else { return .invalid(TensorError(.shape, op: "diag", "Input must be 1- or 2-d.")) }
    return diagflat(a, k: k)
  }
  /// A matrix with all elements of an array on its diagonal. Mirrors `numpy.diagflat`.
  public static func diagflat(_ a: NDArray, k: Int = 0) -> NDArray {
    if a.isInvalid { return a }
    let (n, overflow) = a.size.addingReportingOverflow(Int(clamping: k.magnitude))
    guard !overflow else { return .invalid(TensorError(.memory, op: "diagflat", "Maximum allowed dimension exceeded")) }
    let result = zeros([n, n], dtype: a.dtype)
    if !result.isInvalid { diagonal(result, offset: k).put(.array(a.ravel()), [.ellipsis]) }
    return result
  }
  /// Writes to the diagonal of an array whose axes are all alike, or of a matrix. Mirrors `numpy.fill_diagonal`.
  public static func fillDiagonal(_ a: NDArray, _ value: some ArrayOperand, wrap: Bool = false) {
    if a.isInvalid { return }
    do throws(TensorError) {
      guard a.ndim >= 2 else { throw TensorError(.shape, op: "fill_diagonal", "array must be at least 2-d") }
      guard a.ndim == 2 || a.shape.allSatisfy({ $0 == a.shape[0] }) else {
        throw TensorError(.shape, op: "fill_diagonal", "All dimensions of input must be of equal length")
      }
      let t = a.tensor
      var length = a.shape.min() ?? 0
      if wrap, a.ndim == 2, a.shape[0] > a.shape[1] + 1, a.isContiguous {  // further diagonals below, one row between them
        length = (a.size - 1) / (a.shape[1] + 1) + 1
      }
      let view = NDArray(
        Tensor(viewing: t, shape: Shape(CollectionOfOne(length)), strides: Shape(CollectionOfOne(t.strides.reduce(0, +))), offset: t.offset))
      let values = value.operandValue.array
      view.put(values.ndim == 0 ? value.operandValue : .array(resize(values.ravel(), length)), [.ellipsis])
      t.storage.version &+= 1
    } catch { error.report() }
  }

  // ---- triangles -----------------------------------------------------------------------------------------------------------------

  /// Ones on and below diagonal `k`, zeros above. Mirrors `numpy.tri`.
  public static func tri(_ n: Int, _ m: Int? = nil, k: Int = 0, dtype: DType = .float64) -> NDArray {
    let rows = arange(Swift.max(n, 0)).reshape(-1, 1), columns = arange(Swift.max(m ?? n, 0))
    return (columns .<= (rows + Swift.max(Swift.min(k, 1 << 55), -(1 << 55)))).astype(dtype)
  }
  /// A copy with zeros above diagonal `k`. Mirrors `numpy.tril`.
  public static func tril(_ a: NDArray, k: Int = 0) -> NDArray { triangle(a, k, isLower: true) }
  /// A copy with zeros below diagonal `k`. Mirrors `numpy.triu`.
  public static func triu(_ a: NDArray, k: Int = 0) -> NDArray { triangle(a, k, isLower: false) }
  private static func triangle(_ a: NDArray, _ k: Int, isLower: Bool) -> NDArray {
    if a.isInvalid { return a }
    guard a.ndim > 0 else { return .invalid(TensorError(.shape, op: isLower ? "tril" : "triu", "the array has no axes")) }
    let columns = a.shape[a.ndim - 1], rows = a.ndim > 1 ? a.shape[a.ndim - 2] : columns
    let mask = tri(rows, columns, k: isLower ? k : Swift.max(k, -(1 << 60)) - 1, dtype: .bool), zero = NDArray(Tensor.number(.int(0), a.dtype))
    return isLower ? self.where(mask, a, zero) : self.where(mask, zero, a)
  }
  /// The positions on and below diagonal `k` of a matrix. Mirrors `numpy.tril_indices`.
  public static func trilIndices(_ n: Int, k: Int = 0, m: Int? = nil) -> [NDArray] { nonzero(tri(n, m, k: k, dtype: .bool)) }
  /// The positions on and above diagonal `k` of a matrix. Mirrors `numpy.triu_indices`.
  public static func triuIndices(_ n: Int, k: Int = 0, m: Int? = nil) -> [NDArray] {
    nonzero(~tri(n, m, k: Swift.max(k, -(1 << 60)) - 1, dtype: .bool))
  }
  /// The positions of the main diagonal of an array whose axes have length `n`. Mirrors `numpy.diag_indices`.
  public static func diagIndices(_ n: Int, ndim: Int = 2) -> [NDArray] {
    guard (1...Shape.maxRank).contains(ndim) else {
      return [.invalid(TensorError(.argument, op: "diag_indices", "ndim must lie in 1...\(Shape.maxRank), found \(ndim)"))]
    }
    return Array(repeating: arange(Swift.max(n, 0)), count: ndim)
  }
  /// A matrix of powers of a vector's elements, the highest first. Mirrors `numpy.vander`.
  public static func vander(_ x: NDArray, _ n: Int? = nil, increasing: Bool = false) -> NDArray {
    if x.isInvalid { return x }
    guard x.ndim == 1 else { return .invalid(TensorError(.shape, op: "vander", "x must be a one-dimensional array or sequence.")) }
    let count = n ?? x.size, type = DType.promoteArrays(x.dtype, .int64)
    let out = ones([x.size, Swift.max(count, 0)], dtype: type)
    if out.isInvalid || count <= 1 { return out }
    out[.all, .stride(from: 1, by: 1)] = x.reshape(-1, 1)
    let powers = multiplyAccumulate(out)
    return increasing ? powers : flip(powers, axis: 1)
  }
  private static func multiplyAccumulate(_ a: NDArray) -> NDArray { a.cumprod(axis: 1, dtype: a.dtype) }
}
