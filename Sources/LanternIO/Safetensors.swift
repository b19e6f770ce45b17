import Lantern

/// A safetensors file: named tensors, and notes about them, as text.
///
/// The format is eight bytes with the length of a header, the header (JSON), and the elements in row-major order, little-endian.
/// Reading is strict: what is cut short, overlaps, leaves gaps, names a thing twice or does not fit its shape is refused with a
/// `TensorError` of kind `file`, and nothing that a file says can make the reader crash.
///
/// ```swift
/// let file = try Safetensors(path: "model.safetensors")
/// let weight = file.tensors["weight"]
/// ```
public struct Safetensors: Sendable {
  /// The tensors by name.
  public var tensors: [String: Tensor]
  /// The header's `__metadata__`.
  public var metadata: [String: String]

  /// A file's contents, to be made.
  public init(_ tensors: [String: Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Reads a file.
  public init(path: String) throws(TensorError) {
    self = try naming(path) { () throws(TensorError) in try Safetensors(try openSource(path, op: "safetensors")) }
  }

  /// The most bytes a header may have, as in the reference implementation.
  static let longestHeader = 100_000_000

  /// Reads a file's bytes.
  public init(bytes: [UInt8]) throws(TensorError) { try self.init(MemorySource(bytes)) }

  private init(_ source: any ByteSource) throws(TensorError) {
    guard source.count >= 8 else { throw Self.malformed("\(source.count) bytes are too few: the header's length alone takes 8") }
    let length = try source.bytes(at: 0, 8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.longestHeader) else {
      throw Self.malformed("a header of \(length) bytes is longer than \(Self.longestHeader)")
    }
    let dataStart = 8 + Int(length)
    guard dataStart <= source.count else {
      throw Self.malformed("the header should have \(length) bytes, but only \(source.count - 8) follow")
    }
    let header = try source.bytes(at: 8, Int(length))
    guard header.first == UInt8(ascii: "{") else { throw Self.malformed("the header does not begin with '{'") }
    let json: JSON
    do { json = try JSON(parsing: header) } catch { throw Self.malformed("the header is not JSON: \(error)") }
    guard case .object(let members) = json else { throw Self.malformed("the header is \(json.kind), not an object") }
    metadata = [:]
    tensors = [:]
    var entries: [SafetensorsEntry] = []
    for (name, value) in members {
      if name == "__metadata__" { metadata = try Self.metadata(value) } else { entries.append(try SafetensorsEntry(name, value)) }
    }
    // Empty tensors first, so that what begins where they do comes after them.
    entries.sort { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }
    let dataCount = source.count - dataStart
    var position = 0
    for entry in entries {
      guard entry.end <= dataCount else {
        throw Self.malformed("'\(entry.name)' ends at byte \(entry.end) of \(dataCount) bytes of data")
      }
      guard entry.begin == position else {
        throw Self.malformed(
          "'\(entry.name)' begins at byte \(entry.begin), where byte \(position) is expected: tensors may neither overlap nor leave gaps")
      }
      position = entry.end
    }
    guard position == dataCount else {
      throw Self.malformed("\(dataCount - position) bytes behind the last tensor belong to none")
    }
    for entry in entries {
      let tensor = try Tensor(empty: Shape(entry.shape), dtype: entry.dtype)
      try tensor.fill(from: SourceStream(source, dataStart + entry.begin..<dataStart + entry.end))
      tensors[entry.name] = tensor
    }
  }

  private static func metadata(_ value: JSON) throws(TensorError) -> [String: String] {
    guard case .object(let members) = value else { throw malformed("'__metadata__' is \(value.kind), not an object") }
    var texts: [String: String] = [:]
    for (key, member) in members {
      guard case .string(let text) = member else { throw malformed("'\(key)' in '__metadata__' is \(member.kind), not a string") }
      texts[key] = text
    }
    return texts
  }

  static func malformed(_ message: String) -> TensorError {
    TensorError(.file, op: "safetensors", "not a safetensors file: \(message)", hint: "The file may be damaged or of another format.")
  }
}

/// What the header says of one tensor.
struct SafetensorsEntry {
  let name: String
  let dtype: DType
  let shape: [Int]
  let begin: Int
  let end: Int

  init(_ name: String, _ value: JSON) throws(TensorError) {
    guard case .object(let members) = value else { throw Safetensors.malformed("'\(name)' is \(value.kind), not an object") }
    for key in members.keys where !["dtype", "shape", "data_offsets"].contains(key) {
      throw Safetensors.malformed("'\(name)' has an unknown key '\(key)'")
    }
    guard case .string(let code)? = members["dtype"] else { throw Safetensors.malformed("'\(name)' has no dtype") }
    guard let dtype = Self.dtypes[code] else { throw Safetensors.malformed("'\(name)' has the unknown dtype '\(code)'") }
    let shape = try Self.counts(members["shape"], "shape", of: name)
    let offsets = try Self.counts(members["data_offsets"], "data_offsets", of: name)
    guard shape.count <= Shape.maxRank else { throw Safetensors.malformed("'\(name)' has more than \(Shape.maxRank) axes") }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw Safetensors.malformed("'\(name)': data_offsets must be a beginning and an end that is not smaller")
    }
    var bytes = dtype.itemSize
    for size in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow else { throw Safetensors.malformed("'\(name)' has too many elements: \(shape)") }
      bytes = product
    }
    guard bytes == offsets[1] - offsets[0] else {
      throw Safetensors.malformed("'\(name)' of shape \(shape) and dtype \(code) needs \(bytes) bytes, not \(offsets[1] - offsets[0])")
    }
    (self.name, self.dtype, self.shape, begin, end) = (name, dtype, shape, offsets[0], offsets[1])
  }

  /// The names that the format has for dtypes.
  static let dtypes = Dictionary(uniqueKeysWithValues: DType.allCases.map { ($0.safetensorsName, $0) })

  private static func counts(_ value: JSON?, _ key: String, of name: String) throws(TensorError) -> [Int] {
    guard case .array(let items)? = value else { throw Safetensors.malformed("'\(name)' has no list '\(key)'") }
    var counts: [Int] = []
    for item in items {
      guard case .number(let number) = item, let count = number.int64, count >= 0 else {
        throw Safetensors.malformed("'\(key)' of '\(name)' must hold whole numbers that are not negative")
      }
      counts.append(Int(count))
    }
    return counts
  }
}
