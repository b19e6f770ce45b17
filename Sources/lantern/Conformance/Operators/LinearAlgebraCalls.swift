import Lantern

extension OperatorTable {
  /// Products of matrices, decompositions, transforms.
  static let linearAlgebra: [OperatorCall] = [
    .one("matmul", "x.matmul(y)") { a in try a.x.matmul(a.tensor(1, "other")) },
    .one("mm", "x.mm(y)") { a in try a.x.mm(a.tensor(1, "mat2")) },
    .one("bmm", "x.bmm(y)") { a in try a.x.bmm(a.tensor(1, "mat2")) },
    .one("mv", "x.mv(v)") { a in try a.x.mv(a.tensor(1, "vec")) },
    .one("dot", "x.dot(y)") { a in try a.x.dot(a.tensor(1, "other")) },
    .one("outer", "x.outer(y)") { a in try a.x.outer(a.tensor(1, "vec2")) },
    .one("trace", "x.trace()") { a in try a.x.trace() },
    .one("linalg.det", "x.det()") { a in try a.x.det() },
    .one("linalg.inv", "x.inverse()") { a in try a.x.inverse() },
  ]
}
