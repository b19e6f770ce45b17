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
