import Lantern

/// The two texts Python has for an object.
package enum NumPyTextStyle: Sendable {
  /// The text that names the type, as `repr` gives: `array([1, 2, 3])`.
  case repr
  /// The text that `print` shows: `[1 2 3]`.
  case str
}

/// The text NumPy prints for an array; mirrors `numpy.array_repr` and `numpy.array_str`.
///
/// An array that is summarised has only its corners read. `bfloat16`, which NumPy lacks, is printed by the rules of its
/// other floating-point types.
package func describeArray(
  _ array: PrintableArray, options: NumPyPrintOptions = .current, style: NumPyTextStyle
) -> String {
  switch style {
  case .str:
    if array.shape.isEmpty { return describeNumPyScalar(array, style: .str) }
    var text = TextBuffer()
    ArrayBody.write(array, options: options, separator: " ", prefix: 0, lineWidth: options.lineWidth, to: &text)
    return text.string
  case .repr:
    let prefix = "array("
    var text = TextBuffer()
    text.append(prefix)
    let indent = prefix.utf8.count
    ArrayBody.write(array, options: options, separator: ", ", prefix: indent, lineWidth: options.lineWidth - 1, to: &text)
    let extras = extras(of: array, options)
    if extras.count > 0 {
      text.append(ascii: ",")
      let newline = text.bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1
      let column = text.count - newline - 1
      // The closing bracket and the space before the extras take a column each.
      if column + extras.count + 2 > options.lineWidth {
        text.append(ascii: "\n")
        text.append(ascii: " ", count: indent)
      } else {
        text.append(ascii: " ")
      }
      text.append(extras.bytes[...])
    }
    text.append(ascii: ")")
    return text.string
  }
}

/// What the elements do not tell: `shape=(2, 600), dtype=float32`.
private func extras(of array: PrintableArray, _ options: NumPyPrintOptions) -> TextBuffer {
  var text = TextBuffer()
  let count = array.count
  if (count == 0 && array.shape != [0]) || count > options.threshold {
    text.append("shape=")
    text.append(tuple: array.shape)
  }
  if count == 0 || ![.int64, .float64, .complex128, .bool].contains(array.dtype) {
    text.append(text.count > 0 ? ", dtype=" : "dtype=")
    text.append(array.dtype.name)
  }
  return text
}

/// The elements of an array between brackets, as NumPy lays them out.
private struct ArrayBody {
  private let shape: [Int]
  private let edge: Int?
  private let separator: String
  private let rowSeparator: String
  private let words: TextList
  /// For every axis, how far apart neighbours are among `words`.
  private let wordStrides: [Int]
  /// For every axis, how many of its items have words.
  private let wordCounts: [Int]
  private var text: TextBuffer

  static func write(
    _ array: PrintableArray, options: NumPyPrintOptions, separator: String, prefix: Int, lineWidth: Int,
    to text: inout TextBuffer
  ) {
    if array.count == 0 { return text.append("[]") }
    var body = ArrayBody(array, options: options, separator: separator, text: text)
    body.write(axis: 0, word: 0, indent: prefix + 1, width: lineWidth)
    text = body.text
  }

  private init(_ array: PrintableArray, options: NumPyPrintOptions, separator: String, text: consuming TextBuffer) {
    let edge = array.count > options.threshold ? options.edgeItems : nil
    // NumPy prints the last item where no edge items are wanted, and then every item takes part in choosing the format.
    let formattedEdge = edge == 0 ? nil : edge
    wordCounts = array.shape.map { size in formattedEdge.map { min(size, 2 * $0) } ?? size }
    var strides = [Int](repeating: 1, count: array.shape.count)
    for axis in strides.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * wordCounts[axis + 1] }
    wordStrides = strides
    words = arrayWords(array, edge: formattedEdge, options)
    shape = array.shape
    self.edge = edge
    self.separator = separator
    rowSeparator = separator == " " ? "" : ","
    self.text = text
  }

  /// The items of an axis that are printed, as positions among its words; `nil` is the gap.
  private func items(axis: Int) -> [Int?] {
    let count = wordCounts[axis]
    guard let edge, shape[axis] > 2 * edge else { return Array(0..<count) }
    return Array(0..<edge) + [nil] + Array((count - max(edge, 1))..<count)
  }

  private mutating func write(axis: Int, word: Int, indent: Int, width: Int) {
    if axis == shape.count { return text.append(words[word]) }
    text.append(ascii: "[")
    if axis == shape.count - 1 {
      writeRow(firstWord: word, indent: indent, limit: width - 1)
    } else {
      writeBlocks(axis: axis, firstWord: word, indent: indent, width: width)
    }
    text.append(ascii: "]")
  }

  /// The last axis: a row of words, broken where the next word would pass the limit.
  private mutating func writeRow(firstWord: Int, indent: Int, limit: Int) {
    let items = items(axis: shape.count - 1)
    var line = indent
    var lineStart = text.count
    for (position, item) in items.enumerated() {
      let length = item.map { words[firstWord + $0].count } ?? 3
      if line + length > limit && line > indent {
        while text.count > lineStart && text.bytes.last == UInt8(ascii: " ") { text.bytes.removeLast() }
        text.append(ascii: "\n")
        text.append(ascii: " ", count: indent)
        line = indent
        lineStart = text.count
      }
      if let item {
        text.append(words[firstWord + item])
      } else {
        text.append("...")
      }
      line += length
      if position < items.count - 1 {
        text.append(separator)
        line += separator.utf8.count
      }
    }
  }

  /// An outer axis: one block a line, with a blank line more for every dimension a block has beyond the first.
  private mutating func writeBlocks(axis: Int, firstWord: Int, indent: Int, width: Int) {
    for (position, item) in items(axis: axis).enumerated() {
      if position > 0 {
        text.append(rowSeparator)
        text.append(ascii: "\n", count: shape.count - axis - 1)
        text.append(ascii: " ", count: indent)
      }
      if let item {
        write(axis: axis + 1, word: firstWord + item * wordStrides[axis], indent: indent + 1, width: width - 1)
      } else {
        text.append("...")
      }
    }
  }
}
