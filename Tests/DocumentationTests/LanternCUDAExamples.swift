// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternCUDAExamples {
  @Test("CUDA: enum CUDA") func cUDA1() throws {
    let device: Device = CUDA.isAvailable ? .cuda() : .cpu
    _ = device
  }

  @Test("CUDAStream: class CUDAStream") func cUDAStream1() throws {
    let stream = try CUDAStream()
    discard(stream.run { y = x * 2 })
    discard(try stream.synchronize())
  }
}
