import CKernels
import Lantern
import Testing

extension DeviceTests {
  /// The GPU gives what the processor gives.
  @Suite struct KernelLaws {
    static let types: [DType] = [.float32, .float64, .float16, .bfloat16, .int64, .int32, .uint8, .bool]

    private static func sample(_ shape: Shape, _ dtype: DType, _ seed: Int) -> Tensor {
      let numbers = Tensor.randn(shape, dtype: .float64, generator: Generator(seed: UInt64(seed)))
      return dtype.isFloatingPoint ? numbers.to(dtype) : dtype == .bool ? (numbers .> 0) : (numbers * 4).abs().to(dtype)
    }
    private static func tolerance(_ dtype: DType) -> Double {
      switch dtype {
      case .bfloat16: 2e-2
      case .float16: 2e-3
      case .float32: 2e-5
      default: 1e-9
      }
    }
    /// The layouts that kernels walk in different ways: whole, transposed, with gaps, a long row with a tail.
    private static let layouts = ["whole", "transposed", "gaps", "row", "empty", "one"]
    private static func look(_ layout: String, _ t: Tensor) -> Tensor {
      switch layout {
      case "transposed": return t.t()
      case "gaps": return t[..., .stride(by: 2)]
      case "row": return t.reshape(-1).narrow(0, 1, t.elementCount - 1)
      case "empty": return t.narrow(0, 0, 0)
      case "one": return t[0, 0]
      default: return t
      }
    }

    @Test(arguments: types) func pointwise(_ dtype: DType) {
      let x = Self.sample([9, 37], dtype, 1), y = Self.sample([9, 37], dtype, 2)
      func apply(_ name: String, _ a: Tensor, _ b: Tensor) -> Tensor {
        switch name {
        case "add": return a + b
        case "mul": return a * b
        case "eq": return a .== b
        case "lt": return a .< b
        case "maximum": return a.maximum(b)
        case "row": return a.rank < 1 || a.elementCount == 0 ? a : a + b.narrow(0, 0, 1)
        case "number": return a * 2
        default: return a.where(a .> b, else: b)
        }
      }
      for layout in Self.layouts {
        let (a, b) = (Self.look(layout, x), Self.look(layout, y))
        for name in ["add", "mul", "eq", "lt", "maximum", "row", "number", "where"] {
          let got = apply(name, Self.look(layout, x.cuda()), Self.look(layout, y.cuda()))
          #expect(close(got, apply(name, a, b), Self.tolerance(dtype)), "\(name) \(layout) \(dtype)")
        }
      }
    }

    @Test(arguments: [DType.float32, .float64, .bfloat16]) func functions(_ dtype: DType) {
      let x = Self.sample([5, 33], dtype, 3)
      let functions: [(String, (Tensor) -> Tensor)] = [
        ("exp", { $0.exp() }), ("log", { $0.abs().log() }), ("sin", { $0.sin() }), ("tanh", { $0.tanh() }), ("erf", { $0.erf() }),
        ("gelu", { $0.gelu() }), ("sigmoid", { $0.sigmoid() }), ("digamma", { $0.digamma() }), ("floor", { $0.floor() }),
        ("softplus", { $0.softplus() }), ("mish", { $0.mish() }), ("erfinv", { ($0 * 0.2).erfinv() }), ("lgamma", { $0.lgamma() }),
        ("floorDivide", { $0.floorDivide(0.3) }), ("remainder", { $0.remainder(0.7) }), ("pow", { $0.abs() ** 1.5 }),
      ]
      for (name, function) in functions {
        #expect(close(function(x.cuda()), function(x), Self.tolerance(dtype) * 4), "\(name) \(dtype)")
      }
    }

    @Test(arguments: types) func reductions(_ dtype: DType) {
      for shape in [Shape(3, 5), Shape(70, 40), Shape(2, 700), Shape(1500, 33), Shape(1, 70000)] {
        let x = Self.sample(shape, dtype, 4)
        let there = x.cuda()
        for dim in [0, 1] {
          #expect(close(there.sum(dim: dim), x.sum(dim: dim), Self.tolerance(dtype) * 10), "sum \(dim) \(shape) \(dtype)")
          #expect(close(there.amax(dim: dim), x.amax(dim: dim)), "amax \(dim) \(shape) \(dtype)")
          #expect(close(there.argmax(dim: dim), x.argmax(dim: dim)), "argmax \(dim) \(shape) \(dtype)")
          #expect(close(there.any(dim: dim), x.any(dim: dim)), "any \(dim) \(shape) \(dtype)")
        }
        #expect(close(there.sum(), x.sum(), Self.tolerance(dtype) * 10), "sum \(shape) \(dtype)")
        #expect(close(there.t().amin(dim: 0), x.t().amin(dim: 0)), "amin \(shape) \(dtype)")
      }
      let nan = Tensor([1, Double.nan, 3, .nan]).cuda()
      #expect(nan.argmax().item() == .int(1) && nan.max().item().doubleValue.isNaN)
      #expect(Tensor.zeros(0, 3).cuda().sum(dim: 0).cpu().toArray(Float.self) == [0, 0, 0])
    }

    @Test(arguments: [DType.float32, .float64, .float16, .bfloat16, .int64, .uint8]) func products(_ dtype: DType) {
      for (m, k, n) in [(1, 1, 1), (3, 17, 5), (65, 40, 66), (70, 0, 3), (64, 64, 64)] {
        let a = Self.sample([m, k], dtype, 5), b = Self.sample([k, n], dtype, 6)
        #expect(close(a.cuda().mm(b.cuda()), a.mm(b), Self.tolerance(dtype) * 20), "\(m) \(k) \(n) \(dtype)")
        #expect(close(b.cuda().t().mm(a.cuda().t()), b.t().mm(a.t()), Self.tolerance(dtype) * 20), "transposed \(m) \(k) \(n) \(dtype)")
      }
      let (p, q) = (Self.sample([3, 4, 5], dtype, 7), Self.sample([3, 5, 2], dtype, 8))
      #expect(close(p.cuda().bmm(q.cuda()), p.bmm(q), Self.tolerance(dtype) * 20))
      #expect(close(p.cuda().matmul(q.cuda()[0]), p.matmul(q[0]), Self.tolerance(dtype) * 20))
    }

    @Test(arguments: [DType.float32, .float64, .bfloat16]) func rows(_ dtype: DType) throws {
      for shape in [Shape(3, 7), Shape(2, 300), Shape(4, 65)] {
        func run(_ device: Device) throws -> [Tensor] {
          let x = Self.sample(shape, dtype, 9).to(device).requiresGrad_()
          let weight = Self.sample([shape[1]], dtype, 10).to(device).requiresGrad_()
          let seed = Self.sample(shape, dtype, 11).to(device)
          var all: [Tensor] = []
          for y in [x.softmax(1), x.logSoftmax(0), x.layerNorm([shape[1]], weight: weight), x.cumsum(dim: 1), x.cumprod(dim: 0)] {
            all.append(y)
            all += try grad(of: [y], withRespectTo: [x, weight], gradOutputs: [seed], allowUnused: true).compactMap { $0 }
          }
          return all
        }
        for (k, (there, here)) in zip(try run(gpu), try run(.cpu)).enumerated() {
          #expect(close(there, here, Self.tolerance(dtype) * 20), "\(k) \(shape) \(dtype)")
        }
      }
    }

    @Test func orderOfSpecialNumbers() {
      let special = Tensor([0.0, -0.0, .nan, -.infinity, 1, .infinity, -1, .nan]).to(.float64)
      #expect(close(special.cuda().argsort(), special.argsort()))
      // Which of equal elements come first is left open.
      #expect(close(special.cuda().topk(3).values, special.topk(3).values, 0))
    }

    @Test(arguments: types) func order(_ dtype: DType) {
      for n in [1, 5, 1024, 2500] {
        let x = Self.sample([2, n], dtype, 12)
        for descending in [false, true] {
          let (got, wanted) = (x.cuda().sort(descending: descending), x.sort(descending: descending))
          #expect(close(got.values, wanted.values) && close(got.indices, wanted.indices), "\(n) \(dtype) \(descending)")
        }
      }
    }

    @Test(arguments: types) func positions(_ dtype: DType) throws {
      let x = Self.sample([4, 6], dtype, 13), y = Self.sample([4, 6], dtype, 14)
      let index = Tensor([[0, 2, 1, 3, 3, 0], [1, 1, 0, 2, 2, 2]])
      let rows = Tensor([3, 1, 1])
      #expect(close(x.cuda().gather(0, index.cuda()), x.gather(0, index)))
      #expect(close(x.cuda().t().indexSelect(1, rows.cuda()), x.t().indexSelect(1, rows)))
      #expect(close(x.cuda().scatter(0, index.cuda(), y.cuda()), x.scatter(0, index, y)), "scatter \(dtype)")
      if dtype != .bool {
        #expect(close(x.cuda().scatterAdd(0, index.cuda(), y.cuda()), x.scatterAdd(0, index, y), Self.tolerance(dtype)), "add \(dtype)")
        #expect(
          close(x.cuda().indexAdd(0, rows.cuda(), y.narrow(0, 1, 3).cuda()), x.indexAdd(0, rows, y.narrow(0, 1, 3)), Self.tolerance(dtype)))
      }
      #expect(close(x.cuda().indexFill(1, Tensor([5, 0]).cuda(), 1), x.indexFill(1, Tensor([5, 0]), 1)))
      #expect(close(x.cuda()[rows.cuda()], x[rows]))
    }

    @Test func sumsHaveTheSameBitsEveryTime() {
      let x = Tensor.randn(70000, generator: Generator(seed: 1)).cuda()
      #expect(Set((0..<3).map { _ in x.sum().item().doubleValue.bitPattern }).count == 1)
    }
  }
}
