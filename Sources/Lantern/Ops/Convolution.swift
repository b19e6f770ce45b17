import CKernels

// Convolutions and their derivatives. The three operations are each other's derivatives: a transposed convolution is what a
// convolution's input gradient is, and the weight's gradient is linear in both of its inputs again.

/// What a convolution is told; `ints` of the three operations.
struct ConvolutionGeometry {
  var stride: [Int], padding: [Int], dilation: [Int]
  var groups: Int
  /// The sizes that the inputs do not tell: those of the input (for its gradient) or of the kernel (for the weight's); for the convolution
  /// itself, those of the result, where there are fewer windows than would fit.
  var sizes: [Int] = []

  init(stride: [Int], padding: [Int], dilation: [Int], groups: Int) {
    (self.stride, self.padding, self.dilation, self.groups) = (stride, padding, dilation, groups)
  }

  init(_ ints: Shape) {
    let r = ints[0]
    func part(_ k: Int) -> [Int] { Array(ints.dropFirst(1 + k * r).prefix(r)) }
    (stride, padding, dilation, groups) = (part(0), part(1), part(2), ints[1 + 3 * r])
    sizes = Array(ints.dropFirst(2 + 3 * r))
  }

  var rank: Int { stride.count }
  var attributes: Attributes { Attributes(ints: Shape([rank] + stride + padding + dilation + [groups] + sizes)) }

  /// How many windows fit along axis `d`; at most 0 when none does.
  func outputSize(_ d: Int, input: Int, kernel: Int) -> Int {
    if input < 0 || kernel < 0 { return -1 }
    let room = input + 2 * padding[d] - dilation[d] * (kernel - 1) - 1
    return room < 0 ? 0 : room / stride[d] + 1
  }

  /// The attributes for a derivative whose result is shaped like input `like` of the node: its sizes, or, where they are only known when a
  /// graph runs, none.
  static func of(_ s: Saved) -> Attributes {
    var c = ConvolutionGeometry(s.attributes.ints)
    c.sizes = s.shape.dropFirst(2).contains { $0 < 0 } ? [] : Array(s.shape.dropFirst(2))
    return c.attributes
  }

  /// The sizes that the inputs do not tell, from the attributes or from a third input that has them.
  func sizes(like template: Tensor?) -> [Int] { template.map { Array($0.shape.dropFirst(2)) } ?? sizes }

  /// Throws unless the shapes fit each other, as far as they are known: kernels rely on it.
  func check(input x: Shape?, weight w: Shape?, result y: Shape?) throws(TensorError) {
    func differ(_ a: Int?, _ b: Int?) -> Bool { if let a, let b, a >= 0, b >= 0 { a != b } else { false } }
    let channels = w.flatMap { $0[1] < 0 ? nil : $0[1] * groups }
    let isWrong =
      [x, w, y].contains { $0 != nil && $0!.count != rank + 2 } || differ(x?[1], channels) || differ(y?[1], w?[0]) || differ(x?[0], y?[0])
      || [x?[1], w?[0], y?[1]].enumerated().contains { ($0.offset > 0 || w == nil) && ($0.element ?? 0) > 0 && $0.element! % groups != 0 }
    guard !isWrong else {
      let listed = [x, w, y].compactMap { $0?.listed }.joined(separator: " and ")
      throw TensorError(.shape, op: "convolution", "shapes \(listed) do not fit each other with groups=\(groups)")
    }
  }

  /// The kernels' view of it, from the shapes of input, weight and output.
  func kernelArguments(_ x: Shape, _ w: Shape, _ y: Shape) -> ck_convolution {
    func three(_ values: [Int], _ filler: Int) -> (Int, Int, Int) {
      let all = Array(repeating: filler, count: 3 - rank) + values
      return (all[0], all[1], all[2])
    }
    var c = ck_convolution()
    (c.batch, c.groups, c.channels, c.filters) = (x[0], groups, w[1], w[0] / groups)
    c.input = three(Array(x.dropFirst(2)), 1)
    c.output = three(Array(y.dropFirst(2)), 1)
    c.kernel = three(Array(w.dropFirst(2)), 1)
    c.stride = three(stride, 1)
    c.padding = three(padding, 0)
    c.dilation = three(dilation, 1)
    return c
  }
}

extension Op {
  /// The input convolved with a weight [filters, channels / groups, kernel…], plus a bias if there is a third input. With `flag` the third
  /// input is none: its sizes are those of the result.
  static let convolution: Op = Op(
    "convolution", gradName: "ConvolutionBackward0",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          let (x, w, c) = (i.x, i.y!, ConvolutionGeometry(a.ints))
          try checkTypes("convolution", x, w)
          var shape = Shape(x.shape[0], w.shape[0])
          try c.check(input: x.shape, weight: w.shape, result: nil)
          if !a.flag, let bias = i.z, bias.elementCount != w.shape[0], !bias.shape.hasUnknown, w.shape[0] >= 0 {
            throw TensorError(.shape, op: "convolution", "a bias of \(bias.elementCount) elements for \(w.shape[0]) filters")
          }
          // Derivatives ask for as many windows as there were, which may not be all that fit.
          let sizes = c.sizes(like: a.flag ? i.z : nil)
          for d in 0..<c.rank {
            shape.append(sizes.isEmpty ? c.outputSize(d, input: x.shape[d + 2], kernel: w.shape[d + 2]) : sizes[d])
          }
          return Spec(shape, x.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let c = ConvolutionGeometry(a.ints)
          let (x, w, bias) = try (i.x.forLayer(), i.y!.forLayer(), a.flag ? nil : i.z?.forLayer())
          let out = try Tensor(empty: spec.shape, dtype: x.dtype)
          var arguments = c.kernelArguments(x.shape, w.shape, out.shape)
          ck_convolution_forward(&arguments, Int32(x.dtype.rawValue), x.pointer, w.pointer, bias?.pointer, out.pointer)
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [
      .of(.y) { g, s in gradient(.convolutionInput, g, s.y, s) { s.x } },
      .of(.x) { g, s in gradient(.convolutionWeight, g, s.x, s) { s.y } },
      .of { g, _ in g.sum(Shape([0] + Array(2..<g.rank))) },
    ],
    samples: .custom([
      convolutionSample([[2, 4, 7], [6, 2, 3], [6]], [2], [1], [1], groups: 2),
      convolutionSample([[1, 3, 5, 4], [2, 3, 2, 3]], [1, 2], [1, 0], [2, 1]),
      convolutionSample([[2, 3, 4, 5], [6, 1, 3, 2], [6]], [2, 1], [1, 1], [1, 1], groups: 3),
      convolutionSample([[2, 3, 2, 2], [4, 3, 1, 1]], [1, 1], [0, 0], [1, 1]),
      convolutionSample([[1, 2, 8], [3, 2, 2]], [1], [0], [3], sizes: [4]),
      convolutionSample([[1, 2, 3, 4, 3], [2, 2, 2, 2, 2], [2]], [1, 2, 1], [0, 1, 0], [1, 1, 2]),
    ]))

  /// The gradient of a convolution's input, given the result's and the weight: the transposed convolution.
  static let convolutionInput: Op = Op(
    "convolution_input", gradName: "ConvolutionBackward0",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          let (g, w, c) = (i.x, i.y!, ConvolutionGeometry(a.ints))
          try checkTypes("convolution", g, w)
          try c.check(input: nil, weight: w.shape, result: g.shape)
          return Spec(Shape([g.shape[0], w.shape[1] < 0 ? -1 : w.shape[1] * c.groups] + c.sizes(like: i.z)), g.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let c = ConvolutionGeometry(a.ints)
          let (g, w) = try (i.x.forLayer(), i.y!.forLayer())
          let out = try Tensor(empty: spec.shape, dtype: g.dtype)
          var arguments = c.kernelArguments(out.shape, w.shape, g.shape)
          ck_convolution_input(&arguments, Int32(g.dtype.rawValue), g.pointer, w.pointer, out.pointer)
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [
      .of(.y) { g, s in gradient(.convolution, g, s.y, s) { s.x } },
      .of(.x) { g, s in gradient(.convolutionWeight, s.x, g, s) { s.y } }, nil,
    ],
    samples: .custom([
      convolutionSample([[2, 6, 4], [6, 2, 3]], [2], [1], [1], groups: 2, sizes: [8]),
      convolutionSample([[1, 2, 3, 2], [2, 3, 2, 2]], [1, 2], [0, 1], [2, 1], sizes: [5, 2]),
      convolutionSample([[2, 4, 2, 3], [4, 1, 3, 2]], [2, 1], [1, 0], [1, 1], groups: 2, sizes: [4, 4]),
      convolutionSample([[2, 3, 2, 2], [3, 4, 1, 1]], [1, 1], [0, 0], [1, 1], sizes: [2, 2]),
      convolutionSample([[1, 2, 3], [2, 1, 2]], [1], [0], [3], sizes: [8]),
    ]))

  /// The gradient of a convolution's weight, given the result's and the input.
  static let convolutionWeight: Op = Op(
    "convolution_weight", gradName: "ConvolutionBackwardBackward0",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          let (g, x, c) = (i.x, i.y!, ConvolutionGeometry(a.ints))
          try checkTypes("convolution", g, x)
          try c.check(input: x.shape, weight: nil, result: g.shape)
          return Spec(Shape([g.shape[1], x.shape[1] < 0 ? -1 : x.shape[1] / c.groups] + c.sizes(like: i.z)), g.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let c = ConvolutionGeometry(a.ints)
          let (g, x) = try (i.x.forLayer(), i.y!.forLayer())
          let out = try Tensor(empty: spec.shape, dtype: g.dtype)
          var arguments = c.kernelArguments(x.shape, out.shape, g.shape)
          ck_convolution_weight(&arguments, Int32(g.dtype.rawValue), g.pointer, x.pointer, out.pointer)
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [
      .of(.y) { g, s in gradient(.convolution, s.y, g, s) { s.x } },
      .of(.x) { g, s in gradient(.convolutionInput, s.x, g, s) { s.y } }, nil,
    ],
    samples: .custom([
      convolutionSample([[3, 6, 4], [3, 4, 8]], [2], [1], [1], groups: 2, sizes: [3]),
      convolutionSample([[1, 2, 3, 2], [1, 3, 5, 2]], [1, 2], [0, 1], [2, 1], sizes: [2, 2]),
      convolutionSample([[2, 4, 2, 3], [2, 2, 4, 4]], [2, 1], [1, 0], [1, 1], groups: 2, sizes: [3, 2]),
      convolutionSample([[2, 3, 2, 2], [2, 4, 2, 2]], [1, 1], [0, 0], [1, 1], sizes: [1, 1]),
    ]))

  /// One of the two derivatives, of the shape of `template` where sizes are only known when a graph runs (all inputs are kept then).
  private static func gradient(_ op: Op, _ a: Tensor, _ b: Tensor, _ s: Saved, like template: () -> Tensor) -> Tensor {
    var attributes = ConvolutionGeometry.of(s)
    guard s.shape.dropFirst(2).contains(where: { $0 < 0 }) else { return apply(op, a, b, attributes) }
    attributes.flag = true
    return apply(op, a, b, template().detach(), attributes)
  }

  static let convolutions: [Op] = [convolution, convolutionInput, convolutionWeight]

  private static func convolutionSample(
    _ shapes: [[Int]], _ stride: [Int], _ padding: [Int], _ dilation: [Int], groups: Int = 1, sizes: [Int] = []
  ) -> Sample {
    var c = ConvolutionGeometry(stride: stride, padding: padding, dilation: dilation, groups: groups)
    c.sizes = sizes
    return Sample(shapes, c.attributes)
  }

  private static func checkTypes(_ op: String, _ a: Tensor, _ b: Tensor) throws(TensorError) {
    guard a.dtype == b.dtype else {
      throw TensorError(
        .dtype, op: op, "expected scalar type \(a.dtype.legacyName) but found \(b.dtype.legacyName)",
        hint: "Convert one of them with to(_:).")
    }
    guard a.dtype.isFloatingPoint || a.dtype.isInteger, ![.uint16, .uint32, .uint64].contains(a.dtype) else {
      throw TensorError(
        .dtype, op: op, "\"slow_conv2d_cpu\" not implemented for '\(a.dtype.legacyName)'", hint: "Convert with to(.float32).")
    }
  }
}

extension Tensor {
  /// The elements without gaps, in the type that layers' kernels compute in.
  func forLayer() throws(TensorError) -> Tensor {
    try noGrad { to(dtype.layerType).contiguous() }.usable()
  }
}
