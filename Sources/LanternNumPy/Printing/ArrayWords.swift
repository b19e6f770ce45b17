import Lantern

/// The texts of an array's elements as NumPy formats them, padded so that they line up, in row-major order.
///
/// `edge` is the number of elements at either end of a long axis; `nil` stands for all.
func arrayWords(_ array: PrintableArray, edge: Int?, _ options: NumPyPrintOptions) -> TextList {
  let dtype = array.dtype
  if dtype == .bool { return boolWords(array, edge: edge) }
  if dtype.isInteger { return integerWords(array, edge: edge, sign: options.sign) }
  var real: [Double] = [], imaginary: [Double] = []
  array.forEachOffset(edge: edge) { offset in
    real.append(array.real(at: offset))
    if dtype.isComplex { imaginary.append(array.imaginary(at: offset)) }
  }
  let realTexts = NumPyFloatColumn(real, dtype: dtype.realPart, options: options, sign: options.sign).texts
  if !dtype.isComplex { return realTexts }
  let imaginaryTexts = NumPyFloatColumn(imaginary, dtype: dtype.realPart, options: options, sign: .plus).texts
  return complexWords(realTexts, imaginaryTexts)
}

private func boolWords(_ array: PrintableArray, edge: Int?) -> TextList {
  var words = TextList()
  array.forEachOffset(edge: edge) { offset in
    let isTrue = array.bool(at: offset)
    if isTrue && !array.shape.isEmpty { words.buffer.append(ascii: " ") }
    words.buffer.append(pythonRepr(isTrue))
    words.endText()
  }
  return words
}

private func integerWords(_ array: PrintableArray, edge: Int?, sign: NumPyPrintOptions.Sign) -> TextList {
  var plain = TextList()
  var widestNegative = 0, widestOther = 0
  array.forEachOffset(edge: edge) { offset in
    array.appendInteger(at: offset, to: &plain.buffer)
    let length = plain.endText()
    if plain[plain.count - 1].first == UInt8(ascii: "-") {
      widestNegative = max(widestNegative, length)
    } else {
      widestOther = max(widestOther, length)
    }
  }
  // A column of numbers that leaves room for signs needs none when a negative number brings one anyway.
  let sign = sign == .space && widestNegative > 0 ? .minus : sign
  let mark: Unicode.Scalar? = sign == .plus ? "+" : sign == .space ? " " : nil
  let width = max(widestNegative, widestOther > 0 && mark != nil ? widestOther + 1 : widestOther)
  var words = TextList()
  for index in 0..<plain.count {
    let digits = plain[index]
    let needsMark = mark != nil && digits.first != UInt8(ascii: "-")
    words.buffer.append(ascii: " ", count: width - digits.count - (needsMark ? 1 : 0))
    if needsMark, let mark { words.buffer.append(ascii: mark) }
    words.buffer.append(digits)
    words.endText()
  }
  return words
}

/// The letter j goes behind the digits of the imaginary part, before the spaces that pad it.
private func complexWords(_ real: TextList, _ imaginary: TextList) -> TextList {
  var words = TextList()
  for index in 0..<real.count {
    let digits = imaginary[index]
    let padding = digits.reversed().prefix { $0 == UInt8(ascii: " ") }.count
    words.buffer.append(real[index])
    words.buffer.append(digits.dropLast(padding))
    words.buffer.append(ascii: "j")
    words.buffer.append(ascii: " ", count: padding)
    words.endText()
  }
  return words
}
