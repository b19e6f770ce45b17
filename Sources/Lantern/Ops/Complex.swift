// Complex numbers: their parts, absolute values, angles and conjugates.

extension Op {
  /// The absolute values of complex numbers.
  static let absComplex: Op = onComplex("abs_complex", gradName: "AbsBackward0", uses: .x) { g, s in
    g * s.x.sgn()
  }
  /// Complex numbers divided by their absolute value; 0 stays 0.
  static let sgn: Op = onComplex("sgn", uses: [.x, .output]) { g, s in
    // Along the number itself nothing changes: that part of the gradient is taken away.
    let (size, direction) = (s.x.abs(), s.output)
    return ((g - (g * direction.conj()).real() * direction) / size).maskedFill(size .== 0, 0)
  }
  static let conj: Op = onComplex("conj") { g, _ in g.conj() }
  /// The angles of complex numbers.
  static let angleComplex: Op = onComplex("angle_complex", gradName: "AngleBackward0", uses: .x) { g, s in
    // Turning: at a right angle to the number, the more the smaller it is.
    let size = s.x.abs()
    return (g / size).maskedFill(size .== 0, 0) * s.x.sgn() * Complex128(0, 1)
  }
  /// The angles of reals: 0, or π below zero.
  static let angle: Op = unary("angle", domain: 0.2...3) { g, _ in Tensor.zeros(like: g) }

  /// An operation on each element of a complex tensor.
  private static func onComplex(_ name: String, gradName: String? = nil, uses needs: Rule.Needs = [], _ formula: @escaping Rule.Formula)
    -> Op
  {
    Op(
      name, gradName: gradName,
      kernel: .pointwise(
        Pointwise(name) { _, type throws(TensorError) in
          guard type.isComplex else { throw TensorError(.dtype, op: name, "expected a complex tensor, but got one of dtype \(type)") }
        }),
      rules: [.of(needs, formula)], samples: .complex([Sample([[2, 3]])]))
  }

  static let viewAsReal: Op = Op(
    "view_as_real",
    kernel: .view(
      View { x, _ throws(TensorError) in
        guard x.dtype.isComplex else {
          throw TensorError(.dtype, op: "view_as_real", "view_as_real is only supported for complex tensors")
        }
        var (shape, strides) = (x.shape, x.strides)
        for d in 0..<x.rank { strides[d] *= 2 }
        shape.append(2)
        strides.append(1)
        return View.Layout(shape, strides, x.offset * 2, dtype: x.dtype.realPart)
      }),
    rules: [.of { g, _ in g.contiguous().viewAsComplex() }], samples: .complex([Sample([[2, 3]])]))

  static let viewAsComplex: Op = Op(
    "view_as_complex",
    kernel: .view(
      View { x, _ throws(TensorError) in
        func check(_ holds: Bool, _ message: @autoclosure () -> String) throws(TensorError) {
          if !holds { throw TensorError(.shape, op: "view_as_complex", message(), hint: "Try contiguous() first.") }
        }
        guard x.dtype == .float32 || x.dtype == .float64 else {
          throw TensorError(
            .dtype, op: "view_as_complex",
            "view_as_complex is only supported for half, float and double tensors, but got a tensor of scalar type: \(x.dtype.legacyName)")
        }
        try check(x.rank > 0, "Input tensor must have one or more dimensions")
        let last = x.rank - 1
        try check(x.shape[last] == 2, "Tensor must have a last dimension of size 2")
        try check(x.strides[last] == 1, "Tensor must have a last dimension with stride 1")
        var (shape, strides) = (Shape(x.shape.dropLast()), Shape(x.strides.dropLast()))
        for d in 0..<last {
          try check(strides[d] % 2 == 0, "Tensor must have a stride divisible by 2 for all but last dimension")
          strides[d] /= 2
        }
        try check(x.offset % 2 == 0, "Tensor must have a storage_offset divisible by 2")
        return View.Layout(shape, strides, x.offset / 2, dtype: x.dtype == .float32 ? .complex64 : .complex128)
      }),
    rules: [.of { g, _ in g.viewAsReal() }], samples: .complex([Sample([[3, 2]]), Sample([[2]])]))

  static let complexNumbers: [Op] = [absComplex, sgn, conj, angleComplex, angle, viewAsReal, viewAsComplex]
}

extension Tensor {
  /// Whether the elements are complex numbers. Mirrors `torch.is_complex`.
  public var isComplex: Bool { dtype.isComplex }

  /// The real parts: a view of a complex tensor's memory, a real tensor itself. Mirrors `torch.real`.
  ///
  /// ```swift
  /// Tensor.complex(Tensor([1.0, 2.0]), Tensor([3.0, 4.0])).real()  // tensor([1., 2.])
  /// ```
  public func real() -> Tensor { dtype.isComplex ? viewAsReal().select(-1, 0) : self }

  /// The imaginary parts: a view of the memory. Mirrors `torch.imag`. Reports an error for a real tensor.
  ///
  /// ```swift
  /// Tensor.complex(Tensor([1.0, 2.0]), Tensor([3.0, 4.0])).imag()  // tensor([3., 4.])
  /// ```
  public func imag() -> Tensor {
    if isInvalid { return self }
    guard dtype.isComplex else {
      return .invalid(
        reporting: TensorError(
          .dtype, op: "imag", "imag is not implemented for tensors with non-complex dtypes.", hint: "The tensor's dtype is \(dtype)."))
    }
    return viewAsReal().select(-1, 1)
  }

  /// The same memory as real numbers, with a last axis of length 2 for the real and the imaginary part. Mirrors `torch.view_as_real`.
  ///
  /// Reports an error for a real tensor.
  ///
  /// ```swift
  /// Tensor.complex(Tensor([1.0, 2.0]), Tensor([3.0, 4.0])).viewAsReal()  // tensor([[1., 3.], [2., 4.]])
  /// ```
  public func viewAsReal() -> Tensor { apply(.viewAsReal, self, .none) }

  /// The same memory as complex numbers: the last axis, of length 2 and without gaps, holds the parts.
  /// Mirrors `torch.view_as_complex`.
  ///
  /// Reports an error unless the dtype is float32 or float64 and the layout fits.
  ///
  /// ```swift
  /// Tensor([[1.0, 2.0], [3.0, -1.0]]).viewAsComplex()  // tensor([1.+2.j, 3.-1.j])
  /// ```
  public func viewAsComplex() -> Tensor { apply(.viewAsComplex, self, .none) }

  /// The conjugates: imaginary parts with the opposite sign, in memory of their own; a real tensor itself. Mirrors `torch.conj`.
  ///
  /// ```swift
  /// Tensor.complex(Tensor([1.0]), Tensor([3.0])).conj()  // tensor([1.-3.j])
  /// ```
  public func conj() -> Tensor { dtype.isComplex ? apply(.conj, self) : self }

  /// Each element divided by its absolute value, 0 for 0; the sign of reals. Mirrors `torch.sgn`.
  ///
  /// ```swift
  /// Tensor.complex(Tensor([3.0]), Tensor([4.0])).sgn()  // tensor([0.6000+0.8000j])
  /// ```
  public func sgn() -> Tensor { apply(dtype.isComplex ? .sgn : .sign, self) }

  /// The angle of each number in the plane, in radians between -π and π; of reals 0, or π below zero. Mirrors `torch.angle`.
  ///
  /// ```swift
  /// Tensor([1.0, -1.0]).angle()  // tensor([0.0000, 3.1416])
  /// ```
  public func angle() -> Tensor { apply(dtype.isComplex ? .angleComplex : .angle, self) }

  /// Which elements have no imaginary part; all of a real tensor's. Mirrors `torch.isreal`.
  ///
  /// ```swift
  /// Tensor.complex(Tensor([1.0, 1.0]), Tensor([0.0, 2.0])).isReal()  // tensor([ True, False])
  /// ```
  public func isReal() -> Tensor { dtype.isComplex ? imag() .== 0 : Tensor.ones(like: self, dtype: .bool) }

  /// Complex numbers of their real and imaginary parts, which are broadcast. Mirrors `torch.complex`.
  ///
  /// Both parts are of dtype float32 (the result: complex64) or both of float64 (complex128); anything else is an error.
  ///
  /// ```swift
  /// Tensor.complex(Tensor([1.0, 2.0]), Tensor([3.0, 4.0]))  // tensor([1.+3.j, 2.+4.j])
  /// ```
  public static func complex(_ real: Tensor, _ imag: Tensor) -> Tensor {
    if real.isInvalid { return real }
    if imag.isInvalid { return imag }
    return reporting { () throws(TensorError) in
      try checkParts("complex", real, imag)
      let shape = try Shape.broadcast("complex", real.shape, imag.shape)
      return Tensor.stack([real.expand(shape), imag.expand(shape)], -1).viewAsComplex()
    }
  }

  /// Complex numbers of their absolute values and angles: `abs · (cos angle + i sin angle)`. Mirrors `torch.polar`.
  ///
  /// Both are of dtype float32, or both of float64; anything else is an error.
  ///
  /// ```swift
  /// Tensor.polar(Tensor([2.0]), Tensor([Double.pi / 2]))  // tensor([-8.7423e-08+2.j])
  /// ```
  public static func polar(_ abs: Tensor, _ angle: Tensor) -> Tensor {
    if abs.isInvalid { return abs }
    if angle.isInvalid { return angle }
    return reporting { () throws(TensorError) in
      try checkParts("polar", abs, angle)
      return complex(abs * angle.cos(), abs * angle.sin())
    }
  }

  private static func checkParts(_ op: String, _ a: Tensor, _ b: Tensor) throws(TensorError) {
    guard [a, b].allSatisfy({ $0.dtype == .float32 || $0.dtype == .float64 }) else {
      throw TensorError(
        .dtype, op: op, "Expected both inputs to be Float or Double tensors but got \(a.dtype.legacyName) and \(b.dtype.legacyName)",
        hint: "Convert with to(.float32) first.")
    }
    guard a.dtype == b.dtype else {
      throw TensorError(
        .dtype, op: op,
        "Expected object of scalar type \(a.dtype.legacyName) but got scalar type \(b.dtype.legacyName) for second argument",
        hint: "Convert one of them with to(_:).")
    }
  }
}

extension Scalar {
  /// Whether this is a certain whole number, whatever its kind.
  func isNumber(_ value: Double) -> Bool {
    if case .complex(let re, let im) = self { return re == value && im == 0 }
    return doubleValue == value
  }

  /// The conjugate.
  var conj: Scalar { if case .complex(let re, let im) = self { .complex(re, -im) } else { self } }

  /// The number minus 1, of the same kind.
  var lessOne: Scalar {
    switch self {
    case .bool(let v): .int(v ? 0 : -1)
    case .int(let v): .int(v &- 1)
    case .double(let v): .double(v - 1)
    case .complex(let re, let im): .complex(re - 1, im)
    }
  }
}

extension Pointwise {
  /// The error of an operation that has no loop for a type, in PyTorch's words.
  static func refusal(_ op: String, _ type: DType) -> TensorError {
    // The names of PyTorch's loops, where they are not made from that of the function.
    let loop =
      switch op {
      case "gelu", "gelu_tanh": "GeluKernelImpl"
      case "softshrink": "softshrink_check"
      case "celu": "elu_cpu"
      case "mse_loss", "smooth_l1_loss", "huber_loss": "\(op.dropLast(5))_cpu"
      case "binary_cross_entropy": op
      case "clamp_tensor": "clamp_cpu"
      case "lgamma", "erfinv": "\(op)_vml_cpu"
      case "digamma", "polygamma": op
      case "round_decimals": "round_cpu"
      default: "\(op)_cpu"
      }
    guard type.isComplex else {
      return TensorError(.dtype, op: op, "\"\(loop)\" not implemented for '\(type.legacyName)'", hint: "Convert with to(.float32) first.")
    }
    let message =
      switch op {
      case "floor", "ceil", "trunc": "\(op) is not supported for complex inputs"
      case "maximum", "minimum", "fmax", "fmin": "\(op) not implemented for complex tensors."
      case "clamp", "clamp_min", "clamp_max", "clamp_tensor", "relu", "hardtanh": "clamp is not supported for complex types"
      case "sign": "Unlike NumPy, torch.sign is not intended to support complex numbers. Please use torch.sgn instead."
      case "signbit": "signbit is not implemented for complex tensors."
      case "abs": "In-place abs is not supported for complex tensors."
      case "floor_divide": "\"div_floor_cpu\" not implemented for '\(type.legacyName)'"
      case "trunc_divide": "\"div_trunc_cpu\" not implemented for '\(type.legacyName)'"
      case "round", "erf", "erfc": "\"\(op)_vml_cpu\" not implemented for '\(type.legacyName)'"
      default: "\"\(loop)\" not implemented for '\(type.legacyName)'"
      }
    return TensorError(.dtype, op: op, message, hint: "Work on real(), imag(), abs() or angle().")
  }
}
