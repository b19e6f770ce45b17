import CKernels

// The only door into an operation. A symbolic input: append to its graph. Otherwise run now, and, where a gradient may be wanted,
// keep the node.

/// Applies an operation to one tensor.
package func apply(_ op: Op, _ x: Tensor, _ attributes: Attributes = .none) -> Tensor {
  op.applyOne(Inputs(x), attributes)
}

/// Applies an operation to two tensors.
package func apply(_ op: Op, _ x: Tensor, _ y: Tensor, _ attributes: Attributes = .none) -> Tensor {
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
  @inline(__always)
  func applyOne(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) -> Tensor {
    if !inputs.flags.isDisjoint(with: .special) { return applySpecial(inputs, attributes)[0] }
    let result: Tensor
    do {
      switch kernel {
      case .pointwise(let loop): result = try loop.run(self, inputs, attributes)
      case .view(let view): result = try inputs.x.viewed(view, attributes)
      case .call(let call): result = try call.run(inputs, attributes, call.infer(inputs, attributes))[0]
      }
    } catch { return Tensor.invalid(reporting: error) }
    if isGradEnabled { record(inputs, attributes, result) }
    return result
  }

  func applyAll(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) -> [Tensor] {
    if !inputs.flags.isDisjoint(with: .special) { return applySpecial(inputs, attributes) }
    guard case .call(let call) = kernel else { return [applyOne(inputs, attributes)] }
    do {
      let results = try call.run(inputs, attributes, call.infer(inputs, attributes))
      if isGradEnabled { record(inputs, attributes, results) }
      return results
    } catch { return [Tensor](repeating: Tensor.invalid(reporting: error), count: 2) }
  }

  /// Symbols extend their graph, invalid tensors are passed on.
  @inline(never)
  private func applySpecial(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) -> [Tensor] {
    let flags = inputs.flags
    if flags.contains(.invalid) { return [Tensor](repeating: Tensor.invalid(), count: max(2, inputs.count)) }
    do throws(TensorError) {
      if flags.contains(.symbolic) {
        let results = try append(inputs, attributes)
        if isGradEnabled { record(inputs, attributes, results) }
        return results
      }
      throw TensorError(.device, op: name, "no backend for this device")
    } catch { return [Tensor](repeating: Tensor.invalid(reporting: error), count: max(2, inputs.count)) }
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
      storage: storage, shape: shape, strides: strides, offset: offset, dtype: dtype, extraFlags: flags.intersection([.symbolic, .invalid]),
      symbol: symbol)
  }

  /// A view of this tensor.
  func viewed(_ view: View, _ attributes: borrowing Attributes) throws(TensorError) -> Tensor {
    let layout = try view.layout(self, attributes)
    let result = Tensor(
      storage: storage, shape: layout.shape, strides: layout.strides, offset: layout.offset, dtype: dtype, extraFlags: .view)
    result.base = base ?? self
    result.viewVersion = storage.version
    result.viewKind = !isGradEnabled ? .madeWithoutGrad : view.isOneOfMany ? .oneOfMany : viewKind == .oneOfMany ? .oneOfMany : .plain
    return result
  }
}
