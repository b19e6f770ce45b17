import CKernels

// New tensors from sizes, numbers and ranges.

extension Op {
  private static func likeOp(_ name: String, _ fill: Scalar?) -> Op {
    Op(
      name,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in [Spec(i.x.shape, a.dtype ?? i.x.dtype)] },
          run: { i, a, specs throws(TensorError) in
            [try Tensor.filled(specs[0].shape, fill ?? a.numbers[0], specs[0].dtype, on: i.x.device)]
          })),
      rules: [], isDifferentiable: false, samples: .inPlaceOnly)
  }
  static let zerosLike: Op = likeOp("zeros_like", .int(0))
  static let onesLike: Op = likeOp("ones_like", .int(1))
  static let fullLike: Op = likeOp("full_like", nil)
}

extension Tensor {
  static func filled(_ shape: Shape, _ value: Scalar, _ dtype: DType, on device: Device = .cpu) throws(TensorError) -> Tensor {
    if device != .cpu {
      let out = try Tensor(empty: shape, dtype: dtype, on: device)
      try out.backend().copy(Tensor.number(value, dtype), to: out)
      return out
    }
    let out = try Tensor(empty: shape, dtype: dtype)
    let count = shape.elementCount
    if case .int(0) = value {
      out.pointer.initializeMemory(as: UInt8.self, repeating: 0, count: count * dtype.itemSize)
    } else if count > 0 {
      withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { one in
        dtype.store(value, to: one.baseAddress!)
        ck_cast(count, out.pointer, Int32(dtype.rawValue), dtype.itemSize, one.baseAddress!, Int32(dtype.rawValue), 0)
      }
    }
    return out
  }

  /// Gives a new tensor its `requiresGrad`, or reports that its dtype has no gradients.
  func tracked(_ requiresGrad: Bool) -> Tensor {
    if isInvalid { return self }
    let device = ck_thread().pointee.device
    if device != 0, !isCUDA, !isSymbolic {
      return withoutDefaultDevice { noGrad { to(Device(code: device - 1)) }.tracked(requiresGrad) }
    }
    if isInferenceModeEnabled { flags.insert(.inference) }
    guard requiresGrad else { return self }
    guard dtype.isDifferentiable else {
      return .invalid(
        reporting: TensorError(.autograd, op: "requiresGrad", "Only Tensors of floating point and complex dtype can require gradients"))
    }
    flags.insert(.requiresGrad)
    return self
  }

  private static func make(
    _ op: String, _ shape: Shape, _ value: Scalar, _ dtype: DType, _ requiresGrad: Bool
  ) -> Tensor {
    reporting { () throws(TensorError) in
      if op == "zeros", shape.contains(where: { $0 < 0 }) {
        throw TensorError(.shape, op: op, "zeros: Dimension size must be non-negative.", hint: "Got \(shape.asGiven).")
      }
      return try filled(shape, value, dtype)
    }.tracked(requiresGrad)
  }

  /// A tensor of zeros. Mirrors `torch.zeros`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3)  // tensor([[0., 0., 0.], [0., 0., 0.]])
  /// ```
  public static func zeros(_ sizes: Int..., dtype: DType = .default, requiresGrad: Bool = false) -> Tensor {
    make("zeros", Shape(sizes), .int(0), dtype, requiresGrad)
  }
  /// A tensor of zeros of a given shape. Mirrors `torch.zeros`.
  ///
  /// ```swift
  /// Tensor.zeros([2, 2], dtype: .int64)  // tensor([[0, 0], [0, 0]])
  /// ```
  public static func zeros(_ shape: Shape, dtype: DType = .default, requiresGrad: Bool = false) -> Tensor {
    make("zeros", shape, .int(0), dtype, requiresGrad)
  }
  /// A tensor of ones. Mirrors `torch.ones`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3)  // tensor([[1., 1., 1.], [1., 1., 1.]])
  /// ```
  public static func ones(_ sizes: Int..., dtype: DType = .default, requiresGrad: Bool = false) -> Tensor {
    make("ones", Shape(sizes), .int(1), dtype, requiresGrad)
  }
  /// A tensor of ones of a given shape. Mirrors `torch.ones`.
  ///
  /// ```swift
  /// Tensor.ones([2], dtype: .bool)  // tensor([True, True])
  /// ```
  public static func ones(_ shape: Shape, dtype: DType = .default, requiresGrad: Bool = false) -> Tensor {
    make("ones", shape, .int(1), dtype, requiresGrad)
  }
  /// A tensor whose numbers are whatever was in memory. Mirrors `torch.empty`.
  ///
  /// ```swift
  /// Tensor.empty(2, 3).shape  // Size([2, 3])
  /// ```
  public static func empty(_ sizes: Int..., dtype: DType = .default, requiresGrad: Bool = false) -> Tensor {
    empty(Shape(sizes), dtype: dtype, requiresGrad: requiresGrad)
  }
  /// A tensor of a given shape whose numbers are whatever was in memory. Mirrors `torch.empty`.
  ///
  /// ```swift
  /// Tensor.empty([2, 0]).shape  // Size([2, 0])
  /// ```
  public static func empty(_ shape: Shape, dtype: DType = .default, requiresGrad: Bool = false) -> Tensor {
    reporting { () throws(TensorError) in try Tensor(empty: shape, dtype: dtype) }.tracked(requiresGrad)
  }
  /// A tensor of the same number everywhere; its dtype follows from the number unless given. Mirrors `torch.full`.
  ///
  /// Reports an error when a whole number does not fit the dtype.
  ///
  /// ```swift
  /// Tensor.full([2, 2], 7)  // tensor([[7, 7], [7, 7]])
  /// Tensor.full([2], 0.5)  // tensor([0.5000, 0.5000])
  /// ```
  public static func full(_ shape: Shape, _ value: some TensorScalar, dtype: DType? = nil, requiresGrad: Bool = false) -> Tensor {
    let dtype = dtype ?? value.scalar.dtype
    if value.scalar.overflows(dtype) {
      return .invalid(
        reporting: TensorError(.dtype, op: "full", "value cannot be converted to type \(dtype.fixedWidthName) without overflow"))
    }
    return make("full", shape, value.scalar, dtype, requiresGrad)
  }

  /// Zeros of another tensor's shape and dtype. Mirrors `torch.zeros_like`.
  ///
  /// ```swift
  /// Tensor.zeros(like: Tensor([[1, 2], [3, 4]]))  // tensor([[0, 0], [0, 0]])
  /// ```
  public static func zeros(like t: Tensor, dtype: DType? = nil, requiresGrad: Bool = false) -> Tensor {
    apply(.zerosLike, t, Attributes(dtype: dtype)).tracked(requiresGrad)
  }
  /// Ones of another tensor's shape and dtype. Mirrors `torch.ones_like`.
  ///
  /// ```swift
  /// Tensor.ones(like: Tensor([1, 2]), dtype: .float32)  // tensor([1., 1.])
  /// ```
  public static func ones(like t: Tensor, dtype: DType? = nil, requiresGrad: Bool = false) -> Tensor {
    apply(.onesLike, t, Attributes(dtype: dtype)).tracked(requiresGrad)
  }
  /// A number everywhere, in another tensor's shape and dtype. Mirrors `torch.full_like`.
  ///
  /// ```swift
  /// Tensor.full(like: Tensor([1.0, 2.0]), 7)  // tensor([7., 7.])
  /// ```
  public static func full(like t: Tensor, _ value: some TensorScalar, dtype: DType? = nil, requiresGrad: Bool = false) -> Tensor {
    apply(.fullLike, t, Attributes(numbers: [value.scalar], dtype: dtype)).tracked(requiresGrad)
  }
  /// Whatever was in memory, in another tensor's shape and dtype. Mirrors `torch.empty_like`.
  ///
  /// ```swift
  /// Tensor.empty(like: Tensor([[1, 2, 3]])).shape  // Size([1, 3])
  /// ```
  public static func empty(like t: Tensor, dtype: DType? = nil, requiresGrad: Bool = false) -> Tensor {
    reporting { () throws(TensorError) in try Tensor(empty: t.shape, dtype: dtype ?? t.dtype, like: t) }.tracked(requiresGrad)
  }

  /// A single number as a 0-d tensor.
  package static func number(_ value: Scalar, _ dtype: DType) -> Tensor {
    reporting { () throws(TensorError) in
      let out = try Tensor(empty: Shape(), dtype: dtype)
      switch dtype {
      case .float32: out.storage.base.storeBytes(of: Float(value.doubleValue), as: Float.self)
      case .float64: out.storage.base.storeBytes(of: value.doubleValue, as: Double.self)
      default: dtype.store(value, to: out.pointer)
      }
      return out
    }
  }

  /// The identity matrix: ones on the diagonal, `n` rows and `m` (or `n`) columns. Mirrors `torch.eye`.
  ///
  /// ```swift
  /// Tensor.eye(2)  // tensor([[1., 0.], [0., 1.]])
  /// Tensor.eye(2, 3)  // tensor([[1., 0., 0.], [0., 1., 0.]])
  /// ```
  public static func eye(_ n: Int, _ m: Int? = nil, dtype: DType = .default, requiresGrad: Bool = false) -> Tensor {
    let m = m ?? n
    for size in [n, m] where size < 0 {
      return .invalid(reporting: TensorError(.shape, op: "eye", "n must be greater or equal to 0, got \(size)"))
    }
    let out = reporting { () throws(TensorError) in try filled(Shape(n, m), .int(0), dtype) }
    guard !out.isInvalid else { return out }
    for i in 0..<Swift.min(n, m) { dtype.store(.int(1), to: out.pointer + i * (m + 1) * dtype.itemSize) }
    return out.tracked(requiresGrad)
  }

  /// The numbers from `start` up to but not including `end`, `step` apart. Mirrors `torch.arange`.
  ///
  /// The dtype is int64 when all three are whole numbers, otherwise the default float type, unless given. Each element is
  /// `start + i * step`, computed in float64 (in int64 for whole numbers).
  ///
  /// ```swift
  /// Tensor.arange(0, 10, 3)  // tensor([0, 3, 6, 9])
  /// ```
  public static func arange<A: TensorScalar, B: TensorScalar, C: TensorScalar>(
    _ start: A, _ end: B, _ step: C, dtype: DType? = nil, requiresGrad: Bool = false
  ) -> Tensor {
    arange(start.scalar, end.scalar, step.scalar, dtype, requiresGrad)
  }
  /// The numbers from `start` up to but not including `end`, 1 apart. Mirrors `torch.arange`.
  ///
  /// ```swift
  /// Tensor.arange(1, 4)  // tensor([1, 2, 3])
  /// ```
  public static func arange<A: TensorScalar, B: TensorScalar>(
    _ start: A, _ end: B, dtype: DType? = nil, requiresGrad: Bool = false
  ) -> Tensor {
    arange(start.scalar, end.scalar, .int(1), dtype, requiresGrad)
  }
  /// The numbers from 0 up to but not including `end`. Mirrors `torch.arange`.
  ///
  /// ```swift
  /// Tensor.arange(3)  // tensor([0, 1, 2])
  /// Tensor.arange(3.0)  // tensor([0., 1., 2.])
  /// ```
  public static func arange(_ end: some TensorScalar, dtype: DType? = nil, requiresGrad: Bool = false) -> Tensor {
    arange(.int(0), end.scalar, .int(1), dtype, requiresGrad)
  }

  private static func arange(_ start: Scalar, _ end: Scalar, _ step: Scalar, _ dtype: DType?, _ requiresGrad: Bool) -> Tensor {
    reporting { () throws(TensorError) in
      let allWhole = [start, end, step].allSatisfy { $0.dtype.isInteger }
      let dtype = dtype ?? (allWhole ? .int64 : .default)
      let (first, limit, by) = (start.doubleValue, end.doubleValue, step.doubleValue)
      if by == 0 { throw TensorError(.argument, op: "arange", "step must be nonzero") }
      guard first.isFinite, limit.isFinite else {
        throw TensorError(.argument, op: "arange", "unsupported range: \(start) -> \(end)")
      }
      if (by > 0 && limit < first) || (by < 0 && limit > first) {
        throw TensorError(.argument, op: "arange", "upper bound and lower bound inconsistent with step sign")
      }
      let exact = allWhole ? wholeCount(start.intValue, end.intValue, step.intValue) : ((limit - first) / by).rounded(.up)
      guard exact < 1e15 else {
        throw TensorError(.memory, op: "arange", "a range of \(exact) numbers does not fit in memory")
      }
      let count = Int(exact)
      let out = try Tensor(empty: Shape(count), dtype: dtype)
      let size = dtype.itemSize
      for i in 0..<count {
        let value: Scalar = allWhole ? .int(start.intValue &+ i &* step.intValue) : .double(first + Double(i) * by)
        dtype.store(value, to: out.pointer + i * size)
      }
      return out
    }.tracked(requiresGrad)
  }

  private static func wholeCount(_ start: Int, _ end: Int, _ step: Int) -> Double {
    let (span, overflow) = end.subtractingReportingOverflow(start)
    if overflow { return ((Double(end) - Double(start)) / Double(step)).rounded(.up) }
    let (quotient, remainder) = span.quotientAndRemainder(dividingBy: step)
    return Double(quotient + (remainder != 0 ? 1 : 0))
  }

  /// `steps` numbers evenly spaced from `start` to `end`, both included. Mirrors `torch.linspace`.
  ///
  /// As in PyTorch, the first half is counted up from `start` and the second half down from `end`, in the dtype's own precision.
  ///
  /// ```swift
  /// Tensor.linspace(0, 1, 5)  // tensor([0.0000, 0.2500, 0.5000, 0.7500, 1.0000])
  /// ```
  public static func linspace(
    _ start: some TensorScalar, _ end: some TensorScalar, _ steps: Int, dtype: DType = .default, requiresGrad: Bool = false
  ) -> Tensor {
    spaced("linspace", start.scalar, end.scalar, steps, dtype, base: nil).tracked(requiresGrad)
  }

  /// `steps` powers of `base`, their exponents evenly spaced from `start` to `end`. Mirrors `torch.logspace`.
  ///
  /// ```swift
  /// Tensor.logspace(0, 2, 3)  // tensor([  1.,  10., 100.])
  /// ```
  public static func logspace(
    _ start: some TensorScalar, _ end: some TensorScalar, _ steps: Int, base: Double = 10, dtype: DType = .default,
    requiresGrad: Bool = false
  ) -> Tensor {
    spaced("logspace", start.scalar, end.scalar, steps, dtype, base: base).tracked(requiresGrad)
  }

  private static func spaced(_ op: String, _ start: Scalar, _ end: Scalar, _ steps: Int, _ dtype: DType, base: Double?) -> Tensor {
    reporting { () throws(TensorError) in
      guard steps >= 0 else { throw TensorError(.argument, op: op, "number of steps must be non-negative") }
      let out = try Tensor(empty: Shape(steps), dtype: dtype)
      let size = dtype.itemSize
      let (a, b) = (start.doubleValue, end.doubleValue)
      for i in 0..<steps {
        let fromStart = i < steps / 2 || steps == 1
        var value: Double
        if dtype == .float64 || !dtype.isFloatingPoint {
          let step = steps > 1 ? (b - a) / Double(steps - 1) : 0
          value = fromStart ? a + step * Double(i) : b - step * Double(steps - 1 - i)
          if let base { value = Lantern.power(base, value) }
        } else {
          let step = steps > 1 ? (Float(b) - Float(a)) / Float(steps - 1) : 0
          var single = fromStart ? Float(a) + step * Float(i) : Float(b) - step * Float(steps - 1 - i)
          if let base { single = Float(Lantern.power(base, Double(single))) }
          value = Double(single)
        }
        dtype.store(.double(value), to: out.pointer + i * size)
      }
      return out
    }
  }
}
