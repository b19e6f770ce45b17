import Lantern
import LanternIO
import LanternNumPy

/// One line of a file of printing goldens: an array's elements, and the text PyTorch or NumPy printed for it.
struct PrintingRecord {
  /// Why a line is not such a record.
  struct Malformed: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  /// What the library printed, without `torch.`.
  let expected: String
  private let library: Library
  private let dtype: DType
  private let shape: [Int]
  private let values: [JSON]
  private let requiresGrad: Bool
  private let gradFn: String?
  private let isParameter: Bool
  private let options: [String: JSON]

  private enum Library {
    case torch
    case array(NumPyTextStyle)
    case scalar(NumPyTextStyle)
  }

  /// The record a JSON value holds.
  init(_ json: JSON) throws {
    let fields = RecordFields(try RecordFields.object(json, "a record"))
    dtype = try fields.dtype("dtype")
    shape = try fields.shape("shape")
    values = try fields.array("values")
    try Self.check(shape, count: values.count)
    requiresGrad = try fields.bool("requires_grad") ?? false
    gradFn = try fields.string("grad_fn")
    isParameter = try fields.bool("parameter") ?? false
    options = try fields.members["options"].map { try RecordFields.object($0, "'options'") } ?? [:]
    guard let text = try fields.string("text") else { throw Malformed("'text' is missing") }
    switch (try fields.string("lib"), try fields.string("kind") ?? "repr") {
    case ("torch", "repr"), ("torch", "str"): library = .torch
    case ("numpy", "repr"): library = .array(.repr)
    case ("numpy", "str"): library = .array(.str)
    case ("numpy", "scalar_repr"): library = .scalar(.repr)
    case ("numpy", "scalar_str"): library = .scalar(.str)
    case (let name, let kind): throw Malformed("unknown 'lib' \(name ?? "none") of 'kind' \(kind)")
    }
    if case .scalar = library, values.count != 1 { throw Malformed("a scalar has one value, not \(values.count)") }
    if case .torch = library { expected = text.removing("torch.") } else { expected = text }
  }

  private static func check(_ shape: [Int], count: Int) throws {
    guard shape.count <= 64 else { throw Malformed("a shape of \(shape.count) dimensions; 64 is the most") }
    var product = shape.contains(0) ? 0 : 1
    for size in shape where product > 0 {
      product = product.multipliedReportingOverflow(by: size).partialValue
      guard product <= count else { break }
    }
    if product != count { throw Malformed("the shape \(shape) does not fit \(count) values") }
  }

  /// What Lantern prints for the same array.
  func printed() throws -> String {
    let buffer = try ElementBuffer(values, dtype: dtype)
    return try buffer.bytes.withUnsafeBytes { bytes in
      // An empty array has no memory, and its elements are never read.
      let base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 16)!
      let array = PrintableArray(contiguous: base, dtype: dtype, shape: shape)
      switch library {
      case .torch:
        let fields = RecordFields(options)
        return describeTensor(
          array, options: try torchOptions(fields), defaultDType: try fields.optionalDType("default_dtype") ?? .float32,
          gradFn: gradFn, requiresGrad: requiresGrad, isParameter: isParameter)
      case .array(let style): return describeArray(array, options: try numPyOptions(RecordFields(options)), style: style)
      case .scalar(let style): return describeNumPyScalar(array, style: style)
      }
    }
  }

  private func torchOptions(_ fields: RecordFields) throws -> PrintOptions {
    try fields.allow(["profile", "precision", "threshold", "edgeitems", "linewidth", "sci_mode", "default_dtype"])
    var options = PrintOptions()
    switch try fields.string("profile") {
    case nil, "default": break
    case "short": options = PrintOptions(profile: .short)
    case "full": options = PrintOptions(profile: .full)
    case let name?: throw Malformed("unknown profile '\(name)'")
    }
    if let value = try fields.int("precision") { options.precision = value }
    if let value = try fields.int("threshold") { options.threshold = value }
    if let value = try fields.int("edgeitems") { options.edgeItems = value }
    if let value = try fields.int("linewidth") { options.lineWidth = value }
    options.sciMode = try fields.bool("sci_mode")
    return options
  }

  private func numPyOptions(_ fields: RecordFields) throws -> NumPyPrintOptions {
    try fields.allow(["precision", "threshold", "edgeitems", "linewidth", "suppress", "nanstr", "infstr", "sign", "floatmode"])
    var options = NumPyPrintOptions()
    if let value = try fields.int("precision") { options.precision = value }
    if let value = try fields.int("threshold") { options.threshold = value }
    if let value = try fields.int("edgeitems") { options.edgeItems = value }
    if let value = try fields.int("linewidth") { options.lineWidth = value }
    if let value = try fields.bool("suppress") { options.suppress = value }
    if let value = try fields.string("nanstr") { options.nanText = value }
    if let value = try fields.string("infstr") { options.infText = value }
    if let name = try fields.string("sign") {
      guard let sign = NumPyPrintOptions.Sign(rawValue: name) else { throw Malformed("unknown sign '\(name)'") }
      options.sign = sign
    }
    if let name = try fields.string("floatmode") {
      guard let mode = NumPyPrintOptions.FloatMode(rawValue: name) else { throw Malformed("unknown floatmode '\(name)'") }
      options.floatMode = mode
    }
    return options
  }
}

/// The members of a record, read with their types checked.
struct RecordFields {
  let members: [String: JSON]

  init(_ members: [String: JSON]) { self.members = members }

  static func object(_ json: JSON, _ what: String) throws -> [String: JSON] {
    guard case .object(let members) = json else { throw PrintingRecord.Malformed("\(what) must be an object, not \(json.kind)") }
    return members
  }

  func allow(_ names: Set<String>) throws {
    if let name = members.keys.sorted().first(where: { !names.contains($0) }) {
      throw PrintingRecord.Malformed("unknown option '\(name)'")
    }
  }

  func string(_ name: String) throws -> String? {
    switch members[name] {
    case nil, .null: return nil
    case .string(let value): return value
    case let other?: throw PrintingRecord.Malformed("'\(name)' must be a string, not \(other.kind)")
    }
  }

  func bool(_ name: String) throws -> Bool? {
    switch members[name] {
    case nil, .null: return nil
    case .bool(let value): return value
    case let other?: throw PrintingRecord.Malformed("'\(name)' must be a boolean, not \(other.kind)")
    }
  }

  func int(_ name: String) throws -> Int? {
    switch members[name] {
    case nil, .null: return nil
    case .number(let number):
      guard let value = number.int64 else { throw PrintingRecord.Malformed("'\(name)' must be an integer, not \(number.text)") }
      return Int(value)
    case let other?: throw PrintingRecord.Malformed("'\(name)' must be an integer, not \(other.kind)")
    }
  }

  func array(_ name: String) throws -> [JSON] {
    guard case .array(let items)? = members[name] else {
      throw PrintingRecord.Malformed("'\(name)' must be an array, not \(members[name]?.kind ?? "missing")")
    }
    return items
  }

  func optionalDType(_ name: String) throws -> DType? {
    guard let text = try string(name) else { return nil }
    guard let dtype = DType(named: text) else { throw PrintingRecord.Malformed("unknown dtype '\(text)'") }
    return dtype
  }

  func dtype(_ name: String) throws -> DType {
    guard let dtype = try optionalDType(name) else { throw PrintingRecord.Malformed("'\(name)' is missing") }
    return dtype
  }

  func shape(_ name: String) throws -> [Int] {
    try array(name).map { item in
      guard case .number(let number) = item, let size = number.int64, size >= 0, size <= Int64(Int32.max) else {
        throw PrintingRecord.Malformed("'\(name)' must hold sizes, that is integers from 0 up")
      }
      return Int(size)
    }
  }
}

extension String {
  /// The string without any occurrence of `part`.
  fileprivate func removing(_ part: String) -> String {
    let source = Array(utf8), pattern = Array(part.utf8)
    var kept: [UInt8] = []
    var index = 0
    while index < source.count {
      if source[index...].starts(with: pattern) {
        index += pattern.count
      } else {
        kept.append(source[index])
        index += 1
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
