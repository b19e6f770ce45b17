import Lantern
import Testing

/// Kernels that take several elements, rows or squares at a time, at sizes around those numbers, against plain loops.
@Suite struct LargeKernelTests {
  /// Numbers with repetitions, both zeros, infinities and NaN, as far as the type has them.
  private static func numbers(_ count: Int, _ dtype: DType, special: Bool = true) -> Tensor {
    var source = LawRandom("large \(count)")
    let whole = source.uniform([count], in: dtype == .uint8 ? 0...120 : -120...120).trunc()
    guard dtype.isFloatingPoint else { return whole.to(dtype) }
    let x = (whole / 8).to(dtype)
    if special, count > 4 {
      let values: [Double] = [.nan, -0.0, .infinity, -.infinity, 0.0]
      for (i, value) in values.enumerated() { x[(i * 7 + count / 2) % count] = Tensor(value) }
    }
    return x
  }

  /// NaN last, zeros alike.
  private static func before(_ a: Double, _ b: Double) -> Bool { a.isNaN ? false : b.isNaN || a < b }

  @Test(arguments: [1, 5, 17, 699, 700, 3000])
  func sorting(count: Int) {
    for dtype in [DType.float32, .float64, .float16, .bfloat16, .int32, .int8, .uint8, .int64, .int16] {
      let x = Self.numbers(count, dtype)
      let values = x.to(.float64).toArray(Double.self)
      for descending in [false, true] {
        let wanted = values.indices.sorted {
          let (a, b) = descending ? (values[$1], values[$0]) : (values[$0], values[$1])
          return Self.before(a, b) || (!Self.before(b, a) && $0 < $1)
        }
        #expect(x.argsort(descending: descending).toArray(Int.self) == wanted, "\(dtype), \(count), descending: \(descending)")
      }
      let sorted = x.msort().to(.float64).toArray(Double.self), wanted = values.sorted(by: Self.before)
      #expect(zip(sorted, wanted).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }, "msort of \(dtype), \(count)")
    }
  }

  @Test(arguments: [1, 15, 16, 17, 31, 33, 100, 2050])
  func extremes(count: Int) {
    for dtype in [DType.float32, .float64, .int32, .uint8, .bfloat16] {
      for special in [false, true] {
        let x = Self.numbers(count, dtype, special: special)
        let values = x.to(.float64).toArray(Double.self)
        let nan = values.firstIndex { $0.isNaN }
        let largest = nan ?? values.firstIndex(of: values.max()!)!, smallest = nan ?? values.firstIndex(of: values.min()!)!
        #expect(x.argmax().item().intValue == largest && x.argmin().item().intValue == smallest, "\(dtype), \(count)")
        let (high, low) = (x.max().item().doubleValue, x.min().item().doubleValue)
        #expect(high == values[largest] || (high.isNaN && nan != nil), "max of \(dtype), \(count)")
        #expect(low == values[smallest] || (low.isNaN && nan != nil), "min of \(dtype), \(count)")
      }
    }
    // A NaN at every place of a block and behind it.
    for place in stride(from: 0, to: count, by: Swift.max(1, count / 40)) {
      let x = Tensor.arange(Double(count)).to(.float32)
      x[place] = Tensor(Double.nan)
      #expect(x.max().item().doubleValue.isNaN && x.argmin().item().intValue == place, "\(count), \(place)")
    }
  }

  @Test(arguments: [DType.uint8, .int16, .float32, .float64, .complex128])
  func transposedCopies(dtype: DType) {
    for sizes in [[37, 53], [16, 16], [64, 35], [3, 20, 17], [2, 5, 33, 4]] {
      let count = sizes.reduce(1, *)
      let x = Tensor.arange(count).remainder(Tensor(113)).to(dtype).view(Shape(sizes))
      // The axes in reverse order.
      var turned = x
      for d in 0..<(sizes.count / 2) { turned = turned.transpose(d, sizes.count - 1 - d) }
      let copy = turned.contiguous()
      let found = copy.to(.float64).toArray(Double.self)
      var index = [Int](repeating: 0, count: sizes.count)
      var matches = true
      for value in found {
        var at = 0
        for d in sizes.indices { at = at * sizes[d] + index[sizes.count - 1 - d] }
        if value != Double(at % 113) { matches = false }
        for d in index.indices.reversed() {
          index[d] += 1
          if index[d] < copy.shape[d] { break }
          index[d] = 0
        }
      }
      #expect(matches, "\(dtype), \(sizes)")
    }
  }

  @Test(arguments: [DType.uint8, .int16, .float32, .float64, .complex128])
  func selectedByMask(dtype: DType) {
    for count in [0, 1, 63, 64, 65, 70_000, 140_001] {
      let x = Tensor.arange(count).remainder(Tensor(101)).to(dtype)
      let mask = Tensor.arange(count).remainder(Tensor(7)).to(.float64) .> 2.5
      let wanted = (0..<count).filter { $0 % 7 > 2 }.map { Double($0 % 101) }
      #expect(x.maskedSelect(mask).to(.float64).toArray(Double.self) == wanted, "\(dtype), \(count)")
      #expect(x[mask].to(.float64).toArray(Double.self) == wanted, "\(dtype), \(count)")
    }
  }

  @Test(arguments: [[1, 9], [3, 50], [4, 50], [7, 1000], [2, 100, 70], [3, 5, 1]])
  func runningSums(sizes: [Int]) {
    let x = Self.numbers(sizes.reduce(1, *), .float32, special: false).view(Shape(sizes))
    let d = sizes.count == 3 ? 1 : sizes.count - 1
    let sums = x.cumsum(dim: d), n = sizes[d]
    var wanted = x.to(.float64).narrow(d, 0, 1)
    for k in 0..<n {
      if k > 0 { wanted = wanted + x.to(.float64).narrow(d, k, 1) }
      #expect(sums.narrow(d, k, 1).equal(wanted.to(.float32)), "\(sizes), \(k)")
    }
    #expect(x.to(.int64).cumsum(dim: d).select(d, n - 1).equal(x.to(.int64).sum(dim: d)))
  }

  @Test(arguments: [1, 2, 3, 16, 64, 100])
  func rowsByPosition(length: Int) {
    for dtype in [DType.uint8, .float32, .float64] {
      let x = Tensor.arange(500 * length).remainder(Tensor(251)).to(dtype).view(500, length)
      let index = Tensor.arange(3000).mul(Tensor(17)).remainder(Tensor(500))
      let found = x.indexSelect(0, index).to(.float64).toArray(Double.self)
      let wanted = (0..<3000).flatMap { row in (0..<length).map { Double((row * 17 % 500 * length + $0) % 251) } }
      #expect(found == wanted, "\(dtype), \(length)")
      #expect(x[index].to(.float64).toArray(Double.self) == wanted, "\(dtype), \(length)")
    }
  }

  @Test(arguments: [[1003, 37], [4, 3000], [5, 1025], [130, 2]])
  func sumsOfColumns(sizes: [Int]) {
    let x = Self.numbers(sizes[0] * sizes[1], .float32, special: false).view(Shape(sizes))
    // Multiples of 1/8 below 2^20: every order of additions gives the same.
    #expect(x.sum(dim: 0).to(.float64).equal(x.to(.float64).sum(dim: 0)))
    #expect(x.sum(dim: 1).to(.float64).equal(x.to(.float64).sum(dim: 1)))
    #expect(x.sum().item().doubleValue == x.to(.float64).sum().item().doubleValue)
    #expect(x.t().sum(dim: 0).equal(x.sum(dim: 1)))
  }
}
