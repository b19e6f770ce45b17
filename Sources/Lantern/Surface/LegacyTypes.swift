// The old names of tensor types, and the short conversions.

/// A type of tensor under its old name: `FloatTensor`, `LongTensor`, … It makes tensors when called, and `type(_:)` converts to it.
///
/// Mirrors `torch.FloatTensor` and its relatives. PyTorch's `torch.Tensor(…)` with a capital letter is `FloatTensor(…)` here:
///
/// | PyTorch | here | what it makes |
/// |---|---|---|
/// | `torch.Tensor([1, 2, 3])` | `FloatTensor([1, 2, 3])` | these numbers as float32 |
/// | `torch.Tensor(2, 3)` | `FloatTensor(2, 3)` | this size, numbers as they happen to be in memory |
/// | `torch.Tensor(t.size())` | `FloatTensor(t.size())` | this size, numbers as they happen to be in memory |
/// | `torch.Tensor(1)` | `FloatTensor(1)` | one such number |
/// | `torch.tensor(1)` | `Tensor(1)` | the number 1, int64 |
/// | `x.type(torch.LongTensor)` | `x.type(LongTensor)` | `x` converted to int64 |
public struct TensorType: Sendable, Hashable {
  /// The type of the elements.
  public let dtype: DType

  /// A tensor of a size, whose numbers are whatever was in memory. Without sizes: no elements.
  ///
  /// ```swift
  /// FloatTensor(2, 3).shape  // Size([2, 3])
  /// ```
  public func callAsFunction(_ sizes: Int...) -> Tensor { Tensor.empty(sizes.isEmpty ? [0] : Shape(sizes), dtype: dtype) }

  /// A tensor of the numbers of a nested literal, converted. Reports an error when lists of one level differ in length.
  ///
  /// ```swift
  /// LongTensor([[1, 2], [3, 4]])  // tensor([[1, 2], [3, 4]])
  /// ```
  public func callAsFunction(_ literal: TensorLiteral) -> Tensor { Tensor(literal).to(dtype) }

  /// A tensor of the elements of an array, converted.
  ///
  /// ```swift
  /// let numbers = [1, 2, 3]
  /// FloatTensor(numbers)  // tensor([1., 2., 3.])
  /// ```
  public func callAsFunction<E: TensorElement>(_ elements: [E]) -> Tensor { Tensor(elements).to(dtype) }

  /// A tensor of the size of another, whose numbers are whatever was in memory.
  ///
  /// ```swift
  /// FloatTensor(Tensor.ones(2, 3).shape).shape  // Size([2, 3])
  /// ```
  @_disfavoredOverload  // in FloatTensor([1, 2]) the list holds numbers, not sizes
  public func callAsFunction(_ size: Shape) -> Tensor { Tensor.empty(size, dtype: dtype) }
}

extension TensorType: CustomStringConvertible {
  /// The name: `FloatTensor`.
  public var description: String { dtype.legacyName + "Tensor" }
}

/// Tensors of truth values. Mirrors `torch.BoolTensor`.
public let BoolTensor = TensorType(dtype: .bool)
/// Tensors of uint8. Mirrors `torch.ByteTensor`.
public let ByteTensor = TensorType(dtype: .uint8)
/// Tensors of int8. Mirrors `torch.CharTensor`.
public let CharTensor = TensorType(dtype: .int8)
/// Tensors of int16. Mirrors `torch.ShortTensor`.
public let ShortTensor = TensorType(dtype: .int16)
/// Tensors of int32. Mirrors `torch.IntTensor`.
public let IntTensor = TensorType(dtype: .int32)
/// Tensors of int64. Mirrors `torch.LongTensor`.
public let LongTensor = TensorType(dtype: .int64)
/// Tensors of float16. Mirrors `torch.HalfTensor`.
public let HalfTensor = TensorType(dtype: .float16)
/// Tensors of bfloat16. Mirrors `torch.BFloat16Tensor`.
public let BFloat16Tensor = TensorType(dtype: .bfloat16)
/// Tensors of float32. Mirrors `torch.FloatTensor`.
public let FloatTensor = TensorType(dtype: .float32)
/// Tensors of float64. Mirrors `torch.DoubleTensor`.
public let DoubleTensor = TensorType(dtype: .float64)

extension Tensor {
  /// The numbers converted to a type named the old way: `x.type(LongTensor)`. Mirrors `torch.Tensor.type`.
  ///
  /// ```swift
  /// Tensor([1.7, 2.0]).type(LongTensor)  // tensor([1, 2])
  /// ```
  public func type(_ type: TensorType) -> Tensor { to(type.dtype) }

  /// The numbers as truth values: whether they differ from zero. Mirrors `bool()`.
  ///
  /// ```swift
  /// Tensor([0.0, 0.5]).bool()  // tensor([False,  True])
  /// ```
  public func bool() -> Tensor { to(.bool) }
  /// The numbers as uint8. Mirrors `byte()`.
  ///
  /// ```swift
  /// Tensor([1, 255]).byte()  // tensor([  1, 255], dtype=uint8)
  /// ```
  public func byte() -> Tensor { to(.uint8) }
  /// The numbers as int8. Mirrors `char()`.
  ///
  /// ```swift
  /// Tensor([1, -1]).char()  // tensor([ 1, -1], dtype=int8)
  /// ```
  public func char() -> Tensor { to(.int8) }
  /// The numbers as int16. Mirrors `short()`.
  ///
  /// ```swift
  /// Tensor([1, -1]).short()  // tensor([ 1, -1], dtype=int16)
  /// ```
  public func short() -> Tensor { to(.int16) }
  /// The numbers as int32, cut towards zero. Mirrors `int()`.
  ///
  /// ```swift
  /// Tensor([1.7, -1.7]).int()  // tensor([ 1, -1], dtype=int32)
  /// ```
  public func int() -> Tensor { to(.int32) }
  /// The numbers as int64, cut towards zero. Mirrors `long()`.
  ///
  /// ```swift
  /// Tensor([1.7, -1.7]).long()  // tensor([ 1, -1])
  /// ```
  public func long() -> Tensor { to(.int64) }
  /// The numbers as float16. Mirrors `half()`.
  ///
  /// ```swift
  /// Tensor([1, 2]).half()  // tensor([1., 2.], dtype=float16)
  /// ```
  public func half() -> Tensor { to(.float16) }
  /// The numbers as bfloat16. Mirrors `bfloat16()`.
  ///
  /// ```swift
  /// Tensor([1, 2]).bfloat16()  // tensor([1., 2.], dtype=bfloat16)
  /// ```
  public func bfloat16() -> Tensor { to(.bfloat16) }
  /// The numbers as float32. Mirrors `float()`.
  ///
  /// ```swift
  /// Tensor([1, 2]).float()  // tensor([1., 2.])
  /// ```
  public func float() -> Tensor { to(.float32) }
  /// The numbers as float64. Mirrors `double()`.
  ///
  /// ```swift
  /// Tensor([1, 2]).double()  // tensor([1., 2.], dtype=float64)
  /// ```
  public func double() -> Tensor { to(.float64) }
}
