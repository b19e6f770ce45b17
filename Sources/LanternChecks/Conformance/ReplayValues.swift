import Lantern

/// What an expression of a replayed call can be.
enum ReplayValue {
  case none
  case bool(Bool)
  case integer(Int128)
  case real(Double)
  /// A text, or a name that stands for itself, such as a dtype.
  case text(String)
  case list([ReplayValue])
  case array(ReplayArray)
  /// A layer: its parameters by name.
  case layer([String: ReplayArray])
  case dropout(Double)

  func attribute(_ name: String) throws(TensorError) -> ReplayValue {
    switch self {
    case .layer(let parameters): if let parameter = parameters[name] { return .array(parameter) }
    case .array(let array): if name == "data" { return .array(array) }
    default: break
    }
    throw replayError("no attribute '\(name)'")
  }

  func array() throws(TensorError) -> ReplayArray {
    switch self {
    case .array(let array): return array
    case .list, .integer, .real, .bool: return try ReplayArray.of(self)
    default: throw replayError("the call gives no array")
    }
  }

  func double() throws(TensorError) -> Double {
    switch self {
    case .integer(let value): return Double(value)
    case .real(let value): return value
    case .bool(let value): return value ? 1 : 0
    default: throw replayError("expected a number")
    }
  }

  func integer() throws(TensorError) -> Int128 {
    switch self {
    case .integer(let value): return value
    case .bool(let value): return value ? 1 : 0
    case .real(let value): if let exact = Int128(exactly: value) { return exact }
    default: break
    }
    throw replayError("expected an integer")
  }

  func int() throws(TensorError) -> Int {
    guard let value = Int(exactly: try integer()) else { throw replayError("a number beyond 64 bits") }
    return value
  }

  func shape() throws(TensorError) -> [Int] {
    guard case .list(let items) = self else { return [try size()] }
    var shape: [Int] = []
    for item in items { shape.append(try item.size()) }
    return try ReplayArray.checked(shape)
  }

  /// A number of elements.
  func size() throws(TensorError) -> Int {
    let size = try integer()
    guard size >= 0, size <= ReplayArray.largest else { throw replayError("a size of \(size)") }
    return Int(size)
  }

  func doubles() throws(TensorError) -> [Double] {
    switch self {
    case .list(let items):
      var values: [Double] = []
      for item in items { values.append(try item.double()) }
      return values
    case .array(let array): return array.doubles
    default: throw replayError("expected a list of numbers")
    }
  }
}

/// The arguments of a replayed call.
struct ReplayArguments {
  var positional: [ReplayValue]
  var named: [String: ReplayValue]

  /// The argument at a place or of a name; nil when it is missing or `None`.
  func get(_ place: Int, _ name: String) -> ReplayValue? {
    let value = named[name] ?? (place >= 0 && place < positional.count ? positional[place] : nil)
    if case .none? = value { return nil }
    return value
  }

  func need(_ place: Int, _ name: String) throws(TensorError) -> ReplayValue {
    guard let value = get(place, name) else { throw replayError("the argument '\(name)' is missing") }
    return value
  }

  func double(_ place: Int, _ name: String, _ fallback: Double) throws(TensorError) -> Double {
    guard let value = get(place, name) else { return fallback }
    return try value.double()
  }

  func flag(_ place: Int, _ name: String, _ fallback: Bool) throws(TensorError) -> Bool {
    guard let value = get(place, name) else { return fallback }
    return try value.integer() != 0
  }

  /// The shape of `rand(2, 3)` or `rand((2, 3))`: every positional argument from `place` on, or `size=`.
  func shape(from place: Int = 0) throws(TensorError) -> [Int] {
    if let size = named["size"] ?? named["shape"] { return try size.shape() }
    let rest = Array(positional.dropFirst(place))
    if rest.count == 1 { return try rest[0].shape() }
    return try ReplayValue.list(rest).shape()
  }

  func dtype(_ fallback: DType, at place: Int = -1) throws(TensorError) -> DType {
    switch get(place, "dtype") {
    case nil: return fallback
    case .text(let path):
      let name = path.split(separator: ".").last.map(String.init) ?? path
      let aliases = [
        "float": "float32", "double": "float64", "half": "float16", "int": "int64", "long": "int64", "short": "int16", "bool_": "bool",
      ]
      let wanted = aliases[name] ?? name
      if let dtype = DType.allCases.first(where: { $0.name == wanted }) { return dtype }
      throw replayError("no element type named '\(path)'")
    default: throw replayError("'dtype' must be the name of an element type")
    }
  }
}

/// A dense array in row-major order.
struct ReplayArray {
  let dtype: DType
  var shape: [Int]
  var bytes: [UInt8]

  var count: Int { shape.reduce(1, *) }

  /// The most elements a record may have: a file must not be able to ask for all memory.
  static let largest = 1 << 26

  /// The shape, if it is one that a record may have.
  static func checked(_ shape: [Int]) throws(TensorError) -> [Int] {
    var count = 1
    for size in shape {
      guard size >= 0, size <= largest, count * max(size, 1) <= largest else { throw replayError("a shape of \(shape)") }
      count *= max(size, 1)
    }
    return shape
  }

  /// An array of zeros.
  init(_ dtype: DType, _ shape: [Int]) throws(TensorError) {
    self.dtype = dtype
    self.shape = try Self.checked(shape)
    bytes = [UInt8](repeating: 0, count: dtype.itemSize * shape.reduce(1, *))
  }

  init<T: BitwiseCopyable>(_ dtype: DType, _ shape: [Int], _ values: [T]) throws(TensorError) {
    self.dtype = dtype
    self.shape = try Self.checked(shape)
    bytes = values.withUnsafeBytes { Array($0) }
  }

  /// Fills the memory.
  func filled(_ body: (UnsafeMutableRawPointer) throws(TensorError) -> Void) throws(TensorError) -> ReplayArray {
    var result = self
    // An empty array still gets its arguments checked.
    if result.bytes.isEmpty {
      var nothing: UInt64 = 0
      var failure: TensorError?
      withUnsafeMutableBytes(of: &nothing) { buffer in
        do throws(TensorError) { try body(buffer.baseAddress!) } catch { failure = error }
      }
      if let failure { throw failure }
      return result
    }
    var failure: TensorError?
    result.bytes.withUnsafeMutableBytes { buffer in
      do throws(TensorError) { try body(buffer.baseAddress!) } catch { failure = error }
    }
    if let failure { throw failure }
    return result
  }

  /// The bit patterns; a complex element gives two.
  var bits: [UInt64] {
    let size = dtype.realPart.itemSize
    return stride(from: 0, to: bytes.count, by: size).map { start in
      (0..<size).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * $1) }
    }
  }

  /// The elements as numbers.
  var doubles: [Double] {
    bits.map { pattern in
      switch dtype.realPart {
      case .float64: Double(bitPattern: pattern)
      case .float32: Double(Float(bitPattern: UInt32(pattern)))
      case .bfloat16: Double(Float(bitPattern: UInt32(pattern) << 16))
      case .float16: Self.half(UInt16(pattern))
      default: dtype.isSigned ? Double(signExtended(pattern)) : Double(pattern)
      }
    }
  }

  private func signExtended(_ pattern: UInt64) -> Int64 {
    let spare = 64 - 8 * dtype.itemSize
    return Int64(bitPattern: pattern << spare) >> spare
  }

  private static func half(_ pattern: UInt16) -> Double {
    let exponent = Int(pattern >> 10 & 31), fraction = Double(pattern & 1023)
    let magnitude: Double =
      exponent == 31
      ? (fraction == 0 ? .infinity : .nan)
      : exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
    return pattern >> 15 == 0 ? magnitude : -magnitude
  }

  /// Every element `value`, rounded to the type; a uniform draw between equal bounds stores just that.
  static func full(_ dtype: DType, _ shape: [Int], _ value: Double) throws(TensorError) -> ReplayArray {
    let array = try ReplayArray(dtype, shape)
    if dtype.isFloatingPoint {
      let scratch = Generator()
      return try array.filled { out throws(TensorError) in
        try scratch.fillUniform(out, count: array.count, dtype: dtype, from: value, to: value)
      }
    }
    guard let whole = Int64(exactly: value) else { throw replayError("\(value) is no integer") }
    let element = withUnsafeBytes(of: whole.littleEndian) { Array($0.prefix(dtype.itemSize)) }
    var result = array
    result.bytes = (0..<array.count).flatMap { _ in element }
    return result
  }

  /// Nested lists as an array: float32 when a number has a point, else int64.
  static func of(_ value: ReplayValue, dtype: DType? = nil) throws(TensorError) -> ReplayArray {
    var numbers: [Double] = [], hasReal = false
    func walk(_ value: ReplayValue) throws(TensorError) -> [Int] {
      guard case .list(let items) = value else {
        if case .real = value { hasReal = true }
        numbers.append(try value.double())
        return []
      }
      var inner: [Int]?
      for item in items {
        let shape = try walk(item)
        if let known = inner, known != shape { throw replayError("a ragged list") }
        inner = shape
      }
      return [items.count] + (inner ?? [])
    }
    let shape = try walk(value)
    let type = dtype ?? (hasReal ? .float32 : .int64)
    var result = try ReplayArray(type, shape)
    result.bytes = []
    for number in numbers { result.bytes += try full(type, [], number).bytes }
    return result
  }

  // ---- shapes

  func method(_ name: String, _ arguments: ReplayArguments) throws(TensorError) -> ReplayArray {
    switch name {
    case "flatten", "ravel": return reshaped([count])
    case "reshape", "view":
      var shape: [Int] = []
      let given = arguments.positional.count == 1 ? arguments.positional[0] : .list(arguments.positional)
      if case .list(let sizes) = given { for size in sizes { shape.append(try size.int()) } } else { shape = [try given.int()] }
      if let hole = shape.firstIndex(of: -1) {
        shape[hole] = 1
        let rest = try Self.checked(shape).reduce(1, *)
        shape[hole] = rest == 0 ? 0 : count / rest
      }
      guard try Self.checked(shape).reduce(1, *) == count else {
        throw replayError("shape '\(shape)' is invalid for input of size \(count)")
      }
      return reshaped(shape)
    case "squeeze" where arguments.positional.isEmpty && arguments.named.isEmpty: return reshaped(shape.filter { $0 != 1 })
    case "detach", "clone", "numpy", "cpu", "contiguous", "tolist", "copy": return self
    default: throw replayError("no method named '\(name)'")
    }
  }

  private func reshaped(_ shape: [Int]) -> ReplayArray {
    var result = self
    result.shape = shape
    return result
  }

  /// The elements at positions and slices, one for each leading axis.
  func indexed(_ places: [CallExpression.Subscript], _ evaluator: ReplayEvaluator) throws(TensorError) -> ReplayArray {
    guard places.count <= shape.count else { throw replayError("too many indices for an array of rank \(shape.count)") }
    var offsets = [0], kept: [Int] = []
    for (axis, size) in shape.enumerated() {
      var chosen = Array(0..<size)
      if axis < places.count {
        switch places[axis] {
        case .position(let expression):
          let position = try evaluator.evaluate(expression).int()
          guard (-size..<size).contains(position) else { throw replayError("index \(position) is out of bounds for size \(size)") }
          chosen = [position < 0 ? position + size : position]
        case .slice(let from, let to, let by):
          let step = try by.map { e throws(TensorError) in try evaluator.evaluate(e).int() } ?? 1
          guard step > 0 else { throw replayError("a step of \(step)") }
          func bound(_ expression: CallExpression?, _ fallback: Int) throws(TensorError) -> Int {
            guard let expression else { return fallback }
            let value = try evaluator.evaluate(expression).int()
            return min(max(value < 0 ? value + size : value, 0), size)
          }
          let start = try bound(from, 0), end = try bound(to, size)
          chosen = start < end ? Array(stride(from: start, to: end, by: step)) : []
          kept.append(chosen.count)
        }
      } else {
        kept.append(size)
      }
      offsets = offsets.flatMap { base in chosen.map { base * size + $0 } }
    }
    var result = reshaped(kept)
    let itemSize = dtype.itemSize
    result.bytes = offsets.flatMap { bytes[$0 * itemSize..<($0 + 1) * itemSize] }
    return result
  }

  /// The rows in another order.
  func rows(_ order: [Int64]) throws(TensorError) -> ReplayArray {
    guard let rows = shape.first else { throw replayError("an array without rows") }
    let rowSize = rows == 0 ? 0 : bytes.count / rows
    var result = reshaped([order.count] + shape.dropFirst())
    result.bytes = order.flatMap { bytes[Int($0) * rowSize..<(Int($0) + 1) * rowSize] }
    return result
  }
}
