/// Something that can be drawn: a row of numbers, dates or names.
///
/// Arrays and ranges of the common number types conform, and so do arrays of `PlotDate` and `String`, tensors and NumPy arrays. A
/// conforming type gives its values in order; NaN and infinite ones are allowed and leave gaps.
/// ```swift
/// axes.plot(0..<10, [1.0, 4, 9, 16, 25, 36, 49, 64, 81, 100])
/// axes.bar(["cat", "dog"], [3, 4])
/// ```
public protocol PlotValues {
  /// The values in order; of names, NaN.
  var plotValues: [Double] { get }
  /// What the values count, which decides the ticks of their axis.
  var plotUnit: PlotUnit { get }
  /// The names, where the values are names.
  var plotNames: [String] { get }
}

extension PlotValues {
  /// Plain numbers.
  public var plotUnit: PlotUnit { .number }

  /// None.
  public var plotNames: [String] { [] }
}

/// What the values along an axis are.
public enum PlotUnit: Hashable, Sendable {
  /// Plain numbers.
  case number
  /// Days since 1970-01-01, shown as dates.
  case date
  /// Names, each with a place of its own: 0, 1, 2, …
  case category
}

/// One value of a plotted row: a number, a date or a name.
public protocol PlotNumber {
  /// The number as a double; integers beyond 2^53 are rounded, names are NaN.
  var plotNumber: Double { get }
  /// The text of a name; of everything else `nil`.
  var plotName: String? { get }
  /// What values of this type are.
  static var plotUnit: PlotUnit { get }
}

extension PlotNumber {
  /// No name.
  public var plotName: String? { nil }

  /// Plain numbers.
  public static var plotUnit: PlotUnit { .number }
}

extension Array: PlotValues where Element: PlotNumber {
  /// The elements as doubles.
  public var plotValues: [Double] { self as? [Double] ?? map(\.plotNumber) }

  /// What the elements are.
  public var plotUnit: PlotUnit { Element.plotUnit }

  /// The elements that are names.
  public var plotNames: [String] { Element.plotUnit == .category ? map { $0.plotName ?? "" } : [] }
}

extension ArraySlice: PlotValues where Element: PlotNumber {
  /// The elements as doubles.
  public var plotValues: [Double] { map(\.plotNumber) }

  /// What the elements are.
  public var plotUnit: PlotUnit { Element.plotUnit }

  /// The elements that are names.
  public var plotNames: [String] { Array(self).plotNames }
}

extension Range: PlotValues where Bound == Int {
  /// The integers of the range as doubles.
  public var plotValues: [Double] { map(Double.init) }
}

extension ClosedRange: PlotValues where Bound == Int {
  /// The integers of the range as doubles.
  public var plotValues: [Double] { map(Double.init) }
}

extension StrideTo: PlotValues where Element: PlotNumber {
  /// The numbers of the sequence as doubles.
  public var plotValues: [Double] { map(\.plotNumber) }
}

extension StrideThrough: PlotValues where Element: PlotNumber {
  /// The numbers of the sequence as doubles.
  public var plotValues: [Double] { map(\.plotNumber) }
}

extension Double: PlotNumber {
  /// The number itself.
  public var plotNumber: Double { self }
}

extension Float: PlotNumber {
  /// The number as a double, exactly.
  public var plotNumber: Double { Double(self) }
}

extension Bool: PlotNumber {
  /// 0 or 1.
  public var plotNumber: Double { self ? 1 : 0 }
}

extension String: PlotNumber {
  /// NaN: a name has a place on its axis, but no number.
  public var plotNumber: Double { .nan }

  /// The text itself.
  public var plotName: String? { self }

  /// Names.
  public static var plotUnit: PlotUnit { .category }
}

extension PlotNumber where Self: BinaryInteger {
  /// The number as a double.
  public var plotNumber: Double { Double(self) }
}

extension Int: PlotNumber {}
extension Int8: PlotNumber {}
extension Int16: PlotNumber {}
extension Int32: PlotNumber {}
extension Int64: PlotNumber {}
extension UInt8: PlotNumber {}
extension UInt16: PlotNumber {}
extension UInt32: PlotNumber {}
extension UInt64: PlotNumber {}
extension UInt: PlotNumber {}

extension Double: PlotValues {
  /// The number alone: a single point.
  public var plotValues: [Double] { [self] }
}

extension Float: PlotValues {
  /// The number alone: a single point.
  public var plotValues: [Double] { [Double(self)] }
}

extension Int: PlotValues {
  /// The number alone: a single point.
  public var plotValues: [Double] { [Double(self)] }
}
