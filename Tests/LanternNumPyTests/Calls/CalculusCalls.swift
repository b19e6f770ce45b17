import Lantern
import LanternNumPy

extension NumPyTable {
  static let calculus: [NumPyCall] = [
    .one("polyfit", "np.polyfit(x, y, 2)") { a in
      np.polyfit(try a.array(0), try a.array(1), a.int(2)!, w: try a.array("w"))
    },
    .one("polyval", "np.polyval(p, x)") { a in np.polyval(try a.array(0), try a.operand(1)) },
    .one("poly", "np.poly(roots)") { a in np.poly(try a.array(0)) },
    .one("roots", "np.roots(p)") { a in
      let found = np.roots(try a.array(0))
      return found.isInvalid ? found : np.sort(found.dtype.isComplex ? found : found.astype(.complex128))
    },
    .one("polyadd", "np.polyadd(a, b)") { a in np.polyadd(try a.array(0), try a.array(1)) },
    .one("polysub", "np.polysub(a, b)") { a in np.polysub(try a.array(0), try a.array(1)) },
    .one("polymul", "np.polymul(a, b)") { a in np.polymul(try a.array(0), try a.array(1)) },
    .many("polydiv", "np.polydiv(a, b)") { a in
      let r = np.polydiv(try a.array(0), try a.array(1))
      return [r.quotient, r.remainder]
    },
    .one("polyder", "np.polyder(p, 1)") { a in np.polyder(try a.array(0), a.int(1, nil, 1)) },
    .one("polyint", "np.polyint(p, 1)") { a in np.polyint(try a.array(0), a.int(1, nil, 1)) },
    .one("vander", "np.vander(x, 3)") { a in np.vander(try a.array(0), a.int(1), increasing: a.flag(nil, "increasing")) },
    .one("diff", "np.diff(a, n: 1, axis: 0)") { a in
      np.diff(
        try a.array(0), n: a.int(nil, "n", 1), axis: a.int(nil, "axis", -1), prepend: try a.optionalOperand(nil, "prepend"),
        append: try a.optionalOperand(nil, "append"))
    },
    .one("ediff1d", "np.ediff1d(a)") { a in np.ediff1d(try a.array(0), toEnd: try a.array("to_end"), toBegin: try a.array("to_begin")) },
    .many("gradient", "np.gradient(f, 0.5, axis: 0), np.gradient(f)") { a in
      let f = try a.array(0), spacing = try a.optionalOperand(1) ?? .number(.double(1)), order = a.int(nil, "edge_order", 1)
      if let axis = a.int(nil, "axis") { return [np.gradient(f, spacing, axis: axis, edgeOrder: order)] }
      return np.gradient(f, spacing, edgeOrder: order)
    },
    .one("trapezoid", "np.trapezoid(y, x: x)") { a in
      np.trapezoid(try a.array(0), x: try a.array("x", 1), dx: a.double(nil, "dx") ?? 1, axis: a.int(nil, "axis", -1))
    },
    .one("interp", "np.interp(x, xp, fp)") { a in
      np.interp(
        try a.operand(0), try a.array(1), try a.array(2), left: a.double(nil, "left"), right: a.double(nil, "right"),
        period: a.double(nil, "period"))
    },
    .one("unwrap", "np.unwrap(p)") { a in
      np.unwrap(try a.array(0), axis: a.int(nil, "axis", -1), period: a.double(nil, "period") ?? 2 * Double.pi)
    },
    .one("i0", "np.i0(x)") { a in np.i0(try a.array(0)) },
    .one("hanning", "np.hanning(8)") { a in np.hanning(a.int(0)!) },
    .one("hamming", "np.hamming(8)") { a in np.hamming(a.int(0)!) },
    .one("blackman", "np.blackman(8)") { a in np.blackman(a.int(0)!) },
    .one("bartlett", "np.bartlett(8)") { a in np.bartlett(a.int(0)!) },
    .one("kaiser", "np.kaiser(8, 14)") { a in np.kaiser(a.int(0)!, a.double(1)!) },
  ]

  private static func full(_ a: CallArguments, _ shape: any ArraySize, _ value: NumPyCase, _ dtype: DType?) -> NDArray {
    switch value {
    case .bool(let b): np.full(shape.axisSizes, b, dtype: dtype)
    case .int(let i): np.full(shape.axisSizes, i, dtype: dtype)
    default: np.full(shape.axisSizes, value.double, dtype: dtype)
    }
  }

  static let creation: [NumPyCall] = [
    .one("zeros", "np.zeros([2, 3])") { a in np.zeros(a.ints(0)!, dtype: try a.dtype("dtype") ?? .float64) },
    .one("ones", "np.ones([2, 3])") { a in np.ones(a.ints(0)!, dtype: try a.dtype("dtype") ?? .float64) },
    .one("full", "np.full([2, 3], 7)") { a in full(a, a.ints(0)!, a.raw(1)!, try a.dtype("dtype")) },
    .one("zeros_like", "np.zerosLike(a)") { a in np.zerosLike(try a.array(0)) },
    .one("ones_like", "np.onesLike(a)") { a in np.onesLike(try a.array(0)) },
    .one("full_like", "np.fullLike(a, 7)") { a in np.fullLike(try a.array(0), a.int(1)!) },
    .one("eye", "np.eye(3, k: 1)") { a in
      np.eye(a.int(0)!, a.int(1), k: a.int(nil, "k", 0), dtype: try a.dtype("dtype") ?? .float64)
    },
    .one("identity", "np.identity(3)") { a in np.identity(a.int(0)!) },
    .one("arange", "np.arange(2, 9, 3)") { a in
      func scalar(_ k: Int) -> Scalar? {
        switch a.raw(k) {
        case .int(let i)?: .int(i)
        case let v?: .double(v.double)
        case nil: nil
        }
      }
      let first = scalar(0)!, dtype = try a.dtype("dtype")
      guard let stop = scalar(1) else { return np.arange(first, dtype: dtype) }
      return np.arange(first, stop, scalar(2) ?? .int(1), dtype: dtype)
    },
    .one("linspace", "np.linspace(0, 1, 5)") { a in
      np.linspace(
        a.double(0)!, a.double(1)!, a.int(2)!, endpoint: a.flag(nil, "endpoint", true), dtype: try a.dtype("dtype") ?? .float64)
    },
    .one("logspace", "np.logspace(0, 2, 5)") { a in
      np.logspace(a.double(0)!, a.double(1)!, a.int(2)!, base: a.double(nil, "base") ?? 10)
    },
    .one("geomspace", "np.geomspace(1, 1000, 4)") { a in
      np.geomspace(a.double(0)!, a.double(1)!, a.int(2)!, endpoint: a.flag(nil, "endpoint", true))
    },
  ]

  static let types: [NumPyCall] = [
    .values("promote_types", "np.promoteTypes(.int8, .uint8)") { a in [.text(np.promoteTypes(try a.dtype("", 0)!, try a.dtype("", 1)!).name)] },
    .values("can_cast", "np.canCast(.int8, .int16)") { a in
      [
        .bool(
          np.canCast(try a.dtype("", 0)!, try a.dtype("", 1)!, casting: a.text(nil, "casting").flatMap(np.Casting.init) ?? .safe))
      ]
    },
    .many("finfo", "np.finfo(.float32)") { a in
      let info = np.finfo(try a.dtype("", 0)!)
      return [np.array(info.eps), np.array(info.max), np.array(info.tiny), np.array(info.bits)]
    },
    NumPyCall(name: "iinfo", swift: "np.iinfo(.int32)") { a in
      let info = np.iinfo(try a.dtype("", 0)!)
      return [.array(np.array(info.min)), .value(.text("\(info.max)")), .array(np.array(info.bits))]
    },
    .values("min_scalar_type", "np.minScalarType(255)") { a in
      switch a.raw(0)! {
      case .bool(let b): [.text(np.minScalarType(b).name)]
      case .int(let i): [.text(np.minScalarType(i).name)]
      case let v: [.text(np.minScalarType(v.double).name)]
      }
    },
    .values("result_type", "np.resultType(a, 3)") { a in [.text(np.resultType(try a.operand(0), try a.operand(1)).name)] },
  ]
}
