import ArgumentParser
import Lantern

/// `lantern doctor`: what Lantern finds on this machine and what it makes of it.
package struct Doctor: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    abstract: "Show what Lantern finds on this machine: processor, threads, memory, libraries and NVIDIA devices.",
    discussion: """
      Every library named is optional; Lantern builds and runs without any. They are looked for in the loader's paths \
      (LD_LIBRARY_PATH among them). NVIDIA's are also looked for in LANTERN_CUDA_PATH, CUDA_HOME, CUDA_PATH, the usual \
      folders, and the folders of NVIDIA's Python wheels.
      """)

  @Flag(help: "Write the report as JSON.")
  var json = false

  @Flag(help: "Compile the most common CUDA kernels now, so that no program has to wait for them.")
  var warm = false

  package func run() throws {
    if warm {
      let clock = ContinuousClock()
      var count = 0
      let time = try clock.measure { count = try KernelCatalogue.warm() }
      print("\(count) texts of kernels compiled or found in \(KernelCache.folder ?? "memory") in \(time.components.seconds) s")
      return
    }
    let report = DoctorReport.current()
    print(json ? report.json.text(indent: 2) : report.text)
  }
}
