import Lantern

/// One coordinate system in a figure: lines, points and texts with their axes, title and legend. Mirrors `matplotlib.axes.Axes`.
///
/// Every method may be called from any thread. A mistake (columns of different lengths, an unknown colour) changes nothing and is
/// thrown by the figure's `savefig`.
/// ```swift
/// let figure = Figure()
/// let axes = figure.addSubplot(1, 1, 1)
/// axes.plot([0, 1, 2], [0, 1, 4], "r-", label: "squares")
/// axes.legend()
/// try figure.savefig("squares.svg")
/// ```
public final class Axes: Sendable {
  private let model: Locked<AxesModel>

  init(frame: AxesModel.Frame) { model = Locked(AxesModel(frame: frame)) }

  /// A copy of everything there is to draw.
  var snapshot: AxesModel { model.withLock { $0 } }

  /// Changes the model; a thrown error leaves it as it was and is remembered.
  func change(_ body: (inout AxesModel) throws -> Void) {
    model.withLock { current in
      var next = current
      do {
        try body(&next)
        current = next
      } catch let error as TensorError {
        if current.firstError == nil { current.firstError = error }
      } catch {
        if current.firstError == nil { current.firstError = TensorError(.argument, op: "plot", "\(error)") }
      }
    }
  }

  /// Notes a mistake found outside of the model.
  func remember(_ error: TensorError) { change { _ in throw error } }

  /// The first mistake of a plotting call, or `nil`.
  public var firstError: TensorError? { model.withLock { $0.firstError } }

  /// Removes everything: artists, limits, texts and remembered mistakes. Mirrors `cla`.
  public func clear() {
    model.withLock { $0 = AxesModel(frame: $0.frame) }
  }

  /// A finite number, or an error that names the argument.
  static func finite(_ value: Double, _ name: String, op: String) throws -> Double {
    guard value.isFinite else {
      throw TensorError(.argument, op: op, "\(name) cannot be NaN or Inf (got \(value))")
    }
    return value
  }
}

// MARK: Limits, scales and texts

extension Axes {
  /// The ends of the x axis.
  public func xlim() -> (left: Double, right: Double) {
    let view = snapshot.view.x
    return (view.from, view.to)
  }

  /// The ends of the y axis.
  public func ylim() -> (bottom: Double, top: Double) {
    let view = snapshot.view.y
    return (view.from, view.to)
  }

  /// Sets the ends of the x axis; `nil` keeps an end as it is now. `left` may be larger than `right`. Mirrors `set_xlim`.
  /// ```swift
  /// axes.xlim(-1, 1)
  /// ```
  public func xlim(_ left: Double?, _ right: Double?) {
    change { $0.x.limits = try Self.limits(left, right, $0.view.x, $0.x.scale, op: "xlim") }
  }

  /// Sets the ends of the y axis; `nil` keeps an end as it is now. `bottom` may be larger than `top`. Mirrors `set_ylim`.
  public func ylim(_ bottom: Double?, _ top: Double?) {
    change { $0.y.limits = try Self.limits(bottom, top, $0.view.y, $0.y.scale, op: "ylim") }
  }

  private static func limits(
    _ from: Double?, _ to: Double?, _ current: ClosedInterval, _ scale: AxisScale, op: String
  ) throws -> ClosedInterval {
    let from = try finite(from ?? current.from, "Axis limits", op: op)
    let to = try finite(to ?? current.to, "Axis limits", op: op)
    if scale == .log {
      guard from > 0, to > 0 else {
        throw TensorError(.argument, op: op, "a logarithmic axis has no place for limits (\(from), \(to))", hint: "use positive limits.")
      }
      if from == to { return ClosedInterval(from / 10, to * 10) }
      return ClosedInterval(from, to)
    }
    let apart = FloatMath.nonsingular(from, to, expander: 0.05, tiny: 1e-15)
    return from > to ? ClosedInterval(apart.high, apart.low) : ClosedInterval(apart.low, apart.high)
  }

  /// Makes the x axis linear or logarithmic. Mirrors `set_xscale`.
  public func xscale(_ scale: AxisScale) {
    change { $0.setScale(scale, of: \.x) }
  }

  /// Makes the y axis linear or logarithmic. Mirrors `set_yscale`.
  public func yscale(_ scale: AxisScale) {
    change { $0.setScale(scale, of: \.y) }
  }

  /// Writes a title above. Mirrors `set_title`.
  public func title(_ text: String) { change { $0.title = text } }

  /// Writes a text below the x axis. Mirrors `set_xlabel`.
  public func xlabel(_ text: String) { change { $0.x.label = text } }

  /// Writes a text to the left of the y axis. Mirrors `set_ylabel`.
  public func ylabel(_ text: String) { change { $0.y.label = text } }

  /// Draws or removes lines at the ticks. `axis` is `"both"`, `"x"` or `"y"`. Mirrors `grid`.
  public func grid(
    _ visible: Bool = true, axis: String = "both", color: Color? = nil, linestyle: LineStyle = .solid, linewidth: Double = 0.8,
    alpha: Double? = nil
  ) {
    change { model in
      guard ["both", "x", "y"].contains(axis) else {
        throw TensorError(
          .argument, op: "grid", "'\(axis)' is not a valid value for axis", hint: "supported values are 'both', 'x' and 'y'.")
      }
      var style = AxesModel.GridStyle(width: try Self.width(linewidth, op: "grid"), pattern: try linestyle.pattern())
      if let color { style.color = try color.resolved() ?? style.color.with(alpha: 0) }
      style.color = try Self.applying(alpha, to: style.color, op: "grid")
      if axis != "y" { model.x.grid = visible ? style : nil }
      if axis != "x" { model.y.grid = visible ? style : nil }
    }
  }

  /// Draws a box that names the artists with a label. `loc` is `"best"` or a place such as `"upper left"`. Mirrors `legend`.
  public func legend(loc: LegendLocation = .best, title: String = "", fontsize: Double = 10, frameon: Bool = true, ncols: Int = 1) {
    change { model in
      guard fontsize > 0, fontsize <= 1000 else {
        throw TensorError(.argument, op: "legend", "fontsize must be between 0 and 1000 points, not \(fontsize)")
      }
      guard ncols >= 1 else { throw TensorError(.argument, op: "legend", "ncols must be at least 1, not \(ncols)") }
      model.legend = LegendStyle(code: try loc.code(), title: title, fontSize: fontsize, frame: frameon, columns: ncols)
    }
  }
}

extension AxesModel {
  mutating func setScale(_ scale: AxisScale, of axis: WritableKeyPath<AxesModel, AxisModel>) {
    self[keyPath: axis].scale = scale
    // Limits a logarithm cannot reach go back to automatic.
    if scale == .log, let limits = self[keyPath: axis].limits, limits.from <= 0 || limits.to <= 0 { self[keyPath: axis].limits = nil }
  }
}
