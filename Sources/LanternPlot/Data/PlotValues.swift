/// Something that can be drawn: a row of numbers.
///
/// Arrays and ranges of the common number types conform; tensors do too where the package brings both. A conforming type gives its
/// values in order; NaN and infinite ones are allowed and leave gaps.
/// ```swift
/// plt.plot(0..<10, [1.0, 4, 9, 16, 25, 36, 49, 64, 81, 100])
/// ```
public protocol PlotValues {
  /// The values in order.
  var plotValues: [Double] { get }
}

extension Array: PlotValues where Element: PlotNumber {
  /// The elements as doubles.
  public var plotValues: [Double] { map(\.plotNumber) }
}

extension ArraySlice: PlotValues where Element: PlotNumber {
  /// The elements as doubles.
  public var plotValues: [Double] { map(\.plotNumber) }
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

/// A number that can stand in an array of plotted values.
public protocol PlotNumber {
  /// The number as a double; integers beyond 2^53 are rounded.
  var plotNumber: Double { get }
}

extension Double: PlotNumber {
  /// The number itself.
  public var plotNumber: Double { self }
}

extension Float: PlotNumber {
  /// The number as a double, exactly.
  public var plotNumber: Double { Double(self) }
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
