import CKernels
import Lantern

/// Tables of numbers in text files: comma-separated values and the like.
///
/// Numbers are read to the nearest float64 whatever the locale, and quickly. A field that is no number is an error that names its line and
/// column, unless missing values are allowed.
///
/// ```swift
/// let table = try TextTable.load("data.csv", options: TextOptions(delimiter: ",", skipRows: 1))
/// ```
public enum TextTable {
  /// Reads a file: a tensor of one row for each line that is not empty. Lines must have equally many fields. Mirrors `numpy.loadtxt`.
  ///
  /// Throws a `TensorError` of kind `file` that names line and column.
  public static func load(
    _ path: String, dtype: DType = .float64, options: TextOptions = TextOptions(), missing: MissingValues? = nil
  ) throws(TensorError) -> Tensor {
    try naming(path) { () throws(TensorError) in
      try load(text: try fileBytes(path: path, op: "loadtxt"), dtype: dtype, options: options, missing: missing)
    }
  }

  /// Reads the bytes of a file.
  public static func load(
    text: [UInt8], dtype: DType = .float64, options: TextOptions = TextOptions(), missing: MissingValues? = nil
  ) throws(TensorError) -> Tensor {
    try parse(text, dtype, try options.checked("loadtxt"), missing)
  }

  static func parse(
    _ text: [UInt8], _ dtype: DType, _ options: TextOptions.Checked, _ missing: MissingValues?
  ) throws(TensorError) -> Tensor {
    var result: Result<Tensor, TensorError>?
    text.withUnsafeBufferPointer { buffer in
      result = Result { () throws(TensorError) in
        var reader = TableReader(buffer, dtype, options, missing)
        return try reader.read()
      }
    }
    guard let result else { throw TensorError(.memory, op: "loadtxt", "nothing was read") }
    return try result.get()
  }
}

/// Reads one table.
private struct TableReader: ~Copyable {
  private let options: TextOptions.Checked
  private let missing: MissingValues?
  private let missingTexts: [[UInt8]]
  private let conversion: FieldConversion
  private var lines: TextLines
  private var elements = GrowingBuffer()
  private var fields: [Range<Int>] = []
  /// How many fields the first row has, and which of them are read.
  private var fieldCount = 0
  private var selected: [Int] = []
  private var rows = 0

  init(_ text: UnsafeBufferPointer<UInt8>, _ dtype: DType, _ options: TextOptions.Checked, _ missing: MissingValues?) {
    (self.options, self.missing) = (options, missing)
    missingTexts = missing?.texts.map { Array($0.utf8) } ?? []
    conversion = FieldConversion(dtype)
    lines = TextLines(text)
  }

  mutating func read() throws(TensorError) -> Tensor {
    for _ in 0..<options.skipRows where lines.line() == nil { break }
    let isPlain = conversion.parsed == .float64 && options.columns == nil && options.quote == nil
    let delimiter = Int32(options.delimiter.map { Int($0) } ?? -1)
    while rows < options.maxRows, let whole = lines.line() {
      let line = options.withoutComment(whole)
      if isPlain, rows > 0, !line.isEmpty, let start = line.baseAddress {
        let target = try elements.reserve(fieldCount * 8).assumingMemoryBound(to: Double.self)
        var found = 0
        let text = UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
        if ck_decimal_fields(text, text + line.count, delimiter, target, fieldCount, &found) != 0, found == fieldCount {
          elements.keep(fieldCount * 8)
          rows += 1
          continue
        }
      }
      options.fields(line, &fields)
      if fields.isEmpty { continue }
      if fieldCount == 0 {
        fieldCount = fields.count
        selected = options.columns ?? Array(0..<fieldCount)
      }
      let passesOver = missing?.passesOverBadLines == true
      if options.columns == nil ? fields.count == fieldCount : !passesOver || selected.allSatisfy({ place($0) != nil }) {
        try addRow(line)  // which names a selected column that the line does not have
      } else if !passesOver {
        throw failure(
          "the number of columns changed from \(fieldCount) to \(fields.count) at line \(lines.number)",
          "Select columns that every line has, or mend the file.")
      }
    }
    rows = max(0, rows - options.skipFooter)
    return try conversion.tensor(elements.base, Shape(rows, options.columns?.count ?? max(fieldCount, 1)))
  }

  /// Which field of the line a column is.
  private func place(_ column: Int) -> Int? {
    let place = column < 0 ? column &+ fields.count : column
    return fields.indices.contains(place) ? place : nil
  }

  private mutating func addRow(_ line: UnsafeBufferPointer<UInt8>) throws(TensorError) {
    let width = conversion.parsed.itemSize
    let target = try elements.reserve(max(selected.count * width, 1))
    for (k, column) in selected.enumerated() {
      guard let place = place(column) else {
        throw failure("invalid column index \(column) at line \(lines.number) with \(fields.count) columns", "Columns count from 0.")
      }
      let field = UnsafeBufferPointer(rebasing: line[fields[place]])
      let isKnownMissing = missing != nil && (field.isEmpty || missingTexts.contains { $0.elementsEqual(field) })
      if !isKnownMissing, store(field, target + k * width) { continue }
      if let missing, isKnownMissing || missing.isLoose {
        conversion.parsed.store(conversion.fill(missing.fill), to: target + k * width)
        continue
      }
      let text = String(decoding: field.prefix(60), as: UTF8.self) + (field.count > 60 ? "…" : "")
      throw failure(
        "could not convert string '\(text)' to \(conversion.dtype) at line \(lines.number), column \(place + 1)",
        "Mend the file, select other columns, or allow missing values.")
    }
    elements.keep(selected.count * width)
    rows += 1
  }

  /// Stores the number that a field is. Where values may be missing, truth values are words, as in NumPy.
  @inline(__always)
  private func store(_ field: UnsafeBufferPointer<UInt8>, _ target: UnsafeMutableRawPointer) -> Bool {
    guard conversion.dtype == .bool, missing != nil else { return conversion.store(field, target) }
    switch String(decoding: field.prefix(6), as: UTF8.self).lowercased() {
    case "true": target.storeBytes(of: 1, as: Int64.self)
    case "false": target.storeBytes(of: 0, as: Int64.self)
    default: return false
    }
    return true
  }

  private func failure(_ message: String, _ hint: String) -> TensorError { TensorError(.file, op: "loadtxt", message, hint: hint) }
}
