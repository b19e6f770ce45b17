import Lantern

/// 0: is there a GPU, and what will compute.
func checkingTheMachine(_ show: TutorialWriter) {
  let report = DoctorReport.current()
  show.line("threads: \(report.threads.count), instructions: \(report.instructions.inUse)")
  let devices = report.nvidia.driver?.devices ?? []
  guard !devices.isEmpty else {
    show.line("NVIDIA GPU: none; everything runs on the processor")
    return
  }
  let names = devices.map { $0.name ?? "device \($0.index)" }.joined(separator: ", ")
  show.line("NVIDIA GPU: \(names)")
  guard CUDA.isAvailable else {
    show.line("NVRTC, the compiler of kernels, is missing; everything runs on the processor")
    return
  }
  let x = Tensor.ones(2, 3).cuda()
  let y = withDevice(.cuda(0)) { Tensor.randn(2, 3) }
  show.line("x + y = \(x + y)")
}
