/// A queue of work for a GPU: what is put on one stream runs in order, different streams run side by side.
///
/// Mirrors `torch.cuda.Stream`. Without any, all work goes to the device's default stream.
///
/// ```swift
/// let stream = try CUDAStream()
/// let y = stream.run { Tensor.ones(3).cuda() * 2 }
/// try stream.synchronize()
/// ```
public final class CUDAStream: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: nothing here changes.
  let device: CUDADevice
  let handle: OpaquePointer

  @TaskLocal static var current: CUDAStream?

  /// A new stream. Throws a `TensorError` where there is no such device.
  public init(_ device: Device = .cuda(0)) throws(TensorError) {
    self.device = try CUDARuntime.device(device.index ?? -1)
    try self.device.activate()
    if let idle = self.device.takeStream() {
      handle = idle
      return
    }
    var made: OpaquePointer?
    // CU_STREAM_NON_BLOCKING: not held up by the default stream
    try self.device.functions.check(self.device.functions.streamCreate(&made, 1), "cuStreamCreate")
    guard let made else { throw TensorError(.device, op: "cuStreamCreate", "the driver gave no stream") }
    handle = made
  }

  /// Runs `body`, in which work for the stream's device goes to this stream.
  public func run<R>(_ body: () throws -> R) rethrows -> R { try CUDAStream.$current.withValue(self, operation: body) }

  /// Waits until everything on the stream is done. Mirrors `synchronize()`.
  public func synchronize() throws(TensorError) {
    try device.activate()
    try device.functions.check(device.functions.streamSynchronize(handle), "cuStreamSynchronize")
  }

  /// Lets what comes next on this stream wait until `event` has happened. Mirrors `wait_event`.
  public func wait(for event: CUDAEvent) throws(TensorError) {
    try device.activate()
    try device.functions.check(device.functions.streamWaitEvent(handle, event.handle, 0), "cuStreamWaitEvent")
  }

  // Memory may remember that this stream worked on it: the driver's stream lives on, for the next one who asks.
  deinit { device.giveBack(handle) }
}

/// A mark in a stream: it happens when everything before it is done. Mirrors `torch.cuda.Event`.
public final class CUDAEvent: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: nothing here changes; the driver's calls on events are safe from any thread.
  let device: CUDADevice
  let handle: OpaquePointer

  /// A new event. Throws a `TensorError` where there is no such device.
  public init(_ device: Device = .cuda(0)) throws(TensorError) {
    self.device = try CUDARuntime.device(device.index ?? -1)
    try self.device.activate()
    var made: OpaquePointer?
    try self.device.functions.check(self.device.functions.eventCreate(&made, 0), "cuEventCreate")
    guard let made else { throw TensorError(.device, op: "cuEventCreate", "the driver gave no event") }
    handle = made
  }

  /// Puts the mark behind everything on the current stream. Mirrors `record()`.
  public func record() throws(TensorError) {
    try device.activate()
    try device.functions.check(device.functions.eventRecord(handle, device.stream), "cuEventRecord")
  }

  /// Whether it has happened. Mirrors `query()`.
  public func hasHappened() throws(TensorError) -> Bool {
    try device.activate()
    let status = device.functions.eventQuery(handle)
    if status == CUDAFunctions.notReady { return false }
    try device.functions.check(status, "cuEventQuery")
    return true
  }

  /// Waits until it has happened. Mirrors `synchronize()`.
  public func synchronize() throws(TensorError) {
    try device.activate()
    try device.functions.check(device.functions.eventSynchronize(handle), "cuEventSynchronize")
  }

  /// The milliseconds between two events that have happened. Mirrors `elapsed_time`.
  public func milliseconds(to end: CUDAEvent) throws(TensorError) -> Double {
    try device.activate()
    var time: Float = 0
    try device.functions.check(device.functions.eventElapsed(&time, handle, end.handle), "cuEventElapsedTime")
    return Double(time)
  }

  deinit {
    try? device.activate()
    _ = device.functions.eventDestroy(handle)
  }
}
