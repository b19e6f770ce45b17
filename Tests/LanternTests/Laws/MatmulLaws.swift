import CKernels
import Lantern
import Testing

/// Matrix products against three nested loops: all dtypes, sizes, and ways to lie in memory.
@Suite struct MatmulLaws {
  static let floats: [DType] = [.float32, .float64, .float16, .bfloat16]
  static let whole: [DType] = [.int64, .int32, .int16, .int8, .uint8]

  /// A matrix inside a larger stretch of memory, with strides of any sign.
  struct Matrix {
    let rows: Int, columns: Int, rowStride: Int, columnStride: Int
    var memory: Tensor
    let start: Int

    enum Layout: CaseIterable { case dense, transposed, padded, stepped, flippedRows, flippedColumns, sameRow, sameColumn }

    init(_ rows: Int, _ columns: Int, _ layout: Layout, _ dtype: DType, random: inout LawRandom) {
      (self.rows, self.columns) = (rows, columns)
      switch layout {
      case .dense: (rowStride, columnStride) = (columns, 1)
      case .transposed: (rowStride, columnStride) = (1, rows)
      case .padded: (rowStride, columnStride) = (columns + 5, 1)
      case .stepped: (rowStride, columnStride) = (2 * columns + 3, 2)
      case .flippedRows: (rowStride, columnStride) = (-(columns + 2), 1)
      case .flippedColumns: (rowStride, columnStride) = (columns + 1, -1)
      case .sameRow: (rowStride, columnStride) = (0, 1)
      case .sameColumn: (rowStride, columnStride) = (1, 0)
      }
      let low = min(0, (rows - 1) * rowStride) + min(0, (columns - 1) * columnStride)
      let high = max(0, (rows - 1) * rowStride) + max(0, (columns - 1) * columnStride)
      start = rows > 0 && columns > 0 ? -low : 0
      let size = rows > 0 && columns > 0 ? high - low + 1 : 1
      let range: ClosedRange<Double> = dtype.isFloatingPoint ? -1...1 : dtype.isSigned ? -100...100 : 0...200
      memory = random.uniform([size], in: range).to(dtype)
    }

    var pointer: UnsafeMutableRawPointer { memory.pointer + start * memory.dtype.itemSize }
    private func place(_ i: Int, _ j: Int) -> Int { start + i * rowStride + j * columnStride }
    /// The elements in row-major order.
    func elements<T>(_ all: [T]) -> [T] { (0..<rows).flatMap { i in (0..<columns).map { all[place(i, $0)] } } }
    /// The positions of memory that are no elements.
    var gaps: [Int] {
      let used = Set((0..<rows).flatMap { i in (0..<columns).map { place(i, $0) } })
      return (0..<memory.elementCount).filter { !used.contains($0) }
    }
  }

  static func multiply(_ a: Matrix, _ b: Matrix, into c: Matrix, alpha: Double, beta: Double) {
    let (m, n, k) = (a.rows, b.columns, a.columns)
    func call<T, S>(
      _: T.Type, _: S.Type,
      _ gemm: (Int, Int, Int, S, UnsafePointer<T>, Int, Int, UnsafePointer<T>, Int, Int, S, UnsafeMutablePointer<T>, Int, Int) -> Void,
      _ alpha: S, _ beta: S
    ) {
      gemm(
        m, n, k, alpha, UnsafePointer(a.pointer.assumingMemoryBound(to: T.self)), a.rowStride, a.columnStride,
        UnsafePointer(b.pointer.assumingMemoryBound(to: T.self)), b.rowStride, b.columnStride, beta,
        c.pointer.assumingMemoryBound(to: T.self),
        c.rowStride, c.columnStride)
    }
    func callWhole<T>(
      _: T.Type, _ gemm: (Int, Int, Int, UnsafePointer<T>, Int, Int, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>, Int, Int) -> Void
    ) {
      gemm(
        m, n, k, UnsafePointer(a.pointer.assumingMemoryBound(to: T.self)), a.rowStride, a.columnStride,
        UnsafePointer(b.pointer.assumingMemoryBound(to: T.self)), b.rowStride, b.columnStride, c.pointer.assumingMemoryBound(to: T.self),
        c.rowStride,
        c.columnStride)
    }
    switch c.memory.dtype {
    case .float32: call(Float.self, Float.self, ck_gemm_f32, Float(alpha), Float(beta))
    case .float64: call(Double.self, Double.self, ck_gemm_f64, alpha, beta)
    case .float16: call(UInt16.self, Float.self, ck_gemm_f16, Float(alpha), Float(beta))
    case .bfloat16: call(UInt16.self, Float.self, ck_gemm_bf16, Float(alpha), Float(beta))
    case .int64: callWhole(Int64.self, ck_gemm_i64)
    case .int32: callWhole(Int32.self, ck_gemm_i32)
    case .int16: callWhole(Int16.self, ck_gemm_i16)
    case .int8: callWhole(Int8.self, ck_gemm_i8)
    default: callWhole(UInt8.self, ck_gemm_u8)
    }
  }

  /// One product against the loops; what lies between the elements of C must stay as it was.
  static func check(
    _ dtype: DType, _ m: Int, _ n: Int, _ k: Int, _ la: Matrix.Layout, _ lb: Matrix.Layout, _ lc: Matrix.Layout, alpha: Double,
    beta: Double,
    random: inout LawRandom
  ) {
    let a = Matrix(m, k, la, dtype, random: &random), b = Matrix(k, n, lb, dtype, random: &random)
    var c = Matrix(m, n, lc, dtype, random: &random)
    if beta == 0, dtype.isFloatingPoint { c.memory = Tensor.full(c.memory.shape, Double.nan, dtype: dtype) }
    let before = c.memory.clone()
    multiply(a, b, into: c, alpha: alpha, beta: beta)
    let name = "\(dtype) \(m)x\(k)x\(n) \(la) \(lb) -> \(lc), alpha \(alpha), beta \(beta)"
    if dtype.isFloatingPoint {
      let (x, y) = (a.elements(a.memory.doubles), b.elements(b.memory.doubles))
      let (made, old) = (c.elements(c.memory.doubles), c.elements(before.doubles))
      let unit = dtype == .float64 ? 0x1p-53 : dtype == .float16 ? 0x1p-11 : dtype == .bfloat16 ? 0x1p-8 : 0x1p-24
      let sumUnit = dtype == .float64 ? 0x1p-53 : 0x1p-24
      for i in 0..<m {
        for j in 0..<n {
          var (sum, size) = (0.0, 0.0)
          for l in 0..<k {
            sum += x[i * k + l] * y[l * n + j]
            size += (x[i * k + l] * y[l * n + j]).magnitude
          }
          let wanted = alpha * sum + (beta == 0 ? 0 : beta * old[i * n + j])
          // The error bound of any order of summation, in the type that sums, and one rounding at the end.
          let bound =
            (size * alpha.magnitude + wanted.magnitude) * sumUnit * Double(k + 4) + wanted.magnitude * unit + 1e-7 * (unit > 1e-5 ? 1 : 0)
            + 1e-300
          if !((made[i * n + j] - wanted).magnitude <= bound) {
            Issue.record("\(name), element [\(i), \(j)]: \(made[i * n + j]) instead of \(wanted)")
            return
          }
        }
      }
    } else {
      let (x, y) = (a.elements(a.memory.toArray(Int64.self)), b.elements(b.memory.toArray(Int64.self)))
      let made = c.elements(c.memory.toArray(Int64.self))
      for i in 0..<m {
        for j in 0..<n {
          var sum: Int64 = 0
          for l in 0..<k { sum = sum &+ x[i * k + l] &* y[l * n + j] }
          let wanted = Int64(PointwiseLaws.wrap(Int128(sum), dtype, isTest: false))
          if made[i * n + j] != wanted {
            Issue.record("\(name), element [\(i), \(j)]: \(made[i * n + j]) instead of \(wanted)")
            return
          }
        }
      }
    }
    let (now, then) = (c.memory.bytes, before.bytes)
    let size = dtype.itemSize
    for gap in c.gaps where now[gap * size..<(gap + 1) * size] != then[gap * size..<(gap + 1) * size] {
      Issue.record("\(name): memory outside of the result was written")
      return
    }
  }

  private static let inputs = Matrix.Layout.allCases
  private static let outputs: [Matrix.Layout] = [.dense, .transposed, .padded, .stepped, .flippedRows, .flippedColumns]

  @Test("Sizes", arguments: floats + whole)
  func sizes(dtype: DType) {
    var random = LawRandom("sizes \(dtype)")
    // Every m and n of 1...70 takes part, k at random.
    for m in 1...70 {
      for n in [(m * 37) % 70 + 1, (m * 11) % 70 + 1] {
        let k = random.whole(1...70)
        let (alpha, beta) = dtype.isFloatingPoint ? ([1.0, -0.5][m % 2], [0.0, 1, 0.25][n % 3]) : (1, 0)
        Self.check(dtype, m, n, k, .dense, .dense, .dense, alpha: alpha, beta: beta, random: &random)
      }
    }
  }

  @Test("Layouts", arguments: floats + whole)
  func layouts(dtype: DType) {
    var random = LawRandom("layouts \(dtype)")
    for la in Self.inputs {
      for lb in Self.inputs {
        let lc = Self.outputs[random.whole(0...Self.outputs.count - 1)]
        let (m, n, k) = (random.whole(1...40), random.whole(1...40), random.whole(1...40))
        let beta = dtype.isFloatingPoint ? [0.0, 1, -2][random.whole(0...2)] : 0
        Self.check(dtype, m, n, k, la, lb, lc, alpha: 1, beta: beta, random: &random)
      }
    }
  }

  @Test("Vectors, nothing, and long sums", arguments: floats + whole)
  func edges(dtype: DType) {
    var random = LawRandom("edges \(dtype)")
    let isFloat = dtype.isFloatingPoint
    for (m, n, k) in [
      (1, 1, 1), (1, 300, 17), (300, 1, 17), (1, 17, 300), (1, 1, 999), (5, 1, 0), (4, 3, 0), (0, 3, 4), (3, 0, 4), (0, 0, 0), (1, 1, 8192),
      (3, 2, 8201), (9, 17, 10_000), (129, 257, 65),
    ] {
      for la in [Matrix.Layout.dense, .transposed, .stepped] {
        for beta in isFloat ? [0.0, 1] : [0.0] {
          Self.check(dtype, m, n, k, la, la == .dense ? .transposed : .dense, .padded, alpha: 1, beta: beta, random: &random)
        }
      }
    }
  }

  // ---- the methods on tensors

  @Test("matmul of any ranks", arguments: floats + whole)
  func ranks(dtype: DType) throws {
    var random = LawRandom("ranks \(dtype)")
    let range: ClosedRange<Double> = dtype.isFloatingPoint ? -1...1 : dtype.isSigned ? -3...3 : 0...3
    let shapes: [([Int], [Int])] = [
      ([3], [3]), ([2, 3], [3]), ([3], [3, 4]), ([2, 3], [3, 4]), ([5, 2, 3], [3, 4]), ([5, 2, 3], [3]), ([3], [5, 3, 4]),
      ([2, 3], [5, 3, 4]),
      ([5, 2, 3], [5, 3, 4]), ([1, 2, 3], [5, 3, 4]), ([5, 2, 3], [1, 3, 4]), ([2, 1, 2, 3], [5, 3, 4]), ([6, 1, 2, 3], [1, 5, 3, 4]),
      ([0, 3], [3, 4]),
      ([2, 0], [0, 4]), ([0, 2, 3], [3, 4]), ([0], [0]), ([5, 2, 0], [5, 0, 4]), ([0, 2, 3], [0, 3, 4]), ([2, 3], [3, 0]), ([0], [0, 4]),
      ([2, 3, 0], [0]),
    ]
    for (p, q) in shapes {
      let (a, b) = (random.uniform(p, in: range).to(dtype), random.uniform(q, in: range).to(dtype))
      let made = try withTensorErrors { a.matmul(b) }
      // The definition: vectors become a row or a column, leading axes broadcast.
      let (x, y) = (NaiveArray(p.count == 1 ? [1] + p : p, a.doubles), NaiveArray(q.count == 1 ? q + [1] : q, b.doubles))
      let batch = BroadcastLaws.common([Array(x.shape.dropLast(2)), Array(y.shape.dropLast(2))])!
      let (m, n, k) = (x.shape[x.shape.count - 2], y.shape.last!, x.shape.last!)
      var shape = batch
      if p.count > 1 { shape.append(m) }
      if q.count > 1 { shape.append(n) }
      var values: [Double] = []
      for outer in NaiveArray.positions(batch) {
        func element(_ t: NaiveArray, _ i: Int, _ j: Int) -> Double {
          let own = zip(outer.suffix(t.shape.count - 2), t.shape).map { $1 == 1 ? 0 : $0 }
          return t[own + [i, j]]
        }
        for i in 0..<m {
          for j in 0..<n { values.append((0..<k).reduce(0) { $0 + element(x, i, $1) * element(y, $1, j) }) }
        }
      }
      expectClose(made, Tensor(values, shape: Shape(shape)).to(dtype), Tolerance(dtype), "matmul \(dtype) \(p) \(q)")
    }
  }

  @Test func strangers() {
    func refused(_ kind: TensorError.Kind, _ body: () -> Tensor, location: SourceLocation = #_sourceLocation) {
      let error = #expect(throws: TensorError.self, sourceLocation: location) { try withTensorErrors { body() } }
      #expect(error?.kind == kind, sourceLocation: location)
    }
    refused(.shape) { Tensor.ones(2, 3).matmul(Tensor.ones(2, 3)) }
    refused(.shape) { Tensor.ones(2, 3).matmul(Tensor(1.0)) }
    refused(.shape) { Tensor.ones(4, 2, 3).matmul(Tensor.ones(5, 3, 2)) }
    refused(.shape) { Tensor.ones(4, 2, 3).bmm(Tensor.ones(4, 2, 3)) }
    refused(.shape) { Tensor.ones(2, 3).mv(Tensor.ones(2)) }
    refused(.shape) { Tensor.ones(3).dot(Tensor.ones(2)) }
    refused(.dtype) { Tensor.ones(2, 3).mm(Tensor.ones(3, 2, dtype: .float64)) }
    refused(.dtype) { Tensor.ones(2, 2, dtype: .bool).mm(Tensor.ones(2, 2, dtype: .bool)) }
  }

  /// NaN and infinity reach the result also where they meet zeros.
  @Test func specials() {
    let a = Tensor([0.0, 1, .infinity, 2], shape: [2, 2])
    let b = Tensor([Double.nan, 1, 1, 0], shape: [2, 2])
    let made = a.mm(b).doubles
    #expect(made[0].isNaN && made[1] == 0 && made[2].isNaN && made[3] == .infinity)
  }
}
