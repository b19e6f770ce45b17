import Lantern

// Tables whose columns have names, and types of their own.

extension TextTable {
  /// Reads a table's columns and their names, which stand in the first line unless they are given. With a `dtype` of `nil` each column gets
  /// the first type that holds all of it: bool, int64, float64 or complex128. Mirrors `numpy.genfromtxt(names=…)`.
  ///
  /// Throws a `TensorError` of kind `file` that names line and column; a column of texts is refused.
  public static func columns(
    _ path: String, names: [String]? = nil, dtype: DType? = .float64, options: TextOptions = TextOptions(),
    missing: MissingValues = MissingValues()
  ) throws(TensorError) -> (names: [String], columns: [Tensor]) {
    try naming(path) { () throws(TensorError) in
      try columns(text: try fileBytes(path: path, op: "genfromtxt"), names: names, dtype: dtype, options: options, missing: missing)
    }
  }

  /// Reads the columns of a file's bytes.
  public static func columns(
    text: [UInt8], names given: [String]? = nil, dtype: DType? = .float64, options: TextOptions = TextOptions(),
    missing: MissingValues = MissingValues()
  ) throws(TensorError) -> (names: [String], columns: [Tensor]) {
    var options = try options.checked("genfromtxt")
    var names = given
    if names == nil {
      let found = try header(text, options)
      names = found.names
      options.skipRows = found.lines
    }
    var allNames = cleaned(names ?? [])
    // Without any row, the names say how many columns there are.
    var tensors: [Tensor] = []
    if let dtype {
      let table = try parse(text, dtype, options, missing)
      let count = table.shape[0] == 0 ? options.columns?.count ?? allNames.count : table.shape[1]
      for k in 0..<count {
        tensors.append(table.shape[0] == 0 ? try Tensor(empty: [0], dtype: dtype) : try table.column(k))
      }
    } else {
      tensors = try typed(text, options, missing, emptyCount: allNames.count)
    }
    if let selected = options.columns, let given = names, given.count > tensors.count {
      allNames = cleaned(
        selected.map { column in
          let place = column < 0 ? column &+ given.count : column
          return given.indices.contains(place) ? given[place] : ""
        })
    }
    while allNames.count < tensors.count { allNames.append("f\(allNames.count)") }
    return (Array(allNames.prefix(tensors.count)), tensors)
  }

  /// The names in the first line that is neither passed over nor empty, and how many lines come before the rows.
  private static func header(_ text: [UInt8], _ options: TextOptions.Checked) throws(TensorError) -> (names: [String], lines: Int) {
    text.withUnsafeBufferPointer { buffer in
      var lines = TextLines(buffer)
      for _ in 0..<options.skipRows where lines.line() == nil { break }
      while var line = lines.line() {
        while let first = line.first, TextOptions.Checked.isSpace(first) { line = UnsafeBufferPointer(rebasing: line.dropFirst()) }
        // The line may be a comment.
        for comment in options.comments where line.starts(with: comment) {
          line = UnsafeBufferPointer(rebasing: line.dropFirst(comment.count))
          break
        }
        var fields: [Range<Int>] = []
        options.fields(options.withoutComment(line), &fields)
        if !fields.isEmpty { return (fields.map { String(decoding: line[$0], as: UTF8.self) }, lines.number) }
      }
      return ([], lines.number)
    }
  }

  /// Names as NumPy makes them of words: blanks become underscores, signs are left out, and no name comes twice.
  private static func cleaned(_ names: [String]) -> [String] {
    let left = Set("~!@#$%^&*()-=+~\\|]}[{';: /?.>,<\"")
    var seen: [String: Int] = [:]
    var unnamed = 0
    return names.map { word in
      var name = String(word.map { $0 == " " ? "_" : $0 }.filter { !left.contains($0) })
      if name.isEmpty {
        name = "f\(unnamed)"
        unnamed += 1
      }
      let count = seen[name, default: 0]
      seen[name] = count + 1
      return count == 0 ? name : "\(name)_\(count)"
    }
  }

  /// Each column in the first type that holds it.
  private static func typed(
    _ text: [UInt8], _ options: TextOptions.Checked, _ missing: MissingValues, emptyCount: Int
  ) throws(TensorError) -> [Tensor] {
    var strict = missing
    strict.isLoose = false
    // The number of columns, without looking at what is in them.
    let shape = try parse(text, .float64, options, MissingValues(passesOverBadLines: missing.passesOverBadLines)).shape
    var tensors: [Tensor] = []
    for k in 0..<(shape[0] == 0 ? options.columns?.count ?? emptyCount : shape[1]) {
      var column = options
      column.columns = [options.columns?[k] ?? k]
      var found: Tensor?
      var failure: TensorError?
      for dtype in [DType.bool, .int64, .float64, .complex128] {
        do throws(TensorError) {
          let table = try parse(text, dtype, column, strict)
          found = try table.column(0)
          break
        } catch { failure = error }
      }
      guard let found else {
        throw TensorError(
          .file, op: "genfromtxt", "column \(k + 1) is not of numbers: \(failure?.message ?? "")",
          hint: "Select other columns, or give a dtype to read texts as missing.")
      }
      tensors.append(found)
    }
    return tensors
  }
}

extension Tensor {
  /// A column of a table, as elements of its own.
  fileprivate func column(_ k: Int) throws(TensorError) -> Tensor {
    let column = try Tensor(empty: [shape[0]], dtype: dtype)
    let size = dtype.itemSize
    for row in 0..<shape[0] {
      (column.pointer + row * size).copyMemory(from: pointer + (row * shape[1] + k) * size, byteCount: size)
    }
    return column
  }
}
