import Lantern

/// TensorFlow 1's names, for programs that read as they did in Python. Everything goes into the current graph.
///
/// ```swift
/// let x = tf.placeholder(tf.float32, [nil, 1])
/// let w = tf.Variable(tf.randomUniform([1], 0, 1.0))
/// let loss = tf.reduceMean(tf.square(y - tf.pow(x, 2) * w))
/// let step = w.assign(w - 0.01 * (try tf.gradients(loss, w)))
/// let session = tf.Session()
/// try session.run(tf.globalVariablesInitializer())
/// ```
// swift-format-ignore: TypeNamesShouldBeCapitalized
public enum tf {
  /// Runs graphs: `LanternGraph.Session`.
  public typealias Session = LanternGraph.Session
  /// A static graph: `LanternGraph.Graph`.
  public typealias Graph = LanternGraph.Graph

  /// 32-bit floats.
  public static var float32: DType { .float32 }
  /// 64-bit floats.
  public static var float64: DType { .float64 }
  /// 32-bit whole numbers.
  public static var int32: DType { .int32 }
  /// 64-bit whole numbers.
  public static var int64: DType { .int64 }
  /// Truth values.
  public static var bool: DType { .bool }

  // ---- what a graph is made of

  /// Makes the random operations added to the current graph from now on repeatable. Mirrors `tf.set_random_seed`.
  public static func setRandomSeed(_ seed: Int) { LanternGraph.setRandomSeed(seed) }
  /// Replaces the process-wide default graph with an empty one. Mirrors `tf.reset_default_graph`.
  public static func resetDefaultGraph() { LanternGraph.resetDefaultGraph() }
  /// The graph that new symbols go into. Mirrors `tf.get_default_graph`.
  public static func getDefaultGraph() -> Graph { Graph.default }
  /// A symbol whose numbers are given when the graph runs. Mirrors `tf.placeholder`; see `Graph.placeholder`.
  public static func placeholder(_ dtype: DType, _ shape: [Int?]?, name: String? = nil) -> Tensor {
    Graph.default.placeholder(dtype, shape, name: name)
  }
  /// A symbol of fixed numbers. Mirrors `tf.constant`.
  public static func constant(_ value: some GraphValue, dtype: DType? = nil, shape: Shape? = nil, name: String? = nil) -> Tensor {
    Graph.default.constant(value, dtype: dtype, shape: shape, name: name)
  }
  /// A symbol whose value a session keeps from run to run; see `Graph.variable`.
  public static func variable(_ initialValue: some GraphValue, dtype: DType? = nil, name: String? = nil, trainable: Bool = true) -> Tensor {
    Graph.default.variable(initialValue, dtype: dtype, name: name, trainable: trainable)
  }
  /// A symbol whose value a session keeps from run to run. Mirrors `tf.Variable`; see `Graph.variable`.
  public static func Variable(_ initialValue: some GraphValue, dtype: DType? = nil, name: String? = nil, trainable: Bool = true) -> Tensor {
    Graph.default.variable(initialValue, dtype: dtype, name: name, trainable: trainable)
  }
  /// What gives every variable of the current graph its first value. Mirrors `tf.global_variables_initializer`.
  public static func globalVariablesInitializer() -> Operation { Graph.default.globalVariablesInitializer() }
  /// The variables that training changes. Mirrors `tf.trainable_variables`.
  public static func trainableVariables() -> [Tensor] { Graph.default.trainableVariables }
  /// All variables of the current graph. Mirrors `tf.global_variables`.
  public static func globalVariables() -> [Tensor] { Graph.default.globalVariables }
  /// An operation that runs all of these. Mirrors `tf.group`.
  public static func group(_ tensors: Tensor..., name: String = "group_deps") -> Operation { Operation(name: name, tensors) }
  /// The same numbers under another name. Mirrors `tf.identity`.
  public static func identity(_ x: Tensor, name: String? = nil) -> Tensor {
    reporting { () throws(TensorError) in
      let name = try graphName(name, "Identity", "identity")
      let same = View { x, _ throws(TensorError) in View.Layout(x.shape, x.strides, x.offset) }
      return apply(Op(name, gradName: Op.identityGradName, kernel: .view(same), rules: [.of { g, _ in g }], samples: .inPlaceOnly), x)
    }
  }
  /// The same numbers, through which no gradient passes. Mirrors `tf.stop_gradient`.
  public static func stopGradient(_ x: Tensor) -> Tensor { x.detach() }
  /// The result of one of two closures, as a truth value says when the graph runs. Mirrors `tf.cond`; see `cond`.
  public static func cond(_ predicate: Tensor, _ then: () throws -> Tensor, _ otherwise: () throws -> Tensor) rethrows -> Tensor {
    try LanternGraph.cond(predicate, then, otherwise)
  }
  /// Runs `body` on its own results for as long as `condition` gives true. Mirrors `tf.while_loop`; see `whileLoop`.
  public static func whileLoop(
    _ condition: ([Tensor]) throws -> Tensor, _ body: ([Tensor]) throws -> [Tensor], _ initial: [Tensor]
  ) rethrows -> [Tensor] { try LanternGraph.whileLoop(condition, body, initial) }
  /// Makes `value` the value of a variable when it runs. Mirrors `tf.assign`.
  public static func assign(_ variable: Tensor, _ value: some GraphValue) -> Tensor { variable.assign(value) }
  /// Adds to a variable when it runs. Mirrors `tf.assign_add`.
  public static func assignAdd(_ variable: Tensor, _ value: some GraphValue) -> Tensor { variable.assignAdd(value) }
  /// Subtracts from a variable when it runs. Mirrors `tf.assign_sub`.
  public static func assignSub(_ variable: Tensor, _ value: some GraphValue) -> Tensor { variable.assignSub(value) }

  // ---- numbers to start with

  /// A constant of zeros. Mirrors `tf.zeros`.
  public static func zeros(_ shape: Shape, dtype: DType = .float32) -> Tensor { constant(Tensor.zeros(shape, dtype: dtype), name: "zeros") }
  /// A constant of ones. Mirrors `tf.ones`.
  public static func ones(_ shape: Shape, dtype: DType = .float32) -> Tensor { constant(Tensor.ones(shape, dtype: dtype), name: "ones") }
  /// Uniform numbers, drawn anew in every run. Mirrors `tf.random_uniform`; see `Graph.randomUniform`.
  public static func randomUniform(
    _ shape: Shape, _ minval: any TensorScalar = 0, _ maxval: (any TensorScalar)? = nil, dtype: DType = .float32, seed: Int? = nil
  ) -> Tensor { Graph.default.randomUniform(shape, minval, maxval, dtype: dtype, seed: seed) }
  /// Normal numbers, drawn anew in every run. Mirrors `tf.random_normal`.
  public static func randomNormal(
    _ shape: Shape, _ mean: Double = 0, _ stddev: Double = 1, dtype: DType = .float32, seed: Int? = nil
  ) -> Tensor { Graph.default.randomNormal(shape, mean, stddev, dtype: dtype, seed: seed) }
  /// Normal numbers within two standard deviations, drawn anew in every run. Mirrors `tf.truncated_normal`.
  public static func truncatedNormal(
    _ shape: Shape, _ mean: Double = 0, _ stddev: Double = 1, dtype: DType = .float32, seed: Int? = nil
  ) -> Tensor { Graph.default.truncatedNormal(shape, mean, stddev, dtype: dtype, seed: seed) }
  /// The rows of a tensor in random order, another one in every run. Mirrors `tf.random_shuffle`.
  public static func randomShuffle(_ value: some GraphValue, seed: Int? = nil) -> Tensor { Graph.default.randomShuffle(value, seed: seed) }

  // ---- arithmetic

  /// Each element to the power of a number. Mirrors `tf.pow`.
  public static func pow(_ x: Tensor, _ exponent: some TensorScalar) -> Tensor { x.pow(exponent) }
  /// Each element to the power of the other's. Mirrors `tf.pow`.
  public static func pow(_ x: Tensor, _ exponent: Tensor) -> Tensor { x.pow(exponent) }
  /// The square of each element. Mirrors `tf.square`.
  public static func square(_ x: Tensor) -> Tensor { x.square() }
  /// The square root of each element. Mirrors `tf.sqrt`.
  public static func sqrt(_ x: Tensor) -> Tensor { x.sqrt() }
  /// The exponential of each element. Mirrors `tf.exp`.
  public static func exp(_ x: Tensor) -> Tensor { x.exp() }
  /// The natural logarithm of each element. Mirrors `tf.log`.
  public static func log(_ x: Tensor) -> Tensor { x.log() }
  /// The hyperbolic tangent of each element. Mirrors `tf.tanh`.
  public static func tanh(_ x: Tensor) -> Tensor { x.tanh() }
  /// The logistic function of each element. Mirrors `tf.sigmoid`.
  public static func sigmoid(_ x: Tensor) -> Tensor { x.sigmoid() }
  /// The absolute value of each element. Mirrors `tf.abs`.
  public static func abs(_ x: Tensor) -> Tensor { x.abs() }
  /// The sum, element by element. Mirrors `tf.add`.
  public static func add(_ x: Tensor, _ y: Tensor) -> Tensor { x + y }
  /// The difference, element by element. Mirrors `tf.subtract`.
  public static func subtract(_ x: Tensor, _ y: Tensor) -> Tensor { x - y }
  /// The product, element by element. Mirrors `tf.multiply`.
  public static func multiply(_ x: Tensor, _ y: Tensor) -> Tensor { x * y }
  /// The larger of two elements. Mirrors `tf.maximum`.
  public static func maximum(_ x: Tensor, _ y: Tensor) -> Tensor { x.maximum(y) }
  /// The smaller of two elements. Mirrors `tf.minimum`.
  public static func minimum(_ x: Tensor, _ y: Tensor) -> Tensor { x.minimum(y) }
  /// The matrix product. Mirrors `tf.matmul`.
  public static func matmul(_ a: Tensor, _ b: Tensor) -> Tensor { a.matmul(b) }
  /// The same elements in another shape, one size of which may be -1. Mirrors `tf.reshape`.
  public static func reshape(_ x: Tensor, _ shape: Shape) -> Tensor { x.reshape(shape) }
  /// The elements in another dtype. Mirrors `tf.cast`.
  public static func cast(_ x: Tensor, _ dtype: DType) -> Tensor { x.to(dtype) }
  /// All tensors after each other along an axis. Mirrors `tf.concat`.
  public static func concat(_ tensors: [Tensor], _ axis: Int) -> Tensor { Tensor.cat(tensors, axis) }

  /// The sum along axes, along all when none are named. Mirrors `tf.reduce_sum`.
  public static func reduceSum(_ x: Tensor, _ axis: [Int]? = nil, keepDims: Bool = false) -> Tensor {
    axis == nil && !keepDims ? x.sum() : x.sum(dims: axis ?? [], keepDim: keepDims)
  }
  /// The mean along axes, along all when none are named. Mirrors `tf.reduce_mean`.
  public static func reduceMean(_ x: Tensor, _ axis: [Int]? = nil, keepDims: Bool = false) -> Tensor {
    axis == nil && !keepDims ? x.mean() : x.mean(dims: axis ?? [], keepDim: keepDims)
  }

  // ---- derivatives

  /// Symbols for the derivatives of `y` with respect to each of `xs`; `nil` where it does not depend on it. Mirrors `tf.gradients`.
  public static func gradients(_ y: Tensor, _ xs: [Tensor]) throws(TensorError) -> [Tensor?] { try LanternGraph.gradients([y], xs) }
  /// Symbols for the derivatives of the sum of all `ys` with respect to each of `xs`. Mirrors `tf.gradients`.
  public static func gradients(_ ys: [Tensor], _ xs: [Tensor], gradYs: [Tensor?]? = nil) throws(TensorError) -> [Tensor?] {
    try LanternGraph.gradients(ys, xs, gradYs: gradYs)
  }
  /// The derivative of `y` with respect to `x`; an error when there is none.
  public static func gradients(_ y: Tensor, _ x: Tensor) throws(TensorError) -> Tensor { try all(y, [x])[0] }
  /// The derivatives of `y` with respect to two symbols; an error when there is none.
  ///
  /// ```swift
  /// let (gradW, gradB) = try tf.gradients(loss, (w, b))
  /// ```
  public static func gradients(_ y: Tensor, _ xs: (Tensor, Tensor)) throws(TensorError) -> (Tensor, Tensor) {
    let found = try all(y, [xs.0, xs.1])
    return (found[0], found[1])
  }
  /// The derivatives of `y` with respect to three symbols; an error when there is none.
  public static func gradients(_ y: Tensor, _ xs: (Tensor, Tensor, Tensor)) throws(TensorError) -> (Tensor, Tensor, Tensor) {
    let found = try all(y, [xs.0, xs.1, xs.2])
    return (found[0], found[1], found[2])
  }

  private static func all(_ y: Tensor, _ xs: [Tensor]) throws(TensorError) -> [Tensor] {
    var found: [Tensor] = []
    for (x, gradient) in zip(xs, try LanternGraph.gradients([y], xs)) {
      guard let gradient else {
        throw TensorError(
          .graph, op: "gradients", "\(y) does not depend on \(x)", hint: "Ask for gradients(y, [x]), which gives nil for such a symbol.")
      }
      found.append(gradient)
    }
    return found
  }
}
