import Synchronization

/// Whether every derivative is looked at for NaN while `backward` runs.
enum AnomalyMode {
  private static let on = Atomic<Bool>(false)
  static var isOn: Bool { on.load(ordering: .relaxed) }
  static func set(_ value: Bool) { on.store(value, ordering: .relaxed) }

  static func check(_ gradient: Tensor, _ node: Node, input: Int) throws(TensorError) {
    guard !gradient.isSymbolic, gradient.dtype.isFloatingPoint, noGrad({ gradient.isNaN().any().item().boolValue }) else { return }
    throw TensorError(.autograd, op: "backward", "Function '\(node.name)' returned nan values in its \(input)th output.")
  }
}

/// Runs `body` with a search for NaN: the derivative that first gives one is named in an error. Mirrors
/// `torch.autograd.detect_anomaly(check_nan=True)`. It slows every `backward` of the process down; for debugging only.
@discardableResult
public func detectAnomaly<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
  let before = AnomalyMode.isOn
  AnomalyMode.set(true)
  defer { AnomalyMode.set(before) }
  warnOnce("Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.")
  return try body()
}
