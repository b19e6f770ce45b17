import Lantern
import LanternOperators

/// Further changes in place, which must fail as a whole or not at all.
extension FuzzFunctions {
  static func changed(
    _ name: String, _ run: @escaping @Sendable (Tensor, CallArguments) throws -> Tensor
  ) -> OperatorCall {
    .one(name, "x.\(name)") { a in
      let x = try a.x
      // A leaf that wants gradients may not be changed; most calls are to go through.
      return try run(x.requiresGrad ? x.clone() : x, a)
    }
  }

  static let inPlaceUnary: [OperatorCall] = [
    changed("neg_") { x, _ in x.neg_() }, changed("abs_") { x, _ in x.abs_() }, changed("log_") { x, _ in x.log_() },
    changed("floor_") { x, _ in x.floor_() }, changed("ceil_") { x, _ in x.ceil_() }, changed("sigmoid_") { x, _ in x.sigmoid_() },
    changed("round_") { x, a in try a.flag(1, "plain") ? x.round_() : x.round_(decimals: a.int(2, "decimals", 2)) },
    changed("tanh_") { x, _ in x.tanh_() }, changed("silu_") { x, _ in x.silu_() }, changed("mish_") { x, _ in x.mish_() },
    changed("selu_") { x, _ in x.selu_() }, changed("lgamma_") { x, _ in x.lgamma_() }, changed("digamma_") { x, _ in x.digamma_() },
    changed("erfinv_") { x, _ in x.erfinv_() }, changed("zero_") { x, _ in x.zero_() }, changed("detach_") { x, _ in x.detach_() },
    changed("elu_") { x, a in try x.elu_(alpha: a.double(1, "alpha", 1)) },
    changed("celu_") { x, a in try x.celu_(alpha: a.double(1, "alpha", 1)) },
    changed("leakyRelu_") { x, a in try x.leakyRelu_(a.double(1, "slope", 0.1)) },
    changed("logit_") { x, a in try x.logit_(eps: a.optionalDouble(1, "eps")) },
    changed("hardtanh_") { x, a in try x.hardtanh_(a.scalar(1, "min") ?? .int(-1), a.scalar(2, "max") ?? .int(1)) },
    changed("threshold_") { x, a in try x.threshold_(a.scalar(1, "threshold") ?? .int(0), a.scalar(2, "value") ?? .int(1)) },
    changed("tril_") { x, a in try x.tril_(a.int(1, "diagonal", 0)) },
    changed("triu_") { x, a in try x.triu_(a.int(1, "diagonal", 0)) },
    changed("nanToNum_") { x, a in
      try x.nanToNum_(nan: a.double(1, "nan", 0), posinf: a.optionalDouble(2, "posinf"), neginf: a.optionalDouble(3, "neginf"))
    },
    changed("clamp_numbers_") { x, a in try x.clamp_(a.scalar(1, "min") ?? .int(-1), a.scalar(2, "max") ?? .int(1)) },
    changed("fillDiagonal_") { x, a in try x.fillDiagonal_(a.scalar(1, "value") ?? .int(1), wrap: a.flag(2, "wrap")) },
  ]

  static let inPlaceIndexed: [OperatorCall] = [
    changed("addcdiv_") { x, a in try x.addcdiv_(a.tensor(1, "a"), a.tensor(2, "b"), value: a.double(3, "value", 1)) },
    changed("xlogy_") { x, a in try x.xlogy_(a.tensor(1, "other")) },
    changed("clamp_") { x, a in try x.clamp_(a.tensor(1, "min"), a.tensor(2, "max")) },
    changed("maskedScatter_") { x, a in try x.maskedScatter_(a.tensor(1, "mask"), a.tensor(2, "source")) },
    changed("maskedFill_tensor_") { x, a in try x.maskedFill_(a.tensor(1, "mask"), a.tensor(2, "value")) },
    changed("put_") { x, a in try x.put_(a.tensor(1, "index"), a.tensor(2, "source"), accumulate: a.flag(3, "accumulate")) },
    changed("indexPut_") { x, a in
      try x.indexPut_(
        [a.optionalTensor(1, "index"), a.optionalTensor(2, "mask")], a.tensor(3, "values"), accumulate: a.flag(4, "accumulate"))
    },
    changed("indexAdd_") { x, a in
      try x.indexAdd_(a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source"), alpha: a.scalar(4, "alpha") ?? .int(1))
    },
    changed("indexCopy_") { x, a in try x.indexCopy_(a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source")) },
    changed("indexFill_") { x, a in try x.indexFill_(a.int(1, "dim"), a.tensor(2, "index"), a.scalar(3, "value") ?? .int(1)) },
    changed("scatter_") { x, a in try x.scatter_(a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source")) },
    changed("scatter_number_") { x, a in try x.scatter_(a.int(1, "dim"), a.tensor(2, "index"), a.scalar(3, "value") ?? .int(1)) },
    changed("scatterAdd_") { x, a in try x.scatterAdd_(a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source")) },
    changed("scatterReduce_") { x, a in
      try x.scatterReduce_(
        a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source"), reduction(a), includeSelf: a.flag(5, "include_self"))
    },
    changed("indexReduce_") { x, a in
      try x.indexReduce_(
        a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source"), reduction(a), includeSelf: a.flag(5, "include_self"))
    },
    // Parts of one tensor as source and target of each other.
    changed("copy_overlapping_") { x, a in
      try x.narrow(a.int(1, "dim"), 0, a.int(2, "length")).copy_(x.narrow(a.int(1, "dim"), a.int(3, "start"), a.int(2, "length")))
      return x
    },
  ]

  private static func reduction(_ a: CallArguments) throws -> ScatterReduction {
    switch try a.int(4, "reduction", 0) & 3 {
    case 0: .sum
    case 1: .prod
    case 2: .mean
    default: .amax
    }
  }
}
