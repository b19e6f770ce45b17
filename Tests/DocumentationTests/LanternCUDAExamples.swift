// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternCUDAExamples {
  @Test("CUDA: enum CUDA", .enabled(if: GPU.isReady)) func cUDA1() throws {
    let device: Device = CUDA.isAvailable ? .cuda() : .cpu
    _ = device
  }

  @Test("CUDA: var allowTF32") func cUDA2() throws {
    let isFast = CUDA.allowTF32
    _ = isFast
  }

  @Test("CUDAStream: class CUDAStream", .enabled(if: GPU.isReady)) func cUDAStream1() throws {
    let stream = try CUDAStream()
    let y = stream.run { Tensor.ones(3).cuda() * 2 }
    discard(try stream.synchronize())
    _ = y
  }
}
