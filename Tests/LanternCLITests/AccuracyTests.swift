import Foundation
import Lantern
import LanternIO
import Testing

@testable import LanternChecks

@Suite struct AccuracyTests {
  /// A sample of what `lantern accuracy --stride 1` tries; its table stands in docs/accuracy.md.
  @Test(arguments: FunctionAccuracy.functions.map(\.name)) func float32(_ name: String) throws {
    let function = try #require(FunctionAccuracy.functions.first { $0.name == name })
    let measured = try FunctionAccuracy(function, stride: 65_537)
    #expect(measured.tried == 65_536)
    #expect(measured.isWithinLimit, "\(measured.row)")
  }

  /// The float64 results that float32 is compared with are themselves right: values by `Scripts/goldens/functions.py`.
  @Test func float64() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/function-values.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    guard case .object(let functions) = try JSON(parsing: text) else { throw CancellationError() }
    for function in FunctionAccuracy.functions where !Self.plain.contains(function.name) {
      guard case .array(let rows)? = functions[function.name] else {
        Issue.record("\(function.name) has no values: add it to Scripts/goldens/functions.py")
        continue
      }
      #expect(rows.count > 20)
      let pairs = rows.compactMap { row -> (x: Double, y: Double)? in
        guard case .array(let items) = row, items.count == 2, case .number(let x) = items[0], case .number(let y) = items[1]
        else { return nil }
        return (x.double, y.double)
      }
      let results = try withTensorErrors {
        apply(function, Tensor(pairs.map(\.x), dtype: .float64), FunctionAccuracy.parameters(of: function)).toArray(Double.self)
      }
      for (pair, result) in zip(pairs, results) {
        // Far more than float32 can tell, and little in float64.
        let error = abs(result - pair.y) / abs(pair.y).ulp
        #expect(error <= 512, "\(function.name)(\(pair.x)) is \(result) instead of \(pair.y), \(error) units away")
      }
    }
  }

  /// Functions whose formula is exact or has parameters; the laws hold them against a second definition.
  private static let plain: Set<String> = [
    "floor", "ceil", "trunc", "round", "frac", "angle", "nan_to_num", "leaky_relu", "elu", "celu", "softplus", "hardsigmoid", "hardswish",
    "hardshrink", "softshrink",
  ]

  @Test func errorsAreCountedInUnits() {
    #expect(FunctionAccuracy.error(1, 1) == 0)
    #expect(FunctionAccuracy.error(Float(1).nextUp, 1) == 1)
    #expect(FunctionAccuracy.error(Float(1).nextDown, 1) == 0.5)
    #expect(FunctionAccuracy.error(1, 1 + 0x1p-24) == 0.5)
    #expect(FunctionAccuracy.error(0, Double(Float.leastNonzeroMagnitude)) == 1)
    #expect(FunctionAccuracy.error(.nan, .nan) == 0)
    #expect(FunctionAccuracy.error(.nan, 1) == .infinity)
    #expect(FunctionAccuracy.error(1, .nan) == .infinity)
    #expect(FunctionAccuracy.error(.infinity, .infinity) == 0)
    #expect(FunctionAccuracy.error(.infinity, 1e39) == 0)
    #expect(FunctionAccuracy.error(-.infinity, 1e39) > 1000)
    #expect(FunctionAccuracy.error(.infinity, Double(Float.greatestFiniteMagnitude)) == 1)
    #expect(FunctionAccuracy.error(.infinity, 3) > 1000)
    #expect(FunctionAccuracy.error(3, .infinity) == .infinity)
  }
}
