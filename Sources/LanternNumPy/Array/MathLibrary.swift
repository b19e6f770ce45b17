#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

// Functions of the C library, under names that the functions of arrays do not hide.

private func cubeRoot(_ x: Double) -> Double { cbrt(x) }
private func logarithm(_ x: Double) -> Double { log(x) }
private func logarithmBeside1(_ x: Double) -> Double { log1p(x) }
private func powerOf2(_ x: Double) -> Double { exp2(x) }
private func exponential(_ x: Double) -> Double { exp(x) }
private func cosine(_ x: Double) -> Double { cos(x) }
private func scaled(_ x: Double, _ n: Int32) -> Double { scalbn(x, n) }
private func remainderOf(_ x: Double, _ y: Double) -> Double { fmod(x, y) }

/// Whether a byte is among `count` of them.
func findByte(_ memory: UnsafeRawPointer, _ byte: Int32, _ count: Int) -> Bool { count > 0 && memchr(memory, byte, count) != nil }

// swift-format-ignore: TypeNamesShouldBeCapitalized
enum libm {
  static func cbrt(_ x: Double) -> Double { cubeRoot(x) }
  static func log(_ x: Double) -> Double { logarithm(x) }
  static func log1p(_ x: Double) -> Double { logarithmBeside1(x) }
  static func exp2(_ x: Double) -> Double { powerOf2(x) }
  static func exp(_ x: Double) -> Double { exponential(x) }
  static func cos(_ x: Double) -> Double { cosine(x) }
  static func scalbn(_ x: Double, _ n: Int32) -> Double { scaled(x, n) }
  static func fmod(_ x: Double, _ y: Double) -> Double { remainderOf(x, y) }
}
