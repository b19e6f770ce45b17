import LanternSupport

// Limits, scales, ticks and texts of the two axes.

extension Plotter {
  /// The ends of the x axis. Mirrors `get_xlim`.
  public func xlim() -> (left: Double, right: Double) {
    let view = currentAxes.view.x
    return (view.from, view.to)
  }

  /// The ends of the y axis. Mirrors `get_ylim`.
  public func ylim() -> (bottom: Double, top: Double) {
    let view = currentAxes.view.y
    return (view.from, view.to)
  }

  /// Sets the ends of the x axis; `nil` keeps an end as it is now. `left` may be larger than `right`. Mirrors `set_xlim`.
  /// ```swift
  /// axes.xlim(-1, 1)
  /// ```
  public func xlim(_ left: Double?, _ right: Double?) { setLimits(true, left, right, op: "xlim") }

  /// Sets the ends of the x axis to two dates. Mirrors `set_xlim`.
  public func xlim(_ left: PlotDate, _ right: PlotDate) { setLimits(true, left.days, right.days, op: "xlim") }

  /// Sets the ends of the y axis; `nil` keeps an end as it is now. `bottom` may be larger than `top`. Mirrors `set_ylim`.
  public func ylim(_ bottom: Double?, _ top: Double?) { setLimits(false, bottom, top, op: "ylim") }

  private func setLimits(_ isX: Bool, _ from: Double?, _ to: Double?, op: String) {
    let axes = currentAxes
    let current = isX ? axes.view.x : axes.view.y
    axes.changeAxis(isX) { axis in
      let from = try Check.finite(from ?? current.from, "Axis limits", op: op)
      let to = try Check.finite(to ?? current.to, "Axis limits", op: op)
      if axis.scale == .log {
        guard from > 0, to > 0 else {
          throw mistake(.argument, op, "a logarithmic axis has no place for limits (\(from), \(to))", "use positive limits.")
        }
        axis.limits = from == to ? ClosedInterval(from / 10, to * 10) : ClosedInterval(from, to)
        return
      }
      let apart = FloatMath.nonsingular(from, to, expander: 0.05, tiny: 1e-15)
      axis.limits = from > to ? ClosedInterval(apart.high, apart.low) : ClosedInterval(apart.low, apart.high)
    }
  }

  /// Turns the direction of the x axis round. Mirrors `invert_xaxis`.
  public func invertXAxis() { invert(true) }

  /// Turns the direction of the y axis round. Mirrors `invert_yaxis`.
  public func invertYAxis() { invert(false) }

  private func invert(_ isX: Bool) {
    currentAxes.changeAxis(isX) { axis in
      axis.isInverted.toggle()
      axis.limits = axis.limits?.reversed
    }
  }

  /// Leaves this much of the data's range free at both ends of an axis; 0.05 by default. Mirrors `margins`.
  /// ```swift
  /// axes.margins(x: 0)
  /// ```
  public func margins(x: Double? = nil, y: Double? = nil) {
    for (isX, margin) in [(true, x), (false, y)] {
      guard let margin else { continue }
      currentAxes.changeAxis(isX) { axis in
        guard margin > -0.5, margin.isFinite else { throw mistake(.argument, "margins", "margin must be greater than -0.5") }
        axis.margin = margin
        axis.limits = nil
      }
    }
  }

  /// Spreads the x axis evenly or by the logarithm. Mirrors `set_xscale`.
  public func xscale(_ scale: AxisScale) { setScale(true, scale, op: "xscale") }

  /// Spreads the y axis evenly or by the logarithm. Mirrors `set_yscale`.
  /// ```swift
  /// axes.yscale(.log)
  /// ```
  public func yscale(_ scale: AxisScale) { setScale(false, scale, op: "yscale") }

  private func setScale(_ isX: Bool, _ scale: AxisScale, op: String) {
    currentAxes.changeAxis(isX) { axis in
      if case .symlog(let threshold) = scale, !(threshold > 0 && threshold.isFinite) {
        throw mistake(.argument, op, "linthresh must be positive, not \(threshold)")
      }
      if case .piecewise(let knots) = scale, knots.count < 2 || !zip(knots, knots.dropFirst()).allSatisfy({ $0 < $1 }) {
        throw mistake(.argument, op, "the knots of a scale must increase, and there must be two of them at least")
      }
      axis.scale = scale
      // Limits a logarithm cannot reach go back to automatic.
      if scale == .log, let limits = axis.limits, limits.low <= 0 { axis.limits = nil }
    }
  }

  /// Writes a title above. `loc` is `"center"`, `"left"` or `"right"`. Mirrors `set_title`.
  public func title(_ text: String, fontsize: Double = 12, color: Color? = nil, loc: String = "center", pad: Double = 6) {
    currentAxes.change { model in
      try Check.word(loc, "loc", ["center", "left", "right"], op: "title")
      model.title = AxesModel.TitleModel(
        text: text, size: try Check.fontSize(fontsize, op: "title"), color: try color?.resolved(model.theme),
        alignment: loc == "left" ? .left : loc == "right" ? .right : .center, pad: try Check.finite(pad, "pad", op: "title"))
    }
  }

  /// Writes a text below the x axis. Mirrors `set_xlabel`.
  public func xlabel(_ text: String, fontsize: Double = 10, color: Color? = nil, labelpad: Double = 4) {
    label(true, text, fontsize, color, labelpad, op: "xlabel")
  }

  /// Writes a text to the left of the y axis. Mirrors `set_ylabel`.
  public func ylabel(_ text: String, fontsize: Double = 10, color: Color? = nil, labelpad: Double = 4) {
    label(false, text, fontsize, color, labelpad, op: "ylabel")
  }

  private func label(_ isX: Bool, _ text: String, _ size: Double, _ color: Color?, _ pad: Double, op: String) {
    currentAxes.change { model in
      var axis = isX ? model.x : model.y
      axis.label = text
      axis.labelSize = try Check.fontSize(size, op: op)
      axis.labelColor = try color?.resolved(model.theme)
      axis.labelPad = try Check.finite(pad, "labelpad", op: op)
      if isX { model.x = axis } else { model.y = axis }
    }
  }

  /// Sets the places of the ticks of the x axis, and their texts; without texts they say their numbers. Mirrors `set_xticks`.
  /// ```swift
  /// axes.xticks([0, 1, 2], ["low", "middle", "high"], rotation: 45)
  /// ```
  public func xticks(_ places: any PlotValues, _ labels: [String]? = nil, rotation: Double? = nil) {
    setTicks(true, Column(places), labels, rotation, op: "xticks")
  }

  /// Sets the places of the ticks of the y axis, and their texts; without texts they say their numbers. Mirrors `set_yticks`.
  public func yticks(_ places: any PlotValues, _ labels: [String]? = nil, rotation: Double? = nil) {
    setTicks(false, Column(places), labels, rotation, op: "yticks")
  }

  private func setTicks(_ isX: Bool, _ column: Column, _ labels: [String]?, _ rotation: Double?, op: String) {
    currentAxes.changeAxis(isX) { axis in
      let places = axis.place(column)
      for place in places { _ = try Check.finite(place, "Tick places", op: op) }
      if let labels, labels.count != places.count {
        throw mistake(
          .shape, op, "The number of FixedLocator locations (\(places.count)), does not match the number of labels (\(labels.count)).")
      }
      axis.ticks = FixedTicks(places: places, labels: labels)
      if let rotation { axis.tickRotation = try Check.finite(rotation, "rotation", op: op) }
    }
  }

  /// Changes how ticks look: `axis` is `"both"`, `"x"` or `"y"`; `rotation` turns their texts anticlockwise. Mirrors `tick_params`.
  /// ```swift
  /// axes.tickParams(axis: "x", labelsize: 8, rotation: 45)
  /// ```
  public func tickParams(
    axis: String = "both", labelsize: Double? = nil, rotation: Double? = nil, colors: Color? = nil, visible: Bool? = nil,
    labels: Bool? = nil
  ) {
    currentAxes.change { model in
      try Check.word(axis, "axis", ["both", "x", "y"], op: "tick_params")
      for isX in [true, false] where axis == "both" || (axis == "x") == isX {
        var changed = isX ? model.x : model.y
        if let labelsize { changed.tickSize = try Check.fontSize(labelsize, op: "tick_params") }
        if let rotation { changed.tickRotation = try Check.finite(rotation, "rotation", op: "tick_params") }
        if let colors { changed.tickColor = try colors.resolved(model.theme) }
        if let visible { changed.showsTicks = visible }
        if let labels { changed.showsLabels = labels }
        if isX { model.x = changed } else { model.y = changed }
      }
    }
  }

  /// Writes the texts of the x axis's ticks in another way. Mirrors `xaxis.set_major_formatter`.
  public func xformatter(_ formatter: TickFormatter) { currentAxes.change { $0.x.formatter = formatter } }

  /// Writes the texts of the y axis's ticks in another way. Mirrors `yaxis.set_major_formatter`.
  /// ```swift
  /// axes.yformatter(.percent(of: 1))
  /// ```
  public func yformatter(_ formatter: TickFormatter) { currentAxes.change { $0.y.formatter = formatter } }

  /// Draws small ticks between the others. Mirrors `minorticks_on`.
  public func minorticksOn() {
    currentAxes.change { model in
      model.x.showsMinor = true
      model.y.showsMinor = true
    }
  }

  /// Draws or removes lines at the ticks. `axis` is `"both"`, `"x"` or `"y"`; `which` is `"major"`, `"minor"` or `"both"`.
  /// Mirrors `grid`.
  public func grid(
    _ visible: Bool = true, which: String = "major", axis: String = "both", color: Color? = nil, linestyle: LineStyle = .solid,
    linewidth: Double = 0.8, alpha: Double? = nil
  ) {
    currentAxes.change { model in
      try Check.word(axis, "axis", ["both", "x", "y"], op: "grid")
      try Check.word(which, "which", ["major", "minor", "both"], op: "grid")
      let tint = try model.color(color, or: model.theme.grid, alpha: alpha, op: "grid") ?? RGBA(0, 0, 0, 0)
      let style = GridStyle(color: tint, width: try Check.width(linewidth, op: "grid"), pattern: try linestyle.pattern())
      if which != "minor" {
        if axis != "y" { model.x.grid = visible ? style : nil }
        if axis != "x" { model.y.grid = visible ? style : nil }
      }
      if which != "major" {
        if axis != "y" { model.x.minorGrid = visible ? style : nil }
        if axis != "x" { model.y.minorGrid = visible ? style : nil }
      }
    }
  }

  /// Hides (`"off"`) or shows (`"on"`) the frame and both axes, makes steps equally long (`"equal"` by changing limits, `"scaled"` by
  /// changing the box), or leaves no margins (`"tight"`). Mirrors `axis`.
  public func axis(_ option: String) {
    currentAxes.change { model in
      try Check.word(option, "axis", ["on", "off", "equal", "scaled", "tight", "auto"], op: "axis")
      switch option {
      case "on": model.isFramed = true
      case "off": model.isFramed = false
      case "equal": model.aspect = .limits
      case "scaled": model.aspect = .box(1)
      case "tight": (model.x.margin, model.y.margin) = (0, 0)
      default: model.aspect = .auto
      }
    }
  }

  /// Makes a step in y `ratio` times as long as in x by changing the box; `nil` lets the axes fill its place. Mirrors `set_aspect`.
  public func aspect(_ ratio: Double?) {
    currentAxes.change { model in
      guard let ratio else { model.aspect = .auto; return }
      guard ratio > 0, ratio.isFinite else { throw mistake(.argument, "aspect", "aspect must be finite and positive, not \(ratio)") }
      model.aspect = .box(ratio)
    }
  }

  /// Hides or shows lines of the frame: `"left"`, `"right"`, `"bottom"`, `"top"`. Mirrors `spines[…].set_visible`.
  /// ```swift
  /// axes.spines(["top", "right"], visible: false)
  /// ```
  public func spines(_ sides: [String], visible: Bool) {
    currentAxes.change { model in
      for name in sides {
        guard let side = AxesModel.Side(rawValue: name) else {
          throw mistake(.argument, "spines", "'\(name)' is not a side", "supported values are 'left', 'right', 'bottom', 'top'.")
        }
        if visible { model.hiddenSpines.remove(side) } else { model.hiddenSpines.insert(side) }
      }
    }
  }

  /// Draws a box that names what has a label. `loc` is `"best"` or a place such as `"upper left"`. Mirrors `legend`.
  ///
  /// With `bboxToAnchor` the box's own corner `loc` stands at that point, in fractions of the axes: (1, 1) is its upper right corner.
  /// ```swift
  /// axes.legend(loc: .upperLeft, bboxToAnchor: (1, 1))
  /// ```
  public func legend(
    loc: LegendLocation = .best, title: String = "", fontsize: Double = 10, frameon: Bool = true, ncols: Int = 1,
    bboxToAnchor: (Double, Double)? = nil
  ) {
    currentAxes.change { model in
      guard ncols >= 1 else { throw mistake(.argument, "legend", "ncols must be at least 1, not \(ncols)") }
      model.legend = LegendStyle(
        code: try loc.code(), title: title, fontSize: try Check.fontSize(fontsize, op: "legend"), frame: frameon, columns: ncols,
        anchor: bboxToAnchor.map { Point($0.0, $0.1) })
    }
  }
}
