import CKernels

// The only door into an operation. A symbolic input: append to its graph. Otherwise run now, and, where a gradient may be wanted,
// keep the node.

/// Applies an operation to one tensor.
package func apply(_ op: Op, _ x: Tensor) -> Tensor {
  if let result = op.straight(x) {
    if x.isTracked, isGradEnabled { op.record(Inputs(x), .none, result) } else if isInferenceModeEnabled { result.flags.insert(.inference) }
    return result
  }
  return op.applyOne(Inputs(x), .none)
}

/// Applies an operation to one tensor, telling it something.
package func apply(_ op: Op, _ x: Tensor, _ attributes: Attributes) -> Tensor {
  op.applyOne(Inputs(x), attributes)
}

/// Applies an operation to two tensors.
package func apply(_ op: Op, _ x: Tensor, _ y: Tensor) -> Tensor {
  if let result = op.straight(x, y) {
    if x.isTracked || y.isTracked, isGradEnabled {
      op.record(Inputs(x, y), .none, result)
    } else if isInferenceModeEnabled {
      result.flags.insert(.inference)
    }
    return result
  }
  return op.applyOne(Inputs(x, y), .none)
}

/// Applies an operation to a tensor and a number beside it. Where nothing is recorded, the number never becomes a tensor.
package func apply<S: TensorScalar>(_ op: Op, _ x: Tensor, number: S) -> Tensor {
  if !isGradEnabled || !x.isTracked, let result = op.straight(x, number.scalar) { return result }
  return apply(op, x, x.beside(number))
}

/// Applies an operation to two tensors, telling it something.
package func apply(_ op: Op, _ x: Tensor, _ y: Tensor, _ attributes: Attributes) -> Tensor {
  op.applyOne(Inputs(x, y), attributes)
}

/// Applies an operation to three tensors.
package func apply(_ op: Op, _ x: Tensor, _ y: Tensor, _ z: Tensor, _ attributes: Attributes = .none) -> Tensor {
  op.applyOne(Inputs(x, y, z), attributes)
}

/// Applies an operation to any number of tensors.
package func apply(_ op: Op, _ inputs: [Tensor], _ attributes: Attributes = .none) -> Tensor {
  op.applyOne(Inputs(inputs), attributes)
}

/// Applies an operation that has several results.
package func applyAll(_ op: Op, _ inputs: [Tensor], _ attributes: Attributes = .none) -> [Tensor] {
  op.applyAll(Inputs(inputs), attributes)
}

extension Op {
  /// The result of a loop over elements that needs no thought: one dtype, one shape, no gaps, little work. `nil` otherwise.
  @inline(__always)
  func straight(_ x: Tensor, _ y: Tensor) -> Tensor? {
    guard straightLoop >= 0, !Tracing.isOn, x.flags.union(y.flags).isDisjoint(with: .special), x.dtype == y.dtype,
      !straightNeedsFloat || x.dtype.isFloatingPoint, let loop = ck_pointwise_loop(straightLoop, Int32(x.dtype.rawValue))
    else { return nil }
    guard x.flags.intersection(y.flags).contains(.contiguous) else { return straightSpread(x, y, loop) }
    let count = x.elementCount
    if x.shape == y.shape {
      guard count <= Op.straightLimit,
        let out = try? Tensor(emptyLike: x.shape, count: count, dtype: straightIsTest ? .bool : x.dtype)
      else { return nil }
      loop(count, out.storage.base, x.pointer, y.pointer, nil, nil)
      return out
    }
    // One number against many, on either side.
    let yIsOne = y.rank <= x.rank && y.elementCount == 1
    guard yIsOne || (x.rank <= y.rank && count == 1) else { return nil }
    let many = yIsOne ? x : y
    let total = many.elementCount
    guard total <= Op.spreadLimit,
      let out = try? Tensor(emptyLike: many.shape, count: total, dtype: straightIsTest ? .bool : x.dtype)
    else { return nil }
    Op.spreading(yIsOne ? y : x, total) { one in
      if yIsOne { loop(total, out.storage.base, x.pointer, one, nil, nil) } else { loop(total, out.storage.base, one, y.pointer, nil, nil) }
    }
    return out
  }

  /// The same where an operand is one number spread over many places, as the gradient of a sum is.
  @inline(never)
  private func straightSpread(_ x: Tensor, _ y: Tensor, _ loop: ck_loop) -> Tensor? {
    let many = y.rank <= x.rank && y.elementCount == 1 ? x : y
    guard x.shape == y.shape || many === x || (x.rank <= y.rank && x.elementCount == 1) else { return nil }
    let total = many.elementCount
    let isWhole = (x: x.isContiguous && x.elementCount == total, y: y.isContiguous && y.elementCount == total)
    guard total > 0, total <= Op.spreadLimit, isWhole.x || x.isSpread, isWhole.y || y.isSpread,
      let out = try? Tensor(emptyLike: many.shape, count: total, dtype: straightIsTest ? .bool : x.dtype)
    else { return nil }
    Op.spreading(x, isWhole.x ? 1 : total) { a in
      Op.spreading(y, isWhole.y ? 1 : total) { b in loop(total, out.storage.base, a, b, nil, nil) }
    }
    return out
  }

  /// A tensor of floats and a number.
  @inline(__always)
  func straight(_ x: Tensor, _ number: Scalar) -> Tensor? {
    guard straightLoop >= 0, !Tracing.isOn, x.flags.isDisjoint(with: .special), x.flags.contains(.contiguous),
      x.dtype == .float32 || x.dtype == .float64,
      number.dtype.category <= 2, !isInferenceModeEnabled, let loop = ck_pointwise_loop(straightLoop, Int32(x.dtype.rawValue))
    else { return nil }
    let total = x.elementCount
    guard total <= Op.spreadLimit,
      let out = try? Tensor(emptyLike: x.shape, count: total, dtype: straightIsTest ? .bool : x.dtype)
    else { return nil }
    withUnsafeTemporaryAllocation(byteCount: max(total, 1) * x.dtype.itemSize, alignment: 64) { block in
      let value = number.doubleValue
      if x.dtype == .float32 {
        block.withMemoryRebound(to: Float.self) { $0.initialize(repeating: Float(value)) }
      } else {
        block.withMemoryRebound(to: Double.self) { $0.initialize(repeating: value) }
      }
      loop(total, out.storage.base, x.pointer, UnsafeRawPointer(block.baseAddress!), nil, nil)
    }
    return out
  }

  /// The same without a new tensor: the target is overwritten. Whether that was possible.
  @inline(__always)
  func straightInPlace(_ x: Tensor, _ y: Tensor) -> Bool {
    guard straightLoop >= 0, !straightIsTest, !Tracing.isOn,
      x.flags.union(y.flags).isDisjoint(with: [.symbolic, .invalid, .inference, .device, .view, .requiresGrad]) || !isGradEnabled,
      x.flags.union(y.flags).isDisjoint(with: .special), x.flags.intersection(y.flags).contains(.contiguous),
      x.dtype == y.dtype, !straightNeedsFloat || x.dtype.isFloatingPoint, x.node == nil && y.node == nil || !isGradEnabled,
      let loop = ck_pointwise_loop(straightLoop, Int32(x.dtype.rawValue))
    else { return false }
    let total = x.elementCount
    if x.shape == y.shape {
      guard total <= Op.straightLimit, x.storage.base != y.storage.base || x.offset == y.offset else { return false }
      loop(total, x.pointer, x.pointer, y.pointer, nil, nil)
    } else {
      guard y.rank <= x.rank, y.elementCount == 1, total <= Op.spreadLimit, x.storage.base != y.storage.base else { return false }
      Op.spreading(y, total) { one in loop(total, x.pointer, x.pointer, one, nil, nil) }
    }
    let seen = x.viewVersion
    x.storage.version &+= 1
    if x.flags.contains(.view), seen == x.storage.version &- 1, x.base.map({ !$0.isTracked }) ?? false { x.viewVersion = x.storage.version }
    return true
  }

  /// Calls `body` with `count` copies of the one element of `t`, in memory of the stack.
  @inline(__always)
  private static func spreading(_ t: Tensor, _ count: Int, _ body: (UnsafeRawPointer) -> Void) {
    if count == 1 { return body(t.pointer) }
    let size = t.dtype.itemSize
    withUnsafeTemporaryAllocation(byteCount: count * size, alignment: 64) { block in
      ck_spread(block.baseAddress, t.pointer, Int32(size), count)
      body(UnsafeRawPointer(block.baseAddress!))
    }
  }

  /// More elements than this are not spread on the stack.
  private static var spreadLimit: Int { 1 << 10 }

  @inline(__always)
  func straight(_ x: Tensor) -> Tensor? {
    guard straightLoop >= 0, !Tracing.isOn, x.flags.isDisjoint(with: .special), x.flags.contains(.contiguous),
      !straightNeedsFloat || x.dtype.isFloatingPoint,
      let loop = ck_pointwise_loop(straightLoop, Int32(x.dtype.rawValue))
    else { return nil }
    let count = x.elementCount
    guard count <= Op.straightLimit,
      let out = try? Tensor(emptyLike: x.shape, count: count, dtype: straightIsTest ? .bool : x.dtype)
    else { return nil }
    loop(count, out.storage.base, x.pointer, nil, nil, nil)
    return out
  }

  /// More elements than this are worth sharing between threads.
  private static var straightLimit: Int { 1 << 15 }

  @inline(__always)
  func applyOne(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) -> Tensor {
    if !inputs.flags.isDisjoint(with: .special) || Tracing.isOn { return applySpecial(inputs, attributes)[0] }
    let result: Tensor
    do {
      switch kernel {
      case .pointwise(let loop): result = try loop.run(self, inputs, attributes)
      case .view(let view): result = try inputs.x.viewed(view, attributes)
      case .single(let single): result = try single.run(inputs, attributes, single.infer(inputs, attributes))
      case .call(let call): result = try call.run(inputs, attributes, call.infer(inputs, attributes))[0]
      }
    } catch { return Tensor.invalid(reporting: error) }
    if isGradEnabled { record(inputs, attributes, result) } else if isInferenceModeEnabled { markInference(inputs, result) }
    return result
  }

  func applyAll(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) -> [Tensor] {
    if !inputs.flags.isDisjoint(with: .special) || Tracing.isOn { return applySpecial(inputs, attributes) }
    guard case .call(let call) = kernel else { return [applyOne(inputs, attributes)] }
    do {
      let results = try call.run(inputs, attributes, call.infer(inputs, attributes))
      if isGradEnabled {
        record(inputs, attributes, results)
      } else if isInferenceModeEnabled {
        results.forEach { markInference(inputs, $0) }
      }
      return results
    } catch { return [Tensor](repeating: Tensor.invalid(reporting: error), count: 2) }
  }

  /// Symbols extend their graph, invalid tensors are passed on.
  @inline(never)
  private func applySpecial(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) -> [Tensor] {
    let flags = inputs.flags
    if flags.contains(.invalid) { return [Tensor](repeating: Tensor.invalid(), count: max(2, inputs.count)) }
    do throws(TensorError) {
      if flags.contains(.symbolic) || Tracing.isOn {
        let results = try append(inputs, attributes)
        if isGradEnabled { record(inputs, attributes, results) }
        return results
      }
      return try applyToUnusual(inputs, attributes)
    } catch { return [Tensor](repeating: Tensor.invalid(reporting: error), count: max(2, inputs.count)) }
  }

  /// An input is on a GPU, or was made in inference mode: then the result may be recorded as long as nothing of that kind has to be kept.
  private func applyToUnusual(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Tensor] {
    let results: [Tensor]
    if inputs.flags.contains(.device) {
      results = try computeOnDevice(inputs, attributes)
    } else {
      results = try computeOnProcessor(inputs, attributes)
    }
    if isGradEnabled {
      record(inputs, attributes, results)
      if inputs.flags.contains(.inference) { for result in results { try result.node?.refuseInference() } }
    }
    for result in results where isInferenceModeEnabled || result.storage === inputs.x.storage { markInference(inputs, result) }
    return results
  }

  /// Runs the kernel on tensors in the processor's memory.
  func computeOnProcessor(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Tensor] {
    let results: [Tensor]
    switch kernel {
    case .pointwise(let loop): results = [try loop.run(self, inputs, attributes)]
    case .view(let view): results = [try inputs.x.viewed(view, attributes)]
    case .single(let single): results = [try single.run(inputs, attributes, single.infer(inputs, attributes))]
    case .call(let call): results = try call.run(inputs, attributes, call.infer(inputs, attributes))
    }
    return results
  }

  /// Marks a result made in inference mode; what shares memory with an ordinary tensor is an ordinary one.
  @inline(never)
  private func markInference(_ inputs: borrowing Inputs, _ result: Tensor) {
    if result.storage === inputs.x.storage, !inputs.x.flags.contains(.inference) { return }
    result.flags.insert(.inference)
  }

  /// Keeps a node when an input is tracked.
  @inline(__always)
  func record(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes, _ result: Tensor) {
    guard isDifferentiable, result.dtype.isDifferentiable, inputs.anyTracked else { return }
    result.node = makeNode(inputs, attributes, result, shape: result.shape, dtype: result.dtype)
  }

  private func record(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes, _ results: [Tensor]) {
    guard isDifferentiable, inputs.anyTracked, let first = results.first else { return }
    let specs = results.dropFirst().map { Spec($0.shape, $0.dtype) }
    let node = makeNode(inputs, attributes, first, shape: first.shape, dtype: first.dtype, moreSpecs: Array(specs))
    node.saveMoreOutputs(results)
    for (i, result) in results.enumerated() where result.dtype.isDifferentiable {
      result.node = node
      result.outputIndex = Int32(i)
    }
  }

  @inline(__always)
  func makeNode(
    _ inputs: borrowing Inputs, _ attributes: borrowing Attributes, _ result: Tensor?, shape: Shape, dtype: DType, moreSpecs: [Spec] = []
  ) -> Node {
    // Each edge is taken before the node is made: the node's number must lie above those of the nodes it leads to.
    let ex = inputs.x.edge
    let ey = inputs.y?.edge ?? .none
    let ez = inputs.z?.edge ?? .none
    var latest = max(ex.sequence, max(ey.sequence, ez.sequence))
    for t in inputs.rest { latest = max(latest, t.edge.sequence) }
    let node = Node(self, attributes, inputCount: inputs.count, shape: shape, dtype: dtype, moreSpecs: moreSpecs, after: latest)
    var needs: Rule.Needs = []
    if ex.isTracked {
      node.edge0 = ex
      if let rule = rule(0) { needs.formUnion(rule.needs) }
    }
    if ey.isTracked {
      node.edge1 = ey
      if let rule = rule(1) { needs.formUnion(rule.needs) }
    }
    if ez.isTracked {
      node.edge2 = ez
      if let rule = rule(2) { needs.formUnion(rule.needs) }
    }
    for (i, t) in inputs.rest.enumerated() {
      let edge = t.edge
      guard edge.isTracked else { continue }
      node.setEdge(i + 3, edge)
      if let rule = rule(i + 3) { needs.formUnion(rule.needs) }
    }
    // Sizes may only be known when the graph runs: rules ask the symbols.
    if inputs.flags.contains(.symbolic) { needs.formUnion([.inputs, .output]) }
    if !needs.isEmpty { node.save(needs, inputs, result) }
    return node
  }
}

extension Inputs {
  /// Whether the gradient of any input is wanted.
  @inline(__always) var anyTracked: Bool {
    if x.isTracked { return true }
    if let y, y.isTracked { return true }
    if let z, z.isTracked { return true }
    for t in rest where t.isTracked { return true }
    return false
  }
}

extension Edge {
  @inline(__always) var isTracked: Bool { if case .none = self { false } else { true } }
  @inline(__always) var sequence: UInt64 { if case .node(let node, _) = self { node.sequence } else { 0 } }
}

extension Tensor {
  /// Whether operations on this tensor have to be recorded.
  @inline(__always) var isTracked: Bool { flags.contains(.requiresGrad) || node != nil || (flags.contains(.view) && gradNode != nil) }

  /// Where this tensor's gradient goes.
  @inline(__always) var edge: Edge {
    if let node = flags.contains(.view) ? gradNode : node { return .node(node, Int(outputIndex)) }
    return flags.contains(.requiresGrad) ? .leaf(self) : .none
  }

  /// The same memory and layout without any history.
  func unrecordedAlias() -> Tensor {
    Tensor(
      storage: storage, shape: shape, strides: strides, offset: offset, dtype: dtype,
      extraFlags: flags.intersection([.symbolic, .invalid, .inference]),
      symbol: symbol)
  }

  /// A view of this tensor.
  func viewed(_ view: View, _ attributes: borrowing Attributes) throws(TensorError) -> Tensor {
    let layout = try view.layout(self, attributes)
    guard layout.shape.fits else {
      if layout.shape.count > Shape.maxRank { throw Tensor.tooManyAxes(layout.shape.count, op: "view") }
      throw TensorError(.shape, op: "view", "a view of shape \(layout.shape.listed) has more elements than can be counted")
    }
    return viewed(layout, isOneOfMany: view.isOneOfMany)
  }

  /// A view of this tensor with another layout.
  func viewed(_ layout: View.Layout, isOneOfMany: Bool) -> Tensor {
    let result = Tensor(
      storage: storage, shape: layout.shape, strides: layout.strides, offset: layout.offset, dtype: layout.dtype ?? dtype,
      extraFlags: .view)
    result.base = base ?? self
    result.viewVersion = storage.version
    result.viewKind =
      isGradEnabled
      ? (isOneOfMany || viewKind == .oneOfMany ? .oneOfMany : .plain) : isInferenceModeEnabled ? .madeInInference : .madeWithoutGrad
    return result
  }
}
