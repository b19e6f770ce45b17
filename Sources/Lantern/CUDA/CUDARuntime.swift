import CKernels

/// NVIDIA's driver and compiler, found and started when the first tensor goes to a GPU.
package final class CUDARuntime: Sendable {
  package let functions: CUDAFunctions
  package let compiler: NVRTC?
  /// Why there is no compiler, where there is none.
  private let compilerError: TensorError?
  package let devices: [CUDADevice]

  private static let loaded: Result<CUDARuntime, TensorError> = {
    do throws(TensorError) { return .success(try CUDARuntime()) } catch { return .failure(error) }
  }()

  /// The one runtime of the process; throws a `TensorError` that tells what was looked for where, or what the driver said.
  package static func shared() throws(TensorError) -> CUDARuntime { try loaded.get() }

  private init() throws(TensorError) {
    let driver = LibrarySearch.cuda("CUDA driver")
    guard let library = driver.library else { throw Self.notFound("NVIDIA's driver", driver) }
    functions = try CUDAFunctions(library: library)
    try functions.check(functions.initialize(0), "cuInit")
    var count: Int32 = 0
    try functions.check(functions.deviceGetCount(&count), "cuDeviceGetCount")
    guard count > 0 else {
      throw TensorError(
        .device, op: "cuda", "No CUDA GPUs are available", hint: "The driver is there but has no device; see `lantern doctor`.")
    }
    let search = LibrarySearch.cuda("NVRTC")
    if let found = search.library {
      do throws(TensorError) {
        compiler = try NVRTC(library: found)
        compilerError = nil
      } catch {
        compiler = nil
        compilerError = error
      }
    } else {
      compiler = nil
      compilerError = Self.notFound("NVRTC, NVIDIA's compiler of kernels,", search)
    }
    var made: [CUDADevice] = []
    for index in 0..<Int(count) { made.append(try CUDADevice(index, functions)) }
    devices = made
  }

  private static func notFound(_ what: String, _ search: LibrarySearch) -> TensorError {
    let reasons = search.failures.map(\.description).joined(separator: "; ")
    let places = search.searched.map(\.description).joined(separator: ", ")
    return TensorError(
      .device, op: "cuda",
      "\(what) was not found: looked for \(search.names.joined(separator: ", ")) in \(places)" + (reasons.isEmpty ? "" : " (\(reasons))"),
      hint: "Install NVIDIA's driver, or name the folder in LANTERN_CUDA_PATH; NVRTC comes with `pip install nvidia-cuda-nvrtc`.")
  }

  /// The compiler, or an error that says why there is none.
  func requireCompiler() throws(TensorError) -> NVRTC {
    if let compiler { return compiler }
    throw compilerError ?? TensorError(.device, op: "cuda", "no compiler of kernels")
  }

  /// A device by its number, with a context that is ready for work.
  package static func device(_ index: Int) throws(TensorError) -> CUDADevice {
    let runtime = try shared()
    guard index >= 0, index < runtime.devices.count else {
      throw TensorError(
        .device, op: "cuda", "CUDA error: invalid device ordinal",
        hint: "Device \(index) was asked for; there are \(runtime.devices.count).")
    }
    return runtime.devices[index]
  }
}

/// A kernel that a device has loaded.
package struct CUDAKernel: @unchecked Sendable {
  let handle: OpaquePointer
}

/// One GPU: its context, its memory, and the kernels it has loaded.
package final class CUDADevice: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: everything that changes lies behind a lock.
  package let index: Int
  package let functions: CUDAFunctions
  /// The compute capability as one number: 90 for 9.0.
  package let architecture: Int
  package let multiprocessors: Int
  package let threadsPerMultiprocessor: Int
  let context: OpaquePointer
  let memory: CUDAMemory
  private let kernels = Locked<[String: CUDAKernel]>([:])
  private let pointwise = Locked<[PointwiseVariant: CUDAKernel]>([:])

  struct PointwiseVariant: Hashable, Sendable {
    let key: PointwiseKernelKey
    let walk: Walk
    enum Walk: String, Sendable { case flat, packed, strided }
  }

  init(_ index: Int, _ functions: CUDAFunctions) throws(TensorError) {
    self.index = index
    self.functions = functions
    var handle: Int32 = 0
    try functions.check(functions.deviceGet(&handle, Int32(index)), "cuDeviceGet")
    func attribute(_ number: Int32) throws(TensorError) -> Int {
      var value: Int32 = 0
      try functions.check(functions.deviceGetAttribute(&value, number, handle), "cuDeviceGetAttribute")
      return Int(value)
    }
    // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, …_MINOR, …_MULTIPROCESSOR_COUNT, …_MAX_THREADS_PER_MULTIPROCESSOR
    architecture = try attribute(75) * 10 + attribute(76)
    multiprocessors = try attribute(16)
    threadsPerMultiprocessor = try attribute(39)
    var context: OpaquePointer?
    try functions.check(functions.primaryContextRetain(&context, handle), "cuDevicePrimaryCtxRetain")
    guard let context else { throw TensorError(.device, op: "cuDevicePrimaryCtxRetain", "the driver gave no context") }
    self.context = context
    memory = CUDAMemory(index, functions)
  }

  /// Makes the device the one that the driver's calls on this thread are meant for.
  @inline(__always)
  package func activate() throws(TensorError) { try functions.check(functions.contextSetCurrent(context), "cuCtxSetCurrent") }

  /// The stream that this thread's work goes to; nil is the device's default stream.
  var stream: OpaquePointer? { CUDAStream.current.flatMap { $0.device === self ? $0.handle : nil } }

  /// Held while work is recorded: the driver takes it ill when another thread waits for the whole device meanwhile.
  let recording = Locked(())
  private let idleStreams = Locked<[UInt]>([])
  /// A stream that nobody has any more.
  func takeStream() -> OpaquePointer? { idleStreams.withLock { $0.popLast() }.flatMap { OpaquePointer(bitPattern: $0) } }
  func giveBack(_ stream: OpaquePointer) {
    let number = UInt(bitPattern: stream)
    idleStreams.withLock { $0.append(number) }
  }

  /// Waits until everything that was asked of the device is done.
  package func synchronize() throws(TensorError) {
    try CUDAReplay.refuse("waiting for the device")
    try activate()
    let status = recording.withLock { _ in functions.contextSynchronize() }
    try functions.check(status, "cuCtxSynchronize")
    try checkPositions()
  }

  /// Waits until everything on this thread's stream is done.
  func synchronizeStream() throws(TensorError) {
    try CUDAReplay.refuse("waiting for the device")
    try activate()
    try functions.check(functions.streamSynchronize(stream), "cuStreamSynchronize")
  }

  /// The kernel `name` of a text, compiled or taken from the cache on disk when it is asked for the first time.
  package func kernel(_ name: String, _ source: () -> String) throws(TensorError) -> CUDAKernel {
    if let found = kernels.withLock({ $0[name] }) { return found }
    let kernel = try load(source(), name)
    kernels.withLock { $0[name] = kernel }
    return kernel
  }

  func pointwiseKernel(_ variant: PointwiseVariant) throws(TensorError) -> CUDAKernel {
    if let found = pointwise.withLock({ $0[variant] }) { return found }
    let key = variant.key
    let kernel = try self.kernel("\(key.name)_\(variant.walk.rawValue)") { PointwiseSource.text([key], type: key.type) }
    pointwise.withLock { $0[variant] = kernel }
    return kernel
  }

  /// cuBLAS, where it is found and wanted (`LANTERN_CUBLAS=0` turns it off).
  func cublas() -> CUBLAS? {
    products.withLock { known in
      if known == nil { known = .some(makeProducts()) }
      return known!
    }
  }
  private let products = Locked<CUBLAS??>(nil)
  /// cuDNN, once it was looked for; see `cudnn()`.
  let convolutions = Locked<CUDNN??>(nil)
  private func makeProducts() -> CUBLAS? {
    guard SystemFile.environment("LANTERN_CUBLAS") != "0", let library = LibrarySearch.cuda("cuBLAS").library else { return nil }
    guard (try? activate()) != nil else { return nil }
    return try? CUBLAS(library: library)
  }

  private let modules = Locked<[String: UInt]>([:])

  private func load(_ source: String, _ name: String) throws(TensorError) -> CUDAKernel {
    try activate()
    let digest = KernelCache.digest(source)
    var module = modules.withLock { $0[digest] }.flatMap { OpaquePointer(bitPattern: $0) }
    if module == nil {
      let code = try KernelCache.code(source, digest: digest, name: name, architecture: architecture)
      let status = code.withUnsafeBytes { functions.moduleLoadData(&module, $0.baseAddress!) }
      try functions.check(status, "cuModuleLoadData")
      let address = UInt(bitPattern: module)
      modules.withLock { $0[digest] = address }
    }
    var function: OpaquePointer?
    try functions.check(functions.moduleGetFunction(&function, module, name), "cuModuleGetFunction")
    guard let function else { throw TensorError(.device, op: "cuModuleGetFunction", "there is no kernel \(name)") }
    return CUDAKernel(handle: function)
  }

  /// Starts a kernel on the current stream; it runs while the program goes on.
  package func launch(_ kernel: CUDAKernel, blocks: Int, threads: Int = 256, _ arguments: KernelArguments) throws(TensorError) {
    if blocks <= 0 { return }
    try activate()
    let stream = self.stream
    arguments.blocks.forEach { $0.noteUse(on: stream) }
    guard blocks <= 0x7FFF_FFFF else {
      throw TensorError(.memory, op: "cuda", "\(blocks) rows are too many for one launch", hint: "Cut the tensor into parts.")
    }
    let status = arguments.words.withUnsafeBytes { raw -> Int32 in
      withUnsafeTemporaryAllocation(of: UnsafeMutableRawPointer?.self, capacity: 1) { parameters in
        parameters[0] = UnsafeMutableRawPointer(mutating: raw.baseAddress)
        return functions.launchKernel(kernel.handle, UInt32(blocks), 1, 1, UInt32(threads), 1, 1, 0, stream, parameters.baseAddress, nil)
      }
    }
    try functions.check(status, "cuLaunchKernel")
  }

  /// Eight bytes on the device that kernels set when they meet a position that does not exist.
  func errorFlag() throws(TensorError) -> UInt64 {
    let known = flag.withLock { $0.address }
    if known != 0 {
      flag.withLock { $0.isAsked = true }
      return known
    }
    try activate()
    var address: CUDAAddress = 0
    try functions.check(functions.memoryAllocate(&address, 8), "cuMemAlloc")
    try functions.check(functions.setBytes(address, 0, 8, nil), "cuMemsetD8Async")
    try functions.check(functions.streamSynchronize(nil), "cuStreamSynchronize")
    let made = address
    return flag.withLock { flag in
      if flag.address == 0 { flag.address = made }
      flag.isAsked = true
      return flag.address
    }
  }
  /// Lets the next check look at the flag: recorded work may have set it.
  func askFlag() { flag.withLock { $0.isAsked = $0.address != 0 } }
  private struct Flag: Sendable {
    var address: CUDAAddress = 0
    var isAsked = false
  }
  private let flag = Locked(Flag())

  /// Throws when a kernel that has run since the last time met a position that does not exist. The device must have nothing to do.
  func checkPositions() throws(TensorError) {
    let address = flag.withLock { flag -> CUDAAddress in
      defer { flag.isAsked = false }
      return flag.isAsked ? flag.address : 0
    }
    if address == 0 { return }
    var value: Int64 = 0
    try functions.check(functions.copyToHost(&value, address, 8, stream), "cuMemcpyDtoHAsync")
    try functions.check(functions.streamSynchronize(stream), "cuStreamSynchronize")
    if value == 0 { return }
    try functions.check(functions.setBytes(address, 0, 8, stream), "cuMemsetD8Async")
    throw TensorError(
      .index, op: "cuda", "index out of range in an operation on cuda:\(index)",
      hint: "Positions are checked on the GPU, so the operation ran some time before; check the index on the processor.")
  }

  /// How many blocks of `threads` a grid-stride loop over `count` elements should have: enough to fill the device.
  func blocks(for count: Int, threads: Int = 256) -> Int {
    Swift.min((count + threads - 1) / threads, Swift.max(1, multiprocessors * (threadsPerMultiprocessor / threads)) * 4)
  }
}

/// The one argument of a kernel: a structure whose fields all take eight bytes.
package struct KernelArguments {
  var words: [UInt64] = []
  /// Memory that the kernel works on, so that it is not given away too early.
  var blocks: [CUDABlock] = []

  package init(capacity: Int = 32) { words.reserveCapacity(capacity) }

  /// A tensor's first element; nil is the null pointer.
  package mutating func add(_ tensor: Tensor?) {
    guard let tensor else { return words.append(0) }
    words.append(UInt64(UInt(bitPattern: tensor.pointer)))
    if let block = tensor.storage.cudaBlock { blocks.append(block) }
  }
  package mutating func add(_ value: Int) { words.append(UInt64(bitPattern: Int64(value))) }
  package mutating func add(_ value: Bool) { words.append(value ? 1 : 0) }
  package mutating func add(_ value: Double) { words.append(value.bitPattern) }
  package mutating func add(bits: UInt64) { words.append(bits) }
  /// A number as an element of a type, in the first bytes of a word.
  package mutating func add(_ value: Scalar, as type: DType) {
    var bytes: (UInt64, UInt64) = (0, 0)
    withUnsafeMutableBytes(of: &bytes) { type.store(value, to: $0.baseAddress!) }
    words.append(bytes.0)
  }
  /// Numbers, filled up with `rest` to `count`.
  package mutating func add(_ values: some Sequence<Int>, count: Int, rest: Int = 0) {
    let start = words.count
    for value in values { add(value) }
    while words.count < start + count { add(rest) }
  }
}
