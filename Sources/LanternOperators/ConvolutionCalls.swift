import Lantern

extension OperatorTable {
  /// Convolutions, pooling and padding.
  static let convolutions: [OperatorCall] =
    [
      convolution(1) { $0.conv1d($1, $2, stride: $3, padding: $4, dilation: $5, groups: $6) },
      convolution(2) { $0.conv2d($1, $2, stride: $3, padding: $4, dilation: $5, groups: $6) },
      convolution(3) { $0.conv3d($1, $2, stride: $3, padding: $4, dilation: $5, groups: $6) },
      transposed(1) { $0.convTranspose1d($1, $2, stride: $3, padding: $4, outputPadding: $5, groups: $6, dilation: $7) },
      transposed(2) { $0.convTranspose2d($1, $2, stride: $3, padding: $4, outputPadding: $5, groups: $6, dilation: $7) },
      transposed(3) { $0.convTranspose3d($1, $2, stride: $3, padding: $4, outputPadding: $5, groups: $6, dilation: $7) },
    ] + pooling
    + [
      .one("nn.functional.pad", "x.pad([1, 1, 2, 2], mode: .reflect)") { a in
        try a.x.pad(
          a.ints(1, "pad"), mode: choice(a.string(2, "mode"), .constant), value: a.scalar(3, "value") ?? .int(0))
      }
    ]

  private static func convolution(
    _ r: Int,
    _ run: @escaping @Sendable (Tensor, Tensor, Tensor?, PerAxis, ConvolutionPadding, PerAxis, Int) -> Tensor
  ) -> OperatorCall {
    .one("nn.functional.conv\(r)d", "x.conv\(r)d(weight, bias, stride: 2, padding: 1)") { a in
      let padding: ConvolutionPadding
      if case .string(let rule)? = a.value(4, "padding") {
        padding = rule == "same" ? .same : .valid
      } else {
        padding = ConvolutionPadding(try a.perAxis(4, "padding") ?? 0)
      }
      return try run(
        a.x, a.tensor(1, "weight"), a.optionalTensor(2, "bias"), a.perAxis(3, "stride") ?? 1, padding, a.perAxis(5, "dilation") ?? 1,
        a.int(6, "groups", 1))
    }
  }

  private static func transposed(
    _ r: Int, _ run: @escaping @Sendable (Tensor, Tensor, Tensor?, PerAxis, PerAxis, PerAxis, Int, PerAxis) -> Tensor
  ) -> OperatorCall {
    .one("nn.functional.conv_transpose\(r)d", "x.convTranspose\(r)d(weight, bias, stride: 2, outputPadding: 1)") { a in
      try run(
        a.x, a.tensor(1, "weight"), a.optionalTensor(2, "bias"), a.perAxis(3, "stride") ?? 1, a.perAxis(4, "padding") ?? 0,
        a.perAxis(5, "output_padding") ?? 0, a.int(6, "groups", 1), a.perAxis(7, "dilation") ?? 1)
    }
  }

  private static let pooling: [OperatorCall] = [
    largest(1) { $0.maxPool1dWithIndices($1, stride: $2, padding: $3, dilation: $4, ceilMode: $5) },
    largest(2) { $0.maxPool2dWithIndices($1, stride: $2, padding: $3, dilation: $4, ceilMode: $5) },
    largest(3) { $0.maxPool3dWithIndices($1, stride: $2, padding: $3, dilation: $4, ceilMode: $5) },
    .one("nn.functional.avg_pool1d", "x.avgPool1d(2)") { a in
      try a.x.avgPool1d(
        a.perAxis(1, "kernel_size") ?? 1, stride: a.stride(2), padding: a.perAxis(3, "padding") ?? 0, ceilMode: a.flag(4, "ceil_mode"),
        countIncludePad: a.flag(5, "count_include_pad", true))
    },
    averages(2) { $0.avgPool2d($1, stride: $2, padding: $3, ceilMode: $4, countIncludePad: $5, divisorOverride: $6) },
    averages(3) { $0.avgPool3d($1, stride: $2, padding: $3, ceilMode: $4, countIncludePad: $5, divisorOverride: $6) },
    .one("nn.functional.adaptive_avg_pool1d", "x.adaptiveAvgPool1d(4)") { a in
      try a.x.adaptiveAvgPool1d(a.ints(1, "output_size").first ?? 1)
    },
    .one("nn.functional.adaptive_avg_pool2d", "x.adaptiveAvgPool2d([4, nil])") { a in
      let sizes = try a.optionalSizes(1, "output_size")
      return try sizes.count == 1 ? a.x.adaptiveAvgPool2d(sizes[0] ?? 1) : a.x.adaptiveAvgPool2d(sizes)
    },
    .one("nn.functional.adaptive_avg_pool3d", "x.adaptiveAvgPool3d(4)") { a in
      let sizes = try a.optionalSizes(1, "output_size")
      return try sizes.count == 1 ? a.x.adaptiveAvgPool3d(sizes[0] ?? 1) : a.x.adaptiveAvgPool3d(sizes)
    },
    shared(1) { $0.adaptiveMaxPool1d(($1.first ?? nil) ?? 1) },
    shared(2) { $1.count == 1 ? $0.adaptiveMaxPool2d($1[0] ?? 1) : $0.adaptiveMaxPool2d($1) },
    shared(3) { $1.count == 1 ? $0.adaptiveMaxPool3d($1[0] ?? 1) : $0.adaptiveMaxPool3d($1) },
    .one("nn.functional.lp_pool1d", "x.lpPool1d(2, 3)") { a in
      try a.x.lpPool1d(
        a.double(1, "norm_type", 2), a.perAxis(2, "kernel_size") ?? 1, stride: a.stride(3), ceilMode: a.flag(4, "ceil_mode"))
    },
    .one("nn.functional.lp_pool2d", "x.lpPool2d(2, 3)") { a in
      try a.x.lpPool2d(
        a.double(1, "norm_type", 2), a.perAxis(2, "kernel_size") ?? 1, stride: a.stride(3), ceilMode: a.flag(4, "ceil_mode"))
    },
  ]

  private static func largest(
    _ r: Int, _ run: @escaping @Sendable (Tensor, PerAxis, PerAxis?, PerAxis, PerAxis, Bool) -> ValuesAndIndices
  ) -> OperatorCall {
    .many("nn.functional.max_pool\(r)d", "x.maxPool\(r)d(2)") { a in
      let found = try run(
        a.x, a.perAxis(1, "kernel_size") ?? 1, a.stride(2), a.perAxis(3, "padding") ?? 0, a.perAxis(4, "dilation") ?? 1,
        a.flag(5, "ceil_mode"))
      return try a.flag(6, "return_indices") ? [found.values, found.indices] : [found.values]
    }
  }

  private static func averages(
    _ r: Int, _ run: @escaping @Sendable (Tensor, PerAxis, PerAxis?, PerAxis, Bool, Bool, Int?) -> Tensor
  ) -> OperatorCall {
    .one("nn.functional.avg_pool\(r)d", "x.avgPool\(r)d(2)") { a in
      try run(
        a.x, a.perAxis(1, "kernel_size") ?? 1, a.stride(2), a.perAxis(3, "padding") ?? 0, a.flag(4, "ceil_mode"),
        a.flag(5, "count_include_pad", true), a.optionalInt(6, "divisor_override"))
    }
  }

  private static func shared(_ r: Int, _ run: @escaping @Sendable (Tensor, [Int?]) -> ValuesAndIndices) -> OperatorCall {
    .many("nn.functional.adaptive_max_pool\(r)d", "x.adaptiveMaxPool\(r)d(4)") { a in
      let found = try run(a.x, a.optionalSizes(1, "output_size"))
      return try a.flag(2, "return_indices") ? [found.values, found.indices] : [found.values]
    }
  }
}
