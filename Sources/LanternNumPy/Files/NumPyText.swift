import Lantern
import LanternIO

// Tables of numbers in text files.

extension np {
  /// Reads a table of numbers from a text file. Mirrors `numpy.loadtxt`.
  ///
  /// A table of one row or one column gives one axis, a single number none, unless `ndmin` asks for more. `unpack` gives the columns as rows.
  /// Throws a `TensorError` of kind `file` that names line and column where a field is no number or a line has another number of fields.
  ///
  /// ```swift
  /// try np.savetxt("t.csv", np.arange(4).reshape(2, 2), fmt: "%d", delimiter: ",")
  /// print(try np.loadtxt("t.csv", dtype: .int64, delimiter: ","))
  /// // [[0 1]
  /// //  [2 3]]
  /// ```
  public static func loadtxt(
    _ path: String, dtype: DType = .float64, comments: [String] = ["#"], delimiter: Character? = nil, skiprows: Int = 0,
    usecols: [Int]? = nil, unpack: Bool = false, ndmin: Int = 0, maxRows: Int? = nil, quotechar: Character? = nil
  ) throws(TensorError) -> NDArray {
    let options = TextOptions(
      delimiter: delimiter, comments: comments, skipRows: skiprows, maxRows: maxRows, columns: usecols, quote: quotechar)
    let table = try TextTable.load(path, dtype: dtype, options: options)
    if table.shape[0] == 0 { warnOnce("loadtxt: input contained no data: \"\(path)\"") }
    return try shaped(table, ndmin: ndmin, unpack: unpack, op: "loadtxt")
  }

  /// Reads a table of numbers in which some may be missing: empty fields, those of `missingValues`, and (`loose`) whatever is no number.
  /// They become `fillingValues`: not a number, -1 or false, as the type has it, where none is given. Mirrors `numpy.genfromtxt`.
  ///
  /// Throws a `TensorError` of kind `file` that names the line where the number of fields differs (`invalidRaise: false` passes over such
  /// lines). For names in the first line see `genfromtxt(_:names:…)`.
  public static func genfromtxt(
    _ path: String, dtype: DType = .float64, comments: String? = "#", delimiter: Character? = nil, skipHeader: Int = 0,
    skipFooter: Int = 0, missingValues: [String] = [], fillingValues: (any TensorScalar)? = nil, usecols: [Int]? = nil,
    unpack: Bool = false, loose: Bool = true, invalidRaise: Bool = true, maxRows: Int? = nil, ndmin: Int = 0
  ) throws(TensorError) -> NDArray {
    let options = TextOptions(
      delimiter: delimiter, comments: comments.map { [$0] } ?? [], skipRows: skipHeader, skipFooter: skipFooter, maxRows: maxRows,
      columns: usecols)
    let missing = MissingValues(
      texts: missingValues, fill: fillingValues?.scalar, isLoose: loose, passesOverBadLines: !invalidRaise)
    let table = try TextTable.load(path, dtype: dtype, options: options, missing: missing)
    if table.shape[0] == 0 { warnOnce("genfromtxt: Empty input file: \"\(path)\"") }
    return try shaped(table, ndmin: ndmin, unpack: unpack, op: "genfromtxt")
  }

  /// Reads a table whose columns have names, from its first line or as given. Mirrors `numpy.genfromtxt(names=…)`.
  ///
  /// With a `dtype` of `nil` each column gets the first type that holds it: bool, int64, float64 or complex128. Otherwise as `genfromtxt`
  /// without names.
  ///
  /// ```swift
  /// let table = try np.genfromtxt("people.csv", names: .firstLine, dtype: nil, delimiter: ",")
  /// print(try table["height"].mean())
  /// ```
  public static func genfromtxt(
    _ path: String, names: ColumnNames, dtype: DType? = .float64, comments: String? = "#", delimiter: Character? = nil,
    skipHeader: Int = 0, skipFooter: Int = 0, missingValues: [String] = [], fillingValues: (any TensorScalar)? = nil,
    usecols: [Int]? = nil, loose: Bool = true, invalidRaise: Bool = true, maxRows: Int? = nil
  ) throws(TensorError) -> NamedColumns {
    let options = TextOptions(
      delimiter: delimiter, comments: comments.map { [$0] } ?? [], skipRows: skipHeader, skipFooter: skipFooter, maxRows: maxRows,
      columns: usecols)
    let missing = MissingValues(
      texts: missingValues, fill: fillingValues?.scalar, isLoose: loose, passesOverBadLines: !invalidRaise)
    var given: [String]?
    if case .list(let list) = names { given = list }
    let (found, columns) = try TextTable.columns(path, names: given, dtype: dtype, options: options, missing: missing)
    return NamedColumns(names: found, columns: columns.map { NDArray($0) })
  }

  /// Where the names of columns come from.
  public enum ColumnNames: Sendable {
    /// The first line that is not passed over, which may be a comment.
    case firstLine
    /// As given.
    case list([String])
  }

  /// The columns of a table by name.
  public struct NamedColumns: Sendable {
    /// The names, in the order of the file; blanks are underscores, and other signs are left out. Mirrors `dtype.names`.
    public let names: [String]
    /// The columns in the order of the file.
    public let columns: [NDArray]

    /// A column; an error when there is none of that name. Mirrors `table["name"]`.
    public subscript(name: String) -> NDArray {
      get throws(TensorError) {
        guard let place = names.firstIndex(of: name) else {
          throw TensorError(.notFound, op: "genfromtxt", "no field of name \(name)", hint: "There are \(names.joined(separator: ", ")).")
        }
        return columns[place]
      }
    }
  }

  /// Writes an array of one or two axes to a text file, a row for each element or row of it. Mirrors `numpy.savetxt`.
  ///
  /// `fmt` is in Python's `%` language: one format for all numbers, or one for a whole row. The file appears whole or not at all. Throws a
  /// `TensorError` for other numbers of axes, and for formats that do not fit.
  public static func savetxt(
    _ path: String, _ x: NDArray, fmt: String = "%.18e", delimiter: String = " ", newline: String = "\n", header: String = "",
    footer: String = "", comments: String = "# "
  ) throws(TensorError) {
    let style = TextStyle(
      formats: [fmt], delimiter: delimiter, newline: newline, header: header, footer: footer, comments: comments)
    try TextTable.save(x.tensor, to: path, style: style)
  }
  /// Writes an array to a text file with a format for each column. Mirrors `numpy.savetxt`.
  public static func savetxt(
    _ path: String, _ x: NDArray, fmt: [String], delimiter: String = " ", newline: String = "\n", header: String = "",
    footer: String = "", comments: String = "# "
  ) throws(TensorError) {
    let columns = x.ndim == 2 ? x.tensor.shape[1] : 1
    guard x.isInvalid || fmt.count == columns else {
      throw TensorError(
        .argument, op: "savetxt", "fmt has wrong shape: \(fmt.count) formats for \(columns) columns", hint: "Give one for each column.")
    }
    let style = TextStyle(
      formats: fmt, delimiter: delimiter, newline: newline, header: header, footer: footer, comments: comments)
    try TextTable.save(x.tensor, to: path, style: style)
  }

  /// Axes of length one dropped, but not below `ndmin`, as NumPy does it.
  private static func shaped(_ table: Tensor, ndmin: Int, unpack: Bool, op: String) throws(TensorError) -> NDArray {
    guard (0...2).contains(ndmin) else { throw TensorError(.argument, op: op, "Illegal value of ndmin keyword: \(ndmin)") }
    var shape = table.shape
    if ndmin < 2 { shape = Shape(shape.filter { $0 != 1 }) }
    if shape.count < ndmin { shape = [1] }
    let result = Tensor(memoryOf: table, shape: shape, strides: shape.rowMajorStrides)
    guard unpack, shape.count == 2 else { return NDArray(result) }
    return NDArray(Tensor(memoryOf: result, shape: [shape[1], shape[0]], strides: [result.strides[1], result.strides[0]]))
  }
}
