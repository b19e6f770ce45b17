import Lantern
@_exported import LanternFigure
import LanternPlotData

// Tensors as data of plots.

extension Tensor: PlotValues {
  /// The elements in row-major order; of an (N, 1) column the N numbers.
  public var plotValues: [Double] { toArray(Double.self) }
}

extension Tensor: PlotTable {
  /// The first two sizes; (0, 0) of a tensor that is no table.
  public var plotShape: (rows: Int, columns: Int) { TableShape.of(shape.map { $0 }) }

  /// The elements in row-major order.
  public var plotTable: [Double] { toArray(Double.self) }

  /// The third size, or 1.
  public var plotChannels: Int { shape.count == 3 ? shape[2] : 1 }

  /// Whether the elements are bytes.
  public var plotBytes: Bool { dtype == .uint8 }
}
