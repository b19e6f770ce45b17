import CKernels

/// Text under construction, as UTF-8 bytes: printing builds its answer here and makes one `String` at the end.
package struct TextBuffer: Sendable {
  /// The text so far.
  package var bytes: [UInt8] = []

  /// An empty text.
  package init() {}

  /// The text as a string.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  /// The number of bytes; for the ASCII texts of numbers also the number of columns.
  package var count: Int { bytes.count }

  /// Appends a string.
  package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends one ASCII character.
  package mutating func append(ascii character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

  /// Appends bytes of UTF-8. Not generic, so that other modules call machine code made for this type.
  package mutating func append(_ text: ArraySlice<UInt8>) { bytes.append(contentsOf: text) }

  /// Appends `count` copies of one ASCII character; none when `count` is not positive.
  package mutating func append(ascii character: Unicode.Scalar, count: Int) {
    if count > 0 { bytes.append(contentsOf: repeatElement(UInt8(ascii: character), count: count)) }
  }

  /// Appends a finite number with `precision` digits after the point, correctly rounded: C's `%.*f`.
  package mutating func append(fixed value: Double, precision: Int) {
    append(precision: precision) { ck_format_fixed($0, $1, value, Int32(precision)) }
  }

  /// Appends a finite number in scientific notation with `precision` digits after the point: C's `%.*e`.
  package mutating func append(exponent value: Double, precision: Int) {
    append(precision: precision) { ck_format_exponent($0, $1, value, Int32(precision)) }
  }

  /// Appends `nan`, `inf` or `-inf`.
  package mutating func append(nonFinite value: Double) {
    append(value.isNaN ? "nan" : value < 0 ? "-inf" : "inf")
  }

  /// Appends a shape as Python prints a tuple: `(2, 3)`, `(5,)`, `()`.
  package mutating func append(tuple shape: [Int]) {
    append(shape.count == 1 ? "(\(shape[0]),)" : "(" + shape.map(String.init).joined(separator: ", ") + ")")
  }

  private mutating func append(precision: Int, _ format: (UnsafeMutablePointer<CChar>, Int) -> Int32) {
    // The largest double has 309 digits before the point; sign, point, exponent and NUL take the rest.
    let room = 320 + precision
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { scratch in
      guard let start = scratch.baseAddress else { return }
      let length = min(Int(format(start, room)), room - 1)
      bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: length))
    }
  }
}

/// Many short texts in one buffer: the printed elements of an array.
package struct TextList: Sendable {
  /// All texts, one after another; append to it, then call `endText()`.
  package var buffer = TextBuffer()
  private var ends: [Int] = []

  /// No texts.
  package init() {}

  /// The number of finished texts.
  package var count: Int { ends.count }

  /// Finishes the text that was appended to `buffer` since the last call and returns its length.
  @discardableResult package mutating func endText() -> Int {
    let start = ends.last ?? 0
    ends.append(buffer.count)
    return buffer.count - start
  }

  /// The bytes of one text.
  package subscript(index: Int) -> ArraySlice<UInt8> {
    buffer.bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }
}
