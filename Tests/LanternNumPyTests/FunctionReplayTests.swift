import Foundation
import Lantern
import LanternNumPy
import Testing

/// Every function against the real NumPy, case by case (`Scripts/goldens/numpy_functions.py`).
@Suite(.defaultPrintOptions) struct FunctionReplayTests {
  static let cases: [NumPyCase] = {
    let url = Bundle.module.url(forResource: "numpy-functions", withExtension: "json", subdirectory: "Golden")!
    do { return try JSONDecoder().decode(NumPyCase.self, from: Data(contentsOf: url)).list } catch {
      fatalError("the golden file cannot be read: \(error)")
    }
  }()

  /// How far numbers of a type may be from NumPy's, relative to the larger ones of the result.
  private static func tolerance(_ dtype: DType, _ name: String) -> Double {
    let isLoose = name.hasPrefix("linalg.") || name.hasPrefix("poly") || name == "roots"
    switch dtype.realPart {
    case .float16: return 2e-3
    case .float32: return isLoose ? 2e-4 : 1e-6
    default: return isLoose ? 1e-8 : 2e-10
    }
  }

  /// What is wrong with a result; `nil` when it is NumPy's.
  private static func difference(_ name: String, _ got: NumPyCall.Output, _ wanted: NumPyCase, _ first: NDArray?) -> String? {
    guard wanted.isList else {
      let value = wanted["s"]
      switch (got, value) {
      case (.value(let v), _): return "\(v)" == "\(value)" ? nil : "\(v) for \(value)"
      case (.array(let a), .text(let text)): return a.dtype.name == text ? nil : "\(a) for \(text)"
      case (.array(let a), _): return a.size == 1 && "\(a)" == "\(value)" ? nil : "\(a) for \(value)"
      }
    }
    guard case .array(let a) = got else { return "no array" }
    guard a.dtype == wanted[0].dtype else { return "\(a.dtype) for \(wanted[0].text)" }
    guard Array(a.shape) == wanted[1].ints else { return "shape \(a.shape) for \(wanted[1].ints)" }
    if let first, a.size > 0 {
      let isView = np.mayShareMemory(a, first)
      if isView != (wanted[2].text == "v") { return isView ? "a view for a copy" : "a copy for a view" }
    }
    if case .text(let digest) = wanted[3] { return a.bitDigest == digest ? nil : "other elements: \(np.repr(a))" }
    let numbers = a.dtype.isComplex ? a.toArray(Complex128.self).flatMap { [$0.real, $0.imaginary] } : a.toArray(Double.self)
    let expected = wanted[3].list.map { item -> Double in
      if case .text(let t) = item { return Double(t.dropFirst())! }
      return item.double
    }
    guard numbers.count == expected.count else { return "\(numbers.count) numbers for \(expected.count)" }
    let largest = expected.filter(\.isFinite).map(\.magnitude).max() ?? 0, tolerance = tolerance(a.dtype, name)
    let floor = tolerance * largest * (a.dtype.isComplex || name.contains(".") || name.hasPrefix("poly") || ["dot", "matmul", "einsum"].contains(name) ? 1 : 1e-3)
    for (x, y) in zip(numbers, expected) {
      if x == y || (x.isNaN && y.isNaN) { continue }
      guard abs(x - y) <= tolerance * y.magnitude + floor else { return "\(x) for \(y) in \(np.repr(a))" }
    }
    return nil
  }

  private static func replay(_ c: NumPyCase) -> String? {
    let name = c[0].text
    guard let call = NumPyTable.byName[name] else { return "no function \(name)" }
    var named: [String: NumPyCase] = [:]
    if case .fields(let all) = c[2] { named = all }
    let arguments = CallArguments(c[1].list, named)
    let outputs: [NumPyCall.Output]
    do {
      outputs = try withTensorErrors { try call.run(arguments) }
    } catch let error as TensorError {
      guard case .text(let wanted) = c[3] else { return "error: \(error)" }
      return sameError(name, error.message, String(wanted.dropFirst(2))) ? nil : "error: \(error.message) for \(wanted)"
    } catch { return "bad case: \(error)" }
    if case .text(let wanted) = c[3] { return "no error for \(wanted)" }
    if !arguments.unread.isEmpty { return "arguments \(arguments.unread) were not read" }
    guard outputs.count == c[3].list.count else { return "\(outputs.count) results for \(c[3].list.count)" }
    for (got, wanted) in zip(outputs, c[3].list) {
      if let wrong = difference(name, got, wanted, arguments.first) { return wrong }
    }
    return nil
  }

  /// Whether an error says what NumPy's says; the names of inner loops are not part of it.
  private static func sameError(_ name: String, _ got: String, _ wanted: String) -> Bool {
    if got == wanted { return true }
    func plain(_ text: String) -> String { text.filter { !$0.isWhitespace } }
    if plain(got) == plain(wanted) { return true }
    let loops = ["not supported for the input types", "did not contain a loop", "mismatch in its core dimension"]
    return loops.contains(where: wanted.contains) && loops.contains(where: got.contains)
  }

  @Test func everyCase() {
    #expect(Self.cases.count > 3000)
    var failures: [(String, String)] = []
    for c in Self.cases {
      if let wrong = Self.replay(c) { failures.append((c[0].text, "\(c[0].text)(\(c[1].short), \(c[2].short)): \(wrong)")) }
    }
    if ProcessInfo.processInfo.environment["LANTERN_VERBOSE"] != nil {
      for (_, text) in failures { print("FAIL", text.prefix(420)) }
    }
    let byName = Dictionary(grouping: failures, by: \.0).map { "\($0.key) \($0.value.count)" }.sorted()
    #expect(failures.isEmpty, "\(failures.count) of \(Self.cases.count) cases: \(byName); \(failures.prefix(5).map(\.1))")
  }

  @Test func everyFunctionHasCases() {
    let names = Set(Self.cases.map { $0[0].text })
    #expect(NumPyTable.all.filter { !names.contains($0.name) }.map(\.name) == [])
    #expect(names.count >= 300)
  }
}

extension NumPyCase {
  /// The value as Python would write it.
  var short: String {
    switch self {
    case .null: "None"
    case .bool(let b): b ? "True" : "False"
    case .int(let i): "\(i)"
    case .double(let d): "\(d)"
    case .text(let t): t
    case .list(let items): "[" + items.map(\.short).joined(separator: ", ") + "]"
    case .fields(let all): all.map { "\($0.key)=\($0.value.short)" }.joined(separator: ", ")
    }
  }
}

extension NDArray {
  /// FNV-1a of the elements' bytes in row-major order; every NaN counts as the same.
  var bitDigest: String {
    let plain = copy(), size = itemsize
    var hash = 0xCBF2_9CE4_8422_2325 as UInt64
    let bytes = UnsafeRawBufferPointer(start: plain.tensor.pointer, count: plain.size * size)
    let isNaN = dtype.isFloatingPoint ? np.isnan(plain).toArray(Bool.self) : []
    let nan: [UInt8] =
      switch dtype {
      case .float16: [0, 0x7E]
      case .float32: [0, 0, 0xC0, 0x7F]
      default: [0, 0, 0, 0, 0, 0, 0xF8, 0x7F]
      }
    for i in 0..<plain.size {
      for k in 0..<size {
        let byte = !isNaN.isEmpty && isNaN[i] ? nan[k] : bytes[i * size + k]
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
