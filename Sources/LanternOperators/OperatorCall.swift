import Lantern

/// One function of PyTorch, and how Lantern is asked for the same.
package struct OperatorCall: Sendable {
  /// A result: a tensor, or anything else.
  package enum Output {
    case tensor(Tensor)
    case value(CaseValue)
  }

  /// PyTorch's name, without `torch.`: `nn.functional.conv2d`.
  package let name: String
  /// Lantern's spelling: `x.conv2d(weight, bias)`.
  package let swift: String
  /// Calls Lantern.
  package let run: @Sendable (CallArguments) throws -> [Output]

  /// A function with one result.
  package static func one(_ name: String, _ swift: String, _ run: @escaping @Sendable (CallArguments) throws -> Tensor) -> OperatorCall {
    OperatorCall(name: name, swift: swift) { [.tensor(try run($0))] }
  }

  /// A function with several results.
  package static func many(_ name: String, _ swift: String, _ run: @escaping @Sendable (CallArguments) throws -> [Tensor]) -> OperatorCall {
    OperatorCall(name: name, swift: swift) { try run($0).map { .tensor($0) } }
  }

  /// A function whose result is no tensor.
  package static func value(_ name: String, _ swift: String, _ run: @escaping @Sendable (CallArguments) throws -> CaseValue) -> OperatorCall
  {
    OperatorCall(name: name, swift: swift) { [.value(try run($0))] }
  }

  /// Functions of one tensor that have the same name here and there.
  package static func unary(_ name: String, _ swift: String, _ run: @escaping @Sendable (Tensor) -> Tensor) -> OperatorCall {
    one(name, "x." + swift + "()") { a in
      let x = try a.x
      _ = try a.flag(1, "inplace")
      return run(x)
    }
  }

  /// Functions of two tensors, the second of which may be a number.
  package static func binary(_ name: String, _ swift: String, _ run: @escaping @Sendable (Tensor, Tensor) -> Tensor) -> OperatorCall {
    one(name, swift) { a in
      let x = try a.x
      return run(x, try a.operand(1, "other", beside: x))
    }
  }
}

/// Every function of PyTorch that Lantern has, by name.
package enum OperatorTable {
  /// The functions of one subject.
  package struct Family {
    let title: String
    let calls: [OperatorCall]
  }

  package static let families: [Family] = [
    Family(title: "Element by element", calls: pointwise),
    Family(title: "Reductions and scans", calls: reductions + summaries),
    Family(title: "Order, groups, places", calls: orders),
    Family(title: "Views and shapes", calls: views + arrangements + splits),
    Family(title: "Indexing", calls: indexing + scatters),
    Family(title: "Linear algebra", calls: linearAlgebra + factorizations),
    Family(title: "Activations", calls: activations),
    Family(title: "Losses", calls: losses),
    Family(title: "Layers", calls: layers + weightLayers + convolutions),
    Family(title: "Images", calls: images),
    Family(title: "Complex numbers", calls: complexNumbers),
    Family(title: "Fourier transforms", calls: fourier),
  ]

  package static let all: [OperatorCall] = families.flatMap(\.calls)

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// The call for a case file: by its full name, `div.floor_rounding`, or else without the variant.
  package static func call(_ name: String, op: String) -> OperatorCall? { byName[name] ?? byName[op] }
}
