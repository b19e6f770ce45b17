/// NVIDIA's library of matrix products whose results are finished before they are written: a bias is added and an activation applied.
/// Plans (descriptors, algorithm, size of the working memory) are kept by shape and layout; what the library refuses is left to others.
final class CUBLASLt: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: the handle and the plans are used under `lock` only; the functions never change.
  private typealias Handle = OpaquePointer
  private typealias Status = Int32
  private typealias Destroy = @convention(c) (Handle?) -> Status
  private typealias SetAttribute = @convention(c) (Handle?, Int32, UnsafeRawPointer, Int) -> Status
  private typealias Search =
    @convention(c) (
      Handle?, Handle?, Handle?, Handle?, Handle?, Handle?, Handle?, Int32, UnsafeMutableRawPointer, UnsafeMutablePointer<Int32>
    ) -> Status
  private typealias Run =
    @convention(c) (
      Handle?, Handle?, UnsafeRawPointer, CUDAAddress, Handle?, CUDAAddress, Handle?, UnsafeRawPointer, CUDAAddress, Handle?, CUDAAddress,
      Handle?, UnsafeRawPointer, CUDAAddress, Int, OpaquePointer?
    ) -> Status

  /// What happens to a sum before it is written.
  enum Activation: Int32, Sendable {
    // CUBLASLT_EPILOGUE_DEFAULT, _RELU, _GELU (the one with tanh); with a bias 4 more
    case none = 0
    case relu = 2
    case geluTanh = 32

    init?(_ op: Op) {
      switch op.name {
      case "relu": self = .relu
      case "gelu_tanh": self = .geluTanh
      default: return nil
      }
    }
  }

  private struct Functions {
    let createProduct: @convention(c) (UnsafeMutablePointer<Handle?>, Int32, Int32) -> Status
    let createLayout: @convention(c) (UnsafeMutablePointer<Handle?>, Int32, UInt64, UInt64, Int64) -> Status
    let createPreference: @convention(c) (UnsafeMutablePointer<Handle?>) -> Status
    let setProduct: SetAttribute, setLayout: SetAttribute, setPreference: SetAttribute
    let destroyProduct: Destroy, destroyLayout: Destroy, destroyPreference: Destroy
    let search: Search, run: Run

    init(_ library: SharedLibrary) throws(TensorError) {
      createProduct = try library.function("cublasLtMatmulDescCreate")
      createLayout = try library.function("cublasLtMatrixLayoutCreate")
      createPreference = try library.function("cublasLtMatmulPreferenceCreate")
      setProduct = try library.function("cublasLtMatmulDescSetAttribute")
      setLayout = try library.function("cublasLtMatrixLayoutSetAttribute")
      setPreference = try library.function("cublasLtMatmulPreferenceSetAttribute")
      destroyProduct = try library.function("cublasLtMatmulDescDestroy")
      destroyLayout = try library.function("cublasLtMatrixLayoutDestroy")
      destroyPreference = try library.function("cublasLtMatmulPreferenceDestroy")
      search = try library.function("cublasLtMatmulAlgoGetHeuristic")
      run = try library.function("cublasLtMatmul")
    }
  }

  /// What decides a plan.
  private struct Key: Hashable {
    let layout: ProductLayout
    let finish: Int32
    /// The bytes that addresses are multiples of, which decide which algorithms serve.
    let alignment: [UInt32]
  }
  private struct Plan {
    let product: Handle
    let left: Handle, right: Handle, out: Handle
    /// `cublasLtMatmulAlgo_t`, 64 opaque bytes.
    let algorithm: [UInt8]
    let workspace: Int
  }

  private let handle: Handle
  private let functions: Functions
  private let lock = Locked(())
  /// Nil: the library refuses this.
  private var plans: [Key: Plan?] = [:]
  private let workspaceLimit: Int

  /// A handle for the device whose context is current; throws where the library lacks a function or refuses.
  init(library: SharedLibrary, architecture: Int) throws(TensorError) {
    functions = try Functions(library)
    let create: @convention(c) (UnsafeMutablePointer<Handle?>) -> Status = try library.function("cublasLtCreate")
    var made: Handle?
    let status = create(&made)
    guard status == 0, let made else { throw CUBLAS.error(status, "cublasLtCreate") }
    handle = made
    // What NVIDIA recommends for each generation.
    workspaceLimit = architecture >= 90 ? 32 << 20 : 4 << 20
  }

  /// `out = activation(alpha a b + beta out + bias)`; false where the library does not serve the layouts or the type. The bias holds one
  /// number for each column.
  func multiply(
    _ gpu: CUDADevice, _ a: Tensor, _ b: Tensor, into out: Tensor, batch: Int, steps: (a: Int, b: Int, out: Int), alpha: Double,
    beta: Double, bias: Tensor? = nil, activation: Activation = .none
  ) throws(TensorError) -> Bool {
    guard let layout = ProductLayout(a, b, into: out, batch: batch, steps: steps) else { return false }
    let finish = activation.rawValue | (bias == nil ? 0 : 4)
    if finish != 0, a.dtype == .float64 { return false }
    if let bias {
      guard bias.rank == 1, bias.shape[0] == Int(layout.columns), bias.strides[0] == 1 || bias.shape[0] == 1, bias.dtype == out.dtype,
        bias.device == out.device
      else { return false }
    }
    try gpu.activate()
    let stream = gpu.stream
    var addresses = [b.cudaAddress, a.cudaAddress, out.cudaAddress]
    if let bias { addresses.append(bias.cudaAddress) }
    let alignment = addresses.map { UInt32(1) << UInt32(Swift.min($0.trailingZeroBitCount, 8)) }
    let key = Key(layout: layout, finish: finish == 0 ? 1 : finish, alignment: alignment)
    let biasAddress = bias?.cudaAddress
    guard let plan = lock.withLock({ _ in plan(key, biasAddress) }) else { return false }
    // Taken from the device's memory on this stream, so it may go back to it as soon as the call has been made.
    let workspace = plan.workspace > 0 ? try? Tensor(empty: [plan.workspace], dtype: .uint8, like: out) : nil
    guard plan.workspace == 0 || workspace != nil else { return false }
    for t in [a, b, out] { t.storage.cudaBlock?.noteUse(on: stream) }
    bias?.storage.cudaBlock?.noteUse(on: stream)
    let status = lock.withLock { _ -> Status? in
      // Another thread may have thrown the plan away meanwhile.
      guard isCurrent(plan, key) else { return nil }
      // Calls with one plan share its description, which is read before the call returns.
      if var address = biasAddress {
        let status = functions.setProduct(plan.product, 8, &address, 8)  // CUBLASLT_MATMUL_DESC_BIAS_POINTER
        if status != 0 { return status }
      }
      return layout.withFactors(alpha, beta) { alpha, beta in
        functions.run(
          handle, plan.product, alpha, b.cudaAddress, plan.left, a.cudaAddress, plan.right, beta, out.cudaAddress, plan.out,
          out.cudaAddress, plan.out, plan.algorithm, workspace?.cudaAddress ?? 0, plan.workspace, stream)
      }
    }
    guard let status else { return false }
    if status == 0 { return true }
    // INVALID_VALUE, ARCH_MISMATCH, NOT_SUPPORTED: nothing has run.
    guard [7, 8, 15].contains(status) else { throw CUBLAS.error(status, "cublasLtMatmul") }
    lock.withLock { _ in
      guard isCurrent(plan, key) else { return }
      forget(plan.product, [plan.left, plan.right, plan.out])
      plans[key] = .some(nil)
    }
    return false
  }

  private func plan(_ key: Key, _ bias: CUDAAddress?) -> Plan? {
    if let known = plans[key] { return known }
    if plans.count >= 1024 {
      for case let plan? in plans.values { forget(plan.product, [plan.left, plan.right, plan.out]) }
      plans = [:]
    }
    let made = makePlan(key, bias)
    plans[key] = .some(made)
    return made
  }

  private func isCurrent(_ plan: Plan, _ key: Key) -> Bool {
    guard case .some(.some(let known)) = plans[key] else { return false }
    return known.product == plan.product
  }

  private func forget(_ product: Handle?, _ layouts: [Handle?]) {
    if product != nil { _ = functions.destroyProduct(product) }
    for layout in layouts where layout != nil { _ = functions.destroyLayout(layout) }
  }

  private func makePlan(_ key: Key, _ bias: CUDAAddress?) -> Plan? {
    let p = key.layout
    var product: Handle?
    var failed = functions.createProduct(&product, p.compute, p.data == 1 ? 1 : 0) != 0
    func set(_ attribute: Int32, _ value: some FixedWidthInteger) {
      var value = value
      let size = MemoryLayout.size(ofValue: value)
      if !failed { failed = functions.setProduct(product, attribute, &value, size) != 0 }
    }
    // CUBLASLT_MATMUL_DESC_TRANSA, _TRANSB, _EPILOGUE, _BIAS_POINTER
    set(3, Int32(p.right.isTransposed ? 1 : 0))
    set(4, Int32(p.left.isTransposed ? 1 : 0))
    set(7, UInt32(key.finish))
    if let bias { set(8, bias) }
    func layout(_ rows: Int32, _ columns: Int32, _ step: Int32, _ batchStep: Int) -> Handle? {
      var made: Handle?
      if failed || functions.createLayout(&made, p.data, UInt64(rows), UInt64(columns), Int64(step)) != 0 {
        failed = true
        return made
      }
      if p.batch > 1 {
        // CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, _STRIDED_BATCH_OFFSET
        var (count, offset) = (p.batch, Int64(batchStep))
        failed = functions.setLayout(made, 5, &count, 4) != 0 || functions.setLayout(made, 6, &offset, 8) != 0
      }
      return made
    }
    let isTurned = (p.right.isTransposed, p.left.isTransposed)
    let left = layout(isTurned.0 ? p.terms : p.columns, isTurned.0 ? p.columns : p.terms, p.right.step, p.rightStep)
    let right = layout(isTurned.1 ? p.rows : p.terms, isTurned.1 ? p.terms : p.rows, p.left.step, p.leftStep)
    let out = layout(p.columns, p.rows, p.out.step, p.outStep)
    if !failed, let product, let left, let right, let out, let found = search(key, product, left, right, out) {
      return Plan(product: product, left: left, right: right, out: out, algorithm: found.algorithm, workspace: found.workspace)
    }
    forget(product, [left, right, out])
    return nil
  }

  private func search(
    _ key: Key, _ product: Handle, _ left: Handle, _ right: Handle, _ out: Handle
  ) -> (algorithm: [UInt8], workspace: Int)? {
    var made: Handle?
    guard functions.createPreference(&made) == 0, let preference = made else { return nil }
    defer { _ = functions.destroyPreference(preference) }
    // CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, then _MIN_ALIGNMENT_A_BYTES and those of B, C and D
    var limit = UInt64(workspaceLimit)
    guard functions.setPreference(preference, 1, &limit, 8) == 0 else { return nil }
    for (attribute, operand) in [(5, 0), (6, 1), (7, 2), (8, 2)] {
      var bytes = key.alignment[operand]
      guard functions.setPreference(preference, Int32(attribute), &bytes, 4) == 0 else { return nil }
    }
    // A result is: the algorithm (64 bytes), the size of the working memory (8), its status (4), waves (4), 16 reserved bytes.
    let (size, most) = (96, 4)
    var results = [UInt8](repeating: 0, count: size * most)
    var count: Int32 = 0
    let status = results.withUnsafeMutableBytes { raw in
      functions.search(handle, product, left, right, out, out, preference, Int32(most), raw.baseAddress!, &count)
    }
    guard status == 0 else { return nil }
    return results.withUnsafeBytes { raw in
      for k in 0..<Swift.min(Swift.max(Int(count), 0), most) {
        let workspace = raw.loadUnaligned(fromByteOffset: k * size + 64, as: Int.self)
        guard raw.loadUnaligned(fromByteOffset: k * size + 72, as: Int32.self) == 0, workspace >= 0, workspace <= workspaceLimit else {
          continue
        }
        return (Array(raw[k * size..<k * size + 64]), workspace)
      }
      return nil
    }
  }
}

extension CUDADevice {
  /// cuBLASLt, where it is found and wanted (`LANTERN_CUBLASLT=0` turns it off, `LANTERN_CUBLAS=0` both libraries).
  func cublasLt() -> CUBLASLt? {
    finishedProducts.withLock { known in
      if known == nil { known = .some(makeFinishedProducts()) }
      return known!
    }
  }

  private func makeFinishedProducts() -> CUBLASLt? {
    guard SystemFile.environment("LANTERN_CUBLAS") != "0", SystemFile.environment("LANTERN_CUBLASLT") != "0",
      let library = LibrarySearch.cuda("cuBLASLt").library, (try? activate()) != nil
    else { return nil }
    return try? CUBLASLt(library: library, architecture: architecture)
  }
}
