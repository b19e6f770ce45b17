#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif
import Lantern

/// What a worker is doing, in memory that it shares with whoever started it, so that it is known when the worker dies.
final class FuzzJournal {
  /// Layout: number of the call, calls done, calls that gave a result, length of the text, the text.
  private let words: UnsafeMutablePointer<Int>
  private let bytes: UnsafeMutablePointer<UInt8>
  private static let size = 1 << 14
  private static let head = 64

  /// A journal in a file, made when it is not there.
  init(path: String) throws(TensorError) {
    let file = open(path, O_RDWR | O_CREAT, 0o600)
    guard file >= 0, ftruncate(file, off_t(Self.size)) == 0 else {
      throw TensorError(.file, op: "fuzz", "cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    guard let map = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), map != MAP_FAILED else {
      throw TensorError(.file, op: "fuzz", "cannot map '\(path)': \(String(cString: strerror(errno)))")
    }
    words = map.assumingMemoryBound(to: Int.self)
    bytes = map.assumingMemoryBound(to: UInt8.self) + Self.head
  }

  deinit { munmap(words, Self.size) }

  /// The number of the running call.
  var call: Int {
    get { words[0] }
    set { words[0] = newValue }
  }
  /// How many calls ended.
  var done: Int {
    get { words[1] }
    set { words[1] = newValue }
  }
  /// How many of them gave a result instead of an error.
  var succeeded: Int {
    get { words[2] }
    set { words[2] = newValue }
  }

  /// The call, as far as it is known.
  var text: String { String(decoding: UnsafeBufferPointer(start: bytes, count: words[3]), as: UTF8.self) }

  func begin(_ name: String, call: Int) {
    words[0] = call
    words[3] = 0
    note(name)
  }

  /// Adds to the description of the call.
  func note(_ text: String) {
    for byte in text.utf8 {
      guard words[3] < Self.size - Self.head else { return }
      bytes[words[3]] = byte
      words[3] += 1
    }
  }
}
