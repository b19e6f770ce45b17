/// NVIDIA's library of convolutions, used where it is found. Plans (descriptors, algorithm, size of the working memory) are kept by shape;
/// a shape that the library refuses is left to `ConvolutionKernels`.
final class CUDNN: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: the handle and the plans are used under `lock` only; the functions never change.
  private typealias Handle = OpaquePointer
  private typealias Status = Int32
  private typealias Ints = UnsafePointer<Int32>
  private typealias Create = @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> Status
  private typealias Destroy = @convention(c) (OpaquePointer?) -> Status
  private typealias SetTensor = @convention(c) (Handle?, Int32, Int32, Ints, Ints) -> Status
  private typealias SetFilter = @convention(c) (Handle?, Int32, Int32, Int32, Ints) -> Status
  private typealias SetConvolution = @convention(c) (Handle?, Int32, Ints, Ints, Ints, Int32, Int32) -> Status
  private typealias SetNumber = @convention(c) (Handle?, Int32) -> Status
  private typealias Search =
    @convention(c) (Handle?, Handle?, Handle?, Handle?, Handle?, Int32, UnsafeMutablePointer<Int32>, UnsafeMutableRawPointer) -> Status
  private typealias Run =
    @convention(c) (
      Handle?, UnsafeRawPointer, Handle?, CUDAAddress, Handle?, CUDAAddress, Handle?, Int32, CUDAAddress, Int, UnsafeRawPointer, Handle?,
      CUDAAddress
    ) -> Status

  private struct Functions {
    let setStream: @convention(c) (Handle?, OpaquePointer?) -> Status
    let createTensor: Create, destroyTensor: Destroy, setTensor: SetTensor
    let createFilter: Create, destroyFilter: Destroy, setFilter: SetFilter
    let createConvolution: Create, destroyConvolution: Destroy, setConvolution: SetConvolution
    let setGroups: SetNumber, setMath: SetNumber
    let search: [ConvolutionKernels.Part: Search], run: [ConvolutionKernels.Part: Run]
    let errorString: @convention(c) (Status) -> UnsafePointer<CChar>?

    init(_ library: SharedLibrary) throws(TensorError) {
      setStream = try library.function("cudnnSetStream")
      createTensor = try library.function("cudnnCreateTensorDescriptor")
      destroyTensor = try library.function("cudnnDestroyTensorDescriptor")
      setTensor = try library.function("cudnnSetTensorNdDescriptor")
      createFilter = try library.function("cudnnCreateFilterDescriptor")
      destroyFilter = try library.function("cudnnDestroyFilterDescriptor")
      setFilter = try library.function("cudnnSetFilterNdDescriptor")
      createConvolution = try library.function("cudnnCreateConvolutionDescriptor")
      destroyConvolution = try library.function("cudnnDestroyConvolutionDescriptor")
      setConvolution = try library.function("cudnnSetConvolutionNdDescriptor")
      setGroups = try library.function("cudnnSetConvolutionGroupCount")
      setMath = try library.function("cudnnSetConvolutionMathType")
      search = [
        .forward: try library.function("cudnnGetConvolutionForwardAlgorithm_v7"),
        .input: try library.function("cudnnGetConvolutionBackwardDataAlgorithm_v7"),
        .weight: try library.function("cudnnGetConvolutionBackwardFilterAlgorithm_v7"),
      ]
      run = [
        .forward: try library.function("cudnnConvolutionForward"), .input: try library.function("cudnnConvolutionBackwardData"),
        .weight: try library.function("cudnnConvolutionBackwardFilter"),
      ]
      errorString = try library.function("cudnnGetErrorString")
    }
  }

  /// What decides a plan.
  private struct Key: Hashable {
    let part: ConvolutionKernels.Part
    let dtype: DType
    let x: Shape, w: Shape, geometry: Shape
    let allowsTF32: Bool
  }
  private struct Plan {
    let x: Handle, w: Handle, y: Handle, convolution: Handle
    let algorithm: Int32
    let workspace: Int
  }
  private struct State {
    /// Nil: the library refuses this shape.
    var plans: [Key: Plan?] = [:]
  }

  private let handle: Handle
  private let functions: Functions
  private let lock = Locked(())
  private var state = State()

  /// A handle for the device whose context is current; throws where the library lacks a function or refuses.
  init(library: SharedLibrary) throws(TensorError) {
    functions = try Functions(library)
    let create: Create = try library.function("cudnnCreate")
    var made: Handle?
    let status = create(&made)
    guard status == 0, let made else { throw TensorError(.device, op: "cudnnCreate", "cuDNN error \(status)") }
    handle = made
  }

  /// One of the three parts of a convolution, of contiguous tensors; false where the library does not serve it.
  func convolve(
    _ part: ConvolutionKernels.Part, _ gpu: CUDADevice, x: Tensor, w: Tensor, y: Tensor, _ c: ConvolutionGeometry
  ) throws(TensorError) -> Bool {
    guard let type = CUDNN.types[x.dtype], x.elementCount > 0, w.elementCount > 0, [x, w, y].allSatisfy({ $0.elementCount < 1 << 31 }),
      (0..<c.rank).allSatisfy({ c.outputSize($0, input: x.shape[$0 + 2], kernel: w.shape[$0 + 2]) == y.shape[$0 + 2] })
    else { return false }
    try gpu.activate()
    let stream = gpu.stream
    let key = Key(
      part: part, dtype: x.dtype, x: x.shape, w: w.shape, geometry: Shape(c.stride + c.padding + c.dilation + [c.groups]),
      allowsTF32: CUDA.allowTF32)
    guard let plan = plan(key, type, y.shape, c) else { return false }
    // Taken from the device's memory on this stream, so it may go back to it as soon as the call has been made.
    let workspace = plan.workspace > 0 ? try? Tensor(empty: [plan.workspace], dtype: .uint8, like: x) : nil
    guard plan.workspace == 0 || workspace != nil else { return false }
    for t in [x, w, y] { t.storage.cudaBlock?.noteUse(on: stream) }
    let (first, second, out): ((Handle, Tensor), (Handle, Tensor), (Handle, Tensor)) =
      switch part {
      case .forward: ((plan.x, x), (plan.w, w), (plan.y, y))
      case .input: ((plan.w, w), (plan.y, y), (plan.x, x))
      case .weight: ((plan.x, x), (plan.y, y), (plan.w, w))
      }
    func call(_ one: UnsafeRawPointer, _ zero: UnsafeRawPointer) -> Status {
      functions.run[part]!(
        handle, one, first.0, first.1.cudaAddress, second.0, second.1.cudaAddress, plan.convolution, plan.algorithm,
        workspace?.cudaAddress ?? 0, plan.workspace, zero, out.0, out.1.cudaAddress)
    }
    let status = lock.withLock { _ -> Status in
      let status = functions.setStream(handle, stream)
      if status != 0 { return status }
      if x.dtype == .float64 {
        let (one, zero) = (1.0, 0.0)
        return withUnsafePointer(to: one) { a in withUnsafePointer(to: zero) { b in call(a, b) } }
      }
      let (one, zero) = (Float(1), Float(0))
      return withUnsafePointer(to: one) { a in withUnsafePointer(to: zero) { b in call(a, b) } }
    }
    if status == 0 { return true }
    if CUDNN.isFailure(status) { throw error(status, "cudnnConvolution") }
    lock.withLock { _ in state.plans[key] = .some(nil) }
    return false
  }

  /// CUDNN_DATA_FLOAT, _DOUBLE, _HALF, _BFLOAT16
  private static let types: [DType: Int32] = [.float32: 0, .float64: 1, .float16: 2, .bfloat16: 9]

  /// Whether something ran and went wrong, which no other way would mend: EXECUTION_FAILED and its kin (5xxx; 8 before version 9).
  private static func isFailure(_ status: Status) -> Bool { status == 8 || (5000..<6000).contains(status) }

  private func error(_ status: Status, _ call: String) -> TensorError {
    let words = functions.errorString(status).map { String(cString: $0) } ?? "error"
    return TensorError(
      .device, op: call, "cuDNN error: \(words) (\(status))", hint: "LANTERN_CUDNN=0 turns the library off; own kernels take over.")
  }

  private func plan(_ key: Key, _ type: Int32, _ result: Shape, _ c: ConvolutionGeometry) -> Plan? {
    lock.withLock { _ in
      if let known = state.plans[key] { return known }
      if state.plans.count >= 1024 {
        for case let plan? in state.plans.values { forget([plan.x, plan.y], [plan.w], plan.convolution) }
        state.plans = [:]
      }
      let made = makePlan(key, type, result, c)
      state.plans[key] = .some(made)
      return made
    }
  }

  private func forget(_ tensors: [Handle?], _ filters: [Handle?], _ convolution: Handle?) {
    for t in tensors where t != nil { _ = functions.destroyTensor(t) }
    for f in filters where f != nil { _ = functions.destroyFilter(f) }
    if convolution != nil { _ = functions.destroyConvolution(convolution) }
  }

  /// Descriptors of the shapes, with at least two spatial axes, and the fastest algorithm whose results are always the same.
  private func makePlan(_ key: Key, _ type: Int32, _ result: Shape, _ c: ConvolutionGeometry) -> Plan? {
    let missing = Swift.max(0, 2 - c.rank)
    func sizes(_ shape: Shape) -> [Int32] {
      (Array(shape.prefix(2)) + Array(repeating: 1, count: missing) + shape.dropFirst(2)).map { Int32(clamping: $0) }
    }
    func steps(_ sizes: [Int32]) -> [Int32] {
      var steps = [Int32](repeating: 1, count: sizes.count)
      for d in stride(from: sizes.count - 2, through: 0, by: -1) { steps[d] = steps[d + 1] * sizes[d + 1] }
      return steps
    }
    func spatial(_ values: [Int], _ filler: Int32) -> [Int32] {
      Array(repeating: filler, count: missing) + values.map { Int32(clamping: $0) }
    }
    var x: Handle?, w: Handle?, y: Handle?, convolution: Handle?
    var status = functions.createTensor(&x) | functions.createTensor(&y) | functions.createFilter(&w)
    status |= functions.createConvolution(&convolution)
    let (xs, ws, ys) = (sizes(key.x), sizes(key.w), sizes(result))
    let rank = Int32(xs.count)
    // CUDNN_TENSOR_NCHW, CUDNN_CROSS_CORRELATION; sums in float32, or float64 for float64
    let compute: Int32 = key.dtype == .float64 ? 1 : 0
    if status == 0 { status = functions.setTensor(x, type, rank, xs, steps(xs)) }
    if status == 0 { status = functions.setTensor(y, type, rank, ys, steps(ys)) }
    if status == 0 { status = functions.setFilter(w, type, 0, rank, ws) }
    if status == 0 {
      status = functions.setConvolution(
        convolution, rank - 2, spatial(c.padding, 0), spatial(c.stride, 1), spatial(c.dilation, 1), 1, compute)
    }
    if status == 0 { status = functions.setGroups(convolution, Int32(clamping: c.groups)) }
    if status == 0 { status = functions.setMath(convolution, math(key)) }
    if status == 0, let x, let w, let y, let convolution, let found = algorithm(key, x, w, y, convolution) {
      if functions.setMath(convolution, found.math) == 0 {
        return Plan(x: x, w: w, y: y, convolution: convolution, algorithm: found.algorithm, workspace: found.workspace)
      }
    }
    forget([x, y], [w], convolution)
    return nil
  }

  /// CUDNN_FMA_MATH keeps float32 exact, CUDNN_DEFAULT_MATH lets it be TF32; half types use tensor cores (CUDNN_TENSOR_OP_MATH).
  private func math(_ key: Key) -> Int32 {
    switch key.dtype {
    case .float32: key.allowsTF32 ? 0 : 3
    case .float64: 0
    default: 1
    }
  }

  private static let workspaceLimit = 1 << 30

  private func algorithm(
    _ key: Key, _ x: Handle, _ w: Handle, _ y: Handle, _ convolution: Handle
  ) -> (algorithm: Int32, workspace: Int, math: Int32)? {
    // A result is: algorithm, status, time in milliseconds (4 bytes each), 4 bytes of nothing, size of the working memory (8 bytes),
    // whether it is deterministic, its kind of arithmetic, three reserved numbers; 48 bytes in all.
    let (size, most) = (48, 8)
    var results = [UInt8](repeating: 0, count: size * most)
    var count: Int32 = 0
    let status = results.withUnsafeMutableBytes { raw -> Status in
      guard let base = raw.baseAddress, let search = functions.search[key.part] else { return -1 }
      switch key.part {
      case .forward: return search(handle, x, w, convolution, y, Int32(most), &count, base)
      case .input: return search(handle, w, y, convolution, x, Int32(most), &count, base)
      case .weight: return search(handle, x, y, convolution, w, Int32(most), &count, base)
      }
    }
    guard status == 0 else { return nil }
    return results.withUnsafeBytes { raw in
      for k in 0..<Swift.min(Swift.max(Int(count), 0), most) {
        func number(_ at: Int) -> Int32 { raw.loadUnaligned(fromByteOffset: k * size + at, as: Int32.self) }
        let memory = raw.loadUnaligned(fromByteOffset: k * size + 16, as: Int.self)
        guard number(4) == 0, number(24) == 1, memory >= 0, memory <= CUDNN.workspaceLimit else { continue }
        // DEFAULT_MATH would let float32 be TF32.
        let exact = key.dtype == .float32 && !key.allowsTF32
        if exact, number(28) != 0, number(28) != 3 { continue }
        return (number(0), memory, exact ? 3 : number(28))
      }
      return nil
    }
  }
}

extension CUDADevice {
  /// cuDNN, where it is found and wanted (`LANTERN_CUDNN=0` turns it off).
  func cudnn() -> CUDNN? {
    convolutions.withLock { known in
      if known == nil { known = .some(makeConvolutions()) }
      return known!
    }
  }

  private func makeConvolutions() -> CUDNN? {
    guard SystemFile.environment("LANTERN_CUDNN") != "0", let library = LibrarySearch.cuda("cuDNN").library else { return nil }
    guard (try? activate()) != nil else { return nil }
    return try? CUDNN(library: library)
  }
}
