// Operations that write their result over their first operand. They all end in an underscore, as in PyTorch, report an error where
// the result's dtype or shape does not fit, and return the tensor itself.

extension Tensor {
  /// Adds `alpha * other` in place. Mirrors `add_`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).add_(Tensor([3.0, 4.0]), alpha: 10)  // tensor([31., 42.])
  /// ```
  @discardableResult public func add_(_ other: Tensor, alpha: some TensorScalar = 1) -> Tensor {
    Op.add.applyInPlace(self, other.scaled(alpha.scalar))
  }
  /// Adds a number in place. Mirrors `add_`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).add_(1)  // tensor([2., 3.])
  /// ```
  @discardableResult public func add_(_ other: some TensorScalar) -> Tensor { Op.add.applyInPlace(self, beside(other)) }
  /// Subtracts `alpha * other` in place. Mirrors `sub_`.
  ///
  /// ```swift
  /// Tensor([[5.0, 6.0], [7.0, 8.0]]).sub_(Tensor([1.0, 2.0]))  // tensor([[4., 4.], [6., 6.]])
  /// ```
  @discardableResult public func sub_(_ other: Tensor, alpha: some TensorScalar = 1) -> Tensor {
    Op.sub.applyInPlace(self, other.scaled(alpha.scalar))
  }
  /// Subtracts a number in place. Mirrors `sub_`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).sub_(1)  // tensor([0., 1.])
  /// ```
  @discardableResult public func sub_(_ other: some TensorScalar) -> Tensor { Op.sub.applyInPlace(self, beside(other)) }
  /// Multiplies in place. Mirrors `mul_`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).mul_(Tensor([3.0, 4.0]))  // tensor([3., 8.])
  /// ```
  @discardableResult public func mul_(_ other: Tensor) -> Tensor { Op.mul.applyInPlace(self, other) }
  /// Multiplies with a number in place. Mirrors `mul_`.
  ///
  /// ```swift
  /// let x = Tensor([[1.0, 2.0], [3.0, 4.0]])
  /// x[0].mul_(10)
  /// x  // tensor([[10., 20.], [ 3.,  4.]])
  /// ```
  @discardableResult public func mul_(_ other: some TensorScalar) -> Tensor { Op.mul.applyInPlace(self, beside(other)) }
  /// Divides in place. Mirrors `div_`.
  ///
  /// ```swift
  /// Tensor([1.0, 3.0]).div_(Tensor([2.0, 4.0]))  // tensor([0.5000, 0.7500])
  /// ```
  @discardableResult public func div_(_ other: Tensor) -> Tensor { Op.div.applyInPlace(self, other) }
  /// Divides by a number in place. Mirrors `div_`.
  ///
  /// ```swift
  /// Tensor([1.0, 3.0]).div_(2)  // tensor([0.5000, 1.5000])
  /// ```
  @discardableResult public func div_(_ other: some TensorScalar) -> Tensor { Op.div.applyInPlace(self, beside(other)) }
  /// Raises to a power in place. Mirrors `pow_`.
  ///
  /// ```swift
  /// Tensor([2.0, 3.0]).pow_(Tensor([3.0, 2.0]))  // tensor([8., 9.])
  /// ```
  @discardableResult public func pow_(_ exponent: Tensor) -> Tensor { Op.pow.applyInPlace(self, exponent) }
  /// Raises to the power of a number in place. Mirrors `pow_`.
  ///
  /// ```swift
  /// Tensor([2.0, 3.0]).pow_(2)  // tensor([4., 9.])
  /// ```
  @discardableResult public func pow_(_ exponent: some TensorScalar) -> Tensor {
    Op.powNumber.applyInPlace(self, beside(exponent), attributes: Attributes(numbers: [exponent.scalar]))
  }
  /// Changes the sign in place. Mirrors `neg_`.
  ///
  /// ```swift
  /// Tensor([1.0, -2.0]).neg_()  // tensor([-1.,  2.])
  /// ```
  @discardableResult public func neg_() -> Tensor { Op.neg.applyInPlace(self) }
  /// Takes the absolute value in place. Mirrors `abs_`.
  ///
  /// ```swift
  /// Tensor([1.0, -2.0]).abs_()  // tensor([1., 2.])
  /// ```
  @discardableResult public func abs_() -> Tensor { Op.abs.applyInPlace(self) }
  /// Takes the exponential in place. Mirrors `exp_`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).exp_()  // tensor([1.0000, 2.7183])
  /// ```
  @discardableResult public func exp_() -> Tensor { Op.exp.applyInPlace(self) }
  /// Takes the natural logarithm in place. Mirrors `log_`.
  ///
  /// ```swift
  /// Tensor([1.0, 10.0]).log_()  // tensor([0.0000, 2.3026])
  /// ```
  @discardableResult public func log_() -> Tensor { Op.log.applyInPlace(self) }
  /// Takes the square root in place. Mirrors `sqrt_`.
  ///
  /// ```swift
  /// Tensor([4.0, 9.0]).sqrt_()  // tensor([2., 3.])
  /// ```
  @discardableResult public func sqrt_() -> Tensor { Op.sqrt.applyInPlace(self) }
  /// Rounds down in place. Mirrors `floor_`.
  ///
  /// ```swift
  /// Tensor([1.5, -1.5]).floor_()  // tensor([ 1., -2.])
  /// ```
  @discardableResult public func floor_() -> Tensor { Op.floor.applyInPlace(self) }
  /// Rounds up in place. Mirrors `ceil_`.
  ///
  /// ```swift
  /// Tensor([1.5, -1.5]).ceil_()  // tensor([ 2., -1.])
  /// ```
  @discardableResult public func ceil_() -> Tensor { Op.ceil.applyInPlace(self) }
  /// Rounds to the nearest whole number in place. Mirrors `round_`.
  ///
  /// ```swift
  /// Tensor([0.5, 1.5]).round_()  // tensor([0., 2.])
  /// ```
  @discardableResult public func round_() -> Tensor { Op.round.applyInPlace(self) }
  /// Applies the logistic function in place. Mirrors `sigmoid_`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).sigmoid_()  // tensor([0.5000, 0.7311])
  /// ```
  @discardableResult public func sigmoid_() -> Tensor { Op.sigmoid.applyInPlace(self) }
  /// Applies the hyperbolic tangent in place. Mirrors `tanh_`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).tanh_()  // tensor([0.0000, 0.7616])
  /// ```
  @discardableResult public func tanh_() -> Tensor { Op.tanh.applyInPlace(self) }
  /// Sets negative elements to zero. Mirrors `relu_`.
  ///
  /// ```swift
  /// Tensor([-1.0, 2.0]).relu_()  // tensor([0., 2.])
  /// ```
  @discardableResult public func relu_() -> Tensor { Op.relu.applyInPlace(self) }
  /// Adds `value * a * b` in place. Mirrors `addcmul_`.
  ///
  /// ```swift
  /// Tensor([1.0, 1.0]).addcmul_(Tensor([2.0, 3.0]), Tensor([4.0, 5.0]))  // tensor([ 9., 16.])
  /// ```
  @discardableResult public func addcmul_(_ a: Tensor, _ b: Tensor, value: Double = 1) -> Tensor {
    Op.addcmul.applyInPlace(self, a, b, attributes: Attributes(numbers: [.double(value)]))
  }
  /// Adds `value * (a / b)` in place. Mirrors `addcdiv_`.
  ///
  /// ```swift
  /// Tensor([1.0, 1.0]).addcdiv_(Tensor([6.0, 8.0]), Tensor([2.0, 4.0]), value: 10)  // tensor([31., 21.])
  /// ```
  @discardableResult public func addcdiv_(_ a: Tensor, _ b: Tensor, value: Double = 1) -> Tensor {
    Op.addcdiv.applyInPlace(self, a, b, attributes: Attributes(numbers: [.double(value)]))
  }
  /// Moves towards `end` in place. Mirrors `lerp_`.
  ///
  /// ```swift
  /// Tensor([0.0, 10.0]).lerp_(Tensor([10.0, 20.0]), 0.5)  // tensor([ 5., 15.])
  /// ```
  @discardableResult public func lerp_(_ end: Tensor, _ weight: Double) -> Tensor { Op.lerpNumber.applyInPlace(self, end, beside(weight)) }
}
