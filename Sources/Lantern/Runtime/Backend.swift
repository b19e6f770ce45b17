import CKernels

/// What a device can do: give memory, and run the few kinds of kernels that most operations are made of.
///
/// Operations say what is to be computed; a backend says how its device does it. Everything here works on real tensors of that
/// device, knows nothing of gradients, and has been checked before: shapes broadcast, dtypes fit.
package protocol Backend: Sendable {
  /// The device whose tensors this backend works on.
  var device: Device { get }

  /// Memory for `byteCount` bytes, not cleared.
  func allocate(_ byteCount: Int) throws(TensorError) -> Storage

  /// Writes the elements of `source`, broadcast and converted, into `target`. The two do not overlap; one of them may be in the
  /// processor's memory.
  func copy(_ source: Tensor, to target: Tensor) throws(TensorError)

  /// Runs a loop of `pointwise.def` over the inputs, computed in `type`, and writes the result, converted, into `out`, which has the
  /// broadcast shape and may be one of the inputs.
  func pointwise(_ loop: Pointwise, _ inputs: borrowing Inputs, _ numbers: Numbers, type: DType, into out: Tensor) throws(TensorError)

  /// Reduces `x` over `axes` into the contiguous `out`, whose dtype is the one to accumulate in (int64 for positions).
  func reduce(_ kind: ck_reduction, _ x: Tensor, _ axes: Shape, accumulating: DType, into out: Tensor) throws(TensorError)

  /// `out = alpha a b + beta out` for `batch` pairs of matrices, the last two axes, that are the given numbers of elements apart.
  /// Where beta is 0, `out` is not read. For whole numbers alpha is 1 and beta is 0.
  func multiply(
    _ a: Tensor, _ b: Tensor, into out: Tensor, batch: Int, steps: (a: Int, b: Int, out: Int), alpha: Double, beta: Double
  ) throws(TensorError)
}

extension Backend {
  /// `out = a b` for `batch` pairs of matrices.
  package func multiply(_ a: Tensor, _ b: Tensor, into out: Tensor, batch: Int, steps: (a: Int, b: Int, out: Int)) throws(TensorError) {
    try multiply(a, b, into: out, batch: batch, steps: steps, alpha: 1, beta: 0)
  }
}

extension Device {
  /// Who runs this device's kernels. Throws where there is no such device.
  package func backend() throws(TensorError) -> any Backend {
    isCPU ? CPUBackend.shared : CUDABackend(try CUDARuntime.device(index ?? -1))
  }
}

extension Tensor {
  /// Who runs kernels on this tensor.
  @inline(__always) func backend() throws(TensorError) -> any Backend {
    flags.contains(.device) ? try device.backend() : CPUBackend.shared
  }
}
