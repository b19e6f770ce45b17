import CKernels

// Where tensors lie, and moving them.

extension Op {
  /// `ints`: the device's number, and the input's.
  static let toDevice: Op = Op(
    "to_device", gradName: "ToCopyBackward0",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in Spec(i.x.shape, i.x.dtype) },
        run: { i, a, spec throws(TensorError) in
          let device = Device(code: Int16(a.ints[0]))
          let out = try Tensor(empty: spec.shape, dtype: spec.dtype, on: device)
          let (source, strides) = i.x.isDense ? (i.x, i.x.strides) : (i.x, out.strides)
          let laid = Tensor(storage: out.storage, shape: spec.shape, strides: strides, offset: 0, dtype: spec.dtype)
          laid.write(source)
          return laid
        })),
    rules: [.of { g, s in g.to(Device(code: Int16(s.attributes.ints[1]))) }], samples: .inPlaceOnly)
}

extension Tensor {
  /// This tensor on a device; itself when it is there already. Gradients come back to where this one is. Mirrors `to(device)`.
  ///
  /// Reports an error where there is no such device; `lantern doctor` tells what was found.
  ///
  /// ```swift
  /// let x = Tensor.ones(2, 3).to(.cuda(0))
  /// print(x.device)  // cuda:0
  /// ```
  public func to(_ device: Device) -> Tensor {
    if isInvalid || isSymbolic { return self }
    return reporting { () throws(TensorError) in
      _ = try device.backend()
      if device == self.device { return self }
      return apply(.toDevice, self, Attributes(ints: [Int(device.code), Int(self.device.code)]))
    }
  }
  /// This tensor in the processor's memory. Mirrors `cpu()`.
  public func cpu() -> Tensor { to(.cpu) }
  /// This tensor on a GPU. Mirrors `cuda()`. Reports an error where there is no such device.
  public func cuda(_ index: Int = 0) -> Tensor { to(.cuda(index)) }

  /// A tensor made for work with this one: moved to where this one is.
  @inline(__always)
  func near(_ made: @autoclosure () -> Tensor) -> Tensor { isCUDA ? noGrad { made().to(device) } : made() }

  /// Whether the numbers lie in memory that a GPU reads and writes without a detour. Mirrors `is_pinned()`.
  public var isPinned: Bool { storage.owner is PinnedMemory }

  /// A copy in memory that a GPU reads and writes without a detour, about twice as fast. Mirrors `pin_memory()`.
  ///
  /// Reports an error without a GPU, or for a tensor that is on one.
  public func pinMemory() -> Tensor {
    if isInvalid || isPinned { return self }
    return reporting { () throws(TensorError) in
      guard !isCUDA else {
        throw TensorError(.device, op: "pin_memory", "cannot pin '\(typeName)' only dense CPU tensors can be pinned")
      }
      let memory = try PinnedMemory(elementCount * dtype.itemSize)
      let out = Tensor(
        storage: .sharing(memory.base, byteCount: elementCount * dtype.itemSize, owner: memory), shape: shape,
        strides: shape.rowMajorStrides, offset: 0, dtype: dtype)
      out.write(self)
      return out
    }
  }
}

/// Memory of the processor that the driver has pinned.
final class PinnedMemory: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: nothing here changes.
  let base: UnsafeMutableRawPointer
  private let device: CUDADevice

  init(_ byteCount: Int) throws(TensorError) {
    device = try CUDARuntime.device(0)
    try device.activate()
    var address: UnsafeMutableRawPointer?
    // CU_MEMHOSTALLOC_PORTABLE: pinned for every device
    try device.functions.check(device.functions.hostAllocate(&address, Swift.max(byteCount, 1), 1), "cuMemHostAlloc")
    guard let address else { throw TensorError(.memory, op: "pin_memory", "the driver gave no memory") }
    base = address
  }

  deinit {
    try? device.activate()
    _ = device.functions.hostFree(base)
  }
}

/// Runs `body` with a device that new tensors are made on. Mirrors `with torch.device(…)`.
///
/// ```swift
/// let x = withDevice(.cuda(0)) { Tensor.zeros(2, 3) }
/// ```
/// Only tensors made from sizes, numbers and random numbers are concerned; results of operations are where their inputs are.
@discardableResult
public func withDevice<R, E: Error>(_ device: Device, _ body: () throws(E) -> R) throws(E) -> R {
  let thread = ck_thread()!
  let before = thread.pointee.device
  thread.pointee.device = device.code + 1
  defer { thread.pointee.device = before }
  return try body()
}

/// Runs `body` with new tensors in the processor's memory.
@inline(__always)
func withoutDefaultDevice<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
  if ck_thread().pointee.device == 0 { return try body() }
  return try withDevice(.cpu, body)
}
