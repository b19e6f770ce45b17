// Tensors cut into views along an axis.

extension Tensor {
  /// Pieces of `size` positions of an axis, each a view; the last piece may be shorter. Mirrors `torch.split`.
  ///
  /// Reports an error for a negative size, and for 0 unless the axis is empty; gives an empty list then.
  ///
  /// ```swift
  /// Tensor.arange(5).split(2)  // [tensor([0, 1]), tensor([2, 3]), tensor([4])]
  /// ```
  public func split(_ size: Int, dim: Int = 0) -> [Tensor] {
    guard let d = axisToSplit(dim, "split") else { return [] }
    guard size >= 0 else {
      return Tensor.noPieces("split", "split expects split_size be non-negative, but got split_size=\(size)")
    }
    guard size > 0 || shape[d] == 0 else {
      return Tensor.noPieces("split", "split_size can only be 0 if dimension size is 0, but got dimension size of \(shape[d])")
    }
    let step = Swift.max(Swift.min(size, shape[d]), 1)
    guard shape[d] / step < Tensor.mostPieces else { return Tensor.tooManyPieces("split", shape[d] / step) }
    if isSymbolic {
      return Swift.stride(from: 0, to: Swift.max(shape[d], 1), by: step).map { narrow(d, $0, Swift.min(step, shape[d] - $0)) }
    }
    return applyAll(.split, [self], Attributes(ints: [d, step]))
  }
  /// Pieces of an axis of the given lengths, each a view. Mirrors `torch.split` with a list.
  ///
  /// Reports an error when a length is negative or they do not add up to the axis.
  ///
  /// ```swift
  /// Tensor.arange(5).split([2, 3])  // [tensor([0, 1]), tensor([2, 3, 4])]
  /// ```
  public func split(_ sizes: [Int], dim: Int = 0) -> [Tensor] {
    guard let d = axisToSplit(dim, "split") else { return [] }
    guard sizes.allSatisfy({ $0 >= 0 }) else {
      return Tensor.noPieces(
        "split", "split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes=\(Shape(sizes).asGiven)")
    }
    let total = sizes.reduce(0) { Swift.min($0, Int.max - $1) + $1 }
    guard total == shape[d] else {
      return Tensor.noPieces(
        "split",
        "split_with_sizes expects split_sizes to sum exactly to \(shape[d]) (input tensor's size at dimension \(d)), but got "
          + "split_sizes=\(Shape(sizes).asGiven)")
    }
    if sizes.isEmpty { return [] }
    if !isSymbolic { return applyAll(.splitWithSizes, [self], Attributes(ints: Shape([d] + sizes))) }
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return narrow(d, start, size)
    }
  }
  /// At most `chunks` pieces of an axis, all but the last equally long. Mirrors `torch.chunk`.
  ///
  /// ```swift
  /// Tensor.arange(5).chunk(3)  // [tensor([0, 1]), tensor([2, 3]), tensor([4])]
  /// ```
  public func chunk(_ chunks: Int, dim: Int = 0) -> [Tensor] {
    guard let d = axisToSplit(dim, "chunk") else { return [] }
    guard chunks > 0 else { return Tensor.noPieces("chunk", "chunk expects `chunks` to be greater than 0, got: \(chunks)") }
    if shape[d] == 0 {
      guard chunks <= Tensor.mostPieces else { return Tensor.tooManyPieces("chunk", chunks) }
      return split(Array(repeating: 0, count: chunks), dim: d)
    }
    return split(Swift.max((shape[d] - 1) / chunks + 1, 1), dim: d)
  }
  /// A view of each position along an axis. Mirrors `torch.unbind`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).unbind(1)  // [tensor([1, 3]), tensor([2, 4])]
  /// ```
  public func unbind(_ dim: Int = 0) -> [Tensor] {
    if !isInvalid, rank == 0 {
      return Tensor.noPieces("unbind", "Dimension specified as \(dim) but tensor has no dimensions", kind: .index)
    }
    guard let d = axisToSplit(dim, "unbind") else { return [] }
    guard shape[d] <= Tensor.mostPieces else { return Tensor.tooManyPieces("unbind", shape[d]) }
    if isSymbolic { return (0..<Swift.max(shape[d], 0)).map { select(d, $0) } }
    return shape[d] == 0 ? [] : applyAll(.unbind, [self], Attributes(ints: [d]))
  }

  /// `sections` pieces of an axis, each a view; the first ones are one longer where the axis does not divide evenly. Mirrors
  /// `torch.tensor_split`.
  ///
  /// ```swift
  /// Tensor.arange(5).tensorSplit(3)  // [tensor([0, 1]), tensor([2, 3]), tensor([4])]
  /// ```
  public func tensorSplit(_ sections: Int, dim: Int = 0) -> [Tensor] {
    guard let d = axisToSplit(dim, "tensor_split") else { return [] }
    guard sections > 0 else {
      return Tensor.noPieces("tensor_split", "number of sections must be larger than 0, got \(sections)")
    }
    guard sections <= Tensor.mostPieces else { return Tensor.tooManyPieces("tensor_split", sections) }
    let (least, longer) = shape[d].quotientAndRemainder(dividingBy: sections)
    var start = 0
    return (0..<sections).map { k in
      let length = k < longer ? least + 1 : least
      defer { start += length }
      return narrow(d, start, length)
    }
  }
  /// The pieces of an axis between the given borders, each a view; negative borders count from the end, and a piece that would end
  /// before it begins is empty. Mirrors `torch.tensor_split`.
  ///
  /// ```swift
  /// Tensor.arange(5).tensorSplit([1, -1])  // [tensor([0]), tensor([1, 2, 3]), tensor([4])]
  /// ```
  public func tensorSplit(_ indices: [Int], dim: Int = 0) -> [Tensor] {
    guard let d = axisToSplit(dim, "tensor_split") else { return [] }
    let size = shape[d]
    func border(_ i: Int) -> Int { Swift.min(Swift.max(i < 0 ? i + size : i, 0), size) }
    var start = 0
    var pieces = indices.map { index in
      let end = border(index)
      defer { start = end }
      return narrow(d, start, Swift.max(end - start, 0))
    }
    pieces.append(narrow(d, start, size - start))
    return pieces
  }
  /// The same with the number of pieces (0-d), or the borders (a vector), in an int64 tensor. Mirrors `torch.tensor_split`.
  ///
  /// ```swift
  /// Tensor.arange(4).tensorSplit(Tensor([1, 3]))  // [tensor([0]), tensor([1, 2]), tensor([3])]
  /// ```
  public func tensorSplit(_ indicesOrSections: Tensor, dim: Int = 0) -> [Tensor] {
    if isInvalid || indicesOrSections.isInvalid { return [] }
    guard !indicesOrSections.isSymbolic else {
      return Tensor.noPieces("tensor_split", "where to cut is not known before the graph runs; give numbers", kind: .symbolic)
    }
    guard indicesOrSections.dtype == .int64 else {
      return Tensor.noPieces(
        "tensor_split",
        "tensor_split expected tensor_indices_or_sections to have dtype of long, but got \(indicesOrSections.dtype.legacyName)")
    }
    switch indicesOrSections.rank {
    case 0: return tensorSplit(indicesOrSections.item().intValue, dim: dim)
    case 1: return tensorSplit(indicesOrSections.toArray(Int.self), dim: dim)
    case let rank:
      return Tensor.noPieces(
        "tensor_split",
        "tensor_split expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional tensor, but got a tensor with \(rank) dims"
      )
    }
  }

  /// Equal pieces along the second axis (of a vector: the first), side by side. Mirrors `torch.hsplit`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).hsplit(2)  // [tensor([[1], [3]]), tensor([[2], [4]])]
  /// ```
  public func hsplit(_ sections: Int) -> [Tensor] { evenly("hsplit", rank == 1 ? 0 : 1, least: 1, sections) }
  /// The pieces between borders along the second axis (of a vector: the first). Mirrors `torch.hsplit`.
  ///
  /// ```swift
  /// Tensor([1, 2, 3]).hsplit([1])  // [tensor([1]), tensor([2, 3])]
  /// ```
  public func hsplit(_ indices: [Int]) -> [Tensor] { cut("hsplit", rank == 1 ? 0 : 1, least: 1) { self.tensorSplit(indices, dim: $0) } }
  /// Equal pieces along the first axis, above each other. Mirrors `torch.vsplit`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).vsplit(2)  // [tensor([[1, 2]]), tensor([[3, 4]])]
  /// ```
  public func vsplit(_ sections: Int) -> [Tensor] { evenly("vsplit", 0, least: 2, sections) }
  /// The pieces between borders along the first axis. Mirrors `torch.vsplit`.
  ///
  /// ```swift
  /// Tensor.zeros(3, 2).vsplit([1])[1].shape  // Size([2, 2])
  /// ```
  public func vsplit(_ indices: [Int]) -> [Tensor] { cut("vsplit", 0, least: 2) { self.tensorSplit(indices, dim: $0) } }
  /// Equal pieces along the third axis. Mirrors `torch.dsplit`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3, 4).dsplit(2)[0].shape  // Size([2, 3, 2])
  /// ```
  public func dsplit(_ sections: Int) -> [Tensor] { evenly("dsplit", 2, least: 3, sections) }
  /// The pieces between borders along the third axis. Mirrors `torch.dsplit`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3, 4).dsplit([1])[1].shape  // Size([2, 3, 3])
  /// ```
  public func dsplit(_ indices: [Int]) -> [Tensor] { cut("dsplit", 2, least: 3) { self.tensorSplit(indices, dim: $0) } }

  private func evenly(_ name: String, _ d: Int, least: Int, _ sections: Int) -> [Tensor] {
    cut(name, d, least: least) { d in
      guard sections > 0, self.shape[d] % sections == 0 else {
        return Tensor.noPieces(
          name,
          "torch.\(name) attempted to split along dimension \(d), but the size of the dimension \(self.shape[d]) is not divisible by the "
            + "split_size \(sections)!")
      }
      return self.tensorSplit(sections, dim: d)
    }
  }

  private func cut(_ name: String, _ d: Int, least: Int, _ body: (Int) -> [Tensor]) -> [Tensor] {
    if isInvalid { return [] }
    guard rank >= least else {
      return Tensor.noPieces(
        name, "torch.\(name) requires a tensor with at least \(least) dimension, but got a tensor with \(rank) dimensions!")
    }
    return body(d)
  }

  /// More views than this are a mistake, and would not fit in memory.
  private static var mostPieces: Int { 1 << 26 }
  private static func tooManyPieces(_ op: String, _ count: Int) -> [Tensor] {
    noPieces(op, "\(op): \(count) pieces do not fit in memory", kind: .memory)
  }

  private static func noPieces(_ op: String, _ message: String, kind: TensorError.Kind = .argument) -> [Tensor] {
    TensorError(kind, op: op, message).report()
    return []
  }

  private func axisToSplit(_ dim: Int, _ op: String) -> Int? {
    if isInvalid { return nil }
    do throws(TensorError) {
      guard rank > 0 else {
        throw TensorError(
          .shape, op: op,
          op == "tensor_split"
            ? "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims"
            : "\(op) expects at least a 1-dimensional tensor")
      }
      let d = try shape.axis(dim, op: op)
      try checkKnown(d, op)
      return d
    } catch {
      error.report()
      return nil
    }
  }
}
