import Lantern

/// A table of numbers that can be drawn as an image.
///
/// Arrays of rows conform; tensors and arrays of rank 2 do too where the package brings both.
public protocol PlotTable {
  /// The number of rows and columns.
  var plotShape: (rows: Int, columns: Int) { get }
  /// The numbers row by row: `rows * columns` of them.
  var plotTable: [Double] { get }
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

extension Axes {
  /// Draws a table of numbers as an image with square cells, the first row on top. Mirrors `matplotlib.axes.Axes.imshow`.
  ///
  /// Numbers from `vmin` (the smallest) to `vmax` (the largest) take the colours of `cmap`; NaN is left empty. Cell (row, column) is
  /// centred on y = row, x = column. `aspect` is `"equal"` or `"auto"`, which fills the axes.
  /// ```swift
  /// axes.imshow([[0.0, 1], [2, 3]], cmap: "gray")
  /// ```
  public func imshow(
    _ table: some PlotTable, cmap: ColorMap = .viridis, vmin: Double? = nil, vmax: Double? = nil, aspect: String = "equal",
    alpha: Double = 1
  ) {
    let (rows, columns) = table.plotShape
    let values = table.plotTable
    change { model in
      guard rows >= 1, columns >= 1, values.count == rows * columns else {
        throw TensorError(
          .shape, op: "imshow", "Invalid shape (\(rows), \(columns)) for image data", hint: "an image needs a cell at least.")
      }
      guard aspect == "equal" || aspect == "auto" else {
        throw TensorError(
          .argument, op: "imshow", "'\(aspect)' is not a valid value for aspect", hint: "supported values are 'equal' and 'auto'.")
      }
      guard alpha >= 0, alpha <= 1 else { throw TensorError(.argument, op: "imshow", "alpha (\(alpha)) is outside 0-1 range") }
      let finite = values.filter(\.isFinite)
      let low = try Self.finite(vmin ?? finite.min() ?? 0, "vmin", op: "imshow")
      let high = try Self.finite(vmax ?? finite.max() ?? 1, "vmax", op: "imshow")
      guard low <= high else { throw TensorError(.argument, op: "imshow", "vmin must be less or equal to vmax, not \(low) and \(high)") }
      let pixels = Self.pixels(values, low, high, try cmap.colors(), alpha: alpha)
      model.artists.append(
        ImageArtist(
          picture: Picture(rows: rows, columns: columns, pixels: pixels), left: -0.5, right: Double(columns) - 0.5, top: -0.5,
          bottom: Double(rows) - 0.5))
      model.isEqualAspect = aspect == "equal"
      // The first row is on top: the y axis runs down.
      if model.x.limits == nil { model.x.limits = ClosedInterval(-0.5, Double(columns) - 0.5) }
      if model.y.limits == nil { model.y.limits = ClosedInterval(Double(rows) - 0.5, -0.5) }
    }
  }

  /// The colours of numbers: 256 equal steps from `low` to `high`, the ends for what lies beyond, nothing for NaN.
  private static func pixels(_ values: [Double], _ low: Double, _ high: Double, _ colors: [UInt32], alpha: Double) -> [UInt32] {
    let opacity = UInt32((alpha * 255).rounded())
    let premultiplied = colors.map { color in
      [UInt32(16), 8, 0].reduce(opacity << 24) { $0 | ((((color >> $1) & 0xFF) * opacity + 127) / 255) << $1 }
    }
    let span = high / 2 - low / 2
    return values.map { value in
      guard !value.isNaN else { return 0 }
      let fraction = span > 0 ? (value / 2 - low / 2) / span : 0
      return premultiplied[Int(min(max(fraction * 256, 0), 255))]
    }
  }
}

extension plt {
  /// Draws a table of numbers as an image; see `Axes.imshow`. Mirrors `pyplot.imshow`.
  public static func imshow(
    _ table: some PlotTable, cmap: ColorMap = .viridis, vmin: Double? = nil, vmax: Double? = nil, aspect: String = "equal",
    alpha: Double = 1
  ) {
    gca().imshow(table, cmap: cmap, vmin: vmin, vmax: vmax, aspect: aspect, alpha: alpha)
  }
}
