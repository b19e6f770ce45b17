/// The text PyTorch prints for a tensor, without the `torch.` in front of dtypes.
///
/// Lines are broken where PyTorch breaks them, that is as if `torch.` were there. Mirrors `torch.Tensor.__repr__`; see
/// `setPrintOptions(precision:threshold:edgeItems:lineWidth:profile:sciMode:)`.
///
/// - Parameters:
///   - array: the elements; a tensor that is summarised has only its corners read.
///   - options: digits, widths and the size from which a tensor is summarised.
///   - defaultDType: the floating-point type that goes without saying, and whose complex counterpart does.
///   - device: the device to name, such as `cuda:0`; `nil` for the default device, which goes without saying.
///   - gradFn: the name of the operation that made the tensor, such as `AddBackward0`.
///   - requiresGrad: whether gradients are wanted; shown where there is no `gradFn`.
///   - isParameter: whether the tensor is a module's parameter, which is said in a line of its own.
package func describeTensor(
  _ array: PrintableArray, options: PrintOptions = .current, defaultDType: DType = .float32, device: String? = nil,
  gradFn: String? = nil, requiresGrad: Bool = false, isParameter: Bool = false
) -> String {
  var frame = TensorFrame(options: options, isParameter: isParameter)
  if let device { frame.suffixes.append("device='\(device)'") }
  if array.count == 0 {
    if array.shape.count != 1 { frame.append(size: array.shape) }
    if array.dtype != defaultDType { frame.append(dtype: array.dtype) }
    frame.text.append("[]")
  } else {
    if options.edgeItems == 0 { frame.append(size: array.shape) }
    let complexDefault: DType = defaultDType == .float64 ? .complex128 : .complex64
    if ![defaultDType, complexDefault, .int64, .bool].contains(array.dtype) { frame.append(dtype: array.dtype) }
    TensorBody.write(array, options: options, indent: TensorFrame.indent, to: &frame.text)
  }
  frame.append(gradFn: gradFn, requiresGrad: requiresGrad)
  return frame.finish()
}

/// The text PyTorch prints for a tensor that has a shape but no elements to read: `tensor(..., device='meta', size=(2, 3))`.
package func describeMetaTensor(
  shape: [Int], dtype: DType, options: PrintOptions = .current, defaultDType: DType = .float32, device: String = "meta",
  gradFn: String? = nil, requiresGrad: Bool = false, isParameter: Bool = false
) -> String {
  var frame = TensorFrame(options: options, isParameter: isParameter)
  frame.suffixes.append("device='\(device)'")
  frame.append(size: shape)
  if dtype != defaultDType { frame.append(dtype: dtype) }
  frame.text.append("...")
  frame.append(gradFn: gradFn, requiresGrad: requiresGrad)
  return frame.finish()
}

/// The text of a shape, `Size([2, 3])`: PyTorch's `torch.Size` without the prefix.
package func describeSize(_ shape: [Int]) -> String {
  "Size([" + shape.map(String.init).joined(separator: ", ") + "])"
}

/// The text of a result with named parts, as of `max(dim:)`: `return_types.max(`, a line for every part, `)`.
package func describeNamedResult(_ name: String, _ parts: [(name: String, text: String)]) -> String {
  "return_types.\(name)(\n" + parts.map { "\($0.name)=\($0.text)" }.joined(separator: ",\n") + ")"
}

/// What stands around a tensor's elements: `tensor(` … `, dtype=float64, grad_fn=<AddBackward0>)`.
private struct TensorFrame {
  static let prefix = "tensor("
  static let indent = prefix.utf8.count
  /// The prefix PyTorch prints before a dtype. It takes part in breaking lines but is not printed.
  static let silentPrefix = "torch.".utf8.count

  var text = TextBuffer()
  var suffixes: [String] = []
  private var dtypeSuffix = -1
  private let options: PrintOptions
  private let isParameter: Bool

  init(options: PrintOptions, isParameter: Bool) {
    self.options = options
    self.isParameter = isParameter
    text.append(Self.prefix)
  }

  mutating func append(size shape: [Int]) {
    var suffix = TextBuffer()
    suffix.append("size=")
    suffix.append(tuple: shape)
    suffixes.append(suffix.string)
  }

  mutating func append(dtype: DType) {
    dtypeSuffix = suffixes.count
    suffixes.append("dtype=\(dtype.name)")
  }

  mutating func append(gradFn: String?, requiresGrad: Bool) {
    if let gradFn {
      suffixes.append("grad_fn=<\(gradFn)>")
    } else if requiresGrad {
      suffixes.append("requires_grad=True")
    }
  }

  /// Appends the suffixes, each on the current line while it fits, and closes the bracket.
  consuming func finish() -> String {
    let newline = text.bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1
    var column = text.count - newline + 1
    for (index, suffix) in suffixes.enumerated() {
      let width = suffix.unicodeScalars.count + (index == dtypeSuffix ? Self.silentPrefix : 0)
      if column + width + 2 > options.lineWidth {
        text.append(",\n")
        text.append(ascii: " ", count: Self.indent)
        column = Self.indent + width
      } else {
        text.append(", ")
        column += width + 2
      }
      text.append(suffix)
    }
    text.append(ascii: ")")
    return (isParameter ? "Parameter containing:\n" : "") + text.string
  }
}

/// The elements of a tensor between brackets, as PyTorch lays them out.
private struct TensorBody {
  private let shape: [Int]
  private let edge: Int?
  private let perLineWidth: Int
  private let elementWidth: Int
  private let real: TensorColumn
  private let imaginary: TensorColumn?
  private var next = 0
  private var text: TextBuffer

  static func write(_ array: PrintableArray, options: PrintOptions, indent: Int, to text: inout TextBuffer) {
    var body = TensorBody(array, options: options, text: text)
    body.write(axis: 0, indent: indent)
    text = body.text
  }

  private init(_ array: PrintableArray, options: PrintOptions, text: consuming TextBuffer) {
    shape = array.shape
    edge = array.count > options.threshold ? options.edgeItems : nil
    perLineWidth = options.lineWidth
    real = TensorColumn(array, part: .real, edge: edge, options: options)
    imaginary = array.dtype.isComplex ? TensorColumn(array, part: .imaginary, edge: edge, options: options) : nil
    // A separator of two characters belongs to every element, and the letter j to a complex one.
    elementWidth = real.width + 2 + (imaginary.map { $0.width + 1 } ?? 0)
    self.text = text
  }

  private mutating func write(axis: Int, indent: Int) {
    if axis == shape.count { return writeElement() }
    let size = shape[axis]
    let isCut = edge.map { size > 2 * $0 } ?? false
    let leading = isCut ? edge ?? 0 : size
    let trailing = isCut ? edge ?? 0 : 0
    text.append(ascii: "[")
    let isLast = axis == shape.count - 1
    let perLine = isLast ? max(1, (perLineWidth - indent) / elementWidth) : 1
    for item in 0..<(leading + trailing + (isCut ? 1 : 0)) {
      if item > 0 {
        text.append(ascii: ",")
        if item % perLine == 0 {
          // One newline between rows, and one more for every dimension that a block has beyond a row's.
          text.append(ascii: "\n", count: max(shape.count - axis - 1, 1))
          text.append(ascii: " ", count: indent + 1)
        } else {
          text.append(ascii: " ")
        }
      }
      if isCut && item == leading {
        // The gap in a row of numbers has a space in front; the gap between rows has none.
        text.append(isLast && leading > 0 ? " ..." : "...")
      } else {
        write(axis: axis + 1, indent: indent + 1)
      }
    }
    text.append(ascii: "]")
  }

  private mutating func writeElement() {
    let digits = real.texts[next]
    text.append(ascii: " ", count: real.width - digits.count)
    text.append(digits)
    if let imaginary {
      let digits = imaginary.texts[next]
      if digits.first != UInt8(ascii: "-") { text.append(ascii: "+") }
      text.append(digits)
      text.append(ascii: "j")
    }
    next += 1
  }
}
