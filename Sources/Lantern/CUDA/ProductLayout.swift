/// A matrix product as NVIDIA's libraries see it: column by column, so that rows here are columns there, and the transposed product of
/// the operands in the other order is what they are asked for.
struct ProductLayout: Hashable, Sendable {
  /// One matrix: whether it is transposed, and the numbers between its columns.
  struct Operand: Hashable, Sendable {
    let isTransposed: Bool
    let step: Int32

    /// Nil for a layout that the libraries cannot read: they want one axis dense, and small numbers.
    init?(rows: Int, columns: Int, rowStep: Int, columnStep: Int) {
      guard let r = Int32(exactly: Swift.max(rowStep, 1)), let c = Int32(exactly: Swift.max(columnStep, 1)) else { return nil }
      if columnStep == 1 || columns == 1, rowStep >= Swift.max(columns, 1) || rows == 1 {
        (isTransposed, step) = (false, Swift.max(r, Int32(clamping: columns), 1))
        if rows > 1, rowStep < columns { return nil }
      } else if rowStep == 1 || rows == 1, columnStep >= Swift.max(rows, 1) {
        (isTransposed, step) = (true, c)
      } else {
        return nil
      }
    }
  }

  /// CUDA_R_32F, _64F, _16F, _16BF.
  let data: Int32
  /// CUBLAS_COMPUTE_32F, _64F, _32F_FAST_TF32.
  let compute: Int32
  let left: Operand, right: Operand, out: Operand
  let rows: Int32, columns: Int32, terms: Int32, batch: Int32
  let leftStep: Int, rightStep: Int, outStep: Int

  /// Nil where the libraries do not serve the type or the layouts.
  init?(_ a: Tensor, _ b: Tensor, into out: Tensor, batch: Int, steps: (a: Int, b: Int, out: Int)) {
    let r = a.rank - 2
    let (m, k, n) = (a.shape[r], a.shape[r + 1], b.shape[r + 1])
    switch a.dtype {
    case .float32: (data, compute) = (0, CUDA.allowTF32 ? 77 : 68)
    case .float64: (data, compute) = (1, 70)
    case .float16: (data, compute) = (2, 68)
    case .bfloat16: (data, compute) = (14, 68)
    default: return nil
    }
    guard k > 0, let left = Operand(rows: m, columns: k, rowStep: a.strides[r], columnStep: a.strides[r + 1]),
      let right = Operand(rows: k, columns: n, rowStep: b.strides[r], columnStep: b.strides[r + 1]),
      let result = Operand(rows: m, columns: n, rowStep: out.strides[r], columnStep: out.strides[r + 1]), !result.isTransposed,
      let rows = Int32(exactly: m), let columns = Int32(exactly: n), let terms = Int32(exactly: k), let count = Int32(exactly: batch)
    else { return nil }
    (self.left, self.right, self.out) = (left, right, result)
    (self.rows, self.columns, self.terms, self.batch) = (rows, columns, terms, count)
    (leftStep, rightStep, outStep) = (steps.a, steps.b, steps.out)
  }

  /// Runs `body` with factors of the type that the libraries want: float64 for float64, float32 for everything else.
  func withFactors<R>(_ alpha: Double, _ beta: Double, _ body: (UnsafeRawPointer, UnsafeRawPointer) -> R) -> R {
    if data == 1 { return withUnsafePointer(to: alpha) { x in withUnsafePointer(to: beta) { y in body(x, y) } } }
    let (alpha, beta) = (Float(alpha), Float(beta))
    return withUnsafePointer(to: alpha) { x in withUnsafePointer(to: beta) { y in body(x, y) } }
  }
}
