// Choosing between values, and keeping them within limits.

extension Op {
  static let maximum: Op = binary(
    "maximum", dx: .of([.x, .y]) { g, s in (g / 2).where(s.x .== s.y, else: g.where(s.x .> s.y, else: 0)) },
    dy: .of([.x, .y]) { g, s in (g / 2).where(s.x .== s.y, else: g.where(s.y .> s.x, else: 0)) })
  static let minimum: Op = binary(
    "minimum", dx: .of([.x, .y]) { g, s in (g / 2).where(s.x .== s.y, else: g.where(s.x .< s.y, else: 0)) },
    dy: .of([.x, .y]) { g, s in (g / 2).where(s.x .== s.y, else: g.where(s.y .< s.x, else: 0)) })
  /// `numbers`: the lower and the upper limit.
  static let clamp: Op = Op(
    "clamp", gradName: "ClampBackward1", kernel: .pointwise(Pointwise("clamp")),
    rules: [
      .of(.x) { g, s in
        let limits = s.attributes.numbers
        return g.where((s.x .>= limits[0].doubleValue).logicalAnd(s.x .<= limits[1].doubleValue), else: 0)
      }
    ],
    samples: .custom([Sample([[2, 3]], Attributes(numbers: [.double(-0.5), .double(0.8)]))]))
  /// `numbers[0]`: the lower limit.
  static let clampMin: Op = Op(
    "clamp_min", gradName: "ClampBackward1", kernel: .pointwise(Pointwise("clamp_min")),
    rules: [.of(.x) { g, s in g.where(s.x .>= s.attributes.numbers[0].doubleValue, else: 0) }],
    samples: .custom([Sample([[2, 3]], Attributes(numbers: [.double(-0.5)]))]))
  /// `numbers[0]`: the upper limit.
  static let clampMax: Op = Op(
    "clamp_max", gradName: "ClampBackward1", kernel: .pointwise(Pointwise("clamp_max")),
    rules: [.of(.x) { g, s in g.where(s.x .<= s.attributes.numbers[0].doubleValue, else: 0) }],
    samples: .custom([Sample([[2, 3]], Attributes(numbers: [.double(0.5)]))]))
  /// Tensors as limits: the elements, the lower limits, the upper limits.
  static let clampTensor: Op = Op(
    "clamp_tensor", gradName: "ClampBackward0", kernel: .pointwise(Pointwise("clamp_tensor")),
    rules: [
      .of([.x, .y, .z]) { g, s in g.where((s.x .>= s.y).logicalAnd(s.x .<= s.z), else: 0) },
      .of([.x, .y, .z]) { g, s in g.where((s.y .< s.z).logicalAnd(s.x .< s.y), else: 0) },
      .of([.x, .y, .z]) { g, s in g.where((s.x .> s.z).logicalOr(s.z .< s.y), else: 0) },
    ],
    samples: .custom([Sample([[2, 3], [2, 3], [3]], ranges: [-2...2, -1...0, 0.1...1])]))
  static let clampMinTensor: Op = binary(
    "clamp_min_tensor", kernel: "maximum", gradName: "ClampMinBackward1", dx: .of([.x, .y]) { g, s in g.where(s.x .>= s.y, else: 0) },
    dy: .of([.x, .y]) { g, s in g.where(s.x .< s.y, else: 0) })
  static let clampMaxTensor: Op = binary(
    "clamp_max_tensor", kernel: "minimum", gradName: "ClampMaxBackward1", dx: .of([.x, .y]) { g, s in g.where(s.x .<= s.y, else: 0) },
    dy: .of([.x, .y]) { g, s in g.where(s.x .> s.y, else: 0) })
  /// The condition, the value where it holds, the value where it doesn't.
  static let `where`: Op = Op(
    "where", kernel: .pointwise(Pointwise("where", skipsFirst: true)),
    rules: [nil, .of(.x) { g, s in g.where(s.x, else: 0) }, .of(.x) { g, s in Tensor.zeros(like: g).where(s.x, else: g) }],
    samples: .custom([Sample([[2, 3], [2, 3], [3]], masks: [0])]))

  static let choosing: [Op] = [maximum, minimum, clamp, clampMin, clampMax, clampTensor, clampMinTensor, clampMaxTensor, `where`]
}

extension Tensor {
  /// The larger of two elements; NaN wins; equal elements share the gradient. Mirrors `torch.maximum`.
  ///
  /// ```swift
  /// Tensor([1.0, 5.0]).maximum(Tensor([3.0, 2.0]))  // tensor([3., 5.])
  /// ```
  public func maximum(_ other: Tensor) -> Tensor { apply(.maximum, self, other) }
  /// The smaller of two elements; NaN wins; equal elements share the gradient. Mirrors `torch.minimum`.
  ///
  /// ```swift
  /// Tensor([1.0, 5.0]).minimum(Tensor([3.0, 2.0]))  // tensor([1., 2.])
  /// ```
  public func minimum(_ other: Tensor) -> Tensor { apply(.minimum, self, other) }

  /// Each element, but at least `min` and at most `max`. Mirrors `torch.clamp`; at a limit the derivative is 1.
  ///
  /// ```swift
  /// Tensor([-2.0, 0.5, 3.0]).clamp(0, 1)  // tensor([0.0000, 0.5000, 1.0000])
  /// ```
  public func clamp(_ min: some TensorScalar, _ max: some TensorScalar) -> Tensor { clamped(min.scalar, max.scalar, into: nil) }
  /// Each element, but at least `min`. Mirrors `torch.clamp(min=)`.
  ///
  /// ```swift
  /// Tensor([-2.0, 0.5, 3.0]).clamp(min: 0)  // tensor([0.0000, 0.5000, 3.0000])
  /// ```
  public func clamp(min: some TensorScalar) -> Tensor { clamped(min.scalar, nil, into: nil) }
  /// Each element, but at most `max`. Mirrors `torch.clamp(max=)`.
  ///
  /// ```swift
  /// Tensor([-2.0, 0.5, 3.0]).clamp(max: 1)  // tensor([-2.0000,  0.5000,  1.0000])
  /// ```
  public func clamp(max: some TensorScalar) -> Tensor { clamped(nil, max.scalar, into: nil) }
  /// Each element, but at least `min` and at most `max`, element by element; all broadcast, NaN wins. Mirrors `torch.clamp`.
  ///
  /// ```swift
  /// Tensor([1, 5, 9]).clamp(Tensor([2, 2, 2]), Tensor([4, 6, 8]))  // tensor([2, 5, 8])
  /// ```
  public func clamp(_ min: Tensor, _ max: Tensor) -> Tensor { apply(.clampTensor, self, min, max) }
  /// Each element, but at least the other's; NaN wins. Mirrors `torch.clamp(min=)`.
  ///
  /// ```swift
  /// Tensor([1.0, 5.0]).clamp(min: Tensor([2.0, 2.0]))  // tensor([2., 5.])
  /// ```
  public func clamp(min: Tensor) -> Tensor { apply(.clampMinTensor, self, min) }
  /// Each element, but at most the other's; NaN wins. Mirrors `torch.clamp(max=)`.
  ///
  /// ```swift
  /// Tensor([1.0, 5.0]).clamp(max: Tensor([2.0, 2.0]))  // tensor([1., 2.])
  /// ```
  public func clamp(max: Tensor) -> Tensor { apply(.clampMaxTensor, self, max) }
  /// Limits the elements in place. Mirrors `clamp_`.
  ///
  /// ```swift
  /// Tensor([-2.0, 0.5, 3.0]).clamp_(0, 1)  // tensor([0.0000, 0.5000, 1.0000])
  /// ```
  @discardableResult public func clamp_(_ min: some TensorScalar, _ max: some TensorScalar) -> Tensor {
    clamped(min.scalar, max.scalar, into: self)
  }
  /// Raises elements below a limit in place. Mirrors `clamp_(min=)`.
  ///
  /// ```swift
  /// Tensor([-2.0, 0.5]).clamp_(min: 0)  // tensor([0.0000, 0.5000])
  /// ```
  @discardableResult public func clamp_(min: some TensorScalar) -> Tensor { clamped(min.scalar, nil, into: self) }
  /// Lowers elements above a limit in place. Mirrors `clamp_(max=)`.
  ///
  /// ```swift
  /// Tensor([0.5, 3.0]).clamp_(max: 1)  // tensor([0.5000, 1.0000])
  /// ```
  @discardableResult public func clamp_(max: some TensorScalar) -> Tensor { clamped(nil, max.scalar, into: self) }
  /// Limits the elements in place, element by element. Mirrors `clamp_`.
  ///
  /// ```swift
  /// Tensor([1.0, 5.0]).clamp_(Tensor([2.0, 2.0]), Tensor([4.0, 4.0]))  // tensor([2., 4.])
  /// ```
  @discardableResult public func clamp_(_ min: Tensor, _ max: Tensor) -> Tensor { Op.clampTensor.applyInPlace(self, min, max) }
  /// Raises elements below limits in place. Mirrors `clamp_(min=)`.
  ///
  /// ```swift
  /// Tensor([1.0, 5.0]).clamp_(min: Tensor([2.0, 2.0]))  // tensor([2., 5.])
  /// ```
  @discardableResult public func clamp_(min: Tensor) -> Tensor { Op.clampMinTensor.applyInPlace(self, min) }
  /// Lowers elements above limits in place. Mirrors `clamp_(max=)`.
  ///
  /// ```swift
  /// Tensor([1.0, 5.0]).clamp_(max: Tensor([2.0, 2.0]))  // tensor([1., 2.])
  /// ```
  @discardableResult public func clamp_(max: Tensor) -> Tensor { Op.clampMaxTensor.applyInPlace(self, max) }

  private func clamped(_ min: Scalar?, _ max: Scalar?, into target: Tensor?) -> Tensor {
    let limits = [min, max].compactMap { $0 }
    let op: Op = min == nil ? .clampMax : max == nil ? .clampMin : .clamp
    let attributes = Attributes(numbers: Numbers(limits))
    if let target { return op.applyInPlace(target, attributes: attributes) }
    let common = limits.reduce(dtype) { $0.promoted(with: $1) }
    return apply(op, to(common), attributes)
  }

  /// This tensor's elements where the condition holds, the other's elsewhere; all broadcast. Mirrors `torch.where`.
  ///
  /// Reports an error when the condition is not of dtype bool.
  ///
  /// ```swift
  /// let x = Tensor([1.0, -2.0, 3.0])
  /// x.where(x .> 0, else: Tensor([10.0, 20.0, 30.0]))  // tensor([ 1., 20.,  3.])
  /// ```
  public func `where`(_ condition: Tensor, else other: Tensor) -> Tensor {
    guard condition.dtype == .bool || condition.dtype == .uint8 || condition.isInvalid else {
      return .invalid(
        reporting: TensorError(
          .dtype, op: "where", "where expected condition to be a boolean tensor, but got a tensor with dtype \(condition.dtype.legacyName)",
          hint: "Compare it first: condition .!= 0."))
    }
    return apply(.where, condition, self, other)
  }
  /// This tensor's elements where the condition holds, a number elsewhere. Mirrors `torch.where`.
  ///
  /// ```swift
  /// let x = Tensor([1.0, -2.0, 3.0])
  /// x.where(x .> 0, else: 0)  // tensor([1., 0., 3.])
  /// ```
  public func `where`(_ condition: Tensor, else other: some TensorScalar) -> Tensor { self.where(condition, else: beside(other)) }

  /// `x` where the condition holds, `y` elsewhere; all broadcast. Mirrors `torch.where(condition, x, y)`.
  ///
  /// ```swift
  /// Tensor.where(Tensor([true, false]), Tensor([1, 2]), Tensor([10, 20]))  // tensor([ 1, 20])
  /// ```
  public static func `where`(_ condition: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { x.where(condition, else: y) }
}
