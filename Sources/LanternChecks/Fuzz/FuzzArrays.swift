import Lantern
import LanternNumPy
import LanternOperators

/// Arrays of NumPy's kind.
enum FuzzArrays {
  static let all: [OperatorCall] = functions + arithmetic + shapes + creation + draws

  private static func array(_ a: CallArguments, _ position: Int = 0, _ name: String = "input") throws -> NDArray {
    try a.tensor(position, name).detach().numpy()
  }

  private static func one(_ name: String, _ run: @escaping @Sendable (NDArray, CallArguments) throws -> NDArray) -> OperatorCall {
    .one("np." + name, "np." + name) { a in try Tensor.fromNumPy(run(array(a), a)) }
  }

  private static func made(_ name: String, _ run: @escaping @Sendable (CallArguments) throws -> NDArray) -> OperatorCall {
    .one("np." + name, "np." + name) { a in try Tensor.fromNumPy(run(a)) }
  }

  private static func binary(_ name: String, _ run: @escaping @Sendable (NDArray, NDArray) throws -> NDArray) -> OperatorCall {
    one(name) { x, a in try run(x, array(a, 1, "other")) }
  }

  private static func sizes(_ a: CallArguments, _ position: Int) throws -> [Int] { try a.ints(position, "size") }

  private static let functions: [OperatorCall] = [
    one("sum") { x, a in try np.sum(x, axis: a.optionalInt(1, "dim"), dtype: a.dtype(2, "dtype"), keepdims: a.flag(3, "keepdim")) },
    one("prod") { x, a in try np.prod(x, axis: a.optionalInt(1, "dim"), dtype: a.dtype(2, "dtype"), keepdims: a.flag(3, "keepdim")) },
    one("sum_axes") { x, a in try np.sum(x, axis: a.ints(1, "dims"), keepdims: a.flag(2, "keepdim")) },
    one("mean") { x, a in try np.mean(x, axis: a.optionalInt(1, "dim"), dtype: a.dtype(2, "dtype"), keepdims: a.flag(3, "keepdim")) },
    one("var") { x, a in try np.var(x, axis: a.optionalInt(1, "dim"), ddof: a.double(2, "ddof", 0), keepdims: a.flag(3, "keepdim")) },
    one("std") { x, a in try np.std(x, axis: a.optionalInt(1, "dim"), ddof: a.double(2, "ddof", 0), keepdims: a.flag(3, "keepdim")) },
    one("max") { x, a in try np.max(x, axis: a.optionalInt(1, "dim"), keepdims: a.flag(2, "keepdim")) },
    one("argmax") { x, a in try np.argmax(x, axis: a.optionalInt(1, "dim"), keepdims: a.flag(2, "keepdim")) },
    one("all") { x, a in try np.all(x, axis: a.optionalInt(1, "dim"), keepdims: a.flag(2, "keepdim")) },
    one("cumsum") { x, a in try np.cumsum(x, axis: a.optionalInt(1, "dim"), dtype: a.dtype(2, "dtype")) },
    one("cumprod") { x, a in try np.cumprod(x, axis: a.optionalInt(1, "dim"), dtype: a.dtype(2, "dtype")) },
    one("sort") { x, a in try np.sort(x, axis: a.optionalInt(1, "dim")) },
    one("argsort") { x, a in try np.argsort(x, axis: a.optionalInt(1, "dim")) },
    one("unique") { x, _ in np.unique(x) },
    one("round") { x, a in try np.round(x, a.int(1, "decimals", 0)) },
    one("clip") { x, a in try np.clip(x, array(a, 1, "min"), array(a, 2, "max")) },
    one("where") { x, a in try np.where(x, array(a, 1, "a"), array(a, 2, "b")) },
    one("nonzero") { x, _ in np.nonzero(x).first ?? x },
    one("exp") { x, _ in np.exp(x) }, one("sqrt") { x, _ in np.sqrt(x) }, one("floor") { x, _ in np.floor(x) },
    one("abs") { x, _ in np.abs(x) }, one("sign") { x, _ in np.sign(x) }, one("logical_not") { x, _ in np.logicalNot(x) },
    one("isnan") { x, _ in np.isnan(x) },
  ]

  private static let arithmetic: [OperatorCall] = [
    binary("add") { $0 + $1 }, binary("subtract") { $0 - $1 }, binary("multiply") { $0 * $1 }, binary("divide") { $0 / $1 },
    binary("mod") { $0 % $1 }, binary("power") { $0 ** $1 }, binary("floor_divide") { np.floorDivide($0, $1) },
    binary("and") { $0 & $1 }, binary("or") { $0 | $1 }, binary("xor") { $0 ^ $1 }, binary("left_shift") { $0 << $1 },
    binary("right_shift") { $0 >> $1 }, binary("equal") { $0 .== $1 }, binary("less") { $0 .< $1 },
    binary("maximum") { np.maximum($0, $1) }, binary("hypot") { np.hypot($0, $1) }, binary("arctan2") { np.arctan2($0, $1) },
    binary("isclose") { np.isclose($0, $1) }, binary("matmul") { np.matmul($0, $1) }, binary("dot") { np.dot($0, $1) },
    binary("logical_xor") { np.logicalXor($0, $1) },
    binary("array_equal") { x, y in np.full([], np.arrayEqual(x, y) && np.allclose(x, y) && np.mayShareMemory(x, y)) },
    binary("add_in_place") { x, y in
      x += y
      return x
    },
    binary("divide_in_place") { x, y in
      x /= y
      return x
    },
    one("power_number") { x, a in
      switch try a.scalar(1, "exponent") ?? .int(2) {
      case .int(let v): x ** v
      case let v: x ** v.doubleValue
      }
    },
    one("shift_number") { x, a in try (2 - x) % a.int(1, "n", 3) },
  ]

  private static let shapes: [OperatorCall] = [
    one("reshape") { x, a in try np.reshape(x, sizes(a, 1)) },
    one("transpose") { x, a in try np.transpose(x, a.ints(1, "dims")) },
    one("swapaxes") { x, a in try np.swapaxes(x, a.int(1, "dim"), a.int(2, "dim2")) },
    one("squeeze") { x, a in try np.squeeze(x, axis: a.optionalInt(1, "dim")) },
    one("expand_dims") { x, a in try np.expandDims(x, axis: a.int(1, "dim")) },
    one("broadcast_to") { x, a in try np.broadcastTo(x, sizes(a, 1)) },
    one("flip") { x, a in try np.flip(x, axis: a.optionalInt(1, "dim")) },
    one("flatten") { x, _ in x.flatten() }, one("ravel") { x, _ in np.ravel(x) }, one("copy") { x, _ in np.copy(x) },
    one("astype") { x, a in try x.astype(a.dtype(1, "dtype") ?? .int64) },
    one("fill") { x, a in
      x.fill(try a.scalar(1, "value") ?? .int(1))
      return x
    },
    made("concatenate") { a in try np.concatenate(a.tensors(0, "inputs").map { $0.detach().numpy() }, axis: a.optionalInt(1, "dim")) },
    made("stack") { a in try np.stack(a.tensors(0, "inputs").map { $0.detach().numpy() }, axis: a.int(1, "dim", 0)) },
    made("vstack") { a in try np.vstack(a.tensors(0, "inputs").map { $0.detach().numpy() }) },
    made("hstack") { a in try np.hstack(a.tensors(0, "inputs").map { $0.detach().numpy() }) },
    one("getitem") { x, a in try x[parts: parts(a)] },
    one("setitem") { x, a in
      x[parts: try parts(a)] = try array(a, 2, "src")
      return x
    },
    one("array_repr") { x, a in
      let options = NumPyPrintOptions(precision: try a.int(1, "precision", 8), threshold: try a.int(2, "threshold", 10))
      return np.full([], np.printoptions(options) { np.repr(x).utf8.count + np.str(x).utf8.count })
    },
  ]

  private static func parts(_ a: CallArguments) throws -> [IndexPart] {
    try a.value(1, "index").map { try OperatorTable.parts(of: $0) } ?? []
  }

  private static let creation: [OperatorCall] = [
    made("zeros") { a in try np.zeros(sizes(a, 0), dtype: a.dtype(1, "dtype") ?? .float64) },
    made("full") { a in try np.full(sizes(a, 0), a.scalar(1, "value") ?? .int(1), dtype: a.dtype(2, "dtype")) },
    one("full_like") { x, a in try np.fullLike(x, a.scalar(1, "value") ?? .int(1), dtype: a.dtype(2, "dtype")) },
    made("eye") { a in try np.eye(a.int(0, "n"), a.optionalInt(1, "m"), k: a.int(2, "k", 0), dtype: a.dtype(3, "dtype") ?? .float64) },
    made("arange") { a in
      try np.arange(
        a.scalar(0, "start") ?? .int(0), a.scalar(1, "end") ?? .int(3), a.scalar(2, "step") ?? .int(1), dtype: a.dtype(3, "dtype"))
    },
    made("linspace") { a in try np.linspace(a.double(0, "start", 0), a.double(1, "end", 1), a.int(2, "steps")) },
    made("logspace") { a in try np.logspace(a.double(0, "start", 0), a.double(1, "end", 1), a.int(2, "steps")) },
  ]

  private static let draws: [OperatorCall] = [
    made("random.rand") { a in try np.random.random(sizes(a, 0)) },
    made("random.uniform") { a in try np.random.uniform(a.double(0, "low", 0), a.double(1, "high", 1), sizes(a, 2)) },
    made("random.normal") { a in try np.random.normal(a.double(0, "loc", 0), a.double(1, "scale", 1), sizes(a, 2)) },
    made("random.exponential") { a in try np.random.exponential(a.double(0, "scale", 1), sizes(a, 1)) },
    made("random.randint") { a in
      try np.random.randint(a.int(0, "low"), a.int(1, "high"), sizes(a, 2), dtype: a.dtype(3, "dtype") ?? .int64)
    },
    made("random.permutation") { a in try np.random.permutation(a.int(0, "n")) },
    one("random.permutation_rows") { x, _ in np.random.permutation(x) },
    one("random.shuffle") { x, _ in
      np.random.shuffle(x)
      return x
    },
    made("random.choice") { a in
      try np.random.choice(a.int(0, "n"), sizes(a, 1), replace: a.flag(2, "replace"), p: a.doubles(3, "weights"))
    },
    one("random.choice_rows") { x, a in try np.random.choice(x, sizes(a, 1), replace: a.flag(2, "replace")) },
    made("generator.integers") { a in
      try np.random.defaultRng(a.int(4, "seed", 1)).integers(
        a.int(0, "low"), a.int(1, "high"), sizes(a, 2), dtype: a.dtype(3, "dtype") ?? .int64, endpoint: a.flag(5, "endpoint"))
    },
    made("generator.choice") { a in
      try np.random.defaultRng(1).choice(
        a.int(0, "n"), sizes(a, 1), replace: a.flag(2, "replace"), p: a.doubles(3, "weights"), shuffle: a.flag(4, "shuffle"))
    },
    made("generator.permutation") { a in try np.random.defaultRng(1).permutation(a.int(0, "n")) },
    made("generator.normal") { a in try np.random.defaultRng(1).normal(a.double(0, "loc", 0), a.double(1, "scale", 1), sizes(a, 2)) },
    made("generator.random") { a in try np.random.defaultRng(1).random(sizes(a, 0), dtype: a.dtype(1, "dtype") ?? .float64) },
    made("seed") { a in
      np.random.seed(try a.int(0, "seed", 1))
      return np.random.randn(2)
    },
  ]
}
