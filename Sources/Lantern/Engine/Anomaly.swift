import CKernels

/// Whether every derivative is looked at for NaN while `backward` runs on this thread.
enum AnomalyMode {
  static var isOn: Bool { ck_thread().pointee.anomaly }

  static func check(_ gradient: Tensor, _ node: Node, input: Int) throws(TensorError) {
    guard !gradient.isSymbolic, gradient.dtype.isFloatingPoint, noGrad({ gradient.isNaN().any().item().boolValue }) else { return }
    throw TensorError(.autograd, op: "backward", "Function '\(node.name)' returned nan values in its \(input)th output.")
  }
}

/// Runs `body` with a search for NaN: the derivative that first gives one is named in an error. Mirrors
/// `torch.autograd.detect_anomaly(check_nan=True)`. It slows every `backward` that `body` calls down; for debugging only.
@discardableResult
public func detectAnomaly<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
  let thread = ck_thread()!
  let before = thread.pointee.anomaly
  thread.pointee.anomaly = true
  defer { thread.pointee.anomaly = before }
  warnOnce("Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.")
  return try body()
}
