import Lantern

/// An array of numbers in row-major order, and the plainest way to do with it what the operations do: one element after the other, by
/// its position.
struct NaiveArray {
  var shape: [Int]
  var values: [Double]

  init(_ shape: [Int], _ values: [Double]) { (self.shape, self.values) = (shape, values) }
  init(_ shape: [Int], filledWith value: Double = 0) { self.init(shape, Array(repeating: value, count: shape.reduce(1, *))) }
  init(_ t: Tensor) { self.init(Array(t.shape), t.doubles) }

  /// An array whose element at each position is `body(position)`.
  static func made(_ shape: [Int], _ body: ([Int]) -> Double) -> NaiveArray { NaiveArray(shape, positions(shape).map(body)) }

  /// All positions of a shape in row-major order.
  static func positions(_ shape: [Int]) -> [[Int]] {
    shape.reduce([[]]) { heads, size in heads.flatMap { head in (0..<size).map { head + [$0] } } }
  }

  private func flat(_ position: [Int]) -> Int { zip(position, shape).reduce(0) { $0 * $1.1 + $1.0 } }

  subscript(position: [Int]) -> Double {
    get { values[flat(position)] }
    set { values[flat(position)] = newValue }
  }

  /// The element that broadcasting shows at a position of a larger shape.
  func broadcast(_ position: [Int]) -> Double {
    let own = position.suffix(shape.count)
    return self[zip(own, shape).map { $1 == 1 ? 0 : $0 }]
  }

  func int(_ position: [Int]) -> Int { Int(self[position]) }

  /// What lies along `axes` for each position of the others, in row-major order.
  func lines(_ axes: [Int]) -> [(kept: [Int], elements: [Double])] {
    let kept = shape.indices.filter { !axes.contains($0) }
    return Self.positions(kept.map { shape[$0] }).map { outer in
      let elements = Self.positions(axes.map { shape[$0] }).map { inner in
        var position = Array(repeating: 0, count: shape.count)
        for (axis, i) in zip(kept, outer) { position[axis] = i }
        for (axis, i) in zip(axes, inner) { position[axis] = i }
        return self[position]
      }
      return (outer, elements)
    }
  }

  func reduced(_ axes: [Int], keepDim: Bool, _ body: ([Double]) -> Double) -> NaiveArray {
    let shape: [Int] = self.shape.indices.compactMap { d in axes.contains(d) ? (keepDim ? 1 : nil) : self.shape[d] }
    return NaiveArray(shape, lines(axes).map { body($0.elements) })
  }
}

extension Array where Element == Int {
  func replacing(_ axis: Int, _ value: Int) -> [Int] {
    var copy = self
    copy[axis] = value
    return copy
  }
}
