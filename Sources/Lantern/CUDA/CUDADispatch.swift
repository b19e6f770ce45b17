import CKernels

/// How operations run on a GPU: by a kernel of their own, by their ordinary code where that is made of parts that know the device, or
/// by the way over the processor, which is right for every operation.
enum CUDADispatch {
  /// What runs an operation.
  enum Route: Sendable {
    /// The operation's own code: all it does goes through the backend or through other operations.
    case ownCode
    /// The same for real numbers only.
    case ownCodeOfReals
    /// A kernel; nil where it does not serve these inputs.
    case kernel(@Sendable (borrowing Inputs, borrowing Attributes, [Spec]) throws(TensorError) -> [Tensor]?)
  }

  /// Operations whose positions (or lengths) may lie in the processor's memory while the numbers lie on a GPU.
  static let takePositions: Set = [
    "index", "index_put", "index_select", "index_add", "index_copy", "index_fill", "gather", "scatter", "scatter_add", "scatter_number",
    "ctc_loss", "ctc_loss_backward",
  ]

  /// Operations whose source may lie anywhere.
  static let copies: Set = Set(["copy"] + Op.draws.map(\.name))

  static let detours = Locked<[String: Int]>([:])

  static func countDetour(_ name: String) { detours.withLock { $0[name, default: 0] += 1 } }

  /// The routes of operations, by name. Every other operation takes the way over the processor.
  static let routes: [String: Route] = {
    var routes: [String: Route] = [:]
    for name in [
      "clone", "contiguous", "to_copy", "copy", "fill", "zero", "zeros_like", "ones_like", "full_like", "to_device", "cat", "stack",
      "slice_scatter", "diagonal_scatter", "repeat", "roll", "flip", "split", "split_with_sizes", "unbind", "unsafe_view", "masked_fill",
      "constant_pad_nd", "attach", "scale_gradient", "sum_to_like", "expand_like", "reshape_like", "reshape", "masked_scatter_source",
      "cat_part", "slice_scatter_like", "size_of", "kthvalue", "median_dim", "nanmedian_dim", "mode", "trace",
    ] {
      routes[name] = .ownCode
    }
    for op in Op.draws { routes[op.name] = .ownCode }
    for op in Op.reductions + Op.matrixProducts + Op.addedProducts + Op.statistics + [Op.logSumExp] { routes[op.name] = .ownCodeOfReals }
    for (name, kernel) in DeviceKernels.all { routes[name] = .kernel(kernel) }
    return routes
  }()

  // MARK: - mirrors in the processor's memory

  /// A tensor of the same layout in the processor's memory, with the same elements; the tensor itself when it is there already.
  static func hostMirror(_ t: Tensor) throws(TensorError) -> Tensor {
    guard t.isCUDA else { return t }
    let span = t.span
    let size = t.dtype.itemSize
    let host = try Storage.allocate(span.count * size)
    if !span.isEmpty {
      let bytes = Tensor(
        storage: host, shape: [span.count * size], strides: [1], offset: 0, dtype: .uint8)
      let source = Tensor(
        storage: t.storage, shape: [span.count * size], strides: [1], offset: span.lowerBound * size, dtype: .uint8)
      try source.backend().copy(source, to: bytes)
    }
    return Tensor(storage: host, shape: t.shape, strides: t.strides, offset: t.offset - span.lowerBound, dtype: t.dtype)
  }

  /// A tensor of the same layout on a device.
  static func deviceMirror(_ t: Tensor, on device: Device) throws(TensorError) -> Tensor {
    if t.isCUDA { return t }
    let span = t.span
    let size = t.dtype.itemSize
    let there = try Tensor(empty: [span.count * size], dtype: .uint8, on: device)
    if !span.isEmpty {
      let source = Tensor(storage: t.storage, shape: [span.count * size], strides: [1], offset: span.lowerBound * size, dtype: .uint8)
      try there.backend().copy(source, to: there)
    }
    return Tensor(storage: there.storage, shape: t.shape, strides: t.strides, offset: t.offset - span.lowerBound, dtype: t.dtype)
  }

  /// The elements of a mirror back to where they came from.
  static func writeBack(_ mirror: Tensor, into t: Tensor) throws(TensorError) {
    let span = t.span
    if span.isEmpty { return }
    let size = t.dtype.itemSize
    let from = Tensor(
      storage: mirror.storage, shape: [span.count * size], strides: [1], offset: (mirror.offset - (t.offset - span.lowerBound)) * size,
      dtype: .uint8)
    let to = Tensor(storage: t.storage, shape: [span.count * size], strides: [1], offset: span.lowerBound * size, dtype: .uint8)
    try to.backend().copy(from, to: to)
  }

  /// A contiguous copy in the processor's memory, converted.
  static func hostCopy(_ t: Tensor, _ dtype: DType) throws(TensorError) -> Tensor {
    let out = try Tensor(empty: t.shape, dtype: dtype)
    CPUBackend.shared.copy(t, to: out)
    return out
  }
}

extension Tensor {
  /// A leaf of the same elements, layout and gradients on a device; itself when it is there already.
  package func mirrored(on device: Device) throws(TensorError) -> Tensor {
    if device == self.device { return self }
    let mirror = try CUDADispatch.deviceMirror(detach(), on: device)
    return requiresGrad ? mirror.requiresGrad_() : mirror
  }

  /// The elements of memory from the first to the last that the layout reaches.
  fileprivate var span: Range<Int> {
    var (low, high) = (offset, offset)
    for d in 0..<rank {
      if shape[d] == 0 { return 0..<0 }
      let reach = (shape[d] - 1) * strides[d]
      if reach < 0 { low += reach } else { high += reach }
    }
    return low..<(high + 1)
  }
}

extension Inputs {
  /// An input that is on a GPU, or the first.
  var deviceSource: Tensor {
    for i in 0..<count where self[i].isCUDA { return self[i] }
    return x
  }
}

extension Op {
  /// The device of the inputs: they must all be on one, but numbers without axes may lie in the processor's memory.
  @discardableResult
  func checkDevices(_ inputs: borrowing Inputs) throws(TensorError) -> Device {
    let device = inputs.deviceSource.device
    if CUDADispatch.copies.contains(name) { return device }
    for i in 0..<inputs.count {
      let other = inputs[i].device
      if other == device || (other.isCPU && (inputs[i].rank == 0 || inputs[i].viewKind == .number)) { continue }
      // Positions may be anywhere, as PyTorch has it.
      if other.isCPU, i > 0, inputs[i].dtype == .int64, CUDADispatch.takePositions.contains(name) { continue }
      throw Op.differentDevices(name, device, other)
    }
    return device
  }

  static func differentDevices(_ op: String, _ one: Device, _ other: Device) -> TensorError {
    TensorError(
      .device, op: op, "Expected all tensors to be on the same device, but found at least two devices, \(one) and \(other)!",
      hint: "Move one of them with to(_:).")
  }

  /// Runs the operation where at least one input is on a GPU.
  func computeOnDevice(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Tensor] {
    if case .view(let view) = kernel { return [try inputs.x.viewed(view, attributes)] }
    let device = try checkDevices(inputs)
    if case .pointwise(let loop) = kernel { return [try loop.run(self, inputs, attributes)] }
    switch CUDADispatch.routes[name] {
    case .ownCode: return try computeOnProcessor(inputs, attributes)
    case .ownCodeOfReals:
      var isReal = !(attributes.dtype?.isComplex ?? false)
      for i in 0..<inputs.count where inputs[i].dtype.isComplex { isReal = false }
      if isReal { return try computeOnProcessor(inputs, attributes) }
    case .kernel(let run):
      if let results = try run(inputs, attributes, try specs(inputs, attributes)) { return results }
    case nil: break
    }
    // The way over the processor.
    CUDADispatch.countDetour(name)
    var hosts: [Tensor] = []
    for i in 0..<inputs.count { hosts.append(try CUDADispatch.hostMirror(inputs[i])) }
    let thread = ck_thread()!
    let standard = thread.pointee.device
    thread.pointee.device = 0
    defer { thread.pointee.device = standard }
    let results = try computeOnProcessor(Inputs(hosts), attributes)
    var moved: [Tensor] = []
    for result in results { moved.append(try CUDADispatch.deviceMirror(result.usable(), on: device)) }
    return moved
  }

  private func specs(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Spec] {
    switch kernel {
    case .single(let single): [try single.infer(inputs, attributes)]
    case .call(let call): try call.infer(inputs, attributes)
    case .pointwise, .view: []
    }
  }
}
