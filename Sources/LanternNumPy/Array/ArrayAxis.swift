import Lantern

/// What can name the axes of a reduction: a number, `0`, or several, `[0, 1]`. Negative numbers count from the end.
public protocol ArrayAxis: Sendable {
  /// The axes.
  var axisList: [Int] { get }
}

extension Int: ArrayAxis {
  /// This one axis.
  public var axisList: [Int] { [self] }
}
extension Array: ArrayAxis where Element == Int {
  /// The axes in the list.
  public var axisList: [Int] { self }
}
