import Lantern

#if canImport(Runtime)
  import Runtime
#endif

/// The file and line of calls, for `detectAnomaly`.
///
/// ```swift
/// import LanternDebug
///
/// SourceLocations.enable()
/// try detectAnomaly { try backward([loss(x)]) }
/// // Function 'LogBackward0' returned nan values in its 0th output. Hint: The forward call that led
/// // to it: loss(_:) at Model.swift:12.
/// ```
///
/// Programs need debug information for that, which release builds of the package manager have too unless it is stripped.
public enum SourceLocations {
  /// Whether this system can tell where calls come from.
  public static var isAvailable: Bool {
    #if canImport(Runtime)
      true
    #else
      false
    #endif
  }

  /// From now on, operations recorded inside `detectAnomaly` note the calls that led to them: about half a millisecond each.
  public static func enable() {
    #if canImport(Runtime)
      AnomalyMode.locator.withLock { $0 = { captured() } }
    #endif
  }

  /// From now on, `detectAnomaly` names scopes only.
  public static func disable() { AnomalyMode.locator.withLock { $0 = nil } }

  #if canImport(Runtime)
    private static func captured() -> CallOrigin? {
      guard let calls = try? Backtrace.capture(algorithm: .auto, limit: 64, offset: 1) else { return nil }
      return { text(calls) }
    }

    /// The innermost call that does not stand in the library's own sources.
    private static func text(_ calls: Backtrace) -> String? {
      guard let frames = calls.symbolicated(options: .default)?.frames else { return nil }
      for frame in frames {
        guard let symbol = frame.symbol, let place = symbol.sourceLocation, place.line > 0, !isOwn(place.path) else { continue }
        return "\(symbol.name) at \(place.path):\(place.line)"
      }
      return nil
    }

    /// The library's folders under `Sources/`.
    private static let own: Set<Substring> = ["Lantern", "LanternNumPy", "LanternGraph", "LanternPlot", "LanternIO", "LanternDebug"]

    /// Whether a file belongs to the library, or to nobody. Debug information has whole paths or such that begin in the package.
    private static func isOwn(_ path: String) -> Bool {
      let parts = path.split(separator: "/")
      guard let sources = parts.lastIndex(of: "Sources"), sources + 1 < parts.count else { return path.contains("<compiler") }
      return own.contains(parts[sources + 1])
    }
  #endif
}
