// Functions that bring their own derivative.

/// A function of tensors whose derivative is written by hand. Mirrors `torch.autograd.Function`.
///
/// `forward` runs without recording; `backward` gets the gradients of its results and gives those of its inputs. Parameters that are
/// no tensors are properties of the conforming type. A gradient of a gradient works as far as `backward` uses differentiable
/// operations on what the context has saved.
///
/// ```swift
/// struct Square: CustomFunction {
///   func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
///     context.save(inputs[0])
///     return [inputs[0] * inputs[0]]
///   }
///   func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [2 * context.saved[0] * gradients[0]] }
/// }
/// let y = Square()(x)  // grad_fn=<SquareBackward>
/// ```
public protocol CustomFunction: Sendable {
  /// The results for these inputs.
  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor]
  /// The gradient of each input, `nil` where there is none, from those of the results (zeros for results that were not used).
  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?]
  /// The same, from gradients that are `nil` for results that were not used. Mirrors `ctx.set_materialize_grads(False)`.
  ///
  /// Only functions that save work by it need it; unless written, it calls the other one with zeros.
  func backward(_ context: FunctionContext, optional gradients: [Tensor?]) -> [Tensor?]
}

extension CustomFunction {
  /// Calls `backward` with zeros where a result was not used.
  public func backward(_ context: FunctionContext, optional gradients: [Tensor?]) -> [Tensor?] {
    backward(context, gradients.enumerated().map { $1 ?? context.zeros(forOutput: $0) })
  }
}

/// What a `CustomFunction` hands from `forward` to `backward`.
public final class FunctionContext {
  /// Whether the gradient of each input is wanted. Mirrors `ctx.needs_input_grad`.
  public let needsInputGradient: [Bool]
  /// The tensors that `backward` looks at, as `forward` saved them. Mirrors `ctx.saved_tensors`.
  public private(set) var saved: [Tensor] = []
  /// Whatever else `forward` wants `backward` to know: sizes, switches. Mirrors attributes that are set on `ctx`.
  public var values: [String: any Sendable] = [:]
  /// The shapes and dtypes of the results, for zeros in their place.
  fileprivate var outputSpecs: [Spec] = []

  struct Entry {
    var tensor: Tensor?
    var version: UInt32
    /// Which result of the function this is, if any: kept without its node, which would be a cycle.
    var output: Int?
  }
  var entries: [Entry] = []
  fileprivate var nonDifferentiable: [Tensor] = []

  fileprivate init(needsInputGradient: [Bool]) { self.needsInputGradient = needsInputGradient }

  /// Keeps inputs or results of `forward` for `backward`, which then refuses them when they were changed in place meanwhile.
  /// Mirrors `ctx.save_for_backward`.
  public func save(_ tensors: Tensor...) { saved = tensors }

  /// `save(_:)` of a list.
  public func save(_ tensors: [Tensor]) { saved = tensors }

  fileprivate func zeros(forOutput k: Int) -> Tensor { Tensor.zeros(outputSpecs[k].shape, dtype: outputSpecs[k].dtype) }

  /// Says that results of `forward` have no gradients. Mirrors `ctx.mark_non_differentiable`.
  ///
  /// ```swift
  /// struct Sign: CustomFunction {
  ///   func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
  ///     let y = inputs[0].sign()
  ///     context.markNonDifferentiable(y)
  ///     return [y]
  ///   }
  ///   func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [nil] }
  /// }
  /// Sign()(Tensor([3.0], requiresGrad: true)).requiresGrad  // false
  /// ```
  public func markNonDifferentiable(_ tensors: Tensor...) { nonDifferentiable += tensors }

  fileprivate func isNonDifferentiable(_ tensor: Tensor) -> Bool { nonDifferentiable.contains { $0 === tensor } }

  /// Brings what was saved into a form that makes no cycles.
  fileprivate func close(_ outputs: [Tensor]) {
    entries = saved.map { tensor in
      let output = outputs.firstIndex { $0 === tensor }
      return Entry(tensor: output == nil ? tensor : tensor.unrecordedAlias(), version: tensor.storage.version, output: output)
    }
    saved = []
  }

  /// What was saved, with its history.
  func unpacked(by node: Node) throws(TensorError) -> [Tensor] {
    var tensors: [Tensor] = []
    for entry in entries {
      guard let tensor = entry.tensor else { throw .backwardTwice }
      if tensor.storage.version != entry.version {
        tensor.outputIndex = entry.output == nil ? tensor.outputIndex : -1
        throw node.changed(tensor, since: entry.version)
      }
      guard let output = entry.output else {
        tensors.append(tensor)
        continue
      }
      let tracked = tensor.unrecordedAlias()
      tracked.node = node
      tracked.outputIndex = Int32(output)
      tensors.append(tracked)
    }
    return tensors
  }

  /// Lets go of everything.
  func free() {
    for i in entries.indices { entries[i].tensor = nil }
    saved = []
  }

  fileprivate func withSaved<R>(_ tensors: [Tensor], _ body: () -> R) -> R {
    saved = tensors
    defer { saved = [] }
    return body()
  }
}

/// The part of a node that only custom functions need.
final class CustomNode {
  let function: any CustomFunction
  let context: FunctionContext

  init(_ function: any CustomFunction, _ context: FunctionContext) {
    self.function = function
    self.context = context
  }

  /// Runs the function's `backward` and checks how many gradients it gives.
  func inputGradients(_ node: Node, _ gradients: [Tensor?]) throws(TensorError) -> [Tensor?] {
    context.outputSpecs = gradients.indices.map { node.spec(of: $0) }
    let saved = try context.unpacked(by: node)
    let results = context.withSaved(saved) { function.backward(context, optional: gradients) }
    guard results.count >= node.inputCount, results.dropFirst(node.inputCount).allSatisfy({ $0 == nil }) else {
      throw TensorError(
        .autograd, op: "backward",
        "function \(node.name) returned an incorrect number of gradients (expected \(node.inputCount), got \(results.count))")
    }
    return results
  }
}

extension CustomFunction {
  /// The first result for these inputs, recorded with the function's own derivative.
  @discardableResult
  public func callAsFunction(_ inputs: Tensor...) -> Tensor { apply(inputs).first ?? .invalid(reporting: noResult) }

  /// All results for these inputs, recorded with the function's own derivative.
  ///
  /// Reports an error when there are no results.
  public func apply(_ inputs: [Tensor]) -> [Tensor] {
    let edges = inputs.map(\.edge)
    let context = FunctionContext(needsInputGradient: edges.map(\.isTracked))
    let made = noGrad { forward(context, inputs) }
    if made.isEmpty { return [.invalid(reporting: noResult)] }
    guard isGradEnabled, edges.contains(where: \.isTracked), !made.contains(where: \.isInvalid) else { return made }
    // An input that is passed on must not get the node of the result.
    let outputs = made.map { output in inputs.contains { $0 === output } ? output.unrecordedAlias() : output }
    context.close(outputs)
    let name = "\(Self.self)".filter { $0.isLetter || $0.isNumber || $0 == "_" }
    let op = Op(name, gradName: name + "Backward", kernel: .call(Call(infer: { _, _ in [] }, run: { _, _, _ in [] })), rules: [])
    let specs = outputs.map { Spec($0.shape, $0.dtype) }
    let node = Node(
      op, .none, inputCount: inputs.count, shape: specs[0].shape, dtype: specs[0].dtype, moreSpecs: Array(specs.dropFirst()),
      after: edges.map(\.sequence).max() ?? 0)
    for (i, edge) in edges.enumerated() { node.setEdge(i, edge) }
    node.custom = CustomNode(self, context)
    node.hasSaved = !context.entries.isEmpty
    for (i, output) in outputs.enumerated() where output.dtype.isDifferentiable && !context.isNonDifferentiable(made[i]) {
      output.node = node
      output.outputIndex = Int32(i)
      output.viewVersion = output.storage.version
    }
    context.nonDifferentiable = []
    return outputs
  }

  private var noResult: TensorError {
    TensorError(.argument, op: "\(Self.self)", "forward of a custom function must give at least one result")
  }
}
