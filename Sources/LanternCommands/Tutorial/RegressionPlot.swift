import Lantern
import LanternPlot

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Draws data and fitted curve, and writes the figure as SVG, and as PNG where Cairo is there; the paths are told.
func plotRegression(_ show: TutorialWriter, _ name: String, _ title: String, x: [Double], y: [Double], predicted: [Double]) throws {
  guard let folder = show.plots else { return }
  plt.figure()
  defer { plt.close() }
  plt.scatter(x, y, color: "blue", marker: "o", label: "true")
  plt.plot(x, predicted, "r-", label: "predict")
  plt.xlim(-1, 1)
  plt.ylim(2, 6)
  plt.title(title)
  plt.legend()
  try makeFolder(folder)
  try plt.savefig("\(folder)/\(name).svg")
  show.line("figure: \(folder)/\(name).svg")
  do {
    try plt.savefig("\(folder)/\(name).png")
    show.line("figure: \(folder)/\(name).png")
  } catch let error as TensorError where error.kind == .notFound {
    // No Cairo on this machine: the SVG is all there is.
  }
}

/// Makes a folder and the folders above it; one that exists is fine.
private func makeFolder(_ path: String) throws {
  var made = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
    guard mkdir(made, 0o777) != 0, errno != EEXIST else { continue }
    throw TensorError(
      .file, op: "tutorial", "cannot make the folder '\(made)': \(String(cString: strerror(errno))).", hint: "Give another with --plots.")
  }
}
