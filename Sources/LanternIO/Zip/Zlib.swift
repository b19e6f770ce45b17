import CKernels
import Lantern

/// The system's zlib, found when the first compressed archive is met.
struct Zlib: Sendable {
  private typealias Stream = UnsafeMutablePointer<ck_zlib_stream>
  private typealias InflateInit = @convention(c) (Stream, Int32, UnsafePointer<CChar>, Int32) -> Int32
  private typealias DeflateInit = @convention(c) (Stream, Int32, Int32, Int32, Int32, Int32, UnsafePointer<CChar>, Int32) -> Int32
  private typealias Step = @convention(c) (Stream, Int32) -> Int32
  private typealias End = @convention(c) (Stream) -> Int32

  private let inflateInit: InflateInit
  private let deflateInit: DeflateInit
  private let inflate: Step
  private let deflate: Step
  private let inflateEnd: End
  private let deflateEnd: End

  /// Bare streams of the largest window, as ZIP archives have them.
  private static let windowBits: Int32 = -15
  private static let version = "1.2.11"
  private static let streamSize = Int32(MemoryLayout<ck_zlib_stream>.size)

  private static let found: Result<Zlib, TensorError> = Result { () throws(TensorError) in try Zlib(["libz.so.1"]) }

  /// The library; throws a `TensorError` of kind `notFound` where it is not installed.
  static func library() throws(TensorError) -> Zlib { try found.get() }

  /// Looks for the library under these names.
  init(_ names: [String]) throws(TensorError) {
    let library = try SharedLibrary(
      names, op: "npz", purpose: "compressed archives need zlib",
      remedy: "Install it (apt install zlib1g), or save archives without compression.")
    inflateInit = try library.function("inflateInit2_")
    deflateInit = try library.function("deflateInit2_")
    (inflate, deflate) = (try library.function("inflate"), try library.function("deflate"))
    (inflateEnd, deflateEnd) = (try library.function("inflateEnd"), try library.function("deflateEnd"))
  }

  private static let ok: Int32 = 0
  private static let streamEnd: Int32 = 1
  private static let bufferError: Int32 = -5
  private static let finish: Int32 = 4

  private static func failure(_ stream: ck_zlib_stream, _ code: Int32) -> TensorError {
    let reason = stream.msg.map { String(cString: $0) } ?? "error \(code)"
    return TensorError(.file, op: "npz", "compressed data are damaged: \(reason)", hint: "The file may be damaged.")
  }

  // ---- unpacking

  /// What unpacks one stream, piece by piece.
  final class Inflater {
    private let zlib: Zlib
    // On the heap: the library keeps the stream's address.
    private let stream: UnsafeMutablePointer<ck_zlib_stream>
    private(set) var isAtEnd = false

    init(_ zlib: Zlib) throws(TensorError) {
      self.zlib = zlib
      stream = .allocate(capacity: 1)
      stream.initialize(to: ck_zlib_stream())
      let code = zlib.inflateInit(stream, windowBits, version, streamSize)
      guard code == ok else {
        throw TensorError(.memory, op: "npz", "zlib cannot start (error \(code))")
      }
    }

    deinit {
      _ = zlib.inflateEnd(stream)
      stream.deallocate()
    }

    /// Unpacks from `input` into `output`; how much of each was used. Nothing is used when more of either is needed.
    func step(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) throws(TensorError) -> (used: Int, made: Int) {
      let most = 1 << 30
      stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_in = UInt32(min(input.count, most))
      stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(min(output.count, most))
      let code = zlib.inflate(stream, 0)
      guard code == ok || code == streamEnd || code == bufferError else { throw Zlib.failure(stream.pointee, code) }
      isAtEnd = code == streamEnd
      return (min(input.count, most) - Int(stream.pointee.avail_in), min(output.count, most) - Int(stream.pointee.avail_out))
    }
  }

  // ---- packing

  /// Packs pieces of bytes into one stream, with the level that zlib prefers.
  func packed(_ pieces: [UnsafeRawBufferPointer]) throws(TensorError) -> [UInt8] {
    let stream = UnsafeMutablePointer<ck_zlib_stream>.allocate(capacity: 1)
    stream.initialize(to: ck_zlib_stream())
    defer { stream.deallocate() }
    let (defaultLevel, deflated, defaultMemory, defaultStrategy): (Int32, Int32, Int32, Int32) = (-1, 8, 8, 0)
    let code = deflateInit(
      stream, defaultLevel, deflated, Self.windowBits, defaultMemory, defaultStrategy, Self.version, Self.streamSize)
    guard code == Self.ok else { throw TensorError(.memory, op: "npz", "zlib cannot start (error \(code))") }
    defer { _ = deflateEnd(stream) }
    var packed: [UInt8] = []
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
    defer { room.deallocate() }
    func step(_ flush: Int32) throws(TensorError) -> Int32 {
      stream.pointee.next_out = room.baseAddress
      stream.pointee.avail_out = UInt32(room.count)
      let code = deflate(stream, flush)
      guard code == Self.ok || code == Self.streamEnd || code == Self.bufferError else { throw Self.failure(stream.pointee, code) }
      packed.append(contentsOf: room[..<(room.count - Int(stream.pointee.avail_out))])
      return code
    }
    for piece in pieces {
      var rest = piece
      while !rest.isEmpty {
        let count = min(rest.count, 1 << 30)
        stream.pointee.next_in = rest.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
        while stream.pointee.avail_in > 0 { _ = try step(0) }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
    while try step(Self.finish) != Self.streamEnd {}
    return packed
  }
}
