import Lantern

/// How arrays are printed in NumPy's style: the counterpart of `numpy.printoptions`.
///
/// ```swift
/// NumPyPrintOptions.current.precision = 3
/// ```
public struct NumPyPrintOptions: Sendable, Hashable {
  /// How many of a number's digits after the point are printed.
  public enum FloatMode: String, Sendable, Hashable {
    /// As few as identify the number, at most `precision`.
    case maxprec
    /// As `maxprec`, but the same number for all elements.
    case maxprecEqual = "maxprec_equal"
    /// Always `precision`.
    case fixed
    /// As few as identify the number, however many these are; `precision` is ignored.
    case unique
  }

  /// What stands before a number that is not negative.
  public enum Sign: String, Sendable, Hashable {
    /// Nothing.
    case minus = "-"
    /// A plus sign.
    case plus = "+"
    /// A space where negative numbers have their minus.
    case space = " "
  }

  /// The largest number of digits after the point: 8 by default, at most 1,100.
  public var precision: Int { didSet { precision = Self.clampPrecision(precision) } }
  /// The largest number of elements that is printed in full; bigger arrays are summarised. `Int.max` prints everything.
  public var threshold: Int { didSet { threshold = max(threshold, 0) } }
  /// The number of elements printed at either end of a long axis of a summarised array.
  public var edgeItems: Int { didSet { edgeItems = Self.clampEdgeItems(edgeItems) } }
  /// The number of columns after which lines are broken.
  public var lineWidth: Int
  /// Whether small numbers are printed without scientific notation, as zero if need be.
  public var suppress: Bool
  /// What is printed for not-a-number.
  public var nanText: String
  /// What is printed for infinity.
  public var infText: String
  /// What stands before a number that is not negative.
  public var sign: Sign
  /// How many digits are printed.
  public var floatMode: FloatMode

  /// Options with NumPy's defaults; values out of range are moved to the nearest one that makes sense.
  public init(
    precision: Int = 8, threshold: Int = 1000, edgeItems: Int = 3, lineWidth: Int = 75, suppress: Bool = false,
    nanText: String = "nan", infText: String = "inf", sign: Sign = .minus, floatMode: FloatMode = .maxprec
  ) {
    self.precision = Self.clampPrecision(precision)
    self.threshold = max(threshold, 0)
    self.edgeItems = Self.clampEdgeItems(edgeItems)
    self.lineWidth = lineWidth
    self.suppress = suppress
    self.nanText = nanText
    self.infText = infText
    self.sign = sign
    self.floatMode = floatMode
  }

  /// The options that printing uses now; reading and writing is safe from any thread.
  public static var current: NumPyPrintOptions {
    get { scoped ?? shared.withLock { $0 } }
    set { shared.withLock { $0 = newValue } }
  }

  // 1,074 digits after the point are enough for every double.
  private static func clampPrecision(_ value: Int) -> Int { min(max(value, 0), 1100) }
  // Twice the number must not overflow.
  private static func clampEdgeItems(_ value: Int) -> Int { min(max(value, 0), Int.max / 2) }

  /// The options of the running `np.printoptions`.
  @TaskLocal package static var scoped: NumPyPrintOptions?

  private static let shared = Locked(NumPyPrintOptions())
}
