import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What each loop over elements means, written down a second time, one element at a time: for reals in float64, for whole numbers in
/// 128 bits, which the law wraps around.
struct PointwiseReference: Sendable {
  typealias Real = @Sendable (_ x: [Double], _ p: [Double]) -> Double
  typealias Whole = @Sendable (_ x: [Int128], _ p: [Int128]) -> Int128

  /// Whether the result has to be the correctly rounded one, to the last bit.
  let isExact: Bool
  let real: Real?
  let whole: Whole?
  /// The same in float32, for functions that jump: there it matters that what goes in has been rounded to float32.
  var single: (@Sendable (_ x: Float, _ y: Float) -> Float)?

  static func exact(_ real: Real?, _ whole: Whole? = nil) -> PointwiseReference { .init(isExact: true, real: real, whole: whole) }
  static func near(_ real: @escaping Real, _ whole: Whole? = nil) -> PointwiseReference { .init(isExact: false, real: real, whole: whole) }
  private static func libm(_ f: @escaping @Sendable (Double) -> Double) -> PointwiseReference { .near { x, _ in f(x[0]) } }

  private static func truth(_ condition: Bool) -> Double { condition ? 1 : 0 }
  private static func truth128(_ condition: Bool) -> Int128 { condition ? 1 : 0 }
  private static func compare(
    _ real: @escaping @Sendable (Double, Double) -> Bool, _ whole: @escaping @Sendable (Int128, Int128) -> Bool
  ) -> PointwiseReference {
    .exact({ x, _ in truth(real(x[0], x[1])) }, { x, _ in truth128(whole(x[0], x[1])) })
  }
  private static func bits(_ f: @escaping @Sendable (Int128, Int128) -> Int128) -> PointwiseReference {
    .exact(nil) { x, _ in f(x[0], x.count > 1 ? x[1] : 0) }
  }

  /// Rounds down, as Python's `//` does.
  private static func floorDivide(_ x: Int128, _ y: Int128) -> Int128 {
    let (q, r) = x.quotientAndRemainder(dividingBy: y)
    return r != 0 && (r < 0) != (y < 0) ? q - 1 : q
  }
  private static func modulo(_ x: Int128, _ y: Int128) -> Int128 { x - floorDivide(x, y) * y }
  private static func modulo(_ x: Double, _ y: Double) -> Double {
    let r = fmod(x, y)
    return r != 0 && (r < 0) != (y < 0) ? r + y : r
  }
  /// Python's division of reals rounded down: through the remainder, so that 1 // 0.1 is 9.
  private static func floorDivide<F: BinaryFloatingPoint>(_ x: F, _ y: F) -> F {
    if y == 0 { return x / y }
    let r = x.truncatingRemainder(dividingBy: y)
    let quotient = (x - r) / y - (r != 0 && (r < 0) != (y < 0) ? 1 : 0)
    if quotient == 0 { return F(signOf: x / y, magnitudeOf: 0) }
    let down = quotient.rounded(.down)
    return quotient - down > 0.5 ? down + 1 : down
  }
  private static func power(_ x: Int128, _ y: Int128) -> Int128 {
    if y < 0 { return x == 1 ? 1 : x == -1 ? (y % 2 == 0 ? 1 : -1) : 0 }
    if x == 0 || x == 1 { return y == 0 ? 1 : x }
    if x == -1 { return y % 2 == 0 ? 1 : -1 }
    // Powers of even numbers vanish soon; those of odd ones repeat after 2^126 at most, so squaring serves for all.
    var (result, base, rest): (Int128, Int128, Int128) = (1, x, y)
    while rest > 0 {
      if rest & 1 == 1 { result = result &* base }
      base = base &* base
      rest >>= 1
    }
    return result
  }
  private static let powers = PointwiseReference.near({ x, _ in pow(x[0], x[1]) }, { x, _ in power(x[0], x[1]) })
  private static let subtraction = PointwiseReference.exact({ x, _ in x[0] - x[1] }, { x, _ in x[0] - x[1] })

  static let table: [String: PointwiseReference] = basics.merging(activations) { a, _ in a }.merging(specialFunctions) { a, _ in a }
    .merging(losses) { a, _ in a }

  private static let quotientDown = PointwiseReference(
    isExact: true, real: { x, _ in floorDivide(x[0], x[1]) }, whole: { x, _ in floorDivide(x[0], x[1]) }, single: { floorDivide($0, $1) })
  private static let larger = PointwiseReference.exact(
    { x, _ in x[0].isNaN || x[1].isNaN ? .nan : max(x[0], x[1]) }, { x, _ in max(x[0], x[1]) })
  private static let smaller = PointwiseReference.exact(
    { x, _ in x[0].isNaN || x[1].isNaN ? .nan : min(x[0], x[1]) }, { x, _ in min(x[0], x[1]) })

  private static let basics: [String: PointwiseReference] = [
    "add": .exact({ x, _ in x[0] + x[1] }, { x, _ in x[0] + x[1] }),
    "sub": subtraction,
    "rsub": subtraction,
    "mul": .exact({ x, _ in x[0] * x[1] }, { x, _ in x[0] &* x[1] }),
    "div": .exact { x, _ in x[0] / x[1] },
    "neg": .exact({ x, _ in -x[0] }, { x, _ in -x[0] }),
    "floor_divide": quotientDown, "div_floor": quotientDown,
    "trunc_divide": .init(
      isExact: true, real: { x, _ in trunc(x[0] / x[1]) }, whole: { x, _ in x[0] / x[1] }, single: { ($0 / $1).rounded(.towardZero) }),
    "remainder": .exact({ x, _ in modulo(x[0], x[1]) }, { x, _ in modulo(x[0], x[1]) }),
    "remainder_number": .exact({ x, _ in modulo(x[0], x[1]) }, { x, _ in modulo(x[0], x[1]) }),
    "fmod": .exact({ x, _ in fmod(x[0], x[1]) }, { x, _ in x[0] % x[1] }),
    "abs": .exact({ x, _ in fabs(x[0]) }, { x, _ in x[0] < 0 ? -x[0] : x[0] }),
    "angle": .exact { x, _ in x[0].isNaN ? x[0] : x[0] < 0 ? .pi : 0 },
    "sign": .exact({ x, _ in x[0] > 0 ? 1 : x[0] < 0 ? -1 : 0 }, { x, _ in x[0].signum() }),
    "square": .exact({ x, _ in x[0] * x[0] }, { x, _ in x[0] &* x[0] }),
    "reciprocal": .exact { x, _ in 1 / x[0] },
    "pow": powers, "pow_number": powers, "number_pow": powers,
    "addcmul": .near({ x, p in x[0] + p[0] * x[1] * x[2] }, { x, p in x[0] &+ p[0] &* x[1] &* x[2] }),
    "addcdiv": .near { x, p in x[0] + p[0] * (x[1] / x[2]) },
    "lerp": .near { x, _ in fabs(x[2]) < 0.5 ? x[0] + x[2] * (x[1] - x[0]) : x[1] - (x[1] - x[0]) * (1 - x[2]) },
    "lerp_number": .near { x, _ in fabs(x[2]) < 0.5 ? x[0] + x[2] * (x[1] - x[0]) : x[1] - (x[1] - x[0]) * (1 - x[2]) },
    "hypot": .near { x, _ in hypot(x[0], x[1]) },
    "atan2": .near { x, _ in atan2(x[0], x[1]) },
    "copysign": .exact { x, _ in copysign(x[0], x[1]) },
    "logaddexp": .near { x, _ in log(exp(x[0]) + exp(x[1])) },

    "exp": libm(exp), "exp2": libm(exp2), "expm1": libm(expm1), "log": libm(log), "log2": libm(log2), "log10": libm(log10),
    "log1p": libm(log1p), "sin": libm(sin), "cos": libm(cos), "tan": libm(tan), "asin": libm(asin), "acos": libm(acos),
    "atan": libm(atan), "sinh": libm(sinh), "cosh": libm(cosh), "tanh": libm(tanh), "asinh": libm(asinh), "acosh": libm(acosh),
    "atanh": libm(atanh), "erf": libm(erf), "erfc": libm(erfc),
    "sqrt": .exact { x, _ in x[0].squareRoot() },
    "rsqrt": .near { x, _ in 1 / x[0].squareRoot() },

    "floor": .exact { x, _ in x[0].rounded(.down) },
    "ceil": .exact { x, _ in x[0].rounded(.up) },
    "trunc": .exact { x, _ in x[0].rounded(.towardZero) },
    "round": .exact { x, _ in x[0].rounded(.toNearestOrEven) },
    "frac": .exact { x, _ in x[0] - x[0].rounded(.towardZero) },

    "maximum": larger, "clamp_min_tensor": larger, "minimum": smaller, "clamp_max_tensor": smaller,
    "clamp": .exact({ x, p in x[0].isNaN ? .nan : min(max(x[0], p[0]), p[1]) }, { x, p in min(max(x[0], p[0]), p[1]) }),
    "clamp_min": .exact({ x, p in x[0].isNaN ? .nan : max(x[0], p[0]) }, { x, p in max(x[0], p[0]) }),
    "clamp_max": .exact({ x, p in x[0].isNaN ? .nan : min(x[0], p[0]) }, { x, p in min(x[0], p[0]) }),
    "where": .exact({ x, _ in x[0] != 0 ? x[1] : x[2] }, { x, _ in x[0] != 0 ? x[1] : x[2] }),

    "eq": compare({ $0 == $1 }, { $0 == $1 }), "ne": compare({ $0 != $1 }, { $0 != $1 }),
    "lt": compare({ $0 < $1 }, { $0 < $1 }), "le": compare({ $0 <= $1 }, { $0 <= $1 }),
    "gt": compare({ $0 > $1 }, { $0 > $1 }), "ge": compare({ $0 >= $1 }, { $0 >= $1 }),
    "isnan": .exact({ x, _ in truth(x[0].isNaN) }, { _, _ in 0 }),
    "isinf": .exact({ x, _ in truth(x[0].isInfinite) }, { _, _ in 0 }),
    "isfinite": .exact({ x, _ in truth(x[0].isFinite) }, { _, _ in 1 }),
    "signbit": .exact({ x, _ in truth(x[0].sign == .minus) }, { x, _ in truth128(x[0] < 0) }),
    "logical_not": .exact({ x, _ in truth(x[0] == 0) }, { x, _ in truth128(x[0] == 0) }),
    "logical_and": compare({ $0 != 0 && $1 != 0 }, { $0 != 0 && $1 != 0 }),
    "logical_or": compare({ $0 != 0 || $1 != 0 }, { $0 != 0 || $1 != 0 }),
    "logical_xor": compare({ ($0 != 0) != ($1 != 0) }, { ($0 != 0) != ($1 != 0) }),

    "bitwise_not": bits { x, _ in ~x },
    "bitwise_and": bits { x, y in x & y },
    "bitwise_or": bits { x, y in x | y },
    "bitwise_xor": bits { x, y in x ^ y },
    // Shifts by the width of the type or more are tried by a test of their own: here the width is not known.
    "bitwise_left_shift": bits { x, y in x << y },
    "bitwise_right_shift": bits { x, y in x >> y },
  ]
}
