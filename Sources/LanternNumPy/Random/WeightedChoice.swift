import Lantern

/// Indices drawn with unequal probabilities, from either kind of NumPy stream.
struct WeightedChoice {
  /// The words in which the two fronts of NumPy complain.
  struct Messages {
    let size, nan, negative, sum: String
    static let legacy = Messages(
      size: "'a' and 'p' must have same size", nan: "probabilities contain NaN", negative: "probabilities are not non-negative",
      sum: "probabilities do not sum to 1")
    static let generator = Messages(
      size: "a and p must have same size", nan: "Probabilities contain NaN", negative: "Probabilities are not non-negative",
      sum: "Probabilities do not sum to 1. See Notes section of docstring for more information.")
  }

  private var probabilities: [Double]

  /// Checks the probabilities of a population of `population`.
  init(_ probabilities: [Double], population: Int, _ messages: Messages) throws(TensorError) {
    func fail(_ message: String) -> TensorError { TensorError(.argument, op: "choice", message) }
    guard probabilities.count == population else { throw fail(messages.size) }
    let sum = Self.compensatedSum(probabilities)
    guard sum.isFinite else { throw fail(messages.nan) }
    guard probabilities.allSatisfy({ $0 >= 0 }) else { throw fail(messages.negative) }
    // NumPy's tolerance: the square root of the precision.
    guard abs(sum - 1) <= Double.ulpOfOne.squareRoot() else { throw fail(messages.sum) }
    self.probabilities = probabilities
  }

  /// Each index may come up any number of times.
  func sample(_ count: Int, _ draw: (Int) throws(TensorError) -> [Double]) throws(TensorError) -> [Int64] {
    let table = cumulative()
    return try draw(count).map { Self.position(of: $0, in: table) }
  }

  /// Each index comes up at most once: what was found is struck from the table, and the missing ones are drawn again.
  mutating func sampleDistinct(_ count: Int, _ draw: (Int) throws(TensorError) -> [Double]) throws(TensorError) -> [Int64] {
    guard probabilities.count(where: { $0 > 0 }) >= count else {
      throw TensorError(.argument, op: "choice", "Fewer non-zero entries in p than size")
    }
    var found: [Int64] = []
    while found.count < count {
      let draws = try draw(count - found.count)
      for index in found { probabilities[Int(index)] = 0 }
      let table = cumulative()
      var seen = Set<Int64>()
      for u in draws {
        let index = Self.position(of: u, in: table)
        if seen.insert(index).inserted { found.append(index) }
      }
    }
    return found
  }

  private func cumulative() -> [Double] {
    var sum = 0.0
    let sums = probabilities.map { p in
      sum += p
      return sum
    }
    return sums.map { $0 / sum }
  }

  /// How many entries of a rising table do not exceed `value`.
  private static func position(of value: Double, in table: [Double]) -> Int64 {
    var low = 0, high = table.count
    while low < high {
      let middle = (low + high) / 2
      if value < table[middle] { high = middle } else { low = middle + 1 }
    }
    return Int64(low)
  }

  /// Kahan's sum.
  static func compensatedSum(_ values: [Double]) -> Double {
    var sum = 0.0, lost = 0.0
    for value in values {
      let term = value - lost
      let next = sum + term
      lost = (next - sum) - term
      sum = next
    }
    return sum
  }
}
