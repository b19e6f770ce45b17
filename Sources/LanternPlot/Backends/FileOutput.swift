import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Whole files, written so that a reader sees the old one or the new one and never half.
enum FileOutput {
  /// Writes to a new file in the same folder and renames it over `path`.
  static func write(_ bytes: [UInt8], to path: String, op: String) throws {
    func failure(_ what: String) -> TensorError {
      TensorError(.file, op: op, "cannot \(what) '\(path)': \(String(cString: strerror(errno)))")
    }
    guard !path.isEmpty, !path.utf8.contains(0) else { throw TensorError(.file, op: op, "'\(path)' is not the name of a file") }
    let temporary = "\(path).tmp-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure("create") }
    var done = false
    defer { if !done { unlink(temporary) } }
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress! + offset, bytes.count - offset) }
      if count < 0 {
        if errno == EINTR { continue }
        let error = failure("write")
        close(descriptor)
        throw error
      }
      offset += count
    }
    guard close(descriptor) == 0 else { throw failure("write") }
    guard rename(temporary, path) == 0 else { throw failure("replace") }
    done = true
  }

  static func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, start, count)
    #else
      Musl.write(descriptor, start, count)
    #endif
  }

  /// The value of an environment variable, or `nil` where it is unset or empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
