import Lantern
import LanternGraph

/// A program of a few random operations, to hold graphs and compiled functions against eager execution.
struct FuzzGraphProgram {
  struct Step {
    let name: String
    let inputs: [Int]
    let run: @Sendable ([Tensor]) -> Tensor
  }

  let dtype: DType
  let shapes: [[Int]]
  private(set) var steps: [Step] = []
  /// Which values are asked for; `differentiates`: the gradients of the last one, too.
  private(set) var fetched: [Int] = []
  private(set) var differentiates = false
  /// Which sizes a placeholder leaves open.
  private(set) var open: [[Bool]] = []
  private var random: FuzzRandom

  /// Program number `k`, which depends on nothing but the seed and `k`.
  init(seed: UInt64, number k: Int) throws {
    random = FuzzRandom(seed: seed, call: k)
    dtype = random.chance(60) ? .float64 : .float32
    let sizes = random.chance(70) ? [1, 2, 3, 4, 7] : [1, 5, 16, 33, 100, 257]
    let rank = random.whole(0...3)
    var chosen: [Int] = []
    for _ in 0..<rank { chosen.append(random.pick(sizes)) }
    var shapes: [[Int]] = []
    for _ in 0..<random.whole(1...4) {
      var shape = chosen
      for d in shape.indices where random.chance(25) { shape[d] = 1 }
      if random.chance(15), !shape.isEmpty { shape.removeFirst() }
      shapes.append(shape)
    }
    self.shapes = shapes
    let leavesOpen = random.chance(30)
    for shape in shapes {
      var mask: [Bool] = []
      for _ in shape { mask.append(leavesOpen && random.chance(60)) }
      open.append(mask)
    }
    var values = inputs(variant: 0)
    let count = random.whole(5...50)
    while steps.count < count {
      let step = next(values)
      let result = step.run(step.inputs.map { values[$0] })
      try checkTensorErrors()
      guard result.elementCount <= 1 << 14, result.rank <= 5 else { continue }
      steps.append(step)
      values.append(result)
    }
    let last = values.count - 1
    fetched = [last]
    for _ in 0..<random.whole(0...3) { fetched.append(random.whole(shapes.count...last)) }
    differentiates = values[last].dtype == dtype && random.chance(40)
  }

  /// The tensors it starts from; each variant has other numbers.
  func inputs(variant: Int) -> [Tensor] {
    var numbers = FuzzRandom(seed: UInt64(variant) &+ 77, call: shapes.count)
    return shapes.map { shape in
      let count = shape.reduce(1, *)
      var list: [Double] = []
      for _ in 0..<count { list.append((numbers.uniform() - 0.5) * 4) }
      return Tensor(list, shape: Shape(shape)).to(dtype)
    }
  }

  /// The fetched values, and the gradients, for tensors or symbols.
  func results(_ inputs: [Tensor], symbolic: Bool) throws -> [Tensor] {
    var values = inputs
    for step in steps {
      values.append(step.run(step.inputs.map { values[$0] }))
      try checkTensorErrors()
    }
    var results = fetched.map { values[$0].detach() }
    if differentiates, let last = values.last, last.requiresGrad {
      let total = last.sum()
      let found = try symbolic ? gradients([total], inputs) : grad(of: [total], withRespectTo: inputs, allowUnused: true)
      // What does not depend on an input has no gradient, or zeros where that shows only in the run.
      results += zip(found, inputs).map { $0 ?? Tensor.zeros(like: $1) }
    }
    return results
  }

  // ---- the choice of operations ------------------------------------------------------------------------------------------------

  private mutating func next(_ values: [Tensor]) -> Step {
    let recent = Swift.max(0, values.count - 6)
    let a = random.chance(70) ? random.whole(recent...(values.count - 1)) : random.whole(0...(values.count - 1))
    let x = values[a]
    guard x.dtype == dtype else { return Step(name: "to", inputs: [a]) { [dtype] in $0[0].to(dtype) } }
    switch random.whole(0...99) {
    case 0..<30: return unary(a)
    case 30..<62: return binary(a, values)
    case 62..<76: return reduction(a, x)
    case 76..<94: return arrangement(a, x, values)
    default: return wider(a, x, values)
    }
  }

  private mutating func unary(_ a: Int) -> Step {
    let all: [(String, @Sendable (Tensor) -> Tensor)] = [
      ("neg", { -$0 }), ("abs", { $0.abs() }), ("square", { $0.square() }), ("tanh", { $0.tanh() }), ("sigmoid", { $0.sigmoid() }),
      ("relu", { $0.relu() }), ("sin", { $0.sin() }), ("exp", { ($0 * 0.25).tanh().exp() }), ("sqrt", { ($0.abs() + 0.5).sqrt() }),
      ("log", { ($0.abs() + 0.5).log() }), ("floor", { $0.floor() }), ("reciprocal", { ($0.abs() + 1).reciprocal() }),
      ("silu", { $0.silu() }), ("gelu", { $0.gelu() }), ("times", { $0 * 1.5 }), ("plus", { $0 + 0.25 }), ("minus", { 1 - $0 }),
      ("pow", { $0.pow(2) }), ("cube", { $0.pow(3) }), ("one", { $0 * 1 }), ("zero", { $0 - 0 }), ("twice", { -(-$0) }),
      ("half", { $0.to(.bfloat16).to($0.dtype) }), ("single", { $0.to(.float32).to($0.dtype) }), ("clone", { $0.clone() }),
      ("clamp", { $0.clamp(-1, 1) }), ("whole", { $0.trunc().to(.int64).to($0.dtype) }),
    ]
    let (name, run) = random.pick(all)
    return Step(name: name, inputs: [a]) { run($0[0]) }
  }

  private mutating func binary(_ a: Int, _ values: [Tensor]) -> Step {
    let fitting = values.indices.filter { values[$0].dtype == dtype && Self.broadcasts(values[a].shape, values[$0].shape) }
    let b = fitting.isEmpty ? a : random.pick(fitting)
    let all: [(String, @Sendable (Tensor, Tensor) -> Tensor)] = [
      ("add", { $0 + $1 }), ("sub", { $0 - $1 }), ("mul", { $0 * $1 }), ("div", { $0 / ($1.abs() + 1) }), ("maximum", { $0.maximum($1) }),
      ("minimum", { $0.minimum($1) }), ("where", { $0.where($0 .> $1, else: $1) }), ("less", { ($0 .< $1).to($0.dtype) }),
      ("equal", { $0 .== $1 }), ("again", { $0 * $1 + $0 * $1 }),
    ]
    let (name, run) = random.pick(all)
    return Step(name: name, inputs: [a, b]) { run($0[0], $0[1]) }
  }

  private static func broadcasts(_ a: Shape, _ b: Shape) -> Bool {
    for k in 1...Swift.max(Swift.min(a.count, b.count), 1) where k <= a.count && k <= b.count {
      let (p, q) = (a[a.count - k], b[b.count - k])
      if p != q, p != 1, q != 1 { return false }
    }
    return true
  }

  private mutating func reduction(_ a: Int, _ x: Tensor) -> Step {
    var dims: [Int] = []
    for d in 0..<x.rank where random.chance(50) { dims.append(d) }
    if dims.isEmpty { dims = Array(0..<x.rank) }
    let (axes, keep) = (dims, random.chance(50))
    let all: [(String, @Sendable (Tensor) -> Tensor)] = [
      ("sum", { $0.sum(dims: axes, keepDim: keep) }), ("mean", { $0.mean(dims: axes, keepDim: keep) }),
      ("amax", { $0.amax(dims: axes, keepDim: keep) }), ("amin", { $0.amin(dims: axes, keepDim: keep) }), ("sum_all", { $0.sum() }),
      ("mean_all", { $0.mean() }),
    ]
    let (name, run) = random.pick(x.rank == 0 ? Array(all[4...]) : all)
    return Step(name: "\(name)\(axes)\(keep)", inputs: [a]) { run($0[0]) }
  }

  private mutating func arrangement(_ a: Int, _ x: Tensor, _ values: [Tensor]) -> Step {
    let rank = x.rank
    guard rank > 0 else {
      let size = random.pick([1, 3, 5])
      return Step(name: "expand", inputs: [a]) { $0[0].expand([size]) }
    }
    let d = random.whole(0...(rank - 1))
    let other = random.whole(0...(rank - 1))
    let size = x.shape[d]
    let total = x.elementCount
    switch random.whole(0...9) {
    case 0: return Step(name: "transpose", inputs: [a]) { $0[0].transpose(d, other) }
    case 1: return Step(name: "unsqueeze", inputs: [a]) { $0[0].unsqueeze(d) }
    case 2: return Step(name: "flatten", inputs: [a]) { $0[0].reshape([total]) }
    case 3: return Step(name: "rows", inputs: [a]) { $0[0].reshape([size, total / Swift.max(size, 1)]) }
    case 4:
      let start = random.whole(0...(size - 1))
      let length = random.whole(1...(size - start))
      return Step(name: "narrow", inputs: [a]) { $0[0].narrow(d, start, length) }
    case 5:
      let at = random.whole(0...(size - 1))
      return Step(name: "select", inputs: [a]) { $0[0].select(d, at) }
    case 6: return Step(name: "cat", inputs: [a, a]) { Tensor.cat($0, d) }
    case 7: return Step(name: "flip", inputs: [a]) { $0[0].flip(d) }
    case 8: return Step(name: "wide", inputs: [a]) { $0[0].unsqueeze(0).expand(Shape([2] + $0[0].shape.map { $0 < 0 ? -1 : $0 })) }
    default: return Step(name: "contiguous", inputs: [a]) { $0[0].contiguous() }
    }
  }

  private mutating func wider(_ a: Int, _ x: Tensor, _ values: [Tensor]) -> Step {
    guard x.rank > 0 else { return unary(a) }
    let d = random.whole(0...(x.rank - 1))
    switch random.whole(0...4) {
    case 0: return Step(name: "softmax", inputs: [a]) { $0[0].softmax(d) }
    case 1: return Step(name: "log_softmax", inputs: [a]) { $0[0].logSoftmax(d) }
    case 2: return Step(name: "cumsum", inputs: [a]) { $0[0].cumsum(dim: d) }
    case 3:
      let partners = values.indices.filter {
        values[$0].dtype == dtype && values[$0].rank == 2 && x.rank == 2 && values[$0].shape[0] == x.shape[1]
      }
      guard !partners.isEmpty else { return Step(name: "gram", inputs: [a]) { x in (x[0].rank == 2 ? x[0].mm(x[0].t()) : x[0]) } }
      return Step(name: "mm", inputs: [a, random.pick(partners)]) { $0[0].mm($0[1]) }
    default:
      return Step(name: "norm", inputs: [a]) { x in
        let centred = x[0] - x[0].mean(dim: -1, keepDim: true)
        return centred * ((centred * centred).mean(dim: -1, keepDim: true) + 1e-5).rsqrt()
      }
    }
  }
}

extension FuzzGraphProgram {
  /// Runs the program eagerly, as a graph and compiled; gives what differs.
  func check() throws -> String? {
    let variants = [0, 1, 0, 2]
    var wanted: [[Tensor]] = []
    for variant in variants {
      wanted.append(try results(inputs(variant: variant).map { $0.requiresGrad_() }, symbolic: false))
    }
    let graph = Graph()
    let symbols = zip(shapes, open).map { shape, mask in
      graph.placeholder(dtype, zip(shape, mask).map { $1 ? nil : $0 })
    }
    let fetches: [Tensor]?
    do {
      fetches = try withTensorErrors { try results(symbols, symbolic: true) }
    } catch let error as TensorError where error.kind == .symbolic && open.joined().contains(true) {
      fetches = nil  // some functions need to know a size
    }
    if let fetches {
      let session = Session(graph: graph)
      for (k, variant) in variants.enumerated() {
        var feed = Feed()
        for (symbol, value) in zip(symbols, inputs(variant: variant)) { feed[symbol] = value }
        if let problem = Self.difference(try session.run(fetches, feed: feed), wanted[k], exact: !open.joined().contains(true)) {
          return "graph, run \(k): \(problem)"
        }
      }
    }
    let compiled = compile(arguments: { (x: [Tensor]) in try self.results(x, symbolic: false) })
    for (k, variant) in variants.enumerated() {
      let found = try compiled.run(inputs(variant: variant).map { $0.requiresGrad_() })
      if let problem = Self.difference(found, wanted[k], exact: true) { return "compiled, run \(k): \(problem)" }
    }
    return nil
  }

  private static func difference(_ found: [Tensor], _ wanted: [Tensor], exact: Bool) -> String? {
    guard found.count == wanted.count else { return "\(found.count) results instead of \(wanted.count)" }
    for (k, (a, b)) in zip(found, wanted).enumerated() {
      guard a.shape == b.shape, a.dtype == b.dtype else { return "result \(k): \(a.shape) \(a.dtype) instead of \(b.shape) \(b.dtype)" }
      let (p, q) = (a.detach().to(.float64).toArray(Double.self), b.detach().to(.float64).toArray(Double.self))
      for i in p.indices where p[i].bitPattern != q[i].bitPattern && !(p[i].isNaN && q[i].isNaN) {
        // Where sizes are open, sums over axes that turn out to be 1 change the order in which gradients are added.
        let scale = Swift.max(p[i].magnitude, q[i].magnitude)
        if !exact, (p[i] - q[i]).magnitude <= Swift.max(scale, 1) * (b.dtype == .float64 ? 1e-9 : 1e-4) { continue }
        return "result \(k), element \(i): \(p[i]) instead of \(q[i])"
      }
    }
    return nil
  }

  var description: String {
    "\(dtype) \(shapes) open \(open.joined().contains(true))\n"
      + steps.enumerated().map { "  \($0 + shapes.count) = \($1.name)(\($1.inputs.map { "\($0)" }.joined(separator: ", ")))" }
      .joined(separator: "\n") + "\n  fetches \(fetched)\(differentiates ? ", gradients" : "")"
  }
}

/// Runs programs; prints those that differ and how many did not.
func fuzzGraphs(programs: Range<Int>, seed: UInt64, verbose: Bool, print show: (String) -> Void) -> (passed: Int, failed: Int) {
  var (passed, failed) = (0, 0)
  for k in programs {
    var problem: String?
    var text = ""
    do {
      try withTensorErrors {
        let program = try FuzzGraphProgram(seed: seed, number: k)
        if verbose { show("program \(k): \(program.description)") }
        text = program.description
        problem = try program.check()
      }
    } catch { problem = "\(error)" }
    if let problem {
      failed += 1
      show("program \(k) of seed \(seed): \(problem)\n\(text)")
    } else {
      passed += 1
    }
  }
  return (passed, failed)
}
