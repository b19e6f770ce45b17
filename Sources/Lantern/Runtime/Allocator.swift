import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The memory of tensors: blocks of a few sizes, kept for reuse when a tensor dies.
///
/// A fresh block of 4 MB costs about a thousand page faults, more than the addition that fills it, so freed blocks are kept, up to
/// a cap. Blocks are aligned to 64 bytes. Tensors of at most 960 bytes live inside their storage object and are not counted.
public enum Allocator {
  /// What the allocator holds, in bytes.
  public struct Statistics: Sendable {
    /// In use by tensors.
    public var current = 0
    /// The most that was in use at one time since the last `resetPeak()`.
    public var peak = 0
    /// Free and kept for reuse.
    public var cached = 0
  }

  private struct State: ~Copyable {
    var statistics = Statistics()
    var cap = 1 << 30
    var limit = Int.max
    var free: [[UInt]] = Array(repeating: [], count: 512)  // addresses of free blocks, by size class
    var allocationsUntilFailure = -1
  }
  private static let shared = Locked(State())

  /// The number of a block's size class, and the class's size. Four classes to each doubling: at most a fifth is wasted.
  private static func sizeClass(_ bytes: Int) -> (index: Int, size: Int) {
    let doubling = max(9, Int.bitWidth - (bytes - 1).leadingZeroBitCount) - 3
    let quarter = 1 << doubling
    let steps = (bytes + quarter - 1) >> doubling
    return ((doubling - 6) * 8 + steps, steps << doubling)
  }

  /// A block of at least `bytes` bytes, not cleared. Throws when the system has no memory left, after giving back what is cached.
  package static func allocate(_ bytes: Int) throws(TensorError) -> UnsafeMutableRawPointer {
    guard bytes >= 0, bytes < 1 << 56 else { throw outOfMemory(bytes) }
    let (index, size) = sizeClass(bytes)
    let (reused, fails) = shared.withLock { state -> (UInt?, Bool) in
      if state.allocationsUntilFailure >= 0 {
        state.allocationsUntilFailure -= 1
        if state.allocationsUntilFailure < 0 { return (nil, true) }
      }
      if size > state.limit - state.statistics.current { return (nil, true) }
      state.statistics.current += size
      state.statistics.peak = max(state.statistics.peak, state.statistics.current)
      guard let block = state.free[index].popLast() else { return (nil, false) }
      state.statistics.cached -= size
      return (block, false)
    }
    if fails { throw outOfMemory(bytes) }
    if let reused, let block = UnsafeMutableRawPointer(bitPattern: reused) { return block }
    if let fresh = systemBlock(size) { return fresh }
    trim()
    if let fresh = systemBlock(size) { return fresh }
    shared.withLock { $0.statistics.current -= size }
    throw outOfMemory(bytes)
  }

  /// Takes back a block that `allocate(bytes)` gave.
  package static func free(_ block: UnsafeMutableRawPointer, _ bytes: Int) {
    let (index, size) = sizeClass(bytes)
    let address = UInt(bitPattern: block)
    let kept = shared.withLock { state -> Bool in
      state.statistics.current -= size
      guard state.statistics.cached + size <= state.cap else { return false }
      state.statistics.cached += size
      state.free[index].append(address)
      return true
    }
    if !kept { systemFree(block) }
  }

  /// What the allocator holds now.
  public static var statistics: Statistics { shared.withLock { $0.statistics } }

  /// Starts the measurement of the peak anew.
  public static func resetPeak() { shared.withLock { $0.statistics.peak = $0.statistics.current } }

  /// The most bytes that are kept for reuse: 1 GiB until it is changed.
  public static var cacheLimit: Int {
    get { shared.withLock { $0.cap } }
    set {
      shared.withLock { $0.cap = newValue }
      if statistics.cached > newValue { trim() }
    }
  }

  /// The most bytes that tensors may have in use at one time; a tensor that would need more is an error of kind `.memory`. No limit
  /// until it is changed.
  public static var limit: Int {
    get { shared.withLock { $0.limit } }
    set { shared.withLock { $0.limit = newValue } }
  }

  /// Gives every block that is kept for reuse back to the system.
  public static func trim() {
    let blocks = shared.withLock { state -> [UInt] in
      let all = state.free.flatMap { $0 }
      for i in state.free.indices { state.free[i].removeAll() }
      state.statistics.cached = 0
      return all
    }
    for address in blocks { UnsafeMutableRawPointer(bitPattern: address).map(systemFree) }
  }

  /// Makes the `n`-th allocation from now fail, to test what happens then; `nil` ends the mode.
  package static func failAllocation(after n: Int?) { shared.withLock { $0.allocationsUntilFailure = n ?? -1 } }

  private static func systemBlock(_ size: Int) -> UnsafeMutableRawPointer? {
    let hugePage = 1 << 21
    var block: UnsafeMutableRawPointer?
    guard posix_memalign(&block, size >= 2 * hugePage ? hugePage : 64, size) == 0, let block else { return nil }
    if size >= 2 * hugePage { madvise(block, size, MADV_HUGEPAGE) }  // fewer page faults; only advice, so failure is no error
    return block
  }

  private static func systemFree(_ block: UnsafeMutableRawPointer) {
    #if canImport(Glibc)
      Glibc.free(block)
    #else
      Musl.free(block)
    #endif
  }

  private static func outOfMemory(_ bytes: Int) -> TensorError {
    let now = statistics
    return TensorError(
      .memory, op: "allocate", "not enough memory: tried to allocate \(bytes) bytes (\(now.current) in use, \(now.cached) cached)",
      hint: "Use smaller batches, or free tensors that are no longer needed.")
  }
}
