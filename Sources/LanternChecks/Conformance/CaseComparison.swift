import Lantern
import LanternOperators

/// How two tensors have to agree.
struct CaseComparison {
  enum Mode: String { case close, exact, abs, skip }

  let mode: Mode
  /// Relative and absolute tolerance; `nil` means that of the dtype.
  var tolerance: (relative: Double, absolute: Double)?
  /// What the tolerance is multiplied with.
  var slack = 1.0

  /// What is different, or `nil`.
  func difference(_ got: Tensor, _ expected: Tensor) -> String? {
    if mode == .skip { return nil }
    guard got.dtype == expected.dtype else { return "dtype \(got.dtype) instead of \(expected.dtype)" }
    guard got.shape == expected.shape else { return "shape \(Array(got.shape)) instead of \(Array(expected.shape))" }
    if mode == .abs, got.dtype.isComplex { return difference(got.detach().abs(), expected.abs()) }
    guard got.dtype.isFloatingPoint || got.dtype.isComplex else { return integers(got, expected) }
    let (relative, absolute) = tolerance ?? Self.tolerance(got.dtype)
    let (mine, theirs) = (got.numberParts, expected.numberParts)
    for (i, pair) in zip(mine, theirs).enumerated() {
      let (a, e) = mode == .abs ? (Swift.abs(pair.0), Swift.abs(pair.1)) : pair
      if a.isNaN && e.isNaN || a == e { continue }
      let isClose = mode != .exact && a.isFinite && e.isFinite && Swift.abs(a - e) <= slack * (absolute + relative * Swift.abs(e))
      if !isClose { return "element \(i) is \(a) instead of \(e)" }
    }
    return nil
  }

  private func integers(_ got: Tensor, _ expected: Tensor) -> String? {
    let (mine, theirs): ([Int], [Int]) = (got.cpu().to(.int64).contiguous().toArray(), expected.to(.int64).contiguous().toArray())
    for (i, pair) in zip(mine, theirs).enumerated() where pair.0 != pair.1 { return "element \(i) is \(pair.0) instead of \(pair.1)" }
    return nil
  }

  /// What is different between values that are no tensors.
  static func difference(_ got: CaseValue, _ expected: CaseValue) -> String? {
    switch (got, expected) {
    case (.bool(let a), .bool(let e)) where a == e: return nil
    case (.int(let a), .int(let e)) where a == e: return nil
    case (.string(let a), .string(let e)) where a == e: return nil
    case (.dtype(let a), .dtype(let e)) where a == e: return nil
    case (.none, .none): return nil
    case (.float(let a), .float(let e)) where a == e || a.isNaN && e.isNaN || Swift.abs(a - e) <= 1e-5 + 1e-5 * Swift.abs(e): return nil
    default: return "\(got) instead of \(expected)"
    }
  }

  private static func tolerance(_ dtype: DType) -> (Double, Double) {
    switch dtype {
    case .float64, .complex128: (1e-7, 1e-8)
    case .bfloat16: (2e-2, 2e-2)
    case .float16: (4e-3, 4e-3)
    default: (2e-5, 2e-5)
    }
  }
}

extension Tensor {
  /// The elements as doubles in row-major order; a complex one gives two.
  fileprivate var numberParts: [Double] {
    let plain = detach().cpu().contiguous()
    guard plain.dtype.isComplex else { return plain.to(.float64).toArray() }
    let wide = plain.to(.complex128)
    let count = wide.elementCount * 2
    return [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      let parts = wide.pointer.assumingMemoryBound(to: Double.self)
      for i in 0..<count { buffer[i] = parts[i] }
      filled = count
    }
  }

  /// Numbers whose last axis holds real and imaginary parts, as complex numbers.
  func pairsAsComplex() -> Tensor {
    let source = contiguous()
    let complex = Tensor.zeros(Shape(source.shape.dropLast()), dtype: dtype == .float32 ? .complex64 : .complex128)
    complex.pointer.copyMemory(from: source.pointer, byteCount: source.elementCount * dtype.itemSize)
    return complex
  }
}
