import Lantern
import LanternNumPy

struct BadCase: Error, CustomStringConvertible {
  let description: String
}

/// The arguments of a case; each must be read.
final class CallArguments {
  private let positional: [NumPyCase]
  private let named: [String: NumPyCase]
  private var read: Set<String> = []
  /// The first array made, to tell views from copies.
  private(set) var first: NDArray?

  init(_ positional: [NumPyCase], _ named: [String: NumPyCase]) {
    self.positional = positional
    self.named = named
  }

  /// The arguments that nobody asked for.
  var unread: [String] {
    (positional.indices.map { "\($0)" } + named.keys).filter { !read.contains($0) }
  }

  func hasNamed(_ name: String) -> Bool { named[name] != nil }

  private func find(_ place: Int?, _ name: String?) -> NumPyCase? {
    if let name, let value = named[name] {
      read.insert(name)
      return value.isNull ? nil : value.number
    }
    guard let place, place < positional.count else { return nil }
    read.insert("\(place)")
    return positional[place].isNull ? nil : positional[place].number
  }

  private func make(_ value: NumPyCase) throws -> NDArray {
    switch value {
    case .text(let recipe) where recipe.hasPrefix("@"): return try Recipe(recipe).array
    case .bool(let b): return np.array(b)
    case .int(let i): return np.array(i)
    case .double(let d): return np.array(d)
    case .text(let t) where t.hasPrefix("#"): return np.array(Double(t.dropFirst())!)
    case .list(let items):
      if items.isEmpty { return np.zeros(0) }
      return np.stack(try items.map(make))
    default: throw BadCase(description: "no array: \(value)")
    }
  }

  func array(_ place: Int, _ name: String? = nil) throws -> NDArray {
    guard let value = find(place, name) else { throw BadCase(description: "argument \(place) is missing") }
    let made = try make(value)
    if place == 0 { first = made }
    return made
  }
  func array(_ name: String, _ place: Int? = nil) throws -> NDArray? { try find(place, name).map(make) }
  func arrays(_ place: Int, _ name: String? = nil) throws -> [NDArray] { try (find(place, name)?.list ?? []).map(make) }
  /// All positional arguments from a place on.
  func rest(_ place: Int) throws -> [NDArray] { try (place..<positional.count).map { try array($0) } }
  func list(_ place: Int, _ name: String? = nil) -> [NumPyCase] { find(place, name)?.list ?? [] }
  func raw(_ place: Int?, _ name: String? = nil) -> NumPyCase? { find(place, name) }
  func makeArray(_ value: NumPyCase) throws -> NDArray { try make(value) }

  func operand(_ place: Int, _ name: String? = nil) throws -> ArrayOperandValue {
    guard let value = find(place, name) else { throw BadCase(description: "argument \(place) is missing") }
    switch value {
    case .bool(let b): return .number(.bool(b))
    case .int(let i): return .number(.int(i))
    case .double(let d): return .number(.double(d))
    default:
      let made = try make(value)
      if place == 0 { first = made }
      return .array(made)
    }
  }
  func optionalOperand(_ place: Int?, _ name: String? = nil) throws -> ArrayOperandValue? {
    guard let value = find(place, name) else { return nil }
    switch value {
    case .bool(let b): return .number(.bool(b))
    case .int(let i): return .number(.int(i))
    case .double(let d): return .number(.double(d))
    default: return .array(try make(value))
    }
  }
  func int(_ place: Int?, _ name: String? = nil) -> Int? { find(place, name)?.int }
  func int(_ place: Int?, _ name: String? = nil, _ fallback: Int) -> Int { find(place, name)?.int ?? fallback }
  func ints(_ place: Int?, _ name: String? = nil) -> [Int]? {
    guard let value = find(place, name) else { return nil }
    return value.isList ? value.ints : value.int.map { [$0] }
  }
  func double(_ place: Int?, _ name: String? = nil) -> Double? {
    switch find(place, name) {
    case let value?: value.double
    case nil: nil
    }
  }
  func flag(_ place: Int?, _ name: String, _ fallback: Bool = false) -> Bool { find(place, name).map(\.isTrue) ?? fallback }
  func text(_ place: Int?, _ name: String? = nil) -> String? { find(place, name)?.text }
  func dtype(_ name: String, _ place: Int? = nil) throws -> DType? { find(place, name).map(\.dtype) }
  func axis(_ place: Int? = nil, _ name: String = "axis") -> (any ArrayAxis)? {
    guard let value = find(place, name) else { return nil }
    return value.isList ? value.ints : value.int
  }
}

/// How a test array is made; follows `A` in `Scripts/goldens/numpy_functions.py`.
struct Recipe {
  let array: NDArray

  init(_ text: String) throws {
    let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, let dtype = DType(named: parts[0]), let seed = Int(parts[2]) else { throw BadCase(description: text) }
    let shape = parts[1].split(separator: ",").map { Int($0)! }
    switch parts[4] {
    case "t": array = Self.make(dtype, shape.reversed(), seed, parts[3]).T
    case "s": array = Self.make(dtype, shape.dropLast() + [2 * shape[shape.count - 1]], seed, parts[3])[.ellipsis, .stride(by: 2)]
    case "r": array = Self.make(dtype, shape, seed, parts[3])[.stride(by: -1)]
    default: array = Self.make(dtype, shape, seed, parts[3])
    }
  }

  private static func make(_ dtype: DType, _ shape: [Int], _ seed: Int, _ kind: String) -> NDArray {
    let count = shape.reduce(1, *), draws = np.random.RandomState(seed).randomSample(2 * count), x = draws[0..<count]
    var a: NDArray
    if dtype.isComplex {
      a = np.complex(x * 10 - 5, draws[count...] * 10 - 5)
    } else if dtype == .bool {
      a = x .> 0.5
    } else if kind == "p" {
      a = dtype.isInteger ? np.floor(x * 9) + 1 : x * 4 + 0.1
    } else if kind == "0" {
      a = dtype.isInteger ? np.floor(x * 2) : x
    } else if kind == "i" || (dtype.isInteger && dtype.isSigned) {
      a = kind == "i" ? np.floor(x * 7) - 3 : np.floor(x * 20) - 10
      if dtype.isInteger, !dtype.isSigned { a = a + 10 }
    } else if dtype.isInteger {
      a = np.floor(x * 20)
    } else {
      a = x * 10 - 5
    }
    if kind == "n", dtype.isFloatingPoint { a = np.where((np.floor(x * 1000) % 4) .== 0, np.nan, a) }
    if kind == "s" { a = np.sort(a, axis: nil) }
    if kind == "x", dtype.isFloatingPoint {
      a = np.array([Double.nan, .infinity, -.infinity, 0, -0.0, 1, -1, 0.5])[np.floor(x * 8).astype(.int64)]
    }
    return a.astype(dtype).reshape(shape)
  }
}

extension CallArguments {
  /// Whether an argument was given, even as `None`.
  func isNamed(_ name: String) -> Bool { hasNamed(name) }
}

extension NumPyCase {
  /// `#2.0` and `#inf`, which JSON has no words for, as numbers.
  var number: NumPyCase {
    if case .text(let t) = self, t.hasPrefix("#"), let value = Double(t.dropFirst()) { return .double(value) }
    return self
  }
}
