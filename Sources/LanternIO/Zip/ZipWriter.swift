import CKernels
import Lantern

/// Writes an archive as Python's `zipfile` does for NumPy: no dates, sizes of 64 bits beside the data.
struct ZipWriter {
  private let write: ([UInt8]) throws(TensorError) -> Void
  private let writeRaw: (UnsafeRawBufferPointer) throws(TensorError) -> Void
  private var position = 0
  private var list: [UInt8] = []
  private var names: Set<String> = []

  /// A writer that hands its bytes on.
  init(_ output: @escaping (UnsafeRawBufferPointer) throws(TensorError) -> Void) {
    writeRaw = output
    write = { bytes throws(TensorError) in
      var result: Result<Void, TensorError> = .success(())
      bytes.withUnsafeBytes { raw in result = Result { () throws(TensorError) in try output(raw) } }
      try result.get()
    }
  }

  private static func little(_ value: some BinaryInteger, _ width: Int) -> [UInt8] {
    let bits = UInt64(truncatingIfNeeded: value)
    return (0..<width).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
  }

  /// Adds a file of these bytes.
  mutating func add(_ name: String, _ bytes: [UInt8], compressed: Bool) throws(TensorError) {
    var result: Result<Void, TensorError> = .success(())
    bytes.withUnsafeBytes { raw in result = Result { () throws(TensorError) in try add(name, [raw], compressed: compressed) } }
    try result.get()
  }

  /// Adds a file of these pieces.
  mutating func add(_ name: String, _ pieces: [UnsafeRawBufferPointer], compressed: Bool) throws(TensorError) {
    guard Zip.isAcceptable(name), name.utf8.count < 0xFFFF else {
      throw TensorError(.argument, op: "npz", "'\(name)' cannot be the name of a file in an archive", hint: "Use letters and digits.")
    }
    guard names.insert(name).inserted else { throw TensorError(.argument, op: "npz", "the name '\(name)' appears twice") }
    let crc = pieces.reduce(UInt32(0)) { ck_crc32($0, $1.baseAddress, $1.count) }
    let size = pieces.reduce(0) { $0 + $1.count }
    let packed = compressed ? try Zlib.library().packed(pieces) : nil
    let packedSize = packed?.count ?? size
    let nameBytes = Array(name.utf8)
    let flags = nameBytes.allSatisfy { $0 < 0x80 } ? 0 : 0x800
    // Version 4.5, flags, method, and midnight of the first day that the format knows.
    let common = Self.little(45, 2) + Self.little(flags, 2) + Self.little(compressed ? 8 : 0, 2) + Self.little(0, 2) + Self.little(0x21, 2)
    let start = position
    var header = Self.little(0x0403_4B50, 4) + common + Self.little(crc, 4)
    header += Self.little(0xFFFF_FFFF, 4) + Self.little(0xFFFF_FFFF, 4) + Self.little(nameBytes.count, 2) + Self.little(20, 2) + nameBytes
    header += Self.little(1, 2) + Self.little(16, 2) + Self.little(size, 8) + Self.little(packedSize, 8)
    try write(header)
    if let packed { try write(packed) } else { for piece in pieces { try writeRaw(piece) } }
    position += header.count + packedSize
    list += record(nameBytes, common, crc, packedSize: packedSize, size: size, start: start)
  }

  private func record(_ name: [UInt8], _ common: [UInt8], _ crc: UInt32, packedSize: Int, size: Int, start: Int) -> [UInt8] {
    // Python keeps to numbers of 32 bits where both are below 2 GiB.
    let mostSmall = 0x7FFF_FFFF
    var large: [UInt8] = []
    let sizesAreLarge = size > mostSmall || packedSize > mostSmall
    if sizesAreLarge { large += Self.little(size, 8) + Self.little(packedSize, 8) }
    if start > mostSmall { large += Self.little(start, 8) }
    if !large.isEmpty { large = Self.little(1, 2) + Self.little(large.count, 2) + large }
    var record = Self.little(0x0201_4B50, 4) + [45, 3] + common + Self.little(crc, 4)
    record += Self.little(sizesAreLarge ? 0xFFFF_FFFF : packedSize, 4) + Self.little(sizesAreLarge ? 0xFFFF_FFFF : size, 4)
    record += Self.little(name.count, 2) + Self.little(large.count, 2) + [UInt8](repeating: 0, count: 6)
    // Readable and writable by its owner.
    record += Self.little(0o600 << 16, 4) + Self.little(start > mostSmall ? 0xFFFF_FFFF : start, 4)
    return record + name + large
  }

  /// Writes the list of files.
  mutating func finish() throws(TensorError) {
    let (start, count) = (position, names.count)
    var end = list
    if count >= 0xFFFF || start > 0x7FFF_FFFF || list.count > 0x7FFF_FFFF {
      end += Self.little(0x0606_4B50, 4) + Self.little(44, 8) + Self.little(45, 2) + Self.little(45, 2) + Self.little(0, 8)
      end += Self.little(count, 8) + Self.little(count, 8) + Self.little(list.count, 8) + Self.little(start, 8)
      end += Self.little(0x0706_4B50, 4) + Self.little(0, 4) + Self.little(start + list.count, 8) + Self.little(1, 4)
    }
    end += Self.little(0x0605_4B50, 4) + Self.little(0, 4) + Self.little(min(count, 0xFFFF), 2) + Self.little(min(count, 0xFFFF), 2)
    end += Self.little(min(list.count, 0xFFFF_FFFF), 4) + Self.little(min(start, 0xFFFF_FFFF), 4) + Self.little(0, 2)
    try write(end)
  }
}
