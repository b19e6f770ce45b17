// How operations that work element by element are made: one line in pointwise.def, one value here.

extension Op {
  package typealias Validation = @Sendable (borrowing Inputs, DType) throws(TensorError) -> Void

  /// An operation on each element of one tensor.
  static func unary(
    _ name: String, kernel: String? = nil, gradName: String? = nil, type promotion: Pointwise.Promotion = .float,
    domain: ClosedRange<Double> = -3...3, validate: Validation? = nil, uses needs: Rule.Needs = [], _ formula: @escaping Rule.Formula
  ) -> Op {
    Op(
      name, gradName: gradName, kernel: .pointwise(Pointwise(kernel ?? name, promotion, validate: validate)), rules: [.of(needs, formula)],
      samples: .domain(domain))
  }

  /// An operation on the elements of two tensors, broadcast against each other.
  static func binary(
    _ name: String, kernel: String? = nil, gradName: String? = nil, type promotion: Pointwise.Promotion = .same,
    domain: ClosedRange<Double> = -3...3, validate: Validation? = nil, dx: Rule?, dy: Rule?
  ) -> Op {
    Op(
      name, gradName: gradName, kernel: .pointwise(Pointwise(kernel ?? name, promotion, validate: validate)), rules: [dx, dy],
      samples: .domain(domain))
  }

  /// An operation whose result is a truth value; it has no derivative.
  static func test(_ name: String, validate: Validation? = nil) -> Op {
    Op(name, kernel: .pointwise(Pointwise(name, validate: validate)), rules: [], isDifferentiable: false, samples: .unary)
  }
}

extension Tensor {
  /// A Swift number as a 0-d tensor of the dtype it has beside this tensor.
  @inline(__always)
  package func beside(_ number: some TensorScalar) -> Tensor { beside(number.scalar) }

  package func beside(_ scalar: Scalar) -> Tensor {
    let number = Tensor.number(scalar, dtype.promoted(with: scalar))
    number.viewKind = .number
    return number
  }
}
