import Lantern

// W3: element by element, out of place. W4: reductions, softmax, layer norm, running sums, order. W11: moves. All without gradients.

extension Workload {
  static let elementwise: [Named] = [(10_000, "1e4"), (1_000_000, "1e6"), (10_000_000, "1e7")].flatMap { count, size -> [Named] in
    ["add", "exp", "tanh", "gelu", "chain5"].map { kind -> Named in
      let name = "W3/\(kind)/\(size)"
      return (name, { element(name, kind, count) })
    }
  }

  private static func element(_ name: String, _ kind: String, _ count: Int) -> Workload {
    manualSeed(0)
    let (a, b, c) = (Tensor.randn(count), Tensor.randn(count), Tensor.randn(count))
    let (x, y, z) = (a[1].item().doubleValue, b[1].item().doubleValue, c[1].item().doubleValue)
    let body: () -> Tensor
    let wanted: Double
    switch kind {
    case "add": (body, wanted) = ({ a + b }, x + y)
    case "exp": (body, wanted) = ({ a.exp() }, Tensor([x], dtype: .float64).exp().item().doubleValue)
    case "tanh": (body, wanted) = ({ a.tanh() }, Tensor([x], dtype: .float64).tanh().item().doubleValue)
    case "gelu": (body, wanted) = ({ a.gelu() }, Tensor([x], dtype: .float64).gelu().item().doubleValue)
    default: (body, wanted) = ({ ((a * b + c) * a - b) * c }, ((x * y + z) * x - y) * z)
    }
    return plain(name, .nanoseconds(per: "elem", count), check: { expect(body()[1].item().doubleValue, wanted) }, body)
  }

  private static func over(
    _ name: String, _ rows: Int, _ columns: Int, check: @escaping @Sendable (Tensor, Tensor) -> String?,
    _ body: @escaping @Sendable (Tensor) -> Tensor
  ) -> Named {
    (
      name,
      {
        manualSeed(0)
        let a = Tensor.randn(rows, columns)
        return plain(name, .nanoseconds(per: "elem", rows * columns), check: { check(a, body(a)) }, { body(a) })
      }
    )
  }

  static let reductions: [Named] = [
    over(
      "W4/sum_all_4096x4096", 4096, 4096, check: { expect($1.item().doubleValue, $0.to(.float64).sum().item().doubleValue, within: 1e-2) }
    ) {
      $0.sum()
    },
    over(
      "W4/sum_dim0_4096x4096", 4096, 4096, check: { expect($1[7].item().doubleValue, $0[0..., 7].to(.float64).sum().item().doubleValue) }
    ) {
      $0.sum(dim: 0)
    },
    over("W4/sum_dim1_4096x4096", 4096, 4096, check: { expect($1[7].item().doubleValue, $0[7].to(.float64).sum().item().doubleValue) }) {
      $0.sum(dim: 1)
    },
    over("W4/softmax_4096x1024", 4096, 1024, check: { expect($1[7].sum().item().doubleValue, 1) }) { $0.softmax(-1) },
    (
      "W4/layer_norm_4096x1024",
      {
        manualSeed(0)
        let (a, g, b) = (Tensor.randn(4096, 1024), Tensor.randn(1024), Tensor.randn(1024))
        let body = { a.layerNorm([1024], weight: g, bias: b) }
        return plain(
          "W4/layer_norm_4096x1024", .nanoseconds(per: "elem", 4096 * 1024),
          check: { expect(((body()[7] - b) / g).square().mean().item().doubleValue, 1, within: 1e-2) }, body)
      }
    ),
    over(
      "W4/argmax_dim1_4096x4096", 4096, 4096,
      check: { expect($0[7, $1[7].item().intValue].item().doubleValue, $0[7].max().item().doubleValue) }
    ) {
      $0.argmax(dim: 1)
    },
    over(
      "W4/cumsum_dim1_4096x4096", 4096, 4096,
      check: { expect($1[7, 4095].item().doubleValue, $0[7].to(.float64).sum().item().doubleValue, within: 1e-3) }
    ) { $0.cumsum(dim: 1) },
    over("W4/sort_1e6", 1_000_000, 1, check: { expect($1[0, 0].item().doubleValue, $0.min().item().doubleValue) }) { $0.msort() },
  ]

  static let moves: [Named] = [
    (
      "W11/gather_rows_1e6x64",
      {
        manualSeed(0)
        let (a, i) = (Tensor.randn(100_000, 64), Tensor.randint(0, 100_000, [1_000_000]))
        return plain(
          "W11/gather_rows_1e6x64", .nanoseconds(per: "elem", 64_000_000),
          check: { expect(a[i][5, 3].item().doubleValue, a[i[5].item().intValue, 3].item().doubleValue) }, { a[i] })
      }
    ),
    over("W11/transpose_copy_4096x4096", 4096, 4096, check: { expect($1[3, 5].item().doubleValue, $0[5, 3].item().doubleValue) }) {
      $0.t().contiguous()
    },
    (
      "W11/cat_64x1024x256",
      {
        manualSeed(0)
        let parts = (0..<64).map { _ in Tensor.randn(1024, 256) }
        return plain(
          "W11/cat_64x1024x256", .nanoseconds(per: "elem", 64 * 1024 * 256),
          check: { expect(Tensor.cat(parts)[1025, 3].item().doubleValue, parts[1][1, 3].item().doubleValue) }, { Tensor.cat(parts) })
      }
    ),
    (
      "W11/mask_select_1e7",
      {
        manualSeed(0)
        let a = Tensor.randn(10_000_000)
        let mask = a .> 0
        return plain(
          "W11/mask_select_1e7", .nanoseconds(per: "elem", 10_000_000),
          check: { expect(Double(a[mask].elementCount), mask.sum().item().doubleValue) }, { a[mask] })
      }
    ),
  ]
}
