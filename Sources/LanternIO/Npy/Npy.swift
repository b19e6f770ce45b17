import Lantern

/// NumPy's files of one array, `.npy`.
///
/// Versions 1 to 3 are read, with elements in either order of axes and of bytes. Reading is strict: what is cut short, too long, or not
/// numbers is refused with a `TensorError`, and nothing that a file says can make the reader crash or take more memory than the file has
/// bytes. Python objects are never read. Files are written byte for byte as NumPy writes them.
///
/// ```swift
/// try Npy.save(Tensor.arange(6).view(2, 3), to: "a.npy")
/// let a = try Npy.load("a.npy")  // tensor([[0, 1, 2], [3, 4, 5]])
/// ```
public enum Npy {
  /// Reads a file. An array that was saved in column-major order stays in it.
  ///
  /// With `mapped`, the file becomes part of memory and its pages are read when they are touched. Changes of the tensor stay in this process
  /// and never reach the file. Nobody may shorten the file meanwhile: touching what is gone would stop the program, as with any mapped file.
  /// Elements in big-endian order, or at odd addresses, are read at once all the same. Mirrors `numpy.load(path, mmap_mode="c")`.
  ///
  /// Throws a `TensorError` of kind `file`, or `dtype` for elements that tensors cannot hold.
  public static func load(_ path: String, mapped: Bool = false) throws(TensorError) -> Tensor {
    try naming(path) { () throws(TensorError) in
      let source = try openSource(path, op: "npy")
      guard mapped, let file = source as? FileSource else { return try load(source) }
      let stream = SourceStream(source, 0..<source.count)
      let header = try NpyHeader(stream)
      // The header of a file by NumPy ends at a multiple of 64; others need not.
      guard !header.isBigEndian, header.byteCount > 0, stream.position % header.dtype.alignment == 0 else { return try load(source) }
      let map = try file.map()
      let start = map.start + stream.position
      if header.dtype == .bool {
        Tensor.normalizeTruth(UnsafeMutableRawBufferPointer(start: start, count: header.byteCount))
      }
      let strides = header.isColumnMajor ? Tensor.columnMajorStrides(header.shape) : header.shape.rowMajorStrides
      return Tensor(
        foreign: start, byteCount: header.byteCount, owner: map, shape: header.shape, strides: strides, offset: 0, dtype: header.dtype)
    }
  }

  /// Reads the bytes of a file.
  public static func load(bytes: [UInt8]) throws(TensorError) -> Tensor { try load(MemorySource(bytes)) }

  private static func load(_ source: any ByteSource) throws(TensorError) -> Tensor {
    try read(SourceStream(source, 0..<source.count))
  }

  /// Reads all of a stream.
  static func read(_ stream: any ByteStream) throws(TensorError) -> Tensor {
    let header = try NpyHeader(stream)
    let memory = try Tensor(empty: header.isColumnMajor ? Shape(header.shape.reversed()) : header.shape, dtype: header.dtype)
    try memory.fill(from: stream, isBigEndian: header.isBigEndian)
    try stream.finish()
    guard header.isColumnMajor else { return memory }
    return Tensor(memoryOf: memory, shape: header.shape, strides: Tensor.columnMajorStrides(header.shape))
  }

  /// Writes a tensor to a file, which appears whole or not at all. Mirrors `numpy.save`.
  ///
  /// Throws a `TensorError` of kind `file`, or `dtype` for `bfloat16`, which NumPy lacks.
  public static func save(_ tensor: Tensor, to path: String) throws(TensorError) {
    let (header, elements) = try parts(tensor)
    try OutputFile.write(to: path, op: "npy") { file throws(TensorError) in
      try file.write(header)
      try elements.withElementBytes { bytes throws(TensorError) in try file.write(bytes) }
    }
  }

  /// The bytes of a tensor's file.
  public static func bytes(_ tensor: Tensor) throws(TensorError) -> [UInt8] {
    let (header, elements) = try parts(tensor)
    return try elements.withElementBytes { header + $0 }
  }

  /// What a tensor's file consists of: its head, and a tensor whose memory is the rest.
  static func parts(_ tensor: Tensor) throws(TensorError) -> (header: [UInt8], elements: Tensor) {
    try tensor.requireNumbers("npy")
    let isColumnMajor = !tensor.isContiguous && tensor.isColumnMajor
    let header = try NpyHeader.bytes(tensor.dtype, tensor.shape, isColumnMajor: isColumnMajor)
    return (header, isColumnMajor ? tensor : try tensor.rowMajorElements())
  }

  static func malformed(_ message: String) -> TensorError {
    TensorError(.file, op: "npy", "not a .npy file: \(message)", hint: "The file may be damaged or of another format.")
  }
}

extension DType {
  /// What the addresses of elements must be multiples of.
  var alignment: Int { realPart.itemSize }
}

extension Tensor {
  /// Reads the elements, which lie without gaps, from a stream in the order of memory.
  func fill(from stream: any ByteStream, isBigEndian: Bool = false) throws(TensorError) {
    let bytes = UnsafeMutableRawBufferPointer(start: pointer, count: elementCount * dtype.itemSize)
    try stream.read(into: bytes)
    if dtype == .bool { Tensor.normalizeTruth(bytes) }
    if isBigEndian {
      switch dtype.realPart.itemSize {
      case 2: Self.swapBytes(bytes, UInt16.self)
      case 4: Self.swapBytes(bytes, UInt32.self)
      default: Self.swapBytes(bytes, UInt64.self)
      }
    }
    withExtendedLifetime(self) {}
  }

  private static func swapBytes<Word: FixedWidthInteger>(_ bytes: UnsafeMutableRawBufferPointer, _ word: Word.Type) {
    let words = bytes.bindMemory(to: Word.self)
    for i in words.indices { words[i] = words[i].byteSwapped }
  }
}
