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

/// Which shapes are tables: (rows, columns), or that many colours of three or four parts.
package enum TableShape {
  /// The rows and columns of a table of this shape; (0, 0) of one that is no table.
  package static func of(_ shape: [Int]) -> (rows: Int, columns: Int) {
    let isTable = shape.count == 2 || (shape.count == 3 && (shape[2] == 3 || shape[2] == 4))
    return isTable ? (shape[0], shape[1]) : (0, 0)
  }
}
