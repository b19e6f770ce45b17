#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The few questions that the runtime asks the operating system about files and the environment, without Foundation.
package enum SystemFile {
  /// The text of a small file such as those in `/proc` and `/sys`; nil when it cannot be read.
  ///
  /// Bytes that are not UTF-8 become replacement characters. Reading stops after `limit` bytes.
  package static func text(_ path: String, limit: Int = 1 << 20) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    // Files in /proc report a size of zero, so the end is found by reading on.
    var chunk = [UInt8](repeating: 0, count: 16384)
    while bytes.count < limit {
      let count = read(file, &chunk, min(chunk.count, limit - bytes.count))
      if count < 0 {
        if errno == EINTR { continue }
        return nil
      }
      if count == 0 { break }
      bytes.append(contentsOf: chunk[..<count])
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether there is a file or folder of this name.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The value of an environment variable; nil when it is unset or empty.
  package static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The existing paths that a shell pattern such as `/usr/lib/python3*/site-packages` stands for, sorted.
  package static func matches(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }

  /// The path with every symbolic link followed; nil when there is no such file.
  package static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
