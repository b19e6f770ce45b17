// Functions of one example applied to many.

/// A function that applies `f` to each example along an axis of its inputs, all at once. Mirrors `torch.vmap`.
///
/// `f` is called once, with tensors that lack that axis. Nearly every operation runs on all examples together; the few that cannot run
/// on one after the other. Works with `grad(of:)`, `jacobian` and itself: `vmap(grad(of: loss))` gives the gradient of each example.
///
/// - Parameters:
///   - f: A function of one example; must not change its inputs in place nor look at their numbers (`item`, `toArray`).
///   - inDims: The axis of the examples in each input, 0 when left out; `nil` for an input that is the same for all.
///   - outDims: Where the axis of the examples goes in each result, 0 when left out.
///   - randomness: What random numbers `f` gets when it draws any.
///   - chunkSize: How many examples to compute at a time; all when `nil`.
///
/// The function reports an error when the inputs have different numbers of examples, or none has any.
///
/// ```swift
/// let dot = vmap { [$0[0].dot($0[1])] }
/// dot([Tensor.ones(3, 2), Tensor.ones(3, 2)])[0]  // tensor([2., 2., 2.])
/// ```
public func vmap(
  _ f: @escaping ([Tensor]) -> [Tensor], inDims: [Int?]? = nil, outDims: [Int]? = nil, randomness: VmapRandomness = .error,
  chunkSize: Int? = nil
) -> ([Tensor]) -> [Tensor] {
  { inputs in
    do throws(TensorError) {
      let dims = try exampleAxes(inputs, inDims)
      guard let chunkSize else { return try mapOnce(f, inputs, dims, outDims, randomness) }
      guard chunkSize > 0 else {
        throw TensorError(.argument, op: "vmap", "chunk_size should be None or greater than 0. (got \(chunkSize))")
      }
      let size = zip(inputs, dims).compactMap { t, d in d.map { t.shape[$0] } }[0]
      guard size > chunkSize else { return try mapOnce(f, inputs, dims, outDims, randomness) }
      var pieces: [[Tensor]] = []
      for start in Swift.stride(from: 0, to: size, by: chunkSize) {
        let part = zip(inputs, dims).map { t, d in d.map { t.narrow($0, start, Swift.min(chunkSize, size - start)) } ?? t }
        pieces.append(try mapOnce(f, part, dims, outDims, randomness))
      }
      guard pieces.allSatisfy({ $0.count == pieces[0].count }) else {
        throw TensorError(.argument, op: "vmap", "vmap: the function gave different numbers of results for different chunks of examples")
      }
      return pieces[0].indices.map { i in
        let axis = outDims.map { $0[Swift.min(i, $0.count - 1)] } ?? 0
        return Tensor.cat(pieces.map { $0[i] }, axis)
      }
    } catch { return [.invalid(reporting: error)] }
  }
}

/// `vmap` of a function of one tensor.
///
/// ```swift
/// vmap { $0.sum() }(Tensor([[1.0, 2.0], [3.0, 4.0]]))  // tensor([3., 7.])
/// ```
public func vmap(
  _ f: @escaping (Tensor) -> Tensor, inDim: Int = 0, outDim: Int = 0, randomness: VmapRandomness = .error, chunkSize: Int? = nil
) -> (Tensor) -> Tensor {
  let mapped = vmap(
    { (x: [Tensor]) in [f(x[0])] }, inDims: [inDim], outDims: [outDim], randomness: randomness, chunkSize: chunkSize)
  return { mapped([$0])[0] }
}

/// `vmap` of a function of two tensors.
///
/// ```swift
/// vmap({ $0.dot($1) }, inDims: (0, nil))(Tensor([[1.0, 2.0], [3.0, 4.0]]), Tensor([1.0, 10.0]))  // tensor([21., 43.])
/// ```
public func vmap(
  _ f: @escaping (Tensor, Tensor) -> Tensor, inDims: (Int?, Int?) = (0, 0), outDim: Int = 0, randomness: VmapRandomness = .error,
  chunkSize: Int? = nil
) -> (Tensor, Tensor) -> Tensor {
  let mapped = vmap(
    { (x: [Tensor]) in [f(x[0], x[1])] }, inDims: [inDims.0, inDims.1], outDims: [outDim], randomness: randomness, chunkSize: chunkSize)
  return { mapped([$0, $1])[0] }
}

/// The axis of the examples in each input, checked.
private func exampleAxes(_ inputs: [Tensor], _ inDims: [Int?]?) throws(TensorError) -> [Int?] {
  guard !inputs.isEmpty else { throw TensorError(.argument, op: "vmap", "vmap: got no inputs. Maybe you forgot to add inputs") }
  let wanted = inDims ?? [Int?](repeating: 0, count: inputs.count)
  guard wanted.count == inputs.count else {
    throw TensorError(.argument, op: "vmap", "vmap: in_dims has \(wanted.count) entries, but there are \(inputs.count) inputs")
  }
  var dims: [Int?] = []
  var sizes: [Int] = []
  for (t, dim) in zip(inputs, wanted) {
    if t.isInvalid { try checkTensorErrors() }
    guard let dim else {
      dims.append(nil)
      continue
    }
    guard dim >= -t.rank, dim < t.rank else {
      throw TensorError(
        .index, op: "vmap", "vmap: Got in_dim=\(dim) for an input of shape \(t.shape.listed), which has no such axis",
        hint: "Give nil for inputs that are the same for all examples.")
    }
    dims.append(dim < 0 ? dim + t.rank : dim)
    sizes.append(t.shape[dim < 0 ? dim + t.rank : dim])
  }
  guard let size = sizes.first else {
    throw TensorError(.argument, op: "vmap", "vmap: at least one input must have an axis of examples; all of in_dims are nil")
  }
  guard sizes.allSatisfy({ $0 == size }) else {
    throw TensorError(
      .shape, op: "vmap",
      "vmap: Expected all tensors to have the same size in the mapped dimension, got sizes \(sizes) for the mapped "
        + "dimension")
  }
  return dims
}

private func mapOnce(
  _ f: ([Tensor]) -> [Tensor], _ inputs: [Tensor], _ dims: [Int?], _ outDims: [Int]?, _ randomness: VmapRandomness
) throws(TensorError) -> [Tensor] {
  let size = zip(inputs, dims).compactMap { t, d in d.map { t.shape[$0] } }[0]
  let level = BatchLevel(size: size, randomness: randomness)
  let examples = zip(inputs, dims).map { t, d in d.map { level.wrap($0 == 0 ? t : t.movedim($0, 0)) } ?? t }
  let results = BatchLevel.$current.withValue(level) { f(examples) }
  var outputs: [Tensor] = []
  for (i, result) in results.enumerated() {
    if result.isInvalid {
      try checkTensorErrors()
      return results.map { _ in result }
    }
    if let outDims, outDims.isEmpty || (outDims.count > 1 && outDims.count != results.count) {
      throw TensorError(.argument, op: "vmap", "vmap: out_dims has \(outDims.count) entries, but there are \(results.count) results")
    }
    let all = level.examples(result) ?? result.unsqueeze(0).expand(Shape([size] + result.shape))
    let wanted = outDims.map { $0[Swift.min(i, $0.count - 1)] } ?? 0
    guard wanted >= -all.rank, wanted < all.rank else {
      throw TensorError(.index, op: "vmap", "vmap: out_dim=\(wanted) for a result with \(all.rank) axes")
    }
    outputs.append(all.movedim(0, wanted < 0 ? wanted + all.rank : wanted))
  }
  return outputs
}
