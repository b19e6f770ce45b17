/// A view of an array's memory for printing: nothing is copied, and only the elements that are printed are read.
///
/// The memory must stay alive and unchanged while the view is in use.
package struct PrintableArray {
  /// The type of the elements.
  package let dtype: DType
  /// The size along every dimension; empty for a 0-d array.
  package let shape: [Int]
  /// The distance between neighbours along every dimension, in elements; zero and negative ones are allowed.
  package let strides: [Int]
  /// The element at index `[0, …, 0]`.
  package let base: UnsafeRawPointer

  /// A strided array whose first element is `offset` elements behind `base`.
  package init(base: UnsafeRawPointer, dtype: DType, shape: [Int], strides: [Int], offset: Int = 0) {
    precondition(shape.count == strides.count, "printing: \(shape.count) sizes but \(strides.count) strides")
    self.base = base + offset * dtype.itemSize
    self.dtype = dtype
    self.shape = shape
    self.strides = strides
  }

  /// An array whose elements lie one after another in row-major order.
  package init(contiguous base: UnsafeRawPointer, dtype: DType, shape: [Int]) {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * max(shape[axis + 1], 1) }
    self.init(base: base, dtype: dtype, shape: shape, strides: strides)
  }

  /// The number of elements; `Int.max` when it does not fit.
  package var count: Int {
    if shape.contains(0) { return 0 }
    var product = 1
    for size in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      if overflow { return Int.max }
      product = next
    }
    return product
  }

  /// Calls `body` with the offset of every element that is printed, in row-major order.
  ///
  /// `edge` is the number of elements shown at either end of an axis longer than twice that; `nil` shows all. With
  /// `edge` 0 an axis shows nothing.
  package func forEachOffset(edge: Int?, _ body: (Int) -> Void) {
    visit(axis: 0, offset: 0, edge: edge, body)
  }

  private func visit(axis: Int, offset: Int, edge: Int?, _ body: (Int) -> Void) {
    if axis == shape.count { return body(offset) }
    let size = shape[axis], stride = strides[axis]
    let isLast = axis == shape.count - 1
    func visit(_ range: Range<Int>) {
      for index in range {
        if isLast {
          body(offset + index * stride)
        } else {
          self.visit(axis: axis + 1, offset: offset + index * stride, edge: edge, body)
        }
      }
    }
    if let edge, size > 2 * edge {
      visit(0..<edge)
      visit((size - edge)..<size)
    } else {
      visit(0..<size)
    }
  }

  private func load<T: BitwiseCopyable>(_ type: T.Type, _ index: Int) -> T {
    base.loadUnaligned(fromByteOffset: index * MemoryLayout<T>.size, as: type)
  }

  /// The real number, or the real part of the complex number, at an offset; exact for every floating-point type.
  ///
  /// Integers and booleans are converted, which rounds beyond 2⁵³; print those with `appendInteger(at:to:)`.
  package func real(at offset: Int) -> Double {
    switch dtype {
    case .float64: load(Double.self, offset)
    case .float32: Double(load(Float.self, offset))
    case .float16: Double(Float16(bitPattern: load(UInt16.self, offset)))
    case .bfloat16: Double(Float(bitPattern: UInt32(load(UInt16.self, offset)) << 16))
    case .complex64: Double(load(Float.self, 2 * offset))
    case .complex128: load(Double.self, 2 * offset)
    case .uint64: Double(load(UInt64.self, offset))
    default: Double(signedInteger(at: offset))
    }
  }

  /// The imaginary part of the number at an offset; zero for real types.
  package func imaginary(at offset: Int) -> Double {
    switch dtype {
    case .complex64: Double(load(Float.self, 2 * offset + 1))
    case .complex128: load(Double.self, 2 * offset + 1)
    default: 0
    }
  }

  /// The boolean at an offset of a `bool` array.
  package func bool(at offset: Int) -> Bool { load(UInt8.self, offset) != 0 }

  /// Appends the decimal text of the integer at an offset, exact for all integer types.
  package func appendInteger(at offset: Int, to text: inout TextBuffer) {
    if dtype == .uint64 {
      text.append(load(UInt64.self, offset).description)
    } else {
      text.append(signedInteger(at: offset).description)
    }
  }

  private func signedInteger(at offset: Int) -> Int64 {
    switch dtype {
    case .bool: bool(at: offset) ? 1 : 0
    case .uint8: Int64(load(UInt8.self, offset))
    case .int8: Int64(load(Int8.self, offset))
    case .int16: Int64(load(Int16.self, offset))
    case .int32: Int64(load(Int32.self, offset))
    case .int64: load(Int64.self, offset)
    case .uint16: Int64(load(UInt16.self, offset))
    case .uint32: Int64(load(UInt32.self, offset))
    default: preconditionFailure("printing: \(dtype) is not a signed integer type")
    }
  }
}
