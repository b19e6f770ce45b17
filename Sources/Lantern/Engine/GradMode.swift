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
@discardableResult
public func enableGrad<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R { try withGrad(enabled: true, body) }

/// Runs `body` with recording on or off. Mirrors `torch.set_grad_enabled`.
@discardableResult
public func withGrad<R, E: Error>(enabled: Bool, _ body: () throws(E) -> R) throws(E) -> R {
  let thread = ck_thread()!
  let before = thread.pointee.no_grad
  thread.pointee.no_grad = !enabled
  defer { thread.pointee.no_grad = before }
  return try body()
}
