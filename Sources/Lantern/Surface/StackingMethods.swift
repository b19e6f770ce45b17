// Tensors brought to a number of axes, put beside each other, and crossed with each other.

/// Which axes a grid's first two vectors run along. Mirrors the `indexing` argument of `torch.meshgrid`.
public enum MeshIndexing: String, Sendable, CaseIterable {
  /// The first vector runs along the first axis, as in matrices.
  case ij
  /// The first vector runs along the second axis, as x does in plots.
  case xy
}

extension Tensor {
  /// This tensor, a number as a vector of one. Mirrors `torch.atleast_1d`.
  ///
  /// ```swift
  /// Tensor(5).atLeast1D()  // tensor([5])
  /// ```
  public func atLeast1D() -> Tensor { rank == 0 ? reshape(1) : self }
  /// This tensor with at least two axes; new ones are put in front. Mirrors `torch.atleast_2d`.
  ///
  /// ```swift
  /// Tensor([1, 2]).atLeast2D()  // tensor([[1, 2]])
  /// ```
  public func atLeast2D() -> Tensor { rank == 0 ? reshape(1, 1) : rank == 1 ? unsqueeze(0) : self }
  /// This tensor with at least three axes: a vector of n elements becomes [1, n, 1], a matrix [m, n, 1]. Mirrors `torch.atleast_3d`.
  ///
  /// ```swift
  /// Tensor([1, 2]).atLeast3D().shape  // Size([1, 2, 1])
  /// ```
  public func atLeast3D() -> Tensor {
    switch rank {
    case 0: reshape(1, 1, 1)
    case 1: unsqueeze(0).unsqueeze(-1)
    case 2: unsqueeze(-1)
    default: self
    }
  }

  /// Tensors beside each other: along the second axis, vectors and numbers along the first. Mirrors `torch.hstack`.
  ///
  /// ```swift
  /// Tensor.hstack([Tensor([1, 2]), Tensor([3])])  // tensor([1, 2, 3])
  /// ```
  public static func hstack(_ tensors: [Tensor]) -> Tensor {
    stacking("hstack", tensors.map { $0.atLeast1D() }) { cat($0, $0[0].rank == 1 ? 0 : 1) }
  }
  /// Tensors above each other: along the first axis, vectors and numbers as rows. Mirrors `torch.vstack`.
  ///
  /// ```swift
  /// Tensor.vstack([Tensor([1, 2]), Tensor([3, 4])])  // tensor([[1, 2], [3, 4]])
  /// ```
  public static func vstack(_ tensors: [Tensor]) -> Tensor { stacking("vstack", tensors.map { $0.atLeast2D() }) { cat($0, 0) } }
  /// Tensors behind each other: along the third axis. Mirrors `torch.dstack`.
  ///
  /// ```swift
  /// Tensor.dstack([Tensor([1, 2]), Tensor([3, 4])])  // tensor([[[1, 3], [2, 4]]])
  /// ```
  public static func dstack(_ tensors: [Tensor]) -> Tensor { stacking("dstack", tensors.map { $0.atLeast3D() }) { cat($0, 2) } }
  /// Vectors and numbers as columns, and matrices, beside each other. Mirrors `torch.column_stack`.
  ///
  /// ```swift
  /// Tensor.columnStack([Tensor([1, 2]), Tensor([3, 4])])  // tensor([[1, 3], [2, 4]])
  /// ```
  public static func columnStack(_ tensors: [Tensor]) -> Tensor {
    stacking("column_stack", tensors.map { $0.isInvalid || $0.rank > 1 ? $0 : $0.reshape(-1, 1) }) { hstack($0) }
  }

  private static func stacking(_ op: String, _ tensors: [Tensor], _ body: ([Tensor]) -> Tensor) -> Tensor {
    guard !tensors.isEmpty else {
      return .invalid(reporting: TensorError(.argument, op: op, "\(op) expects a non-empty TensorList"))
    }
    return tensors.first { $0.isInvalid } ?? body(tensors)
  }

  /// The coordinates of a grid: for each vector a view that has its numbers along an axis of its own and repeats them along all others.
  /// Mirrors `torch.meshgrid`.
  ///
  /// Reports an error for an empty list, tensors with more than one axis or of several dtypes; gives an empty list then.
  ///
  /// ```swift
  /// Tensor.meshgrid([Tensor([1, 2]), Tensor([3, 4, 5])])[0]  // tensor([[1, 1, 1], [2, 2, 2]])
  /// ```
  public static func meshgrid(_ tensors: [Tensor], indexing: MeshIndexing = .ij) -> [Tensor] {
    if tensors.contains(where: { $0.isInvalid }) { return [] }
    do throws(TensorError) {
      guard let first = tensors.first else { throw TensorError(.argument, op: "meshgrid", "meshgrid expects a non-empty TensorList") }
      for t in tensors {
        guard t.rank <= 1 else {
          throw TensorError(
            .shape, op: "meshgrid", "torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: shape \(t.shape.listed)")
        }
        guard t.dtype == first.dtype else {
          throw TensorError(.dtype, op: "meshgrid", "meshgrid expects all tensors to have the same dtype")
        }
      }
      guard tensors.count <= Shape.maxRank else {
        throw TensorError(.shape, op: "meshgrid", "a grid has at most \(Shape.maxRank) axes, but there are \(tensors.count) vectors")
      }
      let swaps = indexing == .xy && tensors.count > 1
      let ordered = swaps ? [tensors[1], tensors[0]] + tensors.dropFirst(2) : tensors
      let sizes = Shape(ordered.map { $0.rank == 0 ? 1 : $0.shape[0] })
      let grids = ordered.enumerated().map { k, t in
        var own = Shape(repeating: 1, count: ordered.count)
        own[k] = -1
        let column = t.shape.contains(0) ? t.reshape(Shape(own.map { $0 < 0 ? 0 : $0 })) : t.reshape(own)
        return column.expand(sizes)
      }
      guard swaps else { return grids }
      return [grids[1], grids[0]] + grids.dropFirst(2)
    } catch {
      error.report()
      return []
    }
  }

  /// Matrices along the diagonal of a larger one, zeros elsewhere. Mirrors `torch.block_diag`; vectors count as rows, numbers as 1 × 1.
  ///
  /// ```swift
  /// Tensor.blockDiag([Tensor([[1, 2]]), Tensor(3)])  // tensor([[1, 2, 0], [0, 0, 3]])
  /// ```
  public static func blockDiag(_ tensors: [Tensor]) -> Tensor {
    if let invalid = tensors.first(where: { $0.isInvalid }) { return invalid }
    return reporting { () throws(TensorError) in
      for (k, t) in tensors.enumerated() where t.rank > 2 {
        throw TensorError(
          .shape, op: "block_diag",
          "torch.block_diag: Input tensors must have 2 or fewer dimensions. Input \(k) has \(t.rank) dimensions")
      }
      if tensors.isEmpty { return Tensor.zeros(1, 0) }
      let blocks = tensors.map { $0.atLeast2D() }
      for block in blocks {
        try block.checkKnown(0, "block_diag")
        try block.checkKnown(1, "block_diag")
      }
      let type = blocks.dropFirst().reduce(blocks[0].dtype) { DType.promote($0, $1.dtype) }
      let width = blocks.reduce(0) { $0 + Swift.min($1.shape[1], (1 << 60) - $0) }
      guard width < 1 << 60 else { throw TensorError(.memory, op: "block_diag", "the blocks do not fit in memory") }
      var start = 0
      return cat(
        blocks.map { block in
          defer { start += block.shape[1] }
          return block.to(type).pad([start, width - start - block.shape[1]])
        }, 0)
    }
  }

  /// Every way to take one element of each vector, a row each. Mirrors `torch.cartesian_prod`; of a single vector it is the vector.
  ///
  /// ```swift
  /// Tensor.cartesianProd([Tensor([1, 2]), Tensor([3, 4])])  // tensor([[1, 3], [1, 4], [2, 3], [2, 4]])
  /// ```
  public static func cartesianProd(_ vectors: [Tensor]) -> Tensor {
    if let invalid = vectors.first(where: { $0.isInvalid }) { return invalid }
    for v in vectors where v.rank != 1 {
      return .invalid(
        reporting: TensorError(.shape, op: "cartesian_prod", "Expect a 1D vector, but got shape \(v.shape.listed)"))
    }
    if vectors.count == 1 { return vectors[0] }
    let grids = meshgrid(vectors)
    return grids.isEmpty ? .invalid() : stack(grids.map { $0.reshape(-1) }, 1)
  }
}
