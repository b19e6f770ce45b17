import Lantern

extension OperatorTable {
  /// Functions of complex numbers.
  static let complexNumbers: [OperatorCall] = [
    .unary("real", "real") { $0.real() }, .unary("imag", "imag") { $0.imag() }, .unary("conj", "conj") { $0.conj() },
    .unary("conj_physical", "conj") { $0.conj() }, .unary("angle", "angle") { $0.angle() },
    .unary("sgn", "sgn") { $0.sgn() }, .unary("isreal", "isReal") { $0.isReal() },
    .unary("view_as_real", "viewAsReal") { $0.viewAsReal() }, .unary("view_as_complex", "viewAsComplex") { $0.viewAsComplex() },
    .one("complex", "Tensor.complex(re, im)") { a in try Tensor.complex(a.tensor(0, "real"), a.tensor(1, "imag")) },
    .one("polar", "Tensor.polar(abs, angle)") { a in try Tensor.polar(a.tensor(0, "abs"), a.tensor(1, "angle")) },
    .value("is_complex", "x.isComplex") { a in .bool(try a.x.isComplex) },
  ]
}
