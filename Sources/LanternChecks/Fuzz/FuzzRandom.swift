/// A small deterministic source of choices (SplitMix64), one stream for each call.
struct FuzzRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64, call: Int) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: call) &* 0xD6E8_FEB8_6659_FD93
    _ = next()
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// True in `percent` of a hundred cases.
  mutating func chance(_ percent: Int) -> Bool { Int(next() >> 33) % 100 < percent }

  mutating func whole(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() >> 1) % range.count }

  mutating func pick<T>(_ values: [T]) -> T { values[whole(0...(values.count - 1))] }

  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
