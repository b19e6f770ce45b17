// Whole matrices of derivatives, all rows or columns at once.

/// The matrices of the derivatives of each result of `f` with respect to each input, row by row: `[result][input]`, each of the shape of
/// the result followed by that of the input. Mirrors `torch.func.jacrev` and `torch.autograd.functional.jacobian` of several inputs.
///
/// All rows are computed in one walk back, by `vmap`: fast where results have fewer elements than inputs. Throws when a derivative
/// cannot be computed. Derivatives of complex results are those of PyTorch's backward: conjugated.
///
/// ```swift
/// try jacobian(of: { [$0[0] * $0[1]] }, at: [Tensor([1.0, 2.0]), Tensor([3.0, 4.0])])[0][1]  // tensor([[1., 0.], [0., 2.]])
/// ```
public func jacobian(of f: ([Tensor]) -> [Tensor], at inputs: [Tensor]) throws(TensorError) -> [[Tensor]] {
  let run = try FunctionGradient.run(f, inputs, Array(inputs.indices), op: "jacobian")
  let outputs = run.outputs
  let pullback = FunctionGradient.pullback(run)
  var rows: [[Tensor]] = []
  for (k, output) in outputs.enumerated() {
    let count = output.elementCount
    guard output.dtype.isDifferentiable else {
      throw TensorError(.dtype, op: "jacobian", "result \(k) is \(output.dtype), which has no derivatives")
    }
    let units = output.near(Tensor.eye(count, dtype: output.dtype)).reshape(Shape([count] + output.shape))
    let rest = outputs.map { Tensor.zeros(like: $0.detach()) }
    let rowsAtOnce = vmap { (unit: [Tensor]) in
      var weights = rest
      weights[k] = unit[0]
      return pullback(weights)
    }
    let found = withGrad(enabled: isGradEnabled && run.leadsOutside) { rowsAtOnce([units]) }
    try checkTensorErrors()
    rows.append(zip(found, inputs).map { $0.reshape(Shape(Array(output.shape) + Array($1.shape))) })
  }
  return rows
}

/// The matrices of the derivatives of each result of `f` with respect to each input, column by column: `[result][input]`.
/// Mirrors `torch.func.jacfwd`.
///
/// Gives what `jacobian(of:at:)` gives: fast where inputs have fewer elements than results. Throws when a derivative cannot be computed.
///
/// ```swift
/// try jacobianForward(of: { [$0[0] * $0[0]] }, at: [Tensor([1.0, 2.0])])[0][0].toArray(Float.self)  // [2.0, 0.0, 0.0, 4.0]
/// ```
public func jacobianForward(of f: @escaping ([Tensor]) -> [Tensor], at inputs: [Tensor]) throws(TensorError) -> [[Tensor]] {
  var columns: [[Tensor]] = []
  var shapes: [Shape] = []
  for (k, input) in inputs.enumerated() {
    let count = input.elementCount
    let units = input.near(Tensor.eye(count, dtype: input.dtype)).reshape(Shape([count] + input.shape))
    let rest = inputs.map { Tensor.zeros(like: $0.detach()) }
    var failure: TensorError?
    let found = withoutActuallyEscaping({ (unit: [Tensor]) -> [Tensor] in
      var tangents = rest
      tangents[k] = unit[0]
      do throws(TensorError) {
        let moved = try jvp(of: f, at: inputs, tangents: tangents)
        shapes = moved.outputs.map(\.shape)
        return moved.tangents
      } catch {
        failure = error
        return [.invalid(reporting: error)]
      }
    }) { one in vmap(one)([units]) }
    if let failure { throw failure }
    try checkTensorErrors()
    columns.append(zip(found, shapes).map { $0.movedim(0, -1).reshape(Shape(Array($1) + Array(input.shape))) })
  }
  return shapes.indices.map { k in columns.map { $0[k] } }
}

/// The matrices of the second derivatives of `f`, whose result is one number: `[input][input]`, each of the shapes of both inputs.
/// Mirrors `torch.func.hessian` and `torch.autograd.functional.hessian` of several inputs.
///
/// ```swift
/// try hessian(of: { ($0[0] * $0[1]).sum() }, at: [Tensor([1.0]), Tensor([2.0])])[0][1]  // tensor([[1.]])
/// ```
public func hessian(of f: @escaping ([Tensor]) -> Tensor, at inputs: [Tensor]) throws(TensorError) -> [[Tensor]] {
  let slopes = grad(of: f, argnums: Array(inputs.indices))
  return try jacobian(of: slopes, at: inputs)
}
