import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The bytes of a file; throws a `TensorError` of kind `file` that says why it cannot be read.
package func fileBytes(path: String, op: String) throws(TensorError) -> [UInt8] {
  let (descriptor, _) = try openToRead(path, op: op)
  defer { close(descriptor) }
  return try allBytes(descriptor, path, op: op)
}

/// A file opened once: opening a pipe twice would lose who writes to it.
func openToRead(_ path: String, op: String) throws(TensorError) -> (descriptor: Int32, status: stat) {
  guard !path.utf8.contains(0) else { throw TensorError(.file, op: op, "'\(path)' is not the name of a file") }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw fileFailure(path, op) }
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
    close(descriptor)
    throw TensorError(.file, op: op, "cannot read '\(path)': it is a folder", hint: "Name a file in it.")
  }
  return (descriptor, status)
}

/// What can be read from an open file, which must fit in memory: at most 16 GiB.
func allBytes(_ descriptor: Int32, _ path: String, op: String) throws(TensorError) -> [UInt8] {
  let limit = 1 << 34
  var bytes: [UInt8] = []
  while true {
    var status = stat()
    // A pipe has no size: it is read piece by piece.
    let expected = fstat(descriptor, &status) == 0 ? Int(status.st_size) - bytes.count : 0
    var count = 0
    guard bytes.count + max(expected, 0) <= limit else {
      throw TensorError(.file, op: op, "'\(path)' has more than \(limit) bytes")
    }
    let piece = [UInt8](unsafeUninitializedCapacity: max(expected + 1, 1 << 16)) { buffer, filled in
      repeat { count = read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
      filled = max(count, 0)
    }
    guard count >= 0 else { throw fileFailure(path, op) }
    if count == 0 { return bytes }
    if bytes.isEmpty { bytes = piece } else { bytes += piece }
  }
}

func fileFailure(_ path: String, _ op: String) -> TensorError {
  TensorError(.file, op: op, "cannot read '\(path)': \(String(cString: strerror(errno)))", hint: "Check the path and its permissions.")
}

/// The names of a directory's entries; throws a `TensorError` of kind `file` that says why it cannot be read.
package func fileNames(in directory: String, op: String) throws(TensorError) -> [String] {
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
