import Lantern
import LanternNumPy

/// One function of NumPy, and how it is asked for in Swift.
struct NumPyCall: Sendable {
  /// A result.
  enum Output {
    case array(NDArray)
    case value(NumPyCase)
  }

  /// NumPy's name, without `np.`: `linalg.inv`.
  let name: String
  /// The spelling in Swift.
  let swift: String
  let run: @Sendable (CallArguments) throws -> [Output]

  static func one(_ name: String, _ swift: String, _ run: @escaping @Sendable (CallArguments) throws -> NDArray) -> NumPyCall {
    NumPyCall(name: name, swift: swift) { [.array(try run($0))] }
  }
  static func many(_ name: String, _ swift: String, _ run: @escaping @Sendable (CallArguments) throws -> [NDArray]) -> NumPyCall {
    NumPyCall(name: name, swift: swift) { try run($0).map { .array($0) } }
  }
  static func values(_ name: String, _ swift: String, _ run: @escaping @Sendable (CallArguments) throws -> [NumPyCase]) -> NumPyCall {
    NumPyCall(name: name, swift: swift) { try run($0).map { .value($0) } }
  }

  typealias Unary = @Sendable (ArrayOperandValue, NDArray?, NDArray?, DType?) -> NDArray
  typealias Binary = @Sendable (ArrayOperandValue, ArrayOperandValue, NDArray?, NDArray?, DType?) -> NDArray

  /// A function of each element.
  static func unary(_ name: String, _ swift: String, _ run: @escaping Unary) -> NumPyCall {
    one(name, "np.\(swift)(x)") { a in run(try a.operand(0), try a.array("out"), try a.array("where"), try a.dtype("dtype")) }
  }
  /// A function of pairs of elements.
  static func binary(_ name: String, _ swift: String, _ run: @escaping Binary) -> NumPyCall {
    one(name, "np.\(swift)(a, b)") { a in
      run(try a.operand(0), try a.operand(1), try a.array("out"), try a.array("where"), try a.dtype("dtype"))
    }
  }
}

/// Every function of NumPy with cases, by name.
enum NumPyTable {
  struct Family {
    let title: String
    let calls: [NumPyCall]
  }

  static let families: [Family] = [
    Family(title: "Element by element", calls: arithmetic + elementary + tests),
    Family(title: "Rounding, limits, parts, comparisons", calls: choosing),
    Family(title: "Reductions", calls: reductions),
    Family(title: "Statistics", calls: statistics),
    Family(title: "Shapes", calls: shapes),
    Family(title: "Joining and splitting", calls: joining),
    Family(title: "Elements at positions", calls: selecting),
    Family(title: "Order and sets", calls: sorting),
    Family(title: "Products and linear algebra", calls: products + linearAlgebra),
    Family(title: "Fourier transforms", calls: fourier),
    Family(title: "Polynomials, differences, interpolation, windows", calls: calculus),
    Family(title: "New arrays", calls: creation),
    Family(title: "Types", calls: types),
  ]
  static let all: [NumPyCall] = families.flatMap(\.calls)
  static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
