/// A stretch of a GPU's memory, given back when nobody holds it any more.
package final class CUDABlock: Sendable {
  let address: CUDAAddress
  let size: Int
  let device: CUDADevice
  /// The stream it was asked for on, as a number; 0 is the default stream.
  let stream: UInt
  /// Other streams that have worked on it since.
  private let others = Locked<Set<UInt>>([])

  init(address: CUDAAddress, size: Int, device: CUDADevice, stream: UInt) {
    (self.address, self.size, self.device, self.stream) = (address, size, device, stream)
  }

  /// Remembers that a stream works on the block, so that it is not reused before that work is done.
  @inline(__always) func noteUse(on handle: OpaquePointer?) {
    let number = UInt(bitPattern: handle)
    if number != stream { others.withLock { _ = $0.insert(number) } }
  }

  deinit { device.memory.free(address, size, stream: stream, others: others.withLock { $0 }) }
}

/// The memory of one GPU: blocks of a few sizes, kept for reuse on the stream they were used on.
///
/// Work on a stream happens in order, so a block that was freed can be given to the next one on the same stream at once. A block that
/// another stream has worked on waits for events on those streams.
final class CUDAMemory: Sendable {
  private let device: Int
  private let functions: CUDAFunctions
  private let state = Locked(State())

  private struct Class: Hashable {
    let size: Int
    let stream: UInt
  }
  private struct Waiting {
    let address: CUDAAddress
    let size: Int
    let stream: UInt
    let events: [UInt]
  }
  private struct State: ~Copyable {
    var statistics = CUDA.MemoryStatistics()
    var limit = Int.max
    var cap = Int.max
    var free: [Class: [CUDAAddress]] = [:]
    var waiting: [Waiting] = []
    /// Streams whose blocks are never given back to the driver: recorded work knows their addresses.
    var kept: Set<UInt> = []
    var allocationsUntilFailure = -1
  }

  init(_ device: Int, _ functions: CUDAFunctions) {
    self.device = device
    self.functions = functions
  }

  /// Eight sizes to each doubling from 512 bytes on: at most an eighth is wasted.
  static func rounded(_ bytes: Int) -> Int {
    let bytes = Swift.max(bytes, 512)
    let step = Swift.max(512, 1 << Swift.max(0, Int.bitWidth - (bytes - 1).leadingZeroBitCount - 4))
    return (bytes + step - 1) / step * step
  }

  /// At least `bytes` bytes for work on a stream. When the device has none left: gives back what is cached, then throws.
  func allocate(_ bytes: Int, stream: UInt) throws(TensorError) -> (CUDAAddress, Int) {
    guard bytes >= 0, bytes < 1 << 50 else { throw outOfMemory(bytes) }
    let size = CUDAMemory.rounded(bytes)
    if let reused = try take(size, stream) { return (reused, size) }
    reclaim(waits: false)
    if let reused = try take(size, stream) { return (reused, size) }
    if let fresh = try fresh(size) { return (fresh, size) }
    // Everything that waits for events, then everything that is cached.
    reclaim(waits: true)
    if let reused = try take(size, stream) { return (reused, size) }
    trim()
    if let fresh = try fresh(size) { return (fresh, size) }
    throw outOfMemory(bytes)
  }

  private func take(_ size: Int, _ stream: UInt) throws(TensorError) -> CUDAAddress? {
    state.withLock { state in
      guard state.statistics.current + size <= state.limit, let found = state.free[Class(size: size, stream: stream)]?.popLast() else {
        return nil
      }
      state.statistics.cached -= size
      state.statistics.current += size
      state.statistics.peak = Swift.max(state.statistics.peak, state.statistics.current)
      return found
    }
  }

  private func fresh(_ size: Int) throws(TensorError) -> CUDAAddress? {
    let refused = state.withLock { state -> Bool in
      if state.allocationsUntilFailure >= 0 {
        state.allocationsUntilFailure -= 1
        if state.allocationsUntilFailure < 0 { return true }
      }
      return size > state.limit - state.statistics.current
    }
    if refused { return nil }
    var address: CUDAAddress = 0
    let status = functions.memoryAllocate(&address, size)
    if status == CUDAFunctions.outOfMemory { return nil }
    try functions.check(status, "cuMemAlloc")
    state.withLock { state in
      state.statistics.current += size
      state.statistics.peak = Swift.max(state.statistics.peak, state.statistics.current)
    }
    return address
  }

  func free(_ address: CUDAAddress, _ size: Int, stream: UInt, others: Set<UInt>) {
    var events: [UInt] = []
    if !others.isEmpty, let device = try? CUDARuntime.device(device) {
      // A stream whose event cannot be made is waited for.
      try? device.activate()
      for other in others {
        var event: OpaquePointer?
        let handle = OpaquePointer(bitPattern: other)
        // CU_EVENT_DISABLE_TIMING
        if functions.eventCreate(&event, 2) == 0, functions.eventRecord(event, handle) == 0 {
          events.append(UInt(bitPattern: event))
        } else {
          _ = functions.streamSynchronize(handle)
        }
      }
    }
    let waits = events
    let kept = state.withLock { state -> Bool in
      state.statistics.current -= size
      if !waits.isEmpty {
        state.statistics.cached += size
        state.waiting.append(Waiting(address: address, size: size, stream: stream, events: waits))
        return true
      }
      guard state.kept.contains(stream) || state.statistics.cached + size <= state.cap else { return false }
      state.statistics.cached += size
      state.free[Class(size: size, stream: stream), default: []].append(address)
      return true
    }
    // The driver waits for the work that uses it.
    if !kept { release([address]) }
  }

  /// Makes blocks whose other streams are done free for reuse; `waits` for those that are not.
  private func reclaim(waits: Bool) {
    let waiting = state.withLock { state -> [Waiting] in
      let all = state.waiting
      state.waiting = []
      return all
    }
    if !waiting.isEmpty, let device = try? CUDARuntime.device(device) { try? device.activate() }
    var still: [Waiting] = []
    var done: [Waiting] = []
    for block in waiting {
      let isDone = block.events.allSatisfy { event in
        let handle = OpaquePointer(bitPattern: event)
        if waits { return functions.eventSynchronize(handle) == 0 }
        return functions.eventQuery(handle) == 0
      }
      if isDone { done.append(block) } else { still.append(block) }
    }
    for block in done { for event in block.events { _ = functions.eventDestroy(OpaquePointer(bitPattern: event)) } }
    let (back, free) = (still, done)
    state.withLock { state in
      state.waiting += back
      for block in free { state.free[Class(size: block.size, stream: block.stream), default: []].append(block.address) }
    }
  }

  /// Gives everything that is kept for reuse back to the driver.
  func trim() {
    reclaim(waits: false)
    let addresses = state.withLock { state -> [CUDAAddress] in
      var all: [CUDAAddress] = []
      for (kind, blocks) in state.free where !state.kept.contains(kind.stream) {
        all += blocks
        state.statistics.cached -= kind.size * blocks.count
        state.free[kind] = nil
      }
      return all
    }
    release(addresses)
  }

  /// Keeps a stream's blocks for that stream from now on.
  func keep(_ stream: UInt) { state.withLock { _ = $0.kept.insert(stream) } }
  /// Ends that.
  func release(_ stream: UInt) { state.withLock { _ = $0.kept.remove(stream) } }

  private func release(_ addresses: [CUDAAddress]) {
    if addresses.isEmpty { return }
    // A block may die on a thread that has not met the device.
    if let device = try? CUDARuntime.device(device) { try? device.activate() }
    for address in addresses { _ = functions.memoryFree(address) }
  }

  var statistics: CUDA.MemoryStatistics { state.withLock { $0.statistics } }
  func resetPeak() { state.withLock { $0.statistics.peak = $0.statistics.current } }
  var limit: Int {
    get { state.withLock { $0.limit } }
    set { state.withLock { $0.limit = newValue } }
  }
  var cacheLimit: Int {
    get { state.withLock { $0.cap } }
    set {
      state.withLock { $0.cap = newValue }
      if statistics.cached > newValue { trim() }
    }
  }
  /// Makes the `n`-th request to the driver from now fail, to test what happens then.
  func failAllocation(after n: Int?) { state.withLock { $0.allocationsUntilFailure = n ?? -1 } }

  private func outOfMemory(_ bytes: Int) -> TensorError {
    let now = statistics
    var (free, total) = (0, 0)
    _ = functions.memoryInfo(&free, &total)
    return TensorError(
      .memory, op: "cuda",
      "CUDA out of memory. Tried to allocate \(bytes) bytes. GPU \(device) has \(total) bytes, of which \(free) are free; "
        + "\(now.current) are in use by tensors and \(now.cached) are kept for reuse.",
      hint: "Use smaller batches, or free tensors that are no longer needed.")
  }
}

extension Storage {
  /// Memory of a GPU, not cleared.
  static func onDevice(_ byteCount: Int, _ device: CUDADevice) throws(TensorError) -> Storage {
    try device.activate()
    let stream = UInt(bitPattern: device.stream)
    let (address, size) = try device.memory.allocate(byteCount, stream: stream)
    let block = CUDABlock(address: address, size: size, device: device, stream: stream)
    guard let base = UnsafeMutableRawPointer(bitPattern: UInt(address)) else {
      throw TensorError(.memory, op: "cuMemAlloc", "the driver gave no memory")
    }
    return Storage.sharing(base, byteCount: byteCount, owner: block, device: Int16(device.index))
  }

  /// The GPU's memory behind this storage.
  var cudaBlock: CUDABlock? {
    // Memory of a device is only ever lent by a block.
    device >= 0 ? owner.map { unsafeDowncast($0, to: CUDABlock.self) } : nil
  }
}
