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

  static func error(_ status: Int32, _ call: String) -> TensorError {
    let names: [Int32: String] = [
      1: "CUBLAS_STATUS_NOT_INITIALIZED", 3: "CUBLAS_STATUS_ALLOC_FAILED", 7: "CUBLAS_STATUS_INVALID_VALUE",
      8: "CUBLAS_STATUS_ARCH_MISMATCH", 11: "CUBLAS_STATUS_MAPPING_ERROR", 13: "CUBLAS_STATUS_EXECUTION_FAILED",
      14: "CUBLAS_STATUS_INTERNAL_ERROR", 15: "CUBLAS_STATUS_NOT_SUPPORTED",
    ]
    return TensorError(.device, op: call, "CUDA error: \(names[status] ?? "error") (\(status)) when calling `\(call)`")
  }

  /// `out = alpha a b + beta out`; false where the library does not serve the layouts or the type.
  func multiply(
    _ gpu: CUDADevice, _ a: Tensor, _ b: Tensor, into out: Tensor, batch: Int, steps: (a: Int, b: Int, out: Int), alpha: Double,
    beta: Double
  ) throws(TensorError) -> Bool {
    guard let p = ProductLayout(a, b, into: out, batch: batch, steps: steps) else { return false }
    try gpu.activate()
    let stream = gpu.stream
    for t in [a, b, out] { t.storage.cudaBlock?.noteUse(on: stream) }
    let status = lock.withLock { _ -> Status in
      let status = setStream(handle, stream)
      if status != 0 { return status }
      return p.withFactors(alpha, beta) { alpha, beta in
        gemmStridedBatched(
          handle, p.right.isTransposed ? 1 : 0, p.left.isTransposed ? 1 : 0, p.columns, p.rows, p.terms, alpha, b.cudaAddress, p.data,
          p.right.step, Int64(p.rightStep), a.cudaAddress, p.data, p.left.step, Int64(p.leftStep), beta, out.cudaAddress, p.data,
          p.out.step, Int64(p.outStep), p.batch, p.compute, -1)
      }
    }
    if status != 0 { throw CUBLAS.error(status, "cublasGemmStridedBatchedEx") }
    return true
  }
}
