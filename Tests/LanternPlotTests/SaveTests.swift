import Glibc
import Lantern
import Testing

@testable import LanternFigure
import LanternPlot

/// Files: which format, what is in them, what is left behind when writing fails.
@Suite struct SaveTests {
  @Test func suffixChoosesTheFormat() throws {
    #expect(try PictureFormat(path: "a.svg", op: "savefig") == .svg)
    #expect(try PictureFormat(path: "x.y/a.PNG", op: "savefig") == .png)
    #expect(try PictureFormat(path: "/a.b.pdf", op: "savefig") == .pdf)
    for path in ["a", "dir.svg/a", "", ".svg", "a.", "a.jpeg"] {
      #expect(throws: TensorError.self, "\(path)") { try PictureFormat(path: path, op: "savefig") }
    }
  }

  @Test func filesAppearWhole() throws {
    try withTemporaryFolder { folder in
      let figure = SVGTests.showcase()
      try figure.savefig(folder + "/a.svg")
      #expect(try readFile(folder + "/a.svg") == Array(figure.svg().utf8))
      try Figure().savefig(folder + "/a.svg")
      #expect(try readFile(folder + "/a.svg").count < 10_000)
      #expect(listFolder(folder) == ["a.svg"])
      let error = #expect(throws: TensorError.self) { try figure.savefig(folder + "/none/a.svg") }
      #expect(error?.kind == .file)
      #expect(error?.message.contains("No such file or directory") == true)
      mkdir(folder + "/b.svg", 0o777)
      #expect(throws: TensorError.self) { try figure.savefig(folder + "/b.svg") }
      rmdir(folder + "/b.svg")
      #expect(listFolder(folder) == ["a.svg"])
    }
  }

  @Test func withoutCairoTheErrorSaysWhatToDo() throws {
    let figure = Figure()
    for format in [PictureFormat.png, .pdf] {
      let error = #expect(throws: TensorError.self) {
        try figure.bytes(format, dpi: nil) { try CairoLibrary(searching: ["libnowhere.so.2", "/nowhere/libcairo.so"]) }
      }
      #expect(error?.kind == .notFound)
      #expect(error?.message.contains("libnowhere.so.2, /nowhere/libcairo.so") == true)
      #expect(error?.hint.contains("apt install libcairo2 fonts-dejavu-core") == true)
    }
    let wrong = #expect(throws: TensorError.self) { try CairoLibrary(searching: ["libc.so.6"]) }
    #expect(wrong?.message.contains("has no function cairo_") == true)
    // SVG never asks.
    #expect(throws: Never.self) { try figure.bytes(.svg, dpi: nil) { throw TensorError(.notFound, op: "", "asked") } }
  }

  static let noCairo: Comment = "libcairo is not installed: PNG and PDF are not tested"

  @Test(.enabled(if: CairoLibrary.isAvailable, noCairo)) func pngHasTheRightSize() throws {
    let bytes = try Figure().png()
    #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    func number(at offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    #expect(number(at: 16) == 640 && number(at: 20) == 480)
    let large = try Figure(figsize: (2, 1)).png(dpi: 200)
    #expect(large[16..<24].map(Int.init) == [0, 0, 1, 144, 0, 0, 0, 200])
    #expect(throws: TensorError.self) { try Figure().png(dpi: 9000) }
    #expect(throws: TensorError.self) { try Figure().png(dpi: .nan) }
    #expect(throws: TensorError.self) { try Figure().png(dpi: 0.01) }
  }

  @Test(.enabled(if: CairoLibrary.isAvailable, noCairo)) func rastersAndDocumentsAreReproducible() throws {
    let figure = SVGTests.showcase()
    #expect(try figure.png() == figure.png())
    let pdf = try figure.pdf()
    #expect(String(decoding: pdf.prefix(5), as: UTF8.self) == "%PDF-")
    #expect(try figure.pdf() == pdf)
    #expect(!String(decoding: pdf, as: UTF8.self).contains("/CreationDate"))
  }

  @Test(.enabled(if: CairoLibrary.isAvailable, noCairo)) func canvasesMayWorkInParallel() async throws {
    let expected = try SVGTests.showcase().png()
    await withTaskGroup(of: [UInt8]?.self) { group in
      for _ in 0..<8 { group.addTask { try? SVGTests.showcase().png() } }
      for await result in group { #expect(result == expected) }
    }
  }
}

/// pyplot's current figure. The suite is serial: there is one current figure in a process.
@Suite(.serialized) struct PyplotTests {
  @Test("The README's example") func readme() throws {
    defer { unlink("fit.svg") }
    // example
    let x = Tensor.linspace(-1, 1, 100)
    plt.scatter(x, 3 * x.pow(2) + 2 + 0.2 * Tensor.rand(100), label: "true")
    plt.plot(x, 3 * x.pow(2) + 2.1, "r-", label: "predict")
    plt.legend()
    try plt.savefig("fit.svg")
    // end
    let svg = String(decoding: try readFile("fit.svg"), as: UTF8.self)
    #expect(svg.contains("predict") && svg.contains("</svg>"))
  }

  init() { plt.close("all") }

  @Test func theTutorialsFigure() throws {
    let x = stride(from: -1.0, through: 1, by: 0.02)
    let y = x.map { 3 * $0 * $0 + 2 }
    plt.figure(figsize: (6.4, 4.8), dpi: 100)
    plt.scatter(x, y, label: "true")
    plt.plot(x, y, "r-", label: "predict")
    plt.xlim(-1, 1)
    plt.ylim(2, 6)
    plt.title("y = 3x² + 2")
    plt.xlabel("x")
    plt.ylabel("y")
    plt.legend()
    try withTemporaryFolder { folder in
      try plt.savefig(folder + "/fit.svg")
      let document = String(decoding: try readFile(folder + "/fit.svg"), as: UTF8.self)
      for text in ["true", "predict", "y = 3x² + 2", "\u{2212}1.00", "6.0"] { #expect(document.contains(">\(text)</text>")) }
      // 101 points and the one in the legend.
      #expect(document.components(of: "<use ") == 101 + 1 + 18)
    }
  }

  @Test func figuresComeAndGo() {
    let first = plt.figure()
    #expect(plt.gcf() === first)
    let second = plt.figure()
    #expect(plt.gcf() === second)
    #expect(plt.figure(1) === first)
    plt.close(first)
    #expect(plt.gcf() === second)
    plt.close()
    let third = plt.gcf()
    #expect(third !== first && third !== second)
    plt.plot([1, 2])
    #expect(plt.gca().snapshot.artists.count == 1)
    plt.cla()
    #expect(plt.gca().snapshot.artists.isEmpty)
    plt.clf()
    #expect(plt.gcf().axes.isEmpty)
    let (figure, axes) = plt.subplots(2, 2)
    #expect(plt.gcf() === figure && plt.gca() === axes[0][0])
    plt.subplot(2, 2, 4)
    plt.plot([1, 2])
    #expect(axes[1][1].snapshot.artists.count == 1)
  }

  @Test func showWritesAFileAndSaysWhere() throws {
    try withTemporaryFolder { folder in
      let (display, wayland) = (getenv("DISPLAY").map { String(cString: $0) }, getenv("WAYLAND_DISPLAY").map { String(cString: $0) })
      unsetenv("DISPLAY")
      unsetenv("WAYLAND_DISPLAY")
      setenv("LANTERN_PLOT_DIR", folder, 1)
      defer {
        unsetenv("LANTERN_PLOT_DIR")
        if let display { setenv("DISPLAY", display, 1) }
        if let wayland { setenv("WAYLAND_DISPLAY", wayland, 1) }
      }
      plt.plot([1, 4, 9])
      let path = try plt.show()
      #expect(path.hasPrefix(folder + "/figure_"))
      #expect(try readFile(path).count > 1000)
      plt.plot([1, 4, 9])
      #expect(try plt.show() != path)
    }
  }

  @Test func aMistakeReachesTheSaver() {
    plt.plot([1, 2], "purple?")
    let error = #expect(throws: TensorError.self) { try plt.show() }
    #expect(error?.message == "'purple?' is not a valid format string (two marker symbols)" || error?.op == "plot")
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int {
    var count = 0
    var rest = Substring(self)
    while let range = rest.firstRange(of: text) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
