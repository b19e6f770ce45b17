// Moving numbers: conversion, copies, filling.

extension Op {
  static let clone: Op = Op(
    "clone",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.x.shape, i.x.dtype)] },
        run: { i, _, _ throws(TensorError) in
          let out = try Tensor.empty(i.x.shape, dtype: i.x.dtype, strides: i.x.isDense ? i.x.strides : nil, like: i.x)
          out.write(i.x)
          return [out]
        })),
    rules: [.of { g, _ in g }], samples: .unary)

  static let contiguous: Op = Op(
    "contiguous", gradName: "CloneBackward0",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.x.shape, i.x.dtype)] },
        run: { i, _, specs throws(TensorError) in
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype, like: i.x)
          out.write(i.x)
          return [out]
        })),
    rules: [.of { g, _ in g }], samples: .unary)

  /// `dtype`: the type to convert to.
  static let toCopy: Op = Op(
    "to_copy",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in [Spec(i.x.shape, a.dtype ?? i.x.dtype)] },
        run: { i, _, specs throws(TensorError) in
          if i.x.dtype.isComplex, !specs[0].dtype.isComplex, specs[0].dtype != .bool {
            warnOnce("Casting complex values to real discards the imaginary part")
          }
          let out = try Tensor.empty(specs[0].shape, dtype: specs[0].dtype, strides: i.x.isDense ? i.x.strides : nil, like: i.x)
          out.write(i.x)
          return [out]
        })),
    rules: [.of { g, _ in g }], samples: .custom([.init([[2, 3]], Attributes(dtype: .float64))]))

  /// The second input over the first, broadcast and converted; only ever applied in place.
  static let copy: Op = Op(
    "copy", gradName: "CopyBackwards",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in
          let source = i.y!
          guard Shape.canExpand(source.shape, to: i.x.shape) else { throw Tensor.cannotExpand(source.shape, to: i.x.shape, op: "copy_") }
          return Spec(i.x.shape, i.x.dtype)
        },
        run: { i, _, spec throws(TensorError) in i.y!.expandedView(to: spec.shape) })),
    rules: [.zero, .of { g, _ in g }], samples: .inPlaceOnly)

  /// `numbers[0]`: the number everywhere; only ever applied in place.
  static let fill: Op = Op(
    "fill", gradName: "FillBackward2",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in Spec(i.x.shape, i.x.dtype) },
        run: { i, a, spec throws(TensorError) in
          let number = try Tensor(empty: Shape(), dtype: spec.dtype)
          spec.dtype.store(a.numbers[0], to: number.pointer)
          return number.expandedView(to: spec.shape)
        })),
    rules: [.zero], samples: .inPlaceOnly)
  static let zero: Op = Op("zero", kernel: fill.kernel, rules: [.zero], samples: .inPlaceOnly)

  static let copies: [Op] = [clone, contiguous, toCopy, copy, fill, zero, toDevice]
}

extension Tensor {
  /// Copies the numbers of `source`, converted and broadcast, into this tensor's memory. No history, no version.
  package func write(_ source: Tensor) {
    var source = source
    if source.storage.base == storage.base, source.isCUDA == isCUDA, source.overlapsPartly(self) { source = noGrad { source.clone() } }
    do throws(TensorError) {
      try (flags.contains(.device) ? self : source).backend().copy(source, to: self)
    } catch { error.report() }
  }

  /// A tensor of fresh memory with these strides (row-major when `nil`), which must leave no gaps.
  static func empty(_ shape: Shape, dtype: DType, strides: Shape?, like other: Tensor? = nil) throws(TensorError) -> Tensor {
    let contiguous = if let other { try Tensor(empty: shape, dtype: dtype, like: other) } else { try Tensor(empty: shape, dtype: dtype) }
    guard let strides, strides != contiguous.strides else { return contiguous }
    return Tensor(storage: contiguous.storage, shape: shape, strides: strides, offset: 0, dtype: dtype)
  }

  /// Whether the elements fill a stretch of memory without gaps or overlaps, in whatever order of the axes.
  var isDense: Bool {
    if isContiguous { return true }
    var order = (0..<rank).filter { shape[$0] != 1 }
    order.sort { strides[$0] < strides[$1] }
    var expected = 1
    for d in order {
      if shape[d] == 0 { return true }
      guard strides[d] == expected else { return false }
      expected &*= shape[d]
    }
    return true
  }

  /// A view with broadcast axes of stride 0; for reading only.
  func expandedView(to target: Shape) -> Tensor {
    if shape == target { return self }
    var strides = Shape(repeating: 0, count: target.count)
    let missing = target.count - rank
    for d in 0..<rank where shape[d] != 1 || target[d + missing] == 1 { strides[d + missing] = self.strides[d] }
    return Tensor(storage: storage, shape: target, strides: strides, offset: offset, dtype: dtype)
  }

  /// A copy of `source` in this tensor's dtype and layout.
  static func empty(like leaf: Tensor, copying source: Tensor) -> Tensor {
    reporting { () throws(TensorError) in
      let out = try Tensor.empty(leaf.shape, dtype: leaf.dtype, strides: leaf.strides, like: leaf)
      out.write(source)
      return out
    }
  }

  static func cannotExpand(_ shape: Shape, to target: Shape, op: String) -> TensorError {
    let missing = target.count - shape.count
    for d in Swift.stride(from: shape.count - 1, through: 0, by: -1) where missing >= 0 && shape[d] != 1 && shape[d] != target[d + missing]
    {
      return TensorError(
        .shape, op: op,
        "The expanded size of the tensor (\(target[d + missing])) must match the existing size (\(shape[d])) at non-singleton dimension "
          + "\(d + missing).  Target sizes: \(target.listed).  Tensor sizes: \(shape.listed)")
    }
    return TensorError(
      .shape, op: op,
      "the number of sizes provided (\(target.count)) must be greater or equal to the number of dimensions in the tensor (\(shape.count))")
  }

  /// A copy with memory of its own; gradients pass through. Mirrors `clone`.
  ///
  /// ```swift
  /// let x = Tensor([1.0, 2.0])
  /// let y = x.clone()
  /// y.fill_(0)
  /// x  // tensor([1., 2.])
  /// ```
  public func clone() -> Tensor { apply(.clone, self) }

  /// This tensor if it is contiguous, otherwise a contiguous copy. Mirrors `contiguous`.
  ///
  /// ```swift
  /// let x = Tensor([[1, 2], [3, 4]]).t()
  /// x.isContiguous  // false
  /// x.contiguous().isContiguous  // true
  /// ```
  public func contiguous() -> Tensor { isContiguous && !isRepeated ? self : apply(.contiguous, self) }

  /// This tensor with elements of another dtype; itself when it has that dtype already. Mirrors `to(dtype)`.
  ///
  /// Floats are truncated towards zero when they become whole numbers.
  ///
  /// ```swift
  /// Tensor([1.7, -1.7]).to(.int64)  // tensor([ 1, -1])
  /// ```
  public func to(_ dtype: DType) -> Tensor { dtype == self.dtype ? self : apply(.toCopy, self, Attributes(dtype: dtype)) }

  /// Copies `source`, broadcast and converted, into this tensor. Mirrors `copy_`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 2).copy_(Tensor([1, 2]))  // tensor([[1., 2.], [1., 2.]])
  /// ```
  @discardableResult public func copy_(_ source: Tensor) -> Tensor { Op.copy.applyInPlace(self, source) }

  /// Sets every element to a number. Mirrors `fill_`. Reports an error when a whole number does not fit the dtype.
  ///
  /// ```swift
  /// Tensor.zeros(2).fill_(7)  // tensor([7., 7.])
  /// ```
  @discardableResult public func fill_(_ value: some TensorScalar) -> Tensor {
    if value.scalar.overflows(dtype) {
      TensorError(.dtype, op: "fill_", "value cannot be converted to type \(dtype.fixedWidthName) without overflow").report()
      return self
    }
    return Op.fill.applyInPlace(self, attributes: Attributes(numbers: [value.scalar]))
  }

  /// Sets every element to zero. Mirrors `zero_`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).zero_()  // tensor([0., 0.])
  /// ```
  @discardableResult public func zero_() -> Tensor {
    // A gradient between two steps: nothing to check, nothing to record.
    if isContiguous, flags.isDisjoint(with: Flags.special.union(.view)), !isGradEnabled || !isTracked, !Tracing.isOn {
      pointer.initializeMemory(as: UInt8.self, repeating: 0, count: elementCount * dtype.itemSize)
      storage.version &+= 1
      return self
    }
    return Op.zero.applyInPlace(self, attributes: Attributes(numbers: [.int(0)]))
  }
}

extension DType {
  /// `uint8_t`, as PyTorch names the type in messages about overflow.
  var fixedWidthName: String { isInteger ? name + "_t" : cName }
}
