import CKernels

/// What a leaf or a retained tensor keeps beside its numbers.
final class AutogradState {
  @exclusivity(unchecked) var grad: Tensor?
  var retainsGrad = false
  var hooks: NodeHooks?
}

/// A function that was registered to run during `backward`; `remove()` takes it back. Mirrors PyTorch's `RemovableHandle`.
public final class HookHandle {
  private let onRemove: () -> Void
  init(_ onRemove: @escaping () -> Void) { self.onRemove = onRemove }
  /// Unregisters the function.
  ///
  /// ```swift
  /// let x = Tensor([1.0], requiresGrad: true)
  /// let handle = x.registerHook { $0 * 10 }
  /// handle.remove()
  /// (3 * x).sum().backward()
  /// x.grad!  // tensor([3.])
  /// ```
  public func remove() { onRemove() }
}

/// The functions registered on a node or a leaf, in order.
final class NodeHooks {
  typealias TensorHook = (Tensor) -> Tensor?
  /// Where the operation was called from, while anomalies are searched for.
  var origin: CallOrigin?
  private var nextID = 0
  private var tensorHooks: [(id: Int, output: Int, hook: TensorHook)] = []
  private var retained: [(output: Int, tensor: WeakTensor)] = []
  private var before: [(id: Int, hook: ([Tensor?]) -> [Tensor?]?)] = []
  private var after: [(id: Int, hook: ([Tensor?], [Tensor?]) -> [Tensor?]?)] = []
  private var afterAccumulation: [(id: Int, hook: (Tensor) -> Void)] = []

  private final class WeakTensor {
    weak var tensor: Tensor?
    init(_ tensor: Tensor) { self.tensor = tensor }
  }

  private func newID() -> Int {
    nextID += 1
    return nextID
  }

  func add(output: Int, _ hook: @escaping TensorHook) -> HookHandle {
    let id = newID()
    tensorHooks.append((id, output, hook))
    return HookHandle { [weak self] in self?.tensorHooks.removeAll { $0.id == id } }
  }

  func retain(_ tensor: Tensor, output: Int) { retained.append((output, WeakTensor(tensor))) }

  func release(_ tensor: Tensor) { retained.removeAll { $0.tensor.tensor === tensor } }

  func addBefore(_ hook: @escaping ([Tensor?]) -> [Tensor?]?) -> HookHandle {
    let id = newID()
    before.append((id, hook))
    return HookHandle { [weak self] in self?.before.removeAll { $0.id == id } }
  }

  func addAfter(_ hook: @escaping ([Tensor?], [Tensor?]) -> [Tensor?]?) -> HookHandle {
    let id = newID()
    after.append((id, hook))
    return HookHandle { [weak self] in self?.after.removeAll { $0.id == id } }
  }

  func addAfterAccumulation(_ hook: @escaping (Tensor) -> Void) -> HookHandle {
    let id = newID()
    afterAccumulation.append((id, hook))
    return HookHandle { [weak self] in self?.afterAccumulation.removeAll { $0.id == id } }
  }

  /// Tensor hooks in the order of their registration, each of which may replace the gradient; then the retained tensors' `grad`.
  func runTensorHooks(_ gradients: inout [Tensor?]) throws(TensorError) {
    for (_, output, hook) in tensorHooks {
      guard let gradient = gradients[output], let replaced = hook(gradient) else { continue }
      guard replaced.shape == gradient.shape else {
        throw TensorError(
          .autograd, op: "backward", "hook has changed the size of value",
          hint: "Return a gradient of shape \(gradient.shape.listed), not \(replaced.shape.listed).")
      }
      guard replaced.dtype == gradient.dtype else {
        throw TensorError(
          .autograd, op: "backward", "hook has changed the type of value (was \(gradient.typeName) got \(replaced.typeName))",
          hint: "Convert what the hook returns with to(.\(gradient.dtype)).")
      }
      gradients[output] = replaced
    }
    for (output, box) in retained {
      guard let tensor = box.tensor, let gradient = gradients[output] else { continue }
      let state = tensor.autogradState
      state.grad = state.grad.map { $0 + gradient } ?? gradient.clone()
    }
  }

  func runBefore(_ gradients: inout [Tensor?]) throws(TensorError) {
    for (_, hook) in before { if let replaced = hook(gradients) { gradients = replaced } }
  }

  func runAfter(_ results: inout [Tensor?], _ gradients: [Tensor?]) throws(TensorError) {
    for (_, hook) in after { if let replaced = hook(results, gradients) { results = replaced } }
  }

  func runAfterAccumulation(_ leaf: Tensor) { for (_, hook) in afterAccumulation { hook(leaf) } }
}

extension Tensor {
  var autogradState: AutogradState {
    if let autograd { return autograd }
    let made = AutogradState()
    autograd = made
    return made
  }

  private var hooks: NodeHooks {
    if let node = gradNode {
      if node.hooks == nil { node.hooks = NodeHooks() }
      return node.hooks!
    }
    let state = autogradState
    if state.hooks == nil { state.hooks = NodeHooks() }
    return state.hooks!
  }

  /// Calls `hook` with this tensor's gradient whenever one is computed; what it returns replaces the gradient.
  /// Mirrors `register_hook`. Reports an error when the tensor does not require a gradient.
  ///
  /// The tensor keeps the hook: one that uses the tensor itself should capture it weakly, or neither is ever freed.
  ///
  /// ```swift
  /// let x = Tensor([1.0], requiresGrad: true)
  /// x.registerHook { $0 * 10 }
  /// (3 * x).sum().backward()
  /// x.grad!  // tensor([30.])
  /// ```
  @discardableResult
  public func registerHook(_ hook: @escaping (Tensor) -> Tensor?) -> HookHandle {
    guard requiresGrad else {
      Tensor.noHooks("registerHook").report()
      return HookHandle {}
    }
    return hooks.add(output: Int(outputIndex), hook)
  }

  /// Calls `hook` with this leaf after a gradient was added to its `grad`. Mirrors `register_post_accumulate_grad_hook`.
  ///
  /// ```swift
  /// let x = Tensor([1.0], requiresGrad: true)
  /// x.registerPostAccumulateGradHook { $0.grad!.mul_(2) }
  /// (3 * x).sum().backward()
  /// x.grad!  // tensor([6.])
  /// ```
  @discardableResult
  public func registerPostAccumulateGradHook(_ hook: @escaping (Tensor) -> Void) -> HookHandle {
    guard requiresGrad, isLeaf else {
      let op = "registerPostAccumulateGradHook"
      let nonLeaf = TensorError(.autograd, op: op, "post accumulate grad hooks cannot be registered on non-leaf tensors")
      (requiresGrad ? nonLeaf : Tensor.noHooks(op)).report()
      return HookHandle {}
    }
    return hooks.addAfterAccumulation(hook)
  }

  /// Keeps the gradient of this tensor in `grad` although it is no leaf. Mirrors `retain_grad`; does nothing on a leaf.
  ///
  /// ```swift
  /// let x = Tensor([2.0], requiresGrad: true)
  /// let y = x * x
  /// y.retainGrad()
  /// (3 * y).sum().backward()
  /// y.grad!  // tensor([3.])
  /// ```
  public func retainGrad() {
    do { try checkRetainable() } catch { return error.report() }
    guard !isLeaf, !retainsGrad else { return }
    autogradState.retainsGrad = true
    hooks.retain(self, output: Int(outputIndex))
  }

  func checkRetainable() throws(TensorError) {
    guard !requiresGrad else { return }
    throw TensorError(.autograd, op: "retainGrad", "can't retainGrad on Tensor that has requiresGrad: false")
  }

  private static func noHooks(_ op: String) -> TensorError {
    TensorError(.autograd, op: op, "cannot register a hook on a tensor that doesn't require gradient")
  }

  /// An in-place operation gives this tensor another node: `retainGrad` follows the tensor, its hooks stay where they are.
  func moveRetainedGrad(to new: Node) {
    guard retainsGrad else { return }
    node?.hooks?.release(self)
    new.ownHooks.retain(self, output: 0)
  }

  /// Whether `retainGrad()` was called on this tensor, and it is no leaf.
  public var retainsGrad: Bool { autograd?.retainsGrad ?? false }
}

extension Node {
  var ownHooks: NodeHooks {
    if hooks == nil { hooks = NodeHooks() }
    return hooks!
  }

  /// Calls `hook` with the gradients of this node's results before the node runs; what it returns replaces them.
  /// Mirrors `Node.register_prehook`.
  ///
  /// ```swift
  /// let x = Tensor([1.0], requiresGrad: true)
  /// let y = 3 * x
  /// y.gradFn!.registerPrehook { [$0[0]! * 10] }
  /// y.sum().backward()
  /// x.grad!  // tensor([30.])
  /// ```
  @discardableResult
  public func registerPrehook(_ hook: @escaping ([Tensor?]) -> [Tensor?]?) -> HookHandle { ownHooks.addBefore(hook) }

  /// Calls `hook` with the gradients of this node's inputs and results after it ran; what it returns replaces the former.
  /// Mirrors `Node.register_hook`.
  ///
  /// ```swift
  /// let x = Tensor([1.0], requiresGrad: true)
  /// let y = x.exp()
  /// y.gradFn!.registerHook { inputs, _ in [inputs[0]! * 0] }
  /// y.sum().backward()
  /// x.grad!  // tensor([0.])
  /// ```
  @discardableResult
  public func registerHook(_ hook: @escaping ([Tensor?], [Tensor?]) -> [Tensor?]?) -> HookHandle { ownHooks.addAfter(hook) }
}
