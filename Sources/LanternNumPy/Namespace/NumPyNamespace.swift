import Lantern

// swift-format-ignore: TypeNamesShouldBeCapitalized
/// NumPy's names: `np.arange(12)`, `np.random.rand(3)`, `np.sum(a, axis: 0)`.
///
/// ```swift
/// np.random.seed(100)
/// let x = np.linspace(-1, 1, 100).reshape(100, 1)
/// let y = 3 * np.power(x, 2) + 2 + 0.2 * np.random.rand(x.size).reshape(100, 1)
/// ```
public enum np {
  /// The ratio of a circle's circumference to its diameter. Mirrors `numpy.pi`.
  public static let pi = Double.pi
  /// The base of natural logarithms. Mirrors `numpy.e`.
  public static let e = 2.718281828459045
  /// Infinity. Mirrors `numpy.inf`.
  public static let inf = Double.infinity
  /// Not a number. Mirrors `numpy.nan`.
  public static let nan = Double.nan
  /// A new axis in an index. Mirrors `numpy.newaxis`.
  public static var newaxis: IndexPart { .newAxis }

  /// The text that names the type: `array([1, 2, 3])`. Mirrors `repr(a)`.
  public static func repr(_ a: NDArray) -> String { a.text(.repr) }
  /// The text that `print` shows: `[1 2 3]`. Mirrors `str(a)`.
  public static func str(_ a: NDArray) -> String { a.text(.str) }

  /// Changes how arrays are printed, for the whole process; what is not given stays. Mirrors `numpy.set_printoptions`.
  public static func setPrintoptions(
    precision: Int? = nil, threshold: Int? = nil, edgeitems: Int? = nil, linewidth: Int? = nil, suppress: Bool? = nil,
    nanstr: String? = nil,
    infstr: String? = nil, sign: NumPyPrintOptions.Sign? = nil, floatmode: NumPyPrintOptions.FloatMode? = nil
  ) {
    var options = NumPyPrintOptions.current
    if let precision { options.precision = precision }
    if let threshold { options.threshold = threshold }
    if let edgeitems { options.edgeItems = edgeitems }
    if let linewidth { options.lineWidth = linewidth }
    if let suppress { options.suppress = suppress }
    if let nanstr { options.nanText = nanstr }
    if let infstr { options.infText = infstr }
    if let sign { options.sign = sign }
    if let floatmode { options.floatMode = floatmode }
    NumPyPrintOptions.current = options
  }
  /// Runs `body` with these options for printing, in this task only. Mirrors `numpy.printoptions`.
  public static func printoptions<R>(_ options: NumPyPrintOptions, _ body: () throws -> R) rethrows -> R {
    try NumPyPrintOptions.$scoped.withValue(options, operation: body)
  }
  /// How arrays are printed now. Mirrors `numpy.get_printoptions`.
  public static func getPrintoptions() -> NumPyPrintOptions { .current }
}
