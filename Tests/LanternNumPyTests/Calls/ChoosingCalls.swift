import Lantern
import LanternNumPy

extension NumPyTable {
  static let choosing: [NumPyCall] = [
    .one("round", "np.round(x, 2)") { a in np.round(try a.array(0), a.int(1, nil, 0)) },
    .one("around", "np.around(x, 2)") { a in np.around(try a.array(0), a.int(1, nil, 0)) },
    .one("clip", "np.clip(x, low, high)") { a in
      np.clip(try a.array(0), try a.optionalOperand(1), try a.optionalOperand(2))
    },
    .one("nan_to_num", "np.nanToNum(x, nan: 0)") { a in
      np.nanToNum(try a.array(0), nan: a.double(nil, "nan") ?? 0, posinf: a.double(nil, "posinf"), neginf: a.double(nil, "neginf"))
    },
    .many("divmod", "np.divmod(a, b)") { a in
      let (q, r) = np.divmod(try a.operand(0), try a.operand(1))
      return [q, r]
    },
    .many("modf", "np.modf(x)") { a in
      let (f, w) = np.modf(try a.operand(0))
      return [f, w]
    },
    .many("frexp", "np.frexp(x)") { a in
      let (m, e) = np.frexp(try a.operand(0))
      return [m, e]
    },
    .one("real", "np.real(x)") { a in np.real(try a.array(0)) },
    .one("imag", "np.imag(x)") { a in np.imag(try a.array(0)) },
    .one("conj", "np.conj(x)") { a in np.conj(try a.array(0)) },
    .one("conjugate", "np.conjugate(x)") { a in np.conjugate(try a.array(0)) },
    .one("angle", "np.angle(x, deg: true)") { a in np.angle(try a.array(0), deg: a.flag(nil, "deg")) },
    .one("iscomplex", "np.iscomplex(x)") { a in np.iscomplex(try a.array(0)) },
    .one("isreal", "np.isreal(x)") { a in np.isreal(try a.array(0)) },
    .values("iscomplexobj", "np.iscomplexobj(x)") { a in [.bool(np.iscomplexobj(try a.array(0)))] },
    .values("isrealobj", "np.isrealobj(x)") { a in [.bool(np.isrealobj(try a.array(0)))] },
    .many("where", "np.where(condition, a, b), np.where(condition)") { a in
      let condition = try a.array(0)
      guard let x = try a.optionalOperand(1), let y = try a.optionalOperand(2) else { return np.where(condition) }
      return [np.where(condition, x, y)]
    },
    .one("isposinf", "np.isposinf(x)") { a in np.isposinf(try a.array(0)) },
    .one("isneginf", "np.isneginf(x)") { a in np.isneginf(try a.array(0)) },
    .one("isclose", "np.isclose(a, b)") { a in
      np.isclose(
        try a.operand(0), try a.operand(1), rtol: a.double(nil, "rtol") ?? 1e-5, atol: a.double(nil, "atol") ?? 1e-8,
        equalNan: a.flag(nil, "equal_nan"))
    },
    .values("allclose", "np.allclose(a, b)") { a in
      [
        .bool(
          np.allclose(
            try a.operand(0), try a.operand(1), rtol: a.double(nil, "rtol") ?? 1e-5, atol: a.double(nil, "atol") ?? 1e-8))
      ]
    },
    .values("array_equal", "np.arrayEqual(a, b)") { a in [.bool(np.arrayEqual(try a.array(0), try a.array(1)))] },
    .values("array_equiv", "np.arrayEquiv(a, b)") { a in [.bool(np.arrayEquiv(try a.array(0), try a.array(1)))] },
  ]
}
