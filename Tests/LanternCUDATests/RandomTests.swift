import Lantern
import Testing

extension DeviceTests {
  /// Random numbers of a GPU against the definition: Philox, and PyTorch's way of giving threads their elements.
  @Suite struct RandomTests {
    /// Philox with ten rounds, after Salmon and others, "Parallel Random Numbers: As Easy as 1, 2, 3", 2011.
    private func philox(_ seed: UInt64, _ thread: UInt64, _ counter: UInt64) -> [UInt32] {
      var c = [UInt32(truncatingIfNeeded: counter), UInt32(counter >> 32), UInt32(truncatingIfNeeded: thread), UInt32(thread >> 32)]
      var (k0, k1) = (UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32))
      for _ in 0..<10 {
        let p = UInt64(0xD251_1F53) * UInt64(c[0]), q = UInt64(0xCD9E_8D57) * UInt64(c[2])
        c = [
          UInt32(q >> 32) ^ c[1] ^ k0, UInt32(truncatingIfNeeded: q), UInt32(p >> 32) ^ c[3] ^ k1, UInt32(truncatingIfNeeded: p),
        ]
        k0 &+= 0x9E37_79B9
        k1 &+= 0xBB67_AE85
      }
      return c
    }

    @Test func philoxKnownAnswer() {
      // Random123's known-answer vector for zeros.
      #expect(philox(0, 0, 0) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    }

    @Test(arguments: [0, 1, 123_456_789]) func wholeNumbers(_ seed: Int) throws {
      let device = try CUDARuntime.device(0)
      for count in [1, 5, 256, 257, 1000, 5000] {
        manualSeed(seed)
        var offset: UInt64 = 0
        for _ in 0..<2 {  // the second call goes on where the first one ended
          let got = withDevice(gpu) { Tensor.randint(0, 1000, [count]) }.cpu().toArray(Int.self)
          let blocks = min((count + 255) / 256, device.multiprocessors * (device.threadsPerMultiprocessor / 256))
          let threads = 256 * blocks
          for (i, value) in got.enumerated() {
            let words = philox(UInt64(seed), UInt64(i % threads), offset / 4 + UInt64(i / threads / 4))
            guard value == Int(words[i / threads % 4] % 1000) else {
              Issue.record("element \(i) of \(count) is \(value)")
              return
            }
          }
          offset += UInt64((count - 1) / (threads * 4) + 1) * 4
        }
      }
    }

    @Test func distributions() {
      manualSeed(7)
      let n = 20000
      let (u, z, b) = withDevice(gpu) { (Tensor.rand(n), Tensor.randn(n), Tensor.empty(n).bernoulli_(0.3)) }
      for t in [u, z, b] { #expect(t.device == gpu) }
      #expect(u.min().item().doubleValue >= 0 && u.max().item().doubleValue < 1)
      #expect(abs(u.mean().item().doubleValue - 0.5) < 0.01 && abs(z.mean().item().doubleValue) < 0.03)
      #expect(abs(z.square().mean().item().doubleValue - 1) < 0.05 && abs(b.mean().item().doubleValue - 0.3) < 0.02)
      let wide = withDevice(gpu) { Tensor.randn(n, dtype: .float64) }
      #expect(abs(wide.square().mean().item().doubleValue - 1) < 0.05)
      manualSeed(7)
      #expect(close(withDevice(gpu) { Tensor.rand(n) }, u, 0))
      // The processor's stream is its own.
      manualSeed(100)
      let here = Tensor.rand(3)
      manualSeed(100)
      _ = withDevice(gpu) { Tensor.rand(3) }
      #expect(close(Tensor.rand(3), here, 0))
    }

    @Test func dropout() {
      manualSeed(3)
      let x = Tensor.ones(1000).cuda().requiresGrad_()
      let y = x.dropout(0.25)
      y.sum().backward()
      #expect(close(x.grad!, y.detach(), 0))
      let kept = y.detach().countNonzero().item().intValue
      #expect(kept > 690 && kept < 810)
    }
  }
}
