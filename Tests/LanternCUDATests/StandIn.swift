import Foundation
import Lantern
import Testing

/// The stand-ins for NVIDIA's driver and compiler, built once by clang; see Tests/Support/CUDAHost. Where `LANTERN_CUDA_PATH` or
/// `LANTERN_TEST_GPU` is set, the tests run on what is there instead.
enum StandIn {
  /// Whether there is something to run kernels on: the stand-in, or a GPU.
  static let isReady: Bool = {
    let environment = ProcessInfo.processInfo.environment
    if environment["LANTERN_TEST_GPU"] == nil, environment["LANTERN_CUDA_PATH"] == nil {
      guard let folder = build() else { return false }
      setenv("LANTERN_CUDA_PATH", folder, 1)
      setenv("LANTERN_CACHE", folder + "/cache", 1)
    }
    return CUDA.isAvailable
  }()

  static var isGPU: Bool { ProcessInfo.processInfo.environment["LANTERN_TEST_GPU"] != nil }

  static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Support/CUDAHost").path

  private static func build() -> String? {
    let folder = NSTemporaryDirectory() + "lantern-cuda-host-\(getpid())"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [sources + "/build.sh", folder]
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? folder : nil
  }
}

/// Whether two tensors hold the same numbers, give or take; NaN equals NaN.
func close(_ got: Tensor, _ wanted: Tensor, _ tolerance: Double = 1e-5) -> Bool {
  guard got.shape == wanted.shape, got.dtype == wanted.dtype else { return false }
  let mine = got.detach().cpu().to(.float64).toArray(Double.self)
  let theirs = wanted.detach().cpu().to(.float64).toArray(Double.self)
  return zip(mine, theirs).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) || abs($0 - $1) <= tolerance * max(1, abs($1)) }
}

let gpu: Device = .cuda(0)
