// Operations that write their result over their first operand. They all end in an underscore, as in PyTorch, report an error where
// the result's dtype or shape does not fit, and return the tensor itself.

extension Tensor {
  /// Adds `alpha * other` in place. Mirrors `add_`.
  @discardableResult public func add_(_ other: Tensor, alpha: some TensorScalar = 1) -> Tensor {
    Op.add.applyInPlace(self, other.scaled(alpha.scalar))
  }
  /// Adds a number in place. Mirrors `add_`.
  @discardableResult public func add_(_ other: some TensorScalar) -> Tensor { Op.add.applyInPlace(self, beside(other)) }
  /// Subtracts `alpha * other` in place. Mirrors `sub_`.
  @discardableResult public func sub_(_ other: Tensor, alpha: some TensorScalar = 1) -> Tensor {
    Op.sub.applyInPlace(self, other.scaled(alpha.scalar))
  }
  /// Subtracts a number in place. Mirrors `sub_`.
  @discardableResult public func sub_(_ other: some TensorScalar) -> Tensor { Op.sub.applyInPlace(self, beside(other)) }
  /// Multiplies in place. Mirrors `mul_`.
  @discardableResult public func mul_(_ other: Tensor) -> Tensor { Op.mul.applyInPlace(self, other) }
  /// Multiplies with a number in place. Mirrors `mul_`.
  @discardableResult public func mul_(_ other: some TensorScalar) -> Tensor { Op.mul.applyInPlace(self, beside(other)) }
  /// Divides in place. Mirrors `div_`.
  @discardableResult public func div_(_ other: Tensor) -> Tensor { Op.div.applyInPlace(self, other) }
  /// Divides by a number in place. Mirrors `div_`.
  @discardableResult public func div_(_ other: some TensorScalar) -> Tensor { Op.div.applyInPlace(self, beside(other)) }
  /// Raises to a power in place. Mirrors `pow_`.
  @discardableResult public func pow_(_ exponent: Tensor) -> Tensor { Op.pow.applyInPlace(self, exponent) }
  /// Raises to the power of a number in place. Mirrors `pow_`.
  @discardableResult public func pow_(_ exponent: some TensorScalar) -> Tensor {
    Op.powNumber.applyInPlace(self, beside(exponent), attributes: Attributes(numbers: [exponent.scalar]))
  }
  /// Changes the sign in place. Mirrors `neg_`.
  @discardableResult public func neg_() -> Tensor { Op.neg.applyInPlace(self) }
  /// Takes the absolute value in place. Mirrors `abs_`.
  @discardableResult public func abs_() -> Tensor { Op.abs.applyInPlace(self) }
  /// Takes the exponential in place. Mirrors `exp_`.
  @discardableResult public func exp_() -> Tensor { Op.exp.applyInPlace(self) }
  /// Takes the natural logarithm in place. Mirrors `log_`.
  @discardableResult public func log_() -> Tensor { Op.log.applyInPlace(self) }
  /// Takes the square root in place. Mirrors `sqrt_`.
  @discardableResult public func sqrt_() -> Tensor { Op.sqrt.applyInPlace(self) }
  /// Rounds down in place. Mirrors `floor_`.
  @discardableResult public func floor_() -> Tensor { Op.floor.applyInPlace(self) }
  /// Rounds up in place. Mirrors `ceil_`.
  @discardableResult public func ceil_() -> Tensor { Op.ceil.applyInPlace(self) }
  /// Rounds to the nearest whole number in place. Mirrors `round_`.
  @discardableResult public func round_() -> Tensor { Op.round.applyInPlace(self) }
  /// Applies the logistic function in place. Mirrors `sigmoid_`.
  @discardableResult public func sigmoid_() -> Tensor { Op.sigmoid.applyInPlace(self) }
  /// Applies the hyperbolic tangent in place. Mirrors `tanh_`.
  @discardableResult public func tanh_() -> Tensor { Op.tanh.applyInPlace(self) }
  /// Sets negative elements to zero. Mirrors `relu_`.
  @discardableResult public func relu_() -> Tensor { Op.relu.applyInPlace(self) }
  /// Adds `value * a * b` in place. Mirrors `addcmul_`.
  @discardableResult public func addcmul_(_ a: Tensor, _ b: Tensor, value: Double = 1) -> Tensor {
    Op.addcmul.applyInPlace(self, a, b, attributes: Attributes(numbers: [.double(value)]))
  }
  /// Adds `value * (a / b)` in place. Mirrors `addcdiv_`.
  @discardableResult public func addcdiv_(_ a: Tensor, _ b: Tensor, value: Double = 1) -> Tensor {
    Op.addcdiv.applyInPlace(self, a, b, attributes: Attributes(numbers: [.double(value)]))
  }
  /// Moves towards `end` in place. Mirrors `lerp_`.
  @discardableResult public func lerp_(_ end: Tensor, _ weight: Double) -> Tensor { Op.lerpNumber.applyInPlace(self, end, beside(weight)) }
}
