import Lantern

/// What can name the axes of a reduction: a number, `0`, or several, `[0, 1]`. Negative numbers count from the end.
public protocol ArrayAxis: Sendable {
  /// The axes.
  var axisList: [Int] { get }
  /// The axis, where it is one number and no list.
  var singleAxis: Int? { get }
}

extension ArrayAxis {
  /// None: a list.
  public var singleAxis: Int? { nil }
}

extension Int: ArrayAxis {
  /// This one axis.
  public var axisList: [Int] { [self] }
  /// This axis.
  public var singleAxis: Int? { self }
}
extension Array: ArrayAxis where Element == Int {
  /// The axes in the list.
  public var axisList: [Int] { self }
}
