/// The page that gives Lantern's spelling of PyTorch's functions, written from the table that the conformance cases run through: what the
/// page names has been called.
package enum NamesPage {
  package static var text: String {
    var lines = [
      "# PyTorch's names in Lantern",
      "",
      "Written by `lantern conformance --list --markdown > docs/pytorch-names.md`; a test holds it against the table. Functions are listed",
      "without `torch.`; `F.` stands for `torch.nn.functional.`. Methods of `torch.Tensor` have the same names as functions.",
    ]
    var seen: Set<String> = []
    for family in OperatorTable.families {
      let calls = family.calls.filter { seen.insert($0.name).inserted }
      if calls.isEmpty { continue }
      lines += ["", "## \(family.title)", "", "| PyTorch | Lantern |", "|---|---|"]
      for call in calls.sorted(by: { $0.name < $1.name }) {
        lines.append("| `\(shortened(call.name))` | `\(call.swift.split(separator: "|").joined(separator: "\\|"))` |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func shortened(_ name: String) -> String {
    let prefix = "nn.functional."
    return name.hasPrefix(prefix) ? "F." + name.dropFirst(prefix.count) : name
  }
}
