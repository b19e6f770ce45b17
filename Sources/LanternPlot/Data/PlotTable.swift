/// A table of numbers that can be drawn as an image or as contours.
///
/// Arrays of rows conform, and so do tensors and NumPy arrays of rank 2; those of rank 3 with 3 or 4 numbers a cell are pictures in
/// red, green, blue (and alpha).
public protocol PlotTable {
  /// The number of rows and columns.
  var plotShape: (rows: Int, columns: Int) { get }
  /// The numbers row by row: `rows * columns * plotChannels` of them.
  var plotTable: [Double] { get }
  /// The numbers of one cell: 1, or 3 or 4 parts of a colour.
  var plotChannels: Int { get }
  /// Whether the parts of a colour go up to 255 rather than 1.
  var plotBytes: Bool { get }
}

extension PlotTable {
  /// One number a cell.
  public var plotChannels: Int { 1 }

  /// Colours go up to 1.
  public var plotBytes: Bool { false }
}

extension Array: PlotTable where Element: Sequence, Element.Element: PlotNumber {
  /// The number of rows, and of columns of the longest row.
  public var plotShape: (rows: Int, columns: Int) { (count, map { row in row.reduce(0) { count, _ in count + 1 } }.max() ?? 0) }

  /// The numbers row by row; NaN fills up short rows.
  public var plotTable: [Double] {
    let columns = plotShape.columns
    return flatMap { row in
      let numbers = row.map(\.plotNumber)
      return numbers + [Double](repeating: .nan, count: columns - numbers.count)
    }
  }
}

/// A table taken out of whatever it came in.
struct Table: Sendable {
  var rows: Int
  var columns: Int
  var channels: Int
  var isBytes: Bool
  var values: [Double]

  init(_ table: any PlotTable, op: String) throws {
    (rows, columns) = table.plotShape
    channels = table.plotChannels
    isBytes = table.plotBytes
    values = table.plotTable
    guard rows >= 1, columns >= 1, values.count == rows * columns * channels else {
      throw mistake(.shape, op, "Invalid shape (\(rows), \(columns)) for image data", "a table needs a row and a column at least.")
    }
  }

  subscript(row: Int, column: Int) -> Double { values[row * columns + column] }
}
