import Lantern

/// The ways in which a program is made faster before it runs. Each can be left out; none changes a result.
public struct Optimizations: OptionSet, Sendable {
  /// The ways as bits.
  public let rawValue: Int
  /// A set of ways from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Drops what no fetch needs.
  public static let deadCode = Optimizations(rawValue: 1)
  /// Computes equal expressions once.
  public static let commonSubexpressions = Optimizations(rawValue: 2)
  /// Computes what depends on constants alone when the program is made.
  public static let constantFolding = Optimizations(rawValue: 4)
  /// Simplifies what gives the same bits in fewer steps.
  public static let identities = Optimizations(rawValue: 8)
  /// Runs element-by-element operations, and reductions of their rows, in shared loops.
  public static let fusion = Optimizations(rawValue: 16)
  /// Lets results overwrite what nobody needs any more.
  public static let reuse = Optimizations(rawValue: 32)

  /// All of them.
  public static let all: Optimizations = [.deadCode, .commonSubexpressions, .constantFolding, .identities, .fusion, .reuse]
  /// None: every operation runs by itself.
  public static let none: Optimizations = []

  /// Rewrites a program.
  func apply(to program: inout Program) {
    if contains(.identities) { program.dropNames() }
    if contains(.commonSubexpressions) { program.mergeCommonSubexpressions() }
    if contains(.constantFolding) { program.foldConstants() }
    if contains(.identities) { program.simplify() }
    if contains(.commonSubexpressions) { program.mergeCommonSubexpressions() }
    if contains(.deadCode) { program.dropDeadCode() }
  }
}
