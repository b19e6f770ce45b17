// Axes moved, elements in another order, and diagonals.

extension Tensor {
  /// A view with one axis moved to another position. Mirrors `torch.movedim`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3, 4).movedim(0, -1).shape  // Size([3, 4, 2])
  /// ```
  public func movedim(_ source: Int, _ destination: Int) -> Tensor { movedim([source], [destination]) }
  /// A view with several axes moved to other positions; the others keep their order. Mirrors `torch.movedim`.
  ///
  /// Reports an error when the lists differ in length or name an axis twice.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3, 4).movedim([0, 1], [1, 2]).shape  // Size([4, 2, 3])
  /// ```
  public func movedim(_ source: [Int], _ destination: [Int]) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard source.count == destination.count else {
        throw TensorError(
          .argument, op: "movedim",
          "movedim: Invalid source or destination dims: source (\(Shape(source).asGiven) dims) should contain the same number of dims as "
            + "destination (\(Shape(destination).asGiven) dims)")
      }
      func axes(_ dims: [Int], _ name: String) throws(TensorError) -> [Int] {
        var result: [Int] = []
        for dim in dims {
          let d = try shape.axis(dim, op: "movedim")
          guard !result.contains(d) else {
            throw TensorError(.argument, op: "movedim", "movedim: repeated dim in `\(name)` (\(Shape(dims).asGiven))")
          }
          result.append(d)
        }
        return result
      }
      let (from, to) = (try axes(source, "source"), try axes(destination, "destination"))
      if rank == 0 || from.isEmpty { return apply(.alias, self) }
      var order = Array(repeating: -1, count: rank)
      for (old, new) in zip(from, to) { order[new] = old }
      var others = (0..<rank).filter { !from.contains($0) }.makeIterator()
      for d in 0..<rank where order[d] < 0 { order[d] = others.next() ?? d }
      return apply(.permute, self, Attributes(ints: Shape(order)))
    }
  }

  /// The elements in the opposite order along axes; a copy. Mirrors `torch.flip`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).flip(1)  // tensor([[2, 1], [4, 3]])
  /// ```
  public func flip(_ dims: Int...) -> Tensor { flip(dims: dims) }
  /// The elements in the opposite order along axes; a copy. Mirrors `torch.flip`.
  ///
  /// Reports an error for an axis that is named twice. Without axes the copy is unchanged.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).flip(dims: [0])  // tensor([[3, 4], [1, 2]])
  /// ```
  public func flip(dims: [Int]) -> Tensor {
    if isInvalid { return self }
    if dims.isEmpty { return clone() }
    return reporting { () throws(TensorError) in
      let axes = try shape.axes(dims, op: "flip")
      return rank == 0 ? clone() : apply(.flip, self, Attributes(ints: axes))
    }
  }
  /// The columns in the opposite order. Mirrors `torch.fliplr`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).fliplr()  // tensor([[2, 1], [4, 3]])
  /// ```
  public func fliplr() -> Tensor {
    guard isInvalid || rank >= 2 else { return .invalid(reporting: TensorError(.shape, op: "fliplr", "Input must be >= 2-d.")) }
    return flip(dims: [1])
  }
  /// The rows in the opposite order. Mirrors `torch.flipud`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).flipud()  // tensor([[3, 4], [1, 2]])
  /// ```
  public func flipud() -> Tensor {
    guard isInvalid || rank >= 1 else { return .invalid(reporting: TensorError(.shape, op: "flipud", "Input must be >= 1-d.")) }
    return flip(dims: [0])
  }

  /// The elements turned by 90 degrees `k` times in the plane of two axes, from the first towards the second. Mirrors `torch.rot90`.
  ///
  /// Reports an error unless `dims` are two different axes.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).rot90()  // tensor([[2, 4], [1, 3]])
  /// ```
  public func rot90(_ k: Int = 1, _ dims: [Int] = [0, 1]) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard dims.count == 2 else {
        throw TensorError(.argument, op: "rot90", "expected total rotation dims == 2, but got dims = \(dims.count)")
      }
      guard rank >= 2 else { throw TensorError(.shape, op: "rot90", "expected total dims >= 2, but got total dims = \(rank)") }
      let (p, q) = (try shape.axis(dims[0], op: "rot90"), try shape.axis(dims[1], op: "rot90"))
      guard p != q else {
        throw TensorError(
          .argument, op: "rot90", "expected rotation dims to be different, but got dim0 = \(dims[0]) and dim1 = \(dims[1])")
      }
      switch ((k % 4) + 4) % 4 {
      case 1: return flip(dims: [q]).transpose(p, q)
      case 2: return flip(dims: [p, q])
      case 3: return flip(dims: [p]).transpose(p, q)
      default: return clone()
      }
    }
  }

  /// The elements as a vector: a view where the memory's layout allows it. Mirrors `torch.ravel`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).ravel()  // tensor([1, 2, 3, 4])
  /// ```
  public func ravel() -> Tensor { reshape(-1) }
  /// The elements in another tensor's shape: a view where the layout allows it. Mirrors `reshape_as`.
  ///
  /// ```swift
  /// Tensor.arange(4).reshapeAs(Tensor.zeros(2, 2))  // tensor([[0, 1], [2, 3]])
  /// ```
  public func reshapeAs(_ other: Tensor) -> Tensor {
    if other.isInvalid { return other }
    return other.shape.hasUnknown ? apply(.reshapeLike, self, other.detach()) : reshape(other.shape)
  }

  /// A matrix with this vector on a diagonal, or a copy of this matrix's diagonal. Mirrors `torch.diag`.
  ///
  /// Reports an error for other numbers of axes.
  ///
  /// ```swift
  /// Tensor([1, 2]).diag()  // tensor([[1, 0], [0, 2]])
  /// ```
  public func diag(_ offset: Int = 0) -> Tensor {
    if isInvalid { return self }
    switch rank {
    case 1: return diagEmbed(offset: offset, dim1: 0, dim2: 1)
    case 2: return apply(.contiguous, diagonal(offset: offset))
    default:
      return .invalid(reporting: TensorError(.shape, op: "diag", "diag(): Supports 1D or 2D tensors. Got \(rank)D"))
    }
  }

  /// Matrices with the last axis on a diagonal, zeros elsewhere; the matrices' axes are `dim1` and `dim2`. Mirrors `torch.diag_embed`.
  ///
  /// Reports an error when both axes are the same.
  ///
  /// ```swift
  /// Tensor([1, 2]).diagEmbed(offset: 1)  // tensor([[0, 1, 0], [0, 0, 2], [0, 0, 0]])
  /// ```
  public func diagEmbed(offset: Int = 0, dim1: Int = -2, dim2: Int = -1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard rank > 0 else {
        throw TensorError(.index, op: "diag_embed", "Dimension out of range (expected to be in range of [-1, 0], but got \(dim1))")
      }
      let (p, q) = (try shape.axis(dim1, op: "diag_embed", extra: 1), try shape.axis(dim2, op: "diag_embed", extra: 1))
      guard p != q else {
        throw TensorError(.argument, op: "diag_embed", "diagonal dimensions cannot be identical \(dim1), \(dim2)")
      }
      for d in 0..<rank { try checkKnown(d, "diag_embed") }
      let (length, overflow) = shape[rank - 1].addingReportingOverflow(Int(clamping: offset.magnitude))
      guard !overflow else { throw TensorError(.memory, op: "diag_embed", "a matrix with diagonal \(offset) does not fit in memory") }
      var whole = Shape(shape.dropLast())
      whole.insert(length, at: Swift.min(p, q))
      whole.insert(length, at: Swift.max(p, q))
      return apply(.diagonalScatter, self, Attributes(ints: Shape([p, q, offset] + Array(whole))))
    }
  }

  /// Writes a number onto the main diagonal, in place. Mirrors `fill_diagonal_`.
  ///
  /// With more than two axes all must be equally long. With `wrap` a tall matrix's diagonal begins again below its end, one row later.
  ///
  /// ```swift
  /// Tensor.zeros(2, 2).fillDiagonal_(1)  // tensor([[1., 0.], [0., 1.]])
  /// ```
  @discardableResult public func fillDiagonal_(_ value: some TensorScalar, wrap: Bool = false) -> Tensor {
    if isInvalid { return self }
    do throws(TensorError) {
      guard !isSymbolic else {
        throw TensorError(.symbolic, op: "fill_diagonal_", "a symbol of a graph cannot be changed in place")
      }
      guard rank >= 2 else { throw TensorError(.shape, op: "fill_diagonal_", "dimensions must larger than 1") }
      guard rank == 2 || shape.allSatisfy({ $0 == shape[0] }) else {
        throw TensorError(.shape, op: "fill_diagonal_", "all dimensions of input must be of equal length")
      }
      let step = strides.reduce(0, +)
      let (rows, columns) = (shape[0], shape[1])
      let length = rank == 2 ? Swift.min(rows, columns) : rows
      asStrided([length], [step], offset).fill_(value)
      guard wrap, rank == 2, rows > columns + 1, columns > 0 else { return self }
      // Below the first square the pattern begins anew after a row that stays as it is.
      for start in Swift.stride(from: columns + 1, to: rows, by: columns + 1) {
        asStrided([Swift.min(columns, rows - start)], [step], offset + start * strides[0]).fill_(value)
      }
    } catch { error.report() }
    return self
  }
}
