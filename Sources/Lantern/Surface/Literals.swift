// Tensors from Swift literals and arrays: [[1, 2], [3, 4]].

/// A literal nested to any depth: what `Tensor([[1, 2], [3, 4]])` is written as.
///
/// It is a type of its own, and not `Tensor`, so that the compiler checks long formulas quickly.
public indirect enum TensorLiteral: ExpressibleByArrayLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral,
  Sendable
{
  case number(Scalar)
  case list([TensorLiteral])

  /// A list.
  public init(arrayLiteral elements: TensorLiteral...) { self = .list(elements) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .number(.int(value)) }
  /// A number with a point.
  public init(floatLiteral value: Double) { self = .number(.double(value)) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .number(.bool(value)) }

  /// The minus sign in front of a number in a literal.
  ///
  /// ```swift
  /// Tensor([[1, -2], [-3, 4]])  // tensor([[ 1, -2], [-3,  4]])
  /// ```
  public static prefix func - (a: TensorLiteral) -> TensorLiteral {
    switch a {
    case .number(.int(let v)): .number(.int(-v))
    case .number(.double(let v)): .number(.double(-v))
    case .number(let v): .number(v)
    case .list(let items): .list(items.map { -$0 })
    }
  }

  private var shape: Shape {
    var shape = Shape()
    var at = self
    while case .list(let items) = at {
      shape.append(items.count)
      guard let first = items.first else { break }
      at = first
    }
    return shape
  }

  private func flatten(_ dim: Int, _ shape: Shape, _ out: inout [Scalar]) throws(TensorError) {
    switch self {
    case .number(let value):
      guard dim == shape.count else {
        throw TensorError(.shape, op: "Tensor", "expected sequence of length \(shape[dim]) at dim \(dim) (got a number)")
      }
      out.append(value)
    case .list(let items):
      guard dim < shape.count else { throw TensorError(.shape, op: "Tensor", "expected a number at dim \(dim) (got a list)") }
      guard items.count == shape[dim] else {
        throw TensorError(.shape, op: "Tensor", "expected sequence of length \(shape[dim]) at dim \(dim) (got \(items.count))")
      }
      for item in items { try item.flatten(dim + 1, shape, &out) }
    }
  }

  /// A tensor of these numbers; the dtype follows from them unless given.
  package func tensor(_ dtype: DType?) throws(TensorError) -> Tensor {
    let shape = self.shape
    var numbers: [Scalar] = []
    try flatten(0, shape, &numbers)
    return try Tensor.from(numbers, shape, dtype ?? TensorLiteral.dtype(of: numbers))
  }

  /// bool for truth values only, int64 for whole numbers, the default float type otherwise and for no numbers at all.
  private static func dtype(of numbers: [Scalar]) -> DType {
    guard let first = numbers.first else { return .default }
    return numbers.dropFirst().reduce(first.dtype) { DType.promote($0, $1.dtype) }
  }
}

extension Tensor {
  static func from(_ numbers: [Scalar], _ shape: Shape, _ dtype: DType) throws(TensorError) -> Tensor {
    let out = try Tensor(empty: shape, dtype: dtype)
    let size = dtype.itemSize
    for (i, number) in numbers.enumerated() {
      guard !number.overflows(dtype) else {
        throw TensorError(.dtype, op: "Tensor", "value cannot be converted to type \(dtype) without overflow")
      }
      dtype.store(number, to: out.pointer + i * size)
    }
    return out
  }
}

extension Tensor: ExpressibleByArrayLiteral {
  // A single number is no tensor literal: `1 << 3` must stay an `Int` in programs that import Lantern.

  /// The memory and layout of a tensor just made.
  package convenience init(taking made: Tensor) {
    self.init(
      storage: made.storage, shape: made.shape, strides: made.strides, offset: made.offset, dtype: made.dtype,
      extraFlags: made.flags.intersection([.invalid, .requiresGrad, .inference]))
  }

  /// `let x: Tensor = [[1, 2], [3, 4]]`
  ///
  /// ```swift
  /// let x: Tensor = [[1, 2], [3, 4]]
  /// x.shape  // Size([2, 2])
  /// ```
  public convenience init(arrayLiteral elements: TensorLiteral...) {
    self.init(taking: reporting { () throws(TensorError) in try TensorLiteral.list(elements).tensor(nil) })
  }
  /// A tensor of the numbers of a nested literal. Mirrors `torch.tensor`.
  ///
  /// Whole numbers give int64, truth values bool, anything else the default float type, unless a dtype is given. Reports an error when
  /// lists of one level differ in length, or a whole number does not fit the dtype.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]])          // int64, shape [2, 2]
  /// Tensor([2.0, 3.0], requiresGrad: true)
  /// ```
  public convenience init(_ literal: TensorLiteral, dtype: DType? = nil, requiresGrad: Bool = false) {
    self.init(taking: reporting { () throws(TensorError) in try literal.tensor(dtype) }.tracked(requiresGrad))
  }

  /// A tensor of the elements of an array: int64 from `[Int]`, the default float type from `[Double]`, else the elements' own dtype.
  /// Mirrors `torch.tensor(list)`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0])  // tensor([1., 2.])
  /// Tensor([1, 2], dtype: .float32)  // tensor([1., 2.])
  /// Tensor([true, false])  // tensor([ True, False])
  /// ```
  public convenience init<E: TensorElement>(_ elements: [E], dtype: DType? = nil, requiresGrad: Bool = false) {
    let own = Tensor(elements, shape: [elements.count])
    self.init(taking: reporting { () throws(TensorError) in try own.converted(dtype, from: E.self) }.tracked(requiresGrad))
  }

  /// The elements of a Swift array in the dtype asked for, or in the one that follows from them.
  private func converted<E: TensorElement>(_ dtype: DType?, from: E.Type) throws(TensorError) -> Tensor {
    guard let dtype else { return noGrad { to(E.self == Double.self ? DType.default : E.dtype) } }
    if dtype.isInteger, dtype != self.dtype {
      let size = self.dtype.itemSize
      for i in 0..<elementCount where self.dtype.load(from: pointer + i * size).overflows(dtype) {
        throw TensorError(.dtype, op: "Tensor", "value cannot be converted to type \(dtype) without overflow")
      }
    }
    return noGrad { to(dtype) }
  }

  /// A matrix of the rows of an array of arrays. Reports an error when the rows differ in length.
  ///
  /// ```swift
  /// let rows: [[Double]] = [[1, 2], [3, 4]]
  /// Tensor(rows)  // tensor([[1., 2.], [3., 4.]])
  /// ```
  public convenience init<E: TensorElement>(_ rows: [[E]], dtype: DType? = nil, requiresGrad: Bool = false) {
    let width = rows.first?.count ?? 0
    let whole = reporting { () throws(TensorError) -> Tensor in
      if let odd = rows.first(where: { $0.count != width }) {
        throw TensorError(.shape, op: "Tensor", "expected sequence of length \(width) at dim 1 (got \(odd.count))")
      }
      let own = Tensor(rows.flatMap { $0 }, shape: Shape(rows.count, width))
      return try own.converted(dtype, from: E.self)
    }
    self.init(taking: whole.tracked(requiresGrad))
  }

  /// A 0-d tensor of a number. Mirrors `torch.tensor(number)`.
  ///
  /// ```swift
  /// Tensor(2.5)  // tensor(2.5000)
  /// Tensor(3)  // tensor(3)
  /// ```
  public convenience init(_ number: some TensorScalar, dtype: DType? = nil, requiresGrad: Bool = false) {
    self.init(taking: Tensor.number(number.scalar, dtype ?? number.scalar.dtype).tracked(requiresGrad))
  }
}
