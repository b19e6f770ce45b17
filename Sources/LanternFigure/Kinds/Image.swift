import LanternSupport

extension Plotter {
  /// Draws a table of numbers as an image with square cells, the first row on top. Mirrors `matplotlib.axes.Axes.imshow`.
  ///
  /// Numbers from `vmin` (the smallest) to `vmax` (the largest) take the colours of `cmap`; NaN is left empty. Tables of rank 3 are
  /// pictures in red, green, blue (and alpha). Cell (row, column) is centred on y = row, x = column unless `extent` says otherwise
  /// (left, right, bottom, top). `aspect` is `"equal"` or `"auto"`, which fills the axes; `origin` `"upper"` or `"lower"`;
  /// `interpolation` `"auto"`, `"nearest"`, `"bilinear"` or `"hanning"`. Returns what a colour bar needs.
  /// ```swift
  /// axes.imshow([[0.0, 1], [2, 3]], cmap: "gray")
  /// axes.figure?.colorbar(ax: axes)
  /// ```
  @discardableResult
  public func imshow(
    _ table: any PlotTable, cmap: ColorMap = .viridis, norm: Norm? = nil, vmin: Double? = nil, vmax: Double? = nil,
    aspect: String = "equal", origin: String = "upper", extent: (Double, Double, Double, Double)? = nil,
    interpolation: String = "auto", alpha: Double? = nil
  ) -> ScalarMappable? {
    var mappable: ScalarMappable?
    currentAxes.change { model in
      let table = try Table(table, op: "imshow")
      try Check.word(aspect, "aspect", ["equal", "auto"], op: "imshow")
      try Check.word(origin, "origin", ["upper", "lower"], op: "imshow")
      let resampling = Picture.Resampling(rawValue: interpolation == "none" ? "nearest" : interpolation)
      guard let resampling else {
        throw mistake(
          .argument, "imshow", "'\(interpolation)' is not a valid value for interpolation",
          "supported values are 'auto', 'nearest', 'bilinear' and 'hanning'.")
      }
      var pixels: [UInt32]
      if table.channels == 1 {
        let scale = try ColorScale(norm, map: cmap, values: table.values, vmin: vmin, vmax: vmax, alpha: alpha, op: "imshow")
        pixels = scale.pixels(table.values)
        mappable = ScalarMappable(scale: scale)
        model.mappable = mappable
      } else {
        try Check.alpha(alpha, op: "imshow")
        pixels = Self.pixels(table, alpha: alpha ?? 1)
      }
      let isUpper = origin == "upper"
      let (left, right, bottom, top) =
        extent
        ?? (-0.5, Double(table.columns) - 0.5, isUpper ? Double(table.rows) - 0.5 : -0.5, isUpper ? -0.5 : Double(table.rows) - 0.5)
      for value in [left, right, bottom, top] { _ = try Check.finite(value, "extent", op: "imshow") }
      // The picture's first row lies at the top of the extent, or at its bottom.
      let (first, last) = isUpper ? (top, bottom) : (bottom, top)
      model.artists.append(
        ImageArtist(
          picture: Picture(rows: table.rows, columns: table.columns, pixels: pixels, resampling: resampling), left: left, right: right,
          top: first, bottom: last))
      model.aspect = aspect == "equal" ? .box(1) : .auto
      // The y axis runs down where the extent does.
      model.y.isInverted = bottom > top
      model.x.isInverted = left > right
    }
    return mappable
  }

  /// Draws a matrix: an image with its columns' numbers on top. Mirrors `matplotlib.axes.Axes.matshow`.
  /// ```swift
  /// axes.matshow([[5, 1], [0, 4]])
  /// ```
  @discardableResult
  public func matshow(
    _ table: any PlotTable, cmap: ColorMap = .viridis, norm: Norm? = nil, vmin: Double? = nil, vmax: Double? = nil
  ) -> ScalarMappable? {
    let mappable = imshow(table, cmap: cmap, norm: norm, vmin: vmin, vmax: vmax, interpolation: "nearest")
    currentAxes.change { model in
      (model.x.isOpposite, model.x.hasTicksOnBothSides) = (true, true)
      (model.x.isWhole, model.y.isWhole) = (true, true)
    }
    return mappable
  }

  /// The pixels of a table of colours.
  private static func pixels(_ table: Table, alpha: Double) -> [UInt32] {
    let whole = table.isBytes ? 255.0 : 1
    return (0..<table.rows * table.columns).map { cell in
      func part(_ index: Int) -> Double { min(max(table.values[cell * table.channels + index] / whole, 0), 1) }
      let own = table.channels == 4 ? part(3) : 1
      return RGBA(part(0), part(1), part(2), own * alpha).premultiplied
    }
  }
}

/// A rectangle of coloured cells. Mirrors the image `matplotlib.axes.Axes.imshow` makes.
struct ImageArtist: Artist {
  var picture: Picture
  /// The outer borders in the numbers of the data: the first row lies at `top`.
  var left: Double
  var right: Double
  var top: Double
  var bottom: Double
  var zOrder = 0.0

  var dataLimits: (x: DataLimits, y: DataLimits) {
    (DataLimits([left, right], sticky: [left, right]), DataLimits([top, bottom], sticky: [top, bottom]))
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let (a, b) = (transform.point(left, top), transform.point(right, bottom))
    guard a.isFinite, b.isFinite, a != b else { return }
    canvas.draw(picture, from: a, to: b)
  }
}

/// Pixels, row by row from the top, as 0xAARRGGBB with premultiplied alpha.
struct Picture: Hashable, Sendable {
  /// How a picture is enlarged or made smaller.
  enum Resampling: String, Hashable, Sendable {
    /// Nearest where cells are large or whole pixels, else a window that keeps thin lines. Mirrors `"auto"`.
    case auto
    case nearest, bilinear, hanning
  }

  var rows: Int
  var columns: Int
  var pixels: [UInt32]
  var resampling = Resampling.nearest

  /// What `auto` comes to where the picture is drawn this many pixels wide and high.
  func resampling(width: Double, height: Double) -> Resampling {
    guard resampling == .auto else { return resampling }
    func isPlain(_ length: Double, _ count: Int) -> Bool {
      length > 3 * Double(count) || length == Double(count) || length == 2 * Double(count)
    }
    return isPlain(width, columns) && isPlain(height, rows) ? .nearest : .hanning
  }

  /// The picture as a back end draws it about so many pixels large: as it is where cells stay cells, else at that size.
  func adapted(width: Double, height: Double) -> Picture {
    let method = resampling(width: width.rounded(), height: height.rounded())
    let (w, h) = (Int(min(max(width.rounded(), 1), 8192)), Int(min(max(height.rounded(), 1), 8192)))
    return method == .nearest ? self : scaled(columns: w, rows: h, method)
  }

  /// The picture at another size, each pixel a mean of those it covers, weighted by a window `radius` source pixels (or, made smaller,
  /// target pixels) wide.
  func scaled(columns newColumns: Int, rows newRows: Int, _ method: Resampling) -> Picture {
    let radius = 1.0
    func weight(_ x: Double) -> Double {
      guard abs(x) < radius else { return 0 }
      return method == .bilinear ? 1 - abs(x) : 0.5 + 0.5 * cosine(.pi * x)
    }
    /// For each target pixel the first source pixel and the weights from there on.
    func kernel(_ from: Int, _ to: Int) -> [(first: Int, weights: [Double])] {
      let step = Double(from) / Double(to)
      let stretch = max(step, 1)
      return (0..<to).map { target in
        let center = (Double(target) + 0.5) * step - 0.5
        let (low, high) = (Int((center - radius * stretch).rounded(.up)), Int((center + radius * stretch).rounded(.down)))
        var (first, weights): (Int, [Double]) = (max(low, 0), [])
        if low > high { return (min(max(Int(center.rounded()), 0), from - 1), [1]) }
        for source in low...high {
          let w = weight((Double(source) - center) / stretch)
          // What lies beyond the border counts for the border's pixel.
          let place = min(max(source, 0), from - 1)
          if weights.isEmpty { first = place }
          while weights.count <= place - first { weights.append(0) }
          weights[place - first] += w
        }
        let sum = weights.reduce(0, +)
        return (first, sum > 0 ? weights.map { $0 / sum } : [1])
      }
    }
    let (across, down) = (kernel(columns, newColumns), kernel(rows, newRows))
    var middle = [Float](repeating: 0, count: rows * newColumns * 4)
    for row in 0..<rows {
      for (column, (first, weights)) in across.enumerated() {
        var sums: (Float, Float, Float, Float) = (0, 0, 0, 0)
        for (offset, w) in weights.enumerated() {
          let pixel = pixels[row * columns + first + offset]
          let w = Float(w)
          sums.0 += w * Float(pixel >> 24)
          sums.1 += w * Float(pixel >> 16 & 0xFF)
          sums.2 += w * Float(pixel >> 8 & 0xFF)
          sums.3 += w * Float(pixel & 0xFF)
        }
        let place = (row * newColumns + column) * 4
        (middle[place], middle[place + 1], middle[place + 2], middle[place + 3]) = sums
      }
    }
    var result = [UInt32](repeating: 0, count: newRows * newColumns)
    for (row, (first, weights)) in down.enumerated() {
      for column in 0..<newColumns {
        var pixel: UInt32 = 0
        for channel in 0..<4 {
          var sum: Float = 0
          for (offset, w) in weights.enumerated() { sum += Float(w) * middle[((first + offset) * newColumns + column) * 4 + channel] }
          pixel = pixel << 8 | UInt32(min(max(sum + 0.5, 0), 255))
        }
        result[row * newColumns + column] = pixel
      }
    }
    return Picture(rows: newRows, columns: newColumns, pixels: result)
  }
}
