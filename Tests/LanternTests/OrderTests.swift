import Lantern
import Testing

/// Ranks, groups, places, histograms and statistics: what PyTorch 2.13 gives in the corners, and its messages.
@Suite struct OrderTests {
  private func message(_ body: () -> Void) -> String {
    do {
      try withTensorErrors { body() }
      return "no error"
    } catch { return (error as? TensorError)?.message ?? "\(error)" }
  }
  private let x = Tensor([[1.0, 2, 3], [4, 5, 6]])
  private let empty = Tensor.zeros(2, 0)

  @Test func ranks() {
    let n = Tensor([1, .nan, 2, .nan])
    #expect(n.median().item().doubleValue.isNaN)
    #expect(n.median(dim: 0).indices.item() == .int(1))
    #expect(n.nanMedian().item() == .double(1))
    #expect(n.nanMedian(dim: 0).indices.item() == .int(0))
    #expect(n.kthValue(2).values.item() == .double(2))
    #expect(n.cummax(dim: 0).indices.toArray() == [0, 1, 1, 3])
    #expect(n.cummin(dim: 0).indices.toArray() == [0, 1, 1, 3])
    #expect(Tensor([2, 3, 3, 2]).mode().indices.item() == .int(3))
    #expect(Tensor.zeros(0).median().item().doubleValue.isNaN)
    #expect(Tensor.zeros(0, dtype: .int64).median().item() == .int(.min))
    let one = Tensor(2.0)
    #expect(one.median(dim: -1, keepDim: true).values.shape == [])
    #expect(one.mode(dim: 0).indices.item() == .int(0))
    #expect(one.cummax(dim: 0).values.item() == .double(2))
    #expect(empty.median(dim: 0).values.shape == [0])
    #expect(Tensor([3, 1, 2]).msort().toArray() == [1, 2, 3])
    #expect(message { _ = empty.mode() } == "mode(): Expected reduction dim 1 to have non-zero size.")
    #expect(message { _ = x.kthValue(4) } == "kthvalue(): selected number k out of range for dimension 1")
    #expect(message { _ = x.kthValue(.max) } == "kthvalue(): selected number k out of range for dimension 1")
    #expect(message { _ = (x .> 2).median() } == "\"median_cpu\" not implemented for 'Bool'")
    #expect(message { _ = x.to(.complex64).cummax(dim: 0) } == "\"cummax_cpu\" not implemented for 'ComplexFloat'")
    #expect(message { _ = x.to(.int64).logCumSumExp(dim: 0) } == "\"logcumsumexp_out_cpu\" not implemented for 'Long'")
  }

  /// Long rows and many rows take other ways through the kernels than short ones.
  @Test(arguments: [5, 100, 5000, 70_000]) func longRows(n: Int) {
    var random = LawRandom("long rows")
    let values = (0..<n).map { _ in random.whole(-n...n) }
    for t in [Tensor(values), Tensor(values).to(.float32), Tensor(values).to(.float64)] {
      let order = t.sort()
      #expect(order.values.toArray(Int.self) == values.sorted())
      #expect(order.indices.toArray(Int.self) == values.indices.sorted { (values[$0], $0) < (values[$1], $1) })
      #expect(t.sort(descending: true).values.toArray(Int.self) == values.sorted(by: >))
      #expect(t.topk(n / 3).values.toArray(Int.self) == Array(values.sorted(by: >).prefix(n / 3)))
      #expect(t.kthValue(n / 3 + 1).values.item().intValue == values.sorted()[n / 3])
      #expect(t.median().item().intValue == values.sorted()[(n - 1) / 2])
      #expect(t.unique().values.toArray(Int.self) == Set(values).sorted())
    }
    // Rows that make pivots of fixed places bad ones.
    let hill = Tensor((0..<n).map { Swift.min($0, n - $0) })
    #expect(hill.kthValue(n / 2 + 1).values.item().intValue == hill.sort().values[n / 2].item().intValue)
    #expect(hill.topk(n / 2 + 1).values.toArray(Int.self) == Array(hill.sort(descending: true).values.toArray(Int.self).prefix(n / 2 + 1)))
    let same = Tensor.full([n], 7)
    #expect(same.kthValue(n).values.item().intValue == 7)
  }

  @Test func groups() {
    let n = Tensor([1, .nan, 2, .nan]).unique()
    #expect(n.counts.toArray() == [1, 1, 1, 1])
    #expect(n.inverse.toArray() == [0, 2, 1, 3])
    #expect(Tensor(2.0).unique().inverse.shape == [])
    #expect(empty.unique(dim: 1).values.shape == [2, 0])
    #expect(empty.unique().inverse.shape == [2, 0])
    #expect(
      message { _ = empty.unique(dim: 0) } == "There are 0 sized dimensions, and they aren't selected, so unique cannot be applied")
    #expect(
      message { _ = Tensor.zeros(0, 0).unique(dim: 0) }
        == "Number of zero sized dimensions is more than one, so unique cannot be applied")
    #expect(message { _ = Tensor(2.0).unique(dim: 0) } == "Dimension specified as 0 but tensor has no dimensions")
  }

  @Test func places() {
    #expect(x[0].searchSorted(2).item() == .int(1))
    #expect(x[0].searchSorted(Tensor([1, .nan, 2.5]), int32: true).dtype == .int32)
    #expect(Tensor([1, .nan, 2, .nan]).searchSorted(Tensor([1, .nan, 3])).toArray() == [2, 4, 4])
    #expect(Tensor([3, 1, 2]).searchSorted(Tensor([2]), sorter: Tensor([1, 2, 0])).toArray() == [1])
    #expect(message { _ = x.searchSorted(2) }.hasSuffix("we got boundaries tensor dim(2) and input value's dim(0) numel(1)"))
    #expect(message { _ = x.bucketize(x) } == "boundaries tensor must be 1 dimension, but got dim(2)")
    #expect(
      message { _ = x[0].searchSorted(x[0], sorter: Tensor([0, 3, 1])) } == "torch.searchsorted(): sorter index out of range")
    #expect(Tensor([1, 3, 1]).bincount(minLength: 6).toArray() == [0, 2, 0, 1, 0, 0])
    #expect(Tensor([1, 0]).bincount(weights: Tensor([1, 2])).dtype == .float64)
    #expect(message { _ = Tensor([1, -1]).bincount() } == "bincount only supports 1-d non-negative integral inputs.")
    #expect(message { _ = Tensor([1]).bincount(minLength: -1) } == "minlength should be >= 0")
    #expect(message { _ = Tensor([Int.max]).bincount() } != "no error")
    #expect(message { _ = Tensor([1]).bincount(minLength: .max) } != "no error")
    let axes = x.nonzeroPerAxis()
    #expect(axes.count == 2 && axes[1].toArray() == [0, 1, 2, 0, 1, 2])
    #expect(Tensor(2.0).nonzeroPerAxis().map { $0.toArray(Int.self) } == [[0]])
  }

  @Test func histograms() {
    #expect(Tensor([1.0, 1, 1]).histc(bins: 4).toArray() == [0.0, 0, 3, 0])
    #expect(Tensor([1, .nan, 2]).histc(bins: 3, min: 0, max: 2).toArray() == [0.0, 1, 1])
    #expect(Tensor([1.0, 1]).histogram(bins: 3).binEdges.toArray(Double.self).first == 0.5)
    #expect(x.histogram(bins: Tensor([1.0, 3, 5]), density: true).hist.toArray(Float.self) == [0.2, 0.3])
    #expect(message { _ = x.histc(bins: 0) } == "torch.histogram(): bins must be > 0, but got 0 for dimension 0")
    #expect(message { _ = x.histc(bins: 3, min: 5, max: 1) } == "torch.histc: max must be larger than min")
    #expect(message { _ = Tensor([1, .infinity]).histc() } == "torch.histc: range of [1, inf] is not finite")
    #expect(message { _ = x.histogram(bins: .max) } != "no error")
    #expect(message { _ = x.histc(bins: .max) } != "no error")
    #expect(message { _ = x.histc(bins: 3, min: .nan, max: 1) } == "torch.histc: range of [nan, 1] is not finite")
  }

  @Test func statistics() {
    #expect(x.any(dims: []).shape == [2, 3])
    #expect(x.all(dims: [0, 1], keepDim: true).shape == [1, 1])
    #expect(x.argmax(keepDim: true).shape == [1, 1])
    #expect(x.aminmax(keepDim: true).max.shape == [1, 1])
    #expect(Tensor([0.6, 0.6, 1.7]).sum(dtype: .int64).item() == .int(1))
    #expect(x.diff(.max).shape == [2, 0])
    #expect(empty.trapezoid().toArray() == [0.0, 0])
    #expect(x.quantile(Tensor([0.2, 0.5]), keepDim: true).shape == [2, 1, 1])
    #expect(x.renorm(2, dim: 0, maxNorm: 100).toArray(Double.self) == x.toArray(Double.self))
    #expect(message { _ = x.quantile(2) } == "quantile() q must be in the range [0, 1] but got 2")
    #expect(message { _ = x.quantile(.nan) } == "quantile() q must be in the range [0, 1] but got nan")
    #expect(message { _ = empty.quantile(0.5) } == "quantile() input tensor must be non-empty")
    #expect(message { _ = x.diff(-1) } == "order must be non-negative but got -1")
    #expect(message { _ = x.trapezoid(Tensor([1.0])) } == "trapezoid: There must be one `x` value for each sample point")
    #expect(message { _ = x.renorm(0, dim: 0, maxNorm: 1) } == "renorm: non-positive-norm not supported")
    #expect(message { _ = x.to(.int64).stdMean() } == "std_mean only support floating point and complex dtypes")
    #expect(
      message { _ = empty.aminmax() } == "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.")
    #expect(message { _ = empty.amax(dims: [0, 1]) } == "amax(): Expected reduction dim 1 to have non-zero size.")
    #expect(
      message { _ = empty.amax() }
        == "amax(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.")
  }
}
