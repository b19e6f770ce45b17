import CKernels

// What the decompositions share: checks of their arguments, and the way to the kernels, which work on stacks of matrices of
// float64 or complex128.

/// One kernel of `ck_linalg.h` and its sizes.
struct MatrixKernel {
  let kernel: ck_linalg_kernel
  var m: Int
  var n = 0
  var k = 0
  var flags: [ck_linalg_flags] = []

  /// Runs the kernel on `count` matrices; each buffer holds `count` contiguous parts. Gives what the kernel says of each matrix.
  @discardableResult
  func run(_ count: Int, _ buffers: [Tensor?]) throws(TensorError) -> [Int32] {
    guard count > 0 else { return [] }
    if ck_linalg_is_large(kernel, m, n) != 0 { _ = LAPACK.isUsed }  // looked for when first of use
    var call = ck_linalg_call()
    (call.m, call.n, call.k) = (m, n, k)
    let isComplex = buffers[0]?.dtype.isComplex ?? false
    call.flags = (flags + (isComplex ? [CK_COMPLEX] : [])).reduce(0) { $0 | Int32($1.rawValue) }
    func place(_ i: Int) -> (UnsafeMutableRawPointer?, Int) {
      guard i < buffers.count, let t = buffers[i] else { return (nil, 0) }
      return (t.pointer, t.elementCount / count * t.dtype.itemSize)
    }
    (call.p.0, call.step.0) = place(0)
    (call.p.1, call.step.1) = place(1)
    (call.p.2, call.step.2) = place(2)
    (call.p.3, call.step.3) = place(3)
    var info = [Int32](repeating: 0, count: count)
    ck_linalg(kernel, count, &call, &info)
    if info.contains(Int32(CK_NO_MEMORY)) {
      throw TensorError(.memory, op: "linalg", "no memory for a decomposition of \(count) matrices of \(m) by \(Swift.max(n, m))")
    }
    return info
  }
}

extension [Int32] {
  /// The first matrix that something is wrong with: `(Batch element 2): `, or nothing for a single matrix; and what.
  func firstFailure(isBatch: Bool) -> (element: String, info: Int32)? {
    guard let i = firstIndex(where: { $0 != 0 }) else { return nil }
    return (isBatch ? "(Batch element \(i)): " : "", self[i])
  }
}

extension DType {
  /// What matrices of this type are computed in.
  var wide: DType { isComplex ? .complex128 : .float64 }
  /// The complex type with parts of this type, or of this type's parts.
  var complexOfParts: DType { self == .float32 || self == .complex64 ? .complex64 : .complex128 }
  /// The distance from 1 to the next larger number, of complex numbers of their parts.
  var partEpsilon: Double { realPart == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne }
}

extension Shape {
  /// The axes in front of the last two.
  var batch: Shape { Shape(dropLast(2)) }
  /// These axes with more behind them.
  func appending(_ sizes: Int...) -> Shape {
    var longer = self
    for size in sizes { longer.append(size) }
    return longer
  }
  /// The sizes of the last two axes.
  var rowsAndColumns: (rows: Int, columns: Int) { (self[count - 2], self[count - 1]) }
}

extension Tensor {
  /// A contiguous copy that may be overwritten, float64 or complex128.
  func freshDoubles() throws(TensorError) -> Tensor {
    let copy = try Tensor(empty: shape, dtype: dtype.wide)
    if elementCount > 0 { copy.write(self) }
    return copy
  }

  /// A kernel's result in the dtype that was asked for.
  func rounded(to dtype: DType) -> Tensor { noGrad { to(dtype) } }

  /// The last two axes exchanged.
  var turned: Tensor { transpose(-2, -1) }

  /// The last two axes exchanged and complex numbers conjugated..
  var conjugateTurned: Tensor { turned.conj() }

  /// The first `rows` rows and `columns` columns.
  func corner(_ rows: Int, _ columns: Int) -> Tensor { narrow(-2, 0, rows).narrow(-1, 0, columns) }

  // MARK: checks, with PyTorch's words

  func checkMatrix(_ op: String, _ name: String = "A") throws(TensorError) {
    guard rank >= 2 else {
      throw TensorError(
        .shape, op: op, "\(op): The input tensor \(name) must have at least 2 dimensions.", hint: "Its shape is \(shape.listed).")
    }
  }

  func checkSquare(_ op: String, _ name: String = "A") throws(TensorError) {
    try checkMatrix(op, name)
    let (rows, columns) = shape.rowsAndColumns
    guard rows == columns || rows < 0 || columns < 0 else {
      throw TensorError(.shape, op: op, "\(op): \(name) must be batches of square matrices, but they are \(rows) by \(columns) matrices")
    }
  }

  /// `kernel`: the name PyTorch gives when halves are not for it; whole numbers are refused by the name of the operation.
  func checkReal(_ op: String, kernel: String) throws(TensorError) {
    guard dtype.isFloatingPoint || dtype.isComplex else {
      throw TensorError(
        .dtype, op: op, "\(op): Expected a floating point or complex tensor as input. Got \(dtype.legacyName)",
        hint: "Convert with to(.float32) first.")
    }
    try checkKernel(op, kernel)
  }

  func checkKernel(_ op: String, _ kernel: String) throws(TensorError) {
    guard dtype == .float32 || dtype == .float64 || dtype.isComplex else {
      throw TensorError(.dtype, op: op, "\"\(kernel)\" not implemented for '\(dtype.legacyName)'", hint: "Convert with to(.float32) first.")
    }
  }
}

/// The results of an operation that has several; as many invalid ones after an error.
func applyMany(_ op: Op, _ inputs: [Tensor], _ attributes: Attributes = .none, count: Int) -> [Tensor] {
  let results = applyAll(op, inputs, attributes)
  return results.count >= count ? results : results + Array(repeating: results[0], count: count - results.count)
}
