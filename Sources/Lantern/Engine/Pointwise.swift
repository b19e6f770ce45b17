import CKernels

/// An operation that works element by element: which loop of `pointwise.def`, and which dtypes it takes and gives.
package struct Pointwise: Sendable {
  /// The type that operands of several types are computed in.
  package enum Promotion: Sendable {
    /// The common type.
    case same
    /// The common type, or the default float type for whole numbers and truth values.
    case float
  }
  package let index: Int32
  package let isTest: Bool
  /// Whether complex numbers give real ones, as the absolute value does.
  package let givesPart: Bool
  package let promotion: Promotion
  /// Refuses operands that the loop must not see.
  let validate: (@Sendable (borrowing Inputs, DType) throws(TensorError) -> Void)?
  /// Which input does not take part in promotion: the condition of `where`.
  let skipsFirst: Bool

  package init(
    _ name: String, _ promotion: Promotion = .same, skipsFirst: Bool = false,
    validate: (@Sendable (borrowing Inputs, DType) throws(TensorError) -> Void)? = nil
  ) {
    index = ck_pointwise_find(name)
    precondition(index >= 0, "pointwise.def has no line \(name)")
    isTest = ck_pointwise_result(index) == CK_RESULT_BOOL.rawValue
    givesPart = ck_pointwise_result(index) == CK_RESULT_PART.rawValue
    self.promotion = promotion
    self.validate = validate
    self.skipsFirst = skipsFirst
  }

  /// How many tensors the loop takes.
  package var inputCount: Int { Int(ck_pointwise_arity(index)) }

  /// The type the operands are brought to.
  func commonType(_ op: String, _ inputs: borrowing Inputs) throws(TensorError) -> DType {
    var type = commonOperandType(inputs, from: skipsFirst ? 1 : 0)
    if promotion == .float, !type.isFloatingPoint, !type.isComplex { type = .default }
    try validate?(inputs, type)
    guard ck_pointwise_loop(index, Int32(type.computeType.rawValue)) != nil else {
      throw Pointwise.refusal(op, type)
    }
    return type
  }

  func infer(_ op: String, _ inputs: borrowing Inputs) throws(TensorError) -> Spec {
    let type = try commonType(op, inputs)
    return Spec(try broadcastShape(op, inputs), resultType(type))
  }

  /// The result's type where the operands are brought to `type`.
  package func resultType(_ type: DType) -> DType { isTest ? .bool : givesPart ? type.realPart : type }

  func run(_ op: Op, _ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> Tensor {
    let type = try commonType(op.name, inputs)
    let shape = try broadcastShape(op.name, inputs)
    let out = try Tensor.empty(
      shape, dtype: resultType(type), strides: Pointwise.denseStrides(inputs, shape), like: inputs.deviceSource)
    try run(into: out, inputs, attributes, type: type)
    return out
  }

  /// The strides of the result: row-major, or those of the inputs when all lie in memory the same way without gaps.
  private static func denseStrides(_ inputs: borrowing Inputs, _ shape: Shape) -> Shape? {
    let x = inputs.x
    guard !x.isContiguous, x.shape == shape, x.isDense else { return nil }
    if let y = inputs.y, y.rank > 0, y.strides != x.strides || y.shape != shape { return nil }
    if let z = inputs.z, z.rank > 0, z.strides != x.strides || z.shape != shape { return nil }
    return x.strides
  }

  /// Runs the loop over broadcast, strided operands of any dtype.
  package func run(
    into out: Tensor, _ inputs: borrowing Inputs, _ attributes: borrowing Attributes, type: DType
  ) throws(TensorError) {
    try out.backend().pointwise(self, inputs, attributes.numbers, type: type, into: out)
  }
}

/// The type that PyTorch computes operands of several types in: tensors with axes decide, those without only when they are of a
/// higher kind (whole number < real < complex). Mirrors `torch.result_type`.
package func commonOperandType(_ inputs: borrowing Inputs, from first: Int = 0) -> DType {
  var withAxes: DType?
  var without: DType?
  for i in first..<inputs.count {
    let t = inputs[i]
    if t.rank > 0 {
      withAxes = withAxes.map { DType.promote($0, t.dtype) } ?? t.dtype
    } else {
      without = without.map { DType.promote($0, t.dtype) } ?? t.dtype
    }
  }
  guard let withAxes else { return without! }
  guard let without, without.category > withAxes.category else { return withAxes }
  return DType.promote(withAxes, without)
}

/// The shape that all inputs broadcast to. Unknown sizes of symbols (-1) match everything.
package func broadcastShape(_ op: String, _ inputs: borrowing Inputs) throws(TensorError) -> Shape {
  var shape = inputs.x.shape
  for i in 1..<max(inputs.count, 1) where inputs[i].shape != shape { shape = try Shape.broadcast(op, shape, inputs[i].shape) }
  return shape
}

extension Shape {
  /// The shape that two shapes broadcast to: aligned at the last axis, where sizes are equal or one of them is 1.
  package static func broadcast(_ op: String, _ a: Shape, _ b: Shape) throws(TensorError) -> Shape {
    let rank = Swift.max(a.count, b.count)
    var result = Shape(repeating: 1, count: rank)
    for d in 0..<rank {
      let i = d - (rank - a.count)
      let j = d - (rank - b.count)
      let p = i < 0 ? 1 : a[i]
      let q = j < 0 ? 1 : b[j]
      if p == q || q == 1 {
        result[d] = p
      } else if p == 1 || p < 0 {
        result[d] = q
      } else if q < 0 {
        result[d] = p
      } else {
        throw TensorError(
          .shape, op: op, "The size of tensor a (\(p)) must match the size of tensor b (\(q)) at non-singleton dimension \(d)",
          hint: "The shapes \(a.listed) and \(b.listed) do not broadcast; view, unsqueeze or expand one of them.")
      }
    }
    return result
  }

  /// Whether a tensor of this shape can be expanded to `target`.
  static func canExpand(_ shape: Shape, to target: Shape) -> Bool {
    guard shape.count <= target.count else { return false }
    for d in 0..<shape.count {
      let size = target[target.count - shape.count + d]
      if shape[d] != size, shape[d] != 1, shape[d] >= 0, size >= 0 { return false }
    }
    return true
  }
}
