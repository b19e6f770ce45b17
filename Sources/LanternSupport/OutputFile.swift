#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A file that appears whole: whoever reads its name sees what was there before or all of the new contents, even when the machine loses power
/// in the middle.
///
/// The bytes go to a new file in the same folder, which is forced to the disk and renamed over the old one, whose permissions it takes; then
/// the folder is forced to the disk. A symbolic link stays one: what it leads to is replaced. Pipes and devices are written to directly.
package final class OutputFile {
  private let path: String
  private let op: String
  private let descriptor: Int32
  /// The new file; nil when the destination is written to directly.
  private let temporary: String?
  /// The file that is replaced, with links followed.
  private let target: String
  /// How many bytes were written.
  package private(set) var count = 0

  /// Writes a file: `body` is given what to write to. When it throws, the old file stays. Throws a `TensorError` of kind `file` that names
  /// the path and the reason.
  package static func write(to path: String, op: String, _ body: (OutputFile) throws(TensorError) -> Void) throws(TensorError) {
    let file = try OutputFile(path, op)
    do { try body(file) } catch {
      file.abandon()
      throw error
    }
    try file.finish()
  }

  /// Writes a file of these bytes.
  package static func write(_ bytes: [UInt8], to path: String, op: String) throws(TensorError) {
    try write(to: path, op: op) { file throws(TensorError) in try file.write(bytes) }
  }

  private init(_ path: String, _ op: String) throws(TensorError) {
    (self.path, self.op) = (path, op)
    guard !path.isEmpty, !path.utf8.contains(0) else { throw TensorError(.file, op: op, "'\(path)' is not the name of a file") }
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      (temporary, target) = (nil, path)
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Self.failure("write", path, op) }
      return
    }
    target = exists ? SystemFile.resolved(path) ?? path : path
    // Renaming asks for no permission to write the file itself; its owner may have protected it.
    guard !exists || access(target, W_OK) == 0 else { throw Self.failure("write", path, op) }
    let folder = Self.folder(of: target)
    var name = ""
    var made: Int32 = -1
    repeat {
      name = "\(folder)/.lantern-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).tmp"
      made = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    } while made < 0 && errno == EEXIST
    (descriptor, temporary) = (made, name)
    guard made >= 0 else { throw Self.failure("create", path, op) }
    if exists {
      // The owner can be kept only by those who may give files away; the mode must be, and comes last because a new owner clears bits of it.
      _ = fchown(made, status.st_uid, status.st_gid)
      guard fchmod(made, status.st_mode & 0o7777) == 0 else {
        let error = Self.failure("keep the permissions of", path, op)
        abandon()
        throw error
      }
    }
  }

  /// Adds bytes at the end.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(TensorError) {
    var rest = bytes
    while !rest.isEmpty {
      // At most a gigabyte at once: the system writes no more than two.
      let written = systemWrite(descriptor, rest.baseAddress, min(rest.count, 1 << 30))
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw Self.failure("write", path, op) }
      count += written
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Adds bytes at the end.
  package func write(_ bytes: [UInt8]) throws(TensorError) {
    var result: Result<Void, TensorError> = .success(())
    bytes.withUnsafeBytes { raw in
      result = Result { () throws(TensorError) in try write(raw) }
    }
    try result.get()
  }

  private func finish() throws(TensorError) {
    guard let temporary else {
      guard close(descriptor) == 0 else { throw Self.failure("write", path, op) }
      return
    }
    guard fsync(descriptor) == 0 else {
      let error = Self.failure("write", path, op)
      abandon()
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else {
      let error = Self.failure("replace", path, op)
      unlink(temporary)
      throw error
    }
    // The file is in its place; a file system that cannot force folders to the disk is no reason to call that a failure.
    let folder = open(Self.folder(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      _ = fsync(folder)
      close(folder)
    }
  }

  private func abandon() {
    close(descriptor)
    if let temporary { unlink(temporary) }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func failure(_ what: String, _ path: String, _ op: String) -> TensorError {
    TensorError(.file, op: op, "cannot \(what) '\(path)': \(String(cString: strerror(errno)))", hint: "")
  }
}

/// `write` of the C library, which a method of the same name hides.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  #if canImport(Glibc)
    Glibc.write(descriptor, start, count)
  #else
    Musl.write(descriptor, start, count)
  #endif
}
