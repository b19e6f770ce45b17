import Lantern
import Testing

/// The check of gradients that users have, on everything that has a derivative.
@Suite struct GradientCheckLaws {
  @Test("gradcheck and gradgradcheck", arguments: DerivativeLaws.ops)
  func every(op: Op) throws {
    guard let sample = op.trials.first else { return }
    let which = DerivativeLaws.tracked(op, sample)
    let inputs = sample.inputs(.float64, seed: "\(op.name) gradcheck").requiringGrad(which)
    try withTensorErrors {
      let f = { (all: [Tensor]) in op.results(all, sample.attributes).filter { $0.dtype.isFloatingPoint } }
      let first = try gradcheck(f, inputs)
      let second = try gradgradcheck(f, inputs, atol: 1e-4)
      #expect(first && second)
    }
  }

  struct Wrong: CustomFunction {
    func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] { [inputs[0] * 2] }
    func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [gradients[0] * 3] }
  }

  @Test func mistakesAreShown() throws {
    let x = Tensor([1.0, 2.0], dtype: .float64, requiresGrad: true)
    let error = #expect(throws: TensorError.self) { try gradcheck({ Wrong()($0) }, x) }
    let text = error?.message ?? ""
    #expect(text.hasPrefix("Jacobian mismatch for output 0 with respect to input 0,\nnumerical:"))
    #expect(text.contains("analytical:tensor([[3., 0.],"))
    #expect(try gradcheck({ Wrong()($0) }, x, raiseException: false) == false)
    let none = #expect(throws: TensorError.self) { try gradcheck({ $0 }, Tensor([1.0], dtype: .float64)) }
    #expect(none?.message.contains("at least one input tensor to require gradient") ?? false)
    let constant = #expect(throws: TensorError.self) { try gradcheck({ $0.detach() * 2 }, x) }
    #expect(constant?.message == "Numerical gradient for function expected to be zero")
    #expect(try gradcheck({ $0.floor().detach() }, x + 0.5))
  }

  @Test func complexNumbers() throws {
    let z = Tensor([Complex128(0.5, -0.25), Complex128(1.5, 2)], shape: [2]).requiresGrad_()
    #expect(try gradcheck({ [$0[0] * $0[0].conj() + $0[0].exp()] }, [z]))
    #expect(try gradcheck({ [$0[0].abs()] }, [z]))
    #expect(try gradgradcheck({ [$0[0] * $0[0]] }, [z]))
    let x = Tensor([0.5, -1.5], dtype: .float64, requiresGrad: true)
    #expect(try gradcheck({ [Tensor.complex($0[0], $0[0].sin())] }, [x]))
    // A derivative that forgets to conjugate.
    struct Unconjugated: CustomFunction {
      func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
        context.save(inputs[0])
        return [inputs[0] * inputs[0]]
      }
      func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [gradients[0] * context.saved[0] * 2] }
    }
    #expect(try gradcheck({ [Unconjugated()($0[0])] }, [z], raiseException: false) == false)
  }
}
