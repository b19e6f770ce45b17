import Foundation
import Lantern
import LanternNumPy
import Testing

/// A value of the golden file that real NumPy made (`Scripts/goldens/numpy_cases.py`).
enum NumPyCase: Decodable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case text(String)
  case list([NumPyCase])
  case fields([String: NumPyCase])

  init(from decoder: any Decoder) throws {
    let c = try decoder.singleValueContainer()
    if c.decodeNil() {
      self = .null
    } else if let v = try? c.decode(Bool.self) {
      self = .bool(v)
    } else if let v = try? c.decode(Int.self) {
      self = .int(v)
    } else if let v = try? c.decode(Double.self) {
      self = .double(v)
    } else if let v = try? c.decode(String.self) {
      self = .text(v)
    } else if let v = try? c.decode([NumPyCase].self) {
      self = .list(v)
    } else {
      self = .fields(try c.decode([String: NumPyCase].self))
    }
  }

  subscript(i: Int) -> NumPyCase { list[i] }
  subscript(name: String) -> NumPyCase {
    if case .fields(let all) = self { all[name] ?? .null } else { .null }
  }
  var list: [NumPyCase] { if case .list(let v) = self { v } else { [] } }
  var text: String { if case .text(let v) = self { v } else { "" } }
  var int: Int? { if case .int(let v) = self { v } else { nil } }
  var ints: [Int] { list.map { $0.int! } }
  var double: Double { if case .double(let v) = self { v } else { Double(int!) } }
  var isTrue: Bool { if case .bool(let v) = self { v } else { false } }
  var isNull: Bool { if case .null = self { true } else { false } }
  var isList: Bool { if case .list = self { true } else { false } }
  var dtype: DType { DType(named: text)! }

  static let all: NumPyCase = {
    let url = Bundle.module.url(forResource: "numpy-cases", withExtension: "json", subdirectory: "Golden")!
    do { return try JSONDecoder().decode(NumPyCase.self, from: Data(contentsOf: url)) } catch {
      fatalError("the golden file cannot be read: \(error)")
    }
  }()
}

/// The text of an array, or `error: ` and NumPy's message.
func attempt(_ body: () -> NDArray) -> String { attempt { np.repr(body()) } }

func attempt(_ body: () -> String) -> String {
  do { return try withTensorErrors(body) } catch {
    return "error: " + ((error as? TensorError)?.message ?? "\(error)")
  }
}

extension NDArray {
  /// FNV-1a of the elements' bytes in row-major order.
  var digest: String {
    func of<E: TensorElement>(_ type: E.Type) -> String {
      let hash = toArray(E.self).withUnsafeBytes { $0.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
      let digits = String(hash, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return switch dtype {
    case .bool: of(Bool.self)
    case .int32: of(Int32.self)
    case .int64: of(Int.self)
    case .float16: of(Float16.self)
    case .float32: of(Float.self)
    case .float64: of(Double.self)
    default: "no digest of \(dtype)"
    }
  }
}

/// NumPy's own print options, whatever other tests do to those of the process.
struct DefaultPrintOptions: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true

  func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
    try await NumPyPrintOptions.$scoped.withValue(NumPyPrintOptions()) { try await function() }
  }
}

extension Trait where Self == DefaultPrintOptions {
  static var defaultPrintOptions: Self { Self() }
}
