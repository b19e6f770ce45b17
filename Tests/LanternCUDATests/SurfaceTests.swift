import Lantern
import LanternGraph
import Testing

extension DeviceTests {
  /// What a program sees of tensors on a GPU.
  @Suite struct SurfaceTests {
    @Test func theTutorialsFirstSection() {
      let x = Tensor([[1.0, 2, 3], [4, 5, 6]]).cuda()
      let y = Tensor.ones(2, 3).to(gpu)
      let z = x + y
      #expect("\(z)" == "tensor([[2., 3., 4.],\n        [5., 6., 7.]], device='cuda:0')")
      #expect(z.device == gpu && z.isCUDA && !z.cpu().isCUDA)
      #expect(z.cpu().toArray(Float.self) == [2, 3, 4, 5, 6, 7])
      #expect(z[1, 2].item() == .double(7))
    }

    @Test func movingKeepsGradients() {
      let w = Tensor([1.0, 2, 3], requiresGrad: true)
      let loss = (w.cuda() * 2).square().sum()
      #expect(loss.device == gpu)
      loss.backward()
      #expect(w.grad!.device == .cpu)
      #expect(w.grad!.toArray(Float.self) == [8, 16, 24])
    }

    @Test func leavesOnTheDevice() {
      let w = Tensor([1.0, -2, 3]).cuda().requiresGrad_()
      (w.relu() * w).sum().backward()
      #expect(w.grad!.device == gpu)
      #expect(w.grad!.cpu().toArray(Float.self) == [2, 0, 6])
      noGrad { w.sub_(w.grad! * 0.5) }
      #expect(w.detach().cpu().toArray(Float.self) == [0, -2, 0])
    }

    @Test func creation() {
      withDevice(gpu) {
        #expect(Tensor.zeros(2, 2).device == gpu)
        #expect(Tensor.full([3], 7).device == gpu)
        #expect(Tensor.arange(5).sum().item() == .int(10))
        #expect(Tensor.eye(3).device == gpu)
        #expect(Tensor.ones(2, requiresGrad: true).requiresGrad)
      }
      let x = Tensor.ones(2, 2).cuda()
      #expect(Tensor.zeros(like: x).device == gpu && Tensor.empty(like: x).device == gpu && Tensor.randn(like: x).device == gpu)
      #expect(Tensor.zeros(2).device == .cpu)
    }

    @Test func viewsShareMemory() {
      let x = Tensor.zeros(4, 4).cuda()
      x[1].fill_(3)
      x.t()[0].add_(1)
      let parts = x.split(2)
      parts[1].mul_(0).add_(5)
      #expect(x.cpu().toArray(Float.self) == [1, 0, 0, 0, 4, 3, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5])
      x.zero_()
      #expect(x.sum().item() == .double(0))
    }

    @Test func mixedDevicesAreAnError() {
      let x = Tensor.ones(2).cuda(), y = Tensor.ones(2)
      #expect {
        _ = try withTensorErrors { x + y }
      } throws: { error in
        let words = "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!"
        return (error as? TensorError)?.message == words && (error as? TensorError)?.kind == .device
      }
      #expect(throws: TensorError.self) { _ = try withTensorErrors { Tensor.ones(2, 2).cuda().mm(Tensor.ones(2, 2)) } }
      #expect(throws: TensorError.self) { _ = try withTensorErrors { Tensor(1.0).add_(Tensor(1.0).cuda()) } }
      // A number without axes may lie anywhere.
      #expect((x * Tensor(2.0)).cpu().toArray(Float.self) == [2, 2])
      #expect(throws: TensorError.self) { _ = try withTensorErrors { y.to(.cuda(99)) } }
    }

    @Test func copies() {
      let x = Tensor.arange(24).reshape([2, 3, 4])
      let there = x.cuda()
      #expect(close(there.permute([2, 0, 1]).contiguous(), x.permute([2, 0, 1]).contiguous()))
      #expect(close(there.permute([2, 0, 1]).to(.float32).cpu(), x.permute([2, 0, 1]).to(.float32)))
      for dtype in DType.allCases where !dtype.isComplex {
        #expect(close(there.to(dtype), x.to(dtype)), "\(dtype)")
      }
      let target = Tensor.zeros(3, 4).cuda()
      target.copy_(x[1])
      target[0].copy_(Tensor([9.0]))
      #expect(target.cpu().to(.int64).toArray(Int.self) == [9, 9, 9, 9, 16, 17, 18, 19, 20, 21, 22, 23])
      let host = Tensor.zeros(3, 4, dtype: .float64)
      host.copy_(target)
      #expect(host.sum().item() == .double(192))
      #expect(x.to(.float32).pinMemory().isPinned)
      #expect(close(x.to(.float32).pinMemory().cuda(), x.to(.float32)))
    }

    @Test func betweenDevices() throws {
      guard CUDA.deviceCount > 1 else { return }
      let x = Tensor([1.0, 2, 3]).cuda(0).cuda(1)
      #expect(x.device == .cuda(1))
      #expect((x + 1).cpu().toArray(Float.self) == [2, 3, 4])
      #expect(throws: TensorError.self) { _ = try withTensorErrors { x + Tensor.ones(3).cuda(0) } }
    }

    @Test func wrongPositionsAreToldLater() {
      #expect(throws: TensorError.self) {
        try withTensorErrors { _ = Tensor.arange(4).cuda().indexSelect(0, Tensor([1, 7]).cuda()).cpu() }
      }
      #expect(Tensor.arange(4).cuda().indexSelect(0, Tensor([1, 3]).cuda()).cpu().toArray(Int.self) == [1, 3])
    }

    @Test func compiledFunctions() {
      let w = Tensor([[1.0, 2], [3, 4]]).cuda()
      let step = compile { (x: Tensor) in (x.matmul(w) + 1).relu().sum(dim: 1) }
      let x = Tensor([[1.0, -1], [2, 0.5]])
      let wanted = (x.matmul(w.cpu()) + 1).relu().sum(dim: 1)
      #expect(close(step(x.cuda()), wanted))
      #expect(close(step(x.cuda()), wanted))
    }

    @Test func anOptimiserStep() {
      let x = Tensor.linspace(-1, 1, 32).reshape([32, 1])
      let y = x * 3 + 1
      func train(_ device: Device) -> [Float] {
        let (w, b) = (Tensor.zeros(1, 1).to(device).requiresGrad_(), Tensor.zeros(1).to(device).requiresGrad_())
        let (x, y) = (x.to(device), y.to(device))
        let memory = [w, b].map { ($0.detach() * 0, $0.detach() * 0) }
        for step in 1...5 {
          w.grad = nil
          b.grad = nil
          (x.matmul(w) + b - y).square().mean().backward()
          adamStep_([w, b], memory.map(\.0), memory.map(\.1), step: step, rate: 0.1)
        }
        return [w.detach().cpu(), b.detach().cpu()].flatMap { $0.toArray(Float.self) }
      }
      let (here, there) = (train(.cpu), train(gpu))
      #expect(zip(here, there).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }
}
