/// NVIDIA's library of matrix products, used where it is found: float32 exactly (TF32 where
/// `CUDA.allowTF32` says so), half types with sums in float32.
final class CUBLAS: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: the handle is used under `lock` only; the functions never change.
  private typealias Status = Int32
  private typealias Multiply =
    @convention(c) (
      OpaquePointer?, Int32, Int32, Int32, Int32, Int32, UnsafeRawPointer, CUDAAddress, Int32, Int32, Int64, CUDAAddress, Int32, Int32,
      Int64,
      UnsafeRawPointer, CUDAAddress, Int32, Int32, Int64, Int32, Int32, Int32
    ) -> Status

  private let handle: OpaquePointer
  private let setStream: @convention(c) (OpaquePointer?, OpaquePointer?) -> Status
  private let gemmStridedBatched: Multiply
  private let lock = Locked(())

  /// A handle for the device whose context is current; throws where the library lacks a function or refuses.
  init(library: SharedLibrary) throws(TensorError) {
    let create: @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> Status = try library.function("cublasCreate_v2")
    setStream = try library.function("cublasSetStream_v2")
    gemmStridedBatched = try library.function("cublasGemmStridedBatchedEx")
    var made: OpaquePointer?
    let status = create(&made)
    guard status == 0, let made else { throw CUBLAS.error(status, "cublasCreate") }
    handle = made
  }

  private static func error(_ status: Int32, _ call: String) -> TensorError {
    let names: [Int32: String] = [
      1: "CUBLAS_STATUS_NOT_INITIALIZED", 3: "CUBLAS_STATUS_ALLOC_FAILED", 7: "CUBLAS_STATUS_INVALID_VALUE",
      8: "CUBLAS_STATUS_ARCH_MISMATCH", 11: "CUBLAS_STATUS_MAPPING_ERROR", 13: "CUBLAS_STATUS_EXECUTION_FAILED",
      14: "CUBLAS_STATUS_INTERNAL_ERROR", 15: "CUBLAS_STATUS_NOT_SUPPORTED",
    ]
    return TensorError(.device, op: call, "CUDA error: \(names[status] ?? "error") (\(status)) when calling `\(call)`")
  }

  /// One matrix of a product as the library sees it, column by column.
  private struct Operand {
    let isTransposed: Bool
    let step: Int32

    /// Nil for a layout that the library cannot read: it wants one axis dense, and small numbers.
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

  /// `out = alpha a b + beta out`; false where the library does not serve the layouts or the type.
  func multiply(
    _ gpu: CUDADevice, _ a: Tensor, _ b: Tensor, into out: Tensor, batch: Int, steps: (a: Int, b: Int, out: Int), alpha: Double,
    beta: Double
  ) throws(TensorError) -> Bool {
    let r = a.rank - 2
    let (m, k, n) = (a.shape[r], a.shape[r + 1], b.shape[r + 1])
    // CUDA_R_32F, _64F, _16F, _16BF; CUBLAS_COMPUTE_32F, _64F, _32F_FAST_TF32
    let kind: (data: Int32, compute: Int32)
    switch a.dtype {
    case .float32: kind = (0, CUDA.allowTF32 ? 77 : 68)
    case .float64: kind = (1, 70)
    case .float16: kind = (2, 68)
    case .bfloat16: kind = (14, 68)
    default: return false
    }
    guard k > 0, let left = Operand(rows: m, columns: k, rowStep: a.strides[r], columnStep: a.strides[r + 1]),
      let right = Operand(rows: k, columns: n, rowStep: b.strides[r], columnStep: b.strides[r + 1]),
      let result = Operand(rows: m, columns: n, rowStep: out.strides[r], columnStep: out.strides[r + 1]), !result.isTransposed,
      let (rows, columns, terms, count) = CUBLAS.small(m, n, k, batch)
    else { return false }
    try gpu.activate()
    let stream = gpu.stream
    for t in [a, b, out] { t.storage.cudaBlock?.noteUse(on: stream) }
    let (alpha32, beta32) = (Float(alpha), Float(beta))
    func call(_ alpha: UnsafeRawPointer, _ beta: UnsafeRawPointer) -> Status {
      // Rows here are columns there: the transposed product of the operands in the other order.
      gemmStridedBatched(
        handle, right.isTransposed ? 1 : 0, left.isTransposed ? 1 : 0, columns, rows, terms, alpha, b.cudaAddress, kind.data, right.step,
        Int64(steps.b), a.cudaAddress, kind.data, left.step, Int64(steps.a), beta, out.cudaAddress, kind.data, result.step,
        Int64(steps.out),
        count, kind.compute, -1)
    }
    let status = lock.withLock { _ -> Status in
      let status = setStream(handle, stream)
      if status != 0 { return status }
      if a.dtype == .float64 {
        return withUnsafePointer(to: alpha) { x in withUnsafePointer(to: beta) { y in call(x, y) } }
      }
      return withUnsafePointer(to: alpha32) { x in withUnsafePointer(to: beta32) { y in call(x, y) } }
    }
    if status != 0 { throw CUBLAS.error(status, "cublasGemmStridedBatchedEx") }
    return true
  }

  private static func small(_ m: Int, _ n: Int, _ k: Int, _ batch: Int) -> (Int32, Int32, Int32, Int32)? {
    guard let m = Int32(exactly: m), let n = Int32(exactly: n), let k = Int32(exactly: k), let batch = Int32(exactly: batch) else {
      return nil
    }
    return (m, n, k, batch)
  }
}
