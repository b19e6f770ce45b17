import Lantern
import LanternOperators

/// Functions that take functions, and what hangs on a tensor besides its numbers.
extension FuzzFunctions {
  /// A function whose results have to do with both inputs in shape and in number.
  private static func mixed(_ all: [Tensor]) -> [Tensor] {
    guard let first = all.first else { return [] }
    let last = all[all.count - 1]
    return [first * 2 + last.sum(), (last * last).sin()]
  }

  static let transforms: [OperatorCall] = [
    .one("vmap", "vmap(f, inDim: 0)(x)") { a in
      let chunk = try a.optionalInt(3, "chunk_size")
      return try vmap({ $0.softmax(-1) }, inDim: a.int(1, "dim", 0), outDim: a.int(2, "out_dim", 0), chunkSize: chunk)(a.x)
    },
    .one("vmap_two", "vmap(f, inDims: (0, 1))(x, y)") { a in
      try vmap(
        { $0.matmul($1) }, inDims: (a.optionalInt(2, "dim"), a.optionalInt(3, "dim2")), outDim: a.int(4, "out_dim", 0))(
          a.x, a.tensor(1, "other"))
    },
    .many("vmap_many", "vmap(f)([x, y])") { a in
      let inDims = try a.optionalInts(3, "dims").map { $0.map { Optional($0) } }
      return try vmap({ mixed($0) }, inDims: inDims, outDims: a.optionalInts(4, "out_dims"))(a.tensors(0, "inputs"))
    },
    .many("vjp", "vjp(of: f, at: [x])") { a in
      let found = try vjp(of: mixed, at: a.tensors(0, "inputs"))
      return try found.outputs + found.pullback(a.tensors(1, "weights"))
    },
    .many("jvp", "jvp(of: f, at: [x], tangents: [v])") { a in
      let found = try jvp(of: mixed, at: a.tensors(0, "inputs"), tangents: a.tensors(1, "tangents"))
      return found.outputs + found.tangents
    },
    .many("hvp", "hvp(of: f, at: x, v)") { a in
      let found = try hvp(of: { ($0 ** 3).sum() }, at: a.x, a.tensor(1, "v"))
      return [found.value, found.product]
    },
    .many("jacobian_many", "jacobian(of: f, at: [x, y])") { a in
      try jacobian(of: mixed, at: a.tensors(0, "inputs").map(small)).flatMap { $0 }
    },
    .many("jacobianForward", "jacobianForward(of: f, at: [x, y])") { a in
      try jacobianForward(of: mixed, at: a.tensors(0, "inputs").map(small)).flatMap { $0 }
    },
    .many("hessian_many", "hessian(of: f, at: [x, y])") { a in
      try hessian(of: { ($0.first ?? Tensor.ones(1)).exp().sum() }, at: a.tensors(0, "inputs").map(small)).flatMap { $0 }
    },
    .many("valueAndGrad", "valueAndGrad(of: f, argnums: [0])([x])") { a in
      let found = try valueAndGrad(of: { mixed($0).first?.sum() ?? Tensor.ones(1) }, argnums: a.ints(1, "argnums"))(
        a.tensors(0, "inputs"))
      return [found.value] + found.grads
    },
    .one("grad_of", "grad(of: f)(x)") { a in try grad(of: { $0 * 2 })(a.x) },
    .value("gradcheck", "gradcheck(f, x)") { a in
      .bool(try gradcheck({ $0.sin() * $0 }, small(a.x), eps: a.double(1, "eps", 1e-6), raiseException: a.flag(2, "raise")))
    },
    .value("gradgradcheck", "gradgradcheck(f, [x])") { a in
      .bool(try gradgradcheck(mixed, a.tensors(0, "inputs").map(small), a.tensors(1, "weights"), raiseException: a.flag(2, "raise")))
    },
    .one("checkpoint", "checkpoint { f(x) }") { a in
      let (x, p) = try (a.x, a.double(1, "p", 0.5))
      return checkpoint { x.dropout(p).exp() }
    },
    .one("checkpoint_nothing", "checkpoint { [] }") { a in
      let x = try a.x
      let made: [Tensor] = checkpoint { x.rank > 2 ? [] : [x.sin(), x.cos()] }
      return made.first ?? x
    },
    .one("retainGrad", "x.retainGrad()") { a in
      let x = try a.x
      let y = x * 2
      y.retainGrad()
      let handle = y.registerHook { $0 * 2 }
      y.sum().backward()
      handle.remove()
      return y.grad ?? y
    },
    .one("registerHook", "x.registerHook(f)") { a in
      let (x, other) = try (a.x, a.tensor(1, "other"))
      let y = x * 2
      // A hook may answer with anything.
      _ = y.registerHook { _ in other }
      y.sum().backward()
      return x.grad ?? x
    },
    .one("backward_inputs", "y.backward(inputs: [x])") { a in
      let (x, others) = try (a.x, a.tensors(1, "inputs"))
      (x * x).backward(try a.optionalTensor(2, "gradient"), retainGraph: try a.flag(3, "retain"), inputs: others + [x])
      return x.grad ?? x
    },
    .one("grad_assigned", "x.grad = g") { a in
      let x = try a.x
      x.grad = try a.optionalTensor(1, "gradient")
      return x.grad ?? x
    },
    .one("inference", "inferenceMode { x * 2 }") { a in
      let x = try a.x
      return inferenceMode { (x * 2).clone() } + x
    },
    .one("anomaly", "detectAnomaly { y.backward() }") { a in
      let x = try a.x
      detectAnomaly { x.log().sum().backward() }
      return x.grad ?? x
    },
  ]

  /// Few enough numbers for a column or a row each.
  static func small(_ x: Tensor) -> Tensor {
    x.elementCount <= 64 ? x : x.flatten().narrow(0, 0, 64)
  }

  static let whole: [OperatorCall] = [
    .one("argmin_all", "x.argmin()") { a in try a.x.argmin(keepDim: a.flag(1, "keepdim")) },
    .one("maxUnpool", "x.maxUnpool(i, outputSize: [2])") { a in
      try a.x.maxUnpool(a.tensor(1, "index"), outputSize: a.ints(2, "output_size"))
    },
    .one("range", "x[1...3, ..<2]") { a in
      let (x, first, last) = try (a.x, a.int(1, "first"), a.int(2, "last"))
      return first <= last ? x[first...last, 0..., ...last] : x[..<first, last..., ...first]
    },
    .one("set_number", "x.set(0, at: 1)") { a in
      let x = try a.x.clone()
      x.set(try a.scalar(1, "value") ?? .int(1), at: try a.int(2, "i"), try a.int(3, "j"))
      return x
    },
    .one("position", "x[1, 2]") { a in try a.flag(3, "two") ? a.x[a.int(1, "i"), a.int(2, "j")] : a.x[a.int(1, "i")] },
    .one("complex_parts", "x.real") { a in try a.x.to(.complex64)[dynamically: [.position(a.int(1, "i", 0))]].real() },
    .value("equal", "x.equal(y)") { a in .bool(try a.x.equal(a.tensor(1, "other"))) },
    .value("string", "x.description(options)") { a in
      let options = try PrintOptions(
        precision: a.int(1, "precision", 4), threshold: a.int(2, "threshold", 10), edgeItems: a.int(3, "edge_items", 3),
        lineWidth: a.int(4, "line_width", 80), sciMode: a.flag(5, "sci"))
      return .string(try a.x.description(options))
    },
    .one("normal", "Tensor.normal(0, 1, [2])") { a in
      try .normal(a.double(0, "mean", 0), a.double(1, "std", 1), Shape(a.ints(2, "size")))
    },
    .one("sized", "FloatTensor([2, 3])") { a in try FloatTensor(Shape(a.ints(0, "size"))).mul(0) },
    .value("generator_state", "Generator().setState(bytes)") { a in
      let generator = Generator(seed: UInt64(bitPattern: Int64(try a.int(0, "seed", 1))))
      var bytes = generator.state
      let (place, value) = try (a.int(1, "place", 0), a.int(2, "value", 0))
      bytes[abs(place % bytes.count)] = UInt8(truncatingIfNeeded: value)
      try generator.setState(try a.flag(3, "short") ? bytes.dropLast() : bytes)
      _ = Tensor.randn(3, generator: generator)
      return .none
    },
  ]
}
