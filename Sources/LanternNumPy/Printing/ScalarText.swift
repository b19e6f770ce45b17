import Lantern

/// The text of a NumPy scalar, the first element of `array`: `np.float64(0.1)` as `repr`, `0.1` as `str`.
///
/// Scalars are printed with all digits they need, whatever the print options; mirrors `numpy.generic.__repr__`.
package func describeNumPyScalar(_ array: PrintableArray, style: NumPyTextStyle) -> String {
  var text = TextBuffer()
  let dtype = array.dtype
  if dtype == .bool {
    let name = pythonRepr(array.bool(at: 0))
    return style == .repr ? "np.\(name)_" : name
  }
  if style == .repr { text.append("np.\(dtype.name)(") }
  if dtype.isInteger {
    array.appendInteger(at: 0, to: &text)
  } else if dtype.isComplex {
    append(complex: array, style: style, to: &text)
  } else {
    append(scalar: array.real(at: 0), dtype: dtype, dropsZero: false, to: &text)
  }
  if style == .repr { text.append(ascii: ")") }
  return text.string
}

/// A complex number: `(1+2j)`, or `2j` when the real part is positive zero. The brackets of `repr` are those of the type's name.
private func append(complex array: PrintableArray, style: NumPyTextStyle, to text: inout TextBuffer) {
  let real = array.real(at: 0), imaginary = array.imaginary(at: 0), part = array.dtype.realPart
  let isImaginary = real == 0 && real.sign == .plus
  let hasBrackets = style == .str && !isImaginary
  if hasBrackets { text.append(ascii: "(") }
  if !isImaginary {
    append(scalar: real, dtype: part, dropsZero: true, to: &text)
    if imaginary.isNaN || imaginary.sign == .plus { text.append(ascii: "+") }
  }
  append(scalar: imaginary, dtype: part, dropsZero: true, to: &text)
  text.append(ascii: "j")
  if hasBrackets { text.append(ascii: ")") }
}

/// A real number: positional in the middle range, otherwise with an exponent. `dropsZero` leaves out a final `.0`.
private func append(scalar value: Double, dtype: DType, dropsZero: Bool, to text: inout TextBuffer) {
  guard value.isFinite else { return text.append(nonFinite: value) }
  let decimal = ShortestDecimal(value, dtype: dtype)
  let magnitude = value.magnitude
  guard value == 0 || (magnitude >= 1e-4 && magnitude < FloatLimits.largestPlainScalar(dtype)) else {
    return decimal.appendScientific(to: &text)
  }
  decimal.appendPositional(to: &text)
  if decimal.digits.count <= decimal.point {
    if dropsZero {
      text.bytes.removeLast()
    } else {
      text.append(ascii: "0")
    }
  }
}
