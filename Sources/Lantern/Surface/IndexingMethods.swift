import CKernels

// Picking and putting elements, as methods.

extension Tensor {
  func withAxis(_ dim: Int, _ op: String, _ body: (Shape) throws(TensorError) -> Tensor) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let d = try shape.axis(dim, op: op)
      return try body([d])
    }
  }

  /// The positions along an axis that a vector of whole numbers names. Mirrors `torch.index_select`. Reports an error for positions
  /// outside.
  ///
  /// ```swift
  /// let x = Tensor([[1, 2, 3], [4, 5, 6]])
  /// x.indexSelect(0, Tensor([1, 1]))  // tensor([[4, 5, 6], [4, 5, 6]])
  /// x.indexSelect(-1, Tensor([2, 0]))  // tensor([[3, 1], [6, 4]])
  /// ```
  public func indexSelect(_ dim: Int, _ index: Tensor) -> Tensor {
    withAxis(dim, "index_select") { axis throws(TensorError) in apply(.indexSelect, self, index, Attributes(ints: axis)) }
  }
  /// This tensor with the rows of `source`, times `alpha`, added at positions along an axis. Mirrors `torch.index_add`.
  ///
  /// Reports an error for positions outside, and for a source that does not have one row for each position.
  ///
  /// ```swift
  /// Tensor.zeros(3).indexAdd(0, Tensor([0, 2, 2]), Tensor([1.0, 2, 3]))  // tensor([1., 0., 5.])
  /// ```
  public func indexAdd(_ dim: Int, _ index: Tensor, _ source: Tensor, alpha: some TensorScalar = 1) -> Tensor {
    withAxis(dim, "index_add") { axis throws(TensorError) in
      apply(.indexAdd, self, index, source.scaledInType(alpha.scalar), Attributes(ints: axis))
    }
  }
  /// Adds rows in place. Mirrors `index_add_`.
  ///
  /// ```swift
  /// Tensor.zeros(3).indexAdd_(0, Tensor([0, 2, 2]), Tensor([1.0, 2.0, 3.0]))  // tensor([1., 0., 5.])
  /// ```
  @discardableResult public func indexAdd_(_ dim: Int, _ index: Tensor, _ source: Tensor, alpha: some TensorScalar = 1) -> Tensor {
    withAxis(dim, "index_add") { axis throws(TensorError) in
      Op.indexAdd.applyInPlace(self, index, source.scaledInType(alpha.scalar), attributes: Attributes(ints: axis))
    }
  }
  /// This tensor with the rows at positions along an axis replaced by those of `source`. Mirrors `torch.index_copy`.
  ///
  /// `index` is an int64 vector; of several rows for one position the last one stays. Reports an error for positions outside, another
  /// dtype, and for a source that does not have one row for each position.
  ///
  /// ```swift
  /// Tensor.zeros(3).indexCopy(0, Tensor([2, 0]), Tensor([1.0, 2]))  // tensor([2., 0., 1.])
  /// ```
  public func indexCopy(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "index_copy") { axis throws(TensorError) in apply(.indexCopy, self, index, source, Attributes(ints: axis)) }
  }
  /// Replaces rows in place. Mirrors `index_copy_`.
  ///
  /// ```swift
  /// Tensor.zeros(3).indexCopy_(0, Tensor([2, 0]), Tensor([1.0, 2.0]))  // tensor([2., 0., 1.])
  /// ```
  @discardableResult public func indexCopy_(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "index_copy") { axis throws(TensorError) in
      Op.indexCopy.applyInPlace(self, index, source, attributes: Attributes(ints: axis))
    }
  }
  /// This tensor with a number in the rows at positions along an axis. Mirrors `torch.index_fill`.
  ///
  /// `index` is an int64 vector; negative positions count from the end. Reports an error for positions outside.
  ///
  /// ```swift
  /// Tensor.zeros(3).indexFill(0, Tensor([0, -1]), 7)  // tensor([7., 0., 7.])
  /// ```
  public func indexFill(_ dim: Int, _ index: Tensor, _ value: some TensorScalar) -> Tensor {
    isInvalid ? self : indexFill(dim, index, Tensor.number(value.scalar, dtype))
  }
  /// This tensor with a number, given as a 0-d tensor, in the rows at positions along an axis. Mirrors `torch.index_fill`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 2).indexFill(1, Tensor([0]), Tensor(7.0))  // tensor([[7., 0.], [7., 0.]])
  /// ```
  public func indexFill(_ dim: Int, _ index: Tensor, _ value: Tensor) -> Tensor {
    withAxis(dim, "index_fill") { axis throws(TensorError) in
      apply(.indexFill, self, index.countedFromFront(shape, axis), value.to(dtype), Attributes(ints: axis))
    }
  }
  /// Fills rows in place. Mirrors `index_fill_`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 2).indexFill_(0, Tensor([1]), 7)  // tensor([[0., 0.], [7., 7.]])
  /// ```
  @discardableResult public func indexFill_(_ dim: Int, _ index: Tensor, _ value: some TensorScalar) -> Tensor {
    isInvalid ? self : indexFill_(dim, index, Tensor.number(value.scalar, dtype))
  }
  /// Fills rows with the number of a 0-d tensor in place. Mirrors `index_fill_`.
  ///
  /// ```swift
  /// Tensor.zeros(3).indexFill_(0, Tensor([0, 2]), Tensor(7.0))  // tensor([7., 0., 7.])
  /// ```
  @discardableResult public func indexFill_(_ dim: Int, _ index: Tensor, _ value: Tensor) -> Tensor {
    withAxis(dim, "index_fill") { axis throws(TensorError) in
      Op.indexFill.applyInPlace(self, index.countedFromFront(shape, axis), value.to(dtype), attributes: Attributes(ints: axis))
    }
  }

  /// This tensor times the `alpha` of a sum, in its own dtype.
  private func scaledInType(_ factor: Scalar) -> Tensor {
    if factor.isNumber(1) || isInvalid { return self }
    return scaled(dtype.isInteger ? .int(factor.doubleValue.isFinite ? factor.intValue : 0) : factor).to(dtype)
  }

  /// These positions with negative ones counted from the end of an axis.
  func countedFromFront(_ sizes: Shape, _ axis: Shape) -> Tensor {
    let size = axis.isEmpty || sizes.isEmpty ? 1 : sizes[axis[0]]
    guard !isInvalid, dtype.isInteger, size >= 0 else { return self }
    if !isSymbolic {
      guard let positions = try? positionsInt64() else { return self }  // its operation fails for the same reason
      guard ck_find_bad_index(positions.elementCount, positions.int64Pointer, .max, 0) >= 0 else { return self }
    }
    return noGrad { self.where(self .>= 0, else: self + size) }
  }

  /// For each element of `index`, the element whose position along the axis it names. Mirrors `torch.gather`. `index` is int64 with as many
  /// axes as this tensor; the result has its shape. Reports an error for positions outside.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).gather(1, Tensor([[0, 0], [1, 0]]))  // tensor([[1, 1], [4, 3]])
  /// ```
  public func gather(_ dim: Int, _ index: Tensor) -> Tensor {
    withAxis(dim, "gather") { axis throws(TensorError) in apply(.gather, self, index, Attributes(ints: axis)) }
  }
  /// This tensor with elements of `source` put where `index` says along an axis. Mirrors `torch.scatter`. `index` is int64. Reports
  /// an error for positions outside.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3).scatter(1, Tensor([[2], [0]]), Tensor([[5.0], [6.0]]))  // tensor([[0., 0., 5.], [6., 0., 0.]])
  /// ```
  public func scatter(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in apply(.scatter, self, index, source, Attributes(ints: axis)) }
  }
  /// This tensor with a number put where `index` says along an axis. Mirrors `torch.scatter`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3).scatter(1, Tensor([[2], [0]]), 1)  // tensor([[0., 0., 1.], [1., 0., 0.]])
  /// ```
  public func scatter(_ dim: Int, _ index: Tensor, _ value: some TensorScalar) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in
      apply(.scatterNumber, self, index, Tensor.number(value.scalar, dtype), Attributes(ints: axis))
    }
  }
  /// Puts elements in place. Mirrors `scatter_`.
  ///
  /// ```swift
  /// Tensor.zeros(3).scatter_(0, Tensor([2, 0]), Tensor([5.0, 6.0]))  // tensor([6., 0., 5.])
  /// ```
  @discardableResult public func scatter_(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in Op.scatter.applyInPlace(self, index, source, attributes: Attributes(ints: axis))
    }
  }
  /// Puts a number in place. Mirrors `scatter_`.
  ///
  /// ```swift
  /// Tensor.zeros(3).scatter_(0, Tensor([2, 0]), 1)  // tensor([1., 0., 1.])
  /// ```
  @discardableResult public func scatter_(_ dim: Int, _ index: Tensor, _ value: some TensorScalar) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in
      Op.scatterNumber.applyInPlace(self, index, Tensor.number(value.scalar, dtype), attributes: Attributes(ints: axis))
    }
  }
  /// This tensor with elements of `source` added where `index` says along an axis. Mirrors `torch.scatter_add`.
  ///
  /// ```swift
  /// Tensor.zeros(3).scatterAdd(0, Tensor([0, 2, 2]), Tensor([1.0, 2.0, 3.0]))  // tensor([1., 0., 5.])
  /// ```
  public func scatterAdd(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in apply(.scatterAdd, self, index, source, Attributes(ints: axis)) }
  }
  /// Adds elements in place. Mirrors `scatter_add_`.
  ///
  /// ```swift
  /// Tensor.ones(2).scatterAdd_(0, Tensor([1, 1]), Tensor([1.0, 2.0]))  // tensor([1., 4.])
  /// ```
  @discardableResult public func scatterAdd_(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    withAxis(dim, "scatter") { axis throws(TensorError) in
      Op.scatterAdd.applyInPlace(self, index, source, attributes: Attributes(ints: axis))
    }
  }

  /// The positions of the non-zero elements, one row each, int64. Mirrors `torch.nonzero`.
  ///
  /// ```swift
  /// Tensor([[0, 5], [6, 0]]).nonzero()  // tensor([[0, 1], [1, 0]])
  /// ```
  public func nonzero() -> Tensor { apply(.nonzero, self) }
  /// The positions of the non-zero elements, one vector for each axis. Mirrors `torch.nonzero(as_tuple=True)`.
  ///
  /// ```swift
  /// Tensor([[0, 5], [6, 0]]).nonzeroPerAxis()  // [tensor([0, 1]), tensor([1, 0])]
  /// ```
  public func nonzeroPerAxis() -> [Tensor] {
    if isInvalid { return [self] }
    let x = rank == 0 ? unsqueeze(0) : self
    let found = x.nonzero()
    return (0..<x.rank).map { found.select(1, $0) }
  }
  /// The elements where the mask holds, as a vector; both are broadcast. Mirrors `torch.masked_select`. Reports an error when the mask is
  /// not of dtype bool.
  ///
  /// ```swift
  /// let x = Tensor([1, 5, 3])
  /// x.maskedSelect(x .> 2)  // tensor([5, 3])
  /// ```
  public func maskedSelect(_ mask: Tensor) -> Tensor { apply(.maskedSelect, self, mask) }
  /// This tensor with the elements where the mask holds taken from `source`, in order. Mirrors `torch.masked_scatter`.
  ///
  /// ```swift
  /// Tensor.zeros(3).maskedScatter(Tensor([true, false, true]), Tensor([5.0, 6.0]))  // tensor([5., 0., 6.])
  /// ```
  public func maskedScatter(_ mask: Tensor, _ source: Tensor) -> Tensor { apply(.maskedScatter, self, mask, source) }
  /// This tensor with a number where the mask holds. Mirrors `torch.masked_fill`. The mask is broadcast. Reports an error when it is not of
  /// dtype bool.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0]).maskedFill(Tensor([true, false, true]), -1)  // tensor([-1.,  2., -1.])
  /// ```
  public func maskedFill(_ mask: Tensor, _ value: some TensorScalar) -> Tensor {
    apply(.maskedFill, self, mask, Attributes(numbers: [value.scalar]))
  }
  /// Sets the elements where the mask holds to a number, in place. Mirrors `masked_fill_`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).maskedFill_(Tensor([true, false]), -Double.infinity)  // tensor([-inf, 2.])
  /// ```
  @discardableResult public func maskedFill_(_ mask: Tensor, _ value: some TensorScalar) -> Tensor {
    Op.maskedFill.applyInPlace(self, mask, attributes: Attributes(numbers: [value.scalar]))
  }

  /// This tensor with the number of a 0-d tensor where the mask holds. Mirrors `torch.masked_fill`.
  ///
  /// Reports an error when `value` has axes.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).maskedFill(Tensor([false, true]), Tensor(9.0))  // tensor([1., 9.])
  /// ```
  public func maskedFill(_ mask: Tensor, _ value: Tensor) -> Tensor {
    if isInvalid || value.isInvalid || mask.isInvalid { return isInvalid ? self : value.isInvalid ? value : mask }
    return reporting { () throws(TensorError) in
      try value.checkFillsMask(mask)
      return value.to(dtype).where(mask, else: self)
    }
  }
  /// Sets the elements where the mask holds to the number of a 0-d tensor, in place. Mirrors `masked_fill_`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).maskedFill_(Tensor([false, true]), Tensor(9.0))  // tensor([1., 9.])
  /// ```
  @discardableResult public func maskedFill_(_ mask: Tensor, _ value: Tensor) -> Tensor {
    if isInvalid || value.isInvalid || mask.isInvalid { return self }
    do throws(TensorError) {
      try value.checkFillsMask(mask)
      // The value's gradient is the sum over the mask: written as a choice, then copied over this tensor.
      let filled = value.to(dtype).where(mask, else: self)
      guard filled.shape == shape || filled.isInvalid else {
        throw TensorError(
          .shape, op: "masked_fill_",
          "output with shape \(shape.listed) doesn't match the broadcast shape \(filled.shape.listed)")
      }
      copy_(filled)
    } catch { error.report() }
    return self
  }
  /// Takes elements from `source`, in order, where the mask holds, in place. Mirrors `masked_scatter_`.
  ///
  /// ```swift
  /// Tensor.zeros(3).maskedScatter_(Tensor([false, true, true]), Tensor([5.0, 6.0]))  // tensor([0., 5., 6.])
  /// ```
  @discardableResult public func maskedScatter_(_ mask: Tensor, _ source: Tensor) -> Tensor {
    Op.maskedScatter.applyInPlace(self, mask, source)
  }

  private func checkFillsMask(_ mask: Tensor) throws(TensorError) {
    guard rank == 0 else {
      throw TensorError(
        .shape, op: "masked_fill",
        "masked_fill_ only supports a 0-dimensional value tensor, but got tensor with \(rank) dimension(s).")
    }
    guard mask.dtype == .bool else { throw Op.maskType(mask) }
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
          guard i.y!.dtype == .bool else { throw maskType(i.y!) }
          return [Spec(try Shape.broadcast("masked_fill", i.x.shape, i.y!.shape), i.x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in [noGrad { Tensor.number(a.numbers[0], specs[0].dtype).where(i.y!, else: i.x) }] })),
    rules: [.of(.y) { g, s in Tensor.zeros(like: g).where(s.y, else: g) }, nil],
    samples: .custom([Sample([[2, 3], [3]], Attributes(numbers: [.double(0.5)]), masks: [1])]))

  fileprivate static func maskType(_ mask: Tensor) -> TensorError {
    TensorError(
      .dtype, op: "masked_fill", "masked_fill_ only supports boolean masks, but got mask with dtype \(mask.dtype.cName)",
      hint: "Compare it first: mask .!= 0.")
  }
}
