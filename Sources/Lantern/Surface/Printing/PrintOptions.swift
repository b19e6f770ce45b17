/// How tensors are printed: the counterpart of PyTorch's `torch.set_printoptions`.
///
/// ```swift
/// setPrintOptions(precision: 2)
/// print(Tensor([1.0, 2.5]))  // tensor([1.00, 2.50])
/// setPrintOptions(profile: .default)
/// ```
public struct PrintOptions: Sendable, Hashable {
  /// A named set of options.
  public enum Profile: Sendable, Hashable {
    /// Four digits, three elements at either end of a long axis.
    case `default`
    /// Two digits, two elements at either end of a long axis.
    case short
    /// Four digits and every element, however many there are.
    case full
  }

  /// The number of digits after the point: 4 by default, at most 1,100.
  public var precision: Int { didSet { precision = Self.clampPrecision(precision) } }
  /// The largest number of elements that is printed in full; bigger tensors are summarised. `Int.max` prints everything.
  public var threshold: Int { didSet { threshold = max(threshold, 0) } }
  /// The number of elements printed at either end of a long axis of a summarised tensor.
  public var edgeItems: Int { didSet { edgeItems = Self.clampEdgeItems(edgeItems) } }
  /// The number of columns after which lines are broken.
  public var lineWidth: Int { didSet { lineWidth = max(lineWidth, 1) } }
  /// Whether numbers are printed in scientific notation; `nil` decides by their size, tensor by tensor.
  public var sciMode: Bool?

  /// Options with PyTorch's defaults; values out of range are moved to the nearest one that makes sense.
  ///
  /// ```swift
  /// Tensor([1.0, 0.5]).description(PrintOptions(precision: 2))  // tensor([1.00, 0.50])
  /// ```
  public init(precision: Int = 4, threshold: Int = 1000, edgeItems: Int = 3, lineWidth: Int = 80, sciMode: Bool? = nil) {
    self.precision = Self.clampPrecision(precision)
    self.threshold = max(threshold, 0)
    self.edgeItems = Self.clampEdgeItems(edgeItems)
    self.lineWidth = max(lineWidth, 1)
    self.sciMode = sciMode
  }

  /// The options of a profile.
  ///
  /// ```swift
  /// Tensor([1.0, 0.5]).description(PrintOptions(profile: .short))  // tensor([1.00, 0.50])
  /// ```
  public init(profile: Profile) {
    switch profile {
    case .default: self.init()
    case .short: self.init(precision: 2, edgeItems: 2)
    case .full: self.init(threshold: Int.max)
    }
  }

  /// The options that `print` uses now; reading and writing is safe from any thread.
  public static var current: PrintOptions {
    get { globalOptions.withLock { $0 } }
    set { globalOptions.withLock { $0 = newValue } }
  }

  // 1,074 digits after the point are enough for every double.
  private static func clampPrecision(_ value: Int) -> Int { min(max(value, 0), 1100) }
  // Twice the number must not overflow.
  private static func clampEdgeItems(_ value: Int) -> Int { min(max(value, 0), Int.max / 2) }

  fileprivate static let globalOptions = Locked(PrintOptions())
}

/// Changes how tensors are printed, for the whole program; mirrors `torch.set_printoptions`.
///
/// A profile sets all options first; then the others change what they name. As in PyTorch, every call sets `sciMode`
/// anew, so that leaving it out returns to the automatic choice. Safe from any thread.
public func setPrintOptions(
  precision: Int? = nil, threshold: Int? = nil, edgeItems: Int? = nil, lineWidth: Int? = nil,
  profile: PrintOptions.Profile? = nil, sciMode: Bool? = nil
) {
  PrintOptions.globalOptions.withLock { options in
    if let profile { options = PrintOptions(profile: profile) }
    if let precision { options.precision = precision }
    if let threshold { options.threshold = threshold }
    if let edgeItems { options.edgeItems = edgeItems }
    if let lineWidth { options.lineWidth = lineWidth }
    options.sciMode = sciMode
  }
}
