import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension Plotter {
  /// Draws how densely each sample lies, as a shape that is wide where values are many. Mirrors `matplotlib.axes.Axes.violinplot`.
  ///
  /// The density is a sum of bell curves whose width follows Scott's rule, at `points` places.
  /// ```swift
  /// axes.violinplot([[1.0, 2, 2, 3], [2.0, 3, 5, 5]], showmedians: true)
  /// ```
  public func violinplot(
    _ samples: [any PlotValues], positions: (any PlotValues)? = nil, orientation: String = "vertical", widths: (any PlotValues)? = nil,
    showmeans: Bool = false, showextrema: Bool = true, showmedians: Bool = false, points: Int = 100, color: Color? = nil
  ) {
    let samples = samples.map { $0.plotValues.filter(\.isFinite).sorted() }
    currentAxes.change { model in
      let (isHorizontal, places, spans) = try SamplePlaces.resolve(
        &model, samples.count, positions, widths, orientation, nil, setsTicks: false, defaultWidth: 0.5, op: "violinplot")
      guard points >= 2, points <= 100_000 else {
        throw mistake(.argument, "violinplot", "points must be between 2 and 100000, not \(points)")
      }
      let line = try model.color(color, or: model.nextLineColor(), alpha: nil, op: "violinplot") ?? model.theme.ink
      var segments: [SegmentsArtist.Segment] = []
      func bar(_ a: (Double, Double), _ b: (Double, Double)) {
        segments.append(isHorizontal ? .init(a.1, a.0, b.1, b.0) : .init(a.0, a.1, b.0, b.1))
      }
      for (i, sample) in samples.enumerated() where !sample.isEmpty {
        let (low, high) = (sample[0], sample[sample.count - 1])
        let levels = (0..<points).map { low + (high - low) * Double($0) / Double(points - 1) }
        let density = Self.density(of: sample, at: levels)
        let most = density.max() ?? 1
        let halves = density.map { most > 0 ? 0.5 * spans[i] * $0 / most : 0.5 * spans[i] }
        let outline = zip(levels, halves).map { (places[i] - $1, $0) } + zip(levels, halves).reversed().map { (places[i] + $1, $0) }
        model.artists.append(
          PolygonArtist(
            outlines: [isHorizontal ? outline.map { ($0.1, $0.0) } : outline], face: line.with(alpha: 0.3), edge: nil, edgeWidth: 1))
        let (from, to) = (places[i] - 0.25 * spans[i], places[i] + 0.25 * spans[i])
        if showextrema {
          bar((from, low), (to, low))
          bar((from, high), (to, high))
          bar((places[i], low), (places[i], high))
        }
        let mean = sample.reduce(0, +) / Double(sample.count)
        if showmeans { bar((from, mean), (to, mean)) }
        let median = BoxStatistics.percentile(sample, 0.5)
        if showmedians { bar((from, median), (to, median)) }
      }
      model.artists.append(SegmentsArtist(segments: segments, color: line))
    }
  }

  /// The density of a sample by bell curves of Scott's width.
  private static func density(of sample: [Double], at places: [Double]) -> [Double] {
    let count = Double(sample.count)
    let mean = sample.reduce(0, +) / count
    let variance = sample.count > 1 ? sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) : 0
    guard variance > 0 else { return places.map { $0 == sample[0] ? 1 : 0 } }
    let spread = variance * pow(count, -0.4)
    let scale = 1 / (count * (2 * .pi * spread).squareRoot())
    return places.map { place in
      scale * sample.reduce(0) { $0 + exp(-($1 - place) * ($1 - place) / (2 * spread)) }
    }
  }
}
