import Foundation
@testable import Lantern
import Testing

extension DeviceTests {
  /// Memory, streams, the cache of kernels, and libraries that are missing or wrong.
  @Suite struct RuntimeTests {
    @Test func memoryIsReused() throws {
      try CUDA.emptyCache()
      let before = try CUDA.memoryStatistics()
      var x: Tensor? = Tensor.zeros(1000).cuda()
      let address = UInt(bitPattern: x!.pointer)
      #expect(try CUDA.memoryStatistics().current > before.current)
      x = nil
      let after = try CUDA.memoryStatistics()
      #expect(after.current == before.current && after.cached > before.cached)
      #expect(UInt(bitPattern: Tensor.zeros(1000).cuda().pointer) == address)
      try CUDA.emptyCache()
      #expect(try CUDA.memoryStatistics().cached == 0)
    }

    @Test func outOfMemory() throws {
      let limit = try CUDA.memoryStatistics().current + 10_000_000
      try CUDA.setMemoryLimit(limit)
      defer { try? CUDA.setMemoryLimit(.max) }
      #expect {
        _ = try withTensorErrors { Tensor.zeros(10_000_000).cuda() }
      } throws: { error in
        guard let error = error as? TensorError else { return false }
        return error.kind == .memory && error.message.contains("CUDA out of memory") && error.message.contains("40000000 bytes")
      }
      // What is cached is given back before anything fails.
      var kept: [Tensor] = (0..<4).map { _ in Tensor.zeros(500_000).cuda() }
      kept = []
      #expect(!Tensor.zeros(2_000_000).cuda().isInvalid)
      _ = kept
      try CUDARuntime.device(0).memory.failAllocation(after: 0)
      defer { try? CUDARuntime.device(0).memory.failAllocation(after: nil) }
      // One refusal by the driver is survived: the cache is given back and the driver asked again.
      #expect(!(try withTensorErrors { Tensor.zeros(123_457).cuda() }).isInvalid)
    }

    @Test func blocksWaitForOtherStreams() throws {
      guard !StandIn.isGPU else { return }
      let library = try SharedLibrary.open(SystemFile.environment("LANTERN_CUDA_PATH")! + "/libcuda.so.1").get()
      let hold: @convention(c) (Int32) -> Void = library.symbol("lantern_fake_hold_events")!
      hold(1)
      defer { hold(0) }
      let stream = try CUDAStream()
      var x: Tensor? = Tensor.ones(5000).cuda()
      let address = UInt(bitPattern: x!.pointer)
      let y = stream.run { x! + 1 }
      x = nil
      // The other stream is not done: the block must not come back yet.
      let z = Tensor.ones(5000).cuda()
      #expect(UInt(bitPattern: z.pointer) != address)
      hold(0)
      let later = (0..<3).map { _ in Tensor.ones(5000).cuda() }
      #expect(later.contains { UInt(bitPattern: $0.pointer) == address })
      #expect(y.sum().item() == .double(10000))
    }

    @Test func events() throws {
      let (start, end) = (try CUDAEvent(), try CUDAEvent())
      try start.record()
      _ = Tensor.ones(10).cuda() * 2
      try end.record()
      try end.synchronize()
      #expect(try end.hasHappened() && start.milliseconds(to: end) >= 0)
      let stream = try CUDAStream()
      try stream.wait(for: end)
      try stream.synchronize()
      try CUDA.synchronize()
    }

    @Test func theCacheOfKernels() throws {
      let folder = NSTemporaryDirectory() + "lantern-kernel-cache-\(getpid())"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let path = folder + "/a/b.bin", code = [UInt8](0...255)
      KernelCache.write(code, path, key: "key")
      #expect(KernelCache.read(path, key: "key") == code)
      #expect(KernelCache.read(path, key: "other") == nil)
      var bytes = [UInt8](FileManager.default.contents(atPath: path)!)
      bytes[bytes.count - 1] ^= 1
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(KernelCache.read(path, key: "key") == nil, "a damaged file is not used")
      try Data(bytes.dropLast(9)).write(to: URL(fileURLWithPath: path))
      #expect(KernelCache.read(path, key: "key") == nil, "half a file is not used")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/a") == ["b.bin"], "nothing is left lying about")
      #expect(KernelCache.digest("a") != KernelCache.digest("b") && KernelCache.digest("").count == 32)
    }

    @Test func librariesThatAreMissingOrWrong() {
      let missing = LibrarySearch(names: ["libcuda.so.1"], places: [.folder("/nowhere")])
      #expect(missing.library == nil)
      // A library that is no driver.
      guard case .success(let library) = SharedLibrary.open("libm.so.6") else { return }
      #expect {
        _ = try CUDAFunctions(library: library)
      } throws: { ($0 as? TensorError)?.message.contains("has no function cuInit") ?? false }
      #expect {
        _ = try NVRTC(library: library)
      } throws: { ($0 as? TensorError)?.message.contains("has no function nvrtcCreateProgram") ?? false }
    }

    @Test func mistakesInKernelsAreTold() throws {
      let compiler = try #require(try CUDARuntime.shared().compiler)
      #expect {
        _ = try compiler.compile("this is no kernel", name: "wrong", architecture: 90)
      } throws: { error in
        let message = (error as? TensorError)?.message ?? ""
        return message.contains("wrong") && message.contains("NVRTC_ERROR_COMPILATION")
      }
    }

    @Test func literalsLoseTheirDoubles() {
      #expect(
        PointwiseSource.singlePrecision("0.5 * x + 62. / 2835 - 1e-12 + p[0] + f32(3)") == "0.5f * x + 62.f / 2835 - 1e-12f + p[0] + f32(3)"
      )
      #expect(PointwiseSource.singlePrecision("const double z = .5f; double_t") == "const float z = .5f; double_t")
    }
  }
}

/// Where NVIDIA's compiler is installed (`pip install nvidia-cuda-nvrtc`), every text compiles for every architecture; needs no GPU.
@Suite struct CompilerTests {
  static let compiler: NVRTC? = {
    guard let path = ProcessInfo.processInfo.environment["LANTERN_TEST_NVRTC"], case .success(let library) = SharedLibrary.open(path) else {
      return nil
    }
    return try? NVRTC(library: library)
  }()

  @Test(.enabled(if: compiler != nil, "set LANTERN_TEST_NVRTC to the path of libnvrtc.so.12"), arguments: [75, 80, 90])
  func everyTextCompiles(_ architecture: Int) throws {
    for entry in KernelCatalogue.all {
      #expect(throws: Never.self, "\(entry.name)") {
        _ = try Self.compiler!.compile(entry.source, name: entry.name + ".cu", architecture: architecture)
      }
    }
  }
}
