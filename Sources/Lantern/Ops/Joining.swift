// Tensors put together.

extension Op {
  /// All inputs along axis `ints[0]`; then follow the inputs' sizes along it, which the derivative cuts the gradient by.
  static let cat: Op = Op(
    "cat",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let all = i.all
          let d = a.ints[0]
          // An empty vector goes with everything, as it always has.
          let parts = all.filter { !($0.rank == 1 && $0.shape[0] == 0) }
          guard let first = parts.first else { return [Spec([0], all.dropFirst().reduce(all[0].dtype) { DType.promote($0, $1.dtype) })] }
          var shape = first.shape
          var length = 0
          for (k, t) in all.enumerated() where !(t.rank == 1 && t.shape[0] == 0) {
            guard t.rank == first.rank else {
              throw TensorError(.shape, op: "cat", "Tensors must have same number of dimensions: got \(first.rank) and \(t.rank)")
            }
            for axis in 0..<t.rank where axis != d && t.shape[axis] != first.shape[axis] && t.shape[axis] >= 0 && first.shape[axis] >= 0 {
              throw TensorError(
                .shape, op: "cat",
                "Sizes of tensors must match except in dimension \(d). Expected size \(first.shape[axis]) but got size \(t.shape[axis]) for "
                  + "tensor number \(k) in the list.")
            }
            let (sum, overflow) = length.addingReportingOverflow(t.shape[d])
            guard !overflow else { throw TensorError(.memory, op: "cat", "the joined tensors do not fit in memory") }
            length = length < 0 || t.shape[d] < 0 ? -1 : sum
          }
          shape[d] = length
          return [Spec(shape, all.dropFirst().reduce(all[0].dtype) { DType.promote($0, $1.dtype) })]
        },
        run: { i, a, specs throws(TensorError) in
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype, like: i.x)
          let d = a.ints[0]
          var start = 0
          for t in i.all where !(t.rank == 1 && t.shape[0] == 0) {
            noGrad { apply(.slice, out, Attributes(ints: [d, start, 1, t.shape[d]])) }.write(t)
            start += t.shape[d]
          }
          return [out]
        })),
    rules: [
      .of { g, s in
        let d = s.attributes.ints[0]
        if s.shape == [0] && g.rank != 1 { return s.zeros(g.dtype) }
        if s.shape[d] < 0 || (0..<s.input).contains(where: { s.sizeOfInput($0, d, rank: g.rank) < 0 }) {
          return apply(.catPart, [g] + s.inputs.map { $0.detach() }, Attributes(ints: [d, s.input]))
        }
        var start = 0
        for k in 0..<s.input { start += s.sizeOfInput(k, d, rank: g.rank) }
        return g.narrow(d, start, s.shape[d])
      }
    ],
    samples: .custom([Sample([[2, 3], [2, 1], [2, 2], [2, 4]], Attributes(ints: [1, 3, 1, 2, 4]))]))

  /// All inputs along a new axis `ints[0]`.
  static let stack: Op = Op(
    "stack",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          let all = i.all
          var shape = i.x.shape
          shape.insert(all.count, at: a.ints[0])
          return Spec(shape, all.dropFirst().reduce(i.x.dtype) { DType.promote($0, $1.dtype) })
        },
        run: { i, a, _ throws(TensorError) in
          let (all, d) = (i.all, a.ints[0])
          return noGrad { Tensor.cat(all.map { $0.unsqueeze(d) }, d) }
        })),
    rules: [.of { g, s in g.select(s.attributes.ints[0], s.input) }],
    samples: .custom([Sample([[2, 3], [2, 3], [2, 3], [2, 3]], Attributes(ints: [1]))]))

  static let joining: [Op] = [cat, stack]
}

extension Saved {
  /// The size of another input along an axis; its shape is known from where its gradient goes, or was noted in the attributes.
  func sizeOfInput(_ k: Int, _ d: Int, rank: Int) -> Int { attributes.ints[1 + k] }
}

extension Tensor {
  /// All tensors after each other along an axis. Mirrors `torch.cat`.
  ///
  /// Reports an error for an empty list, 0-d tensors, or sizes that differ along other axes. The dtypes are promoted.
  ///
  /// ```swift
  /// Tensor.cat([Tensor([[1, 2]]), Tensor([[3, 4]])])  // tensor([[1, 2], [3, 4]])
  /// Tensor.cat([Tensor([[1, 2]]), Tensor([[3, 4]])], 1)  // tensor([[1, 2, 3, 4]])
  /// ```
  public static func cat(_ tensors: [Tensor], _ dim: Int = 0) -> Tensor {
    if let invalid = tensors.first(where: { $0.isInvalid }) { return invalid }
    return reporting { () throws(TensorError) in
      guard let first = tensors.first else { throw TensorError(.argument, op: "cat", "cat(): expected a non-empty list of Tensors") }
      for (k, t) in tensors.enumerated() where t.rank == 0 {
        throw TensorError(.shape, op: "cat", "zero-dimensional tensor (at position \(k)) cannot be concatenated", hint: "Use stack.")
      }
      let shape = (tensors.first { !($0.rank == 1 && $0.shape[0] == 0) } ?? first).shape
      let d = try shape.axis(dim, op: "cat")
      var ints: Shape = [d]
      for t in tensors { ints.append(t.rank == 1 && t.shape[0] == 0 ? 0 : d < t.rank ? t.shape[d] : 0) }
      return apply(.cat, tensors, Attributes(ints: ints))
    }
  }

  /// All tensors, which must have the same shape, along a new axis. Mirrors `torch.stack`. Reports an error for an empty list and for
  /// different shapes.
  ///
  /// ```swift
  /// Tensor.stack([Tensor([1, 2]), Tensor([3, 4])])  // tensor([[1, 2], [3, 4]])
  /// Tensor.stack([Tensor([1, 2]), Tensor([3, 4])], -1)  // tensor([[1, 3], [2, 4]])
  /// ```
  public static func stack(_ tensors: [Tensor], _ dim: Int = 0) -> Tensor {
    if let invalid = tensors.first(where: { $0.isInvalid }) { return invalid }
    return reporting { () throws(TensorError) in
      guard let first = tensors.first else { throw TensorError(.argument, op: "stack", "stack expects a non-empty TensorList") }
      for (k, t) in tensors.enumerated() where t.shape != first.shape {
        throw TensorError(
          .shape, op: "stack",
          "stack expects each tensor to be equal size, but got \(first.shape.listed) at entry 0 and \(t.shape.listed) at entry \(k)")
      }
      let d = try first.shape.axis(dim, op: "stack", extra: 1)
      return apply(.stack, tensors, Attributes(ints: [d]))
    }
  }
}
