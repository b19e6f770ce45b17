/// NVIDIA's GPUs. Mirrors `torch.cuda`.
///
/// Everything is found when it is first asked for; `lantern doctor` lists what was found and what was tried.
///
/// ```swift
/// let device: Device = CUDA.isAvailable ? .cuda() : .cpu
/// ```
public enum CUDA {
  /// What a device's memory is used for, in bytes.
  public struct MemoryStatistics: Sendable, Hashable {
    /// In use by tensors.
    public var current = 0
    /// The most that was in use at one time since the last `resetPeak`.
    public var peak = 0
    /// Free and kept for reuse.
    public var cached = 0
  }

  /// Whether there is a driver with a device, and the compiler of kernels. Mirrors `torch.cuda.is_available()`.
  public static var isAvailable: Bool { ((try? CUDARuntime.shared())?.compiler) != nil }

  /// How many devices there are; 0 without a driver. Mirrors `torch.cuda.device_count()`.
  public static var deviceCount: Int { (try? CUDARuntime.shared())?.devices.count ?? 0 }

  /// Waits until everything that was asked of a device is done. Mirrors `torch.cuda.synchronize()`.
  public static func synchronize(_ device: Device = .cuda(0)) throws(TensorError) { try found(device).synchronize() }

  /// How a device's memory is used. Mirrors `torch.cuda.memory_stats()`.
  public static func memoryStatistics(_ device: Device = .cuda(0)) throws(TensorError) -> MemoryStatistics {
    try found(device).memory.statistics
  }
  /// Starts the measurement of the peak anew. Mirrors `torch.cuda.reset_peak_memory_stats()`.
  public static func resetPeak(_ device: Device = .cuda(0)) throws(TensorError) { try found(device).memory.resetPeak() }

  /// Gives memory that is kept for reuse back to the driver. Mirrors `torch.cuda.empty_cache()`.
  public static func emptyCache(_ device: Device = .cuda(0)) throws(TensorError) {
    let found = try found(device)
    try found.activate()
    found.memory.trim()
  }
  /// The most bytes that tensors may have in use on a device; more is an error of kind `.memory`. No limit until it is set.
  public static func setMemoryLimit(_ bytes: Int, _ device: Device = .cuda(0)) throws(TensorError) {
    try found(device).memory.limit = bytes
  }
  /// The most bytes that are kept for reuse on a device. No limit until it is set.
  public static func setCacheLimit(_ bytes: Int, _ device: Device = .cuda(0)) throws(TensorError) {
    try found(device).memory.cacheLimit = bytes
  }

  /// Whether products and convolutions of float32 may be computed in TF32 (10 bits of mantissa), which tensor cores are many times faster
  /// with. Off until it is set. Mirrors `torch.backends.cuda.matmul.allow_tf32` and, unlike there, serves convolutions, too.
  ///
  /// ```swift
  /// let isFast = CUDA.allowTF32
  /// ```
  public static var allowTF32: Bool {
    get { tf32.withLock { $0 } }
    set { tf32.withLock { $0 = newValue } }
  }
  private static let tf32 = Locked(false)

  /// Runs that took the way over the processor because an operation has no kernel for CUDA yet, by the operation's name.
  public static var detours: [String: Int] { CUDADispatch.detours.withLock { $0 } }

  private static func found(_ device: Device) throws(TensorError) -> CUDADevice { try CUDARuntime.device(device.index ?? -1) }
}
