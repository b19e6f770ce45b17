import Lantern

// Counting elements in bins.

extension np {
  /// How often each whole number from 0 on comes up, or the sums of their weights. Mirrors `numpy.bincount`.
  public static func bincount(_ x: NDArray, weights: NDArray? = nil, minlength: Int = 0) -> NDArray {
    if x.isInvalid { return x }
    if let weights, weights.isInvalid { return weights }
    return NDArray.reporting { () throws(TensorError) in
      let op = "bincount"
      guard x.ndim == 1 else { throw TensorError(.shape, op: op, "object too deep for desired array") }
      guard x.dtype.isInteger || x.dtype == .bool || x.size == 0 else {
        throw TensorError(.dtype, op: op, "Cannot cast array data from dtype('\(x.dtype)') to dtype('int64') according to the rule 'safe'")
      }
      guard minlength >= 0 else { throw TensorError(.argument, op: op, "'minlength' must not be negative") }
      let numbers = x.toArray(Int.self)
      guard numbers.allSatisfy({ $0 >= 0 }) else { throw TensorError(.argument, op: op, "'list' argument must have no negative elements") }
      let length = Swift.max((numbers.max() ?? -1) &+ 1, minlength)
      guard length >= 0 else { throw TensorError(.memory, op: op, "Maximum allowed size exceeded") }
      if let weights {
        guard weights.size == x.size else { throw TensorError(.shape, op: op, "The weights and list don't have the same length.") }
        let out = zeros(length)
        if out.isInvalid { return out }
        let sums = out.tensor.pointer.assumingMemoryBound(to: Double.self)
        for (i, w) in zip(numbers, weights.toArray(Double.self)) { sums[i] += w }
        return out
      }
      let out = zeros(length, dtype: .int64)
      if out.isInvalid { return out }
      let counts = out.tensor.pointer.assumingMemoryBound(to: Int.self)
      for i in numbers { counts[i] += 1 }
      return out
    }
  }

  /// What says where bins begin and end: how many there are, their edges, or a rule by name (`"auto"`, `"sqrt"`, …).
  public enum Bins: Sendable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    case count(Int)
    case edges(NDArray)
    case rule(String)
    /// So many bins.
    public init(integerLiteral value: Int) { self = .count(value) }
    /// The bins of a rule.
    public init(stringLiteral value: String) { self = .rule(value) }
    /// Bins between edges.
    public init(arrayLiteral edges: Double...) { self = .edges(np.array(edges)) }
  }

  /// How many elements fall into each bin, and the bins' edges; the last bin includes its end. Mirrors `numpy.histogram`.
  ///
  /// ```swift
  /// let (counts, edges) = np.histogram(np.array([1, 2, 1]), bins: 2)  // [2 1], [1.  1.5 2. ]
  /// ```
  public static func histogram(
    _ a: NDArray, bins: Bins = 10, range: (Double, Double)? = nil, density: Bool = false, weights: NDArray? = nil
  ) -> (hist: NDArray, binEdges: NDArray) {
    let edges = histogramBinEdges(a, bins: bins, range: range, weights: weights)
    if a.isInvalid || edges.isInvalid { return (a.isInvalid ? a : edges, edges) }
    if let weights, weights.isInvalid { return (weights, edges) }
    if let weights, weights.shape != a.shape {
      let none = NDArray.invalid(TensorError(.shape, op: "histogram", "weights should have the same shape as a."))
      return (none, none)
    }
    let x = a.ravel().astype(.float64), e = edges.toArray(Double.self), n = e.count - 1
    var isEven = true
    if case .edges = bins { isEven = false }
    let low = e[0], high = e[n], width = high - low
    var places: [Int] = []
    let values = x.toArray(Double.self)
    places.reserveCapacity(values.count)
    for v in values {
      guard v >= low, v <= high else {
        places.append(-1)
        continue
      }
      var place: Int
      if isEven {  // a guess, put right where rounding missed an edge
        place = Swift.min(Int((v - low) / width * Double(n)), n - 1)
        if v < e[place] { place -= 1 } else if place < n - 1, v >= e[place + 1] { place += 1 }
      } else {
        var (first, last) = (0, n)
        while first < last {
          let middle = (first + last) / 2
          if e[middle + 1] <= v { first = middle + 1 } else { last = middle }
        }
        place = Swift.min(first, n - 1)
      }
      places.append(place)
    }
    let inside = places.enumerated().filter { $0.element >= 0 }
    let found = array(inside.map(\.element)).astype(.int64)
    let w = weights.map { take($0.ravel(), array(inside.map(\.offset)).astype(.int64)) }
    var counts = bincount(found, weights: w.map { $0.astype(.float64) }, minlength: n)
    if let w, w.dtype.isInteger || w.dtype == .bool { counts = counts.astype(w.dtype == .bool ? .int64 : w.dtype) }
    if let w, w.dtype == .float32 { counts = counts.astype(.float32) }
    if density { return (counts / diff(edges).astype(.float64) / counts.sum(), edges) }
    return (counts, edges)
  }

  /// The edges of the bins that `histogram` would count in. Mirrors `numpy.histogram_bin_edges`.
  public static func histogramBinEdges(
    _ a: NDArray, bins: Bins = 10, range: (Double, Double)? = nil, weights: NDArray? = nil
  ) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let op = "histogram"
      if case .edges(let edges) = bins {
        if edges.isInvalid { return edges }
        guard edges.ndim == 1 else { throw TensorError(.shape, op: op, "`bins` must be 1d, when an array") }
        guard edges.size > 0, (diff(edges.astype(.float64)) .>= 0).all().boolValue else {
          throw TensorError(.argument, op: op, "`bins` must increase monotonically, when an array")
        }
        guard edges.size > 1 else { throw TensorError(.argument, op: op, "`bins` must have at least two edges, found \(edges.size)") }
        return edges
      }
      let (low, high) = try outerEdges(a, range)
      var count: Int
      switch bins {
      case .count(let n):
        guard n >= 1 else { throw TensorError(.argument, op: op, "`bins` must be positive, when an integer") }
        count = n
      case .rule(let name):
        if weights != nil {
          throw TensorError(.argument, op: op, "Automated estimation of the number of bins is not supported for weighted data")
        }
        count = try estimated(name, a, low, high, range != nil)
      case .edges: count = 1
      }
      guard a.dtype == .float32 || a.dtype == .float16 else { return linspace(low, high, count + 1) }
      if range != nil || a.size == 0 { return linspace(low, high, count + 1, dtype: a.dtype) }
      // Between limits of a small float type NumPy spaces the edges in that type.
      let first = array(low).astype(a.dtype), step = (array(high).astype(a.dtype) - first) / Double(count)
      let edges = arange(count + 1).astype(a.dtype) * step + first
      edges[-1] = array(high)
      return edges
    }
  }
  private static func outerEdges(_ a: NDArray, _ range: (Double, Double)?) throws(TensorError) -> (Double, Double) {
    var low = 0.0, high = 1.0
    if let range {
      (low, high) = range
      guard low <= high else { throw TensorError(.argument, op: "histogram", "max must be larger than min in range parameter.") }
      guard low.isFinite, high.isFinite else {
        throw TensorError(.argument, op: "histogram", "supplied range of [\(low), \(high)] is not finite")
      }
    } else if a.size > 0 {
      (low, high) = (a.min().item(Double.self), a.max().item(Double.self))
      guard low.isFinite, high.isFinite else {
        throw TensorError(.argument, op: "histogram", "autodetected range of [\(low), \(high)] is not finite")
      }
    }
    return low == high ? (low - 0.5, high + 0.5) : (low, high)
  }
  private static func estimated(_ rule: String, _ a: NDArray, _ low: Double, _ high: Double, _ isLimited: Bool) throws(TensorError) -> Int {
    var x = a.ravel().astype(.float64)
    if isLimited { x = x[(x .>= low) & (x .<= high)] }
    let known = ["auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt"]
    guard known.contains(rule), rule != "stone" else {
      throw TensorError(.argument, op: "histogram", "'\(rule)' is not a valid estimator for `bins`")
    }
    if x.size == 0 { return 1 }
    let n = Double(x.size), spread = ptp(x).item(Double.self)
    func quarter() -> Double {
      let q = percentile(x, array([75, 25]))
      return 2 * (q[0] - q[1]).item(Double.self) * power(n, -1.0 / 3.0)
    }
    let sturges = spread / (log2(array(n)).item(Double.self) + 1)
    var width: Double
    switch rule {
    case "sqrt": width = spread / n.squareRoot()
    case "sturges": width = sturges
    case "rice": width = spread / (2 * power(n, 1.0 / 3.0))
    case "scott": width = power(24 * Double.pi.squareRoot() / n, 1.0 / 3.0) * x.std().item(Double.self)
    case "fd": width = quarter()
    case "doane":
      width = 0
      let sigma = x.std().item(Double.self)
      if n > 2, sigma > 0 {
        let skew = Swift.abs(power((x - x.mean()) / sigma, 3).mean().item(Double.self))
        let error = (6 * (n - 2) / ((n + 1) * (n + 3))).squareRoot()
        width = spread / (1 + log2(array(n)).item(Double.self) + log2(array(1 + skew / error)).item(Double.self))
      }
    default:
      let fd = quarter(), root = spread / n.squareRoot() / 2
      width = fd == 0 ? sturges : Swift.min(Swift.max(fd, root), sturges)
    }
    guard width > 0 else { return 1 }
    if a.dtype.isInteger, width < 1 { width = 1 }
    let count = ((high - low) / width).rounded(.up)
    guard count < 1e9 else { throw TensorError(.memory, op: "histogram", "\(count) bins are too many") }
    return Int(count)
  }
  private static func power(_ x: Double, _ y: Double) -> Double { Lantern.power(x, y) }

  /// How many points fall into each bin of a grid, and the edges along both axes. Mirrors `numpy.histogram2d`.
  public static func histogram2d(
    _ x: NDArray, _ y: NDArray, bins: Bins = 10, range: [(Double, Double)]? = nil, density: Bool = false, weights: NDArray? = nil
  ) -> (hist: NDArray, xEdges: NDArray, yEdges: NDArray) {
    func all(_ a: NDArray) -> (NDArray, NDArray, NDArray) { (a, a, a) }
    if x.isInvalid || y.isInvalid { return all(x.isInvalid ? x : y) }
    guard x.size == y.size else { return all(.invalid(TensorError(.shape, op: "histogram2d", "x and y must have the same length."))) }
    let xe = histogramBinEdges(x, bins: bins, range: range?.first), ye = histogramBinEdges(y, bins: bins, range: range?.last)
    if xe.isInvalid || ye.isInvalid { return all(xe.isInvalid ? xe : ye) }
    func places(_ v: NDArray, _ e: NDArray) -> NDArray {
      let place = searchsorted(e, v, side: "right")
      return self.where(v .== e[-1], e.size - 1, place) - 1
    }
    let (nx, ny) = (xe.size - 1, ye.size - 1), px = places(x.ravel(), xe), py = places(y.ravel(), ye)
    let inside = (px .>= 0) & (px .< nx) & (py .>= 0) & (py .< ny)
    var counts = bincount((px * ny + py)[inside], weights: weights.map { $0.ravel()[inside] }, minlength: nx * ny).astype(.float64)
      .reshape(nx, ny)
    if density { counts = counts / counts.sum() / diff(xe).reshape(-1, 1) / diff(ye) }
    return (counts, xe, ye)
  }
}
