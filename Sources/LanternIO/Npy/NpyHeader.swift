import Lantern

/// What stands before the elements of a .npy file.
struct NpyHeader {
  let dtype: DType
  let isBigEndian: Bool
  let isColumnMajor: Bool
  let shape: Shape
  /// The size of the elements.
  let byteCount: Int

  /// The first bytes of every file.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The most bytes that the dictionary may have, as in NumPy.
  static let longest = 10_000

  /// Reads the header, and checks that exactly the elements follow.
  init(_ stream: any ByteStream) throws(TensorError) {
    let total = stream.remaining
    guard total >= 10 else { throw Npy.malformed("\(total) bytes are too few") }
    let start = try stream.bytes(8)
    guard start.starts(with: Self.magic) else {
      if start.starts(with: [0x50, 0x4B]) {
        throw TensorError(.file, op: "npy", "not a .npy file: this is an archive of several arrays", hint: "Read it with Npz, or np.loadz.")
      }
      if start[0] == 0x80 {
        throw TensorError(
          .file, op: "npy", "not a .npy file: this looks like a pickle, which could run code when it is read and is never read",
          hint: "Save the array with numpy.save.")
      }
      throw Npy.malformed("it does not begin with \\x93NUMPY")
    }
    guard (1...3).contains(start[6]), start[7] == 0 else { throw Npy.malformed("there is no version \(start[6]).\(start[7])") }
    let width = start[6] == 1 ? 2 : 4
    guard stream.remaining >= width else { throw Npy.malformed("\(total) bytes are too few") }
    let length = try stream.bytes(width).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.longest else { throw Npy.malformed("a header of \(length) bytes is longer than \(Self.longest)") }
    guard length <= stream.remaining else {
      throw Npy.malformed("the header should have \(length) bytes, but only \(stream.remaining) follow")
    }
    try self.init(dictionary: try PythonLiteralParser.parse(try stream.bytes(length)), following: stream.remaining)
  }

  private init(dictionary: PythonLiteral, following: Int) throws(TensorError) {
    guard case .dictionary(let members) = dictionary else { throw Npy.malformed("the header is not a dictionary") }
    for (key, _) in members where !["descr", "fortran_order", "shape"].contains(key) {
      throw Npy.malformed("the header has the unknown key '\(key.prefix(40))'")
    }
    func member(_ key: String) throws(TensorError) -> PythonLiteral {
      guard let found = members.first(where: { $0.key == key }) else { throw Npy.malformed("the header has no '\(key)'") }
      return found.value
    }
    (dtype, isBigEndian) = try Self.dtype(try member("descr"))
    guard case .bool(let isColumnMajor) = try member("fortran_order") else {
      throw Npy.malformed("'fortran_order' is neither True nor False")
    }
    guard case .list(let items) = try member("shape") else { throw Npy.malformed("'shape' is not a tuple") }
    var sizes: [Int] = []
    for item in items {
      guard case .int(let size) = item, size >= 0 else { throw Npy.malformed("'shape' holds \(item), which is not the size of an axis") }
      sizes.append(size)
    }
    guard sizes.count <= Shape.maxRank else { throw Npy.malformed("\(sizes.count) axes are more than \(Shape.maxRank)") }
    // Sizes are checked as plain numbers: a shape of many axes is kept for good.
    var (bytes, overflow) = (dtype.itemSize, false)
    var steps = 1
    for size in sizes {
      (bytes, overflow) = bytes.multipliedReportingOverflow(by: size)
      let (step, tooFar) = steps.multipliedReportingOverflow(by: max(size, 1))
      guard !overflow, !tooFar, step <= Shape.mostElements else {
        throw Npy.malformed("an array of shape \(PythonLiteral.list(items)) has too many elements")
      }
      steps = step
    }
    guard bytes == following else {
      throw Npy.malformed("shape \(PythonLiteral.list(items)) and dtype \(dtype) need \(bytes) bytes, but \(following) follow the header")
    }
    (self.isColumnMajor, byteCount, shape) = (isColumnMajor, bytes, Shape(sizes))
  }

  // ---- dtypes

  private static func dtype(_ descr: PythonLiteral) throws(TensorError) -> (DType, isBigEndian: Bool) {
    func unsupported(_ what: String, _ hint: String) -> TensorError {
      var name = descr.description
      if name.utf8.count > 80 { name = name.prefix(80) + "…" }
      return TensorError(.dtype, op: "npy", "the array's dtype \(name) \(what)", hint: hint)
    }
    let convert = "Convert it in NumPy first: a.astype('float64')."
    guard case .text(let code) = descr else {
      if case .list = descr { throw unsupported("has fields, which tensors have not", "Save each field as an array of its own.") }
      throw Npy.malformed("'descr' is not a dtype: \(descr)")
    }
    var kind = Substring(code)
    var isBigEndian = false
    if let order = kind.first, "<>|=".contains(order) {
      isBigEndian = order == ">"
      kind = kind.dropFirst()
    }
    if let dtype = dtypes[String(kind)] { return (dtype, isBigEndian && dtype.itemSize > 1) }
    switch kind.first {
    case "O": throw unsupported("means Python objects, which are pickles: they could run code when read and are always refused", convert)
    case "U", "S", "a": throw unsupported("means text, which tensors cannot hold", "Save the texts as a file of their own.")
    case "V": throw unsupported("means raw bytes or records, which tensors cannot hold", "Save each field as an array of its own.")
    case "M", "m": throw unsupported("means dates or durations, which tensors cannot hold", "Convert it in NumPy first: a.astype('int64').")
    case "f", "c", "g", "G": throw unsupported("means numbers of a size that tensors cannot hold", convert)
    default: throw unsupported("is unknown", "The file may be damaged.")
    }
  }

  private static let dtypes: [String: DType] = {
    var names = ["?": DType.bool]
    for dtype in DType.allCases { if let code = dtype.npyCode { names[code] = dtype } }
    return names
  }()
}

extension DType {
  /// NumPy's code of the type without byte order, such as `f4`; nil for bfloat16, which NumPy lacks.
  var npyCode: String? {
    switch self {
    case .bool: return "b1"
    case .bfloat16: return nil
    case .float16, .float32, .float64: return "f\(itemSize)"
    case .complex64, .complex128: return "c\(itemSize)"
    default: return (isSigned ? "i" : "u") + "\(itemSize)"
    }
  }
}

extension NpyHeader {
  /// The bytes before the elements of an array, as NumPy writes them.
  static func bytes(_ dtype: DType, _ shape: Shape, isColumnMajor: Bool) throws(TensorError) -> [UInt8] {
    guard let code = dtype.npyCode else {
      throw TensorError(.dtype, op: "npy", "NumPy has no dtype \(dtype)", hint: "Convert the tensor first: to(.float32).")
    }
    let order = dtype.itemSize == 1 ? "|" : "<"
    var text = "{'descr': '\(order)\(code)', 'fortran_order': \(isColumnMajor ? "True" : "False"), 'shape': \(shape.tupleDescription), }"
    // Room for the axis along which an array grows in place to become as long as it can.
    if let growing = isColumnMajor ? shape.last : shape.first { text += String(repeating: " ", count: 21 - String(growing).utf8.count) }
    return wrapped(text)
  }

  /// A dictionary's text with what comes before it, padded so that the elements begin at a multiple of 64: version 1, or 2 where the text is
  /// too long for it, or 3 where it is not Latin-1.
  static func wrapped(_ text: String) -> [UInt8] {
    let isLatin = text.unicodeScalars.allSatisfy { $0.value < 256 }
    let content = isLatin ? text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } : Array(text.utf8)
    func file(version: UInt8, width: Int) -> [UInt8]? {
      let unpadded = magic.count + 2 + width + content.count + 1
      let padding = 64 - unpadded % 64
      let length = content.count + 1 + padding
      guard width == 4 || length < 1 << 16 else { return nil }
      let start = magic + [version, 0] + (0..<width).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
      return start + content + [UInt8](repeating: 0x20, count: padding) + [0x0A]
    }
    if isLatin, let first = file(version: 1, width: 2) { return first }
    return file(version: isLatin ? 2 : 3, width: 4) ?? []
  }
}
