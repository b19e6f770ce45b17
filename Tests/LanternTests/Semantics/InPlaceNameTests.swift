import Testing

@testable import Lantern

/// The nodes that in-place operations make.
@Suite struct InPlaceNameTests {
  @Test("inplace-names") func inplaceNames() {
    let seen = Transcript.of { out in
      let x = (Tensor.rand(4) + 0.5).detach().requiresGrad_()
      let zero = Tensor([0])
      let changes: [(String, (Tensor) -> Void)] = [
        ("add_(1)", { $0.add_(1) }), ("mul_(2)", { $0.mul_(2) }), ("sub_(x)", { $0.sub_(x) }), ("div_(2.)", { $0.div_(2.0) }),
        ("pow_(2)", { $0.pow_(2) }), ("relu_()", { $0.relu_() }), ("exp_()", { $0.exp_() }), ("clamp_(0,1)", { $0.clamp_(0, 1) }),
        ("sigmoid_()", { $0.sigmoid_() }), ("tanh_()", { $0.tanh_() }), ("neg_()", { $0.neg_() }), ("sqrt_()", { $0.sqrt_() }),
        ("zero_()", { $0.zero_() }), ("fill_(3.)", { $0.fill_(3.0) }), ("copy_(x)", { $0.copy_(x) }),
        ("masked_fill_(x>1,0.)", { $0.maskedFill_(x .> 1, 0.0) }), ("addcmul_(x,x)", { $0.addcmul_(x, x) }),
        ("lerp_(x,.5)", { $0.lerp_(x, 0.5) }), ("scatter_(0,torch.tensor([0]),1.)", { $0.scatter_(0, zero, 1.0) }),
        ("index_add_(0,torch.tensor([0]),x[:1])", { $0.indexAdd_(0, zero, x[..<1]) }), ("floor_()", { $0.floor_() }),
        ("abs_()", { $0.abs_() }), ("requires_grad_()", { $0.requiresGrad_() }),
      ]
      for (name, change) in changes {
        let y = x * 1
        change(y)
        out(name, y.gradFn?.name)
      }
    }
    #expect(
      seen.text == """
        add_(1) AddBackward0
        mul_(2) MulBackward0
        sub_(x) SubBackward0
        div_(2.) DivBackward0
        pow_(2) PowBackward0
        relu_() ReluBackward0
        exp_() ExpBackward0
        clamp_(0,1) ClampBackward1
        sigmoid_() SigmoidBackward0
        tanh_() TanhBackward0
        neg_() NegBackward0
        sqrt_() SqrtBackward0
        zero_() ZeroBackward0
        fill_(3.) FillBackward2
        copy_(x) CopyBackwards
        masked_fill_(x>1,0.) MaskedFillBackward0
        addcmul_(x,x) AddcmulBackward0
        lerp_(x,.5) LerpBackward0
        scatter_(0,torch.tensor([0]),1.) ScatterBackward1
        index_add_(0,torch.tensor([0]),x[:1]) IndexAddBackward0
        floor_() FloorBackward0
        abs_() AbsBackward0
        requires_grad_() MulBackward0
        """)
    #expect(seen.error.isEmpty)
  }
}
