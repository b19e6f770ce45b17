import Lantern
import LanternIO

/// A graph without state, ready to serve: tensors in, tensors out, its variables' values built in. It never changes and may run on many
/// threads at once.
///
/// `Session.freeze` makes one, `save` writes it to a file, and a program that has none of the model's source loads that.
///
/// ```swift
/// let frozen = try session.freeze(inputs: [x], outputs: [predicted])
/// try frozen.save(path: "model.lantern")
/// let y = try FrozenGraph(path: "model.lantern").run([data])[0]
/// ```
public final class FrozenGraph: Sendable {
  /// What is fed.
  public struct Input: Sendable, Equatable {
    /// The placeholder's name.
    public let name: String
    /// Its sizes; -1 for those that may differ from run to run.
    public let shape: Shape
    /// Its dtype.
    public let dtype: DType
  }
  /// What is fed, in order.
  public let inputs: [Input]
  /// The names of the results, in order.
  public let outputNames: [String]
  let function: GraphFunction

  init(_ inputs: [Input], _ outputNames: [String], _ function: GraphFunction) {
    (self.inputs, self.outputNames, self.function) = (inputs, outputNames, function)
  }

  /// The results for these inputs. Throws when their number, shapes or dtypes do not fit, before anything runs.
  public func run(_ values: [Tensor]) throws(TensorError) -> [Tensor] {
    guard values.count == inputs.count else {
      throw TensorError(.graph, op: "run", "the graph takes \(inputs.count) tensors, not \(values.count)")
    }
    for (value, input) in zip(values, inputs) {
      if value.isInvalid { try checkTensorErrors() }
      guard !value.isSymbolic, !value.isInvalid else {
        throw TensorError(.graph, op: "run", "'\(input.name)' needs numbers, not a symbol")
      }
      guard value.shape.fits(input.shape) else {
        throw TensorError(
          .shape, op: "run",
          "Cannot feed value of shape \(value.shape.tupleDescription) for '\(input.name)', which has shape \(input.shape.tupleDescription)")
      }
      guard value.dtype == input.dtype else {
        throw TensorError(
          .dtype, op: "run", "Cannot feed value of dtype \(value.dtype) for '\(input.name)', which has dtype \(input.dtype)",
          hint: "Convert it with to(.\(input.dtype)).")
      }
    }
    return try function.run(values)
  }

  /// The results by name, for inputs by name.
  public func run(_ values: [String: Tensor]) throws(TensorError) -> [String: Tensor] {
    var list: [Tensor] = []
    for input in inputs {
      guard let value = values[input.name] else { throw TensorError(.notFound, op: "run", "there is no value for '\(input.name)'") }
      list.append(value)
    }
    for name in values.keys where !inputs.contains(where: { $0.name == name }) {
      throw TensorError(
        .notFound, op: "run", "the graph has no input '\(name)'", hint: "It has \(inputs.map(\.name).joined(separator: ", ")).")
    }
    return Dictionary(zip(outputNames, try run(list))) { first, _ in first }
  }
}

extension Session {
  /// A graph of what `outputs` need, with the values that the variables have now. Random symbols and assignments cannot be frozen.
  public func freeze(inputs: [Tensor], outputs: [Tensor]) throws(TensorError) -> FrozenGraph {
    for tensor in inputs + outputs {
      if tensor.isInvalid { try checkTensorErrors() }
      guard tensor.symbol?.graph === graph.core else { throw .otherGraph(tensor) }
    }
    var program = try Program(graph.core, fetches: outputs, fed: inputs)
    guard program.writes.isEmpty else { throw TensorError(.graph, op: "freeze", "the outputs assign variables") }
    for k in program.nodes.indices {
      switch program.nodes[k].action {
      case .variable(let index):
        guard let value = value(ofVariable: index) else {
          throw TensorError(
            .graph, op: "freeze", "Attempting to use uninitialized value \(program.nodes[k].name)",
            hint: "Run globalVariablesInitializer() first.")
        }
        program.nodes[k].action = .constant(value.copiedRowMajor())
      case .live(let tensor): program.nodes[k].action = .constant(tensor.copiedRowMajor())
      case .random: throw TensorError(.graph, op: "freeze", "'\(program.nodes[k].name)' draws random numbers", hint: "Feed them.")
      default: break
      }
    }
    program.dropNames()
    program.dropDeadCode()
    optimizations.apply(to: &program)
    return FrozenGraph(
      inputs.map { FrozenGraph.Input(name: $0.operationName, shape: $0.shape, dtype: $0.dtype) }, outputs.map(\.operationName),
      GraphFunction(program, optimizations))
  }
}
