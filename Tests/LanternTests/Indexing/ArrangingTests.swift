import Lantern
import Testing

/// Tensors cut, turned, put beside each other; shapes and messages are those of PyTorch 2.13.
@Suite struct ArrangingTests {
  @Test func splits() throws {
    let x = Tensor.arange(7)
    func sizes(_ pieces: [Tensor]) -> [Int] { pieces.map { $0.shape[0] } }
    #expect(sizes(x.tensorSplit(3)) == [3, 2, 2])
    #expect(sizes(x.tensorSplit([2, 1, -3, 9])) == [2, 0, 3, 3, 0])
    #expect(sizes(x.tensorSplit(Tensor([2, 5]))) == [2, 3, 2])
    #expect(sizes(Tensor.zeros(0).chunk(3)) == [0, 0, 0] && sizes(Tensor.zeros(0).split(0)) == [0])
    #expect(x.tensorSplit(2)[1].isView)
    // A single piece has a gradient like any other.
    let leaf = Tensor.ones(3).requiresGrad_()
    leaf.split(Int.max)[0].sum().backward()
    #expect(leaf.grad?.toArray(Double.self) == [1, 1, 1])
    let pieces = Tensor.zeros(4, 5)
    let error = #expect(throws: TensorError.self) { try withTensorErrors { pieces.hsplit(2).count } }
    #expect(
      error?.message
        == "torch.hsplit attempted to split along dimension 1, but the size of the dimension 5 is not divisible by the split_size 2!")
  }

  /// Pieces and grids are views: what is written into them is seen.
  @Test func writesThrough() {
    let x = Tensor.zeros(2, 6)
    x.tensorSplit([1, 3], dim: 1)[1].fill_(1)
    x.hsplit(2)[1].select(0, 1).fill_(2)
    #expect(x.toArray(Double.self) == [0, 1, 1, 0, 0, 0, 0, 1, 1, 2, 2, 2])
    x.movedim(0, 1)[0].fill_(5)
    x.slice(1, start: -2, step: 5).fill_(9)
    x.ravel()[11] = Tensor(7.0)
    #expect(x.toArray(Double.self) == [5, 1, 1, 0, 9, 0, 5, 1, 1, 2, 9, 7])
  }

  @Test func grids() {
    let shapes = { (indexing: MeshIndexing) in
      Tensor.meshgrid([Tensor.zeros(3), Tensor.zeros(4), Tensor.zeros(2)], indexing: indexing).map(\.shape)
    }
    #expect(shapes(.ij) == [[3, 4, 2], [3, 4, 2], [3, 4, 2]] && shapes(.xy) == [[4, 3, 2], [4, 3, 2], [4, 3, 2]])
    let xy = Tensor.meshgrid([Tensor([1, 2]), Tensor([3, 4, 5])], indexing: .xy)
    #expect(xy[0].toArray(Int.self) == [1, 2, 1, 2, 1, 2] && xy[1].toArray(Int.self) == [3, 3, 4, 4, 5, 5])
    #expect(Tensor.cartesianProd([Tensor([1, 2]), Tensor([3, 4])]).toArray(Int.self) == [1, 3, 1, 4, 2, 3, 2, 4])
  }

  @Test func stacks() {
    #expect(Tensor.hstack([Tensor(1.0), Tensor(2.0)]).toArray(Double.self) == [1, 2])
    #expect(Tensor.vstack([Tensor([1.0]), Tensor.zeros(1, 1)]).shape == [2, 1])
    #expect(Tensor.columnStack([Tensor(1.0), Tensor.zeros(1), Tensor.zeros(1, 2)]).toArray(Double.self) == [1, 0, 0, 0])
    #expect(Tensor.dstack([Tensor(1.0), Tensor.zeros(1)]).shape == [1, 1, 2])
    let blocks = Tensor.blockDiag([Tensor(1), Tensor([2, 3]), Tensor([[4], [5]])])
    #expect(blocks.toArray(Int.self) == [1, 0, 0, 0, 0, 2, 3, 0, 0, 0, 0, 4, 0, 0, 0, 5])
  }

  @Test func turns() {
    let x = Tensor.arange(6).view(2, 3)
    #expect(x.rot90(-1).toArray(Int.self) == [3, 0, 4, 1, 5, 2] && x.rot90(-1).shape == [3, 2])
    #expect(x.rot90(Int.min).toArray(Int.self) == [0, 1, 2, 3, 4, 5])
    #expect(x.movedim([0, 1], [1, 0]).shape == [3, 2])
    #expect(Tensor([1, 2]).diagEmbed(offset: 1, dim1: -1, dim2: 0).toArray(Int.self) == [0, 0, 0, 1, 0, 0, 0, 2, 0])
    #expect(Tensor([1, 2]).diag(-1).toArray(Int.self) == [0, 0, 0, 1, 0, 0, 0, 2, 0])
    #expect(x.diag(1).toArray(Int.self) == [1, 5] && !x.diag(1).isView)
    #expect(x.takeAlongDim(Tensor([[-1], [0]]), 1).toArray(Int.self) == [2, 3])
    #expect(x.repeatInterleave(Tensor([2, 0, 1]), dim: 1).toArray(Int.self) == [0, 0, 2, 3, 3, 5])
    #expect(Tensor.repeatInterleave(Tensor([1, 0, 2])).toArray(Int.self) == [0, 2, 2])
  }

  @Test func replacedViews() {
    let x = Tensor.zeros(2, 3).T  // no row-major memory
    let source = Tensor([1.0, 2]).requiresGrad_()
    let changed = x.selectScatter(source, 0, -1)
    #expect(changed.toArray(Double.self) == [0, 0, 0, 0, 1, 2] && x.sum().item() == .double(0))
    changed.sum().backward()
    #expect(source.grad?.toArray(Double.self) == [1, 1])
    #expect(x.diagonalScatter(Tensor([3, 4])).toArray(Double.self) == [3, 0, 0, 4, 0, 0])
    #expect(Tensor.zeros(5).sliceScatter(Tensor([1, 2]), 0, start: 1, step: 2).toArray(Double.self) == [0, 1, 0, 2, 0])
    let error = #expect(throws: TensorError.self) { try withTensorErrors { x.selectScatter(Tensor.zeros(3), 0, 0) } }
    #expect(error?.message == "expected src to have a size equal to the slice of self. src size = [3], slice size = [2]")
  }

  /// Whatever the numbers: a result or an error, never a trap.
  @Test(
    "Any number in any place",
    arguments: [[], [0], [3], [2, 3], [0, 3], [2, 2, 2], [1, 1, 1, 1, 1, 1, 1, 1, 1], [1 << 40, 1 << 14]] as [Shape])
  func anyNumber(shape: Shape) {
    func run(_ body: () -> [Tensor]) { _ = try? withTensorErrors { body() } }
    let x = shape.first == 1 << 40 ? Tensor.ones(1, 1).expand(shape) : Tensor.ones(shape)
    let index = Tensor([0, 1]), source = Tensor([1.0, 2])
    for n in [0, -1, 1, 2, 1 << 40, Int.max, Int.min, Int.max / 2] {
      run { x.split(n) + x.chunk(n) }
      run { x.split([n, n], dim: n) }
      run { x.split([n, 1, n]) }
      run { x.tensorSplit(n) + x.tensorSplit([n, n], dim: -1) }
      run { x.tensorSplit(Tensor(n)) + x.tensorSplit(Tensor([n, 1])) }
      run { x.hsplit(n) + x.hsplit([n]) }
      run { x.vsplit(n) + x.vsplit([n]) }
      run { x.dsplit(n) + x.dsplit([n]) }
      run { x.unbind(n) }
      run { [x.movedim(n, 0), x.movedim([0, n], [n, 1])] }
      run { [x.flip(n)] }
      run { [x.rot90(n), x.rot90(1, [n, 0])] }
      run { [x.rot90(n, [0, n])] }
      run { [x.roll(n, 0), x.roll([n, n], [0, -1]), x.roll(n)] }
      run { [x.repeat([n, 2]), x.tile([n])] }
      run { [x.tril(n), x.triu(n)] }
      run { [x.diag(n)] }
      run { [x.diagonal(offset: n)] }
      run { [x.diagonal(dim1: n)] }
      run { [x.diagEmbed(offset: n)] }
      run { [x.diagEmbed(dim1: n)] }
      run { [x.diagonalScatter(source, offset: n)] }
      run { [x.selectScatter(source, n, 0), x.selectScatter(source, 0, n)] }
      run { [x.sliceScatter(source, 0, start: n)] }
      run { [x.sliceScatter(source, n, end: n, step: n)] }
      run { [x.slice(0, start: n, end: n, step: n)] }
      run { [x.slice(0, step: n)] }
      run { [x.unfold(0, n, 1)] }
      run { [x.unfold(0, 1, n)] }
      run { [x.unfold(n, 1, 1)] }
      run { [x.unflatten(0, [n, n])] }
      run { [x.repeatInterleave(n), x.repeatInterleave(2, dim: n)] }
      run { [x.repeatInterleave(Tensor([n]), dim: 0)] }
      run { [x.repeatInterleave(Tensor([n, n]), dim: 0, outputSize: n)] }
      run { [Tensor.repeatInterleave(Tensor([n, 1]))] }
      run { [x.gather(n, index), x.gather(0, index + n)] }
      run { [x.scatter(0, index + n, source), x.scatter(n, index, source)] }
      run { [x.scatterReduce(n, index, source, .prod), x.scatterReduce(0, Tensor([[n]]), x, .mean)] }
      run { [x.indexReduce(0, index + n, x, .amax), x.indexReduce(n, index, source, .amin)] }
      run { [x.indexAdd(0, index + n, source, alpha: n), x.indexAdd(n, index, source)] }
      run { [x.indexCopy(0, index + n, x), x.indexCopy(n, index, source)] }
      run { [x.indexFill(0, index + n, n), x.indexFill(n, index, 1)] }
      run { [x.take(index + n), x.put(index + n, source)] }
      run { [x.takeAlongDim(index + n), x.takeAlongDim(index, n)] }
      run { [x.indexPut([index + n], source), x.indexPut([nil, Tensor(n)], source)] }
      run { [x.indexPut([], source)] }
      run { [x.squeeze(dims: [n, n])] }
      run { [x.swapaxes(n, 0)] }
      guard x.elementCount < 100, !shape.contains(1 << 40) else { continue }
      run { [x.clone().fillDiagonal_(n, wrap: true)] }
      run { [x.clone().put_(index + n, source), x.clone().indexPut_([index + n], source)] }
      run { [x.clone().tril_(n), x.clone().triu_(n)] }
    }
    run { Tensor.meshgrid([x, x]) + [Tensor.blockDiag([x, x]), Tensor.cartesianProd([x, x])] }
    run { [Tensor.hstack([x, x]), Tensor.vstack([x, x]), Tensor.dstack([x, x]), Tensor.columnStack([x, x])] }
    run { [x.atLeast1D(), x.atLeast2D(), x.atLeast3D(), x.fliplr(), x.flipud(), x.ravel()] }
    run { [Tensor.hstack([]), Tensor.cartesianProd([]), Tensor.blockDiag([])] }
    run { [x.gather(0, Tensor.zeros(1, dtype: .int64).expand(1 << 50)), x.indexSelect(0, Tensor([0]))] }
    run { [x.scatter(0, Tensor.zeros(1, dtype: .int64), Tensor.ones(1).expand(1 << 50))] }
  }
}
