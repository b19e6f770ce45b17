import LanternPlot

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A figure of every kind. `Scripts/plots/gallery.py` draws the same with matplotlib, under the same names.
nonisolated(unsafe) let gallery: [(name: String, draw: () -> Void)] = lines + bars + statistics + tables + pages

private let x = linspace(0, 10, 101)

nonisolated(unsafe) private let lines: [(String, () -> Void)] = [
  ("line", { plt.plot(x, x.map { sin($0) }) }),
  (
    "formats",
    {
      for (i, format) in ["r-", "g--", "b:", "k-.", "mo", "c^-", "ys--", "x"].enumerated() {
        plt.plot(linspace(0, 5, 11), linspace(0, 5, 11).map { $0 + Double(i) }, format, label: format)
      }
      plt.legend()
    }
  ),
  (
    "labels",
    {
      plt.plot(x, x.map { sin($0) }, label: "sine")
      plt.plot(x, x.map { cos($0) }, "--", label: "cosine")
      plt.title("Two waves")
      plt.xlabel("time (s)")
      plt.ylabel("voltage (V)")
      plt.grid()
      plt.legend()
    }
  ),
  (
    "markers",
    {
      for (i, marker) in [".", "o", "v", "^", "<", ">", "s", "p", "*", "h", "+", "x", "D", "d", "|", "_", "P", "X", "1", "8"].enumerated() {
        plt.plot([Double(i % 5)], [Double(i / 5)], marker: Marker(marker), markersize: 12)
      }
    }
  ),
  (
    "logy",
    {
      plt.semilogy(x, x.map { exp($0) })
      plt.grid()
    }
  ),
  ("loglog", { plt.loglog(linspace(1, 1000, 50), linspace(1, 1000, 50).map { 3 * pow($0, 1.5) }, "o-") }),
  (
    "symlog",
    {
      plt.plot(linspace(-100, 100, 201), linspace(-100, 100, 201).map { $0 * $0 * $0 })
      plt.yscale(.symlog(linthresh: 10))
    }
  ),
  (
    "dates",
    {
      plt.plot((0..<120).map { PlotDate(2024, 1, 1 + $0) }, (0..<120).map { sin(Double($0) / 10) })
      plt.tickParams(axis: "x", rotation: 30)
    }
  ),
  ("hours", { plt.plot((0..<48).map { PlotDate(2024, 1, 1, hour: $0) }, (0..<48).map { cos(Double($0) / 5) }, ".-") }),
  (
    "math",
    {
      plt.plot(x, x.map { $0 * $0 }, label: "$x^2$")
      plt.plot(x, x.map { 10 * $0.squareRoot() }, label: "$10\\sqrt{x}$")
      plt.title("$\\alpha_i + \\beta^2 = \\frac{1}{2}\\pi r^2$")
      plt.xlabel("$\\lambda$ (nm)")
      plt.ylabel("$\\Delta E / 10^{-3}$")
      plt.legend()
    }
  ),
  ("offset", { plt.plot([0, 1, 2, 3], [1e6 + 1, 1e6 + 3, 1e6 + 2, 1e6 + 4.5]) }),
  ("tiny", { plt.plot([0, 1e-7, 2e-7], [1e9, 4e9, 2e9]) }),
  (
    "step",
    {
      for place in ["pre", "mid", "post"] {
        plt.step([1, 2, 3, 4], [1.0, 3, 2, 4].map { $0 + (place == "mid" ? 1 : place == "post" ? 2 : 0) }, where: place)
      }
    }
  ),
  ("stem", { plt.stem(linspace(0.1, 6.28, 41), linspace(0.1, 6.28, 41).map { exp(sin($0)) }) }),
  (
    "errorbar",
    {
      plt.errorbar([1, 2, 3, 4, 5], [2, 3.5, 3, 5, 4.5], yerr: [0.3, 0.5, 0.2, 0.6, 0.4], xerr: 0.2, fmt: "o-", capsize: 4, label: "run")
    }
  ),
  (
    "fill",
    {
      plt.fillBetween(x, x.map { sin($0) }, x.map { sin($0) + 1 }, alpha: 0.3)
      plt.fillBetween(x, x.map { cos($0) - 2 }, -2, where: x.map { cos($0) > 0 }, color: "C3", alpha: 0.5)
    }
  ),
  (
    "reference",
    {
      plt.plot(x, x.map { sin($0) })
      plt.axhline(0, color: "k", linewidth: 0.8)
      plt.axvline(3, color: "r", linestyle: "--")
      plt.axvspan(5, 6, color: "C1", alpha: 0.3)
      plt.axhspan(-0.5, -0.25, color: "0.7")
      plt.hlines([0.5, 0.8], 1, 4, colors: "g")
      plt.vlines([7, 8, 9], 0, [0.5, 0.9, 0.3], colors: "m")
    }
  ),
  (
    "annotate",
    {
      plt.plot(x, x.map { sin($0) })
      plt.annotate("peak", xy: (1.57, 1), xytext: (3, 0.8), arrowstyle: "->")
      plt.annotate("trough", xy: (4.71, -1), xytext: (6, -0.8), arrowstyle: "-|>")
      plt.text(5, 0.3, "centred", ha: "center", rotation: 30)
      plt.text(0.02, 0.95, "corner", va: "top", coords: "axes")
    }
  ),
  ("stack", { plt.stackplot([0, 1, 2, 3, 4], [[1, 2, 3, 2, 1], [2, 1, 2, 3, 2], [1, 1, 2, 2, 3]]) }),
]

nonisolated(unsafe) private let bars: [(String, () -> Void)] = [
  ("bar", { plt.bar([1, 2, 3, 4], [3, 7, 2, 5]) }),
  (
    "barnames",
    {
      plt.bar(["cat", "dog", "bird"], [3, 5, 2], yerr: [0.5, 0.3, 0.4], capsize: 5)
      plt.ylabel("count")
    }
  ),
  (
    "barh",
    {
      plt.barh(["one", "two", "three"], [4, 2, 6], color: "C2", edgecolor: "k")
      plt.barh(["one", "two", "three"], [1, 2, 1], left: [4, 2, 6])
    }
  ),
  (
    "grouped",
    {
      plt.bar([0.0, 1, 2].map { $0 - 0.2 }, [5, 3, 4], width: 0.4, label: "before")
      plt.bar([0.0, 1, 2].map { $0 + 0.2 }, [4, 6, 5], width: 0.4, label: "after")
      plt.xticks([0, 1, 2], ["a", "b", "c"])
      plt.legend()
    }
  ),
  (
    "pie",
    { plt.pie([35, 25, 20, 15, 5], explode: [0, 0.1, 0, 0, 0], labels: ["a", "b", "c", "d", "e"], autopct: "%.1f%%", startangle: 90) }
  ),
  ("donut", { plt.pie([3, 2, 1], labels: ["x", "y", "z"], wedgewidth: 0.4, edgecolor: "w") }),
]

nonisolated(unsafe) private let statistics: [(String, () -> Void)] = [
  (
    "scatter",
    {
      var random = Numbers(1)
      plt.scatter(random.uniform(50), random.uniform(50))
    }
  ),
  (
    "bubbles",
    {
      var random = Numbers(2)
      plt.scatter(random.uniform(60), random.uniform(60), s: random.uniform(60).map { 400 * $0 }, c: random.uniform(60), alpha: 0.5)
      plt.colorbar()
    }
  ),
  (
    "hist",
    {
      var random = Numbers(3)
      plt.hist(random.normal(1000), bins: 30, edgecolor: "k")
    }
  ),
  (
    "histstep",
    {
      var random = Numbers(4)
      plt.hist(random.normal(500), bins: 20, density: true, histtype: "step", label: "a")
      plt.hist(random.normal(500), bins: 20, density: true, histtype: "stepfilled", label: "b", alpha: 0.4)
      plt.legend()
    }
  ),
  (
    "hist2d",
    {
      var random = Numbers(5)
      plt.hist2d(random.normal(2000), random.normal(2000), bins: 30)
      plt.colorbar()
    }
  ),
  (
    "boxplot",
    {
      var random = Numbers(6)
      plt.boxplot([random.normal(100), random.normal(80).map { $0 * 2 + 1 }, random.normal(50)], tickLabels: ["a", "b", "c"])
    }
  ),
  (
    "boxnotch",
    {
      var random = Numbers(7)
      plt.boxplot([random.normal(100), random.normal(80)], orientation: "horizontal", showmeans: true, patchArtist: true)
    }
  ),
  (
    "violin",
    {
      var random = Numbers(8)
      plt.violinplot([random.normal(100), random.normal(80).map { $0 * 2 }, random.normal(50)], showmeans: true, showmedians: true)
    }
  ),
]

nonisolated(unsafe) private let tables: [(String, () -> Void)] = [
  (
    "imshow",
    {
      plt.imshow((0..<8).map { row in (0..<10).map { Double(row * $0) } })
      plt.colorbar(label: "product")
    }
  ),
  (
    "imagelarge",
    {
      let side = linspace(-3, 3, 300)
      plt.imshow(table(side, side) { exp(-$0 * $0 - $1 * $1) * cos(4 * $0) }, cmap: "coolwarm", origin: "lower", extent: (-3, 3, -3, 3))
      plt.colorbar()
    }
  ),
  (
    "colour",
    { plt.imshow(RGBImage(side: 32)) }
  ),
  (
    "matshow",
    {
      plt.matshow([[9, 1, 0], [2, 7, 1], [0, 1, 8]], cmap: "Blues")
      for (row, values) in [[9, 1, 0], [2, 7, 1], [0, 1, 8]].enumerated() {
        for (column, value) in values.enumerated() { plt.text(Double(column), Double(row), "\(value)", ha: "center", va: "center") }
      }
    }
  ),
  (
    "lognorm",
    {
      let side = linspace(0, 5, 40)
      plt.pcolormesh(side, side, table(side, side) { pow(10, $0 - $1) }, cmap: "plasma", norm: .log())
      plt.colorbar()
    }
  ),
  (
    "twoslope",
    {
      let side = linspace(-2, 2, 30)
      plt.imshow(table(side, side) { $0 * $0 * $0 + $1 }, cmap: "RdBu", norm: .twoSlope(vcenter: 0, vmin: -4, vmax: 10))
      plt.colorbar()
    }
  ),
  (
    "contour",
    {
      let side = linspace(-3, 3, 61)
      plt.contour(side, side, table(side, side) { sin($0) * cos($1) })
      plt.colorbar()
    }
  ),
  (
    "contourblack",
    {
      let side = linspace(-3, 3, 61)
      plt.contour(side, side, table(side, side) { $0 * $0 - $1 * $1 }, levels: [-4, -2, 0, 2, 4], colors: "k")
    }
  ),
  (
    "contourf",
    {
      let side = linspace(-3, 3, 61)
      plt.contourf(
        side, side, table(side, side) { exp(-$0 * $0 - $1 * $1) - exp(-($0 - 1) * ($0 - 1) - ($1 - 1) * ($1 - 1)) }, levels: 12,
        cmap: "viridis")
      plt.colorbar()
    }
  ),
  (
    "quiver",
    {
      let side = linspace(-2, 2, 9)
      let places = side.flatMap { b in side.map { ($0, b) } }
      plt.quiver(places.map(\.0), places.map(\.1), places.map { -$0.1 }, places.map(\.0))
    }
  ),
  (
    "coloredlines",
    {
      for i in 0..<12 { plt.plot(x, x.map { sin($0 + Double(i) / 4) * Double(12 - i) }) }
    }
  ),
]

nonisolated(unsafe) private let pages: [(String, () -> Void)] = [
  (
    "shared",
    {
      let (_, grid) = plt.subplots(2, 2, sharex: true, sharey: true)
      for (i, axes) in grid.joined().enumerated() { axes.plot(x, x.map { sin($0) * Double(i + 1) }, "C\(i)") }
    }
  ),
  (
    "twin",
    {
      plt.plot(x, x.map { exp($0 / 3) }, "C0", label: "left")
      plt.xlabel("t")
      plt.ylabel("exp", color: "C0")
      let right = plt.twinx()
      right.plot(x, x.map { sin($0) }, "C1")
      right.ylabel("sin", color: "C1")
    }
  ),
  (
    "tight",
    {
      let (figure, grid) = plt.subplots(2, 2)
      for (i, axes) in grid.joined().enumerated() {
        axes.plot(x, x.map { $0 * Double(i + 1) * 1000 })
        axes.title("number \(i)")
        axes.xlabel("across")
        axes.ylabel("up")
      }
      figure.tightLayout()
    }
  ),
  (
    "constrained",
    {
      let (figure, grid) = plt.subplots(1, 2, figsize: (8, 3.5), layout: .constrained)
      for (i, axes) in grid.joined().enumerated() {
        let image = axes.imshow((0..<10).map { row in (0..<10).map { Double(row + $0 * (i + 1)) } })
        axes.title("image \(i)")
        figure.colorbar(image, ax: axes)
      }
      figure.suptitle("both")
    }
  ),
  (
    "dark",
    {
      plt.style.use("dark")
      plt.close()
      plt.figure()
      plt.plot(x, x.map { sin($0) }, label: "one")
      plt.plot(x, x.map { cos($0) }, label: "two")
      plt.title("dark")
      plt.legend()
      plt.style.use("default")
    }
  ),
  (
    "equal",
    {
      let angles = linspace(0, 2 * .pi, 100)
      plt.plot(angles.map { 2 * cos($0) }, angles.map { sin($0) })
      plt.axis("equal")
    }
  ),
  (
    "spans",
    {
      let figure = plt.gcf()
      figure.addSubplot(2, 2, 1...2).plot([1, 3, 2])
      figure.addSubplot(2, 2, 3).bar([1, 2], [3, 4])
      figure.addSubplot(2, 2, 4).scatter([1, 2, 3], [3, 1, 2])
      figure.suptitle("three")
    }
  ),
  (
    "percent",
    {
      plt.plot([1, 2, 3, 4], [0.1, 0.4, 0.35, 0.9], "o--")
      plt.yformatter(.percent(of: 1))
      plt.minorticksOn()
      plt.legend(loc: "lower right", title: "empty")
    }
  ),
]

/// A small picture in colour.
struct RGBImage: PlotTable {
  var side: Int
  var plotShape: (rows: Int, columns: Int) { (side, side) }
  var plotChannels: Int { 3 }
  var plotTable: [Double] {
    let last = Double(side - 1)
    return (0..<side * side).flatMap { cell -> [Double] in [Double(cell / side) / last, Double(cell % side) / last, 0.5] }
  }
}
