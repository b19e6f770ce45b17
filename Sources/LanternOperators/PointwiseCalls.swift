import Lantern

extension OperatorTable {
  /// Functions that work element by element.
  static let pointwise: [OperatorCall] = arithmetic + elementFunctions + comparisons + conversions

  private static let arithmetic: [OperatorCall] = [
    .one("add", "x + y, x.add(y, alpha: a)") { a in
      let x = try a.x
      let y = try a.operand(1, "other", beside: x)
      guard let alpha = try a.scalar(nil, "alpha") else { return x + y }
      return x.add(y, alpha: alpha)
    },
    .one("sub", "x - y, x.sub(y, alpha: a)") { a in
      let x = try a.x
      let y = try a.operand(1, "other", beside: x)
      guard let alpha = try a.scalar(nil, "alpha") else { return x - y }
      return x.sub(y, alpha: alpha)
    },
    .binary("mul", "x * y") { $0 * $1 },
    .one("div", "x / y, x.floorDivide(y), x.truncDivide(y)") { a in
      let x = try a.x
      let y = try a.operand(1, "other", beside: x)
      switch try a.string(nil, "rounding_mode") {
      case nil: return x / y
      case "floor"?: return x.div(y, rounding: .floor)
      case "trunc"?: return x.div(y, rounding: .trunc)
      case let mode?: throw UnsupportedCall("rounding mode \(mode)")
      }
    },
    .binary("floor_divide", "x.floorDivide(y)") { $0.floorDivide($1) },
    .binary("remainder", "x % y") { $0 % $1 },
    .binary("fmod", "x.fmod(y)") { $0.fmod($1) },
    .one("pow", "x ** y, x.pow(y)") { a in
      guard case .tensor(let x)? = a.value(0, "input") else {
        // A number to the power of a tensor.
        let exponent = try a.tensor(1, "exponent")
        return try exponent.beside(a.number(0, "input")).pow(exponent)
      }
      if case .tensor(let y)? = a.value(1, "exponent") { return x ** y }
      return try x.power(a.number(1, "exponent"))
    },
    .binary("maximum", "x.maximum(y)") { $0.maximum($1) },
    .binary("minimum", "x.minimum(y)") { $0.minimum($1) },
    .binary("max.binary", "x.maximum(y)") { $0.maximum($1) },
    .binary("min.binary", "x.minimum(y)") { $0.minimum($1) },
    .binary("atan2", "atan2(y: x, x: y)") { atan2(y: $0, x: $1) },
    .binary("hypot", "x.hypot(y)") { $0.hypot($1) },
    .binary("logaddexp", "x.logaddexp(y)") { $0.logaddexp($1) },
    .one("lerp", "x.lerp(end, weight)") { a in
      if case .tensor(let weight)? = a.value(2, "weight") { return try a.x.lerp(a.tensor(1, "end"), weight) }
      return try a.x.lerp(a.tensor(1, "end"), a.scalar(2, "weight") ?? .int(0))
    },
    .one("addcmul", "x.addcmul(y, z, value: v)") { a in
      try a.x.addcmul(a.tensor(1, "tensor1"), a.tensor(2, "tensor2"), value: a.scalar(nil, "value") ?? .int(1))
    },
    .one("addcdiv", "x.addcdiv(y, z, value: v)") { a in
      try a.x.addcdiv(a.tensor(1, "tensor1"), a.tensor(2, "tensor2"), value: a.scalar(nil, "value") ?? .int(1))
    },
    .one("where", "Tensor.where(condition, x, y)") { a in
      try Tensor.where(a.tensor(1, "condition"), a.x, a.operand(2, "other", beside: a.x))
    },
  ]

  private static let elementFunctions: [OperatorCall] = [
    .unary("exp", "exp") { $0.exp() }, .unary("exp2", "exp2") { $0.exp2() }, .unary("expm1", "expm1") { $0.expm1() },
    .unary("log", "log") { $0.log() }, .unary("log2", "log2") { $0.log2() }, .unary("log10", "log10") { $0.log10() },
    .unary("log1p", "log1p") { $0.log1p() }, .unary("sqrt", "sqrt") { $0.sqrt() }, .unary("rsqrt", "rsqrt") { $0.rsqrt() },
    .unary("square", "square") { $0.square() }, .unary("reciprocal", "reciprocal") { $0.reciprocal() },
    .unary("neg", "neg") { -$0 }, .unary("abs", "abs") { $0.abs() }, .unary("sign", "sign") { $0.sign() },
    .unary("sin", "sin") { $0.sin() }, .unary("cos", "cos") { $0.cos() }, .unary("tan", "tan") { $0.tan() },
    .unary("asin", "asin") { $0.asin() }, .unary("acos", "acos") { $0.acos() }, .unary("atan", "atan") { $0.atan() },
    .unary("sinh", "sinh") { $0.sinh() }, .unary("cosh", "cosh") { $0.cosh() }, .unary("tanh", "tanh") { $0.tanh() },
    .unary("asinh", "asinh") { $0.asinh() }, .unary("acosh", "acosh") { $0.acosh() }, .unary("atanh", "atanh") { $0.atanh() },
    .unary("erf", "erf") { $0.erf() }, .unary("erfc", "erfc") { $0.erfc() }, .unary("floor", "floor") { $0.floor() },
    .unary("ceil", "ceil") { $0.ceil() }, .unary("trunc", "trunc") { $0.trunc() }, .unary("frac", "frac") { $0.frac() },
    .unary("sigmoid", "sigmoid") { $0.sigmoid() },
  ]

  private static let comparisons: [OperatorCall] = [
    .binary("eq", "x .== y") { $0 .== $1 }, .binary("ne", "x .!= y") { $0 .!= $1 }, .binary("lt", "x .< y") { $0 .< $1 },
    .binary("le", "x .<= y") { $0 .<= $1 }, .binary("gt", "x .> y") { $0 .> $1 }, .binary("ge", "x .>= y") { $0 .>= $1 },
    .unary("isnan", "isNaN") { $0.isNaN() }, .unary("isinf", "isInf") { $0.isInf() }, .unary("isfinite", "isFinite") { $0.isFinite() },
    .unary("logical_not", "logicalNot") { $0.logicalNot() }, .binary("logical_and", "x.logicalAnd(y)") { $0.logicalAnd($1) },
    .binary("logical_or", "x.logicalOr(y)") { $0.logicalOr($1) }, .binary("logical_xor", "x.logicalXor(y)") { $0.logicalXor($1) },
    .unary("bitwise_not", "bitwiseNot") { ~$0 }, .binary("bitwise_and", "x & y") { $0 & $1 }, .binary("bitwise_or", "x | y") { $0 | $1 },
    .binary("bitwise_xor", "x ^ y") { $0 ^ $1 }, .binary("bitwise_left_shift", "x << y") { $0 << $1 },
    .binary("bitwise_right_shift", "x >> y") { $0 >> $1 },
    .value("equal", "x.equal(y)") { a in .bool(try a.x.equal(a.tensor(1, "other"))) },
  ]

  private static let conversions: [OperatorCall] = [
    .one("clone", "x.clone()") { a in
      _ = a.value(nil, "memory_format")
      return try a.x.clone()
    },
    .one("contiguous", "x.contiguous()") { a in
      _ = a.value(nil, "memory_format")
      return try a.x.contiguous()
    },
    .one("to", "x.to(.float64), x.to(.cpu)") { a in
      // The arguments are a device and a dtype, a dtype alone, or a tensor to be like; then whether to wait and whether to copy.
      var place = 1
      if case .string? = a.value(1, "device") { place = 2 }
      let x = try a.x
      let target: DType
      if case .tensor(let like)? = a.value(place, "other") {
        target = like.dtype
      } else {
        target = try a.dtype(place, "dtype") ?? x.dtype
      }
      _ = try a.flag(place + 1, "non_blocking")
      _ = a.value(nil, "memory_format")
      let converted = x.to(target)
      return try a.flag(place + 2, "copy") && target == x.dtype ? converted.clone() : converted
    },
    .unary("float", "to(.float32)") { $0.to(.float32) }, .unary("double", "to(.float64)") { $0.to(.float64) },
    .unary("half", "to(.float16)") { $0.to(.float16) }, .unary("bfloat16", "to(.bfloat16)") { $0.to(.bfloat16) },
    .unary("int", "to(.int32)") { $0.to(.int32) }, .unary("long", "to(.int64)") { $0.to(.int64) },
    .unary("bool", "to(.bool)") { $0.to(.bool) },
  ]
}
