import LanternSupport

/// Everything an axes knows: a value, so that drawing works on a copy while others may go on plotting.
struct AxesModel: Sendable {
  var placement: Placement
  var theme: Theme
  var artists: [any Artist] = []
  var x = AxisModel()
  var y = AxisModel()
  var title = TitleModel()
  var legend: LegendStyle?
  var aspect = Aspect.auto
  /// Where an axes that shrinks for its aspect stays in its cell, in fractions.
  var anchor = Point(0.5, 0.5)
  /// Whether spines, ticks and background are drawn.
  var isFramed = true
  /// Whether the background is drawn; the second of twins has none.
  var hasBackground = true
  /// The sides without a line.
  var hiddenSpines: Set<Side> = []
  /// How many colours of the cycle lines have taken, and how many filled shapes.
  var lineColors = 0
  var fillColors = 0
  /// What was last drawn with a colour map: a colour bar's default.
  var mappable: ScalarMappable?
  /// Axes with the same number share limits.
  var shareX: Int
  var shareY: Int
  /// The first mistake of a plotting call.
  var firstError: TensorError?

  enum Side: String, Hashable, Sendable { case left, right, bottom, top }

  enum Aspect: Hashable, Sendable {
    case auto
    /// A step is this many times as long in y as in x: the axes shrink to the data's shape.
    case box(Double)
    /// A step is as long in y as in x: the limits grow to the axes' shape.
    case limits
    /// The box itself is this many times as high as wide.
    case frame(Double)
  }

  struct TitleModel: Hashable, Sendable {
    var text = ""
    var size = 12.0
    var color: RGBA?
    var alignment = TextRun.Alignment.center
    var pad = 6.0
  }

  init(placement: Placement, theme: Theme, shareX: Int, shareY: Int) {
    self.placement = placement
    self.theme = theme
    self.shareX = shareX
    self.shareY = shareY
    if theme.hasGrid {
      x.grid = GridStyle(color: theme.grid)
      y.grid = GridStyle(color: theme.grid)
    }
  }

  var dataLimits: (x: DataLimits, y: DataLimits) {
    var limits = (x: DataLimits(), y: DataLimits())
    for artist in artists {
      let own = artist.dataLimits
      limits.x.include(own.x)
      limits.y.include(own.y)
    }
    return limits
  }

  mutating func nextLineColor() -> RGBA {
    defer { lineColors += 1 }
    return theme.color(lineColors)
  }

  mutating func nextFillColor() -> RGBA {
    defer { fillColors += 1 }
    return theme.color(fillColors)
  }

  /// The colour asked for, or `other`; of `"none"`, `nil`. `alpha` replaces its own.
  func color(_ asked: Color?, or other: @autoclosure () -> RGBA?, alpha: Double?, op: String) throws -> RGBA? {
    try Check.alpha(alpha, op: op)
    guard let color = try asked.map({ try $0.resolved(theme) }) ?? other() else { return nil }
    guard let alpha, color.alpha > 0 else { return color }
    return color.with(alpha: alpha)
  }
}

/// One of the two axes of an axes.
struct AxisModel: Sendable {
  var scale = AxisScale.linear
  var unit = PlotUnit.number
  /// The names of a category axis in the order they came.
  var categories: [String] = []
  var limits: ClosedInterval?
  /// Whether automatic limits run from high to low.
  var isInverted = false
  var margin = 0.05
  var label = ""
  var labelSize = 10.0
  var labelColor: RGBA?
  var labelPad = 4.0
  var grid: GridStyle?
  var minorGrid: GridStyle?
  var ticks: FixedTicks?
  var formatter: TickFormatter?
  /// Whether ticks stand at whole numbers only, as those of a matrix.
  var isWhole = false
  var showsMinor = false
  /// The size of the ticks' texts, and how far they are turned.
  var tickSize = 10.0
  var tickRotation = 0.0
  var tickColor: RGBA?
  var showsTicks = true
  var showsLabels = true
  /// Whether ticks and texts stand at the top or right.
  var isOpposite = false
  /// Whether ticks stand on both sides.
  var hasTicksOnBothSides = false

  /// The numbers of a column on this axis; names get the next free places.
  mutating func place(_ column: Column) -> [Double] {
    if column.unit != .number, unit == .number { unit = column.unit }
    guard column.unit == .category else { return column.values }
    return column.names.map { name in
      if let known = categories.firstIndex(of: name) { return Double(known) }
      categories.append(name)
      return Double(categories.count - 1)
    }
  }

  /// Takes over what axes that share limits have in common.
  mutating func share(_ other: AxisModel) {
    (scale, unit, categories, ticks) = (other.scale, other.unit, other.categories, other.ticks)
    (limits, isInverted, margin) = (other.limits, other.isInverted, other.margin)
  }

  /// The limits in force for these data.
  func view(_ data: DataLimits) -> ClosedInterval {
    if let limits { return limits }
    let found = data.view(scale: scale, margin: margin, unit: unit)
    return isInverted ? found.reversed : found
  }
}

/// How the lines at the ticks look.
struct GridStyle: Hashable, Sendable {
  var color: RGBA
  var width = 0.8
  var pattern: [Double]? = []

  var stroke: Stroke? { LineArtist.stroke(color: color, width: width, pattern: pattern) }
}

/// A rectangle in fractions of the figure, from its lower left corner.
struct Frame: Hashable, Sendable {
  var left: Double
  var bottom: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var top: Double { bottom + height }
}

/// Where an axes stands in its figure.
enum Placement: Sendable {
  /// In cells of a grid.
  case cell(GridCell)
  /// Where the user wants it.
  case free(Frame)
  /// On the same place as another axes.
  case over(Axes)
  /// Beside the axes whose colours it explains.
  case bar(BarPlacement)
}

/// Some neighbouring cells of a grid.
struct GridCell: Hashable, Sendable {
  var rows: Int
  var columns: Int
  var rowRange: ClosedRange<Int>
  var columnRange: ClosedRange<Int>
}

/// Where a colour bar stands. Mirrors the arguments of `matplotlib.colorbar.make_axes`.
struct BarPlacement: Sendable {
  var parents: [Axes]
  var isHorizontal = false
  var fraction = 0.15
  var pad = 0.05
  var shrink = 1.0
  var aspect = 20.0
}
