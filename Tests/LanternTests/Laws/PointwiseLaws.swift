import Lantern
import Testing

/// Loops over elements give what their second definition says, for every dtype they take.
@Suite struct PointwiseLaws {
  @Test func everyLoopHasAReference() {
    let missing = Op.pointwiseOps.map(\.name).filter { PointwiseReference.table[$0] == nil }
    #expect(missing.isEmpty, "operations that PointwiseReference does not define: \(missing)")
    let unused = Set(PointwiseReference.table.keys).subtracting(Op.pointwiseOps.map(\.name))
    #expect(unused.isEmpty, "references of no operation: \(unused)")
  }

  @Test("Values, every dtype", arguments: Op.pointwiseOps)
  func values(op: Op) throws {
    guard let reference = PointwiseReference.table[op.name], let sample = op.trials.first, let loop = op.pointwise else {
      Issue.record("no reference or no sample")
      return
    }
    var accepted: Set<DType> = []
    for dtype in DType.allCases where try !dtype.isComplex && !tryType(op, loop, reference, sample, dtype) { accepted.insert(dtype) }
    let expected: Set<DType> = reference.real == nil ? [.int64, .bool] : [.float16, .bfloat16, .float32, .float64]
    #expect(expected.isSubset(of: accepted), "takes only \(accepted)")
  }

  /// Tries one dtype; gives true when the operation refuses it.
  private func tryType(_ op: Op, _ loop: Pointwise, _ reference: PointwiseReference, _ sample: Sample, _ dtype: DType) throws -> Bool {
    let inputs = Self.inputs(op, sample, dtype, arity: loop.arity)
    let parameters = sample.attributes.numbers.map(\.doubleValue)
    let out: Tensor
    do { out = try op.tryResults(inputs, sample.attributes)[0] } catch let error as TensorError {
      #expect(error.kind == .dtype, "\(dtype): \(error)")
      return true
    }
    let type = loop.promotion == .float && !dtype.isFloatingPoint ? DType.float32 : dtype
    #expect(out.dtype == (loop.isTest ? .bool : type), "\(dtype)")
    let count = inputs[0].elementCount
    if type.isFloatingPoint {
      let columns = inputs.map { $0.to(type).doubles }  // whole numbers become floats first
      // What the loop multiplies with is a number of its own type.
      let p = parameters.map { type == .float64 ? $0 : Double(Float($0)) }
      let expected = (0..<count).map { i in
        if type.computeType == .float32, let single = reference.single { return Double(single(Float(columns[0][i]), Float(columns[1][i]))) }
        return reference.real!(columns.map { $0[i] }, p)
      }
      let single =
        type.computeType == .float32 && !loop.isTest ? Tensor(expected, shape: out.shape).to(.float32) : Tensor(expected, shape: out.shape)
      let rounded = single.to(out.dtype)
      let tolerance = reference.isExact ? Tolerance.exact : Tolerance(type)
      expectClose(out, rounded, tolerance, "\(op.name) \(dtype)")
    } else {
      guard let whole = reference.whole else {
        Issue.record("\(op.name) takes \(dtype), but its reference says nothing of whole numbers")
        return false
      }
      let columns = inputs.map { Self.wide($0) }
      let p = parameters.map { dtype == .bool ? ($0 != 0 ? 1 : 0) : Int128($0.rounded(.towardZero)) }
      let expected = (0..<count).map { i in Self.wrap(whole(columns.map { $0[i] }, p), dtype, isTest: loop.isTest, name: op.name) }
      let made = Self.wide(out)
      for i in 0..<count where made[i] != expected[i] {
        Issue.record("\(op.name) \(dtype)\(columns.map { $0[i] }) = \(made[i]) instead of \(expected[i])")
        break
      }
    }
    return false
  }

  /// Numbers of the domain, then every combination of edge cases.
  static func inputs(_ op: Op, _ sample: Sample, _ dtype: DType, arity: Int) -> [Tensor] {
    var random = LawRandom(op.name)
    var rows: [[Double]] = []
    let isWhole = dtype == .bool || dtype.isInteger
    func range(_ i: Int) -> ClosedRange<Double> { sample.ranges[min(i, sample.ranges.count - 1)] }
    for _ in 0..<200 {
      rows.append(
        (0..<arity).map { i in
          let v = sample.masks.contains(i) ? Double(random.whole(0...1)) : random.uniform(range(i))
          return isWhole ? (v * 3).rounded() : v
        })
    }
    let special: [Double] = isWhole ? [0, 1, -1, 2, -2, 7, 100] : [0, -0.0, 1, -1, 0.5, -2.5, 1e-3, 30, .infinity, -.infinity, .nan]
    func combine(_ row: [Double]) {
      if row.count == arity { rows.append(row) } else { for v in special { combine(row + [v]) } }
    }
    if arity <= 2 || isWhole { combine([]) }
    var columns = (0..<arity).map { i in rows.map { $0[i] } }
    let divides = ["floor_divide", "div_floor", "trunc_divide", "remainder", "remainder_number", "fmod"].contains(op.name)
    if isWhole, divides { columns[1] = columns[1].map { $0 == 0 || (dtype == .bool && $0 == 0) ? 3 : $0 } }
    if op.name.hasPrefix("bitwise"), op.name.hasSuffix("shift") {
      let width = dtype == .bool ? 8 : dtype.itemSize * 8
      columns[1] = columns[1].indices.map { Double($0 % width) }
    }
    return columns.enumerated().map { i, column in
      if sample.masks.contains(i) { return Tensor(column.map { $0 != 0 }, shape: [column.count]) }
      if isWhole, i < 2 {
        // The ends of the type take part too.
        let extremes = Tensor(column.map { Int($0) }, shape: [column.count]).to(dtype)
        if dtype != .bool, !divides || i == 0 {
          let size = dtype.itemSize * 8
          let ends: [Int] = dtype.isSigned ? [1 << (size - 1), (1 << (size - 1)) &- 1] : [0, -1]
          for k in 0..<6 { dtype.store(.int(ends[k % 2]), to: extremes.pointer + (k * 31 + i) * dtype.itemSize) }
          if op.name.hasSuffix("shift"), i == 1 { return Tensor(column.map { Int($0) }, shape: [column.count]).to(dtype) }
        }
        return extremes
      }
      return Tensor(column, shape: [column.count]).to(dtype)
    }
  }

  /// Whole numbers and truth values, in 128 bits.
  static func wide(_ t: Tensor) -> [Int128] {
    t.dtype == .uint64 ? t.toArray(UInt64.self).map { Int128($0) } : t.toArray(Int64.self).map { Int128($0) }
  }

  static func wrap(_ v: Int128, _ dtype: DType, isTest: Bool, name: String = "") -> Int128 {
    if isTest { return v }
    switch dtype {
    case .bool: return name == "bitwise_not" ? v & 1 : v != 0 ? 1 : 0
    case .uint8: return Int128(UInt8(truncatingIfNeeded: v))
    case .int8: return Int128(Int8(truncatingIfNeeded: v))
    case .int16: return Int128(Int16(truncatingIfNeeded: v))
    case .int32: return Int128(Int32(truncatingIfNeeded: v))
    case .int64: return Int128(Int64(truncatingIfNeeded: v))
    case .uint16: return Int128(UInt16(truncatingIfNeeded: v))
    case .uint32: return Int128(UInt32(truncatingIfNeeded: v))
    default: return Int128(UInt64(truncatingIfNeeded: v))
    }
  }

  @Test func shiftsBeyondTheWidth() throws {
    for dtype in [DType.int8, .uint8, .int16, .int32, .int64, .uint64] {
      let width = dtype.itemSize * 8
      let x = Tensor([5, 5, 5], shape: [3]).to(dtype)
      let by = Tensor([width - 1, width, 100], shape: [3]).to(dtype)
      let left = PointwiseLaws.wide(x << by)
      #expect(left == [PointwiseLaws.wrap(5 << Int128(width - 1), dtype, isTest: false), 0, 0], "\(dtype)")
      #expect(PointwiseLaws.wide(x >> by) == [0, 0, 0], "\(dtype)")
      guard dtype.isSigned else { continue }
      #expect(PointwiseLaws.wide((-x) >> by) == [-1, -1, -1], "\(dtype)")
      let negative = Tensor([-1, -5, -1], shape: [3]).to(dtype)
      #expect(PointwiseLaws.wide(x << negative) == [0, 0, 0], "\(dtype)")
      #expect(PointwiseLaws.wide(x >> negative) == [0, 0, 0], "\(dtype)")
    }
  }

  @Test func zeroDivisorsAreRefused() {
    for op in ["floor_divide", "div_floor", "trunc_divide", "remainder", "fmod"].map({ name in Op.all.first { $0.name == name }! }) {
      let x = Tensor([1, 2, 3], shape: [3]), zero = Tensor([1, 0, 1], shape: [3])
      #expect(throws: TensorError.self) { try op.tryResults([x, zero], .none) }
      // Reals divide by zero as IEEE 754 says, which the table above covers.
      #expect(throws: Never.self) { try op.tryResults([x.to(.float32), zero.to(.float32)], .none) }
    }
  }
}
