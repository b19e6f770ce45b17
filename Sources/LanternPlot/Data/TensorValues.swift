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
