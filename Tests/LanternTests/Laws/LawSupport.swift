import CKernels
import Lantern
import Testing

// What all laws share: the operations that are tried, numbers to try them on, and ways to compare.

extension Op: CustomTestStringConvertible {
  public var testDescription: String { name }
}

/// A small deterministic source of numbers (SplitMix64), so that a failure shows again in the next run.
struct LawRandom {
  private var state: UInt64

  /// A stream of its own for each text.
  init(_ seed: String) { state = seed.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(bits() >> 11) * 0x1p-53
  }

  mutating func whole(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(bits() % UInt64(range.count)) }

  mutating func uniform(_ shape: [Int], in range: ClosedRange<Double> = -1...1) -> Tensor {
    Tensor((0..<shape.reduce(1, *)).map { _ in uniform(range) }, shape: Shape(shape))
  }
}

extension Op {
  /// How many tensors a loop of `pointwise.def` takes; `nil` for other operations.
  var pointwise: Pointwise? { if case .pointwise(let loop) = kernel { loop } else { nil } }
  var isView: Bool { if case .view = kernel { true } else { false } }

  /// The calls that the laws are tried on, with a domain spelled out as shapes.
  var trials: [Sample] {
    switch samples {
    case .custom(let list): return list
    case .domain(let range):
      let arity = pointwise?.arity ?? 1
      let shapes: [[[Int]]] = arity == 2 ? [[[2, 3], [2, 3]], [[4, 1], [3]]] : [[[2, 3]], [[7]]]
      return shapes.map { Sample($0, ranges: [range]) }
    case .inPlaceOnly, .complex, .none: return []
    }
  }

  /// Every operation that has samples.
  static let tried = Op.all.filter { !$0.trials.isEmpty }
  /// Loops over elements that take reals or whole numbers.
  static let pointwiseOps = tried.filter { $0.pointwise != nil }
  /// Operations with a derivative.
  static let differentiable = tried.filter { $0.isDifferentiable && $0.rules.contains { $0 != nil } }
  /// Loops over several inputs.
  static let broadcasting = pointwiseOps.filter { $0.pointwise!.arity > 1 }

  /// All results, as one list, whatever the kind of the operation.
  func results(_ inputs: [Tensor], _ attributes: Attributes) -> [Tensor] {
    if case .call = kernel { return applyAll(self, inputs, attributes) }
    return [apply(self, inputs, attributes)]
  }

  /// The same, with errors thrown.
  func tryResults(_ inputs: [Tensor], _ attributes: Attributes) throws -> [Tensor] {
    try withTensorErrors { results(inputs, attributes) }
  }
}

extension Pointwise {
  var arity: Int { Int(ck_pointwise_arity(index)) }
}

extension Sample {
  /// Whether an input takes part in derivatives.
  func isNumber(_ i: Int) -> Bool { positions[i] == nil && !masks.contains(i) }

  /// Inputs for one call. Whole numbers are small, so that references in float64 hold exactly.
  func inputs(_ dtype: DType, seed: String) -> [Tensor] {
    var random = LawRandom(seed)
    return shapes.indices.map { i in
      let count = shapes[i].reduce(1, *)
      let shape = Shape(shapes[i])
      if let size = positions[i] {
        let row = shapes[i].last ?? 1
        var places: [Int] = []
        for k in 0..<count {
          var place = random.whole(0...(size - 1))
          while isDistinct, places.suffix(k % row).contains(place) { place = (place + 1) % size }
          places.append(place)
        }
        return Tensor(places, shape: shape)
      }
      if masks.contains(i) { return Tensor((0..<count).map { _ in random.bits() & 1 == 1 }, shape: shape) }
      let range = ranges[min(i, ranges.count - 1)]
      if dtype.isFloatingPoint { return Tensor((0..<count).map { _ in random.uniform(range) }, shape: shape).to(dtype) }
      if dtype.isComplex {
        return Tensor((0..<count).map { _ in Complex128(random.uniform(range), random.uniform(range)) }, shape: shape).to(dtype)
      }
      let low = dtype.isSigned ? Int(range.lowerBound.rounded(.up)) : max(0, Int(range.lowerBound.rounded(.up)))
      let high = dtype == .bool ? 1 : Int(range.upperBound.rounded(.down))
      return Tensor((0..<count).map { _ in random.whole(min(low, high)...high) }, shape: shape).to(dtype)
    }
  }
}

extension Tensor {
  /// The elements as float64, in row-major order.
  var doubles: [Double] { toArray(Double.self) }

  /// The bytes of all elements in row-major order: what "the same bits" means.
  var bytes: [UInt8] {
    let dense = contiguous()
    return Array(UnsafeRawBufferPointer(start: dense.pointer, count: dense.elementCount * dense.dtype.itemSize))
  }
}

extension Array where Element == Tensor {
  func requiringGrad(_ which: [Int]) -> [Tensor] {
    enumerated().map { i, t in which.contains(i) ? t.clone().requiresGrad_() : t }
  }
}

/// How far a result may lie from the reference, as `|a - b| <= absolute + relative * |b|`.
struct Tolerance {
  let absolute: Double
  let relative: Double
  static let exact = Tolerance(absolute: 0, relative: 0)

  /// What rounding to `dtype` a few times costs.
  init(_ dtype: DType) {
    switch dtype {
    case .float64, .complex128: self.init(absolute: 1e-13, relative: 1e-13)
    case .float32, .complex64: self.init(absolute: 2e-6, relative: 4e-6)
    case .float16: self.init(absolute: 2e-3, relative: 2e-3)
    case .bfloat16: self.init(absolute: 2e-2, relative: 1.6e-2)
    default: self.init(absolute: 0, relative: 0)
    }
  }
  init(absolute: Double, relative: Double) { (self.absolute, self.relative) = (absolute, relative) }

  /// The first place where two lists differ by more, as text; `nil` when there is none. NaN equals NaN.
  func mismatch(_ a: [Double], _ b: [Double]) -> String? {
    guard a.count == b.count else { return "\(a.count) elements instead of \(b.count)" }
    for (i, (p, q)) in zip(a, b).enumerated() {
      if p == q || (p.isNaN && q.isNaN) { continue }
      if !(abs(p - q) <= absolute + relative * abs(q)) || !p.isFinite { return "element \(i): \(p) instead of \(q)" }
    }
    return nil
  }
}

func expectClose(
  _ a: Tensor, _ b: Tensor, _ tolerance: Tolerance, _ what: @autoclosure () -> String, location: SourceLocation = #_sourceLocation
) {
  let mismatch = a.shape == b.shape ? tolerance.mismatch(a.doubles, b.doubles) : "shape \(a.shape) instead of \(b.shape)"
  if let mismatch { Issue.record("\(what()): \(mismatch)", sourceLocation: location) }
}

func expectSameBits(_ a: Tensor, _ b: Tensor, _ what: @autoclosure () -> String, location: SourceLocation = #_sourceLocation) {
  let same = a.shape == b.shape && a.dtype == b.dtype && a.bytes == b.bytes
  if !same { Issue.record("\(what()): \(a) instead of \(b)", sourceLocation: location) }
}
