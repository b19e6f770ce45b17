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
  /// The condition, the value where it holds, the value where it doesn't.
  static let `where`: Op = Op(
    "where", kernel: .pointwise(Pointwise("where", skipsFirst: true)),
    rules: [nil, .of(.x) { g, s in g.where(s.x, else: 0) }, .of(.x) { g, s in Tensor.zeros(like: g).where(s.x, else: g) }],
    samples: .custom([Sample([[2, 3], [2, 3], [3]], masks: [0])]))

  static let choosing: [Op] = [maximum, minimum, clamp, clampMin, clampMax, `where`]
}

extension Tensor {
  /// The larger of two elements; NaN wins; equal elements share the gradient. Mirrors `torch.maximum`.
  public func maximum(_ other: Tensor) -> Tensor { apply(.maximum, self, other) }
  /// The smaller of two elements; NaN wins; equal elements share the gradient. Mirrors `torch.minimum`.
  public func minimum(_ other: Tensor) -> Tensor { apply(.minimum, self, other) }

  /// Each element, but at least `min` and at most `max`. Mirrors `torch.clamp`; at a limit the derivative is 1.
  public func clamp(_ min: some TensorScalar, _ max: some TensorScalar) -> Tensor { clamped(min.scalar, max.scalar, into: nil) }
  /// Each element, but at least `min`. Mirrors `torch.clamp(min=)`.
  public func clamp(min: some TensorScalar) -> Tensor { clamped(min.scalar, nil, into: nil) }
  /// Each element, but at most `max`. Mirrors `torch.clamp(max=)`.
  public func clamp(max: some TensorScalar) -> Tensor { clamped(nil, max.scalar, into: nil) }
  /// Limits the elements in place. Mirrors `clamp_`.
  @discardableResult public func clamp_(_ min: some TensorScalar, _ max: some TensorScalar) -> Tensor {
    clamped(min.scalar, max.scalar, into: self)
  }

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
  public func `where`(_ condition: Tensor, else other: some TensorScalar) -> Tensor { self.where(condition, else: beside(other)) }

  /// `x` where the condition holds, `y` elsewhere; all broadcast. Mirrors `torch.where(condition, x, y)`.
  public static func `where`(_ condition: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { x.where(condition, else: y) }
}
