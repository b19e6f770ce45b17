/// A row of plotted values, taken out of whatever they came in.
struct Column: Sendable {
  var values: [Double]
  var unit = PlotUnit.number
  var names: [String] = []

  init(_ row: any PlotValues) {
    unit = row.plotUnit
    names = unit == .category ? row.plotNames : []
    values = unit == .category ? [] : row.plotValues
  }

  init(_ values: [Double]) { self.values = values }

  var count: Int { unit == .category ? names.count : values.count }
}
