import CKernels

/// Where an operation was called from, found out when somebody asks.
package typealias CallOrigin = @Sendable () -> String?

/// Whether every derivative is looked at for NaN while `backward` runs on this thread.
package enum AnomalyMode {
  static var isOn: Bool { ck_thread().pointee.anomaly }

  /// Notes where the program is now; set by `LanternDebug`, which knows how to read the calls that led here.
  package static let locator = Locked<(@Sendable () -> CallOrigin?)?>(nil)
  /// Where the running `detectAnomaly` and `traced` scopes stand, outermost first.
  @TaskLocal static var scopes: [String] = []

  /// Where the operation that is being recorded was called from.
  static func origin() -> CallOrigin? {
    let scopes = scopes
    let found = locator.withLock { $0 }?()
    guard found != nil || !scopes.isEmpty else { return nil }
    return { found?() ?? scopes.last }
  }

  static func check(_ gradient: Tensor, _ node: Node, input: Int) throws(TensorError) {
    let isNaN = { (t: Tensor) in t.isNaN().any().item().boolValue }
    guard !gradient.isSymbolic, gradient.dtype.isFloatingPoint || gradient.dtype.isComplex, noGrad({ isNaN(gradient) }) else { return }
    let place = node.hooks?.origin?()
    throw TensorError(
      .autograd, op: "backward", "Function '\(node.name)' returned nan values in its \(input)th output.",
      hint: place.map { "The forward call that led to it: \($0)." }
        ?? "The operation was recorded outside of detectAnomaly; run the forward pass inside it to see where.")
  }
}

/// Runs `body` with a search for NaN: the derivative that first gives one is named in an error, together with the place of the forward
/// call it belongs to. Mirrors `torch.autograd.detect_anomaly(check_nan=True)`.
///
/// The place is the file and line of the call when the product `LanternDebug` is imported and `SourceLocations.enable()` was called;
/// otherwise that of the innermost `traced` scope or of `detectAnomaly` itself, as far as the operation was recorded inside. It slows
/// everything that `body` calls down; for debugging only. Outside it costs nothing.
///
/// ```swift
/// let x = Tensor([0.0], requiresGrad: true)
/// try withTensorErrors { detectAnomaly { (x.sqrt() * 0).sum().backward() } }  // throws: backward: Function 'SqrtBackward0' …
/// ```
@discardableResult
public func detectAnomaly<R>(file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> R) rethrows -> R {
  let thread = ck_thread()!
  let before = thread.pointee.anomaly
  thread.pointee.anomaly = true
  defer { thread.pointee.anomaly = before }
  warnOnce("Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.")
  return try AnomalyMode.$scopes.withValue(AnomalyMode.scopes + ["inside detectAnomaly at \(file):\(line)"], operation: body)
}

/// Runs `body` as a part of the program that `detectAnomaly` names when a derivative of its operations becomes NaN.
///
/// ```swift
/// let h = traced("encoder") { x.linear(w).log() }
/// ```
@discardableResult
public func traced<R>(
  _ name: String, file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> R
) rethrows -> R {
  guard ck_thread().pointee.anomaly else { return try body() }
  return try AnomalyMode.$scopes.withValue(AnomalyMode.scopes + ["inside '\(name)' at \(file):\(line)"], operation: body)
}
