import LanternSupport

/// An error of a plotting call.
func mistake(_ kind: TensorError.Kind, _ op: String, _ message: String, _ hint: String = "") -> TensorError {
  TensorError(kind, op: op, message, hint: hint)
}

/// Checks of arguments that many calls share; each names the argument it turns down.
enum Check {
  /// Columns of equal length.
  static func equal(_ a: Int, _ b: Int, _ names: String, op: String) throws {
    guard a == b else { throw mistake(.shape, op, "\(names) must have the same length, but have \(a) and \(b) values") }
  }

  /// One value for all of `count`, or one for each.
  static func spread(_ values: [Double], _ count: Int, _ name: String, op: String) throws -> [Double] {
    if values.count == count { return values }
    guard values.count == 1 else {
      throw mistake(.shape, op, "shape mismatch: \(count) places but \(values.count) \(name)", "give one number, or one for each.")
    }
    return [Double](repeating: values[0], count: count)
  }

  /// One of some words.
  static func word(_ value: String, _ name: String, _ known: [String], op: String) throws {
    guard known.contains(value) else {
      let list = known.map { "'\($0)'" }.joined(separator: ", ")
      throw mistake(.argument, op, "'\(value)' is not a valid value for \(name)", "supported values are \(list).")
    }
  }

  /// A finite number.
  static func finite(_ value: Double, _ name: String, op: String) throws -> Double {
    guard value.isFinite else { throw mistake(.argument, op, "\(name) cannot be NaN or Inf (got \(value))") }
    return value
  }

  /// A width or size in points: not negative, finite.
  static func width(_ value: Double, op: String) throws -> Double {
    guard value >= 0, value <= 1e4 else {
      throw mistake(.argument, op, "a width or size must be between 0 and 10000 points, not \(value)")
    }
    return value
  }

  /// A size of letters in points.
  static func fontSize(_ value: Double, op: String) throws -> Double {
    guard value > 0, value <= 1000 else { throw mistake(.argument, op, "fontsize must be between 0 and 1000 points, not \(value)") }
    return value
  }

  static func alpha(_ value: Double?, op: String) throws {
    if let value, !(value >= 0 && value <= 1) { throw mistake(.argument, op, "alpha (\(value)) is outside 0-1 range") }
  }
}
