import Lantern
import LanternNumPy

// Tensors and arrays as data of plots.

extension Tensor: PlotValues {
  /// The elements in row-major order; of an (N, 1) column the N numbers.
  public var plotValues: [Double] { toArray(Double.self) }
}

extension NDArray: PlotValues {
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

extension NDArray: PlotTable {
  /// The first two sizes; (0, 0) of an array that is no table.
  public var plotShape: (rows: Int, columns: Int) { TableShape.of(shape.map { $0 }) }

  /// The elements in row-major order.
  public var plotTable: [Double] { toArray(Double.self) }

  /// The third size, or 1.
  public var plotChannels: Int { shape.count == 3 ? shape[2] : 1 }

  /// Whether the elements are bytes.
  public var plotBytes: Bool { dtype == .uint8 }
}

/// Which shapes are tables: (rows, columns), or that many colours of three or four parts.
private enum TableShape {
  static func of(_ shape: [Int]) -> (rows: Int, columns: Int) {
    let isTable = shape.count == 2 || (shape.count == 3 && (shape[2] == 3 || shape[2] == 4))
    return isTable ? (shape[0], shape[1]) : (0, 0)
  }
}
