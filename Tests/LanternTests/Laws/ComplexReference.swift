import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What each loop over complex numbers means, written down a second time in formulas of real functions.
enum ComplexReference {
  typealias Function = @Sendable (_ x: [Complex128], _ p: [Complex128]) -> Complex128

  static func c(_ re: Double, _ im: Double = 0) -> Complex128 { Complex128(re, im) }
  static let i = c(0, 1)
  static func conj(_ a: Complex128) -> Complex128 { c(a.real, -a.imaginary) }
  static func size(_ a: Complex128) -> Double { (a.real * a.real + a.imaginary * a.imaginary).squareRoot() }
  static func angle(_ a: Complex128) -> Double { atan2(a.imaginary, a.real) }
  static func exp(_ a: Complex128) -> Complex128 { polar(hiddenExp(a.real), a.imaginary) }
  static func polar(_ size: Double, _ angle: Double) -> Complex128 { c(size * cos(angle), size * sin(angle)) }
  static func log(_ a: Complex128) -> Complex128 { c(hiddenLog(size(a)), angle(a)) }
  static func sqrt(_ a: Complex128) -> Complex128 { polar(size(a).squareRoot(), angle(a) / 2) }
  static func sinh(_ a: Complex128) -> Complex128 { 0.5 * (exp(a) - exp(-1 * a)) }
  static func cosh(_ a: Complex128) -> Complex128 { 0.5 * (exp(a) + exp(-1 * a)) }
  static func asinh(_ a: Complex128) -> Complex128 { log(a + sqrt(a * a + c(1))) }
  static func acosh(_ a: Complex128) -> Complex128 { log(a + sqrt(a + c(1)) * sqrt(a - c(1))) }
  static func atanh(_ a: Complex128) -> Complex128 { 0.5 * (log(c(1) + a) - log(c(1) - a)) }
  static func asin(_ a: Complex128) -> Complex128 { conj(i) * asinh(i * a) }
  static func truth(_ condition: Bool) -> Complex128 { c(condition ? 1 : 0) }
  static func isTrue(_ a: Complex128) -> Bool { a.real != 0 || a.imaginary != 0 }
  static func power(_ a: Complex128, _ b: Complex128) -> Complex128 { isTrue(b) ? exp(b * log(a)) : c(1) }
  static func sigmoid(_ a: Complex128) -> Complex128 { c(1) / (c(1) + exp(-1 * a)) }
  /// With the angle of the number of the larger real part, unlike the logarithm of the sum.
  static func logaddexp(_ a: Complex128, _ b: Complex128) -> Complex128 {
    let (low, high) = a.real < b.real ? (a, b) : (b, a)
    return high + log(c(1) + exp(low - high))
  }
  static func lerp(_ x: [Complex128], _ p: [Complex128]) -> Complex128 { x[0] + x[2] * (x[1] - x[0]) }

  private static func unary(_ f: @escaping @Sendable (Complex128) -> Complex128) -> Function { { x, _ in f(x[0]) } }
  private static func binary(_ f: @escaping @Sendable (Complex128, Complex128) -> Complex128) -> Function { { x, _ in f(x[0], x[1]) } }

  static let table: [String: Function] = [
    "add": binary(+), "sub": binary(-), "rsub": binary(-), "mul": binary(*), "div": binary(/), "neg": unary { -1 * $0 },
    "square": unary { $0 * $0 }, "reciprocal": unary { c(1) / $0 }, "pow": binary(power), "pow_number": binary(power),
    "number_pow": binary(power), "addcmul": { x, p in x[0] + p[0] * x[1] * x[2] }, "addcdiv": { x, p in x[0] + p[0] * (x[1] / x[2]) },
    "lerp": lerp, "lerp_number": lerp,
    "exp": unary(exp), "exp2": unary { exp(hiddenLog(2.0) * $0) }, "expm1": unary { exp($0) - c(1) }, "log": unary(log),
    "log2": unary { (1 / hiddenLog(2.0)) * log($0) }, "log10": unary { (1 / hiddenLog(10.0)) * log($0) },
    "log1p": unary { log(c(1) + $0) }, "logaddexp": binary(logaddexp), "sqrt": unary(sqrt), "rsqrt": unary { c(1) / sqrt($0) },
    "sin": unary { conj(i) * sinh(i * $0) }, "cos": unary { cosh(i * $0) }, "tan": unary { conj(i) * (sinh(i * $0) / cosh(i * $0)) },
    "asin": unary(asin), "acos": unary { c(.pi / 2) - asin($0) }, "atan": unary { conj(i) * atanh(i * $0) },
    "sinh": unary(sinh), "cosh": unary(cosh), "tanh": unary { sinh($0) / cosh($0) }, "asinh": unary(asinh), "acosh": unary(acosh),
    "atanh": unary(atanh), "sigmoid": unary(sigmoid), "silu": unary { $0 * sigmoid($0) },
    "where": { x, _ in isTrue(x[0]) ? x[1] : x[2] },
    "eq": binary { truth($0 == $1) }, "ne": binary { truth($0 != $1) }, "isnan": unary { truth($0.real.isNaN || $0.imaginary.isNaN) },
    "isinf": unary { truth($0.real.isInfinite || $0.imaginary.isInfinite) },
    "isfinite": unary { truth($0.real.isFinite && $0.imaginary.isFinite) },
    "logical_not": unary { truth(!isTrue($0)) }, "logical_and": binary { truth(isTrue($0) && isTrue($1)) },
    "logical_or": binary { truth(isTrue($0) || isTrue($1)) }, "logical_xor": binary { truth(isTrue($0) != isTrue($1)) },
    "conj": unary(conj), "sgn": unary { isTrue($0) ? (1 / size($0)) * $0 : c(0) }, "abs_complex": unary { c(size($0)) },
    "angle_complex": unary { c(angle($0)) },
  ]
}

// Arithmetic.
private func + (a: Complex128, b: Complex128) -> Complex128 { Complex128(a.real + b.real, a.imaginary + b.imaginary) }
private func - (a: Complex128, b: Complex128) -> Complex128 { Complex128(a.real - b.real, a.imaginary - b.imaginary) }
private func * (a: Complex128, b: Complex128) -> Complex128 {
  Complex128(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
}
private func * (a: Double, b: Complex128) -> Complex128 { Complex128(a * b.real, a * b.imaginary) }
private func / (a: Complex128, b: Complex128) -> Complex128 {
  let square = b.real * b.real + b.imaginary * b.imaginary
  return (1 / square) * (a * ComplexReference.conj(b))
}

// libm's functions, which namesakes above hide.
private func hiddenExp(_ x: Double) -> Double { exp(x) }
private func hiddenLog(_ x: Double) -> Double { log(x) }
