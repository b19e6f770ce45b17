import CKernels

// Windows that slide over the spatial axes.

/// Windows along one axis: their size, how far apart they are, and what surrounds the input.
struct PoolingWindow {
  let kernel: Int, stride: Int, padding: Int
  var dilation = 1

  /// How many windows there are; with `ceiling` the last one may run over the edge, if it begins before the padding behind it.
  func outputSize(_ input: Int, ceiling: Bool) -> Int {
    let room = input + 2 * padding - dilation * (kernel - 1) - 1
    let down = room >= 0 ? room / stride : -((-room + stride - 1) / stride)
    guard ceiling else { return down + 1 }
    let up = room % stride > 0 ? down + 2 : down + 1
    return (up - 1) * stride >= input + padding ? up - 1 : up
  }
}

extension Op {
  /// The positions of the largest elements of windows, counted within each plane of `x` [batch, channels, spatial…].
  /// `ints`: the number of axes, the number of windows along each, then for each axis a window's size, stride, padding and dilation; or
  /// nothing more, for windows that share the axis out.
  static let maxPositions: Op = Op(
    "max_positions",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          guard i.x.dtype.isFloatingPoint || (i.x.dtype.isInteger && ![.uint16, .uint32, .uint64].contains(i.x.dtype)) else {
            throw TensorError(
              .dtype, op: "max_pool", "\"max_pool\(a.ints[0])d\" not implemented for '\(i.x.dtype.legacyName)'",
              hint: "Convert with to(.float32) first.")
          }
          return Spec(Shape([i.x.shape[0], i.x.shape[1]] + a.ints.dropFirst().prefix(a.ints[0])), .int64)
        },
        run: { i, a, spec throws(TensorError) in
          let (x, r) = try (i.x.forLayer(), a.ints[0])
          let out = try Tensor(empty: spec.shape, dtype: .int64)
          guard out.elementCount > 0 else { return out }
          var first: [[Int]] = Array(repeating: [0], count: 3 - r), last: [[Int]] = Array(repeating: [1], count: 3 - r)
          var (sizes, results, steps) = (
            Array(repeating: 1, count: 3 - r), Array(repeating: 1, count: 3 - r), Array(repeating: 1, count: 3 - r)
          )
          for d in 0..<r {
            let (size, count) = (x.shape[d + 2], a.ints[1 + d])
            sizes.append(size)
            results.append(count)
            if a.ints.count == 1 + r {
              steps.append(1)
              first.append((0..<count).map { $0 * size / count })
              last.append((0..<count).map { (($0 + 1) * size + count - 1) / count })
            } else {
              let window = Array(a.ints.dropFirst(1 + r + 4 * d).prefix(4))
              let (kernel, stride, padding, dilation) = (window[0], window[1], window[2], window[3])
              steps.append(dilation)
              first.append(
                (0..<count).map {
                  let begin = $0 * stride - padding
                  return begin < 0 ? begin + (-begin + dilation - 1) / dilation * dilation : begin
                })
              last.append((0..<count).map { Swift.min($0 * stride - padding + dilation * (kernel - 1) + 1, size) })
            }
          }
          Op.withPointers(first) { firsts in
            Op.withPointers(last) { lasts in
              var windows = ck_windows()
              windows.planes = x.shape[0] * x.shape[1]
              windows.input = (sizes[0], sizes[1], sizes[2])
              windows.output = (results[0], results[1], results[2])
              windows.step = (steps[0], steps[1], steps[2])
              windows.first = firsts
              windows.last = lasts
              ck_max_positions(&windows, Int32(x.dtype.rawValue), x.pointer, out.pointer.assumingMemoryBound(to: Int64.self))
            }
          }
          return out
        })),
    rules: [], isDifferentiable: false,
    samples: .custom([
      Sample([[2, 3, 7]], Attributes(ints: [1, 4, 3, 2, 1, 1])),
      Sample([[1, 2, 5, 6]], Attributes(ints: [2, 2, 4, 3, 2, 0, 1, 2, 1, 0, 2])),
      Sample([[2, 2, 3, 4, 3]], Attributes(ints: [3, 2, 3, 2])),
    ]))

  static let poolings: [Op] = [maxPositions]

  private typealias Places = UnsafePointer<Int>?
  private static func withPointers(_ lists: [[Int]], _ body: ((Places, Places, Places)) -> Void) {
    lists[0].withUnsafeBufferPointer { a in
      lists[1].withUnsafeBufferPointer { b in
        lists[2].withUnsafeBufferPointer { c in body((a.baseAddress, b.baseAddress, c.baseAddress)) }
      }
    }
  }
}
