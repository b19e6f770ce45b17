import Lantern

/// NumPy's files of several arrays, `.npz`: ZIP archives of `.npy` files, stored or compressed.
///
/// The list of arrays is read at once, the arrays when they are asked for. Reading is strict: checksums are checked, names that appear twice
/// or lead out of the archive are refused, and so are archives whose parts overlap or contradict each other. A small file cannot unpack to
/// any size: see `limit`. Compression is the system's zlib, which only compressed archives need.
///
/// ```swift
/// try Npz.save(["x": Tensor.ones(3), "y": Tensor.zeros(2)], to: "data.npz")
/// let file = try Npz("data.npz")
/// print(file.names)  // ["x", "y"]
/// let x = try file.tensor("x")
/// ```
public struct Npz: Sendable {
  /// The names of the arrays, in the order of the file. Mirrors `NpzFile.files`.
  public let names: [String]
  private let entries: [String: ZipEntry]
  private let source: any ByteSource
  private let path: String?

  /// How many bytes the compressed arrays of a file may unpack to, unless another limit is given: 4 GiB.
  public static let defaultLimit = 1 << 32

  /// Opens a file. Mirrors `numpy.load`.
  ///
  /// Throws a `TensorError` of kind `file` when it is damaged, or when its compressed arrays would unpack to more than `limit` bytes.
  public init(_ path: String, limit: Int = Npz.defaultLimit) throws(TensorError) {
    self = try naming(path) { () throws(TensorError) in try Npz(try openSource(path, op: "npz"), path, limit) }
  }

  /// Opens the bytes of a file.
  public init(bytes: [UInt8], limit: Int = Npz.defaultLimit) throws(TensorError) { try self.init(MemorySource(bytes), nil, limit) }

  private init(_ source: any ByteSource, _ path: String?, _ limit: Int) throws(TensorError) {
    (self.source, self.path) = (source, path)
    var names: [String] = []
    var entries: [String: ZipEntry] = [:]
    var unpacked = 0
    for entry in try ZipDirectory(source).entries {
      let name = entry.name.hasSuffix(".npy") ? String(entry.name.dropLast(4)) : entry.name
      guard entries.updateValue(entry, forKey: name) == nil else { throw Zip.malformed("the name '\(name)' appears twice") }
      names.append(name)
      guard entry.method == .deflated else { continue }
      guard entry.size / Zip.mostExpansion <= entry.packedSize else {
        throw Zip.malformed("'\(entry.name)' cannot unpack from \(entry.packedSize) bytes to \(entry.size)")
      }
      let (sum, overflow) = unpacked.addingReportingOverflow(entry.size)
      guard !overflow, sum <= limit else {
        throw TensorError(
          .file, op: "npz", "the compressed arrays would unpack to more than \(limit) bytes",
          hint: "Give a larger limit if the file comes from somebody you trust.")
      }
      unpacked = sum
    }
    (self.names, self.entries) = (names, entries)
  }

  private func stream(_ name: String) throws(TensorError) -> any ByteStream {
    guard let entry = entries[name] ?? (name.hasSuffix(".npy") ? entries[String(name.dropLast(4))] : nil) else {
      throw TensorError(
        .notFound, op: "npz", "there is no array '\(name)'\(path.map { " in '\($0)'" } ?? "")",
        hint: "It holds \(names.isEmpty ? "nothing" : names.prefix(20).joined(separator: ", ")).")
    }
    return entry.method == .stored ? StoredStream(source, entry) : try DeflatedStream(source, entry)
  }

  private func inFile<R>(_ name: String, _ read: () throws(TensorError) -> R) throws(TensorError) -> R {
    do { return try read() } catch {
      guard error.kind == .file || error.kind == .dtype else { throw error }
      let place = path.map { "'\($0)', " } ?? ""
      throw TensorError(error.kind, op: "npz", "\(place)array '\(name)': \(error.message)", hint: error.hint)
    }
  }

  /// Reads an array. Throws a `TensorError` when there is none of that name, or it is damaged, or not of numbers.
  public func tensor(_ name: String) throws(TensorError) -> Tensor {
    try inFile(name) { () throws(TensorError) in try Npy.read(try stream(name)) }
  }

  /// Reads all arrays.
  public func tensors() throws(TensorError) -> [String: Tensor] {
    var all: [String: Tensor] = [:]
    for name in names { all[name] = try tensor(name) }
    return all
  }

  /// The bytes of a file in the archive that need not be an array.
  public func bytes(_ name: String) throws(TensorError) -> [UInt8] {
    try inFile(name) { () throws(TensorError) in
      let stream = try stream(name)
      let bytes = try stream.bytes(stream.remaining)
      try stream.finish()
      return bytes
    }
  }

  // ---- writing

  /// Writes tensors to a file, ordered by name, which appears whole or not at all. Mirrors `numpy.savez` and `numpy.savez_compressed`.
  ///
  /// Throws a `TensorError` of kind `file`, `dtype` for `bfloat16`, which NumPy lacks, or `notFound` where zlib is missing.
  public static func save(_ tensors: [String: Tensor], to path: String, compressed: Bool = false) throws(TensorError) {
    try save(ordered(tensors), to: path, compressed: compressed)
  }

  /// The bytes of a file of these tensors, ordered by name.
  public static func bytes(_ tensors: [String: Tensor], compressed: Bool = false) throws(TensorError) -> [UInt8] {
    var bytes: [UInt8] = []
    try write(ordered(tensors), compressed) { raw throws(TensorError) in bytes.append(contentsOf: raw) }
    return bytes
  }

  /// Writes tensors to a file in the order given.
  package static func save(_ tensors: [(String, Tensor)], to path: String, compressed: Bool) throws(TensorError) {
    try OutputFile.write(to: path, op: "npz") { file throws(TensorError) in
      try write(tensors, compressed) { raw throws(TensorError) in try file.write(raw) }
    }
  }

  /// An archive of files that need not be arrays.
  package static func archive(_ files: [(String, [UInt8])], compressed: Bool) throws(TensorError) -> [UInt8] {
    var bytes: [UInt8] = []
    var archive = ZipWriter { raw throws(TensorError) in bytes.append(contentsOf: raw) }
    for (name, content) in files { try archive.add(name, content, compressed: compressed) }
    try archive.finish()
    return bytes
  }

  private static func ordered(_ tensors: [String: Tensor]) -> [(String, Tensor)] {
    tensors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func write(
    _ tensors: [(String, Tensor)], _ compressed: Bool, _ output: (UnsafeRawBufferPointer) throws(TensorError) -> Void
  ) throws(TensorError) {
    try withoutActuallyEscaping(output) { output throws(TensorError) in
      var archive = ZipWriter(output)
      for (name, tensor) in tensors {
        let (header, elements) = try Npy.parts(tensor)
        var result: Result<Void, TensorError> = .success(())
        header.withUnsafeBytes { head in
          result = Result { () throws(TensorError) in
            try elements.withElementBytes { body throws(TensorError) in
              try archive.add("\(name).npy", [head, body], compressed: compressed)
            }
          }
        }
        try result.get()
      }
      try archive.finish()
    }
  }
}
