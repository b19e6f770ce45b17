// Figures with matplotlib's names, defaults and look, written as SVG with nothing installed and as PNG or PDF with libcairo.
//
// ```swift
// import LanternPlot
//
// plt.scatter(x, y, label: "true")
// plt.plot(x, fitted, "r-", label: "predict")
// plt.xlim(-1, 1)
// plt.legend()
// try plt.savefig("fit.svg")
// ```
//
// A figure is a retained scene of value types (`Figure` → `Axes` → artists with a z-order). It is laid out once, in points, with
// the bundled sizes of DejaVu Sans, and the same drawing commands then go to one of three canvases.
//
// Mistakes in a plotting call (columns of different lengths, an unknown marker) leave the figure as it was and are remembered:
// `savefig` and `show` throw the first one, so that the calls themselves need no `try`.
//
// Nothing here knows of tensors or arrays: LanternPlotData says what can be drawn, and LanternPlot adds the tensors.
@_exported import LanternPlotData
