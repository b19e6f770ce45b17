// Derivatives of functions, whole.

/// The matrix of the derivatives of each element of `f`'s result with respect to each element of `x`; its shape is the result's
/// followed by that of `x`. Mirrors `torch.autograd.functional.jacobian`.
///
/// Throws when a derivative cannot be computed. Where the result does not depend on `x` the derivatives are zeros.
///
/// ```swift
/// try jacobian(of: { $0 ** 2 }, at: Tensor([1.0, 2.0]))  // tensor([[2., 0.], [0., 4.]])
/// ```
public func jacobian(of f: (Tensor) -> Tensor, at x: Tensor, createGraph: Bool = false) throws(TensorError) -> Tensor {
  let input = createGraph && x.requiresGrad ? x : x.detach().requiresGrad_()
  let result = enableGrad { f(input) }
  if result.isInvalid { try checkTensorErrors() }
  let shape = Shape(Array(result.shape) + Array(x.shape))
  guard result.requiresGrad, result.elementCount > 0 else { return x.near(Tensor.zeros(shape, dtype: x.dtype)) }
  let flat = enableGrad { result.reshape(-1) }
  var rows: [Tensor] = []
  for i in 0..<flat.elementCount {
    let element = enableGrad { flat.select(0, i) }
    let row = try grad(
      of: [element], withRespectTo: [input], retainGraph: true, createGraph: createGraph, allowUnused: true, materializeGrads: true)
    rows.append(row[0] ?? Tensor.zeros(like: input))
  }
  return withGrad(enabled: createGraph) { Tensor.stack(rows, 0).reshape(shape) }
}

/// The matrix of the second derivatives of `f`, whose result must have one element; its shape is that of `x` twice.
/// Mirrors `torch.autograd.functional.hessian`.
///
/// Throws when a derivative cannot be computed.
///
/// ```swift
/// try hessian(of: { ($0 ** 3).sum() }, at: Tensor([1.0, 2.0]))  // tensor([[ 6.,  0.], [ 0., 12.]])
/// ```
public func hessian(of f: (Tensor) -> Tensor, at x: Tensor) throws(TensorError) -> Tensor {
  var failure: TensorError?
  let matrix = try jacobian(
    of: { input in
      do throws(TensorError) {
        let gradient = try grad(
          of: [f(input)], withRespectTo: [input], createGraph: true, allowUnused: true, materializeGrads: true)
        return gradient[0] ?? Tensor.zeros(like: input)
      } catch {
        failure = error
        return Tensor.zeros(like: input)
      }
    }, at: x)
  if let failure { throw failure }
  return matrix
}
