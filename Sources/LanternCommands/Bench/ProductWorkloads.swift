import Lantern

// W5: products of matrices. W6: convolutions.

extension Workload {
  private static func product(_ name: String, _ left: [Int], _ right: [Int], _ dtype: DType = .float32) -> Named {
    let operations = 2 * left.reduce(1, *) * right[right.count - 1]
    return (
      name,
      {
        manualSeed(0)
        let (a, b) = (Tensor.randn(Shape(left)).to(dtype), Tensor.randn(Shape(right)).to(dtype))
        func first(_ t: Tensor) -> Tensor { t.rank == 3 ? t[0] : t }
        return plain(
          name, .gigaflops(operations),
          check: {
            let wanted = (first(a)[0].to(.float64) * first(b).t()[1].to(.float64)).sum().item().doubleValue
            return expect(first(a.matmul(b))[0, 1].item().doubleValue, wanted, within: dtype == .bfloat16 ? 1e-2 : 1e-3)
          }, { a.matmul(b) })
      }
    )
  }

  static let products: [Named] =
    [64, 256, 1024, 2048].map { product("W5/mm_f32_\($0)", [$0, $0], [$0, $0]) } + [
      product("W5/bmm_f32_64x128x64x128", [64, 128, 64], [64, 64, 128]),
      product("W5/mm_bf16_1024", [1024, 1024], [1024, 1024], .bfloat16),
      product("W5/skinny_f32_1x4096x4096", [1, 4096], [4096, 4096]),
      product("W5/mm_f64_1024", [1024, 1024], [1024, 1024], .float64),
    ]

  /// A convolution of `count` images with `channels` channels of `side` by `side`, to `kernels` channels by windows of `window`.
  private static func convolution(
    _ name: String, count: Int, channels: Int, side: Int, kernels: Int, window: Int, stride: Int, padding: Int
  ) -> [Named] {
    let out = (side + 2 * padding - window) / stride + 1
    let operations = 2 * count * kernels * out * out * channels * window * window
    @Sendable func make(tracked: Bool) -> (x: Tensor, w: Tensor, body: () -> Tensor, check: () -> String?) {
      manualSeed(0)
      let x = Tensor.randn(count, channels, side, side, requiresGrad: tracked)
      let w = Tensor.randn(kernels, channels, window, window, requiresGrad: tracked)
      let body = { x.conv2d(w, stride: PerAxis(stride), padding: .init(integerLiteral: padding)) }
      let check: () -> String? = {
        noGrad {
          let place = (stride * 2 - padding)..<(stride * 2 - padding + window)
          let part = x[0][0..., place, place]
          return expect(body()[0, 1, 2, 2].item().doubleValue, (part * w[1]).to(.float64).sum().item().doubleValue, within: 1e-3)
        }
      }
      return (x, w, body, check)
    }
    return [
      (
        "W6/\(name)_fwd",
        {
          let (_, _, body, check) = make(tracked: false)
          return plain("W6/\(name)_fwd", .gigaflops(operations), check: check, body)
        }
      ),
      (
        "W6/\(name)_fwdbwd",
        {
          let (x, w, body, check) = make(tracked: true)
          let ones = noGrad { Tensor.ones(like: body()) }
          return Workload(
            name: "W6/\(name)_fwdbwd", unit: .gigaflops(3 * operations), check: check,
            run: {
              x.grad = nil
              w.grad = nil
              body().backward(ones)
            })
        }
      ),
    ]
  }

  static let convolutions: [Named] =
    convolution("conv3x3_N16C64HW56K64", count: 16, channels: 64, side: 56, kernels: 64, window: 3, stride: 1, padding: 1)
    + convolution("conv7x7s2_N32C3HW224K64", count: 32, channels: 3, side: 224, kernels: 64, window: 7, stride: 2, padding: 3)
}
