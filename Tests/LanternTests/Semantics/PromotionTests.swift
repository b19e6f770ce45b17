import Testing

@testable import Lantern

/// Results of mixed dtypes, and of sizes that fit.
@Suite struct PromotionTests {
  @Test("tile-ok") func tileOk() {
    let seen = Transcript.of { out in
      out(Tensor.ones(2, 3).tile(2).shape)
    }
    #expect(seen.text == "Size([2, 6])")
    #expect(seen.error.isEmpty)
  }

  @Test("pow-int-neg-tensor") func powIntNegTensor() {
    let seen = Transcript.of { out in
      out(Tensor([2]) ** Tensor([-1]))
    }
    #expect(seen.text == "tensor([0])")
    #expect(seen.error.isEmpty)
  }

  @Test("masked-fill-value") func maskedFillValue() {
    let seen = Transcript.of { out in
      out(Tensor.ones(2, dtype: .int64).maskedFill(Tensor([true, false]), 1.5))
    }
    #expect(seen.text == "tensor([1, 1])")
    #expect(seen.error.isEmpty)
  }

  @Test("where-dtype") func whereDtype() {
    let seen = Transcript.of { out in
      out(Tensor.where(Tensor([true]), Tensor(1.5), Tensor([2])).dtype)
    }
    #expect(seen.text == "float32")
    #expect(seen.error.isEmpty)
  }

  @Test("cat-promote") func catPromote() {
    let seen = Transcript.of { out in
      out(Tensor.cat([Tensor.ones(1), Tensor.ones(1, dtype: .int64)]).dtype)
    }
    #expect(seen.text == "float32")
    #expect(seen.error.isEmpty)
  }

  @Test("stack-promote") func stackPromote() {
    let seen = Transcript.of { out in
      out(Tensor.stack([Tensor.ones(1), Tensor.ones(1, dtype: .float64)]).dtype)
    }
    #expect(seen.text == "float64")
    #expect(seen.error.isEmpty)
  }

  @Test("promote") func promote() {
    let seen = Transcript.of { out in
      let pairs: [(DType, DType)] = [
        (.int32, .int64), (.uint8, .int8), (.uint8, .int16), (.int64, .float16), (.float16, .bfloat16), (.float16, .float32),
        (.float32, .float64), (.bool, .uint8), (.int64, .complex64), (.float64, .complex64), (.bfloat16, .float32),
      ]
      for (a, b) in pairs where !b.isComplex { out(a, b, (Tensor.ones(1, dtype: a) + Tensor.ones(1, dtype: b)).dtype) }
      for (a, b) in pairs { #expect(DType.promote(a, b) == DType.promote(b, a)) }
      out(DType.promote(.int64, .complex64), DType.promote(.float64, .complex64))
    }
    #expect(
      seen.text == """
        int32 int64 int64
        uint8 int8 int16
        uint8 int16 int16
        int64 float16 float16
        float16 bfloat16 float32
        float16 float32 float32
        float32 float64 float64
        bool uint8 uint8
        bfloat16 float32 float32
        complex64 complex128
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("promote-0d") func promote0d() {
    let seen = Transcript.of { out in
      let half = Tensor.ones(2, dtype: .float16), int = Tensor.ones(2, dtype: .int32)
      out(
        (half + Tensor(1.0, dtype: .float64)).dtype, (int + Tensor(1, dtype: .int64)).dtype, (int + Tensor(1.0, dtype: .float64)).dtype,
        (int + 1.5).dtype, (Tensor.ones(2, dtype: .bool) + 1).dtype, (Tensor.ones(2, dtype: .uint8) + 300).dtype)
    }
    #expect(seen.text == "float16 int32 float64 float32 int64 uint8")
    #expect(seen.error.isEmpty)
  }

  @Test("uint8-overflow") func uint8Overflow() {
    let seen = Transcript.of { out in
      out(Tensor.ones(2, dtype: .uint8) + 300, Tensor([200, 100], dtype: .uint8) + Tensor([100, 100], dtype: .uint8))
    }
    #expect(seen.text == "tensor([45, 45], dtype=uint8) tensor([ 44, 200], dtype=uint8)")
    #expect(seen.error.isEmpty)
  }

  @Test("int-tensor-div") func intTensorDiv() {
    let seen = Transcript.of { out in
      out(
        Tensor([3]) / Tensor([2]), Tensor([3]).floorDivide(Tensor([2])), Tensor([-3]).floorDivide(2), Tensor([-3]) % 2,
        Tensor([-3]).truncDivide(Tensor(2)))
    }
    #expect(seen.text == "tensor([1.5000]) tensor([1]) tensor([-2]) tensor([1]) tensor([-1])")
    #expect(seen.error.isEmpty)
  }

  @Test("sum-int") func sumInt() {
    let seen = Transcript.of { out in
      out(
        Tensor.ones(2, dtype: .int32).sum().dtype, Tensor([true, true]).sum(), Tensor.ones(2, dtype: .uint8).prod().dtype)
    }
    #expect(seen.text == "int64 tensor(2) int64")
    #expect(seen.error.isEmpty)
  }

  @Test("long-nan") func longNan() {
    let seen = Transcript.of { out in
      out(Tensor([Double.nan, 1e20, -1.7]).to(.int32))
    }
    #expect(seen.text == "tensor([-2147483648, -2147483648,          -1], dtype=int32)")
    #expect(seen.error.isEmpty)
  }

  @Test("device-str") func deviceStr() {
    let seen = Transcript.of { out in
      out(Device.cpu, Device.cuda(1), Tensor.ones(1).device)
    }
    #expect(seen.text == "cpu cuda:1 cpu")
    #expect(seen.error.isEmpty)
  }
}
