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

  /// Writes the elements of `source`, broadcast and converted, into `target`. The two do not overlap.
  func copy(_ source: Tensor, to target: Tensor)

  /// Runs a loop of `pointwise.def` over the inputs, computed in `type`, and writes the result, converted, into `out`, which has the
  /// broadcast shape and may be one of the inputs.
  func pointwise(_ loop: Pointwise, _ inputs: borrowing Inputs, _ numbers: Numbers, type: DType, into out: Tensor)

  /// Reduces `x` over `axes` into the contiguous `out`, whose dtype is the one to accumulate in (int64 for positions).
  func reduce(_ kind: ck_reduction, _ x: Tensor, _ axes: Shape, accumulating: DType, into out: Tensor)

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
  /// Who runs this device's kernels. Throws for a device without a backend.
  package func backend() throws(TensorError) -> any Backend {
    guard isCPU else {
      throw TensorError(
        .device, op: "Device", "Lantern has no backend for \(self)", hint: "Use .cpu; `lantern doctor` says what this machine offers.")
    }
    return CPUBackend.shared
  }
}

extension Tensor {
  /// Who runs kernels on this tensor. Tensors are only ever made on devices that have a backend.
  @inline(__always) var backend: CPUBackend { .shared }

  /// This tensor on a device; itself when it is there already. Mirrors `to(device)`. Reports an error for a device without a backend.
  ///
  /// ```swift
  /// Tensor([1, 2]).to(.cpu).device  // cpu
  /// ```
  public func to(_ device: Device) -> Tensor {
    reporting { () throws(TensorError) in
      _ = try device.backend()
      return self
    }
  }
  /// This tensor on the processor. Mirrors `cpu()`.
  ///
  /// ```swift
  /// Tensor([1, 2]).cpu().device  // cpu
  /// ```
  public func cpu() -> Tensor { to(.cpu) }
  /// This tensor on a GPU. Mirrors `cuda()`. Reports an error where Lantern has no backend for it.
  public func cuda(_ index: Int = 0) -> Tensor { to(.cuda(index)) }
}
