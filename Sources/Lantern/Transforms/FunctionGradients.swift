// Functions made of functions: gradients, and products with the matrix of derivatives. All of them can be nested in each other and in
// `vmap`, and what they give has a history where something outside of them requires gradients.

/// What the transforms share.
enum FunctionGradient {
  /// Whether an inner walk backward must leave the recording of outer levels as it is; see `BatchLevel`.
  @TaskLocal static var keepsOuter = false

  /// The results of `f` at inputs that gradients can be asked of.
  struct Run {
    let outputs: [Tensor]
    let leaves: [Tensor]
    /// Whether the results follow from something else, too, that gradients may be asked of later.
    let leadsOutside: Bool
  }

  static func run(_ f: ([Tensor]) -> [Tensor], _ inputs: [Tensor], _ wanted: [Int], op: String) throws(TensorError) -> Run {
    if inputs.contains(where: { $0.isInvalid }) { try checkTensorErrors() }
    for i in wanted {
      guard inputs.indices.contains(i) else {
        throw TensorError(.argument, op: op, "Got argnum=\(i), but only \(inputs.count) positional inputs")
      }
      guard inputs[i].dtype.isDifferentiable else {
        throw TensorError(
          .dtype, op: op, "only Tensors of floating point and complex dtype can require gradients, but input \(i) is \(inputs[i].dtype)")
      }
    }
    let isRecording = isGradEnabled
    var all = inputs
    let leaves = enableGrad { wanted.map { i in fresh(inputs[i], follows: isRecording) } }
    for (i, leaf) in zip(wanted, leaves) { all[i] = leaf }
    let outputs = enableGrad { f(all) }
    if outputs.contains(where: { $0.isInvalid }) { try checkTensorErrors() }
    return Run(outputs: outputs, leaves: leaves, leadsOutside: isRecording && leads(outputs, beyond: leaves))
  }

  /// The same numbers as a tensor of its own that gradients can be asked of.
  private static func fresh(_ x: Tensor, follows: Bool) -> Tensor {
    follows && x.isTracked ? apply(.alias, x) : x.detach().requiresGrad_()
  }

  /// Whether some leaf other than these has a part in the results.
  private static func leads(_ outputs: [Tensor], beyond leaves: [Tensor]) -> Bool {
    var seen: Set<ObjectIdentifier> = []
    var open: [Node] = []
    for output in outputs {
      switch output.edge {
      case .node(let node, _): if seen.insert(ObjectIdentifier(node)).inserted { open.append(node) }
      case .leaf(let leaf): if !leaves.contains(where: { $0 === leaf }) { return true }
      case .none: break
      }
    }
    while let node = open.popLast() {
      for i in 0..<node.inputCount {
        switch node.edge(i) {
        case .node(let next, _): if seen.insert(ObjectIdentifier(next)).inserted { open.append(next) }
        case .leaf(let leaf): if !leaves.contains(where: { $0 === leaf }) { return true }
        case .none: break
        }
      }
    }
    return false
  }

  /// The gradients of the results, weighted, with respect to the inputs; zeros where there are none.
  static func pull(
    _ outputs: [Tensor], _ leaves: [Tensor], _ weights: [Tensor?], createGraph: Bool
  ) throws(TensorError) -> [Tensor] {
    let tracked = outputs.indices.filter { outputs[$0].requiresGrad }
    guard !tracked.isEmpty else { return leaves.map { Tensor.zeros(like: $0.detach()) } }
    let found = try result {
      $keepsOuter.withValue(true) {
        Result { () throws(TensorError) in
          try grad(
            of: tracked.map { outputs[$0] }, withRespectTo: leaves, gradOutputs: tracked.map { weights[$0] }, retainGraph: true,
            createGraph: createGraph, allowUnused: true, materializeGrads: true)
        }
      }
    }
    return zip(found, leaves).map { $0 ?? Tensor.zeros(like: $1.detach()) }
  }

  /// From gradients of the results to those of the inputs.
  static func pullback(_ run: Run) -> ([Tensor]) -> [Tensor] {
    { weights in
      do throws(TensorError) {
        guard weights.count == run.outputs.count else {
          throw TensorError(.argument, op: "vjp", "\(weights.count) gradients for \(run.outputs.count) results")
        }
        if let invalid = weights.first(where: { $0.isInvalid }) { return run.leaves.map { _ in invalid } }
        for (weight, output) in zip(weights, run.outputs) where weight.shape != output.shape {
          throw TensorError(
            .shape, op: "vjp", "a gradient has the shape \(weight.shape.listed), but the result has \(output.shape.listed)")
        }
        let follows = isGradEnabled && (run.leadsOutside || weights.contains { $0.isTracked })
        return try pull(run.outputs, run.leaves, weights, createGraph: follows)
      } catch {
        let invalid = Tensor.invalid(reporting: error)
        return run.leaves.map { _ in invalid }
      }
    }
  }

  private static func result<R>(_ body: () -> Result<R, TensorError>) throws(TensorError) -> R { try body().get() }

  /// A result as the outside may see it.
  static func released(_ t: Tensor, _ run: Run) -> Tensor { run.leadsOutside || !t.isTracked ? t : t.detach() }
}

/// A function that gives the gradient of `f`, whose result is one number. Mirrors `torch.func.grad`.
///
/// It reports an error when the result of `f` has axes or is complex.
///
/// ```swift
/// let slope = grad(of: { $0 ** 3 })
/// slope(Tensor(2.0))            // tensor(12.)
/// grad(of: slope)(Tensor(2.0))  // tensor(12.)
/// ```
public func grad(of f: @escaping (Tensor) -> Tensor) -> (Tensor) -> Tensor { { valueAndGrad(of: f)($0).grad } }

/// A function that gives the gradients of `f`, whose result is one number, with respect to some of its inputs.
/// Mirrors `torch.func.grad` with `argnums`.
///
/// ```swift
/// grad(of: { $0[0] * $0[1] }, argnums: [0, 1])([Tensor(2.0), Tensor(3.0)])  // [tensor(3.), tensor(2.)]
/// ```
public func grad(of f: @escaping ([Tensor]) -> Tensor, argnums: [Int] = [0]) -> ([Tensor]) -> [Tensor] {
  { valueAndGrad(of: f, argnums: argnums)($0).grads }
}

/// A function that gives the result of `f`, which is one number, and its gradient. Mirrors `torch.func.grad_and_value`.
///
/// ```swift
/// valueAndGrad(of: { $0 ** 3 })(Tensor(2.0)).value  // tensor(8.)
/// valueAndGrad(of: { $0 ** 3 })(Tensor(2.0)).grad  // tensor(12.)
/// ```
public func valueAndGrad(of f: @escaping (Tensor) -> Tensor) -> (Tensor) -> (value: Tensor, grad: Tensor) {
  { x in
    let found = valueAndGrad(of: { (all: [Tensor]) in f(all[0]) }, argnums: [0])([x])
    return (found.value, found.grads[0])
  }
}

/// A function that gives the result of `f`, which is one number, and its gradients with respect to some of its inputs.
/// Mirrors `torch.func.grad_and_value` with `argnums`.
///
/// ```swift
/// valueAndGrad(of: { $0[0] * $0[1] }, argnums: [0, 1])([Tensor(2.0), Tensor(3.0)]).grads  // [tensor(3.), tensor(2.)]
/// ```
public func valueAndGrad(
  of f: @escaping ([Tensor]) -> Tensor, argnums: [Int] = [0]
) -> ([Tensor]) -> (value: Tensor, grads: [Tensor]) {
  { inputs in
    do throws(TensorError) {
      let wanted = argnums.map { $0 < 0 ? $0 + inputs.count : $0 }
      let run = try FunctionGradient.run({ [f($0)] }, inputs, wanted, op: "grad")
      let output = run.outputs[0]
      guard output.rank == 0 else {
        throw TensorError(
          .shape, op: "grad",
          "Expected f(*args) to return a scalar tensor, got tensor with \(output.rank) dims. Maybe you wanted to use the vjp or jacrev APIs "
            + "instead?")
      }
      guard !output.dtype.isComplex else {
        throw TensorError(.dtype, op: "grad", "Expected f(*args) to return a real tensor, got \(output.dtype)")
      }
      let grads = try FunctionGradient.pull([output], run.leaves, [Tensor.ones(like: output.detach())], createGraph: run.leadsOutside)
      return (FunctionGradient.released(output, run), grads)
    } catch {
      let invalid = Tensor.invalid(reporting: error)
      return (invalid, argnums.map { _ in invalid })
    }
  }
}

/// The results of `f`, and a function from gradients of them to those of the inputs. Mirrors `torch.func.vjp`.
///
/// The function may be called any number of times; it reports an error for gradients of other shapes than the results'.
///
/// ```swift
/// let (y, pullback) = try vjp(of: { [$0[0].sin()] }, at: [Tensor([0.0, 1.0])])
/// pullback([Tensor.ones(like: y[0])])  // [tensor([1.0000, 0.5403])]
/// ```
public func vjp(
  of f: ([Tensor]) -> [Tensor], at inputs: [Tensor]
) throws(TensorError) -> (outputs: [Tensor], pullback: ([Tensor]) -> [Tensor]) {
  let run = try FunctionGradient.run(f, inputs, Array(inputs.indices), op: "vjp")
  return (run.outputs.map { FunctionGradient.released($0, run) }, FunctionGradient.pullback(run))
}

/// The results of `f`, and how they change when the inputs move along `tangents`: the matrix of derivatives times a vector.
/// Mirrors `torch.func.jvp`.
///
/// Throws when a tangent has another shape than its input. Walks back twice: the gradient is linear in the weights of the results, and
/// its derivative with respect to them is the product wanted.
///
/// ```swift
/// try jvp(of: { [$0[0].sin()] }, at: [Tensor([0.0, 1.0])], tangents: [Tensor([2.0, 1.0])]).tangents  // [tensor([2.0000, 0.5403])]
/// ```
public func jvp(
  of f: ([Tensor]) -> [Tensor], at inputs: [Tensor], tangents: [Tensor]
) throws(TensorError) -> (outputs: [Tensor], tangents: [Tensor]) {
  guard tangents.count == inputs.count else {
    throw TensorError(.argument, op: "jvp", "jvp(f, primals, tangents): Expected primals and tangents to have the same number of tensors")
  }
  if tangents.contains(where: { $0.isInvalid }) { try checkTensorErrors() }
  for (x, v) in zip(inputs, tangents) where x.shape != v.shape {
    throw TensorError(.shape, op: "jvp", "a tangent has the shape \(v.shape.listed), but the input has \(x.shape.listed)")
  }
  let run = try FunctionGradient.run(f, inputs, Array(inputs.indices), op: "jvp")
  let weights = run.outputs.map { Tensor.zeros(like: $0.detach()) }
  for (weight, output) in zip(weights, run.outputs) where output.requiresGrad { _ = weight.requiresGrad_() }
  let wanted = run.outputs.indices.filter { run.outputs[$0].requiresGrad }
  var moved = run.outputs.map { Tensor.zeros(like: $0.detach()) }
  if !wanted.isEmpty {
    let gradients = try FunctionGradient.pull(run.outputs, run.leaves, weights, createGraph: true)
    let follows = isGradEnabled && (run.leadsOutside || tangents.contains { $0.isTracked })
    let found = try FunctionGradient.pull(gradients, wanted.map { weights[$0] }, tangents, createGraph: follows)
    for (i, t) in zip(wanted, found) { moved[i] = t }
  }
  return (run.outputs.map { FunctionGradient.released($0, run) }, moved)
}

/// The product of the second derivatives of `f`, whose result is one number, with a vector. Mirrors `torch.autograd.functional.hvp`.
///
/// ```swift
/// try hvp(of: { ($0 ** 3).sum() }, at: Tensor([1.0, 2.0]), Tensor([1.0, 0.5])).product  // tensor([6., 6.])
/// ```
public func hvp(of f: @escaping (Tensor) -> Tensor, at x: Tensor, _ v: Tensor) throws(TensorError) -> (value: Tensor, product: Tensor) {
  var value: Tensor?
  let found = try jvp(
    of: { all in
      let both = valueAndGrad(of: f)(all[0])
      value = both.value.detach()
      return [both.grad]
    }, at: [x], tangents: [v])
  return (value ?? x, found.tangents[0])
}
