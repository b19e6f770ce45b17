import CKernels

// One step of an optimiser over all parameters of a model, each number read and written once. What they remember between steps is the
// caller's.

/// One step of gradient descent: each parameter moves against its `grad`; a parameter without one stays. Mirrors `torch.optim.SGD`.
///
/// With weight decay d, momentum m and dampening e: g = grad + d p; b = m b + (1 - e) g, at the first step b = g; p = p - rate b, or with
/// `nesterov` p - rate (g + m b). Nothing is recorded. Parameters must be float32 or float64 and without gaps, as must the buffers,
/// which have their shapes and dtypes.
///
/// ```swift
/// let p = Tensor([1.0, 2.0], requiresGrad: true)
/// p.square().sum().backward()
/// sgdStep_([p], rate: 0.1)
/// print(p.detach())  // tensor([0.8000, 1.6000])
/// ```
/// - Parameters:
///   - buffers: b of each parameter; may be left out without momentum.
///   - isFirst: Whether the buffers hold nothing yet.
public func sgdStep_(
  _ parameters: [Tensor], _ buffers: [Tensor] = [], rate: Double, momentum: Double = 0, dampening: Double = 0, weightDecay: Double = 0,
  nesterov: Bool = false, isFirst: Bool = false
) {
  var how = ck_sgd(
    rate: rate, momentum: momentum, dampening: dampening, weight_decay: weightDecay, nesterov: nesterov ? 1 : 0, first: isFirst ? 1 : 0)
  step("sgd", parameters, momentum == 0 ? [] : [buffers], onDevice: { part throws(TensorError) in try OptimizerKernels.sgd(part, how) }) {
    dtype, count, parts in ck_sgd_step(dtype, count, parts, &how)
  }
}

/// One step of Adam, or with `decoupled` decay of AdamW; a parameter without `grad` stays. Mirrors `torch.optim.Adam` and `AdamW`.
///
/// With betas b and c, at step t: m = b m + (1 - b) g; v = c v + (1 - c) g²; p = p - rate m' / (√v' + eps), where m' = m / (1 - bᵗ) and
/// v' = v / (1 - cᵗ). The decay d adds d p to g, or, decoupled, takes rate d p off p first. Nothing is recorded. Parameters must be float32
/// or float64 and without gaps, as must the means and squares, which have their shapes and dtypes and start as zeros.
/// (Kingma and Ba, "Adam", 2015; Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019.)
///
/// ```swift
/// let p = Tensor([1.0, 2.0], requiresGrad: true)
/// p.square().sum().backward()
/// adamStep_([p], [Tensor.zeros(2)], [Tensor.zeros(2)], step: 1, rate: 0.1)
/// print(p.detach())  // tensor([0.9000, 1.9000])
/// ```
/// - Parameters:
///   - means: m of each parameter.
///   - squares: v of each parameter.
///   - step: t, from 1 on.
public func adamStep_(
  _ parameters: [Tensor], _ means: [Tensor], _ squares: [Tensor], step t: Int, rate: Double, betas: (Double, Double) = (0.9, 0.999),
  eps: Double = 1e-8, weightDecay: Double = 0, decoupled: Bool = false
) {
  guard t >= 1 else {
    TensorError(.argument, op: "adam", "step \(t) is none: steps count from 1", hint: "Add 1 before each call.").report()
    return
  }
  var how = ck_adam(
    rate: rate, beta1: betas.0, beta2: betas.1, epsilon: eps, weight_decay: weightDecay, decoupled: decoupled ? 1 : 0,
    correction1: 1 - power(betas.0, t), correction2: (1 - power(betas.1, t)).squareRoot())
  step("adam", parameters, [means, squares], onDevice: { part throws(TensorError) in try OptimizerKernels.adam(part, how) }) {
    dtype, count, parts in ck_adam_step(dtype, count, parts, &how)
  }
}

private typealias Kernel = (Int32, Int, UnsafePointer<ck_step_part>) -> Void

/// Checks the parameters and what is remembered of them, and runs the kernel once for each dtype.
private func step(
  _ op: String, _ parameters: [Tensor], _ memories: [[Tensor]], onDevice: (OptimizerKernels.Part) throws(TensorError) -> Void,
  _ kernel: Kernel
) {
  do throws(TensorError) {
    guard !Tracing.isOn else {
      throw TensorError(
        .graph, op: op, "a step over all parameters at once cannot be compiled",
        hint: "Call it after the compiled function, or write the step with operations: w.sub_(rate * gradient).")
    }
    for memory in memories where memory.count != parameters.count {
      throw TensorError(.argument, op: op, "\(memory.count) buffers for \(parameters.count) parameters", hint: "Give one to each.")
    }
    if parameters.contains(where: { $0.isInvalid }) || memories.contains(where: { $0.contains { $0.isInvalid } }) { return }
    var parts: [DType: [ck_step_part]] = [:]
    var gradients: [Tensor] = []  // copies that must live until the kernel has run
    for (i, parameter) in parameters.enumerated() {
      guard let grad = parameter.grad else { continue }
      for t in [parameter] + memories.map({ $0[i] }) { try checkBuffer(op, t, of: parameter) }
      let gradient = noGrad { grad.detach().to(parameter.dtype).contiguous() }
      guard !gradient.isInvalid else { return }
      gradients.append(gradient)
      if parameter.isCUDA {
        let memory = memories.map { $0[i] }
        try onDevice(
          .init(parameter: parameter, gradient: gradient, mean: memory.first, square: memory.count > 1 ? memory[1] : nil))
        continue
      }
      parts[parameter.dtype, default: []].append(
        ck_step_part(
          parameter: parameter.pointer, gradient: gradient.pointer, mean: memories.first?[i].pointer,
          square: memories.count > 1 ? memories[1][i].pointer : nil, count: parameter.elementCount))
    }
    for (dtype, list) in parts { list.withUnsafeBufferPointer { kernel(Int32(dtype.rawValue), $0.count, $0.baseAddress!) } }
    withExtendedLifetime(gradients) {}
    for (i, parameter) in parameters.enumerated() where parameter.grad != nil {
      parameter.storage.version &+= 1
      for memory in memories { memory[i].storage.version &+= 1 }
    }
  } catch { error.report() }
}

private func checkBuffer(_ op: String, _ t: Tensor, of parameter: Tensor) throws(TensorError) {
  guard t.device == parameter.device else {
    throw TensorError(
      .device, op: op,
      "Expected all tensors to be on the same device, but found at least two devices, \(parameter.device) and \(t.device)!")
  }
  guard !t.isSymbolic else {
    throw TensorError(.symbolic, op: op, "a symbol of a graph cannot be changed in place", hint: "Write the step with operations instead.")
  }
  guard t.dtype == .float32 || t.dtype == .float64, t.dtype == parameter.dtype, t.shape == parameter.shape, t.isContiguous else {
    throw TensorError(
      .argument, op: op,
      "cannot change a tensor of shape \(t.shape.listed) and type \(t.dtype)\(t.isContiguous ? "" : ", with gaps,") for a parameter of shape "
        + "\(parameter.shape.listed) and type \(parameter.dtype)",
      hint: "Parameters and buffers must be float32 or float64, alike, and without gaps.")
  }
}

/// base to a whole power, by multiplication: the same bits on every system.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, factor, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return result
}
