import CKernels

/// Whether operations on this thread are recorded for `backward`. Mirrors `torch.is_grad_enabled`.
public var isGradEnabled: Bool { !ck_thread().pointee.no_grad }

/// Runs `body` without recording: its results do not require gradients, and leaves may be changed in place.
/// Mirrors `torch.no_grad`.
///
/// ```swift
/// noGrad { w -= 0.1 * w.grad! }
/// ```
@discardableResult
public func noGrad<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R { try withGrad(enabled: false, body) }

/// Runs `body` with recording on, also inside `noGrad`. Mirrors `torch.enable_grad`.
///
/// ```swift
/// let x = Tensor([1.0], requiresGrad: true)
/// noGrad { enableGrad { (x * 2).requiresGrad } }  // true
/// ```
@discardableResult
public func enableGrad<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R { try withGrad(enabled: true, body) }

/// Runs `body` with recording on or off. Mirrors `torch.set_grad_enabled`.
///
/// ```swift
/// let x = Tensor([1.0], requiresGrad: true)
/// withGrad(enabled: false) { (x * 2).requiresGrad }  // false
/// ```
@discardableResult
public func withGrad<R, E: Error>(enabled: Bool, _ body: () throws(E) -> R) throws(E) -> R {
  let thread = ck_thread()!
  let before = thread.pointee.no_grad
  thread.pointee.no_grad = !enabled || thread.pointee.inference
  defer { thread.pointee.no_grad = before }
  return try body()
}

/// Whether this thread is inside `inferenceMode`. Mirrors `torch.is_inference_mode_enabled`.
public var isInferenceModeEnabled: Bool { ck_thread().pointee.inference }

/// Runs `body` without recording, and marks what it computes as of no use for `backward`. Mirrors `torch.inference_mode`.
///
/// Tensors made inside can be read everywhere. Outside they cannot be changed in place, asked for gradients, or saved by an
/// operation that is recorded; a `clone()` can. Tensors made outside stay ordinary ones, also when `body` changes them.
///
/// ```swift
/// let prediction = inferenceMode { (x * w).sum() }
/// ```
@discardableResult
public func inferenceMode<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
  let thread = ck_thread()!
  let (grad, inference) = (thread.pointee.no_grad, thread.pointee.inference)
  thread.pointee.no_grad = true
  thread.pointee.inference = true
  defer {
    thread.pointee.no_grad = grad
    thread.pointee.inference = inference
  }
  return try body()
}

extension Tensor {
  /// Whether this tensor was made inside `inferenceMode`. Mirrors `is_inference`.
  public var isInference: Bool { flags.contains(.inference) }
}
