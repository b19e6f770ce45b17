import CKernels
import Lantern

/// A stream of random numbers that NumPy's distributions can be drawn from: `np.random.RandomState` or `np.random.Generator`.
///
/// Parameters are numbers or arrays, which broadcast against each other and against `size`; without a size the result has the shape
/// of the parameters. Every number is NumPy's, bit for bit.
///
/// ```swift
/// let rng = np.random.defaultRng(42)
/// rng.gamma(2.0, [1.0, 10.0, 100.0])  // three numbers, each with its own scale
/// ```
public protocol DistributionStream: Sendable {
  /// The engine behind the stream.
  var draws: DrawSource { get }
}

/// The way from a distribution to a stream's engine.
public struct DrawSource: Sendable {
  /// Whether the engine is the legacy one, which computes some distributions in other ways.
  let isLegacy: Bool
  /// Calls the body while no other thread can reach the engine.
  let run: @Sendable (_ body: (UnsafeMutablePointer<ck_draws>) -> Void) -> Void
}

/// What a parameter of a distribution must be.
enum ParameterRule {
  case any, nonNegative, positive, probability, positiveProbability, probabilityBelowOne, aboveOne
  /// The mean of a Poisson distribution, whose numbers must fit an int64.
  case poisson

  /// NumPy's complaint about a value, or `nil` when it is fine.
  func complaint(_ value: Double, _ name: String) -> String? {
    switch self {
    case .any: nil
    case .nonNegative: !value.isNaN && value.sign == .minus ? "\(name) < 0" : nil
    case .positive: value <= 0 ? "\(name) <= 0" : nil
    case .probability: value >= 0 && value <= 1 ? nil : "\(name) < 0, \(name) > 1 or \(name) is NaN"
    case .positiveProbability: value > 0 && value <= 1 ? nil : "\(name) <= 0, \(name) > 1 or \(name) contains NaNs"
    case .probabilityBelowOne: value >= 0 && value < 1 ? nil : "\(name) < 0, \(name) >= 1 or \(name) is NaN"
    case .aboveOne: value > 1 ? nil : "\(name) <= 1 or \(name) is NaN"
    case .poisson:
      !(value >= 0) ? "\(name) < 0 or \(name) is NaN" : value <= 9.223372006484771e18 ? nil : "\(name) value too large"
    }
  }
}

/// A parameter of a distribution: its name in NumPy, what was given, and what it must be.
struct Parameter {
  let name: String
  let value: ArrayOperandValue
  let rule: ParameterRule

  init(_ name: String, _ value: some ArrayOperand, _ rule: ParameterRule = .any) {
    self.name = name
    self.value = value.operandValue
    self.rule = rule
  }

  /// The values, one for each element of `shape`, or a single one for all.
  func values<E: TensorElement>(_ type: E.Type, _ shape: Shape, _ check: (E) -> String?, op: String) throws(TensorError) -> [E] {
    let found: [E]
    switch value {
    case .number(let number): found = NDArray(Tensor.number(number, E.dtype)).toArray(E.self)
    case .array(let a):
      let spread = a.tensor.shape == shape || a.size == 1 ? a : np.broadcastTo(a, shape)
      found = spread.toArray(E.self)
    }
    for one in found { if let complaint = check(one) { throw TensorError(.argument, op: op, complaint) } }
    return found
  }
}

extension DistributionStream {
  /// The shape that parameters and size give.
  func shape(_ op: String, _ parameters: [Parameter], _ size: (any ArraySize)?) throws(TensorError) -> Shape {
    for parameter in parameters { if case .array(let a) = parameter.value, a.isInvalid { throw ErrorPlace.unnamed(op) } }
    let shapes = parameters.map(\.value.shape).filter { $0.count > 0 }
    guard let size else { return shapes.isEmpty ? Shape() : try commonShape(shapes, op: op) }
    let wanted = try size.axisSizes.checkedSizes(op)
    for (k, parameter) in parameters.enumerated() {
      guard case .array(let a) = parameter.value, !a.tensor.broadcasts(to: wanted) else { continue }
      throw TensorError(
        .shape, op: op,
        "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape \(wanted.tupleDescription) "
          + "and arg \(k + 1) with shape \(a.tensor.shape.tupleDescription).")
    }
    return wanted
  }

  /// Real numbers of a distribution with up to three parameters.
  func real(
    _ op: String, _ kind: ck_real_distribution, _ parameters: [Parameter], _ size: (any ArraySize)?,
    check: ([[Double]]) -> String? = { _ in nil }
  ) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      let shape = try shape(op, parameters, size)
      var values: [[Double]] = []
      for p in parameters { values.append(try p.values(Double.self, shape, { p.rule.complaint($0, p.name) }, op: op)) }
      if let complaint = check(values) { throw TensorError(.argument, op: op, complaint) }
      while values.count < 3 { values.append([0]) }
      let out = try Tensor(empty: shape, dtype: .float64), count = out.elementCount
      if count == 0 { return NDArray(out) }
      draws.run { draws in
        values[0].withUnsafeBufferPointer { a in
          values[1].withUnsafeBufferPointer { b in
            values[2].withUnsafeBufferPointer { c in
              let pointers = [a.baseAddress, b.baseAddress, c.baseAddress], steps = values.map { $0.count == 1 ? 0 : 1 }
              ck_draw_reals(kind, draws, pointers, steps, out.pointer.assumingMemoryBound(to: Double.self), count)
            }
          }
        }
      }
      return .result(out)
    }
  }

  /// Whole numbers of a distribution with up to two real and three whole parameters.
  func whole(
    _ op: String, _ kind: ck_count_distribution, _ reals: [Parameter], _ wholes: [Parameter] = [], _ size: (any ArraySize)?,
    check: (_ reals: [[Double]], _ wholes: [[Int]]) -> String? = { _, _ in nil }
  ) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      let shape = try shape(op, wholes + reals, size)
      var values: [[Double]] = [], numbers: [[Int]] = []
      for p in wholes { numbers.append(try p.values(Int.self, shape, { $0 < 0 ? "\(p.name) < 0" : nil }, op: op)) }
      for p in reals { values.append(try p.values(Double.self, shape, { p.rule.complaint($0, p.name) }, op: op)) }
      if let complaint = check(values, numbers) { throw TensorError(.argument, op: op, complaint) }
      while values.count < 2 { values.append([0]) }
      while numbers.count < 3 { numbers.append([0]) }
      let out = try Tensor(empty: shape, dtype: .int64), count = out.elementCount
      if count == 0 { return NDArray(out) }
      let counts = numbers.map { $0.map(Int64.init) }
      draws.run { draws in
        values[0].withUnsafeBufferPointer { a in
          values[1].withUnsafeBufferPointer { b in
            counts[0].withUnsafeBufferPointer { i in
              counts[1].withUnsafeBufferPointer { j in
                counts[2].withUnsafeBufferPointer { k in
                  ck_draw_counts(
                    kind, draws, [a.baseAddress, b.baseAddress], values.map { $0.count == 1 ? 0 : 1 },
                    [i.baseAddress, j.baseAddress, k.baseAddress], counts.map { $0.count == 1 ? 0 : 1 },
                    out.pointer.assumingMemoryBound(to: Int64.self), count)
                }
              }
            }
          }
        }
      }
      return .result(out)
    }
  }
}

/// Errors for arguments that are themselves the result of a failure, which has been reported already.
enum ErrorPlace {
  static func unnamed(_ op: String) -> TensorError { TensorError(.argument, op: op, "an argument is the result of an operation that failed") }
}
