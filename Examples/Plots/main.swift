// plot-gallery speed: times some figures. plot-gallery FOLDER [name …]: draws the figures of the gallery as PNG, SVG and PDF (or those `GALLERY_FORMATS` names).
import LanternPlot

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first else {
  print("usage: plot-gallery FOLDER [name …]")
  exit(2)
}
if folder == "speed" {
  try measureSpeed()
  exit(0)
}
let wanted = Set(arguments.dropFirst())
let formats = getenv("GALLERY_FORMATS").map { String(cString: $0).split(separator: ",").map(String.init) } ?? ["png"]
for (name, draw) in gallery where wanted.isEmpty || wanted.contains(name) {
  plt.close("all")
  plt.figure()
  draw()
  do { for format in formats { try plt.savefig("\(folder)/\(name).\(format)") } } catch {
    print("\(name): \(error)")
    exit(1)
  }
}
