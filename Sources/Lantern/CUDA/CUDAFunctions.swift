/// An address in a GPU's memory; never one that the processor may follow.
package typealias CUDAAddress = UInt64

/// The calls of NVIDIA's driver that running kernels takes, in our own declarations. All of them are there, or there is no table;
/// only those of graphs may be missing.
package struct CUDAFunctions: Sendable {
  package typealias Handle = OpaquePointer
  /// Where a call writes a handle to.
  package typealias HandleOut = UnsafeMutablePointer<OpaquePointer?>

  let initialize: @convention(c) (UInt32) -> Int32
  let deviceGetCount: @convention(c) (UnsafeMutablePointer<Int32>) -> Int32
  let deviceGet: @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
  let deviceGetName: @convention(c) (UnsafeMutablePointer<CChar>, Int32, Int32) -> Int32
  let deviceGetAttribute: @convention(c) (UnsafeMutablePointer<Int32>, Int32, Int32) -> Int32
  let primaryContextRetain: @convention(c) (HandleOut, Int32) -> Int32
  let contextSetCurrent: @convention(c) (Handle?) -> Int32
  let memoryAllocate: @convention(c) (UnsafeMutablePointer<CUDAAddress>, Int) -> Int32
  let memoryFree: @convention(c) (CUDAAddress) -> Int32
  let memoryInfo: @convention(c) (UnsafeMutablePointer<Int>, UnsafeMutablePointer<Int>) -> Int32
  let hostAllocate: @convention(c) (UnsafeMutablePointer<UnsafeMutableRawPointer?>, Int, UInt32) -> Int32
  let hostFree: @convention(c) (UnsafeMutableRawPointer) -> Int32
  let copyToDevice: @convention(c) (CUDAAddress, UnsafeRawPointer, Int, Handle?) -> Int32
  let copyToHost: @convention(c) (UnsafeMutableRawPointer, CUDAAddress, Int, Handle?) -> Int32
  let copyOnDevice: @convention(c) (CUDAAddress, CUDAAddress, Int, Handle?) -> Int32
  let copyBetween: @convention(c) (CUDAAddress, Handle?, CUDAAddress, Handle?, Int, Handle?) -> Int32
  let setBytes: @convention(c) (CUDAAddress, UInt8, Int, Handle?) -> Int32
  let streamCreate: @convention(c) (HandleOut, UInt32) -> Int32
  let streamDestroy: @convention(c) (Handle?) -> Int32
  let streamSynchronize: @convention(c) (Handle?) -> Int32
  let streamWaitEvent: @convention(c) (Handle?, Handle?, UInt32) -> Int32
  let contextSynchronize: @convention(c) () -> Int32
  let eventCreate: @convention(c) (HandleOut, UInt32) -> Int32
  let eventRecord: @convention(c) (Handle?, Handle?) -> Int32
  let eventQuery: @convention(c) (Handle?) -> Int32
  let eventSynchronize: @convention(c) (Handle?) -> Int32
  let eventElapsed: @convention(c) (UnsafeMutablePointer<Float>, Handle?, Handle?) -> Int32
  let eventDestroy: @convention(c) (Handle?) -> Int32
  let moduleLoadData: @convention(c) (HandleOut, UnsafeRawPointer) -> Int32
  let moduleGetFunction: @convention(c) (HandleOut, Handle?, UnsafePointer<CChar>) -> Int32
  let launchKernel:
    @convention(c) (
      Handle?, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, Handle?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
      UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    ) -> Int32
  /// Nil where the driver is older than they are.
  let graphs: CUDAGraphFunctions?
  let getErrorName: @convention(c) (Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Int32
  let getErrorString: @convention(c) (Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Int32

  /// The functions of a driver library; throws a `TensorError` that names the first one that is missing.
  package init(library: SharedLibrary) throws(TensorError) {
    initialize = try library.function("cuInit")
    deviceGetCount = try library.function("cuDeviceGetCount")
    deviceGet = try library.function("cuDeviceGet")
    deviceGetName = try library.function("cuDeviceGetName")
    deviceGetAttribute = try library.function("cuDeviceGetAttribute")
    primaryContextRetain = try library.function("cuDevicePrimaryCtxRetain")
    contextSetCurrent = try library.function("cuCtxSetCurrent")
    memoryAllocate = try library.function("cuMemAlloc_v2")
    memoryFree = try library.function("cuMemFree_v2")
    memoryInfo = try library.function("cuMemGetInfo_v2")
    hostAllocate = try library.function("cuMemHostAlloc")
    hostFree = try library.function("cuMemFreeHost")
    copyToDevice = try library.function("cuMemcpyHtoDAsync_v2")
    copyToHost = try library.function("cuMemcpyDtoHAsync_v2")
    copyOnDevice = try library.function("cuMemcpyDtoDAsync_v2")
    copyBetween = try library.function("cuMemcpyPeerAsync")
    setBytes = try library.function("cuMemsetD8Async")
    streamCreate = try library.function("cuStreamCreate")
    streamDestroy = try library.function("cuStreamDestroy_v2")
    streamSynchronize = try library.function("cuStreamSynchronize")
    streamWaitEvent = try library.function("cuStreamWaitEvent")
    contextSynchronize = try library.function("cuCtxSynchronize")
    eventCreate = try library.function("cuEventCreate")
    eventRecord = try library.function("cuEventRecord")
    eventQuery = try library.function("cuEventQuery")
    eventSynchronize = try library.function("cuEventSynchronize")
    eventElapsed = try library.function("cuEventElapsedTime")
    eventDestroy = try library.function("cuEventDestroy_v2")
    moduleLoadData = try library.function("cuModuleLoadData")
    moduleGetFunction = try library.function("cuModuleGetFunction")
    launchKernel = try library.function("cuLaunchKernel")
    graphs = try? CUDAGraphFunctions(library: library)
    getErrorName = try library.function("cuGetErrorName")
    getErrorString = try library.function("cuGetErrorString")
  }

  /// The code of a call that asked for more memory than there is.
  static let outOfMemory: Int32 = 2
  /// The code of an event whose work is not done.
  static let notReady: Int32 = 600

  /// Turns a driver's code into an error that tells the call, the code's name and its words.
  @inline(__always)
  func check(_ code: Int32, _ call: StaticString) throws(TensorError) {
    if code != 0 { throw error(code, call) }
  }

  @inline(never)
  func error(_ code: Int32, _ call: StaticString) -> TensorError {
    var name: UnsafePointer<CChar>?
    var words: UnsafePointer<CChar>?
    let told = getErrorName(code, &name) == 0 ? name.map { String(cString: $0) } : nil
    let text = getErrorString(code, &words) == 0 ? words.map { ": " + String(cString: $0) } : nil
    return TensorError(
      code == CUDAFunctions.outOfMemory ? .memory : .device, op: "\(call)", "CUDA error: \(told ?? "error") (\(code))\(text ?? "")",
      hint: "`lantern doctor` tells about the driver and the devices.")
  }
}
