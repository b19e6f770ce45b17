#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// `x` to the power of `y`.
package func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }
