import Lantern

/// Everything an axes knows: a value, so that drawing works on a copy while others may go on plotting.
struct AxesModel: Sendable {
  /// The rectangle in fractions of the figure, from its lower left corner.
  var frame: Frame
  var artists: [any Artist] = []
  var x = AxisModel()
  var y = AxisModel()
  var title = ""
  var legend: LegendStyle?
  /// Whether a step is as long in x as in y: the axes shrink to the data's shape.
  var isEqualAspect = false
  /// How many colours of the cycle lines have taken, and how many filled shapes.
  var lineColors = 0
  var fillColors = 0
  /// The first mistake of a plotting call.
  var firstError: TensorError?

  struct Frame: Hashable, Sendable {
    var left: Double
    var bottom: Double
    var width: Double
    var height: Double
  }

  struct AxisModel: Sendable {
    var scale = AxisScale.linear
    var limits: ClosedInterval?
    var label = ""
    var grid: GridStyle?
    var ticks: FixedTicks?
  }

  struct GridStyle: Hashable, Sendable {
    var color = RGBA(0xB0B0B0)
    var width = 0.8
    var pattern: [Double]? = []
  }

  /// The limits in force: those set, or those the data ask for.
  var view: (x: ClosedInterval, y: ClosedInterval) {
    var (xData, yData) = (DataLimits(), DataLimits())
    for artist in artists {
      let limits = artist.dataLimits
      xData.include(limits.x)
      yData.include(limits.y)
    }
    // Axes without anything in them show 0 to 1.
    let untouched = artists.isEmpty
    func resolve(_ axis: AxisModel, _ data: DataLimits) -> ClosedInterval {
      axis.limits ?? (untouched && axis.scale == .linear ? ClosedInterval(0, 1) : data.view(scale: axis.scale, margin: 0.05))
    }
    return (resolve(x, xData), resolve(y, yData))
  }

  mutating func nextLineColor() -> RGBA {
    defer { lineColors += 1 }
    return Color.cycle[lineColors % Color.cycle.count]
  }

  mutating func nextFillColor() -> RGBA {
    defer { fillColors += 1 }
    return Color.cycle[fillColors % Color.cycle.count]
  }
}
