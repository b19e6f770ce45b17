/// An operation: its name, how its result follows from its inputs, what runs it, and its derivatives, in one value.
///
/// Operations are made once, as `static let`s beside each other in the files of `Ops/`, and everything else is driven by them:
/// eager execution, recording, graphs, the laws that every operation is tested by.
public final class Op: Sendable {
  /// What runs the operation.
  package enum Kernel: Sendable {
    /// A loop of `pointwise.def`, element by element.
    case pointwise(Pointwise)
    /// A new look at the same memory.
    case view(View)
    /// Anything else with one result.
    case single(Single)
    /// Anything else: a function from inputs to results.
    case call(Call)
  }

  /// The name: `"mul"`.
  public let name: String
  /// The name of the node that backward passes through: `"MulBackward0"`.
  package let gradName: String
  package let kernel: Kernel
  /// How to get the gradient of each input; the last one serves all further inputs.
  package let rules: [Rule?]
  /// Whether results can require gradients at all.
  package let isDifferentiable: Bool
  /// What the laws are tried on.
  package let samples: Samples
  /// The row of the table of loops, for operations that the straight path of `apply` handles; -1 for all others.
  let straightLoop: Int32
  let straightIsTest: Bool
  /// Whether the straight path wants floats only.
  let straightNeedsFloat: Bool

  package init(
    _ name: String, gradName: String? = nil, kernel: Kernel, rules: [Rule?], isDifferentiable: Bool = true, samples: Samples = .none
  ) {
    self.name = name
    self.gradName = gradName ?? Op.defaultGradName(name)
    self.kernel = kernel
    self.rules = rules
    self.isDifferentiable = isDifferentiable
    self.samples = samples
    if case .pointwise(let loop) = kernel, loop.validate == nil, !loop.skipsFirst, !loop.givesPart {
      (straightLoop, straightIsTest, straightNeedsFloat) = (loop.index, loop.isTest, loop.promotion == .float)
    } else {
      (straightLoop, straightIsTest, straightNeedsFloat) = (-1, false, false)
    }
  }

  /// `index_put` -> `IndexPutBackward0`, PyTorch's way to name nodes.
  private static func defaultGradName(_ name: String) -> String {
    name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Backward0"
  }

  func rule(_ input: Int) -> Rule? { rules.isEmpty ? nil : rules[min(input, rules.count - 1)] }
}

/// How to get the gradient of one input: what the formula looks at, and the formula.
///
/// The formula is written in public operations, so that it serves every order, graphs and every device. Summing to the input's
/// shape, casting to its dtype and adding up are the engine's work.
package struct Rule: Sendable {
  package struct Needs: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The first, second and third input.
    package static let x = Needs(rawValue: 1), y = Needs(rawValue: 2), z = Needs(rawValue: 4)
    /// The result.
    package static let output = Needs(rawValue: 8)
    /// All results of an operation that has several.
    package static let outputs = Needs(rawValue: 8 + 32)
    /// All inputs, however many.
    package static let inputs = Needs(rawValue: 16 + 7)
  }
  package typealias Formula = @Sendable (_ g: Tensor, _ s: Saved) -> Tensor?

  let needs: Needs
  let formula: Formula

  /// A formula that looks at the incoming gradient `g` and at what it names in `needs`, through `s.x`, `s.y`, `s.z`, `s.output`,
  /// `s.outputs`.
  package static func of(_ needs: Needs = [], _ formula: @escaping Formula) -> Rule { Rule(needs: needs, formula: formula) }

  /// The gradient is zero everywhere.
  package static let zero = Rule(needs: []) { g, _ in Tensor.zeros(like: g) }
}

/// The tensors an operation is applied to.
package struct Inputs {
  package let x: Tensor
  package let y: Tensor?
  package let z: Tensor?
  package let rest: [Tensor]
  package let count: Int

  @inline(__always) package init(_ x: Tensor, _ y: Tensor? = nil, _ z: Tensor? = nil) {
    self.x = x
    self.y = y
    self.z = z
    rest = []
    count = z != nil ? 3 : y != nil ? 2 : 1
  }

  package init(_ all: [Tensor]) {
    precondition(!all.isEmpty, "an operation needs an input")
    x = all[0]
    y = all.count > 1 ? all[1] : nil
    z = all.count > 2 ? all[2] : nil
    rest = all.count > 3 ? Array(all[3...]) : []
    count = all.count
  }

  package subscript(i: Int) -> Tensor {
    switch i {
    case 0: x
    case 1: y!
    case 2: z!
    default: rest[i - 3]
    }
  }

  package var all: [Tensor] { (0..<count).map { self[$0] } }

  /// The union of all inputs' flags.
  @inline(__always) var flags: Tensor.Flags {
    var union = x.flags
    if let y { union.formUnion(y.flags) }
    if let z { union.formUnion(z.flags) }
    for t in rest { union.formUnion(t.flags) }
    return union
  }
}

/// What is known of a result before it is computed.
package struct Spec: Sendable, Hashable {
  package var shape: Shape
  package var dtype: DType
  package init(_ shape: Shape, _ dtype: DType) {
    self.shape = shape
    self.dtype = dtype
  }
}

/// A new look at the same memory: which shape, strides and offset follow from the input's.
package struct View: Sendable {
  package struct Layout {
    var shape: Shape
    var strides: Shape
    var offset: Int
    /// The type of the elements, where it is another than the input's; strides and offset count in it.
    var dtype: DType?
    package init(_ shape: Shape, _ strides: Shape, _ offset: Int, dtype: DType? = nil) {
      self.shape = shape
      self.strides = strides
      self.offset = offset
      self.dtype = dtype
    }
  }
  /// The new layout. Of a symbol only the shape counts; its unknown sizes are -1.
  let layout: @Sendable (Tensor, borrowing Attributes) throws(TensorError) -> Layout
  /// Whether this is one of several outputs that share their memory (`split`, `unbind`).
  let isOneOfMany: Bool

  package init(isOneOfMany: Bool = false, _ layout: @escaping @Sendable (Tensor, borrowing Attributes) throws(TensorError) -> Layout) {
    self.layout = layout
    self.isOneOfMany = isOneOfMany
  }
}

extension View {
  /// The shape and dtype of the result.
  func spec(_ x: Tensor, _ attributes: borrowing Attributes) throws(TensorError) -> Spec {
    let found = try layout(x, attributes)
    return Spec(found.shape, found.dtype ?? x.dtype)
  }
}

/// A function from inputs to one result.
package struct Single: Sendable {
  /// The shape and dtype of the result; also the place of every check of the arguments.
  let infer: @Sendable (borrowing Inputs, borrowing Attributes) throws(TensorError) -> Spec
  /// Computes the result; the tensors it is given are real.
  let run: @Sendable (borrowing Inputs, borrowing Attributes, Spec) throws(TensorError) -> Tensor

  package init(
    infer: @escaping @Sendable (borrowing Inputs, borrowing Attributes) throws(TensorError) -> Spec,
    run: @escaping @Sendable (borrowing Inputs, borrowing Attributes, Spec) throws(TensorError) -> Tensor
  ) {
    self.infer = infer
    self.run = run
  }
}

/// A function from inputs to several results.
package struct Call: Sendable {
  /// The shapes and dtypes of the results; also the place of every check of the arguments. A size that only the numbers decide
  /// (`nonzero`) is -1.
  let infer: @Sendable (borrowing Inputs, borrowing Attributes) throws(TensorError) -> [Spec]
  /// Computes the results; the tensors it is given are real. The specs are those of `infer`.
  let run: @Sendable (borrowing Inputs, borrowing Attributes, _ specs: [Spec]) throws(TensorError) -> [Tensor]

  package init(
    infer: @escaping @Sendable (borrowing Inputs, borrowing Attributes) throws(TensorError) -> [Spec],
    run: @escaping @Sendable (borrowing Inputs, borrowing Attributes, _ specs: [Spec]) throws(TensorError) -> [Tensor]
  ) {
    self.infer = infer
    self.run = run
  }
}
