#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Arithmetic whose last bit decides where a tick falls, done as Python and NumPy do it.
enum FloatMath {
  /// 10 to the power `n`.
  static func powerOfTen(_ n: Double) -> Double { pow(10, n) }

  /// The exponent of the largest power of ten not above `x`; 0 where there is none, 308 for infinity, so that it fits an integer.
  static func decade(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    return x.isFinite ? log10(x).rounded(.down) : 308
  }

  /// Floored quotient and remainder; the remainder has the divisor's sign.
  static func divmod(_ a: Double, _ b: Double) -> (quotient: Double, remainder: Double) {
    var remainder = fmod(a, b)
    var quotient = (a - remainder) / b
    if remainder != 0 {
      if (b < 0) != (remainder < 0) {
        remainder += b
        quotient -= 1
      }
    } else {
      remainder = b < 0 ? -0.0 : 0
    }
    if quotient != 0 {
      let whole = quotient.rounded(.down)
      quotient = quotient - whole > 0.5 ? whole + 1 : whole
    } else {
      quotient = a / b < 0 ? -0.0 : 0
    }
    return (quotient, remainder)
  }

  /// `x` rounded to `decimals` places by scaling, as `numpy.round` does.
  static func round(_ x: Double, decimals: Int) -> Double {
    let scale = powerOfTen(Double(decimals))
    return (x * scale).rounded(.toNearestOrEven) / scale
  }

  /// Ends of a range that is wide enough to draw: equal or nearly equal ends move apart by `expander` of their size, ends that
  /// are not finite or both 0 become `-expander...expander`. Mirrors `matplotlib.transforms.nonsingular`.
  static func nonsingular(_ low: Double, _ high: Double, expander: Double, tiny: Double) -> (low: Double, high: Double) {
    guard low.isFinite, high.isFinite else { return (-expander, expander) }
    let (low, high) = (min(low, high), max(low, high))
    let size = max(abs(low), abs(high))
    if size < 1e6 / tiny * Double.leastNormalMagnitude { return (-expander, expander) }
    if high - low <= size * tiny { return (low - expander * abs(low), high + expander * abs(high)) }
    return (low, high)
  }
}

/// The natural logarithm, by a name no method hides.
func naturalLog(_ x: Double) -> Double { log(x) }

/// The cosine, by a name no method hides.
func cosine(_ x: Double) -> Double { cos(x) }
