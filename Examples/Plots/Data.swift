/// Numbers for the gallery that a script in Python makes alike: a linear congruential generator.
struct Numbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func uniform() -> Double {
    state = (state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407)
    return Double(state >> 11) / 9_007_199_254_740_992
  }

  mutating func uniform(_ count: Int) -> [Double] { (0..<count).map { _ in uniform() } }

  /// A bell curve: the sum of twelve, less six.
  mutating func normal(_ count: Int) -> [Double] { (0..<count).map { _ in (0..<12).reduce(-6.0) { sum, _ in sum + uniform() } } }
}

func linspace(_ from: Double, _ to: Double, _ count: Int) -> [Double] {
  (0..<count).map { from + (to - from) * Double($0) / Double(count - 1) }
}

func table(_ x: [Double], _ y: [Double], _ f: (Double, Double) -> Double) -> [[Double]] { y.map { b in x.map { f($0, b) } } }
