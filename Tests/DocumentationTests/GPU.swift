import Foundation
import Lantern

/// Whether examples may use a GPU: `LANTERN_TEST_GPU` is set and there is one. Asking for a device alone is not enough, since other
/// tests of this process bring a stand-in for NVIDIA's driver and want it for themselves.
enum GPU {
  static let isReady = ProcessInfo.processInfo.environment["LANTERN_TEST_GPU"] != nil && CUDA.isAvailable
}
