import CKernels

// What a tensor knows of its gradient, and the ways to compute one.

extension Tensor {
  /// Whether gradients are computed for this tensor: a leaf that asked for them, or a result of such tensors.
  /// Mirrors `requires_grad`.
  ///
  /// Setting it reports an error on a tensor that is no leaf, and on one whose dtype has no gradients.
  public var requiresGrad: Bool {
    get { isTracked }
    set { setRequiresGrad(newValue, "only Tensors of floating point and complex dtype can require gradients") }
  }

  /// Asks for gradients of this leaf, or no longer; gives the tensor itself. Mirrors `requires_grad_`.
  ///
  /// ```swift
  /// Tensor([1.0]).requiresGrad_().requiresGrad  // true
  /// ```
  @discardableResult
  public func requiresGrad_(_ value: Bool = true) -> Tensor {
    setRequiresGrad(value, "only Tensors of floating point dtype can require gradients")
    return self
  }

  private func setRequiresGrad(_ value: Bool, _ wrongType: String) {
    guard !isInvalid else { return }
    if !isLeaf {
      if value { return }
      TensorError(
        .autograd, op: "requiresGrad",
        "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that "
          + "doesn't require differentiation use var_no_grad = var.detach()."
      ).report()
      return
    }
    if value, !dtype.isDifferentiable {
      TensorError(.autograd, op: "requiresGrad", wrongType).report()
      return
    }
    if value, isInference, !isInferenceModeEnabled {
      TensorError(
        .autograd, op: "requiresGrad", "Setting requiresGrad = true on inference tensor outside inferenceMode is not allowed."
      ).report()
      return
    }
    if value { flags.insert(.requiresGrad) } else { flags.remove(.requiresGrad) }
  }

  /// Whether this tensor was not computed from tensors that require gradients. Mirrors `is_leaf`.
  public var isLeaf: Bool { gradNode == nil }

  /// The recorded operation that made this tensor; `nil` for a leaf. Mirrors `grad_fn`.
  public var gradFn: Node? { gradNode }

  /// The node behind this tensor. A view's is renewed when its base was changed through another view.
  var gradNode: Node? {
    guard flags.contains(.view), let base, viewVersion != storage.version else { return node }
    let origin = base.edge
    guard origin.isTracked else { return node }
    let renewed: Node
    if reinterprets(base) {
      renewed = .reinterpreting(origin, Spec(base.shape, base.dtype), inParts.stridedGeometry(in: base.inParts), Spec(shape, dtype))
    } else {
      renewed = Node(.asStrided, stridedGeometry(in: base), inputCount: 1, shape: shape, dtype: dtype, after: origin.sequence)
      renewed.edge0 = origin
    }
    node = renewed
    outputIndex = 0
    viewVersion = storage.version
    return renewed
  }

  /// The gradient that `backward` has accumulated; `nil` before. Mirrors `torch.Tensor.grad`.
  ///
  /// Setting it reports an error when shape or dtype differ from this tensor's.
  public var grad: Tensor? {
    get {
      if let autograd { return autograd.grad }
      if !isLeaf {
        warnOnce(
          "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during "
            + "backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retainGrad() on the "
            + "non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead.")
      }
      return nil
    }
    set {
      if let newValue, let error = gradMismatch(newValue) {
        error.report()
        return
      }
      autogradState.grad = newValue
    }
  }

  private func gradMismatch(_ value: Tensor) -> TensorError? {
    if value === self { return TensorError(.autograd, op: "grad", "can't assign Variable as its own grad") }
    if value.dtype != dtype {
      return TensorError(
        .autograd, op: "grad",
        "attempting to assign a gradient with dtype '\(value.dtype.cName)' to a tensor with grad_dtype '\(dtype.legacyName)'. "
          + "The gradient must match the tensor's dtype.")
    }
    if value.shape != shape {
      return TensorError(
        .autograd, op: "grad",
        "attempting to assign a gradient of size '\(value.shape.listed)' to a tensor of size '\(shape.listed)'. "
          + "Please ensure that the gradient and the tensor are the same size")
    }
    return nil
  }

  /// How often this tensor's memory was changed in place. Mirrors `_version`. Reports an error for a tensor made in inference mode.
  public var version: Int {
    if isInference {
      TensorError(.autograd, op: "version", "Inference tensors do not track version counter.").report()
      return 0
    }
    return Int(storage.version)
  }

  /// The same memory without history: never requires gradients. Mirrors `detach`.
  ///
  /// ```swift
  /// let x = Tensor([2.0], requiresGrad: true)
  /// (x * x).detach().requiresGrad  // false
  /// ```
  public func detach() -> Tensor {
    unrecordedAlias()
  }

  /// Cuts this tensor off its history, in place: it becomes a leaf that does not require gradients. Mirrors `detach_`.
  ///
  /// Reports an error on a view, which would still follow its base.
  ///
  /// ```swift
  /// let x = Tensor([2.0], requiresGrad: true)
  /// let y = x * x
  /// y.detach_()
  /// y.isLeaf  // true
  /// ```
  @discardableResult
  public func detach_() -> Tensor {
    if isInvalid { return self }
    if flags.contains(.view) {
      TensorError(.autograd, op: "detach_", "Can't detach views in-place. Use detach() instead.").report()
      return self
    }
    node = nil
    outputIndex = 0
    flags.remove(.requiresGrad)
    return self
  }

  /// The same memory without history and with a version counter of its own. Mirrors `torch.Tensor.data`.
  ///
  /// Assigning makes this tensor take over the memory, shape and dtype of another one, unnoticed by `backward`; its history, `grad`
  /// and version counter stay. Reports an error when this tensor requires gradients and the dtype has none.
  public var data: Tensor {
    get {
      let result = unrecordedAlias()
      result.storage = storage.aliased()
      return result
    }
    set {
      if isInvalid || newValue.isInvalid || newValue === self { return }
      if requiresGrad, !newValue.dtype.isDifferentiable {
        TensorError(.autograd, op: "data", "data set to a tensor that requires gradients must be floating point or complex dtype").report()
        return
      }
      let counted = storage.version
      storage = newValue.storage.aliased()
      storage.version = counted
      (shape, strides, offset, dtype) = (newValue.shape, newValue.strides, newValue.offset, newValue.dtype)
      if newValue.isContiguous { flags.insert(.contiguous) } else { flags.remove(.contiguous) }
      if storage.device >= 0 { flags.insert(.device) } else { flags.remove(.device) }
    }
  }

  /// Adds a gradient to this leaf's `grad`; the gradient's memory becomes the `grad`'s where nobody else holds it.
  func accumulate(_ gradient: inout Tensor?, createGraph: Bool) {
    guard gradient != nil else { return }
    if Tracing.isOn { Tracing.current?.receivedGradient(self) }
    let state = autogradState
    if let old = state.grad {
      if createGraph { state.grad = old + gradient! } else { old.add_(gradient!) }
    } else if gradient!.isSymbolic {
      state.grad = gradient
    } else if createGraph {
      state.grad = Tensor.empty(like: self).copy_(gradient!)
    } else if gradient!.mayBecomeGrad(of: self), isKnownUniquelyReferenced(&gradient), isKnownUniquelyReferenced(&gradient!.storage) {
      state.grad = gradient!.unrecordedAlias()
    } else {
      state.grad = noGrad { isDense ? Tensor.empty(like: self, copying: gradient!) : gradient!.clone() }
    }
  }

  private func mayBecomeGrad(of leaf: Tensor) -> Bool {
    base == nil && (strides == leaf.strides || (isContiguous && leaf.isContiguous))
  }

  /// Fits a gradient to the input it belongs to: summed where the input was broadcast, cast where its dtype differs.
  func fitted(to edge: Edge, node: Node, input: Int) throws(TensorError) -> Tensor {
    switch edge {
    case .none: return self
    case .leaf(let leaf): if leaf.shape == shape, leaf.dtype == dtype, !isSymbolic { return self }
    case .node(let next, let output): if output == 0, next.shape == shape, next.dtype == dtype, !isSymbolic { return self }
    }
    guard let spec = edge.spec else { return self }
    var g = self
    if g.shape != spec.shape || spec.shape.hasUnknown { g = try g.summed(to: spec.shape, node: node, input: input) }
    // A real number's gradient is the real part of what a complex result says of it.
    if g.dtype.isComplex, !spec.dtype.isComplex { g = g.real() }
    if g.dtype != spec.dtype { g = g.to(spec.dtype) }
    return g
  }

  private func summed(to target: Shape, node: Node, input: Int) throws(TensorError) -> Tensor {
    if isSymbolic, shape.hasUnknown || target.hasUnknown {
      if shape == target, !node.mayBroadcast(input) { return self }
      guard let reference = node.savedInput(input) else { throw TensorError(.autograd, op: node.op.name, "a symbol's shape was not kept") }
      return apply(.sumToLike, self, reference.detach())
    }
    guard Shape.canExpand(target, to: shape) else {
      throw TensorError(
        .autograd, op: node.op.name,
        "Function \(node.name) returned an invalid gradient at index \(input) - got \(shape.listed) but expected shape compatible with "
          + target.listed)
    }
    return apply(.sumTo, self, Attributes(ints: target))
  }
}

extension Tensor {
  /// Computes the gradients of this tensor with respect to the leaves it was computed from and adds them to their `grad`.
  /// Mirrors `torch.Tensor.backward`.
  ///
  /// - Parameters:
  ///   - gradient: What the gradient of this tensor itself is; may be left out for a tensor of one element, where it is 1.
  ///     Must have this tensor's shape.
  ///   - retainGraph: Whether the graph may be walked again; defaults to `createGraph`.
  ///   - createGraph: Whether the walk is recorded, for derivatives of higher order.
  ///   - inputs: If given, only these leaves' `grad` is added to.
  ///
  /// Reports an error when the tensor requires no gradient, has several elements and no `gradient` is given, or the graph was
  /// already freed by an earlier walk.
  ///
  /// ```swift
  /// let x = Tensor([1.0, 2.0, 3.0], requiresGrad: true)
  /// (x ** 2).sum().backward()
  /// x.grad!  // tensor([2., 4., 6.])
  /// ```
  public func backward(_ gradient: Tensor? = nil, retainGraph: Bool? = nil, createGraph: Bool = false, inputs: [Tensor]? = nil) {
    do {
      try Lantern.backward([self], [gradient], retainGraph: retainGraph, createGraph: createGraph, inputs: inputs)
    } catch { error.report() }
  }

  /// `backward(_:)` with PyTorch's label.
  ///
  /// ```swift
  /// let x = Tensor([1.0, 2.0], requiresGrad: true)
  /// (x ** 2).backward(gradient: Tensor([1.0, 10.0]))
  /// x.grad!  // tensor([ 2., 40.])
  /// ```
  public func backward(gradient: Tensor, retainGraph: Bool? = nil, createGraph: Bool = false, inputs: [Tensor]? = nil) {
    backward(gradient, retainGraph: retainGraph, createGraph: createGraph, inputs: inputs)
  }
}

/// Computes the gradients of several tensors at once and adds them to the leaves' `grad`. Mirrors `torch.autograd.backward`.
///
/// ```swift
/// let x = Tensor([1.0, 2.0], requiresGrad: true)
/// try backward([x.sum(), (x * x).sum()])
/// x.grad!  // tensor([3., 5.])
/// ```
public func backward(
  _ tensors: [Tensor], _ gradients: [Tensor?]? = nil, retainGraph: Bool? = nil, createGraph: Bool = false, inputs: [Tensor]? = nil
) throws(TensorError) {
  if createGraph, !(tensors.first?.isSymbolic ?? false) {
    warnOnce(
      "Using backward() with createGraph: true will create a reference cycle between the parameter and its gradient which can cause a "
        + "memory leak. We recommend using grad(of:) when creating the graph to avoid this. If you have to use this function, make "
        + "sure to reset the .grad fields of your parameters to nil after use to break the cycle and avoid the leak.")
  }
  if let inputs, inputs.isEmpty { throw TensorError(.autograd, op: "backward", "`inputs` argument to `backward()` cannot be empty.") }
  if tensors.contains(where: { $0.isInvalid }) { return try checkTensorErrors() }
  for input in inputs ?? [] where !input.isLeaf || !input.requiresGrad {
    try input.checkRetainable()
    input.retainGrad()
  }
  let roots = try seeds(tensors, gradients)
  var engine = BackwardEngine(keepGraph: retainGraph ?? createGraph, createGraph: createGraph, targets: inputs ?? [])
  _ = try engine.run(roots)
}

/// The gradients of `outputs` with respect to `inputs`, without touching any `grad`. Mirrors `torch.autograd.grad`.
///
/// - Parameters:
///   - outputs: What is differentiated; the sum of all, each weighted with its gradient.
///   - inputs: With respect to what; leaves or results.
///   - gradOutputs: The gradients of the outputs; may be left out for outputs of one element.
///   - retainGraph: Whether the graph may be walked again; defaults to `createGraph`.
///   - createGraph: Whether the gradients can themselves be differentiated.
///   - allowUnused: Whether an input may have no part in the outputs; its gradient is then `nil`.
///   - materializeGrads: Whether such gradients are zeros instead of `nil`.
///
/// ```swift
/// let x = Tensor([1.0, 2.0]).requiresGrad_()
/// let g = try grad(of: [(x ** 3).sum()], withRespectTo: [x])[0]!  // tensor([ 3., 12.])
/// ```
public func grad(
  of outputs: [Tensor], withRespectTo inputs: [Tensor], gradOutputs: [Tensor?]? = nil, retainGraph: Bool? = nil, createGraph: Bool = false,
  allowUnused: Bool = false, materializeGrads: Bool = false
) throws(TensorError) -> [Tensor?] {
  if (outputs + inputs).contains(where: { $0.isInvalid }) {
    try checkTensorErrors()
    return inputs.map { _ in nil }
  }
  if inputs.isEmpty { throw TensorError(.autograd, op: "grad", "`inputs` argument to `grad()` cannot be empty.") }
  for input in inputs where !input.requiresGrad {
    throw TensorError(.autograd, op: "grad", "One of the differentiated Tensors does not require grad")
  }
  let roots = try seeds(outputs, gradOutputs)
  var engine = BackwardEngine(
    keepGraph: retainGraph ?? createGraph, createGraph: createGraph, targets: inputs, accumulates: false)
  var results = try engine.run(roots)
  for i in results.indices where results[i] == nil {
    if materializeGrads {
      results[i] = Tensor.zeros(like: inputs[i])
    } else if !allowUnused {
      throw TensorError(
        .autograd, op: "grad",
        "The differentiated Tensor at index \(i) appears to not have been used in the graph. Set allowUnused: true if this is the desired "
          + "behavior.")
    }
  }
  return results
}

/// The gradient that each root starts with, checked.
private func seeds(_ roots: [Tensor], _ gradients: [Tensor?]?) throws(TensorError) -> [(root: Tensor, gradient: Tensor)] {
  var result: [(Tensor, Tensor)] = []
  for (i, root) in roots.enumerated() {
    guard root.requiresGrad else {
      throw TensorError(
        .autograd, op: "backward", "element \(i) of tensors does not require grad and does not have a grad_fn",
        hint: "Call requiresGrad_() on the tensors to differentiate with respect to, before computing with them.")
    }
    if let gradients, i < gradients.count, let gradient = gradients[i] {
      guard gradient.shape == root.shape || (root.isSymbolic && gradient.shape.fits(root.shape)) else {
        throw TensorError(
          .autograd, op: "backward",
          "Mismatch in shape: grad_output[\(i)] has a shape of \(gradient.shape) and output[\(i)] has a shape of \(root.shape).")
      }
      result.append((root, gradient.dtype == root.dtype ? gradient : gradient.to(root.dtype)))
      continue
    }
    guard root.isSymbolic || root.elementCount == 1 else {
      throw TensorError(
        .autograd, op: "backward", "grad can be implicitly created only for scalar outputs",
        hint: "Give backward(gradient:) a tensor of shape \(root.shape.listed), or reduce the output with sum() first.")
    }
    guard !root.dtype.isComplex else {
      throw TensorError(.autograd, op: "backward", "grad can be implicitly created only for real scalar outputs but got \(root.dtype)")
    }
    result.append((root, root.isSymbolic || root.rank > 0 || root.isCUDA ? Tensor.ones(like: root) : Tensor.number(.int(1), root.dtype)))
  }
  return result
}
