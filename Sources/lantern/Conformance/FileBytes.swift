import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The bytes of a file; throws a `TensorError` of kind `file` that says why it cannot be read.
func fileBytes(path: String, op: String) throws -> [UInt8] {
  func failure() -> TensorError {
    TensorError(.file, op: op, "cannot read '\(path)': \(String(cString: strerror(errno))).", hint: "Check the path and its permissions.")
  }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw failure() }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  let chunk = 1 << 20
  while true {
    var count = 0
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: chunk))
    repeat {
      count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + start, chunk) }
    } while count < 0 && errno == EINTR
    guard count >= 0 else { throw failure() }
    bytes.removeLast(chunk - count)
    if count == 0 { return bytes }
  }
}
