import Lantern

extension OperatorTable {
  /// Functions that repeat, turn and move elements, and that put tensors together.
  static let arrangements: [OperatorCall] = turns + repeats + diagonals + likeOthers + stacks + replacements

  private static let turns: [OperatorCall] = [
    .one("flip", "x.flip(0, 1)") { a in try a.x.flip(dims: a.sizes(from: 1, "dims")) },
    .unary("fliplr", "fliplr") { $0.fliplr() },
    .unary("flipud", "flipud") { $0.flipud() },
    .one("rot90", "x.rot90(1, [0, 1])") { a in try a.x.rot90(a.int(1, "k", 1), a.optionalInts(2, "dims") ?? [0, 1]) },
    .one("roll", "x.roll(1, 0)") { a in
      let shifts = try a.ints(1, "shifts")
      guard let dims = try a.optionalInts(2, "dims"), !dims.isEmpty else {
        guard shifts.count == 1 else { throw UnsupportedCall("several shifts without axes") }
        return try a.x.roll(shifts[0])
      }
      return try a.x.roll(shifts, dims)
    },
    .one("movedim", "x.movedim(0, 1)") { a in try a.x.movedim(a.ints(1, "source"), a.ints(2, "destination")) },
    .one("moveaxis", "x.movedim(0, 1)") { a in try a.x.movedim(a.ints(1, "source"), a.ints(2, "destination")) },
    .one("swapaxes", "x.swapaxes(0, 1)") { a in try a.x.swapaxes(a.int(1, "axis0"), a.int(2, "axis1")) },
    .one("swapdims", "x.swapaxes(0, 1)") { a in try a.x.swapaxes(a.int(1, "dim0"), a.int(2, "dim1")) },
  ]

  private static let repeats: [OperatorCall] = [
    .one("repeat", "x.repeat(2, 3)") { a in try a.x.repeat(Shape(a.sizes(from: 1, "repeats"))) },
    .one("tile", "x.tile(2, 3)") { a in try a.x.tile(Shape(a.sizes(from: 1, "dims"))) },
    .one("unfold", "x.unfold(0, 2, 1)") { a in
      try a.x.unfold(a.int(1, "dimension"), a.int(2, "size"), a.int(3, "step"))
    },
    .one("slice", "x.slice(0, start: 1, end: 3, step: 2)") { a in
      try a.x.slice(
        a.int(1, "dim", 0), start: a.optionalInt(2, "start"), end: a.optionalInt(3, "end"), step: a.int(4, "step", 1))
    },
    .one("unflatten", "x.unflatten(0, [2, 3])") { a in try a.x.unflatten(a.int(1, "dim"), Shape(a.ints(2, "sizes"))) },
    .unary("ravel", "ravel") { $0.ravel() },
    .one("adjoint", "x.transpose(-2, -1).conj()") { a in try a.x.transpose(-2, -1).conj() },
  ]

  private static let diagonals: [OperatorCall] = [
    .one("diag", "x.diag(0)") { a in try a.x.diag(a.int(1, "diagonal", 0)) },
    .one("diagonal", "x.diagonal(offset: 0, dim1: 0, dim2: 1)") { a in
      try a.x.diagonal(offset: a.int(1, "offset", 0), dim1: a.int(2, "dim1", 0), dim2: a.int(3, "dim2", 1))
    },
    .one("diag_embed", "x.diagEmbed(offset: 0, dim1: -2, dim2: -1)") { a in
      try a.x.diagEmbed(offset: a.int(1, "offset", 0), dim1: a.int(2, "dim1", -2), dim2: a.int(3, "dim2", -1))
    },
    .one("tril", "x.tril(0)") { a in try a.x.tril(a.int(1, "diagonal", 0)) },
    .one("triu", "x.triu(0)") { a in try a.x.triu(a.int(1, "diagonal", 0)) },
    .one("tril_indices", "Tensor.trilIndices(3, 4, offset: 0)") { a in
      _ = a.value(nil, "device")
      return try Tensor.trilIndices(
        a.int(0, "row"), a.int(1, "col"), offset: a.int(2, "offset", 0), dtype: a.dtype(nil, "dtype") ?? .int64)
    },
    .one("triu_indices", "Tensor.triuIndices(3, 4, offset: 0)") { a in
      _ = a.value(nil, "device")
      return try Tensor.triuIndices(
        a.int(0, "row"), a.int(1, "col"), offset: a.int(2, "offset", 0), dtype: a.dtype(nil, "dtype") ?? .int64)
    },
  ]

  private static let likeOthers: [OperatorCall] = [
    .one("expand_as", "x.expandAs(y)") { a in try a.x.expandAs(a.tensor(1, "other")) },
    .one("view_as", "x.viewAs(y)") { a in try a.x.viewAs(a.tensor(1, "other")) },
    .one("reshape_as", "x.reshapeAs(y)") { a in try a.x.reshapeAs(a.tensor(1, "other")) },
    .one("broadcast_to", "x.broadcast(to: [2, 3])") { a in try a.x.broadcast(to: Shape(a.sizes(from: 1, "size"))) },
    .many("broadcast_tensors", "Tensor.broadcast([x, y])") { a in try Tensor.broadcast(a.variadicTensors()) },
  ]

  private static func atLeast(_ name: String, _ swift: String, _ run: @escaping @Sendable (Tensor) -> Tensor) -> OperatorCall {
    .many(name, swift) { a in try a.variadicTensors().map(run) }
  }

  private static let stacks: [OperatorCall] = [
    atLeast("atleast_1d", "x.atLeast1D()") { $0.atLeast1D() },
    atLeast("atleast_2d", "x.atLeast2D()") { $0.atLeast2D() },
    atLeast("atleast_3d", "x.atLeast3D()") { $0.atLeast3D() },
    .one("hstack", "Tensor.hstack([x, y])") { a in try Tensor.hstack(a.tensors(0, "tensors")) },
    .one("vstack", "Tensor.vstack([x, y])") { a in try Tensor.vstack(a.tensors(0, "tensors")) },
    .one("row_stack", "Tensor.vstack([x, y])") { a in try Tensor.vstack(a.tensors(0, "tensors")) },
    .one("dstack", "Tensor.dstack([x, y])") { a in try Tensor.dstack(a.tensors(0, "tensors")) },
    .one("column_stack", "Tensor.columnStack([x, y])") { a in try Tensor.columnStack(a.tensors(0, "tensors")) },
    .many("meshgrid", "Tensor.meshgrid([x, y], indexing: .ij)") { a in
      let name = try a.string(nil, "indexing") ?? "ij"
      guard let indexing = MeshIndexing(rawValue: name) else { throw UnsupportedCall("indexing='\(name)'") }
      return try Tensor.meshgrid(a.variadicTensors(), indexing: indexing)
    },
    .one("block_diag", "Tensor.blockDiag([x, y])") { a in try Tensor.blockDiag(a.variadicTensors()) },
    .one("cartesian_prod", "Tensor.cartesianProd([x, y])") { a in try Tensor.cartesianProd(a.variadicTensors()) },
  ]

  private static let replacements: [OperatorCall] = [
    .one("select_scatter", "x.selectScatter(source, 0, 1)") { a in
      try a.x.selectScatter(a.tensor(1, "src"), a.int(2, "dim"), a.int(3, "index"))
    },
    .one("slice_scatter", "x.sliceScatter(source, 0, start: 1, end: 3, step: 2)") { a in
      try a.x.sliceScatter(
        a.tensor(1, "src"), a.int(2, "dim", 0), start: a.optionalInt(3, "start"), end: a.optionalInt(4, "end"), step: a.int(5, "step", 1))
    },
    .one("diagonal_scatter", "x.diagonalScatter(source, offset: 0, dim1: 0, dim2: 1)") { a in
      try a.x.diagonalScatter(
        a.tensor(1, "src"), offset: a.int(2, "offset", 0), dim1: a.int(3, "dim1", 0), dim2: a.int(4, "dim2", 1))
    },
  ]

  /// Functions that cut a tensor into views.
  static let splits: [OperatorCall] = [
    .many("split", "x.split(2, dim: 0), x.split([1, 2], dim: 0)") { a in
      let dim = try a.int(2, "dim", 0)
      switch a.value(1, "split_size_or_sections") {
      case .int(let size)?: return try a.x.split(size, dim: dim)
      default: return try a.x.split(a.ints(1, "split_size_or_sections"), dim: dim)
      }
    },
    .many("chunk", "x.chunk(2, dim: 0)") { a in try a.x.chunk(a.int(1, "chunks"), dim: a.int(2, "dim", 0)) },
    .many("unbind", "x.unbind(0)") { a in try a.x.unbind(a.int(1, "dim", 0)) },
    .many("tensor_split", "x.tensorSplit(3, dim: 0), x.tensorSplit([1, 2], dim: 0)") { a in
      let (x, dim) = (try a.x, try a.int(2, "dim", 0))
      return try split(
        a, tensor: { x.tensorSplit($0, dim: dim) }, sections: { x.tensorSplit($0, dim: dim) }, indices: { x.tensorSplit($0, dim: dim) })
    },
    cut("hsplit", { $0.hsplit($1) }, { $0.hsplit($1) }), cut("vsplit", { $0.vsplit($1) }, { $0.vsplit($1) }),
    cut("dsplit", { $0.dsplit($1) }, { $0.dsplit($1) }),
  ]

  private static func cut(
    _ name: String, _ sections: @escaping @Sendable (Tensor, Int) -> [Tensor], _ indices: @escaping @Sendable (Tensor, [Int]) -> [Tensor]
  ) -> OperatorCall {
    .many(name, "x.\(name)(2), x.\(name)([1, 2])") { a in
      let x = try a.x
      return try split(a, tensor: { indices(x, $0.toArray(Int.self)) }, sections: { sections(x, $0) }, indices: { indices(x, $0) })
    }
  }

  /// `indices_or_sections` is a number, a list of borders, or either of them in a tensor.
  private static func split(
    _ a: CallArguments, tensor: (Tensor) -> [Tensor], sections: (Int) -> [Tensor], indices: ([Int]) -> [Tensor]
  ) throws -> [Tensor] {
    let name = a.value(1, "indices_or_sections") == nil ? (a.value(nil, "sections") == nil ? "indices" : "sections") : "indices_or_sections"
    switch a.value(1, name) {
    case .tensor(let found)?: return tensor(found)
    case .int(let count)?: return sections(count)
    default: return indices(try a.ints(1, name))
    }
  }
}
