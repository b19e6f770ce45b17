import Lantern
import LanternOperators

/// Public functions that the table of PyTorch's functions does not reach: creation, random numbers, changes in place, reading.
enum FuzzFunctions {
  static let all: [OperatorCall] =
    creation + draws + inPlace + inPlaceUnary + inPlaceIndexed + reading + transforms + whole + FuzzArrays.all

  private static func shape(_ a: CallArguments, _ position: Int = 0) throws -> Shape { Shape(try a.ints(position, "size")) }

  private static let creation: [OperatorCall] = [
    .one("zeros", "Tensor.zeros(2, 3)") { a in try .zeros(shape(a), dtype: a.dtype(1, "dtype") ?? .float32) },
    .one("ones", "Tensor.ones(2, 3)") { a in try .ones(shape(a), dtype: a.dtype(1, "dtype") ?? .float32) },
    .one("empty", "Tensor.empty(2, 3)") { a in try .empty(shape(a), dtype: a.dtype(1, "dtype") ?? .float32).mul(0) },
    .one("full", "Tensor.full([2], 1)") { a in try .full(shape(a), a.scalar(1, "value") ?? .int(1), dtype: a.dtype(2, "dtype")) },
    .one("zeros_like", "Tensor.zeros(like: x)") { a in try .zeros(like: a.x, dtype: a.dtype(1, "dtype")) },
    .one("full_like", "Tensor.full(like: x, 1)") { a in
      try .full(like: a.x, a.scalar(1, "value") ?? .int(1), dtype: a.dtype(2, "dtype"))
    },
    .one("eye", "Tensor.eye(3)") { a in try .eye(a.int(0, "n"), a.optionalInt(1, "m"), dtype: a.dtype(2, "dtype") ?? .float32) },
    .one("arange", "Tensor.arange(0, 10, 2)") { a in
      try .arange(
        a.scalar(0, "start") ?? .int(0), a.scalar(1, "end") ?? .int(3), a.scalar(2, "step") ?? .int(1),
        dtype: a.dtype(3, "dtype") ?? .float32)
    },
    .one("linspace", "Tensor.linspace(0, 1, 5)") { a in
      try .linspace(
        a.scalar(0, "start") ?? .int(0), a.scalar(1, "end") ?? .int(3), a.int(2, "steps"), dtype: a.dtype(3, "dtype") ?? .float32)
    },
    .one("logspace", "Tensor.logspace(0, 1, 5)") { a in
      try .logspace(
        a.scalar(0, "start") ?? .int(0), a.scalar(1, "end") ?? .int(3), a.int(2, "steps"), base: a.double(3, "base", 10),
        dtype: a.dtype(4, "dtype") ?? .float32)
    },
    .one("tensor", "Tensor(values, shape:)") { a in
      try Tensor([1.0, 2, 3, 4], shape: shape(a))
    },
  ]

  private static let draws: [OperatorCall] = [
    .one("rand", "Tensor.rand(2, 3)") { a in try .rand(shape(a), dtype: a.dtype(1, "dtype") ?? .float32) },
    .one("randn", "Tensor.randn(2, 3)") { a in try .randn(shape(a), dtype: a.dtype(1, "dtype") ?? .float32) },
    .one("randint", "Tensor.randint(0, 10, [2])") { a in
      try .randint(a.int(0, "low"), a.int(1, "high"), shape(a, 2), dtype: a.dtype(3, "dtype") ?? .int64)
    },
    .one("randperm", "Tensor.randperm(10)") { a in try .randperm(a.int(0, "n"), dtype: a.dtype(1, "dtype") ?? .int64) },
    .one("bernoulli", "Tensor.bernoulli(p)") { a in try .bernoulli(a.x) },
    .one("multinomial", "Tensor.multinomial(w, 3)") { a in
      try .multinomial(a.x, a.int(1, "count"), replacement: a.flag(2, "replacement"))
    },
    .one("uniform_", "x.uniform_(0, 1)") { a in try a.x.uniform_(a.double(1, "from", 0), a.double(2, "to", 1)) },
    .one("normal_", "x.normal_(0, 1)") { a in try a.x.normal_(a.double(1, "mean", 0), a.double(2, "std", 1)) },
    .one("random_", "x.random_(0, 5)") { a in try a.x.random_(a.int(1, "from"), a.optionalInt(2, "to")) },
    .one("bernoulli_", "x.bernoulli_(0.5)") { a in try a.x.bernoulli_(a.double(1, "p", 0.5)) },
    .one("exponential_", "x.exponential_(1)") { a in try a.x.exponential_(a.double(1, "lambda", 1)) },
    .one("geometric_", "x.geometric_(0.5)") { a in try a.x.geometric_(a.double(1, "p", 0.5)) },
    .one("cauchy_", "x.cauchy_()") { a in try a.x.cauchy_(a.double(1, "median", 0), a.double(2, "sigma", 1)) },
    .one("log_normal_", "x.logNormal_()") { a in try a.x.logNormal_(a.double(1, "mean", 0), a.double(2, "std", 1)) },
  ]

  private static let inPlace: [OperatorCall] = [
    changed("add_") { x, a in try x.add_(a.tensor(1, "other"), alpha: a.scalar(2, "alpha") ?? .int(1)) },
    changed("sub_") { x, a in try x.sub_(a.tensor(1, "other"), alpha: a.scalar(2, "alpha") ?? .int(1)) },
    changed("mul_") { x, a in try x.mul_(a.tensor(1, "other")) },
    changed("div_") { x, a in try x.div_(a.tensor(1, "other")) },
    changed("pow_") { x, a in try x.pow_(a.tensor(1, "other")) },
    changed("pow_number_") { x, a in try x.pow_(a.scalar(1, "other") ?? .int(2)) },
    changed("exp_") { x, _ in x.exp_() }, changed("sqrt_") { x, _ in x.sqrt_() }, changed("relu_") { x, _ in x.relu_() },
    changed("addcmul_") { x, a in try x.addcmul_(a.tensor(1, "a"), a.tensor(2, "b"), value: a.double(3, "value", 1)) },
    changed("lerp_") { x, a in try x.lerp_(a.tensor(1, "end"), a.double(2, "w", 0.5)) },
    changed("copy_") { x, a in try x.copy_(a.tensor(1, "src")) },
    changed("fill_") { x, a in try x.fill_(a.scalar(1, "value") ?? .int(0)) },
    changed("set") { x, a in
      var parts: [IndexPart] = []
      if let index = a.value(1, "index") { parts = try OperatorTable.parts(of: index) }
      x[dynamically: parts] = try a.tensor(2, "src")
      return x
    },
    changed("set_slice") { x, a in
      let y = try x.narrow(a.int(1, "dim"), a.int(2, "start"), a.int(3, "length"))
      y.mul_(2)
      return x
    },
    changed("masked_fill_") { x, a in try x.maskedFill_(a.tensor(1, "mask"), a.scalar(2, "value") ?? .int(0)) },
  ]

  private static let reading: [OperatorCall] = [
    .value("item", "x.item()") { a in
      _ = try a.x.item()
      return .none
    },
    .value("description", "print(x)") { a in .string(try a.x.description) },
    .value("size", "x.size(0)") { a in .int(try a.x.size(a.int(1, "dim"))) },
    .value("toArray", "x.toArray(Int.self)") { a in .int(try a.x.toArray(Int.self).count) },
    .one("to", "x.to(.float64)") { a in try a.x.to(a.dtype(1, "dtype") ?? .float16) },
    .one("as_strided", "x.asStrided([2], [1], 0)") { a in
      try a.x.asStrided(Shape(a.ints(1, "size")), Shape(a.ints(2, "stride")), a.int(3, "offset", 0))
    },
    .one("jacobian", "jacobian(of: f, at: x)") { a in try jacobian(of: { $0.sin() * 2 }, at: small(a.x)) },
    .one("hessian", "hessian(of: f, at: x)") { a in try hessian(of: { ($0 ** 3).sum() }, at: small(a.x)) },
    .one("backward", "x.backward(g)") { a in
      let x = try a.x
      let y = x * 2
      try y.backward(a.optionalTensor(1, "gradient"))
      return x.grad ?? x
    },
  ]
}
