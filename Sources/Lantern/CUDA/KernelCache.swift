#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Compiled kernels on disk, so that a text is compiled once for each device and compiler.
///
/// A file is written under a name of its own and then renamed, so that programs that start at the same time never read half of one.
/// What is wrong with the cache (no permission, a full disk, a damaged file) only costs the time to compile.
package enum KernelCache {
  /// The folder: `LANTERN_CACHE`, or `lantern` in the user's cache folder; nil where there is none.
  package static var folder: String? {
    if let path = SystemFile.environment("LANTERN_CACHE") { return path + "/cuda" }
    if let path = SystemFile.environment("XDG_CACHE_HOME") { return path + "/lantern/cuda" }
    return SystemFile.environment("HOME").map { $0 + "/.cache/lantern/cuda" }
  }

  /// Counts of what was found and what had to be compiled, for tests and reports.
  package struct Counts: Sendable {
    package var found = 0
    package var compiled = 0
  }
  package static let counts = Locked(Counts())

  /// 128 bits of a text, as 32 digits: two passes of FNV-1a that start differently.
  package static func digest(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      var (a, b): (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x6c62_272e_07bb_0142)
      for byte in bytes {
        a = (a ^ UInt64(byte)) &* 0x100_0000_01b3
        b = (b ^ UInt64(byte) ^ (a >> 32)) &* 0x100_0000_01b3
      }
      return hexadecimal(a) + hexadecimal(b)
    }
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The compiled text, from the disk where it is there.
  static func code(_ source: String, digest: String, name: String, architecture: Int) throws(TensorError) -> [UInt8] {
    let runtime = try CUDARuntime.shared()
    let version = runtime.compiler?.version ?? "none"
    // Everything that decides what the code is.
    let key = "lantern 1 | \(version) | \(NVRTC.options.joined(separator: " ")) | sm_\(architecture) | \(digest)"
    let path = folder.map { "\($0)/\(KernelCache.digest(key)).bin" }
    if let path, let code = read(path, key: key) {
      counts.withLock { $0.found += 1 }
      return code
    }
    let compiler = try runtime.requireCompiler()
    let code = try compiler.compile(source, name: "\(name).cu", architecture: architecture)
    counts.withLock { $0.compiled += 1 }
    if let path { write(code, path, key: key) }
    return code
  }

  /// A file is its key, a line with the code's length and digest, and the code.
  private static func header(_ key: String, _ code: ArraySlice<UInt8>) -> [UInt8] {
    var (sum, place): (UInt64, UInt64) = (0, 0)
    for byte in code {
      sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3
      place &+= sum
    }
    return Array("\(key)\n\(code.count) \(hexadecimal(sum ^ place))\n".utf8)
  }

  package static func read(_ path: String, key: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_size > 0, status.st_size < 1 << 30 else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var at = 0
    while at < bytes.count {
      let count = bytes.withUnsafeMutableBytes { readBytes(file, $0.baseAddress! + at, $0.count - at) }
      if count <= 0 { return nil }
      at += count
    }
    var ends = bytes.indices.lazy.filter { bytes[$0] == 10 }.makeIterator()
    guard ends.next() != nil, let end = ends.next() else { return nil }
    let code = bytes[(end + 1)...]
    return header(key, code).elementsEqual(bytes[...end]) ? Array(code) : nil
  }

  package static func write(_ code: [UInt8], _ path: String, key: String) {
    guard let slash = path.lastIndex(of: "/"), makeFolder(String(path[..<slash])) else { return }
    let temporary = "\(path).\(getpid()).\(UInt64.random(in: .min ... .max))"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { return }
    let bytes = header(key, code[...]) + code
    var at = 0
    while at < bytes.count {
      let count = bytes.withUnsafeBytes { writeBytes(file, $0.baseAddress! + at, $0.count - at) }
      if count <= 0 { break }
      at += count
    }
    close(file)
    if at < bytes.count || rename(temporary, path) != 0 { unlink(temporary) }
  }

  private static func makeFolder(_ path: String) -> Bool {
    if SystemFile.exists(path) { return true }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex, !makeFolder(String(path[..<slash])) { return false }
    return mkdir(path, 0o755) == 0 || SystemFile.exists(path)
  }
}

// The names `read` and `write` are taken by functions above.
private func readBytes(_ file: Int32, _ to: UnsafeMutableRawPointer, _ count: Int) -> Int { read(file, to, count) }
private func writeBytes(_ file: Int32, _ from: UnsafeRawPointer, _ count: Int) -> Int { write(file, from, count) }
