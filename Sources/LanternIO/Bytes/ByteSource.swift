import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Bytes at positions: a file, or what is in memory.
protocol ByteSource: AnyObject, Sendable {
  /// How many bytes there are.
  var count: Int { get }
  /// Fills `target` with the bytes from `position` on, all of which must be there.
  func read(at position: Int, into target: UnsafeMutableRawBufferPointer) throws(TensorError)
}

extension ByteSource {
  /// `length` bytes from `position` on.
  func bytes(at position: Int, _ length: Int) throws(TensorError) -> [UInt8] {
    var failure: TensorError?
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
      do throws(TensorError) {
        try read(at: position, into: UnsafeMutableRawBufferPointer(buffer))
        filled = length
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// Bytes in memory.
final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }
  var count: Int { bytes.count }

  func read(at position: Int, into target: UnsafeMutableRawBufferPointer) throws(TensorError) {
    bytes.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + target.count])) }
  }
}

/// An open file that has positions.
final class FileSource: ByteSource {
  let path: String
  let op: String
  let count: Int
  private let descriptor: Int32

  /// A regular file that is open, and closed with this object.
  init(_ descriptor: Int32, _ path: String, op: String, count: Int) {
    (self.descriptor, self.path, self.op, self.count) = (descriptor, path, op, count)
  }

  deinit { close(descriptor) }

  func read(at position: Int, into target: UnsafeMutableRawBufferPointer) throws(TensorError) {
    var (position, rest) = (position, target)
    while !rest.isEmpty {
      let read = pread(descriptor, rest.baseAddress, min(rest.count, 1 << 30), off_t(position))
      if read < 0 {
        if errno == EINTR { continue }
        throw fileFailure(path, op)
      }
      guard read > 0 else { throw TensorError(.file, op: op, "'\(path)' became shorter while it was read") }
      position += read
      rest = UnsafeMutableRawBufferPointer(rebasing: rest[read...])
    }
  }

  /// The whole file in memory, read when it is touched. Changes stay in this process and never reach the file.
  func map() throws(TensorError) -> MappedFile {
    // NORESERVE: pages that are only read need no memory of their own, however large the file is.
    guard count > 0, let start = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, descriptor, 0), start != MAP_FAILED
    else { throw fileFailure(path, op) }
    return MappedFile(start, count)
  }
}

/// A file in memory, until nobody needs it.
final class MappedFile: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: the fields never change.
  let start: UnsafeMutableRawPointer
  let count: Int

  init(_ start: UnsafeMutableRawPointer, _ count: Int) { (self.start, self.count) = (start, count) }
  deinit { munmap(start, count) }
}

/// The bytes of a file at positions; a pipe is read to its end first.
func openSource(_ path: String, op: String) throws(TensorError) -> any ByteSource {
  let (descriptor, status) = try openToRead(path, op: op)
  if status.st_mode & S_IFMT == S_IFREG { return FileSource(descriptor, path, op: op, count: Int(status.st_size)) }
  defer { close(descriptor) }
  return MemorySource(try allBytes(descriptor, path, op: op))
}

/// Runs `read`; an error about a file's contents gets the file's name.
func naming<R>(_ path: String, _ read: () throws(TensorError) -> R) throws(TensorError) -> R {
  do { return try read() } catch {
    guard !error.message.contains("'\(path)'") else { throw error }
    throw TensorError(error.kind, op: error.op, "'\(path)': \(error.message)", hint: error.hint)
  }
}
