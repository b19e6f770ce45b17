import CKernels
import Lantern

/// The bytes of a file in an archive, with the checksum made as they pass.
final class StoredStream: ByteStream {
  private let base: SourceStream
  private let entry: ZipEntry
  private var crc: UInt32 = 0

  init(_ source: any ByteSource, _ entry: ZipEntry) {
    base = SourceStream(source, entry.data)
    self.entry = entry
  }

  var remaining: Int { base.remaining }

  func read(into target: UnsafeMutableRawBufferPointer) throws(TensorError) {
    // Piece by piece, so that what the checksum reads is still in the cache.
    var rest = target
    while !rest.isEmpty {
      let piece = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(1 << 18))
      try base.read(into: piece)
      crc = ck_crc32(crc, piece.baseAddress, piece.count)
      rest = UnsafeMutableRawBufferPointer(rebasing: rest[piece.count...])
    }
  }

  func finish() throws(TensorError) {
    guard crc == entry.crc else { throw Zip.checksum(entry.name) }
  }
}

/// The bytes of a packed file, unpacked as they are asked for.
final class DeflatedStream: ByteStream {
  private let base: SourceStream
  private let entry: ZipEntry
  private let inflater: Zlib.Inflater
  private var crc: UInt32 = 0
  private(set) var remaining: Int
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// What of the buffer waits to be unpacked.
  private var waiting = 0..<0

  init(_ source: any ByteSource, _ entry: ZipEntry) throws(TensorError) {
    base = SourceStream(source, entry.data)
    self.entry = entry
    remaining = entry.size
    inflater = try Zlib.Inflater(try Zlib.library())
  }

  deinit { buffer.deallocate() }

  func read(into target: UnsafeMutableRawBufferPointer) throws(TensorError) {
    var rest = target
    while !rest.isEmpty {
      let made = try step(into: UnsafeMutableRawBufferPointer(rebasing: rest.prefix(1 << 18)))
      guard made > 0 else { throw Zip.malformed("'\(entry.name)' unpacks to less than the \(entry.size) bytes it should have") }
      crc = ck_crc32(crc, rest.baseAddress, made)
      rest = UnsafeMutableRawBufferPointer(rebasing: rest[made...])
    }
    remaining -= target.count
  }

  /// Unpacks something; 0 at the end of the stream.
  private func step(into target: UnsafeMutableRawBufferPointer) throws(TensorError) -> Int {
    while !inflater.isAtEnd {
      if waiting.isEmpty {
        waiting = 0..<min(buffer.count, base.remaining)
        try base.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[waiting]))
      }
      let (used, made) = try inflater.step(UnsafeRawBufferPointer(rebasing: buffer[waiting]), target)
      waiting = waiting.lowerBound + used..<waiting.upperBound
      if made > 0 { return made }
      guard used > 0 || inflater.isAtEnd else { throw Zip.malformed("the packed data of '\(entry.name)' are cut short") }
    }
    return 0
  }

  func finish() throws(TensorError) {
    let extra = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
    defer { extra.deallocate() }
    guard try step(into: extra) == 0 else {
      throw Zip.malformed("'\(entry.name)' unpacks to more than the \(entry.size) bytes it should have")
    }
    guard waiting.isEmpty, base.remaining == 0 else { throw Zip.malformed("bytes follow the packed data of '\(entry.name)'") }
    guard crc == entry.crc else { throw Zip.checksum(entry.name) }
  }
}

extension Zip {
  static func checksum(_ name: String) -> TensorError {
    TensorError(.file, op: "npz", "the checksum of '\(name)' is wrong", hint: "The file is damaged: restore it from a copy.")
  }

  /// No packed byte stands for more than this many.
  static let mostExpansion = 1032
}
