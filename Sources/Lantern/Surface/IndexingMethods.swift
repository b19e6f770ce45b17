// Picking and putting elements, as methods.

extension Tensor {
  private func withAxis(_ dim: Int, _ op: String, _ body: (Shape) throws(TensorError) -> Tensor) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let d = try shape.axis(dim, op: op)
      return try body([d])
    }
  }

  /// The positions along an axis that a vector of whole numbers names. Mirrors `torch.index_select`.
  public func indexSelect(_ dim: Int, _ index: Tensor) -> Tensor {
    withAxis(dim, "index_select") { axis throws(TensorError) in apply(.indexSelect, self, index, Attributes(ints: axis)) }
  }
  /// This tensor with the rows of `source` added at positions along an axis. Mirrors `torch.index_add`.
  public func indexAdd(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "index_add") { axis throws(TensorError) in apply(.indexAdd, self, index, source, Attributes(ints: axis)) }
  }
  /// Adds rows in place. Mirrors `index_add_`.
  @discardableResult public func indexAdd_(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "index_add") { axis throws(TensorError) in
      Op.indexAdd.applyInPlace(self, index, source, attributes: Attributes(ints: axis))
    }
  }
  /// For each element of `index`, the element whose position along the axis it names. Mirrors `torch.gather`.
  public func gather(_ dim: Int, _ index: Tensor) -> Tensor {
    withAxis(dim, "gather") { axis throws(TensorError) in apply(.gather, self, index, Attributes(ints: axis)) }
  }
  /// This tensor with elements of `source` put where `index` says along an axis. Mirrors `torch.scatter`.
  public func scatter(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in apply(.scatter, self, index, source, Attributes(ints: axis)) }
  }
  /// This tensor with a number put where `index` says along an axis. Mirrors `torch.scatter`.
  public func scatter(_ dim: Int, _ index: Tensor, _ value: some TensorScalar) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in
      apply(.scatterNumber, self, index, Tensor.number(value.scalar, dtype), Attributes(ints: axis))
    }
  }
  /// Puts elements in place. Mirrors `scatter_`.
  @discardableResult public func scatter_(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in Op.scatter.applyInPlace(self, index, source, attributes: Attributes(ints: axis))
    }
  }
  /// Puts a number in place. Mirrors `scatter_`.
  @discardableResult public func scatter_(_ dim: Int, _ index: Tensor, _ value: some TensorScalar) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in
      Op.scatterNumber.applyInPlace(self, index, Tensor.number(value.scalar, dtype), attributes: Attributes(ints: axis))
    }
  }
  /// This tensor with elements of `source` added where `index` says along an axis. Mirrors `torch.scatter_add`.
  public func scatterAdd(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in apply(.scatterAdd, self, index, source, Attributes(ints: axis)) }
  }
  /// Adds elements in place. Mirrors `scatter_add_`.
  @discardableResult public func scatterAdd_(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in
      Op.scatterAdd.applyInPlace(self, index, source, attributes: Attributes(ints: axis))
    }
  }

  /// The positions of the non-zero elements, one row each, int64. Mirrors `torch.nonzero`.
  public func nonzero() -> Tensor { apply(.nonzero, self) }
  /// The positions of the non-zero elements, one vector for each axis. Mirrors `torch.nonzero(as_tuple=True)`.
  public func nonzeroPerAxis() -> [Tensor] {
    if isInvalid { return [self] }
    let x = rank == 0 ? unsqueeze(0) : self
    let found = x.nonzero()
    return (0..<x.rank).map { found.select(1, $0) }
  }
  /// The elements where the mask holds, as a vector; both are broadcast. Mirrors `torch.masked_select`.
  public func maskedSelect(_ mask: Tensor) -> Tensor { apply(.maskedSelect, self, mask) }
  /// This tensor with the elements where the mask holds taken from `source`, in order. Mirrors `torch.masked_scatter`.
  public func maskedScatter(_ mask: Tensor, _ source: Tensor) -> Tensor { apply(.maskedScatter, self, mask, source) }
  /// This tensor with a number where the mask holds. Mirrors `torch.masked_fill`.
  public func maskedFill(_ mask: Tensor, _ value: some TensorScalar) -> Tensor {
    apply(.maskedFill, self, mask, Attributes(numbers: [value.scalar]))
  }
  /// Sets the elements where the mask holds to a number, in place. Mirrors `masked_fill_`.
  @discardableResult public func maskedFill_(_ mask: Tensor, _ value: some TensorScalar) -> Tensor {
    Op.maskedFill.applyInPlace(self, mask, attributes: Attributes(numbers: [value.scalar]))
  }

  /// This tensor with values put at positions of several axes. Mirrors `torch.index_put`.
  func indexPut(_ indices: [Tensor], axes: Shape, _ values: Tensor, accumulate: Bool) -> Tensor {
    apply(.indexPut, [self, values] + indices, Attributes(ints: axes, flag: accumulate))
  }
}

extension Op {
  /// `x` with `numbers[0]` where the mask `y` holds.
  static let maskedFill: Op = Op(
    "masked_fill",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          guard i.y!.dtype == .bool else {
            throw TensorError(
              .dtype, op: "masked_fill", "masked_fill_ only supports boolean masks, but got mask with dtype \(i.y!.dtype.cName)",
              hint: "Compare it first: mask .!= 0.")
          }
          return [Spec(try Shape.broadcast("masked_fill", i.x.shape, i.y!.shape), i.x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in [noGrad { Tensor.number(a.numbers[0], specs[0].dtype).where(i.y!, else: i.x) }] })),
    rules: [.of(.y) { g, s in Tensor.zeros(like: g).where(s.y, else: g) }, nil],
    samples: .custom([Sample([[2, 3], [3]], Attributes(numbers: [.double(0.5)]), masks: [1])]))
}
