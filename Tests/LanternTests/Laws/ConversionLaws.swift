import CKernels
import Foundation
import Lantern
import Testing

/// Conversions between all pairs of dtypes, against the real PyTorch; see Scripts/goldens/conversions.py.
@Suite struct ConversionLaws {
  struct Record: Decodable, Sendable, CustomTestStringConvertible {
    let from: String
    let elements: String
    let to: [String: String]
    let open: [String: [Int]]
    var testDescription: String { from }
  }
  private struct File: Decodable { let conversions: [Record] }

  static let records: [Record] = {
    do {
      let url = Bundle.module.url(forResource: "conversion-goldens", withExtension: "json", subdirectory: "Golden")!
      return try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).conversions
    } catch { fatalError("the golden conversions cannot be read: \(error)") }
  }()

  private static func bytes(_ text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    func value(_ digit: UInt8) -> UInt8 { digit < 58 ? digit - 48 : digit - 87 }
    return stride(from: 0, to: digits.count, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
  }

  private static func tensor(_ bytes: [UInt8], _ dtype: DType) -> Tensor {
    let t = Tensor.empty(bytes.count / dtype.itemSize, dtype: dtype)
    bytes.withUnsafeBytes { t.pointer.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    return t
  }

  @Test func goldensAreThere() {
    #expect(Self.records.map(\.from) == DType.allCases.map(\.name))
    #expect(Self.records.allSatisfy { Set($0.to.keys) == Set(DType.allCases.map(\.name)) })
  }

  @Test("Every pair of dtypes", arguments: records)
  func golden(record: Record) throws {
    let source = try #require(DType(named: record.from))
    let x = Self.tensor(Self.bytes(record.elements), source)
    let count = x.elementCount
    // The same numbers lying apart, and many times over, so that every loop takes part.
    let apart = Tensor.stack([x, x], 1).select(1, 0)
    let many = Tensor.cat(Array(repeating: x, count: 40))
    for target in DType.allCases {
      let wanted = Self.bytes(try #require(record.to[target.name]))
      let open = Set(record.open[target.name] ?? [])
      let size = target.itemSize
      for (way, converted) in [("as it is", x.to(target)), ("apart", apart.to(target)), ("long", many.to(target))] {
        let made = converted.bytes
        for i in 0..<converted.elementCount where !open.contains(i % count) {
          let (a, b) = (Array(made[i * size..<(i + 1) * size]), Array(wanted[i % count * size..<(i % count + 1) * size]))
          if a != b, !Self.areBothNaN(a, b, target) {
            Issue.record(
              "\(source) -> \(target), \(way), element \(i % count) (\(x[i % count])): \(Self.tensor(a, target)) instead of \(Self.tensor(b, target))"
            )
            break
          }
        }
      }
    }
  }

  /// NaN has many bit patterns; only that it is one counts.
  private static func areBothNaN(_ a: [UInt8], _ b: [UInt8], _ dtype: DType) -> Bool {
    let half = dtype.isComplex ? dtype.itemSize / 2 : dtype.itemSize
    guard dtype.isDifferentiable else { return false }
    return stride(from: 0, to: a.count, by: half).allSatisfy { start in
      let (p, q) = (Array(a[start..<start + half]), Array(b[start..<start + half]))
      return p == q || (tensor(p, dtype.realPart).item().doubleValue.isNaN && tensor(q, dtype.realPart).item().doubleValue.isNaN)
    }
  }

  // ---- half precision: all 65,536 patterns, against a definition by the format's own words

  /// The number that a half's bits stand for: a sign, `exponent` bits of exponent and the rest of fraction.
  private static func value(_ bits: UInt16, exponentBits: Int) -> Double {
    let fractionBits = 15 - exponentBits
    let bias = (1 << (exponentBits - 1)) - 1
    let sign: FloatingPointSign = bits >> 15 == 1 ? .minus : .plus
    let exponent = Int(bits >> UInt16(fractionBits)) & ((1 << exponentBits) - 1)
    let fraction = Double(bits & ((1 << UInt16(fractionBits)) - 1)) / Double(1 << fractionBits)
    if exponent == (1 << exponentBits) - 1 { return fraction != 0 ? .nan : sign == .minus ? -.infinity : .infinity }
    let magnitude =
      exponent == 0
      ? fraction * Double(sign: .plus, exponent: 1 - bias, significand: 1)
      : (1 + fraction) * Double(sign: .plus, exponent: exponent - bias, significand: 1)
    return sign == .minus ? -magnitude : magnitude
  }

  @Test("Every half", arguments: [(DType.float16, 5), (DType.bfloat16, 8)])
  func allHalves(dtype: DType, exponentBits: Int) throws {
    let patterns = (0...UInt16.max).map { $0 }
    let x = Self.tensor(patterns.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, dtype)
    let single = x.to(.float32).toArray(Float.self)
    let double = x.to(.float64).toArray(Double.self)
    let back = x.to(.float32).to(dtype).bytes
    let backFromDouble = x.to(.float64).to(dtype).bytes
    var failures = 0
    for bits in patterns {
      let wanted = Self.value(bits, exponentBits: exponentBits)
      let i = Int(bits)
      let returned = UInt16(back[2 * i]) | UInt16(back[2 * i + 1]) << 8
      let returnedFromDouble = UInt16(backFromDouble[2 * i]) | UInt16(backFromDouble[2 * i + 1]) << 8
      if wanted.isNaN {
        if !single[i].isNaN || !double[i].isNaN || !Self.value(returned, exponentBits: exponentBits).isNaN { failures += 1 }
      } else if Double(single[i]).bitPattern != wanted.bitPattern || double[i].bitPattern != wanted.bitPattern || returned != bits
        || returnedFromDouble != bits
      {
        failures += 1
      }
    }
    #expect(failures == 0)
  }

  /// Floats on both sides of every border between two halves go to the nearer one, ties to the even one.
  @Test("Rounding to halves", arguments: [(DType.float16, 5), (DType.bfloat16, 8)])
  func rounding(dtype: DType, exponentBits: Int) throws {
    let top = UInt16((1 << exponentBits) - 1) << UInt16(15 - exponentBits)  // infinity
    var singles: [Float] = []
    var wanted: [UInt16] = []
    for bits in 0..<top {
      let low = Self.value(bits, exponentBits: exponentBits)
      // Beyond the largest number the border lies where the next one would.
      let high =
        bits + 1 == top ? 2 * low - Self.value(bits - 1, exponentBits: exponentBits) : Self.value(bits + 1, exponentBits: exponentBits)
      let border = Float(low + (high - low) / 2)
      singles += [border.nextDown, border, border.nextUp]
      wanted += [bits, bits % 2 == 0 ? bits : bits + 1, bits + 1]
    }
    // The borders below the smallest subnormal bfloat16 are no floats themselves; every other border is exact.
    let made = Tensor(singles + singles.map { -$0 }, shape: [2 * singles.count]).to(dtype).bytes
    var failures = 0
    for (i, w) in wanted.enumerated() {
      let bits = UInt16(made[2 * i]) | UInt16(made[2 * i + 1]) << 8
      let j = i + wanted.count
      let negative = UInt16(made[2 * j]) | UInt16(made[2 * j + 1]) << 8
      if bits != w || negative != w | 0x8000 { failures += 1 }
    }
    #expect(failures == 0)
    #expect(ck_f32_to_f16(.nan) & 0x7FFF > 0x7C00 && ck_f32_to_bf16(.nan) & 0x7FFF > 0x7F80)
  }
}
