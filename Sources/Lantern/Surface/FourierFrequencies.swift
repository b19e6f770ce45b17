// What goes with Fourier transforms: the frequencies of their elements, and turning them so that 0 is in the middle.

extension Tensor {
  /// The frequencies of the elements of `fft`, in cycles per unit of the distance `d` between samples: first those from 0 up, then
  /// the negative ones. Mirrors `torch.fft.fftfreq`.
  ///
  /// ```swift
  /// Tensor.fftFreq(5, d: 0.1)  // tensor([ 0.,  2.,  4., -4., -2.])
  /// ```
  public static func fftFreq(_ n: Int, d: Double = 1, dtype: DType? = nil) -> Tensor {
    frequencies("fftfreq", n, count: n, d, dtype) { $0 < n - n / 2 ? $0 : $0 - n }
  }

  /// The frequencies of the elements of `rfft`, n / 2 + 1 of them. Mirrors `torch.fft.rfftfreq`.
  ///
  /// ```swift
  /// Tensor.rfftFreq(5, d: 0.1)  // tensor([0., 2., 4.])
  /// ```
  public static func rfftFreq(_ n: Int, d: Double = 1, dtype: DType? = nil) -> Tensor {
    frequencies("rfftfreq", n, count: n < 0 ? n : n / 2 + 1, d, dtype) { $0 }
  }

  private static func frequencies(
    _ op: String, _ n: Int, count: Int, _ d: Double, _ dtype: DType?, _ cycles: (Int) -> Int
  ) -> Tensor {
    reporting { () throws(TensorError) in
      let type = dtype ?? .default
      guard type.isDifferentiable else {
        throw TensorError(.dtype, op: op, "\(op) requires a floating point or complex dtype", hint: "Got \(type).")
      }
      let out = try Tensor(empty: Shape(count), dtype: .float64)  // refuses negative and huge numbers
      let numbers = out.pointer.assumingMemoryBound(to: Double.self)
      let unit = 1 / (Double(n) * d)
      for k in 0..<count { numbers[k] = Double(cycles(k)) * unit }
      return noGrad { out.to(type) }
    }
  }

  /// The elements turned so that the zero frequency of a Fourier transform moves to the middle of each axis.
  /// Mirrors `torch.fft.fftshift`. All axes when `dims` is `nil`.
  ///
  /// ```swift
  /// Tensor.fftFreq(4).fftShift()  // tensor([-0.5000, -0.2500,  0.0000,  0.2500])
  /// ```
  public func fftShift(dims: [Int]? = nil) -> Tensor { turned("fftshift", dims) { $0 / 2 } }

  /// Undoes `fftShift`. Mirrors `torch.fft.ifftshift`.
  ///
  /// ```swift
  /// Tensor([0, 1, 2, 3, 4]).fftShift().ifftShift()  // tensor([0, 1, 2, 3, 4])
  /// ```
  public func ifftShift(dims: [Int]? = nil) -> Tensor { turned("ifftshift", dims) { ($0 + 1) / 2 } }

  private func turned(_ op: String, _ dims: [Int]?, _ shift: (Int) -> Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      var axes: [Int] = []
      for dim in dims ?? Array(0..<rank) {
        let d = try shape.axis(dim, op: op)
        if d < rank { try checkKnown(d, op) }
        axes.append(d)
      }
      guard rank > 0, !axes.isEmpty else {
        throw TensorError(.argument, op: op, "`shifts` required", hint: "The tensor has \(rank) axes; name one of them.")
      }
      return roll(axes.map { shift(shape[$0]) }, axes)
    }
  }
}
