import Lantern

/// The sizes of an array's axes; prints as NumPy's tuple: `(3, 4)`. Mirrors `numpy.ndarray.shape`.
///
/// ```swift
/// let a = np.zeros([3, 4])
/// print(a.shape, a.shape[0], a.shape == [3, 4])  // (3, 4) 3 true
/// ```
public struct ArrayShape: Sendable, Hashable, RandomAccessCollection, ExpressibleByArrayLiteral, CustomStringConvertible {
  package let sizes: Shape

  /// The sizes of a tensor's shape.
  public init(_ sizes: Shape) { self.sizes = sizes }
  /// `[3, 4]` as a shape.
  public init(arrayLiteral sizes: Int...) { self.sizes = Shape(sizes) }

  /// The position of the first size.
  public var startIndex: Int { 0 }
  /// The position behind the last size.
  public var endIndex: Int { sizes.count }
  /// The size of axis `axis`, counted from the front.
  public subscript(axis: Int) -> Int { sizes[axis] }
  /// `(3, 4)`, `(3,)`, `()`.
  public var description: String { sizes.tupleDescription }
}

/// What can say how large an array is to be: a number, a list of numbers, or the shape of another array.
public protocol ArraySize: Sendable {
  /// The sizes of the axes.
  var axisSizes: Shape { get }
}

extension Int: ArraySize {
  /// One axis of this length.
  public var axisSizes: Shape { Shape(CollectionOfOne(self)) }
}
extension Array: ArraySize where Element == Int {
  /// An axis for each number.
  public var axisSizes: Shape { Shape(self) }
}
extension Shape: ArraySize {
  /// Itself.
  public var axisSizes: Shape { self }
}
extension ArrayShape: ArraySize {
  /// The sizes of the other array.
  public var axisSizes: Shape { sizes }
}

extension Shape {
  /// `(2,3)`, `(2,)`, `()`: a shape as NumPy's error messages show it; a size to be found out is `newaxis`.
  var compact: String {
    let sizes = map { $0 < 0 ? "newaxis" : String($0) }.joined(separator: ",")
    return "(" + sizes + (count == 1 ? ",)" : ")")
  }

  /// `axis` counted from the front, or NumPy's complaint.
  func arrayAxis(_ axis: Int, op: String, rank: Int? = nil, prefix: String = "") throws(TensorError) -> Int {
    let rank = rank ?? count
    guard axis >= -rank, axis < rank else {
      throw TensorError(.index, op: op, "\(prefix)axis \(axis) is out of bounds for array of dimension \(rank)")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// Axes counted from the front, in increasing order; all of them for `nil`.
  func arrayAxes(_ axes: [Int]?, op: String) throws(TensorError) -> [Int] {
    guard let axes else { return Array(0..<count) }
    var found: [Int] = []
    for axis in axes {
      let d = try arrayAxis(axis, op: op)
      guard !found.contains(d) else { throw TensorError(.argument, op: op, "duplicate value in 'axis'") }
      found.append(d)
    }
    return found.sorted()
  }

  /// Sizes for a new array.
  func checkedSizes(_ op: String) throws(TensorError) -> Shape {
    guard !contains(where: { $0 < 0 }) else { throw TensorError(.shape, op: op, "negative dimensions are not allowed") }
    guard count <= Shape.maxRank else {
      throw TensorError(.shape, op: op, "maximum supported dimension for an ndarray is currently 64, found \(count)")
    }
    guard fits else { throw TensorError(.memory, op: op, "Maximum allowed dimension exceeded") }
    return self
  }
}
