import Lantern
import LanternIO

/// A value of a recorded call: an argument or a result that is no tensor.
package indirect enum CaseValue: Sendable {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case complex(Double, Double)
  case string(String)
  case dtype(DType)
  case tensor(Tensor)
  case list([CaseValue])
  case tuple([CaseValue])
  case slice(start: Int?, stop: Int?, step: Int?)
  case ellipsis
  /// Something that makes no difference on one device with one layout: a device, a layout, a memory format.
  case ignored

  /// Decodes the JSON of a value; `tensor` looks up the tensors that it names.
  package init(_ json: JSON, tensor: ([String: JSON]) throws -> Tensor) throws {
    switch json {
    case .null: self = .none
    case .bool(let flag): self = .bool(flag)
    case .string(let text): self = .string(text)
    case .number(let number):
      guard let value = number.int64 else { throw MalformedCase("the number \(number.text) stands bare; floats are wrapped") }
      self = .int(Int(value))
    case .array(let items): self = .list(try items.map { try CaseValue($0, tensor: tensor) })
    case .object(let members): try self.init(members, tensor: tensor)
    }
  }

  private init(_ members: [String: JSON], tensor: ([String: JSON]) throws -> Tensor) throws {
    if members["tensor"] != nil {
      self = .tensor(try tensor(members))
    } else if let value = members["float"] {
      self = .float(try Self.number(value))
    } else if case .array(let parts)? = members["complex"], parts.count == 2 {
      self = .complex(try Self.number(parts[0]), try Self.number(parts[1]))
    } else if case .string(let name)? = members["dtype"] {
      guard let dtype = DType.allCases.first(where: { "\($0)" == name }) else { throw MalformedCase("unknown dtype '\(name)'") }
      self = .dtype(dtype)
    } else if case .array(let items)? = members["tuple"] {
      self = .tuple(try items.map { try CaseValue($0, tensor: tensor) })
    } else if case .array(let bounds)? = members["slice"], bounds.count == 3 {
      let parts = try bounds.map { bound throws -> Int? in
        if case .null = bound { return nil }
        guard case .number(let number) = bound, let value = number.int64 else { throw MalformedCase("a slice's bound is \(bound.kind)") }
        return Int(value)
      }
      self = .slice(start: parts[0], stop: parts[1], step: parts[2])
    } else if members["ellipsis"] != nil {
      self = .ellipsis
    } else if members["device"] != nil || members["layout"] != nil || members["memory_format"] != nil {
      self = .ignored
    } else {
      throw MalformedCase("a value with the keys \(members.keys.sorted()) has no meaning")
    }
  }

  private static func number(_ json: JSON) throws -> Double {
    switch json {
    case .number(let number): return number.double
    case .string("nan"): return .nan
    case .string("inf"): return .infinity
    case .string("-inf"): return -.infinity
    default: throw MalformedCase("\(json.kind) where a number belongs")
    }
  }

  /// What kind of value it is, for messages.
  package var kind: String {
    switch self {
    case .none: "None"
    case .bool: "a bool"
    case .int: "an int"
    case .float: "a float"
    case .complex: "a complex number"
    case .string: "a string"
    case .dtype: "a dtype"
    case .tensor: "a tensor"
    case .list: "a list"
    case .tuple: "a tuple"
    case .slice: "a slice"
    case .ellipsis: "an ellipsis"
    case .ignored: "a device or layout"
    }
  }
}

/// Why a case cannot be read.
package struct MalformedCase: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// A call with arguments that Lantern has no function for.
package struct UnsupportedCall: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
