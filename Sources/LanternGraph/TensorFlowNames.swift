import Lantern

/// TensorFlow 1's names in Lantern, each with an expression that shows the spelling to exist.
package enum TensorFlowNames {
  package struct Row: Sendable {
    package let name: String
    package let swift: String
    package let example: @Sendable () throws -> Void
  }

  private static func row(_ name: String, _ swift: String, _ example: @escaping @Sendable () throws -> Void) -> Row {
    Row(name: name, swift: swift, example: example)
  }
  private static var x: Tensor { tf.placeholder(.float32, [2, 3]) }

  package static let graphs: [Row] = [
    row("Graph", "tf.Graph(), Graph()") { _ = tf.Graph() },
    row("Graph.as_default", "withGraph(graph) { … }") { withGraph(Graph()) {} },
    row("get_default_graph", "tf.getDefaultGraph()") { _ = tf.getDefaultGraph() },
    row("reset_default_graph", "tf.resetDefaultGraph()") {},
    row("Graph.get_tensor_by_name", "graph.tensor(named: \"y:0\")") { _ = try? Graph().tensor(named: "y:0") },
    row("name_scope", "nameScope(\"layer\") { … }") { nameScope("layer") {} },
    row("control_dependencies", "withControlDependencies([step]) { … }") { withControlDependencies([x]) {} },
    row("add_to_collection, get_collection", "graph.addToCollection(name, x), graph.collection(name)") {
      Graph.default.addToCollection("losses", x)
      _ = Graph.default.collection("losses")
    },
    row("Session", "tf.Session()") { _ = tf.Session() },
    row("Session.run(fetches, feed_dict)", "session.run(loss, step, feed: [x: data])") { _ = try Session().run(tf.ones([2])) },
    row("Session.close", "session.close()") { Session().close() },
    row("function, jit", "compile { x in … }") { _ = compile { (x: Tensor) in x + 1 } },
    row("saved_model.save", "session.freeze(inputs:outputs:).save(path:)") {
      _ = try Session().freeze(inputs: [], outputs: [tf.ones([2])])
    },
    row("saved_model.load", "FrozenGraph(path:)") { _ = try? FrozenGraph(bytes: []) },
  ]
  package static let sources: [Row] = [
    row("placeholder", "tf.placeholder(.float32, [nil, 1])") { _ = tf.placeholder(.float32, [nil, 1]) },
    row("constant", "tf.constant([1, 2])") { _ = tf.constant([1, 2]) },
    row("Variable", "tf.Variable(tf.zeros([2]))") { _ = tf.Variable(tf.zeros([2])) },
    row("global_variables_initializer", "tf.globalVariablesInitializer()") { _ = tf.globalVariablesInitializer() },
    row("trainable_variables, global_variables", "tf.trainableVariables(), tf.globalVariables()") {
      _ = (tf.trainableVariables(), tf.globalVariables())
    },
    row("assign, assign_add, assign_sub", "tf.assign(v, x), tf.assignAdd(v, x), tf.assignSub(v, x)") {
      let v = tf.variable(tf.zeros([2, 3]))
      _ = (tf.assign(v, x), tf.assignAdd(v, x), tf.assignSub(v, x))
    },
    row("group", "tf.group(a, b)") { _ = tf.group(x, x) },
    row("identity, stop_gradient", "tf.identity(x), tf.stopGradient(x)") { _ = (tf.identity(x), tf.stopGradient(x)) },
    row("zeros, ones", "tf.zeros([2]), tf.ones([2])") { _ = (tf.zeros([2]), tf.ones([2])) },
    row("set_random_seed", "tf.setRandomSeed(1)") { tf.setRandomSeed(1) },
    row("random_uniform, random_normal, truncated_normal", "tf.randomUniform([2]), tf.randomNormal([2]), tf.truncatedNormal([2])") {
      _ = (tf.randomUniform([2]), tf.randomNormal([2]), tf.truncatedNormal([2]))
    },
    row("random_shuffle", "tf.randomShuffle(x)") { _ = tf.randomShuffle(x) },
  ]
  package static let control: [Row] = [
    row("gradients", "tf.gradients(y, [x])") { _ = try tf.gradients(x.sum(), [x]) },
    row("cond", "tf.cond(p, { a }, { b })") { _ = tf.cond(x.sum() .> 0, { x }, { -x }) },
    row("while_loop", "tf.whileLoop(condition, body, [i, x])") { _ = tf.whileLoop({ $0[0].sum() .< 3 }, { [$0[0] + 1] }, [x]) },
  ]
  package static let arithmetic: [Row] = [
    row("add, subtract, multiply, divide", "x + y, x - y, x * y, x / y") { _ = (x + 1, x - 1, x * 2, x / 2) },
    row("pow, square, sqrt", "tf.pow(x, 2), tf.square(x), tf.sqrt(x)") { _ = (tf.pow(x, 2), tf.square(x), tf.sqrt(x)) },
    row("exp, log, tanh, sigmoid, abs", "tf.exp(x), tf.log(x), tf.tanh(x), tf.sigmoid(x), tf.abs(x)") {
      _ = (tf.exp(x), tf.log(x), tf.tanh(x), tf.sigmoid(x), tf.abs(x))
    },
    row("maximum, minimum", "tf.maximum(x, y), tf.minimum(x, y)") {
      _ = (tf.maximum(x, tf.ones([2, 3])), tf.minimum(x, tf.ones([2, 3])))
    },
    row("matmul, transpose", "tf.matmul(a, b), a.t()") { _ = { (a: Tensor) in tf.matmul(a, a.t()) }(x) },
    row("reduce_sum, reduce_mean", "tf.reduceSum(x, [0]), tf.reduceMean(x)") { _ = (tf.reduceSum(x, [0]), tf.reduceMean(x)) },
    row("reduce_max, reduce_min, argmax", "x.amax(), x.amin(), x.argmax(dim: 1)") { _ = (x.amax(), x.amin(), x.argmax(dim: 1)) },
    row(
      "reshape, cast, concat, expand_dims, squeeze",
      "tf.reshape(x, [6]), tf.cast(x, .int32), tf.concat([x, y], 0), x.unsqueeze(0), x.squeeze()"
    ) {
      let a = x
      _ = (tf.reshape(a, [6]), tf.cast(a, .int32), tf.concat([a, a], 0), a.unsqueeze(0), a.squeeze())
    },
    row("equal, less, greater, where", "x .== y, x .< y, x .> y, x.where(condition, else: y)") {
      let a = x
      _ = (a .== 1, a .< 1, a .> 1, a.where(a .> 0, else: 0))
    },
    row("nn.relu, nn.softmax", "x.relu(), x.softmax(-1)") { _ = (x.relu(), x.softmax(-1)) },
  ]

  package static var all: [Row] { graphs + sources + control + arithmetic }

  /// The page docs/tensorflow-names.md.
  package static var page: String {
    var lines = [
      "# TensorFlow 1's names in Lantern", "",
      "Written by `lantern tensorflow-names > docs/tensorflow-names.md`; a test holds it against the table and runs every spelling. Names are",
      "listed without `tf.`. Every operation of `Tensor` works on symbols too, under PyTorch's name: see pytorch-names.md.",
    ]
    for (title, rows) in [
      ("Graphs and sessions", graphs), ("Placeholders, variables, random numbers", sources), ("Derivatives, branches, loops", control),
      ("Arithmetic", arithmetic),
    ] {
      lines += ["", "## \(title)", "", "| TensorFlow | Lantern |", "|---|---|"]
      for row in rows {
        let names = row.name.split(separator: ", ").map { "`\($0)`" }.joined(separator: ", ")
        lines.append("| \(row.name.contains("(") ? "`\(row.name)`" : names) | `\(row.swift.replacing("|", with: "\\|"))` |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
