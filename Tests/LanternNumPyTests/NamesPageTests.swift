import Foundation
import Testing

/// `docs/numpy-names.md`, written from the table of functions.
@Suite struct NamesPageTests {
  /// Functions of files, which the tests of `LanternIO` hold against the real NumPy.
  private static let files = [
    ("from_dlpack", "np.fromDlpack(pointer)"),
    ("genfromtxt", "np.genfromtxt(\"a.csv\", delimiter: \",\"), np.genfromtxt(\"a.csv\", names: .firstLine, dtype: nil)"),
    ("load", "np.load(\"a.npy\", mmapMode: .copyOnWrite), np.loadz(\"a.npz\").array(\"x\")"),
    ("loadtxt", "np.loadtxt(\"a.txt\", dtype: .int64)"), ("ndarray.__dlpack__", "a.dlpack()"), ("save", "np.save(\"a.npy\", a)"),
    ("savetxt", "np.savetxt(\"a.csv\", a, fmt: \"%d\", delimiter: \",\")"),
    ("savez", "np.savez(\"a.npz\", [\"x\": a]), np.savez(\"a.npz\", a, b)"),
    ("savez_compressed", "np.savezCompressed(\"a.npz\", [\"x\": a])"),
  ]

  static var page: String {
    var lines = [
      "# NumPy's names in Lantern", "",
      "Written by the tests of `LanternNumPy` (`LANTERN_WRITE_NAMES=1 swift test --filter NamesPageTests`) from the table of functions that are",
      "compared with the real NumPy; a test holds it against the table. Names are listed without `np.`.", "",
      "Differences in spelling: `axis` takes a number or a list, `axis: [0, 1]`; functions that give several results with flags in Python have",
      "functions of their own (`np.uniqueCounts`); slices are `a[1..., .stride(by: -1)]`; random distributions are methods of",
      "`np.random.RandomState`, `np.random.defaultRng(seed)` and `np.random` under NumPy's names in camel case.",
    ]
    for family in NumPyTable.families {
      lines += ["", "## \(family.title)", "", "| NumPy | Lantern |", "|---|---|"]
      for call in family.calls.sorted(by: { $0.name < $1.name }) {
        lines.append("| `\(call.name)` | `\(call.swift.replacingOccurrences(of: "|", with: "\\|"))` |")
      }
    }
    lines += ["", "## Files and sharing", "", "| NumPy | Lantern |", "|---|---|"] + files.map { "| `\($0.0)` | `\($0.1)` |" }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test func thePageIsCurrent() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../docs/numpy-names.md")
    if ProcessInfo.processInfo.environment["LANTERN_WRITE_NAMES"] != nil { try Self.page.write(to: url, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: url, encoding: .utf8) == Self.page, "run: LANTERN_WRITE_NAMES=1 swift test --filter NamesPageTests")
  }
}
