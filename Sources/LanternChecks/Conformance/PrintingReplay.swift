import Lantern
import LanternIO

/// Prints every array of a file of goldens and compares the text with what PyTorch or NumPy printed.
///
/// The file has one JSON object a line, as `Scripts/goldens/printing.py` writes them. A line is reported for every
/// difference, and at last the counts. A line that is not a record counts as failed and is reported with the reason.
///
/// - Parameters:
///   - path: the file.
///   - report: where the lines of the report go.
/// - Returns: how many records printed the same text, and how many did not.
/// - Throws: a `TensorError` of kind `file` when the file cannot be read or has no records.
@discardableResult
func replayPrinting(path: String, report: (String) -> Void = { print($0) }) throws -> (passed: Int, failed: Int) {
  let bytes = try fileBytes(path: path, op: "conformance")
  var passed = 0, failed = 0
  for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
    do {
      let record = try PrintingRecord(JSON(parsing: Array(line)))
      let got = try record.printed()
      if got == record.expected {
        passed += 1
      } else {
        failed += 1
        report("line \(index + 1): expected \(record.expected.debugDescription)")
        report("line \(index + 1):      got \(got.debugDescription)")
      }
    } catch let error as JSONError {
      failed += 1
      report("line \(index + 1), column \(error.column): not JSON: \(error.message)")
    } catch {
      failed += 1
      report("line \(index + 1): not a printing record: \(error)")
    }
  }
  guard passed + failed > 0 else {
    throw TensorError(.file, op: "conformance", "'\(path)' holds no records.", hint: "Make one with Scripts/goldens/printing.py.")
  }
  report("\(passed) passed, \(failed) failed")
  return (passed, failed)
}
