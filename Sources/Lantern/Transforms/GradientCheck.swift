// Derivatives compared with differences of neighbouring values, for functions that people write themselves.

/// Compares the gradients of `f` with differences of its values at `inputs`, for every element of every input that requires gradients
/// and every element of every result. Mirrors `torch.autograd.gradcheck`.
///
/// Use `float64` or `complex128`: the differences of narrower types are too coarse for the tolerances. A complex number counts as two
/// real ones. Results without gradients are only checked not to depend on the inputs when no result has any.
///
/// - Parameters:
///   - f: A function without randomness or side effects.
///   - inputs: Where to check; at least one must require gradients.
///   - eps: How far apart the neighbouring values lie.
///   - atol: How much a derivative may be off.
///   - rtol: How much more, in proportion to the derivative.
///   - raiseException: Whether a difference is thrown, rather than answered with `false`.
///   - nondetTol: How much two walks backward through the same values may differ.
/// - Returns: Whether the derivatives agree.
///
/// Throws an error of kind `.autograd` that shows the matrix found by differences and the one of the derivatives; rows are elements of
/// the input, columns elements of the result.
///
/// ```swift
/// let x = Tensor([0.5, 1.5], dtype: .float64, requiresGrad: true)
/// try gradcheck({ [$0[0].sin() * $0[0]] }, [x])  // true
/// ```
@discardableResult
public func gradcheck(
  _ f: ([Tensor]) -> [Tensor], _ inputs: [Tensor], eps: Double = 1e-6, atol: Double = 1e-5, rtol: Double = 1e-3,
  raiseException: Bool = true, nondetTol: Double = 0
) throws(TensorError) -> Bool {
  do throws(TensorError) {
    try GradientCheck(inputs, eps: eps, atol: atol, rtol: rtol, nondetTol: nondetTol).run(f)
    return true
  } catch {
    if raiseException || error.op != "gradcheck" { throw error }
    return false
  }
}

/// `gradcheck` of a function of one tensor.
///
/// ```swift
/// try gradcheck({ $0.sin() }, Tensor([0.5, 1.5], dtype: .float64, requiresGrad: true))  // true
/// ```
@discardableResult
public func gradcheck(
  _ f: (Tensor) -> Tensor, _ x: Tensor, eps: Double = 1e-6, atol: Double = 1e-5, rtol: Double = 1e-3, raiseException: Bool = true,
  nondetTol: Double = 0
) throws(TensorError) -> Bool {
  try gradcheck(
    { [f($0[0])] }, [x], eps: eps, atol: atol, rtol: rtol, raiseException: raiseException, nondetTol: nondetTol)
}

/// Compares the second derivatives of `f` with differences of its gradients at `inputs`. Mirrors `torch.autograd.gradgradcheck`.
///
/// - Parameters:
///   - f: A function without randomness or side effects.
///   - inputs: Where to check; at least one must require gradients.
///   - gradOutputs: The gradients of the results, which are inputs of the gradient too; drawn at random when `nil`.
///   - eps: How far apart the neighbouring values lie.
///   - atol: How much a derivative may be off.
///   - rtol: How much more, in proportion to the derivative.
///   - raiseException: Whether a difference is thrown, rather than answered with `false`.
///   - nondetTol: How much two walks backward through the same values may differ.
/// - Returns: Whether the derivatives agree. Throws what `gradcheck` throws.
///
/// ```swift
/// try gradgradcheck({ [$0[0] ** 3] }, [Tensor([0.5, 1.5], dtype: .float64, requiresGrad: true)])  // true
/// ```
@discardableResult
public func gradgradcheck(
  _ f: ([Tensor]) -> [Tensor], _ inputs: [Tensor], _ gradOutputs: [Tensor]? = nil, eps: Double = 1e-6, atol: Double = 1e-5,
  rtol: Double = 1e-3, raiseException: Bool = true, nondetTol: Double = 0
) throws(TensorError) -> Bool {
  let results = enableGrad { f(inputs) }
  if results.contains(where: { $0.isInvalid }) { try checkTensorErrors() }
  let kept = results.indices.filter { results[$0].requiresGrad }
  var weights: [Tensor] = []
  if let gradOutputs {
    guard gradOutputs.count == results.count || gradOutputs.count == kept.count else {
      throw TensorError(.argument, op: "gradgradcheck", "\(gradOutputs.count) gradients for \(results.count) results")
    }
    weights = gradOutputs.count == kept.count ? gradOutputs : kept.map { gradOutputs[$0] }
  } else {
    let generator = Generator(seed: 0)
    weights = kept.map { Tensor.randn(results[$0].shape, dtype: results[$0].dtype, generator: generator).requiresGrad_() }
  }
  let wanted = inputs.indices.filter { inputs[$0].requiresGrad }
  var failure: TensorError?
  let isRight = try gradcheck(
    { all in
      let (values, gradients) = (Array(all.prefix(inputs.count)), Array(all.dropFirst(inputs.count)))
      let outputs = f(values)
      do throws(TensorError) {
        let found = try grad(
          of: kept.map { outputs[$0] }, withRespectTo: wanted.map { values[$0] }, gradOutputs: gradients, createGraph: true,
          allowUnused: true)
        return zip(wanted, found).map { $1 ?? Tensor.zeros(like: values[$0]) }
      } catch {
        failure = failure ?? error
        return wanted.map { Tensor.zeros(like: values[$0]) }
      }
    }, inputs + weights, eps: eps, atol: atol, rtol: rtol, raiseException: raiseException && failure == nil, nondetTol: nondetTol)
  if let failure { throw failure }
  return isRight
}

/// One run of `gradcheck`.
private struct GradientCheck {
  let inputs: [Tensor]
  let (eps, atol, rtol, nondetTol): (Double, Double, Double, Double)
  /// The inputs that derivatives are wanted of.
  let wanted: [Int]

  init(_ inputs: [Tensor], eps: Double, atol: Double, rtol: Double, nondetTol: Double) throws(TensorError) {
    guard eps > 0, eps.isFinite else { throw TensorError(.argument, op: "gradcheck arguments", "eps must be above 0, not \(eps)") }
    if inputs.contains(where: { $0.isInvalid }) { try checkTensorErrors() }
    wanted = inputs.indices.filter { inputs[$0].requiresGrad }
    guard !wanted.isEmpty else {
      throw TensorError(
        .argument, op: "gradcheck arguments",
        "gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.",
        hint: "Call requiresGrad_() on the inputs to check.")
    }
    for i in wanted where inputs[i].dtype != .float64 && inputs[i].dtype != .complex128 {
      warnOnce(
        "Input #\(i) requires gradient and is not a double precision floating point or complex. This check will likely fail if all the "
          + "inputs are not of double precision floating point or complex.")
    }
    self.inputs = inputs
    (self.eps, self.atol, self.rtol, self.nondetTol) = (eps, atol, rtol, nondetTol)
  }

  func run(_ f: ([Tensor]) -> [Tensor]) throws(TensorError) {
    let leaves = inputs.map { $0.requiresGrad ? $0.detach().clone().requiresGrad_() : $0 }
    let outputs = enableGrad { f(leaves) }
    if outputs.contains(where: { $0.isInvalid }) { try checkTensorErrors() }
    let tracked = outputs.indices.filter { outputs[$0].requiresGrad }
    for i in wanted {
      let columns = try differences(f, input: i)
      for o in outputs.indices {
        let numeric = columns.map { $0[o] }
        guard tracked.contains(o) else {
          if tracked.isEmpty, numeric.contains(where: { $0.contains { $0 != 0 } }) {
            throw TensorError(.autograd, op: "gradcheck", "Numerical gradient for function expected to be zero")
          }
          continue
        }
        let analytic = try derivatives(outputs[o], leaves[i])
        try compare(numeric, analytic, output: o, input: i, isComplex: outputs[o].dtype.isComplex)
        if try derivatives(outputs[o], leaves[i]).elementsDiffer(from: analytic, by: nondetTol) {
          throw TensorError(
            .autograd, op: "gradcheck",
            "Backward is not reentrant, i.e., running backward with same input and grad_output multiple times gives different values, "
              + "although analytical gradient matches numerical gradient. The tolerance for nondeterminism was \(nondetTol).")
        }
      }
    }
  }

  /// The real parts of all elements; real and imaginary parts in turn of complex ones.
  private static func parts(_ t: Tensor) -> [Double] {
    let real = t.detach()
    return (real.dtype.isComplex ? real.viewAsReal() : real).to(.float64).toArray(Double.self)
  }

  /// For each real part of an input: how each real part of each output changes with it.
  private func differences(_ f: ([Tensor]) -> [Tensor], input i: Int) throws(TensorError) -> [[[Double]]] {
    let origin = inputs[i].detach()
    let partsOfElement = origin.dtype.isComplex ? 2 : 1
    var rows: [[[Double]]] = []
    for k in 0..<origin.elementCount * partsOfElement {
      func outputs(_ distance: Double) throws(TensorError) -> [[Double]] {
        let moved = origin.near(Tensor.empty(origin.shape, dtype: origin.dtype)).copy_(origin)
        let flat = moved.dtype.isComplex ? moved.viewAsReal().view(-1) : moved.view(-1)
        noGrad { _ = flat.select(0, k).add_(distance) }
        var all = inputs.map { $0.detach() }
        all[i] = moved
        // With history, because a function may itself ask for gradients, as that of `gradgradcheck` does.
        let results = enableGrad { f(all.enumerated().map { wanted.contains($0) ? $1.detach().requiresGrad_() : $1 }) }
        if results.contains(where: { $0.isInvalid }) { try checkTensorErrors() }
        return results.map(Self.parts)
      }
      let (above, below) = (try outputs(eps), try outputs(-eps))
      rows.append(zip(above, below).map { zip($0, $1).map { ($0 - $1) / (2 * eps) } })
    }
    return rows
  }

  /// The same by walking back from each real part of an output.
  private func derivatives(_ output: Tensor, _ leaf: Tensor) throws(TensorError) -> [[Double]] {
    let count = output.elementCount
    let units: [Scalar] = output.dtype.isComplex ? [.complex(1, 0), .complex(0, 1)] : [.double(1)]
    var columns: [[Double]] = []
    for k in 0..<count {
      for unit in units {
        let seed = output.near(Tensor.zeros(Shape(count), dtype: output.dtype))
        _ = seed.select(0, k).fill_(unit)
        let found = try grad(
          of: [output], withRespectTo: [leaf], gradOutputs: [seed.reshape(output.shape)], retainGraph: true, allowUnused: true)[0]
        if let found, found.shape != leaf.shape || found.dtype != leaf.dtype {
          throw TensorError(.autograd, op: "gradcheck", "grad is incorrect size or type: \(found.typeName)\(found.shape)")
        }
        let parts = leaf.elementCount * (leaf.dtype.isComplex ? 2 : 1)
        columns.append(found.map(Self.parts) ?? [Double](repeating: 0, count: parts))
      }
    }
    let rows = leaf.elementCount * (leaf.dtype.isComplex ? 2 : 1)
    return (0..<rows).map { row in columns.map { $0[row] } }
  }

  private func compare(
    _ numeric: [[Double]], _ analytic: [[Double]], output: Int, input: Int, isComplex: Bool
  ) throws(TensorError) {
    var worst: (row: Int, column: Int, excess: Double)?
    for (row, (a, n)) in zip(analytic, numeric).enumerated() {
      for (column, (p, q)) in zip(a, n).enumerated() {
        let excess = (p - q).magnitude - (atol + rtol * q.magnitude)
        if p != q, !(excess <= 0), worst.map({ !(excess <= $0.excess) }) ?? true { worst = (row, column, excess) }
      }
    }
    guard let worst else { return }
    let parts = isComplex || inputs[input].dtype.isComplex ? " (complex numbers count as real and imaginary part)" : ""
    throw TensorError(
      .autograd, op: "gradcheck",
      "Jacobian mismatch for output \(output) with respect to input \(input)\(parts),\n"
        + "numerical:\(Self.matrix(numeric))\nanalytical:\(Self.matrix(analytic))\n"
        + "largest difference at [\(worst.row), \(worst.column)]: numerical \(numeric[worst.row][worst.column]), "
        + "analytical \(analytic[worst.row][worst.column])")
  }

  private static func matrix(_ rows: [[Double]]) -> String {
    Tensor(rows.flatMap { $0 }, shape: [rows.count, rows.first?.count ?? 0]).description
  }
}

extension [[Double]] {
  fileprivate func elementsDiffer(from other: [[Double]], by tolerance: Double) -> Bool {
    zip(self, other).contains { zip($0, $1).contains { $0 != $1 && !(($0 - $1).magnitude <= tolerance) && !($0.isNaN && $1.isNaN) } }
  }
}
