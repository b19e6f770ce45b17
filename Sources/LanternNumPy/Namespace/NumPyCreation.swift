import CKernels
import Lantern

// New arrays from numbers, sizes and ranges.

extension np {
  // ---- from numbers --------------------------------------------------------------------------------------------------------------

  /// An array of the numbers of a nested literal. Mirrors `numpy.array`.
  ///
  /// Whole numbers give int64, truth values bool, anything else float64, unless a type is asked for. Reports an error when lists of
  /// one level differ in length, or a whole number does not fit the type.
  ///
  /// ```swift
  /// np.array([[1, 2], [3, 4]])  // int64, shape (2, 2)
  /// ```
  public static func array(_ literal: TensorLiteral, dtype: DType? = nil) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      var shape = Shape(), common: DType?
      var at = literal
      while case .list(let items) = at {
        shape.append(items.count)
        guard let first = items.first else { break }
        at = first
      }
      guard scan(literal, 0, shape, &common) else {
        throw TensorError(
          .shape, op: "array",
          "setting an array element with a sequence. The requested array has an inhomogeneous shape. Its first elements have shape "
            + shape.compact + ".")
      }
      let out = try Tensor(empty: shape, dtype: dtype ?? common ?? .float64)
      var place = out.pointer
      try store(literal, out.dtype, &place)
      return NDArray(out)
    }
  }

  /// Finds the common type of a literal's numbers; false when its lists do not fit `shape`.
  private static func scan(_ literal: TensorLiteral, _ depth: Int, _ shape: Shape, _ type: inout DType?) -> Bool {
    switch literal {
    case .number(let number):
      let own = DType(numberAlone: number)
      if type != own { type = type.map { .promoteArrays($0, own) } ?? own }
      return depth == shape.count
    case .list(let items):
      guard depth < shape.count, items.count == shape[depth] else { return false }
      for item in items { if !scan(item, depth + 1, shape, &type) { return false } }
      return true
    }
  }

  /// Writes a literal's numbers in row.
  private static func store(_ literal: TensorLiteral, _ type: DType, _ place: inout UnsafeMutableRawPointer) throws(TensorError) {
    switch literal {
    case .number(let number):
      switch (type, number) {
      case (.int64, .int(let value)): place.storeBytes(of: value, as: Int.self)
      case (.float64, .double(let value)): place.storeBytes(of: value, as: Double.self)
      case (_, .int(let value)) where !type.holds(value):
        throw TensorError(.dtype, op: "array", "Python integer \(value) out of bounds for \(type)")
      default: type.store(number, to: place)
      }
      place += type.itemSize
    case .list(let items): for item in items { try store(item, type, &place) }
    }
  }

  /// An array of the elements of a Swift array, of their type unless another is asked for. Mirrors `numpy.array`.
  public static func array<E: TensorElement>(_ elements: [E], dtype: DType? = nil) -> NDArray {
    NDArray.reporting { () throws(TensorError) in try converted(Tensor(elements, shape: Shape(CollectionOfOne(elements.count))), dtype) }
  }
  /// A matrix of the rows of a Swift array of arrays. Reports an error when the rows differ in length. Mirrors `numpy.array`.
  public static func array<E: TensorElement>(_ rows: [[E]], dtype: DType? = nil) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      let width = rows.first?.count ?? 0
      guard rows.allSatisfy({ $0.count == width }) else {
        throw TensorError(
          .shape, op: "array",
          "setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected "
            + "shape was (\(rows.count),) + inhomogeneous part.")
      }
      let shape: Shape = rows.isEmpty ? [0] : [rows.count, width]
      return try converted(Tensor(rows.flatMap { $0 }, shape: shape), dtype)
    }
  }
  /// An array without axes that holds one number. Mirrors `numpy.array(number)`.
  public static func array(_ number: some TensorScalar, dtype: DType? = nil) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      let type = dtype ?? DType(numberAlone: number.scalar)
      return NDArray(try ArrayOperandValue.number(number.scalar).tensor(type, op: "array"))
    }
  }
  /// A copy of an array, of another type when one is asked for. Mirrors `numpy.array`.
  public static func array(_ a: NDArray, dtype: DType? = nil) -> NDArray {
    let copy = dtype.map(a.astype) ?? a.copy()
    return NDArray(copy.tensor)
  }
  /// The array itself when it has the type asked for, otherwise a copy that has. Mirrors `numpy.asarray`.
  public static func asarray(_ a: NDArray, dtype: DType? = nil) -> NDArray { dtype == nil || dtype == a.dtype ? a : array(a, dtype: dtype) }

  private static func converted(_ own: Tensor, _ dtype: DType?) throws(TensorError) -> NDArray { NDArray(try own.rowMajor(dtype)) }

  // ---- from sizes ----------------------------------------------------------------------------------------------------------------

  /// An array of zeros: `np.zeros(3)`, `np.zeros([2, 3], dtype: .int32)`. Mirrors `numpy.zeros`.
  public static func zeros(_ shape: some ArraySize, dtype: DType = .float64) -> NDArray { filled("zeros", shape.axisSizes, .int(0), dtype) }
  /// An array of ones. Mirrors `numpy.ones`.
  public static func ones(_ shape: some ArraySize, dtype: DType = .float64) -> NDArray { filled("ones", shape.axisSizes, .int(1), dtype) }
  /// An array whose numbers are whatever was in memory. Mirrors `numpy.empty`.
  public static func empty(_ shape: some ArraySize, dtype: DType = .float64) -> NDArray {
    NDArray.reporting { () throws(TensorError) in NDArray(try Tensor(empty: try shape.axisSizes.checkedSizes("empty"), dtype: dtype)) }
  }
  /// An array of the same number everywhere, of the number's type unless one is asked for. Mirrors `numpy.full`.
  public static func full(_ shape: some ArraySize, _ value: some TensorScalar, dtype: DType? = nil) -> NDArray {
    filled("full", shape.axisSizes, value.scalar, dtype ?? DType(numberAlone: value.scalar))
  }
  /// Zeros of another array's shape and type. Mirrors `numpy.zeros_like`.
  public static func zerosLike(_ a: NDArray, dtype: DType? = nil) -> NDArray { like(a, .int(0), dtype) }
  /// Ones of another array's shape and type. Mirrors `numpy.ones_like`.
  public static func onesLike(_ a: NDArray, dtype: DType? = nil) -> NDArray { like(a, .int(1), dtype) }
  /// Whatever was in memory, in another array's shape and type. Mirrors `numpy.empty_like`.
  public static func emptyLike(_ a: NDArray, dtype: DType? = nil) -> NDArray { a.isInvalid ? a : empty(a.shape, dtype: dtype ?? a.dtype) }
  /// The same number everywhere, in another array's shape and type. Mirrors `numpy.full_like`.
  public static func fullLike(_ a: NDArray, _ value: some TensorScalar, dtype: DType? = nil) -> NDArray { like(a, value.scalar, dtype) }

  private static func like(_ a: NDArray, _ value: Scalar, _ dtype: DType?) -> NDArray {
    a.isInvalid ? a : filled("full_like", a.tensor.shape, value, dtype ?? a.dtype)
  }

  private static func filled(_ op: String, _ shape: Shape, _ value: Scalar, _ dtype: DType) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      let out = try Tensor(empty: try shape.checkedSizes(op), dtype: dtype)
      if case .int(0) = value {
        out.pointer.initializeMemory(as: UInt8.self, repeating: 0, count: out.elementCount * dtype.itemSize)
        return NDArray(out)
      }
      if let bits = NumberBits(value, dtype) {
        let count = out.elementCount
        if count < 1 << 12 {
          bits.spreading(1) { ck_spread(out.pointer, $0, Int32(dtype.itemSize), count) }
          return NDArray(out)
        }
      }
      out.write(try ArrayOperandValue.number(value).tensor(dtype, op: op))
      return NDArray(out)
    }
  }

  /// Ones on diagonal `k` of a matrix of `n` rows and `m` (or `n`) columns, zeros elsewhere. Mirrors `numpy.eye`.
  public static func eye(_ n: Int, _ m: Int? = nil, k: Int = 0, dtype: DType = .float64) -> NDArray {
    let m = m ?? n
    let out = filled("eye", [n, m], .int(0), dtype)
    guard !out.isInvalid else { return out }
    guard -n < k, k < m else { return out }
    for i in Swift.max(-k, 0)..<Swift.min(n, m - k) { dtype.store(.int(1), to: out.tensor.pointer + (i * m + i + k) * dtype.itemSize) }
    return out
  }
  /// The identity matrix. Mirrors `numpy.identity`.
  public static func identity(_ n: Int, dtype: DType = .float64) -> NDArray { eye(n, dtype: dtype) }

  // ---- ranges --------------------------------------------------------------------------------------------------------------------

  /// The numbers from 0 up to but not including `stop`. Mirrors `numpy.arange`.
  public static func arange(_ stop: some TensorScalar, dtype: DType? = nil) -> NDArray { range(.int(0), stop.scalar, .int(1), dtype) }
  /// The numbers from `start` up to but not including `stop`, `step` apart. Mirrors `numpy.arange`.
  ///
  /// int64 for whole numbers, float64 otherwise, unless a type is asked for. As in NumPy, element i is `start + i * delta`, where `delta`
  /// is the distance of the first two elements after rounding to the type.
  public static func arange<A: TensorScalar, B: TensorScalar>(_ start: A, _ stop: B, dtype: DType? = nil) -> NDArray {
    range(start.scalar, stop.scalar, .int(1), dtype)
  }
  /// The numbers from `start` up to but not including `stop`, `step` apart. Mirrors `numpy.arange`.
  public static func arange<A: TensorScalar, B: TensorScalar, C: TensorScalar>(_ start: A, _ stop: B, _ step: C, dtype: DType? = nil)
    -> NDArray
  {
    range(start.scalar, stop.scalar, step.scalar, dtype)
  }

  private static func range(_ start: Scalar, _ stop: Scalar, _ step: Scalar, _ dtype: DType?) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      if case .int(let first) = start, case .int(let last) = stop, case .int(1) = step, dtype ?? .int64 == .int64, last > first,
        last &- first > 0, last &- first < 1 << 50
      {
        let count = last &- first, out = try Tensor(empty: Shape(count), dtype: .int64)
        let p = out.pointer.assumingMemoryBound(to: Int.self)
        for i in 0..<count { p[i] = first &+ i }
        return NDArray(out)
      }
      let all = [start, stop, step].map(DType.init(numberAlone:))
      let type = dtype ?? .promoteArrays(.int64, .promoteArrays(.promoteArrays(all[0], all[1]), all[2]))
      let isWhole = all.allSatisfy { !$0.isFloatingPoint && !$0.isComplex }
      guard step.doubleValue != 0 else {
        throw TensorError(.argument, op: "arange", isWhole ? "division by zero" : "float division by zero")
      }
      let length = ((stop.doubleValue - start.doubleValue) / step.doubleValue).rounded(.up)
      guard length.isFinite else { throw TensorError(.argument, op: "arange", "arange: cannot compute length") }
      guard length < 1e15 else { throw TensorError(.memory, op: "arange", "Maximum allowed size exceeded") }
      let count = Int(Swift.max(length, 0))
      let out = try Tensor(empty: Shape(CollectionOfOne(count)), dtype: type)
      if isWhole {
        if type == .int64 {
          let (p, first, step) = (out.pointer.assumingMemoryBound(to: Int.self), start.intValue, step.intValue)
          for i in 0..<count { p[i] = first &+ i &* step }
          return NDArray(out)
        }
        for i in 0..<count { type.store(.int(start.intValue &+ i &* step.intValue), to: out.pointer + i * type.itemSize) }
        return NDArray(out)
      }
      // NumPy stores the first two numbers in the array's type and goes on from what is there.
      func rounded(_ value: Double) -> Double {
        type.store(.double(value), to: out.pointer)
        return type.load(from: out.pointer).doubleValue
      }
      guard count > 0 else { return NDArray(out) }
      let first = rounded(start.doubleValue), delta = rounded(start.doubleValue + step.doubleValue) - first
      if type == .float64 {
        let p = out.pointer.assumingMemoryBound(to: Double.self)
        for i in 0..<count { p[i] = first + Double(i) * delta }
        return NDArray(out)
      }
      for i in 0..<count { type.store(.double(first + Double(i) * delta), to: out.pointer + i * type.itemSize) }
      return NDArray(out)
    }
  }

  /// `count` numbers evenly spaced from `start` to `stop`, which is the last one unless `endpoint` is false. Mirrors `numpy.linspace`.
  ///
  /// ```swift
  /// np.linspace(0, 1, 5)  // [0.   0.25 0.5  0.75 1.  ]
  /// ```
  public static func linspace(
    _ start: some TensorScalar, _ stop: some TensorScalar, _ num: Int = 50, endpoint: Bool = true, dtype: DType = .float64
  ) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      guard num >= 0 else { throw TensorError(.argument, op: "linspace", "Number of samples, \(num), must be non-negative.") }
      try checkRoom(for: num, "linspace")
      let first = start.scalar.doubleValue, last = stop.scalar.doubleValue
      let parts = Double(endpoint ? num - 1 : num)
      let delta = last - first
      let step = delta / parts
      if dtype == .float64, step != 0, parts > 0 {
        let out = try Tensor(empty: Shape(num), dtype: .float64), p = out.pointer.assumingMemoryBound(to: Double.self)
        for i in 0..<num { p[i] = Double(i) * step + first }
        if endpoint, num > 1 { p[num - 1] = last }
        return NDArray(out)
      }
      var values = (0..<num).map { i in
        if parts <= 0 { return Double(i) * delta + first }
        // A step that underflows to zero must not lose the numbers between.
        return (step == 0 ? Double(i) / parts * delta : Double(i) * step) + first
      }
      if endpoint, num > 1 { values[num - 1] = last }
      if dtype.isInteger { values = values.map { $0.rounded(.down) } }
      return try converted(Tensor(values, shape: Shape(CollectionOfOne(num))), dtype)
    }
  }

  /// `count` powers of `base`, their exponents evenly spaced from `start` to `stop`. Mirrors `numpy.logspace`.
  public static func logspace(
    _ start: some TensorScalar, _ stop: some TensorScalar, _ num: Int = 50, endpoint: Bool = true, base: Double = 10,
    dtype: DType = .float64
  ) -> NDArray {
    power(base, linspace(start, stop, num, endpoint: endpoint)).astype(dtype)
  }
}
