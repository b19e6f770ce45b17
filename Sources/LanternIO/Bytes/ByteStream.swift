import Lantern

/// Bytes one after another, of which the number is known beforehand.
protocol ByteStream: AnyObject {
  /// How many bytes follow.
  var remaining: Int { get }
  /// Fills `target`, for which enough must follow.
  func read(into target: UnsafeMutableRawBufferPointer) throws(TensorError)
  /// To be called when all that is wanted was read: checks what can only be checked at the end.
  func finish() throws(TensorError)
}

extension ByteStream {
  func bytes(_ count: Int) throws(TensorError) -> [UInt8] {
    var failure: TensorError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(TensorError) {
        try read(into: UnsafeMutableRawBufferPointer(buffer))
        filled = count
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// A part of a source.
final class SourceStream: ByteStream {
  let source: any ByteSource
  private(set) var position: Int
  private let end: Int

  init(_ source: any ByteSource, _ range: Range<Int>) {
    self.source = source
    (position, end) = (range.lowerBound, range.upperBound)
  }

  var remaining: Int { end - position }

  func read(into target: UnsafeMutableRawBufferPointer) throws(TensorError) {
    try source.read(at: position, into: target)
    position += target.count
  }

  func finish() throws(TensorError) {}
}
