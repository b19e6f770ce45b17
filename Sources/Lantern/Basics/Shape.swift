/// The sizes of a tensor's axes, or a list of numbers that goes with them (strides, axes).
///
/// Up to eight numbers live inside the value itself; a longer list is a pointer to numbers that the process keeps once for each
/// different list. So a shape is plain bytes: copying it counts no references. A tensor has at most 64 axes, as in PyTorch and
/// NumPy. In a graph, a size that is only known at run time is `-1`.
///
/// ```swift
/// let shape: Shape = [2, 3]
/// print(shape, shape.elementCount)  // Size([2, 3]) 6
/// ```
public struct Shape: BitwiseCopyable, @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: what `spill` points to is never changed nor freed.

  @inlinable static var inlineCapacity: Int { 8 }
  /// The most axes a tensor can have.
  public static let maxRank = 64

  // Eight fields and a switch, not a fixed-size array: the compiler then copies shapes inline instead of through a witness call.
  @usableFromInline var s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0
  @usableFromInline var spill: UnsafePointer<Int>?
  @usableFromInline var stored: Int

  /// The number of axes.
  @inlinable public var count: Int { stored }

  /// No axes: the shape of a single number.
  ///
  /// ```swift
  /// Shape().count  // 0
  /// ```
  @inlinable @inline(__always) public init() {
    spill = nil
    stored = 0
  }

  /// `count` times the same number.
  ///
  /// ```swift
  /// Shape(repeating: 2, count: 3)  // Size([2, 2, 2])
  /// ```
  public init(repeating value: Int, count: Int) {
    self.init()
    guard count <= Shape.inlineCapacity else {
      self.init(long: Array(repeating: value, count: count))
      return
    }
    stored = count
    for i in 0..<count { self[i] = value }
  }

  /// The numbers of a sequence, in order.
  ///
  /// ```swift
  /// Shape(1...3)  // Size([1, 2, 3])
  /// ```
  public init(_ values: some Sequence<Int>) {
    self.init()
    var long: [Int] = []
    for value in values {
      if count < Shape.inlineCapacity {
        stored += 1
        self[count - 1] = value
      } else {
        if long.isEmpty { long = Array(self) }
        long.append(value)
      }
    }
    if !long.isEmpty { self.init(long: long) }
  }

  /// The numbers of an array: the same without a detour over protocols.
  package init(_ values: [Int]) {
    self.init()
    guard values.count <= Shape.inlineCapacity else {
      self.init(long: values)
      return
    }
    stored = values.count
    for i in 0..<count { self[i] = values[i] }
  }

  @usableFromInline init(long values: [Int]) {
    self.init()
    spill = UnsafePointer(bitPattern: LongLists.shared.withLock { UInt(bitPattern: $0.pointer(to: values)) })
    stored = values.count
  }

  /// One number.
  @inlinable package init(_ a: Int) {
    self.init()
    s0 = a
    stored = 1
  }

  /// Two numbers.
  @inlinable package init(_ a: Int, _ b: Int) {
    self.init()
    s0 = a
    s1 = b
    stored = 2
  }

  /// Adds a number at the end.
  ///
  /// ```swift
  /// var shape: Shape = [2, 3]
  /// shape.append(4)
  /// shape  // Size([2, 3, 4])
  /// ```
  @inlinable public mutating func append(_ value: Int) {
    if count < Shape.inlineCapacity {
      stored += 1
      self[count - 1] = value
    } else {
      self = Shape(long: Array(self) + [value])
    }
  }

  /// Puts a number before position `i`.
  ///
  /// ```swift
  /// var shape: Shape = [2, 3]
  /// shape.insert(1, at: 0)
  /// shape  // Size([1, 2, 3])
  /// ```
  @inlinable public mutating func insert(_ value: Int, at i: Int) {
    append(value)
    var k = count - 1
    while k > i {
      self[k] = self[k - 1]
      k -= 1
    }
    self[i] = value
  }

  /// Takes the number at position `i` out.
  ///
  /// ```swift
  /// var shape: Shape = [2, 3, 4]
  /// shape.remove(at: 1)  // 3
  /// shape  // Size([2, 4])
  /// ```
  @inlinable @discardableResult public mutating func remove(at i: Int) -> Int {
    let removed = self[i]
    var shorter = Shape()
    for k in 0..<count where k != i { shorter.append(self[k]) }
    self = shorter
    return removed
  }

  /// The product of the sizes: 1 without axes, 0 when any size is 0. Sizes must be known.
  @inlinable public var elementCount: Int {
    if count == 1 { return s0 }
    if count == 2 { return s0 &* s1 }
    var product = 1
    for i in 0..<count { product &*= self[i] }
    return product
  }

  /// Whether a size is only known when the graph runs.
  public var hasUnknown: Bool {
    for i in 0..<count where self[i] < 0 { return true }
    return false
  }

  /// Whether numbers of this shape may stand where `declared` is expected, whose unknown sizes are -1.
  package func fits(_ declared: Shape) -> Bool {
    guard count == declared.count else { return false }
    for d in 0..<count where declared[d] >= 0 && self[d] >= 0 && declared[d] != self[d] { return false }
    return true
  }

  /// No tensor has more elements, nor steps further from one element to the next: more memory than any machine can address. Sums and
  /// products of a few sizes and strides below it do not overflow.
  package static let mostElements = 1 << 54

  /// Whether a tensor may have these sizes: not too many of them, and their product, an empty axis counted as one, small enough for all
  /// strides to be numbers.
  @inline(__always)
  package var fits: Bool {
    if count > Shape.maxRank { return false }
    var product = 1
    for i in 0..<count {
      let (next, overflow) = product.multipliedReportingOverflow(by: Swift.max(self[i], 1))
      if overflow || next > Shape.mostElements { return false }
      product = next
    }
    return true
  }

  /// The strides, in elements, of a tensor of this shape whose elements lie in row-major order without gaps.
  @inlinable package var rowMajorStrides: Shape {
    if count == 0 { return Shape() }
    if count == 1 { return Shape(1) }
    if count == 2 { return Shape(Swift.max(s1, 1), 1) }
    var strides = Shape(repeating: 0, count: count)
    var step = 1
    var k = count - 1
    while k >= 0 {
      strides[k] = step
      step &*= Swift.max(self[k], 1)
      k -= 1
    }
    return strides
  }
}

/// The lists of more than eight numbers that shapes point to, each kept once and for good.
private struct LongLists {
  static let shared = Locked(LongLists())
  private var known: [[Int]: UInt] = [:]

  mutating func pointer(to values: [Int]) -> UnsafePointer<Int> {
    if let address = known[values], let pointer = UnsafePointer<Int>(bitPattern: address) { return pointer }
    let made = UnsafeMutablePointer<Int>.allocate(capacity: values.count)
    made.initialize(from: values, count: values.count)
    known[values] = UInt(bitPattern: made)
    return UnsafePointer(made)
  }
}

extension Shape: RandomAccessCollection, MutableCollection {
  /// The position of the first number.
  @inlinable public var startIndex: Int { 0 }
  /// The position behind the last number.
  @inlinable public var endIndex: Int { count }
  /// The number at position `i`, counted from 0.
  ///
  /// ```swift
  /// let shape: Shape = [2, 3]
  /// shape[1]  // 3
  /// ```
  public subscript(i: Int) -> Int {
    @inlinable @inline(__always) get {
      precondition(UInt(bitPattern: i) < UInt(bitPattern: count), "Shape index out of range")
      if _slowPath(spill != nil) { return spill![i] }
      switch i {
      case 0: return s0
      case 1: return s1
      case 2: return s2
      case 3: return s3
      case 4: return s4
      case 5: return s5
      case 6: return s6
      default: return s7
      }
    }
    @inlinable @inline(__always) set {
      precondition(UInt(bitPattern: i) < UInt(bitPattern: count), "Shape index out of range")
      if _slowPath(spill != nil) {
        var changed = Array(self)
        changed[i] = newValue
        self = Shape(long: changed)
        return
      }
      switch i {
      case 0: s0 = newValue
      case 1: s1 = newValue
      case 2: s2 = newValue
      case 3: s3 = newValue
      case 4: s4 = newValue
      case 5: s5 = newValue
      case 6: s6 = newValue
      default: s7 = newValue
      }
    }
  }
}

extension Shape: Hashable {
  /// Whether both hold the same numbers.
  ///
  /// ```swift
  /// ([2, 3] as Shape) == Shape([2, 3])  // true
  /// ```
  @inlinable @inline(__always) public static func == (a: Shape, b: Shape) -> Bool {
    // Unused fields are zero on both sides, so all eight can be compared at once.
    let differences =
      (a.count ^ b.count) | (a.s0 ^ b.s0) | (a.s1 ^ b.s1) | (a.s2 ^ b.s2) | (a.s3 ^ b.s3) | (a.s4 ^ b.s4) | (a.s5 ^ b.s5) | (a.s6 ^ b.s6)
      | (a.s7 ^ b.s7)
    return differences == 0 && a.spill == b.spill
  }
  /// Feeds the numbers to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for value in self { hasher.combine(value) }
  }
}

extension Shape: ExpressibleByArrayLiteral {
  /// `[2, 3]` as a shape.
  ///
  /// ```swift
  /// let shape: Shape = [2, 3]
  /// shape.count  // 2
  /// ```
  public init(arrayLiteral values: Int...) { self.init(values) }
}

extension Shape: CustomStringConvertible {
  /// `Size([2, 3])`, as PyTorch prints a size; unknown sizes appear as `None`.
  public var description: String { "Size(\(listed))" }

  /// `[2, 3]`, as error messages show a shape.
  package var listed: String { "[" + map { $0 < 0 ? "None" : String($0) }.joined(separator: ", ") + "]" }

  /// `[2, -1]`: the numbers as somebody gave them, where -1 is to be inferred or a mistake.
  package var asGiven: String { "[" + map { String($0) }.joined(separator: ", ") + "]" }

  /// `(2, 3)`, `(2,)`, `()`, as Python shows a tuple.
  public var tupleDescription: String {
    "(" + map { $0 < 0 ? "None" : String($0) }.joined(separator: ", ") + (count == 1 ? ",)" : ")")
  }
}
