import Lantern

extension OperatorTable {
  /// Normalisation, and functions that resample images.
  static let images: [OperatorCall] = normalisation + resampling

  private static let normalisation: [OperatorCall] = [
    .one("nn.functional.batch_norm", "x.batchNorm(runningMean: m, runningVar: v, training: true)") { a in
      try a.x.batchNorm(
        runningMean: a.optionalTensor(1, "running_mean"), runningVar: a.optionalTensor(2, "running_var"),
        weight: a.optionalTensor(3, "weight"), bias: a.optionalTensor(4, "bias"), training: a.flag(5, "training"),
        momentum: a.double(6, "momentum", 0.1), eps: a.double(7, "eps", 1e-5))
    },
    .one("nn.functional.instance_norm", "x.instanceNorm(weight: w, bias: b)") { a in
      try a.x.instanceNorm(
        runningMean: a.optionalTensor(1, "running_mean"), runningVar: a.optionalTensor(2, "running_var"),
        weight: a.optionalTensor(3, "weight"), bias: a.optionalTensor(4, "bias"), useInputStats: a.flag(5, "use_input_stats", true),
        momentum: a.double(6, "momentum", 0.1), eps: a.double(7, "eps", 1e-5))
    },
    .one("nn.functional.layer_norm", "x.layerNorm([10], weight: w, bias: b)") { a in
      try a.x.layerNorm(
        a.ints(1, "normalized_shape"), weight: a.optionalTensor(2, "weight"), bias: a.optionalTensor(3, "bias"),
        eps: a.double(4, "eps", 1e-5))
    },
    .one("nn.functional.rms_norm", "x.rmsNorm([10], weight: w)") { a in
      try a.x.rmsNorm(a.ints(1, "normalized_shape"), weight: a.optionalTensor(2, "weight"), eps: a.optionalDouble(3, "eps"))
    },
    .one("nn.functional.group_norm", "x.groupNorm(2, weight: w, bias: b)") { a in
      try a.x.groupNorm(
        a.int(1, "num_groups"), weight: a.optionalTensor(2, "weight"), bias: a.optionalTensor(3, "bias"), eps: a.double(4, "eps", 1e-5))
    },
    .one("nn.functional.local_response_norm", "x.localResponseNorm(3)") { a in
      try a.x.localResponseNorm(
        a.int(1, "size"), alpha: a.double(2, "alpha", 1e-4), beta: a.double(3, "beta", 0.75), k: a.double(4, "k", 1))
    },
    .one("nn.functional.normalize", "x.normalize(p: 2, dim: 1)") { a in
      try a.x.normalize(p: a.double(1, "p", 2), dim: a.int(2, "dim", 1), eps: a.double(3, "eps", 1e-12))
    },
  ]

  private static let resampling: [OperatorCall] = [
    .one("nn.functional.interpolate", "x.interpolate(scaleFactor: 2, mode: .bilinear)") { a in
      try a.x.interpolate(
        size: a.perAxis(1, "size"), scaleFactor: a.doubles(2, "scale_factor").map { ScaleFactor($0) },
        mode: choice(a.string(3, "mode"), .nearest), alignCorners: a.value(4, "align_corners") == nil ? nil : a.flag(4, "align_corners"),
        recomputeScaleFactor: a.flag(5, "recompute_scale_factor"), antialias: a.flag(6, "antialias"))
    },
    .one("nn.functional.upsample_nearest", "x.interpolate(scaleFactor: 2)") { a in
      try a.x.interpolate(size: a.perAxis(1, "size"), scaleFactor: a.doubles(2, "scale_factor").map { ScaleFactor($0) })
    },
    .one("nn.functional.upsample_bilinear", "x.interpolate(scaleFactor: 2, mode: .bilinear, alignCorners: true)") { a in
      try a.x.interpolate(
        size: a.perAxis(1, "size"), scaleFactor: a.doubles(2, "scale_factor").map { ScaleFactor($0) }, mode: .bilinear, alignCorners: true)
    },
    .one("nn.functional.grid_sample", "x.gridSample(grid, paddingMode: .border)") { a in
      try a.x.gridSample(
        a.tensor(1, "grid"), mode: choice(a.string(2, "mode"), .bilinear), paddingMode: choice(a.string(3, "padding_mode"), .zeros),
        alignCorners: a.flag(4, "align_corners"))
    },
    .one("nn.functional.affine_grid", "Tensor.affineGrid(theta, size: [1, 3, 4, 4])") { a in
      try Tensor.affineGrid(a.tensor(0, "theta"), size: a.ints(1, "size"), alignCorners: a.flag(2, "align_corners"))
    },
  ]
}
