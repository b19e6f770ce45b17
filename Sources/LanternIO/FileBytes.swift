import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The bytes of a file; throws a `TensorError` of kind `file` that says why it cannot be read.
package func fileBytes(path: String, op: String) throws -> [UInt8] {
  func failure() -> TensorError {
    TensorError(.file, op: op, "cannot read '\(path)': \(String(cString: strerror(errno))).", hint: "Check the path and its permissions.")
  }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw failure() }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  while true {
    var status = stat()
    // A pipe has no size: it is read piece by piece.
    let expected = fstat(descriptor, &status) == 0 ? Int(status.st_size) - bytes.count : 0
    var count = 0
    let piece = [UInt8](unsafeUninitializedCapacity: max(expected + 1, 1 << 16)) { buffer, filled in
      repeat { count = read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
      filled = max(count, 0)
    }
    guard count >= 0 else { throw failure() }
    if count == 0 { return bytes }
    if bytes.isEmpty { bytes = piece } else { bytes += piece }
  }
}

/// The names of a directory's entries; throws a `TensorError` of kind `file` that says why it cannot be read.
package func fileNames(in directory: String, op: String) throws -> [String] {
  guard let stream = opendir(directory) else {
    throw TensorError(
      .file, op: op, "cannot read the directory '\(directory)': \(String(cString: strerror(errno))).", hint: "Check the path.")
  }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names
}
