import Lantern

/// Symbols for the derivatives of the sum of all `ys` with respect to each of `xs`; `nil` where `ys` do not depend on it.
/// Mirrors `tf.gradients`.
///
/// The same engine and the same rules as `backward` are used, on symbols. The result can be differentiated again, to any order.
///
/// - Parameters:
///   - ys: What is differentiated.
///   - xs: With respect to what: placeholders, variables, constants, or results in between.
///   - gradYs: The derivatives that `ys` themselves have; ones when left out.
///
/// ```swift
/// let x = tf.placeholder(.float64, [nil])
/// let slope = try gradients([(x ** 3).sum()], [x])[0]!  // Tensor("…", shape=(None,), dtype=float64)
/// ```
public func gradients(_ ys: [Tensor], _ xs: [Tensor], gradYs: [Tensor?]? = nil) throws(TensorError) -> [Tensor?] {
  if (ys + xs).contains(where: { $0.isInvalid }) { try checkTensorErrors() }
  if let gradYs, gradYs.count != ys.count {
    throw TensorError(
      .argument, op: "gradients", "gradYs has \(gradYs.count) elements for \(ys.count) ys", hint: "Give one for each, or nil.")
  }
  for tensor in ys + xs where !tensor.isSymbolic {
    throw TensorError(
      .graph, op: "gradients", "gradients are for symbols of a graph", hint: "Use grad(of:withRespectTo:) for tensors with numbers.")
  }
  let graph = ys.first?.symbol?.graph
  for tensor in ys + xs where tensor.symbol?.graph !== graph { throw .otherGraph(tensor) }

  let kept = ys.indices.filter { ys[$0].requiresGrad }
  let wanted = xs.indices.filter { xs[$0].requiresGrad }
  var results = [Tensor?](repeating: nil, count: xs.count)
  if kept.isEmpty || wanted.isEmpty { return results }
  let found = try catchingReports { () throws(TensorError) in
    try enableGrad { () throws(TensorError) in
      try grad(
        of: kept.map { ys[$0] }, withRespectTo: wanted.map { xs[$0] }, gradOutputs: gradYs.map { all in kept.map { all[$0] } },
        createGraph: true, allowUnused: true)
    }
  }
  for (i, gradient) in zip(wanted, found) { results[i] = gradient }
  return results
}
