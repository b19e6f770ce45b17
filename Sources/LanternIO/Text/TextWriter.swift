import CKernels
import Lantern

/// How `TextTable.save` writes.
public struct TextStyle: Sendable {
  /// How numbers become text, in Python's `%` language: one format for all, one for each column, or one for the whole row.
  public var formats: [String]
  /// What stands between the numbers of a row.
  public var delimiter: String
  /// What ends a row.
  public var newline: String
  /// Lines before and after the rows; empty for none.
  public var header: String, footer: String
  /// What stands before the lines of header and footer.
  public var comments: String

  /// As NumPy writes: `%.18e`, and blanks between numbers.
  public init(
    formats: [String] = ["%.18e"], delimiter: String = " ", newline: String = "\n", header: String = "", footer: String = "",
    comments: String = "# "
  ) {
    (self.formats, self.delimiter, self.newline) = (formats, delimiter, newline)
    (self.header, self.footer, self.comments) = (header, footer, comments)
  }
}

extension TextTable {
  /// Writes a tensor of one or two axes to a file, a row for each element or row of it. Mirrors `numpy.savetxt`.
  ///
  /// The file appears whole or not at all. Throws a `TensorError` for other numbers of axes, and formats that do not fit.
  public static func save(_ tensor: Tensor, to path: String, style: TextStyle = TextStyle()) throws(TensorError) {
    let writer = try TableWriter(tensor, style)
    try OutputFile.write(to: path, op: "savetxt") { file throws(TensorError) in
      try writer.write { bytes throws(TensorError) in try file.write(bytes) }
    }
  }

  /// The text that `save` writes.
  public static func text(_ tensor: Tensor, style: TextStyle = TextStyle()) throws(TensorError) -> String {
    var text: [UInt8] = []
    try TableWriter(tensor, style).write { bytes throws(TensorError) in text += bytes }
    return String(decoding: text, as: UTF8.self)
  }
}

private struct TableWriter {
  private let elements: Tensor
  private let rows: Int
  private let columns: Int
  private let style: TextStyle
  /// A row's pieces: texts, and conversions in the order of its numbers.
  private let pieces: [NumberFormat.Piece]

  private static func wrong(_ message: String) -> TensorError {
    TensorError(.argument, op: "savetxt", message, hint: "Give one format, or as many as there are columns.")
  }

  init(_ tensor: Tensor, _ style: TextStyle) throws(TensorError) {
    try tensor.requireNumbers("savetxt")
    guard tensor.rank == 1 || tensor.rank == 2 else {
      throw TensorError(.shape, op: "savetxt", "Expected 1D or 2D array, got \(tensor.rank)D array instead", hint: "Reshape it first.")
    }
    elements = try tensor.rowMajorElements()
    (rows, columns) = (tensor.shape[0], tensor.rank == 1 ? 1 : tensor.shape[1])
    self.style = style
    pieces = try Self.pieces(style, columns, isComplex: tensor.dtype.isComplex)
  }

  private static func pieces(_ style: TextStyle, _ columns: Int, isComplex: Bool) throws(TensorError) -> [NumberFormat.Piece] {
    var formats: [NumberFormat] = []
    for text in style.formats { formats.append(try NumberFormat(text, op: "savetxt")) }
    let needed = isComplex ? 2 * columns : columns
    guard let first = formats.first else { throw wrong("there is no format") }
    if formats.count == 1 {
      // One format for a whole row says what stands between the numbers.
      if first.fieldCount != 1 {
        guard first.fieldCount == needed else { throw wrong("fmt has wrong number of % formats:  \(style.formats[0])") }
        return first.pieces
      }
      formats = Array(repeating: first, count: columns)
    } else {
      guard formats.count == columns, formats.reduce(0, { $0 + $1.fieldCount }) == needed else {
        throw wrong("fmt has wrong shape: \(style.formats) for \(columns) columns")
      }
    }
    var pieces: [NumberFormat.Piece] = []
    for (column, format) in formats.enumerated() {
      if column > 0 { pieces.append(.text(style.delimiter)) }
      if isComplex, format.fieldCount == 1 {
        pieces += [.text(" (")] + format.pieces + [.text("+")] + format.pieces + [.text("j)")]
      } else {
        pieces += format.pieces
      }
    }
    return pieces
  }

  func write(_ output: ([UInt8]) throws(TensorError) -> Void) throws(TensorError) {
    var text: [UInt8] = []
    func comment(_ lines: String) {
      guard !lines.isEmpty else { return }
      text +=
        (style.comments + lines.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n\(style.comments)")).utf8
      text += style.newline.utf8
    }
    comment(style.header)
    var next = UnsafeRawPointer(elements.pointer)
    let (dtype, size) = (elements.dtype, elements.dtype.realPart.itemSize)
    for _ in 0..<rows {
      let start = text.count
      for piece in pieces {
        switch piece {
        case .text(let fixed): text += fixed.utf8
        case .field(let field):
          let number = dtype.realPart.load(from: next)
          next += size
          if case .double(let value) = number, Self.append(value, field, &text) { continue }
          text += try field.text(number, dtype.realPart, op: "savetxt").utf8
        }
      }
      if dtype.isComplex { Self.joinSigns(&text, from: start) }
      text += style.newline.utf8
      if text.count > 1 << 16 {
        try output(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    comment(style.footer)
    try output(text)
    withExtendedLifetime(elements) {}
  }

  /// Makes `-` of `+-`, as it stands before negative imaginary parts.
  private static func joinSigns(_ text: inout [UInt8], from start: Int) {
    var kept = start
    for k in start..<text.count {
      if text[k] == UInt8(ascii: "+"), k + 1 < text.count, text[k + 1] == UInt8(ascii: "-") { continue }
      text[kept] = text[k]
      kept += 1
    }
    text.removeLast(text.count - kept)
  }

  /// The commonest formats without strings in between: `%.18e` and `%.3f` of finite numbers.
  private static func append(_ value: Double, _ field: NumberFormat.Field, _ text: inout [UInt8]) -> Bool {
    guard field.kind == "e" || field.kind == "f", field.width == 0, field.sign == nil, !field.isAlternate, value.isFinite else {
      return false
    }
    let digits = field.precision ?? 6
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 330 + digits) { buffer in
      let count =
        field.kind == "e"
        ? ck_format_exponent(buffer.baseAddress, buffer.count, value, Int32(digits))
        : ck_format_fixed(buffer.baseAddress, buffer.count, value, Int32(digits))
      text.append(contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<Int(count)]))
    }
    return true
  }
}
