/// The elements of a tensor as PyTorch formats them: all texts chosen together, so that they line up in columns.
///
/// A complex tensor has two, one of the real and one of the imaginary parts.
struct TensorColumn {
  /// The part of a complex number that is printed.
  enum Part { case real, imaginary }

  /// The texts without padding, in the order of `PrintableArray.forEachOffset`.
  private(set) var texts = TextList()
  /// The width to which every text is padded on the left; a longer text is not cut.
  private(set) var width = 1

  /// The texts of one part of the elements that are printed.
  init(_ array: PrintableArray, part: Part, edge: Int?, options: PrintOptions) {
    if array.dtype.isFloatingPoint || array.dtype.isComplex {
      var values: [Double] = []
      array.forEachOffset(edge: edge) { values.append(part == .real ? array.real(at: $0) : array.imaginary(at: $0)) }
      format(values, style: NumberStyle(values, sciMode: options.sciMode), precision: options.precision)
    } else {
      let isBool = array.dtype == .bool
      array.forEachOffset(edge: edge) { offset in
        if isBool {
          texts.buffer.append(pythonRepr(array.bool(at: offset)))
        } else {
          array.appendInteger(at: offset, to: &texts.buffer)
        }
        width = max(width, texts.endText())
      }
    }
  }

  private mutating func format(_ values: [Double], style: NumberStyle, precision: Int) {
    for value in values {
      if !value.isFinite {
        texts.buffer.append(nonFinite: value)
      } else {
        switch style {
        case .scientific: texts.buffer.append(exponent: value, precision: precision)
        case .fixed: texts.buffer.append(fixed: value, precision: precision)
        case .integral:
          texts.buffer.append(fixed: value, precision: 0)
          texts.buffer.append(ascii: ".")
        }
      }
      let length = texts.endText()
      // PyTorch takes the width from the finite numbers other than zero alone, so that a zero or an infinity may stick out.
      if value.isFinite && value != 0 { width = max(width, length) }
    }
  }

  /// How all numbers of a column are written.
  private enum NumberStyle {
    case integral, fixed, scientific

    /// The choice PyTorch makes from the finite numbers other than zero.
    init(_ values: [Double], sciMode: Bool?) {
      var smallest = Double.infinity, largest = 0.0
      var isIntegral = true
      for value in values where value.isFinite && value != 0 {
        smallest = min(smallest, value.magnitude)
        largest = max(largest, value.magnitude)
        isIntegral = isIntegral && value == value.rounded(.up)
      }
      if largest == 0 {
        self = .integral
      } else if sciMode ?? (largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4) {
        self = .scientific
      } else {
        self = isIntegral ? .integral : .fixed
      }
    }
  }
}
