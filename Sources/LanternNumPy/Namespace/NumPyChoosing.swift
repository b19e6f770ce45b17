import Lantern

// Rounding, limits, parts of numbers, choosing between arrays, comparing whole arrays.

extension np {
  /// The nearest whole number, halves to even, or so many decimals. Mirrors `numpy.round`.
  public static func round(_ x: NDArray, _ decimals: Int = 0) -> NDArray {
    if x.dtype.isComplex, !x.isInvalid { return complex(round(real(x), decimals), round(imag(x), decimals)) }
    if x.dtype == .bool, decimals != 0 {
      let step = decimals > 0 ? "multiply" : "divide"
      return .invalid(
        TensorError(
          .dtype, op: "round",
          "Cannot cast ufunc '\(step)' output from dtype('float64') to dtype('bool') with casting rule 'same_kind'"))
    }
    if x.dtype.isInteger, decimals >= 0 { return x.copy() }
    if decimals == 0 { return ArrayFunction.rint(x) }
    // NumPy scales, rounds and scales back, dividing by the power of ten for positive decimals and multiplying for negative ones.
    // Beyond 400 the power is infinite anyway.
    let scale = (1...Int(clamping: Swift.min(decimals.magnitude, 400))).reduce(1.0) { value, _ in value * 10 }
    return decimals > 0 ? ArrayFunction.rint(x * scale) / scale : (ArrayFunction.rint(x / scale) * scale).astype(x.dtype)
  }
  /// The nearest whole number, halves to even, or so many decimals. Mirrors `numpy.around`.
  public static func around(_ x: NDArray, _ decimals: Int = 0) -> NDArray { round(x, decimals) }

  /// Each element, moved to the nearest limit when it lies outside. Mirrors `numpy.clip`.
  public static func clip(_ x: NDArray, _ low: (any ArrayOperand)?, _ high: (any ArrayOperand)?, out: NDArray? = nil) -> NDArray {
    ArrayFunction.stored("clip", out, nil) {
      var result = x
      if let low { result = ArrayFunction.maximum(result, low) }
      if let high { result = ArrayFunction.minimum(result, high) }
      return low == nil && high == nil ? x.copy() : result
    }
  }
  /// Each element with NaN and infinities replaced: by 0 and the largest numbers unless others are given. Mirrors `numpy.nan_to_num`.
  public static func nanToNum(_ x: NDArray, nan: Double = 0, posinf: Double? = nil, neginf: Double? = nil) -> NDArray {
    if x.isInvalid || !(x.dtype.isFloatingPoint || x.dtype.isComplex) { return x.isInvalid ? x : x.copy() }
    if x.dtype.isComplex {
      return complex(
        nanToNum(real(x), nan: nan, posinf: posinf, neginf: neginf), nanToNum(imag(x), nan: nan, posinf: posinf, neginf: neginf))
    }
    let most = finfo(x.dtype).max
    func number(_ value: Double) -> NDArray { NDArray(Tensor.number(.double(value), x.dtype)) }
    let finite = self.where(isnan(x), number(nan), x)
    return self.where(isposinf(x), number(posinf ?? most), self.where(isneginf(x), number(neginf ?? -most), finite))
  }

  /// The quotient rounded down and the remainder. Mirrors `numpy.divmod`.
  public static func divmod(_ a: some ArrayOperand, _ b: some ArrayOperand) -> (NDArray, NDArray) { (floorDivide(a, b), mod(a, b)) }
  /// The fraction and the whole part of each element, both with its sign. Mirrors `numpy.modf`.
  public static func modf(_ x: some ArrayOperand) -> (NDArray, NDArray) {
    let type = ArrayFunction.Typing.float.type(of: [x.operandValue]), a = x.operandValue.array.astype(type), whole = trunc(a)
    let zero = NDArray(Tensor.number(.int(0), type))
    return (copysign(self.where(isinf(a), zero, subtract(a, whole)), a), whole)
  }
  /// Mantissas in [0.5, 1) and the powers of 2 (int32) they are to be multiplied with. Mirrors `numpy.frexp`.
  public static func frexp(_ x: some ArrayOperand) -> (NDArray, NDArray) {
    let type = ArrayFunction.Typing.float.type(of: [x.operandValue]), a = x.operandValue.array
    if a.isInvalid { return (a, a) }
    var exponents: [Int32] = []
    let mantissas = a.toArray(Double.self).map { v -> Double in
      let isPlain = v != 0 && v.isFinite
      exponents.append(isPlain ? Int32(v.exponent) + 1 : 0)
      return isPlain ? libm.scalbn(v, -Int32(v.exponent) - 1) : v
    }
    return (
      NDArray.result(Tensor(mantissas, shape: a.tensor.shape)).astype(type), NDArray.result(Tensor(exponents, shape: a.tensor.shape))
    )
  }

  // ---- complex numbers -----------------------------------------------------------------------------------------------------------

  /// The real parts: a view of a complex array, a real array itself. Mirrors `numpy.real`.
  public static func real(_ x: NDArray) -> NDArray { x.dtype.isComplex && !x.isInvalid ? NDArray(x.tensor.realPart()) : x }
  /// The imaginary parts: a view of a complex array, zeros for a real one. Mirrors `numpy.imag`.
  public static func imag(_ x: NDArray) -> NDArray {
    x.isInvalid ? x : x.dtype.isComplex ? NDArray(x.tensor.imaginaryPart()) : zerosLike(x)
  }
  /// The numbers with the sign of the imaginary part changed. Mirrors `numpy.conjugate`.
  public static func conjugate(_ x: NDArray) -> NDArray { x.dtype.isComplex && !x.isInvalid ? ArrayFunction.conjugate(x) : x.copy() }
  /// The numbers with the sign of the imaginary part changed. Mirrors `numpy.conj`.
  public static func conj(_ x: NDArray) -> NDArray { conjugate(x) }
  /// The angle of each number in the complex plane, in radians or degrees. Mirrors `numpy.angle`.
  public static func angle(_ x: NDArray, deg: Bool = false) -> NDArray {
    if x.isInvalid { return x }
    let a = x.dtype.isComplex ? ArrayFunction.complexAngle(x) : arctan2(zerosLike(x), x)
    return deg ? a * (180 / Double.pi) : a
  }
  /// Complex numbers of real and imaginary parts, complex64 of float32 and smaller floats.
  public static func complex(_ re: NDArray, _ im: NDArray) -> NDArray {
    if re.isInvalid || im.isInvalid { return re.isInvalid ? re : im }
    return NDArray.reporting { () throws(TensorError) in
      let shape = try commonShape([re.tensor.shape, im.tensor.shape], op: "complex")
      let type = DType.promoteArrays(re.dtype, im.dtype)
      let out = try Tensor(empty: shape, dtype: type == .float32 || type == .float16 ? .complex64 : .complex128)
      out.realPart().write(broadcastTo(re, shape).tensor)
      out.imaginaryPart().write(broadcastTo(im, shape).tensor)
      return NDArray(out)
    }
  }
  /// Which elements have an imaginary part that is not 0. Mirrors `numpy.iscomplex`.
  public static func iscomplex(_ x: NDArray) -> NDArray { imag(x) .!= 0 }
  /// Which elements have no imaginary part. Mirrors `numpy.isreal`.
  public static func isreal(_ x: NDArray) -> NDArray { imag(x) .== 0 }
  /// Whether the elements are of a complex type. Mirrors `numpy.iscomplexobj`.
  public static func iscomplexobj(_ x: NDArray) -> Bool { x.dtype.isComplex }
  /// Whether the elements are of a type that is not complex. Mirrors `numpy.isrealobj`.
  public static func isrealobj(_ x: NDArray) -> Bool { !x.dtype.isComplex }

  // ---- choosing ------------------------------------------------------------------------------------------------------------------

  /// Elements of `a` where the condition holds, of `b` elsewhere; all broadcast. Mirrors `numpy.where(condition, a, b)`.
  public static func `where`(_ condition: NDArray, _ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray {
    let truth = condition.dtype == .bool ? condition : ArrayFunction.notEqual(condition, 0)
    if truth.isInvalid { return truth }
    return ArrayFunction.choose.runChoosing(truth, a.operandValue, b.operandValue)
  }
  /// The positions of the elements that are not zero, one array for each axis. Mirrors `numpy.where(condition)` and `numpy.nonzero`.
  public static func `where`(_ condition: NDArray) -> [NDArray] { nonzero(condition) }

  /// Which elements are positive infinity. Mirrors `numpy.isposinf`.
  public static func isposinf(_ x: NDArray) -> NDArray { isinf(x) & logicalNot(signbit(x)) }
  /// Which elements are negative infinity. Mirrors `numpy.isneginf`.
  public static func isneginf(_ x: NDArray) -> NDArray { isinf(x) & signbit(x) }

  // ---- whole arrays --------------------------------------------------------------------------------------------------------------

  /// Which elements are close: `|a - b| <= atol + rtol * |b|`, or equal infinities. Mirrors `numpy.isclose`.
  public static func isclose(
    _ a: some ArrayOperand, _ b: some ArrayOperand, rtol: Double = 1e-5, atol: Double = 1e-8, equalNan: Bool = false
  ) -> NDArray {
    let left = a.operandValue.array, right = b.operandValue.array
    let wide: DType = left.dtype.isComplex || right.dtype.isComplex ? .complex128 : .float64
    let x = left.astype(wide), y = right.astype(wide)
    let near = (abs(x - y) .<= (atol + rtol * abs(y))) & isfinite(y)
    let close = near | (x .== y)
    return equalNan ? close | (isnan(x) & isnan(y)) : close
  }
  /// Whether all elements are close. Mirrors `numpy.allclose`.
  public static func allclose(
    _ a: some ArrayOperand, _ b: some ArrayOperand, rtol: Double = 1e-5, atol: Double = 1e-8, equalNan: Bool = false
  ) -> Bool {
    isclose(a, b, rtol: rtol, atol: atol, equalNan: equalNan).all().boolValue
  }
  /// Whether both have the same shape and equal elements. Mirrors `numpy.array_equal`.
  public static func arrayEqual(_ a: NDArray, _ b: NDArray, equalNan: Bool = false) -> Bool {
    guard !a.isInvalid, !b.isInvalid, a.shape == b.shape else { return false }
    let same = a .== b
    return (equalNan ? same | (isnan(a) & isnan(b)) : same).all().boolValue
  }
  /// Whether both broadcast to the same shape and have equal elements. Mirrors `numpy.array_equiv`.
  public static func arrayEquiv(_ a: NDArray, _ b: NDArray) -> Bool {
    guard !a.isInvalid, !b.isInvalid, (try? commonShape([a.tensor.shape, b.tensor.shape], op: "array_equiv")) != nil else { return false }
    return (a .== b).all().boolValue
  }
  /// Whether two arrays' memory reaches over common addresses. Mirrors `numpy.may_share_memory`.
  public static func mayShareMemory(_ a: NDArray, _ b: NDArray) -> Bool { a.tensor.mayShareMemory(with: b.tensor) }
}
