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
  show.line("NVIDIA GPU: \(names) (this version computes on the processor)")
}
