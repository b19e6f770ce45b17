import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

// W12: how much memory a training step takes, as the system counts it.

extension Workload {
  static let memory: [Named] = [
    (
      "W12/gpt_train_rss",
      {
        // What the process held before; then the peak of two steps, after two that fill the caches.
        let idle = ProcessMemory.resident ?? 0
        let training = Workload.all["W9/gpt_train"]!()
        var workload = Workload(name: "W12/gpt_train_rss", unit: .megabytes, check: training.check, run: training.run)
        workload.figure = {
          for _ in 0..<2 { training.run() }
          ProcessMemory.resetPeak()
          for _ in 0..<2 { training.run() }
          return ((ProcessMemory.peak ?? .nan) - idle).rounded()
        }
        return workload
      }
    )
  ]
}

/// What Linux says of this process's memory, in megabytes of 2^20 bytes; nil where it says nothing.
enum ProcessMemory {
  static var resident: Double? { status("VmRSS:") }
  static var peak: Double? { status("VmHWM:") }

  /// Lets the peak start again from what is resident now.
  static func resetPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }

  private static func status(_ name: String) -> Double? {
    guard let line = SystemFile.text("/proc/self/status")?.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
    return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Double($0) }.map { $0 / 1024 }
  }
}
