import Lantern
import LanternNumPy
import Testing

/// Arrays against the real NumPy: types, values, texts and messages.
@Suite(.defaultPrintOptions) struct NumPyGoldenTests {
  private func function(_ name: String) -> ((NDArray, NDArray) -> NDArray) {
    switch name {
    case "add": { $0 + $1 }
    case "subtract": { $0 - $1 }
    case "multiply": { $0 * $1 }
    case "divide": { $0 / $1 }
    case "power": { $0 ** $1 }
    case "floor_divide": { np.floorDivide($0, $1) }
    case "remainder": { $0 % $1 }
    case "maximum": { np.maximum($0, $1) }
    case "minimum": { np.minimum($0, $1) }
    case "less": { $0 .< $1 }
    default: { $0 .== $1 }
    }
  }

  private func weak(_ name: String, _ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray {
    switch name {
    case "add": np.add(a, b)
    case "divide": np.divide(a, b)
    case "power": np.power(a, b)
    case "maximum": np.maximum(a, b)
    default: np.less(a, b)
    }
  }

  @Test func everyPairOfTypesPromotes() {
    let pairs = NumPyCase.all["promotion"]["pairs"].list
    #expect(pairs.count == 196)
    for c in pairs {
      let both = np.concatenate([np.zeros(1, dtype: c[0].dtype), np.zeros(1, dtype: c[1].dtype)])
      #expect(both.dtype == c[2].dtype, "\(c[0].text) and \(c[1].text)")
    }
  }

  @Test func numbersAdaptToArrays() {
    for c in NumPyCase.all["promotion"]["weak"].list {
      let x = np.array([1, 2], dtype: c[0].dtype)
      func both(_ number: some ArrayOperand) {
        #expect(attempt { self.weak(c[2].text, x, number) } == c[3].text, "\(c[2].text)(\(c[0].text), \(c[1].text))")
        #expect(attempt { self.weak(c[2].text, number, x) } == c[4].text, "\(c[2].text)(\(c[1].text), \(c[0].text))")
      }
      switch c[1].text {
      case "true": both(true)
      case "3": both(3)
      default: both(2.5)
      }
    }
  }

  @Test func elementByElement() {
    for c in NumPyCase.all["elementwise"]["pairs"].list {
      let x = np.array([1, 2, 0, 7, 100]).astype(c[0].dtype), y = np.array([3, 1, 2, 4, 90]).astype(c[1].dtype)
      #expect(attempt { self.function(c[2].text)(x, y) } == c[3].text, "\(c[2].text)(\(c[0].text), \(c[1].text))")
    }
    for c in NumPyCase.all["elementwise"]["signed"].list {
      let x = np.array([7, -7, 7, -7, 6, -6]).astype(c[0].dtype), y = np.array([3, 3, -3, -3, -3, 0]).astype(c[0].dtype)
      #expect(attempt { self.function(c[1].text)(x, y) } == c[2].text, "\(c[1].text) of \(c[0].text)")
    }
    for c in NumPyCase.all["elementwise"]["unary"].list {
      let x = np.array([0, 1, 4, 2]).astype(c[0].dtype)
      let made = attempt { () -> NDArray in
        switch c[1].text {
        case "sqrt": np.sqrt(x)
        case "absolute": np.abs(x)
        case "sign": np.sign(x)
        case "square": np.square(x)
        case "floor": np.floor(x)
        default: -x
        }
      }
      #expect(made == c[2].text, "\(c[1].text) of \(c[0].text)")
    }
  }

  // ---- indexing ------------------------------------------------------------------------------------------------------------------

  private func array(_ value: NumPyCase) -> NDArray {
    func shape(_ v: NumPyCase) -> [Int] { v.isList ? [v.list.count] + (v.list.first.map(shape) ?? []) : [] }
    func flat(_ v: NumPyCase) -> [NumPyCase] { v.isList ? v.list.flatMap(flat) : [v] }
    let items = flat(value)
    if case .bool = items[0] { return np.array(items.map(\.isTrue)).reshape(shape(value)) }
    return np.array(items.map { $0.int! }).reshape(shape(value))
  }

  private func part(_ value: NumPyCase) -> IndexPart {
    switch value[0].text {
    case "i": .position(value[1].int!)
    case "s": .stride(from: value[1].int, to: value[2].int, by: value[3].int!)
    case "e": .ellipsis
    case "n": .newAxis
    default: array(value[1]).indexPart
    }
  }

  @Test func indexing() throws {
    let cases = NumPyCase.all["indexing"].list
    #expect(cases.count > 170)
    for c in cases {
      let parts = c["index"].list.map(part)
      let a = np.arange(60).reshape(3, 4, 5)
      if case .text(let message) = c["error"] {
        #expect(attempt { a[parts: parts] } == "error: " + message, "\(c["index"])")
        continue
      }
      let taken = a[parts: parts]
      #expect(Array(taken.shape) == c["shape"].ints, "\(c["index"])")
      #expect(taken.toArray(Int.self) == c["values"].ints, "\(c["index"])")
      if c["strides"].isList {
        #expect(zip(taken.strides, taken.shape).filter { $1 > 1 }.map(\.0) == c["strides"].ints)
        #expect(np.mayShareMemory(taken, a))
      }
      // Writing reaches just the same elements.
      a[parts: parts] = np.array(-1)
      let expected = (0..<60).map { c["values"].ints.contains($0) ? -1 : $0 }
      #expect(a.toArray(Int.self) == expected, "writing \(c["index"])")
    }
  }

  // ---- reductions ----------------------------------------------------------------------------------------------------------------

  private func view(_ name: String, _ a: NDArray) -> NDArray {
    switch name {
    case "T": a.T
    case "swap": a.transpose(1, 0, 2)
    case "apart": a[..., .stride(by: 2), .stride(by: 2)]
    case "back": a[.stride(by: -1), .all, .stride(by: -1)]
    case "part": a[1..., 3..<20]
    default: a
    }
  }

  @Test func reductionsHaveTheSameBits() {
    let cases = NumPyCase.all["reductions"].list
    #expect(cases.count > 500)
    for c in cases {
      let dtype = c[0].dtype
      let rand = np.random.RandomState(7).randomSample(c[1].ints)
      let a = view(c[2].text, dtype == .bool ? rand .> 0.5 : (rand * 100 - 50).astype(dtype))
      let axis = c[4].int, axes = c[4].isNull ? nil : c[4].isList ? c[4].ints : [axis!]
      let keep = c[5].isTrue
      let r =
        switch c[3].text {
        case "sum": a.sum(axis: axes, keepdims: keep)
        case "mean": a.mean(axis: axes, keepdims: keep)
        case "var": a.var(axis: axes, keepdims: keep)
        case "max": a.max(axis: axes, keepdims: keep)
        case "prod": a.prod(axis: axes, keepdims: keep)
        case "argmin": a.argmin(axis: axis, keepdims: keep)
        case "any": a.any(axis: axis, keepdims: keep)
        default: a.cumsum(axis: axis)
        }
      let name = "\(c[3].text)(axis: \(axes.map { "\($0)" } ?? "nil")) of \(c[2].text) \(dtype) \(c[1].ints)"
      #expect(r.dtype == c[6].dtype, "\(name)")
      #expect(Array(r.shape) == c[7].ints, "\(name)")
      #expect(r.digest == c[8].text, "\(name)")
    }
  }

  @Test func sumsOfVectorsHaveTheSameBits() {
    let x = np.random.RandomState(11).rand(100_003)
    for c in NumPyCase.all["sums"].list {
      let v = x[..<c[0].int!][.stride(by: c[1].int!)]
      #expect(v.sum().item(Double.self) == Double(c[2].text), "\(c[0]) \(c[1])")
      #expect(v.astype(.float32).sum().item(Double.self) == Double(c[3].text), "\(c[0]) \(c[1]) float32")
    }
  }

  @Test func broadcasting() {
    for c in NumPyCase.all["broadcasting"].list {
      let made = attempt { "\(Array((np.zeros(c[0].ints) + np.zeros(c[1].ints)).shape))" }
      #expect(made == (c[2].isList ? "\(c[2].ints)" : c[2].text), "\(c[0]) \(c[1])")
    }
  }

  @Test func rangesHaveTheSameBits() {
    for c in NumPyCase.all["ranges"].list {
      let made =
        c[0].text == "linspace"
        ? np.linspace(c[1].double, c[2].double, c[3].int!, endpoint: c[4].isTrue) : np.arange(c[1].double, c[2].double, c[3].double)
      #expect(made.digest == c[5].text, "\(c)")
    }
  }

  @Test func randomArrays() {
    let expected = NumPyCase.all["randoms"]
    func check(_ name: String, _ a: NDArray) { #expect(np.repr(a) == expected[name].text, "\(name)") }
    let r = np.random.RandomState(5)
    let m = np.arange(12).reshape(4, 3)
    check("rand", r.rand(2, 2))
    check("randn", r.randn(3))
    check("randint", r.randint(-5, 5, [2, 3]))
    check("randint8", r.randint(200, size: 4, dtype: .uint8))
    check("uniform", r.uniform(-1, 2, 3))
    check("normal", r.normal(1, 2, [1, 2]))
    check("exponential", r.exponential(2, 2))
    check("permutation", r.permutation(6))
    check("rows", r.permutation(m))
    check("choice", r.choice(10, 4))
    check("distinct", r.choice(10, 4, replace: false))
    check("weighted", r.choice(np.array([10, 20, 30]), [2, 2], p: [0.2, 0.3, 0.5]))
    check("sample", r.randomSample(2))
    let x = m.copy()
    r.shuffle(x)
    check("shuffle", x)
    let g = np.random.defaultRng(5)
    check("g.random", g.random([2, 2]))
    check("g.floats", g.random(3, dtype: .float32))
    check("g.standard_normal", g.standardNormal(3))
    check("g.normal", g.normal(1, 2, 2))
    check("g.uniform", g.uniform(-1, 2, 2))
    check("g.integers", g.integers(-5, 5, [2, 3]))
    check("g.endpoint", g.integers(3, size: 6, endpoint: true))
    check("g.exponential", g.exponential(2, 2))
    check("g.permutation", g.permutation(6))
    check("g.rows", g.permutation(m))
    check("g.choice", g.choice(10, 4))
    check("g.distinct", g.choice(np.array([1.5, 2.5, 3.5, 4.5]), 3, replace: false))
    let y = m.copy()
    g.shuffle(y)
    check("g.shuffle", y)
  }
}
