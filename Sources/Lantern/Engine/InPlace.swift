import CKernels

// Writing into a tensor that exists, and what that does to its history.

extension Op {
  /// Applies the operation to `target` and further inputs and writes the result into `target`'s memory.
  @discardableResult
  func applyInPlace(_ target: Tensor, _ y: Tensor? = nil, _ z: Tensor? = nil, rest: [Tensor] = [], attributes: Attributes = .none) -> Tensor
  {
    // The straight path hands no numbers on to the loop.
    if let y, z == nil, rest.isEmpty, attributes.numbers.isEmpty, straightInPlace(target, y) { return target }
    let inputs = rest.isEmpty ? Inputs(target, y, z) : Inputs([target, y, z].compactMap { $0 } + rest)
    let flags = inputs.flags
    if flags.contains(.invalid) { return target }
    do throws(TensorError) {
      if Tracing.isOn {
        try traceInPlace(target, inputs, attributes)
        return target
      }
      if flags.contains(.symbolic) {
        throw TensorError(
          .symbolic, op: name + "_", "a symbol of a graph cannot be changed in place", hint: "Use the operation that returns a new tensor.")
      }
      if target.isInference, !isInferenceModeEnabled {
        throw TensorError(
          .autograd, op: name + "_",
          "Inplace update to inference tensor outside inferenceMode is not allowed. You can make a clone to get a normal tensor before "
            + "doing inplace update.")
      }
      let node = try prepareInPlace(inputs, attributes)
      try writeInPlace(inputs, attributes)
      target.finishInPlace(node)
    } catch { error.report() }
    return target
  }

  /// Checks that the target may be written to, and makes the node while the target still has its old history.
  private func prepareInPlace(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> Node? {
    let target = inputs.x
    guard !target.overlapsItself else {
      throw TensorError(
        .argument, op: name + "_",
        "unsupported operation: more than one element of the written-to tensor refers to a single memory location. "
          + "Please clone() the tensor before performing the operation.")
    }
    guard isGradEnabled else { return nil }
    let tracked = inputs.anyTracked
    try target.checkInPlace(tracked: tracked)
    guard tracked, target.dtype.isDifferentiable, isDifferentiable else { return nil }
    let node = makeNode(inputs, attributes, nil, shape: target.shape, dtype: target.dtype)
    if node.x != nil {  // a rule wants the value that is about to be overwritten
      let before = noGrad { target.clone() }
      before.node = target.gradNode
      before.outputIndex = target.outputIndex
      node.x = before
      node.xVersion = 0
    }
    node.cutOverwritten(by: target)
    try node.refuseInference()
    return node
  }

  private func writeInPlace(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) {
    let target = inputs.x
    let flags = inputs.flags
    if flags.contains(.device) {
      let device = try checkDevices(inputs)
      // A number in the processor's memory takes nothing from a GPU but copies.
      guard target.isCUDA || CUDADispatch.copies.contains(name) else { throw Op.differentDevices(name, device, target.device) }
    }
    switch kernel {
    case .pointwise(let loop):
      let type = try loop.commonType(name, inputs)
      let resultType = loop.resultType(type)
      guard resultType.canCast(to: target.dtype) else {
        throw TensorError(
          .dtype, op: name + "_",
          "result type \(resultType.legacyName) can't be cast to the desired output type \(target.dtype.legacyName)",
          hint: "Use the operation that returns a new tensor.")
      }
      let shape = try broadcastShape(name, inputs)
      guard shape == target.shape else {
        throw TensorError(
          .shape, op: name + "_", "output with shape \(target.shape.listed) doesn't match the broadcast shape \(shape.listed)")
      }
      for i in 1..<Swift.max(inputs.count, 1) {
        if inputs[i].overlapsPartly(target) {
          throw TensorError(
            .argument, op: name + "_",
            "unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. "
              + "Please clone() the tensor before performing the operation.")
        }
      }
      try loop.run(into: target, inputs, attributes, type: type)
    case .single(let single):
      let spec = try single.infer(inputs, attributes)
      try checkFits(spec, target)
      target.write(flags.contains(.device) ? try computeOnDevice(inputs, attributes)[0] : try single.run(inputs, attributes, spec))
    case .call(let call):
      let specs = try call.infer(inputs, attributes)
      try checkFits(specs[0], target)
      target.write(flags.contains(.device) ? try computeOnDevice(inputs, attributes)[0] : try call.run(inputs, attributes, specs)[0])
    case .view:
      throw TensorError(.argument, op: name + "_", "a view has nothing to write")
    }
  }
}

extension Op {
  private func checkFits(_ spec: Spec, _ target: Tensor) throws(TensorError) {
    guard spec.shape == target.shape else {
      throw TensorError(
        .shape, op: name + "_", "output with shape \(target.shape.listed) doesn't match the broadcast shape \(spec.shape.listed)")
    }
    guard spec.dtype.canCast(to: target.dtype) else {
      throw TensorError(
        .dtype, op: name + "_", "result type \(spec.dtype.legacyName) can't be cast to the desired output type \(target.dtype.legacyName)")
    }
  }
}

extension Tensor {
  /// PyTorch's rules for leaves and views.
  func checkInPlace(tracked: Bool) throws(TensorError) {
    if flags.contains(.view), let base {
      let matters = tracked || base.isTracked
      if matters, viewKind == .madeWithoutGrad || viewKind == .madeInInference {
        let (mode, now) = viewKind == .madeWithoutGrad ? ("noGrad", "with grad mode enabled") : ("inferenceMode", "in normal mode")
        throw TensorError(
          .autograd, op: "in-place",
          "A view was created in \(mode) mode and is being modified inplace \(now). Given that this use case is ambiguous "
            + "and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the "
            + "\(mode) block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked).")
      }
      if matters, viewKind == .oneOfMany {
        throw TensorError(
          .autograd, op: "in-place",
          "Output \(outputIndex) of \(gradNode?.op.forwardName ?? "Split") is a view and is being modified inplace. This view is the output of a "
            + "function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should "
            + "replace the inplace operation by an out-of-place one.")
      }
      if matters, base.flags.contains(.requiresGrad), base.isLeaf {
        throw TensorError(
          .autograd, op: "in-place", "a view of a leaf Variable that requires grad is being used in an in-place operation.",
          hint: "Wrap the change in noGrad { }, or change a clone().")
      }
    }
    if flags.contains(.requiresGrad), isLeaf {
      throw TensorError(
        .autograd, op: "in-place", "a leaf Variable that requires grad is being used in an in-place operation.",
        hint: "Wrap the change in noGrad { }, or change a clone().")
    }
  }

  /// Counts the change, and makes `node` this tensor's history; a view's base gets it through `copySlices`.
  func finishInPlace(_ node: Node?) {
    let seen = viewVersion
    storage.version &+= 1
    if let node, node.op.needsOutput {
      node.output = unrecordedAlias()
      node.outputVersion = storage.version
      node.hasSaved = true
    }
    guard let node else {
      if seen == storage.version &- 1, base.map({ !$0.isTracked }) ?? false { viewVersion = storage.version }
      return
    }
    guard flags.contains(.view), let base else {
      moveRetainedGrad(to: node)
      self.node = node
      outputIndex = 0
      return
    }
    let origin = base.edge
    node.edge0 = .none
    let slices = Node(
      .copySlices, sliceGeometry(in: base), inputCount: node.inputCount, shape: base.shape, dtype: base.dtype,
      after: Swift.max(node.sequence, origin.sequence))
    slices.edge0 = origin
    for i in 1..<Swift.max(node.inputCount, 1) { slices.setEdge(i, node.edge(i)) }
    slices.inner = node
    slices.hasSaved = node.hasSaved
    base.moveRetainedGrad(to: slices)
    base.node = slices
    base.outputIndex = 0
  }

  /// Whether two elements share memory, as after `expand`.
  var overlapsItself: Bool {
    for d in 0..<rank where shape[d] > 1 && strides[d] == 0 { return elementCount > 0 }
    return false
  }

  /// Whether this tensor and `other` share some memory without being the same elements in the same order.
  func overlapsPartly(_ other: Tensor) -> Bool {
    guard storage.base == other.storage.base, elementCount > 0, other.elementCount > 0 else { return false }
    if offset == other.offset, shape == other.shape, strides == other.strides, dtype == other.dtype { return false }
    let (a, b) = (byteRange, other.byteRange)
    guard a.overlaps(b) else { return false }
    // Ranges may interleave without touching (even and odd columns); equal strides with different phases are the common case.
    if shape == other.shape, strides == other.strides, dtype == other.dtype {
      let distance = Swift.abs(offset - other.offset)
      let steps = strides.filter { $0 != 0 }
      if let inner = steps.min(), distance < inner || distance % inner != 0 { return false }
    }
    return true
  }

  private var byteRange: Range<Int> {
    var low = offset
    var high = offset
    for d in 0..<rank { if strides[d] < 0 { low += (shape[d] - 1) * strides[d] } else { high += (shape[d] - 1) * strides[d] } }
    return low * dtype.itemSize..<(high + 1) * dtype.itemSize
  }
}

extension Op {
  var needsOutput: Bool { rules.contains { $0?.needs.contains(.output) ?? false } }
}

extension DType {
  /// Whether a result of this type may be written into a tensor of `target`. Mirrors `torch.can_cast`.
  ///
  /// ```swift
  /// DType.float32.canCast(to: .int64)  // false
  /// DType.int64.canCast(to: .float32)  // true
  /// ```
  public func canCast(to target: DType) -> Bool {
    if isComplex && !target.isComplex { return false }
    if isFloatingPoint && (target.isInteger || target == .bool) { return false }
    if isInteger && target == .bool { return false }
    return true
  }
}
