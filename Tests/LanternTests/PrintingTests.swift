import Testing

@testable import Lantern
@testable import LanternNumPy

/// Prints values as a row-major tensor.
private func tensorText<T: BitwiseCopyable>(
  _ values: [T], _ dtype: DType, _ shape: [Int], _ options: PrintOptions = PrintOptions(), device: String? = nil,
  gradFn: String? = nil, requiresGrad: Bool = false, isParameter: Bool = false
) -> String {
  values.withUnsafeBytes { bytes in
    describeTensor(
      PrintableArray(contiguous: bytes.baseAddress!, dtype: dtype, shape: shape), options: options, device: device,
      gradFn: gradFn, requiresGrad: requiresGrad, isParameter: isParameter)
  }
}

private func arrayText<T: BitwiseCopyable>(
  _ values: [T], _ dtype: DType, _ shape: [Int], _ options: NumPyPrintOptions = NumPyPrintOptions(), _ style: NumPyTextStyle = .repr
) -> String {
  values.withUnsafeBytes { bytes in
    describeArray(PrintableArray(contiguous: bytes.baseAddress!, dtype: dtype, shape: shape), options: options, style: style)
  }
}

@Suite struct PrintableArrayTests {
  @Test func everyTypeIsRead() {
    #expect(tensorText([UInt8(1), 0], .bool, [2]) == "tensor([ True, False])")
    #expect(tensorText([UInt8.max], .uint8, [1]) == "tensor([255], dtype=uint8)")
    #expect(tensorText([Int8.min], .int8, [1]) == "tensor([-128], dtype=int8)")
    #expect(tensorText([Int16.min], .int16, [1]) == "tensor([-32768], dtype=int16)")
    #expect(tensorText([Int32.min], .int32, [1]) == "tensor([-2147483648], dtype=int32)")
    #expect(tensorText([Int64.min], .int64, [1]) == "tensor([-9223372036854775808])")
    #expect(tensorText([UInt16.max], .uint16, [1]) == "tensor([65535], dtype=uint16)")
    #expect(tensorText([UInt32.max], .uint32, [1]) == "tensor([4294967295], dtype=uint32)")
    #expect(tensorText([UInt64.max], .uint64, [1]) == "tensor([18446744073709551615], dtype=uint64)")
    #expect(tensorText([Float16(1.5)], .float16, [1]) == "tensor([1.5000], dtype=float16)")
    #expect(tensorText([UInt16(0x3FC0)], .bfloat16, [1]) == "tensor([1.5000], dtype=bfloat16)")
    #expect(tensorText([Float(1.5)], .float32, [1]) == "tensor([1.5000])")
    #expect(tensorText([1.5], .float64, [1]) == "tensor([1.5000], dtype=float64)")
    #expect(tensorText([Float(1.5), -2], .complex64, [1]) == "tensor([1.5000-2.j])")
    #expect(tensorText([1.5, -0.25], .complex128, [1]) == "tensor([1.5000-0.2500j], dtype=complex128)")
  }

  @Test func stridesAreFollowed() {
    let values: [Int32] = [0, 1, 2, 3, 4, 5]
    values.withUnsafeBytes { bytes in
      let base = bytes.baseAddress!
      let transposed = PrintableArray(base: base, dtype: .int32, shape: [3, 2], strides: [1, 3])
      #expect(describeArray(transposed, options: .init(), style: .str) == "[[0 3]\n [1 4]\n [2 5]]")
      let backwards = PrintableArray(base: base, dtype: .int32, shape: [3], strides: [-2], offset: 5)
      #expect(describeArray(backwards, options: .init(), style: .str) == "[5 3 1]")
      let expanded = PrintableArray(base: base, dtype: .int32, shape: [2, 2], strides: [0, 1], offset: 2)
      #expect(describeTensor(expanded, options: PrintOptions()) == "tensor([[2, 3],\n        [2, 3]], dtype=int32)")
    }
  }

  /// Only 4 elements exist in memory; every other address that a full print would read is far outside.
  @Test func aSummaryReadsTheCornersAlone() {
    var corner: [Double] = [0.5, 1.5, 2.5, 3.5]
    corner.withUnsafeMutableBytes { bytes in
      let array = PrintableArray(
        base: UnsafeRawPointer(bytes.baseAddress!), dtype: .float64, shape: [1 << 40, 1 << 20], strides: [0, 1 << 40])
      var options = PrintOptions(edgeItems: 1)
      var offsets: [Int] = []
      array.forEachOffset(edge: 1) { offsets.append($0) }
      #expect(offsets == [0, ((1 << 20) - 1) << 40, 0, ((1 << 20) - 1) << 40])
      options.edgeItems = 0
      let text = describeTensor(array, options: options, defaultDType: .float64)
      #expect(text == "tensor([...], size=(1099511627776, 1048576))")
    }
  }

  @Test func aHugeExpandedTensorIsSummarised() {
    let one: [Float] = [0.25]
    one.withUnsafeBytes { bytes in
      let array = PrintableArray(base: bytes.baseAddress!, dtype: .float32, shape: [1 << 40, 1 << 40], strides: [0, 0])
      #expect(array.count == Int.max)
      let row = "[0.2500, 0.2500, 0.2500,  ..., 0.2500, 0.2500, 0.2500]"
      let gap = "\n        "
      let expected = "tensor([" + [row, row, row, "...", row, row, row].joined(separator: "," + gap) + "])"
      #expect(describeTensor(array, options: PrintOptions()) == expected)
    }
  }
}

@Suite struct TensorTextTests {
  @Test func suffixesComeInPyTorchsOrder() {
    let values = [1.5, 2.5]
    #expect(
      tensorText(values, .float64, [2], device: "cuda:0", gradFn: "AddBackward0", requiresGrad: true)
        == "tensor([1.5000, 2.5000], device='cuda:0', dtype=float64,\n       grad_fn=<AddBackward0>)")
    #expect(
      tensorText(values, .float64, [2], requiresGrad: true, isParameter: true)
        == "Parameter containing:\ntensor([1.5000, 2.5000], dtype=float64, requires_grad=True)")
  }

  @Test func emptyTensorsShowTheirShape() {
    #expect(tensorText([Float(0)], .float32, [0]) == "tensor([])")
    #expect(tensorText([Float(0)], .int64, [2, 0], requiresGrad: false) == "tensor([], size=(2, 0), dtype=int64)")
  }

  @Test func metaTensorsHaveNoElements() {
    #expect(describeMetaTensor(shape: [2, 3], dtype: .float32) == "tensor(..., device='meta', size=(2, 3))")
    #expect(
      describeMetaTensor(shape: [2], dtype: .int64, requiresGrad: true)
        == "tensor(..., device='meta', size=(2,), dtype=int64, requires_grad=True)")
  }

  @Test func sizesAndNamedResults() {
    #expect(describeSize([]) == "Size([])")
    #expect(describeSize([2, 3]) == "Size([2, 3])")
    #expect(
      describeNamedResult("max", [("values", "tensor([1.])"), ("indices", "tensor([0])")])
        == "return_types.max(\nvalues=tensor([1.]),\nindices=tensor([0]))")
  }

  @Test func pythonNumbers() {
    let expected: [(Double, String)] = [
      (0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (0.1, "0.1"), (-0.2859211564064026, "-0.2859211564064026"), (1e-4, "0.0001"),
      (1e-5, "1e-05"), (1.25e-7, "1.25e-07"), (1e15, "1000000000000000.0"), (9999999999999998, "9999999999999998.0"),
      (1e16, "1e+16"), (1.5e300, "1.5e+300"), (.leastNonzeroMagnitude, "5e-324"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
      (.nan, "nan"), (-.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"), (123456.789, "123456.789"),
    ]
    for (value, text) in expected { #expect(pythonRepr(value) == text) }
    #expect(pythonRepr(true) == "True")
    #expect(pythonRepr(false) == "False")
  }

  @Test func extremePrecisionIsExact() {
    let text = tensorText([0.1], .float64, [1], PrintOptions(precision: 55))
    #expect(text == "tensor([0.1000000000000000055511151231257827021181583404541015625],\n       dtype=float64)")
    #expect(tensorText([Double.leastNonzeroMagnitude], .float64, [1], PrintOptions(precision: 5000)).utf8.count > 1100)
  }
}

/// One test changes the options of the whole program, so these run one after another.
@Suite(.serialized) struct PrintOptionsTests {
  @Test func valuesOutOfRangeAreMoved() {
    var options = PrintOptions(precision: -3, threshold: -1, edgeItems: -2, lineWidth: -80)
    #expect(options == PrintOptions(precision: 0, threshold: 0, edgeItems: 0, lineWidth: 1))
    options.edgeItems = .max
    options.precision = .max
    options.lineWidth = .min
    #expect(options == PrintOptions(precision: 1100, threshold: 0, edgeItems: .max / 2, lineWidth: 1))
    #expect(tensorText([1, 2, 3], .int64, [3], options) == "tensor([1,\n        2,\n        3])")
  }

  @Test func profilesComeFirst() {
    let before = PrintOptions.current
    defer { PrintOptions.current = before }
    setPrintOptions(lineWidth: 60, sciMode: true)
    #expect(PrintOptions.current == PrintOptions(lineWidth: 60, sciMode: true))
    setPrintOptions(precision: 3, profile: .short)
    #expect(PrintOptions.current == PrintOptions(precision: 3, edgeItems: 2))
    setPrintOptions(profile: .full)
    #expect(PrintOptions.current == PrintOptions(threshold: .max))
    setPrintOptions(profile: .default)
    #expect(PrintOptions.current == PrintOptions())
  }

  @Test func numPyOptionsAreClampedToo() {
    let options = NumPyPrintOptions(precision: -1, threshold: -5, edgeItems: -1)
    #expect(options == NumPyPrintOptions(precision: 0, threshold: 0, edgeItems: 0))
    #expect(arrayText([1.5, 2.5], .float64, [2], options) == "array([..., 2.], shape=(2,))")
  }
}

@Suite struct ArrayTextTests {
  @Test func bfloat16HasItsOwnShortestDigits() {
    // 0x3DCD is 0.10009765625, the bfloat16 nearest to 0.1.
    #expect(arrayText([UInt16(0x3DCD), 0x3F80], .bfloat16, [2]) == "array([0.1, 1. ], dtype=bfloat16)")
  }

  @Test func largeHalvesHaveNoNeedlessDigits() {
    #expect(arrayText([Float16(65504)], .float16, [1]) == "array([6.55e+04], dtype=float16)")
    #expect(arrayText([Float16(4112)], .float16, [1]) == "array([4.11e+03], dtype=float16)")
  }

  @Test func scalarsNameTheirType() {
    let value: [Float] = [1e-4, -2]
    value.withUnsafeBytes { bytes in
      let scalar = PrintableArray(contiguous: bytes.baseAddress!, dtype: .float32, shape: [])
      #expect(describeNumPyScalar(scalar, style: .repr) == "np.float32(1e-04)")
      #expect(describeArray(scalar, options: .init(), style: .str) == "1e-04")
      let complex = PrintableArray(contiguous: bytes.baseAddress!, dtype: .complex64, shape: [])
      #expect(describeNumPyScalar(complex, style: .str) == "(1e-04-2j)")
    }
  }
}
