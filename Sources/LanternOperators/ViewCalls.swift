import Lantern

extension OperatorTable {
  /// Functions that look at the same elements in another arrangement.
  static let views: [OperatorCall] = shapes + axes + joins

  private static let shapes: [OperatorCall] = [
    .one("view", "x.view(2, 3)") { a in try a.x.view(Shape(a.sizes(from: 1, "size"))) },
    .one("reshape", "x.reshape(2, 3)") { a in try a.x.reshape(Shape(a.sizes(from: 1, "shape"))) },
    .one("expand", "x.expand(2, 3)") { a in try a.x.expand(Shape(a.sizes(from: 1, "size"))) },
    .one("flatten", "x.flatten(0, -1)") { a in try a.x.flatten(a.int(1, "start_dim", 0), a.int(2, "end_dim", -1)) },
    .one("unsqueeze", "x.unsqueeze(0)") { a in try a.x.unsqueeze(a.int(1, "dim")) },
    .one("squeeze", "x.squeeze(), x.squeeze(0)") { a in
      guard let dims = try a.optionalInts(1, "dim") else { return try a.x.squeeze() }
      return try a.x.squeeze(dims: dims)
    },
  ]

  private static let axes: [OperatorCall] = [
    .one("transpose", "x.transpose(0, 1)") { a in try a.x.transpose(a.int(1, "dim0"), a.int(2, "dim1")) },
    .one("permute", "x.permute(1, 0)") { a in try a.x.permute(Shape(a.sizes(from: 1, "dims"))) },
    .unary("t", "t") { $0.t() },
    .one("T", "x.T") { a in try a.x.T },
    .one("narrow", "x.narrow(0, 1, 2)") { a in try a.x.narrow(a.int(1, "dim"), a.int(2, "start"), a.int(3, "length")) },
    .one("select", "x.select(0, 1)") { a in try a.x.select(a.int(1, "dim"), a.int(2, "index")) },
  ]

  private static let joins: [OperatorCall] = [
    .one("cat", "Tensor.cat([x, y], 0)") { a in try Tensor.cat(a.tensors(0, "tensors"), a.int(1, "dim", 0)) },
    .one("concat", "Tensor.cat([x, y], 0)") { a in try Tensor.cat(a.tensors(0, "tensors"), a.int(1, "dim", 0)) },
    .one("stack", "Tensor.stack([x, y], 0)") { a in try Tensor.stack(a.tensors(0, "tensors"), a.int(1, "dim", 0)) },
  ]
}
