import Lantern
import LanternNumPy

extension NumPyTable {
  static let reductions: [NumPyCall] = [
    .one("sum", "np.sum(a, axis: 0), a.sum(axis: [0, 1])") { a in
      np.sum(
        try a.array(0), axis: a.axis(), dtype: try a.dtype("dtype"), keepdims: a.flag(nil, "keepdims"),
        initial: try a.optionalOperand(nil, "initial"), where: try a.array("where"))
    },
    .one("prod", "np.prod(a, axis: 0)") { a in
      np.prod(
        try a.array(0), axis: a.axis(), dtype: try a.dtype("dtype"), keepdims: a.flag(nil, "keepdims"),
        initial: try a.optionalOperand(nil, "initial"), where: try a.array("where"))
    },
    .one("max", "np.max(a, axis: 0)") { a in
      np.max(
        try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims"), initial: try a.optionalOperand(nil, "initial"),
        where: try a.array("where"))
    },
    .one("min", "np.min(a, axis: 0)") { a in
      np.min(
        try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims"), initial: try a.optionalOperand(nil, "initial"),
        where: try a.array("where"))
    },
    .one("amax", "np.amax(a, axis: 0)") { a in np.amax(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims")) },
    .one("amin", "np.amin(a, axis: 0)") { a in np.amin(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims")) },
    .one("ptp", "np.ptp(a, axis: 0)") { a in np.ptp(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims")) },
    .one("mean", "np.mean(a, axis: 0)") { a in
      np.mean(
        try a.array(0), axis: a.axis(), dtype: try a.dtype("dtype"), keepdims: a.flag(nil, "keepdims"), where: try a.array("where"))
    },
    .one("var", "np.var(a, axis: 0, ddof: 1)") { a in
      np.var(
        try a.array(0), axis: a.axis(), dtype: try a.dtype("dtype"), ddof: a.double(nil, "ddof") ?? 0, keepdims: a.flag(nil, "keepdims"),
        where: try a.array("where"))
    },
    .one("std", "np.std(a, axis: 0, ddof: 1)") { a in
      np.std(
        try a.array(0), axis: a.axis(), dtype: try a.dtype("dtype"), ddof: a.double(nil, "ddof") ?? 0, keepdims: a.flag(nil, "keepdims"),
        where: try a.array("where"))
    },
    .one("any", "np.any(a, axis: 0)") { a in
      np.any(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims"), where: try a.array("where"))
    },
    .one("all", "np.all(a, axis: 0)") { a in
      np.all(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims"), where: try a.array("where"))
    },
    .one("count_nonzero", "np.countNonzero(a, axis: 0)") { a in
      np.countNonzero(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims"))
    },
    .one("argmax", "np.argmax(a, axis: 0)") { a in np.argmax(try a.array(0), axis: a.int(nil, "axis"), keepdims: a.flag(nil, "keepdims")) },
    .one("argmin", "np.argmin(a, axis: 0)") { a in np.argmin(try a.array(0), axis: a.int(nil, "axis"), keepdims: a.flag(nil, "keepdims")) },
    .one("cumsum", "np.cumsum(a, axis: 0)") { a in np.cumsum(try a.array(0), axis: a.int(nil, "axis"), dtype: try a.dtype("dtype")) },
    .one("cumprod", "np.cumprod(a, axis: 0)") { a in np.cumprod(try a.array(0), axis: a.int(nil, "axis"), dtype: try a.dtype("dtype")) },
    .one("cumulative_sum", "np.cumulativeSum(a, axis: 0, includeInitial: true)") { a in
      np.cumulativeSum(try a.array(0), axis: a.int(nil, "axis"), includeInitial: a.flag(nil, "include_initial"))
    },
    .one("cumulative_prod", "np.cumulativeProd(a, axis: 0)") { a in
      np.cumulativeProd(try a.array(0), axis: a.int(nil, "axis"), includeInitial: a.flag(nil, "include_initial"))
    },
    .one("nansum", "np.nansum(a, axis: 0)") { a in np.nansum(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims")) },
    .one("nanprod", "np.nanprod(a, axis: 0)") { a in np.nanprod(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims")) },
    .one("nanmax", "np.nanmax(a, axis: 0)") { a in np.nanmax(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims")) },
    .one("nanmin", "np.nanmin(a, axis: 0)") { a in np.nanmin(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims")) },
    .one("nanmean", "np.nanmean(a, axis: 0)") { a in np.nanmean(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims")) },
    .one("nanvar", "np.nanvar(a, axis: 0)") { a in
      np.nanvar(try a.array(0), axis: a.axis(), ddof: a.double(nil, "ddof") ?? 0, keepdims: a.flag(nil, "keepdims"))
    },
    .one("nanstd", "np.nanstd(a, axis: 0)") { a in
      np.nanstd(try a.array(0), axis: a.axis(), ddof: a.double(nil, "ddof") ?? 0, keepdims: a.flag(nil, "keepdims"))
    },
    .one("nanmedian", "np.nanmedian(a, axis: 0)") { a in np.nanmedian(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims")) },
    .one("nanargmax", "np.nanargmax(a, axis: 0)") { a in
      np.nanargmax(try a.array(0), axis: a.int(nil, "axis"), keepdims: a.flag(nil, "keepdims"))
    },
    .one("nanargmin", "np.nanargmin(a, axis: 0)") { a in
      np.nanargmin(try a.array(0), axis: a.int(nil, "axis"), keepdims: a.flag(nil, "keepdims"))
    },
    .one("nancumsum", "np.nancumsum(a, axis: 0)") { a in np.nancumsum(try a.array(0), axis: a.int(nil, "axis"), dtype: try a.dtype("dtype")) },
    .one("nancumprod", "np.nancumprod(a, axis: 0)") { a in
      np.nancumprod(try a.array(0), axis: a.int(nil, "axis"), dtype: try a.dtype("dtype"))
    },
  ]

  private static func method(_ a: CallArguments) -> np.QuantileMethod {
    a.text(nil, "method").flatMap(np.QuantileMethod.init) ?? .linear
  }
  private static func bins(_ a: CallArguments) throws -> np.Bins {
    switch a.raw(nil, "bins") {
    case .int(let n)?: .count(n)
    case .text(let rule)?: .rule(rule)
    case let edges?: .edges(try a.makeArray(edges))
    case nil: 10
    }
  }
  private static func range(_ a: CallArguments) -> (Double, Double)? {
    a.raw(nil, "range").map { ($0[0].number.double, $0[1].number.double) }
  }

  static let statistics: [NumPyCall] = [
    .one("median", "np.median(a, axis: 0)") { a in np.median(try a.array(0), axis: a.axis(), keepdims: a.flag(nil, "keepdims")) },
    .one("percentile", "np.percentile(a, 30, axis: 0, method: .linear)") { a in
      np.percentile(try a.array(0), try a.operand(1), axis: a.axis(), method: method(a), keepdims: a.flag(nil, "keepdims"))
    },
    .one("quantile", "np.quantile(a, [0.25, 0.75])") { a in
      np.quantile(try a.array(0), try a.operand(1), axis: a.axis(), method: method(a), keepdims: a.flag(nil, "keepdims"))
    },
    .one("nanpercentile", "np.nanpercentile(a, 30)") { a in
      np.nanpercentile(try a.array(0), try a.operand(1), axis: a.axis(), method: method(a), keepdims: a.flag(nil, "keepdims"))
    },
    .one("nanquantile", "np.nanquantile(a, 0.3)") { a in
      np.nanquantile(try a.array(0), try a.operand(1), axis: a.axis(), method: method(a), keepdims: a.flag(nil, "keepdims"))
    },
    .one("average", "np.average(a, axis: 0, weights: w)") { a in
      np.average(try a.array(0), axis: a.axis(), weights: try a.optionalOperand(nil, "weights"), keepdims: a.flag(nil, "keepdims"))
    },
    .one("cov", "np.cov(m, rowvar: false)") { a in
      np.cov(
        try a.array(0), try a.array("y", 1), rowvar: a.flag(nil, "rowvar", true), bias: a.flag(nil, "bias"), ddof: a.int(nil, "ddof"),
        fweights: try a.array("fweights"), aweights: try a.array("aweights"))
    },
    .one("corrcoef", "np.corrcoef(x)") { a in np.corrcoef(try a.array(0), try a.array("y", 1), rowvar: a.flag(nil, "rowvar", true)) },
    .one("convolve", "np.convolve(a, v, mode: .same)") { a in
      np.convolve(try a.array(0), try a.array(1), mode: a.text(nil, "mode").flatMap(np.OverlapMode.init) ?? .full)
    },
    .one("correlate", "np.correlate(a, v, mode: .full)") { a in
      np.correlate(try a.array(0), try a.array(1), mode: a.text(nil, "mode").flatMap(np.OverlapMode.init) ?? .valid)
    },
    .one("bincount", "np.bincount(x, weights: w, minlength: 10)") { a in
      np.bincount(try a.array(0), weights: try a.array("weights", 1), minlength: a.int(nil, "minlength", 0))
    },
    .many("histogram", "np.histogram(a, bins: 10, range: (0, 1))") { a in
      let (hist, edges) = np.histogram(
        try a.array(0), bins: try bins(a), range: range(a), density: a.flag(nil, "density"), weights: try a.array("weights"))
      return [hist, edges]
    },
    .one("histogram_bin_edges", "np.histogramBinEdges(a, bins: \"auto\")") { a in
      np.histogramBinEdges(try a.array(0), bins: try bins(a), range: range(a))
    },
    .many("histogram2d", "np.histogram2d(x, y, bins: 10)") { a in
      let all = np.histogram2d(try a.array(0), try a.array(1), bins: try bins(a), density: a.flag(nil, "density"))
      return [all.hist, all.xEdges, all.yEdges]
    },
    .one("digitize", "np.digitize(x, bins)") { a in np.digitize(try a.operand(0), try a.array(1), right: a.flag(nil, "right")) },
  ]
}
