import Lantern
import LanternIO

/// Makes the random numbers of every record of a file of goldens once more, and compares them.
///
/// The file is a JSON array of objects, as `Scripts/goldens/random_numbers.py` writes them: `lib`, `call`, `seed`, `dtype`, `values`
/// and, for floats, `bits`. Bits are compared where there are any, whole numbers otherwise. A record that cannot be replayed counts as
/// failed.
///
/// - Parameters:
///   - path: the file.
///   - report: where the lines of the report go.
/// - Returns: how many records gave the same numbers, and how many did not.
/// - Throws: a `TensorError` of kind `file` when the file cannot be read, is no JSON array or has no records.
@discardableResult
func replayRandomFile(path: String, report: (String) -> Void = { print($0) }) throws -> (passed: Int, failed: Int) {
  func malformed(_ why: String) -> TensorError {
    TensorError(.file, op: "conformance", "'\(path)' \(why).", hint: "Make one with Scripts/goldens/random_numbers.py.")
  }
  let file: JSON
  do { file = try JSON(parsing: fileBytes(path: path, op: "conformance")) } catch let error as JSONError {
    throw malformed("is not JSON: \(error)")
  }
  guard case .array(let records) = file else { throw malformed("holds \(file.kind), where an array of records belongs") }
  guard !records.isEmpty else { throw malformed("holds no records") }
  var passed = 0, failed = 0
  for (index, value) in records.enumerated() {
    do {
      let record = try RandomCall(value)
      if let difference = try record.difference() {
        failed += 1
        report("record \(index + 1): \(record.lib): \(record.call): \(difference)")
      } else {
        passed += 1
      }
    } catch {
      failed += 1
      report("record \(index + 1): \(error)")
    }
  }
  report("\(passed) passed, \(failed) failed")
  return (passed, failed)
}

/// A recorded call and the numbers it gave.
private struct RandomCall {
  let lib: String
  let call: String
  private let seed: ReplaySeed
  private let dtype: String
  private let bits: [String]?
  private let values: [JSON]

  init(_ value: JSON) throws(TensorError) {
    guard case .object(let fields) = value else { throw replayError("a record must be an object, not \(value.kind)") }
    func text(_ key: String) throws(TensorError) -> String {
      guard case .string(let text)? = fields[key] else { throw replayError("'\(key)' must be a string") }
      return text
    }
    lib = try text("lib")
    call = try text("call")
    dtype = fields["dtype"] == nil ? "" : try text("dtype")
    switch fields["seed"] {
    case .number(let number)?:
      guard let whole = Int128(number.text) else { throw replayError("the seed \(number.text) is not a whole number") }
      seed = .number(whole)
    case .array(let items)?:
      var words: [Int] = []
      for item in items {
        guard case .number(let number) = item, let word = number.int64 else { throw replayError("'seed' must hold whole numbers") }
        words.append(Int(word))
      }
      seed = .list(words)
    default: throw replayError("'seed' must be a number or a list of numbers")
    }
    guard case .array(let items)? = fields["values"] else { throw replayError("'values' must be an array") }
    values = items
    switch fields["bits"] {
    case nil, .null?: bits = nil
    case .array(let items)?:
      var patterns: [String] = []
      for item in items {
        guard case .string(let pattern) = item else { throw replayError("'bits' must hold strings") }
        patterns.append(pattern)
      }
      bits = patterns
    default: throw replayError("'bits' must be an array")
    }
  }

  /// Replays the call; `nil` when the numbers are the same, otherwise the first difference.
  func difference() throws(TensorError) -> String? {
    let result = try replayRandom(lib: lib, call: call, seed: seed, dtype: dtype)
    if let bits { return Self.first(bits.map(Self.plain), result.hex) }
    guard !result.dtype.isFloatingPoint, !result.dtype.isComplex else {
      throw replayError("'\(call)' gives \(result.dtype.name), and the record has no bits to compare")
    }
    return Self.first(try values.map(whole), result.integers)
  }

  private func whole(_ value: JSON) throws(TensorError) -> Int64 {
    switch value {
    case .bool(let flag): return flag ? 1 : 0
    case .number(let number):
      if let whole = number.int64 ?? number.uint64.map({ Int64(bitPattern: $0) }) { return whole }
      throw replayError("\(number.text) among the values, where a whole number belongs")
    default: throw replayError("\(value.kind) among the values, where a whole number belongs")
    }
  }

  /// Without leading zeros, in small letters.
  private static func plain(_ pattern: String) -> String {
    let digits = pattern.lowercased().drop { $0 == "0" }
    return digits.isEmpty ? "0" : String(digits)
  }

  private static func first<T: Equatable>(_ expected: [T], _ got: [T]) -> String? {
    guard expected.count == got.count else { return "expected \(expected.count) numbers, got \(got.count)" }
    guard let i = expected.indices.first(where: { expected[$0] != got[$0] }) else { return nil }
    return "element \(i): expected \(expected[i]), got \(got[i])"
  }
}
