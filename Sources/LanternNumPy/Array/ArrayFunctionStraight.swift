import CKernels
import Lantern

// The straight paths of functions of each element: operands of one type without gaps, little work, nothing to think about. What takes more
// thought, mistakes included, gives `nil` and goes the general way.

/// The elements of an array without gaps.
struct ElementRun {
  let pointer: UnsafeMutableRawPointer
  let dtype: DType
  let shape: Shape

  @inline(__always)
  init?(_ array: NDArray) {
    switch array.content {
    case .array(let tensor), .scalar(let tensor):
      guard tensor.isContiguous, !tensor.isInvalid else { return nil }
      pointer = tensor.pointer
      dtype = tensor.dtype
      shape = tensor.shape
    case .element(let storage):
      pointer = storage.base
      dtype = storage.elementType
      shape = Shape()
    }
  }
}

extension ArrayFunction {
  /// More elements than these are worth the threads of the general path.
  private static var limit: Int { 1 << 13 }
  private static var spreadLimit: Int { 1 << 12 }

  @inline(__always)
  private func plainLoop(_ type: DType) -> ck_loop? {
    plainTypes & (1 << UInt32(type.rawValue)) != 0 ? ck_pointwise_loop(loop.index, Int32(type.rawValue)) : nil
  }

  /// The function of one operand.
  func one(_ a: ArrayOperandValue) -> NDArray {
    if case .array(let x) = a, let found = straight(x) ?? transposed(x, { straight($0) }) { return found }
    return run([a])
  }

  /// The function of two operands.
  func two(_ a: ArrayOperandValue, _ b: ArrayOperandValue) -> NDArray {
    switch (a, b) {
    case (.array(let x), .array(let y)): if let found = straight(x, y) ?? brought(x, y) ?? pair(x, y) { return found }
    case (.array(let x), .number(let number)):
      if let found = straight(x, number) { return found }
      if let one = scalar(number, beside: x), let found = pair(x, one) { return found }
    case (.number(let number), .array(let y)):
      if let found = straight(y, number, isFirst: true) { return found }
      if let one = scalar(number, beside: y), let found = pair(one, y) { return found }
    default: break
    }
    return run([a, b])
  }

  /// The function of an array and a number on either side; of a few elements that lie in columns, or are of another type than is computed.
  private func straight(_ a: NDArray, _ number: Scalar, isFirst: Bool = false) -> NDArray? {
    if let found = straight(a, number: number, isFirst: isFirst) ?? transposed(a, { straight($0, number: number, isFirst: isFirst) }) {
      return found
    }
    guard let type = plainType(a.dtype.beside(number)), type != a.dtype, passes([.array(a), .number(number)], type),
      let wide = brought(a, to: type)
    else { return nil }
    return straight(wide, number: number, isFirst: isFirst)
  }

  /// The function of two arrays of few elements, brought to the type that is computed.
  private func brought(_ a: NDArray, _ b: NDArray) -> NDArray? {
    let (x, y) = (a.dtype, b.dtype)
    guard let type = plainType(DType.promoteArrays(x, y)), type != x || type != y, passes([.array(a), .array(b)], type),
      let wideA = brought(a, to: type), let wideB = brought(b, to: type)
    else { return nil }
    return straight(wideA, wideB)
  }

  /// The type that operands with this common type are computed in, where its loop takes arrays as they are.
  private func plainType(_ common: DType) -> DType? {
    let type = typing.type(ofCommon: common)
    return plainTypes & (1 << UInt32(type.rawValue)) != 0 ? type : nil
  }

  private func passes(_ operands: @autoclosure () -> [ArrayOperandValue], _ type: DType) -> Bool {
    guard let check else { return true }
    return (try? check(operands(), type)) != nil
  }

  /// The elements of an array without gaps in another type, where they are few.
  private func brought(_ a: NDArray, to type: DType) -> NDArray? {
    guard !a.isInvalid, a.isContiguous, a.size <= Self.spreadLimit else { return nil }
    return a.dtype == type ? a : a.astype(type)
  }

  /// A function of each element of a matrix that lies in memory column by column, as its transpose does row by row; so does the result.
  private func transposed(_ a: NDArray, _ body: (NDArray) -> NDArray?) -> NDArray? {
    guard case .array(let t) = a.content, !t.isContiguous, t.rank == 2, t.strides[0] == 1, t.strides[1] == t.shape[0] else { return nil }
    return body(a.T)?.T
  }

  /// A number as an array of the type that it adapts to.
  private func scalar(_ number: Scalar, beside a: NDArray) -> NDArray? {
    guard !a.isInvalid, plainTypes & (1 << UInt32(a.dtype.rawValue)) != 0, let bits = NumberBits(number, a.dtype) else { return nil }
    let size = a.dtype.itemSize
    return .scalar(a.dtype) { target in bits.spreading(1) { target.copyMemory(from: $0, byteCount: size) } }
  }

  /// The function of one array without gaps.
  func straight(_ a: NDArray) -> NDArray? {
    guard let x = ElementRun(a), let loop = plainLoop(x.dtype) else { return nil }
    let count = x.shape.elementCount
    guard count <= Self.limit, let (out, pointer) = NDArray.fresh(x.shape, isTest ? .bool : x.dtype) else { return nil }
    loop(count, pointer, x.pointer, nil, nil, nil)
    return out
  }

  /// The function of two arrays of one type without gaps: of one shape, or a single element on either side.
  func straight(_ a: NDArray, _ b: NDArray) -> NDArray? {
    guard let x = ElementRun(a), let y = ElementRun(b), x.dtype == y.dtype, let loop = plainLoop(x.dtype) else { return nil }
    let count = x.shape.elementCount
    if x.shape == y.shape {
      guard count <= Self.limit, let (out, pointer) = NDArray.fresh(x.shape, isTest ? .bool : x.dtype) else { return nil }
      loop(count, pointer, x.pointer, y.pointer, nil, nil)
      return out
    }
    let yIsOne = y.shape.count <= x.shape.count && y.shape.elementCount == 1
    guard yIsOne || (x.shape.count <= y.shape.count && count == 1) else { return nil }
    let many = yIsOne ? x : y, total = many.shape.elementCount
    guard total <= Self.spreadLimit, let (out, pointer) = NDArray.fresh(many.shape, isTest ? .bool : x.dtype) else { return nil }
    Self.spreading((yIsOne ? y : x).pointer, x.dtype.itemSize, total) { one in
      if yIsOne { loop(total, pointer, x.pointer, one, nil, nil) } else { loop(total, pointer, one, y.pointer, nil, nil) }
    }
    return out
  }

  /// The function of an array and a number that adapts to it, on either side.
  func straight(_ a: NDArray, number: Scalar, isFirst: Bool = false) -> NDArray? {
    guard let x = ElementRun(a), let loop = plainLoop(x.dtype) else { return nil }
    let count = x.shape.elementCount
    guard count <= Self.spreadLimit, let value = NumberBits(number, x.dtype),
      let (out, pointer) = NDArray.fresh(x.shape, isTest ? .bool : x.dtype)
    else { return nil }
    value.spreading(count) { one in
      if isFirst { loop(count, pointer, one, x.pointer, nil, nil) } else { loop(count, pointer, x.pointer, one, nil, nil) }
    }
    return out
  }

  /// Calls `body` with `count` copies of one element, in memory of the stack.
  @inline(__always)
  private static func spreading(_ element: UnsafeMutableRawPointer, _ size: Int, _ count: Int, _ body: (UnsafeRawPointer) -> Void) {
    if count == 1 { return body(element) }
    withUnsafeTemporaryAllocation(byteCount: Swift.max(count, 1) * size, alignment: 64) { block in
      ck_spread(block.baseAddress, element, Int32(size), count)
      body(UnsafeRawPointer(block.baseAddress!))
    }
  }

  /// The function of two arrays of whatever types and layouts, for functions that take all operands; `nil` for mistakes.
  func pair(_ a: NDArray, _ b: NDArray) -> NDArray? {
    let x = a.tensor, y = b.tensor
    guard !x.isInvalid, !y.isInvalid else { return nil }
    var type = x.dtype
    if type != y.dtype || plainTypes & (1 << UInt32(type.rawValue)) == 0 {
      type = typing.type(ofCommon: DType.promoteArrays(type, y.dtype))
      guard passes([.array(a), .array(b)], type) else { return nil }
      guard ck_pointwise_loop(loop.index, Int32(type.computeType.rawValue)) != nil else { return nil }
    }
    var shape = x.shape
    if shape != y.shape {
      guard let common = try? Shape.broadcast(name, shape, y.shape) else { return nil }
      shape = common
    }
    let result = loop.resultType(type)
    let isPlain = shape.count <= 1 || (x.isContiguous && x.shape == shape) || (y.isContiguous && y.shape == shape)
    guard let out = try? isPlain ? Tensor(empty: shape, dtype: result) : Tensor.forArray(shape, dtype: result, like: [x, y]),
      (try? loop.run(into: out, Inputs(x, y), .none, type: type)) != nil
    else { return nil }
    return .result(out)
  }

  /// The function of a condition and two operands of one type and shape, or a number for either.
  func straightChoosing(_ condition: NDArray, _ a: ArrayOperandValue, _ b: ArrayOperandValue) -> NDArray? {
    guard let c = ElementRun(condition), c.dtype == .bool else { return nil }
    let count = c.shape.elementCount
    switch (a, b) {
    case (.array(let p), .array(let q)):
      guard let x = ElementRun(p), let y = ElementRun(q), x.dtype == y.dtype, c.shape == x.shape, c.shape == y.shape,
        let loop = plainLoop(x.dtype), count <= Self.limit, let (out, pointer) = NDArray.fresh(c.shape, x.dtype)
      else { return nil }
      c.withTruth(as: x.dtype) { loop(count, pointer, $0, x.pointer, y.pointer, nil) }
      return out.asArray
    case (.array(let p), .number(let number)), (.number(let number), .array(let p)):
      guard let x = ElementRun(p), c.shape == x.shape, let loop = plainLoop(x.dtype), count <= Self.spreadLimit,
        let value = NumberBits(number, x.dtype), let (out, pointer) = NDArray.fresh(c.shape, x.dtype)
      else { return nil }
      let isSecond = if case .array = a { true } else { false }
      value.spreading(count) { one in
        c.withTruth(as: x.dtype) { truth in
          if isSecond { loop(count, pointer, truth, x.pointer, one, nil) } else { loop(count, pointer, truth, one, x.pointer, nil) }
        }
      }
      return out.asArray
    default: return nil
    }
  }

  /// The function of `target`, without gaps, and an operand written into `target`'s memory; whether that was possible.
  func straightInPlace(_ target: NDArray, _ operand: ArrayOperandValue) -> Bool {
    guard !isTest, let x = ElementRun(target), let loop = plainLoop(x.dtype) else { return false }
    let count = x.shape.elementCount
    switch operand {
    case .array(let other):
      guard let y = ElementRun(other), x.dtype == y.dtype else { return false }
      if x.shape == y.shape {
        guard count <= Self.limit, x.pointer == y.pointer || !x.overlaps(y) else { return false }
        loop(count, x.pointer, x.pointer, y.pointer, nil, nil)
      } else {
        guard y.shape.count <= x.shape.count, y.shape.elementCount == 1, count <= Self.spreadLimit else { return false }
        Self.spreading(y.pointer, x.dtype.itemSize, count) { one in
          // A single element that lies in the target itself is not read again.
          loop(count, x.pointer, x.pointer, one, nil, nil)
        }
      }
    case .number(let number):
      guard count <= Self.spreadLimit, let value = NumberBits(number, x.dtype) else { return false }
      value.spreading(count) { one in loop(count, x.pointer, x.pointer, one, nil, nil) }
    }
    switch target.content {
    case .array(let tensor), .scalar(let tensor): tensor.storage.version &+= 1
    case .element(let storage):
      storage.version &+= 1
      if let source = storage.elementSource {
        let size = x.dtype.itemSize
        (source.storage.base + storage.elementPlace * size).copyMemory(from: storage.base, byteCount: size)
        source.storage.version &+= 1
      }
    }
    return true
  }
}

extension ElementRun {
  /// Calls `body` with truth values as numbers of another type, in memory of the stack: all operands of a loop are of one type.
  @inline(__always)
  fileprivate func withTruth(as type: DType, _ body: (UnsafeRawPointer) -> Void) {
    if type == .bool { return body(pointer) }
    let count = shape.elementCount, size = type.itemSize
    withUnsafeTemporaryAllocation(byteCount: Swift.max(count, 1) * size, alignment: 64) { block in
      ck_cast(count, block.baseAddress!, Int32(type.rawValue), size, pointer, Int32(dtype.rawValue), 1)
      body(UnsafeRawPointer(block.baseAddress!))
    }
  }

  /// Whether the memory of both reaches over common addresses.
  fileprivate func overlaps(_ other: ElementRun) -> Bool {
    pointer < other.pointer + other.shape.elementCount * other.dtype.itemSize
      && other.pointer < pointer + shape.elementCount * dtype.itemSize
  }
}

extension NDArray {
  /// The same, not as a scalar.
  fileprivate var asArray: NDArray { if case .array = content { self } else { NDArray(tensor) } }
}

/// A Swift number as one element of an array's type, which it adapts to without changing it.
struct NumberBits {
  private let bits: UInt64
  private let size: Int

  /// `nil` where the array's type would change or cannot hold the number, and for rarer types.
  @inline(__always)
  init?(_ number: Scalar, _ type: DType) {
    switch (type, number) {
    case (.float64, .double(let v)): bits = v.bitPattern
    case (.float64, .int(let v)): bits = Double(v).bitPattern
    case (.float32, .double(let v)): bits = UInt64(Float(v).bitPattern)
    case (.float32, .int(let v)): bits = UInt64(Float(v).bitPattern)
    case (.int64, .int(let v)): bits = UInt64(bitPattern: Int64(v))
    case (.bool, .bool(let v)): bits = v ? 1 : 0
    case (_, .int(let v)) where type.isInteger && type.holds(v): bits = UInt64(bitPattern: Int64(v))
    default: return nil
    }
    size = type.itemSize
  }

  /// Calls `body` with `count` copies, in memory of the stack.
  @inline(__always)
  func spreading(_ count: Int, _ body: (UnsafeRawPointer) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: (Swift.max(count, 1) &* size &+ 7) / 8) { block in
      if size == 8 {
        block.initialize(repeating: bits)
      } else {
        // The lowest bytes come first.
        withUnsafeBytes(of: bits.littleEndian) { ck_spread(block.baseAddress, $0.baseAddress, Int32(size), Swift.max(count, 1)) }
      }
      body(UnsafeRawPointer(block.baseAddress!))
    }
  }
}
