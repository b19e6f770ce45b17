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

    /// Drivers that cannot be used, compiled here: each is told as an error, whose words name what is wrong.
    @Test func driversThatAreMissingOrWrong() throws {
      let folder = NSTemporaryDirectory() + "lantern-wrong-drivers-\(getpid())"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      func message(_ driver: String, _ compiler: String = "none") -> String {
        let (d, c) = (
          LibrarySearch(names: [driver], places: [.folder(folder)]), LibrarySearch(names: [compiler], places: [.folder(folder)])
        )
        do throws(TensorError) {
          return try CUDARuntime(driver: d, compiler: c).requireCompiler().version
        } catch { return "\(error.op): \(error.message)" }
      }
      func build(_ name: String, _ text: String) throws {
        try text.write(toFile: folder + "/\(name).c", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["clang", "-shared", "-fPIC", folder + "/\(name).c", "-o", folder + "/\(name).so"]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
      }
      #expect(message("missing.so").contains("NVIDIA's driver was not found: looked for missing.so in \(folder)"))
      try "no library".write(toFile: folder + "/text.so", atomically: true, encoding: .utf8)
      #expect(message("text.so").contains("NVIDIA's driver was not found") && message("text.so").contains("text.so"))
      try build("old", "int cuInit(unsigned flags) { return 0; }")
      #expect(message("old.so").contains("has no function cu"))
      // Every function is there, and what it says decides.
      let source = try String(
        contentsOfFile: "\(#filePath)".replacing("Tests/LanternCUDATests/RuntimeTests.swift", with: "")
          + "Sources/Lantern/CUDA/CUDAFunctions.swift", encoding: .utf8)
      let names = Set(source.matches(of: /library\.function\("(cu\w+)"\)/).map { String($0.1) })
      func driver(_ name: String, _ special: [String: String]) throws {
        try build(name, names.map { special[$0] ?? "int \($0)(void) { return 0; }" }.joined(separator: "\n"))
      }
      let words = [
        "cuGetErrorName": "int cuGetErrorName(int code, const char **text) { return *text = \"CUDA_ERROR_UNKNOWN\", 0; }",
        "cuGetErrorString": "int cuGetErrorString(int code, const char **text) { return *text = \"unknown error\", 0; }",
      ]
      try driver("stuck", words.merging(["cuInit": "int cuInit(unsigned flags) { return 999; }"]) { $1 })
      #expect(message("stuck.so").contains("CUDA_ERROR_UNKNOWN") && message("stuck.so").contains("cuInit"))
      try driver("lonely", words.merging(["cuDeviceGetCount": "int cuDeviceGetCount(int *count) { return *count = 0, 0; }"]) { $1 })
      #expect(message("lonely.so") == "cuda: No CUDA GPUs are available")
      // A driver without a compiler: devices are there, kernels are not.
      guard !StandIn.isGPU, let path = SystemFile.environment("LANTERN_CUDA_PATH") else { return }
      let good = LibrarySearch(names: ["libcuda.so.1"], places: [.folder(path)])
      for (name, wanted) in [("none.so", "NVRTC, NVIDIA's compiler of kernels, was not found"), ("old.so", "has no function nvrtc")] {
        let runtime = try CUDARuntime(driver: good, compiler: LibrarySearch(names: [name], places: [.folder(folder)]))
        #expect(!runtime.devices.isEmpty)
        #expect { _ = try runtime.requireCompiler() } throws: { ($0 as? TensorError)?.message.contains(wanted) ?? false }
      }
    }

    /// Many write and read one file at a time: whoever finds it finds all of it.
    @Test func theCacheIsSharedByMany() async throws {
      let folder = NSTemporaryDirectory() + "lantern-shared-cache-\(getpid())"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let path = folder + "/cuda/kernel.bin", code = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let bad = await withTaskGroup(of: Int.self) { group in
        for k in 0..<8 {
          group.addTask {
            var bad = 0
            for _ in 0..<10 {
              if k % 2 == 0 { KernelCache.write(code, path, key: "key") }
              if let found = KernelCache.read(path, key: "key"), found != code { bad += 1 }
            }
            return bad
          }
        }
        return await group.reduce(0, +)
      }
      #expect(bad == 0 && KernelCache.read(path, key: "key") == code)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/cuda") == ["kernel.bin"])
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
