import Lantern
import LanternNumPy
import Testing

/// Few elements without gaps take short ways; the same elements with gaps take the general ones. Both must give the same.
@Suite(.defaultPrintOptions) struct StraightPathTests {
  private static let types: [DType] = [
    .bool, .uint8, .int8, .int32, .int64, .uint64, .float16, .float32, .float64, .complex64, .complex128,
  ]

  /// The same numbers in memory with gaps; what has a single element has none.
  private static func spread(_ a: NDArray) -> NDArray {
    guard a.ndim > 0 else { return a }
    let wide = np.zeros(Shape(a.shape.map { 2 * $0 + 1 }), dtype: a.dtype)
    let view = wide[parts: a.shape.map { .range(start: 1, end: 2 * $0 + 1, step: 2) }]
    view[.ellipsis] = a
    return view
  }

  private static func samples(_ dtype: DType) -> [NDArray] {
    let v = np.array([3, 0, 1, 7, 2, 5, 1, 4]).astype(dtype)
    return [
      v, v[..<1], v[..<0], v.reshape(2, 4), v.reshape(4, 2).T.copy(), v.reshape(2, 2, 2), v[..<4].reshape(1, 4), v[..<0].reshape(0, 3),
    ]
  }

  /// A result in words: its type, shape and numbers, or the message of the mistake.
  private static func words(_ body: () -> NDArray) -> String {
    do {
      let result = try withTensorErrors { body() }
      return "\(result.dtype) \(result.shape) \(result.isScalar) \(np.repr(result))"
    } catch { return (error as? TensorError)?.message ?? "\(error)" }
  }

  private static func sameBothWays(_ name: String, _ a: NDArray, _ body: (NDArray) -> NDArray) {
    let straight = words { body(a.copy()) }
    let general = words { body(spread(a)) }
    #expect(straight == general, "\(name) of \(a.dtype) \(a.shape)")
  }

  @Test(arguments: types) func ofOneArray(_ dtype: DType) {
    for a in Self.samples(dtype) {
      for (name, body) in [
        ("copy", { $0.copy() }), ("astype float", { $0.astype(.float64) }), ("astype uint8", { $0.astype(.uint8) }),
        ("ravel", { $0.ravel() }),
        ("negative", { -$0 }), ("abs", { np.abs($0) }), ("sqrt", { np.sqrt($0) }), ("sum", { $0.sum() }), ("max", { $0.max() }),
        ("mean", { $0.mean() }), ("std", { $0.std() }), ("argmax", { $0.argmax() }), ("any", { $0.any() }), ("all", { $0.all() }),
        ("unique", { np.unique($0) }), ("sort", { np.sort($0) }), ("argsort", { np.argsort($0) }), ("roll", { np.roll($0, 3) }),
        ("transposed", { $0.T + $0.T }), ("first", { $0[0] }), ("last", { $0[-1] }), ("rows", { $0[1...] }), ("mask", { $0[$0 .> 1] }),
        ("backwards", { $0[.stride(by: -1)] }), ("column", { $0[.all, 1] }), ("element", { $0[1, 1] }), ("block", { $0[..<1, 1...] }),
        ("inserted", { $0[.newAxis, .ellipsis] }), ("taken", { $0[np.array([0, 0])] }), ("reshaped", { $0.reshape(-1, 1) }),
        ("rows by mask", { $0[$0[.ellipsis, 0] .> 1] }), ("no rows by mask", { $0[$0[.ellipsis, 0] .> 100] }),
        ("planes by mask", { $0[np.array([true, false])] }), ("columns", { $0[.all, np.array([1, 0, 1])] }),
        ("columns, two axes", { $0[.all, np.array([[1, 0], [0, 0]])] }), ("columns from the end", { $0[.all, np.array([0, -1])] }),
        ("columns that are not there", { $0[.all, np.array([0, 4])] }), ("columns by mask", { $0[.all, np.array([true, false])] }),
        ("column by an array without axes", { $0[.all, np.array(1)] }), ("taken twice", { $0[np.array([[1, 0], [1, 1]])] }),
      ] as [(String, (NDArray) -> NDArray)] { Self.sameBothWays(name, a, body) }
    }
  }

  @Test(arguments: types) func alongAxes(_ dtype: DType) {
    for a in Self.samples(dtype) {
      for axis in -3..<3 {
        for keepdims in [false, true] {
          for (name, body) in [
            ("sum", { $0.sum(axis: axis, keepdims: keepdims) }), ("prod", { $0.prod(axis: axis, keepdims: keepdims) }),
            ("max", { $0.max(axis: axis, keepdims: keepdims) }), ("min", { $0.min(axis: axis, keepdims: keepdims) }),
            ("mean", { $0.mean(axis: axis, keepdims: keepdims) }), ("argmin", { $0.argmin(axis: axis, keepdims: keepdims) }),
          ] as [(String, (NDArray) -> NDArray)] { Self.sameBothWays("\(name) along \(axis), keepdims \(keepdims),", a, body) }
        }
        Self.sameBothWays("roll", a) { np.roll($0, -1, axis: axis) }
        Self.sameBothWays("concatenate", a) { np.concatenate([$0, $0], axis: axis) }
        Self.sameBothWays("stack", a) { np.stack([$0, $0, $0], axis: axis) }
        Self.sameBothWays("expandDims", a) { np.expandDims($0, axis: axis) }
      }
      Self.sameBothWays("vstack", a) { np.vstack([$0, $0]) }
    }
  }

  @Test(arguments: types) func ofTwoArrays(_ dtype: DType) {
    for other in Self.types {
      for (i, a) in Self.samples(dtype).enumerated() {
        for (j, b) in Self.samples(other).enumerated() where (i + j) % 2 == 0 || j < 2 {
          for (name, body) in [
            ("+", { $0 + $1 }), ("-", { $0 - $1 }), ("/", { $0 / $1 }), ("%", { $0 % $1 }), ("**", { $0 ** $1 }), ("==", { $0 .== $1 }),
            ("<", { $0 .< $1 }), ("maximum", { np.maximum($0, $1) }), ("&", { $0 & $1 }), ("matmul", { np.matmul($0, $1) }),
            ("where", { np.where($0 .> 1, $0, $1) }),
            (
              "+=",
              {
                $0 += $1; return $0
              }
            ),
            (
              "*=",
              {
                $0 *= $1; return $0
              }
            ),
            (
              "= row",
              {
                $0[0] = $1; return $0
              }
            ),
            (
              "= all",
              {
                $0[...] = $1; return $0
              }
            ),
          ] as [(String, (NDArray, NDArray) -> NDArray)] {
            let straight = Self.words { body(a.copy(), b) }
            let general = Self.words { body(Self.spread(a), Self.spread(b)) }
            #expect(straight == general, "\(name) of \(dtype) \(a.shape) and \(other) \(b.shape)")
          }
        }
      }
    }
  }

  @Test(arguments: types) func ofNumbers(_ dtype: DType) {
    for a in Self.samples(dtype) {
      for number in [2, -1, 300, 0.5, true, Double.nan] as [any TensorScalar] {
        func compare<S: TensorScalar>(_ x: S) {
          for (name, body) in [
            ("+", { $0 + x }), ("number -", { x - $0 }), ("/", { $0 / x }), ("%", { $0 % x }), ("**", { $0 ** x }), ("==", { $0 .== x }),
            (">", { $0 .> x }),
            (
              "+=",
              {
                $0 += x; return $0
              }
            ),
          ] as [(String, (NDArray) -> NDArray)] { Self.sameBothWays("\(name) \(x)", a, body) }
        }
        compare(number)
        if a.ndim == 2 {  // column by column
          let columns = a.T.copy().T
          let results = [columns, a].map { x in Self.words { -x } + Self.words { x + 2 } + Self.words { 2 - x } + Self.words { x / 0.5 } }
          #expect(results[0] == results[1])
          if dtype == .float64 { #expect((columns + 2).T.isContiguous && (-columns).T.isContiguous) }
        }
        Self.sameBothWays("where", a) { np.where($0 .> 1, $0, 2) }
        Self.sameBothWays("where not", a) { np.where($0 .> 1, 0.5, $0) }
        Self.sameBothWays("masked = \(number)", a) {
          $0[$0 .> 1] = number; return $0
        }
        Self.sameBothWays("part = \(number)", a) {
          $0[1..., .ellipsis] = number; return $0
        }
        Self.sameBothWays("element = \(number)", a) {
          $0[0] = number; return $0
        }
      }
    }
  }

  /// Rows without gaps are reduced as runs of memory, others step by step.
  @Test(arguments: [1, 7, 8, 9, 63, 128, 129, 300]) func alongRows(_ n: Int) {
    for type in [DType.float32, .float64, .int64, .uint64] {
      let a = (np.sin(np.arange(6 * n)) * 100).astype(.int64).astype(type).reshape(6, n)
      if type.isFloatingPoint {
        a[...] = a / 7
        a[2, -1] = Double.nan
        a[3] = -0.0
      }
      for (name, body) in [
        ("sum", { $0.sum(axis: 1) }), ("prod", { $0.prod(axis: 1) }), ("max", { $0.max(axis: 1) }), ("min", { $0.min(axis: 1) }),
        ("argmax", { $0.argmax(axis: 1) }), ("argmin", { $0.argmin(axis: 1) }), ("every second", { $0[.stride(by: 2)].sum(axis: -1) }),
        ("backwards", { $0[.stride(by: -1)].argmin(axis: -1) }),
      ] as [(String, (NDArray) -> NDArray)] { Self.sameBothWays("\(name) of rows of \(n)", a, body) }
    }
  }

  /// A short row beside several others.
  @Test(arguments: types) func rowsAgainAndAgain(_ dtype: DType) {
    for n in [1, 3, 8] {
      for count in [1, 2, 5, 200] {
        let a = np.arange(4 * n).reshape(4, 1, n).astype(dtype), b = np.arange(count * n).reshape(count, n).astype(dtype)
        let repeated = np.array(np.broadcastTo(a, [4, count, n]))
        #expect(np.repr(a + b) == np.repr(repeated + b) && np.repr(b + a) == np.repr(repeated + b), "\(dtype) \(n) \(count)")
      }
    }
  }

  @Test func elementsWriteThrough() {
    let m = np.arange(6).reshape(2, 3)
    m[1, 2] += 10
    m[0, 0] *= m[1, 1]
    m[0][1] -= 5
    #expect("\(m)" == "[[ 0 -4  2]\n [ 3  4 15]]")
    let f = np.zeros(3, dtype: .float32)
    f[1] += np.array([1.5])[0]
    #expect("\(f)" == "[0.  1.5 0. ]")
    // What an operand shares with its target is read before it is written.
    let v = np.arange(4)
    v += v[1]
    #expect("\(v)" == "[1 2 3 4]")
    v *= v[1..<2]
    #expect("\(v)" == "[2 4 6 8]")
  }

  @Test func sizesThatNoMemoryHolds() {
    let long = np.zeros([1 << 40, 0])
    #expect(Self.words { np.concatenate([long, long]) } != "")
    #expect(Self.words { np.roll(long, 1, axis: 0) } == Self.words { long })
    #expect(Self.words { np.concatenate([long, long], axis: 1) } == Self.words { long })
    #expect(Self.words { np.stack([long, long], axis: 2) }.contains("0, 2)"))
    #expect(Self.words { long.sum(axis: 1) } != "" && Self.words { long.T + 1 } != "")
  }
}
