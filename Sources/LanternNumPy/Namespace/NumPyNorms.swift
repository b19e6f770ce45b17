import Lantern

// Norms.

extension np.linalg {
  /// The norm of vectors or matrices: of all elements without axes and order, of vectors along one axis, of matrices in the planes of two.
  /// Mirrors `numpy.linalg.norm`.
  public static func norm(_ x: NDArray, _ ord: NormOrder? = nil, axis: (any ArrayAxis)? = nil, keepdims: Bool = false) -> NDArray {
    if x.isInvalid { return x }
    return NDArray.reporting { () throws(TensorError) in
      let a = x.dtype.isFloatingPoint || x.dtype.isComplex ? x : x.astype(.float64)
      var axes = axis?.axisList
      if axes == nil {
        guard let ord else { return root(a, nil, keepdims) }
        guard a.ndim == 1 || a.ndim == 2 else { throw TensorError(.shape, op: "norm", "Improper number of dimensions to norm.") }
        _ = ord
        axes = Array(0..<a.ndim)
      }
      let found = axes!
      for one in found { _ = try a.tensor.shape.arrayAxis(one, op: "norm") }
      switch found.count {
      case 1: return try vector(a, ord, found, keepdims)
      case 2: return try matrix(a, ord, try counted(a, found), keepdims)
      default: throw TensorError(.shape, op: "norm", "Improper number of dimensions to norm.")
      }
    }
  }
  private static func counted(_ a: NDArray, _ axes: [Int]) throws(TensorError) -> [Int] {
    let d = axes.map { $0 < 0 ? $0 + a.ndim : $0 }
    guard d[0] != d[1] else { throw TensorError(.argument, op: "norm", "Duplicate axes given.") }
    return d
  }
  private static func root(_ a: NDArray, _ axes: [Int]?, _ keepdims: Bool) -> NDArray {
    let squares = a.dtype.isComplex ? np.square(np.real(a)) + np.square(np.imag(a)) : a * a
    return np.sqrt(axes.map { squares.sum(axis: $0, keepdims: keepdims) } ?? squares.sum(keepdims: keepdims))
  }
  private static func vector(_ a: NDArray, _ ord: NormOrder?, _ axes: [Int], _ keepdims: Bool) throws(TensorError) -> NDArray {
    switch ord {
    case nil, .p(2)?: return root(a, axes, keepdims)
    case .p(let p)? where p == .infinity: return np.abs(a).max(axis: axes, keepdims: keepdims)
    case .p(let p)? where p == -.infinity: return np.abs(a).min(axis: axes, keepdims: keepdims)
    case .p(0)?: return (a .!= 0).astype(a.dtype.realPart).sum(axis: axes, keepdims: keepdims)
    case .p(1)?: return np.abs(a).sum(axis: axes, keepdims: keepdims)
    case .p(let p)?: return np.power(np.power(np.abs(a), p).sum(axis: axes, keepdims: keepdims), 1 / p)
    case .fro?, .nuc?: throw TensorError(.argument, op: "norm", "Invalid norm order '\(ord == .fro ? "fro" : "nuc")' for vectors")
    }
  }
  private static func matrix(_ a: NDArray, _ ord: NormOrder?, _ axes: [Int], _ keepdims: Bool) throws(TensorError) -> NDArray {
    let (row, column) = (axes[0], axes[1])
    func sums(_ along: Int, _ across: Int, _ isSmallest: Bool) -> NDArray {
      let s = np.abs(a).sum(axis: along, keepdims: true)
      let best = isSmallest ? s.min(axis: across, keepdims: true) : s.max(axis: across, keepdims: true)
      return keepdims ? best : best.squeeze(axis: axes)
    }
    func singular(_ reduce: (NDArray) -> NDArray) -> NDArray {
      let result = reduce(svdvals(np.moveaxis(a, axes, [-2, -1])))
      return keepdims ? np.expandDims(result, axis: axes.sorted()) : result
    }
    switch ord {
    case nil, .fro?: return root(a, axes, keepdims)
    case .p(1)?: return sums(row, column, false)
    case .p(-1)?: return sums(row, column, true)
    case .p(let p)? where p == .infinity: return sums(column, row, false)
    case .p(let p)? where p == -.infinity: return sums(column, row, true)
    case .p(2)?: return singular { $0.max(axis: -1) }
    case .p(-2)?: return singular { $0.min(axis: -1) }
    case .nuc?: return singular { $0.sum(axis: -1) }
    default: throw TensorError(.argument, op: "norm", "Invalid norm order for matrices.")
    }
  }
  /// The norm of vectors along axes, of all elements without any. Mirrors `numpy.linalg.vector_norm`.
  public static func vectorNorm(_ x: NDArray, axis: (any ArrayAxis)? = nil, keepdims: Bool = false, ord: NormOrder = 2) -> NDArray {
    if x.isInvalid { return x }
    return NDArray.reporting { () throws(TensorError) in
      let a = x.dtype.isFloatingPoint || x.dtype.isComplex ? x : x.astype(.float64)
      return try vector(a, ord, try a.tensor.shape.arrayAxes(axis?.axisList, op: "vector_norm"), keepdims)
    }
  }
  /// The norm of matrices in the last two axes. Mirrors `numpy.linalg.matrix_norm`.
  public static func matrixNorm(_ x: NDArray, keepdims: Bool = false, ord: NormOrder = .fro) -> NDArray {
    norm(x, ord, axis: [-2, -1], keepdims: keepdims)
  }
  /// The condition number: how much a solution may change with the right-hand side. Mirrors `numpy.linalg.cond`.
  public static func cond(_ x: NDArray, _ p: NormOrder? = nil) -> NDArray {
    if x.isInvalid { return x }
    switch p {
    case nil, .p(2)?, .p(-2)?:
      let s = svdvals(x)
      if s.isInvalid { return s }
      guard s.shape[s.ndim - 1] > 0 else {
        return .invalid(TensorError(.shape, op: "cond", "cond is not defined on empty arrays"))
      }
      let (first, last) = (s[.ellipsis, 0], s[.ellipsis, -1])
      return p == .p(-2) ? last / first : first / last
    default:
      let a = x.dtype.isFloatingPoint || x.dtype.isComplex ? x : x.astype(.float64)
      return norm(a, p, axis: [-2, -1]) * norm(inv(a), p, axis: [-2, -1])
    }
  }
}
