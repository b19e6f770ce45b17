import ArgumentParser
import Lantern

/// `lantern cuda-check`: proves, as far as this machine can, that CUDA works.
package struct CUDACheck: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    commandName: "cuda-check", abstract: "Compile every CUDA kernel with NVRTC (needs no device), and report what fails.")

  @Option(help: "Compute capabilities to compile for, such as 75,80,90.") var architectures = "75,80,90"
  @Option(help: "Only kernels whose name contains this.") var only: String?
  @Flag(help: "Print the texts instead of compiling them.") var text = false
  @Flag(help: "Measure rates on the device instead: copies, element-by-element operations, products, rows, launches.") var speed = false
  @Option(help: "With --speed: the side of the largest matrix.") var side = 8192

  package func run() throws {
    let entries = KernelCatalogue.all.filter { only == nil || $0.name.contains(only!) }
    if text {
      for entry in entries { print("// ---- \(entry.name)\n\(entry.source)") }
      return
    }
    if speed { return try CUDASpeed(side: side).report() }
    let search = LibrarySearch.cuda("NVRTC")
    guard let library = search.library else {
      print("NVRTC was not found; looked in \(search.searched.map(\.description).joined(separator: ", "))")
      throw ExitCode(2)
    }
    let compiler = try NVRTC(library: library)
    print("NVRTC \(compiler.version) from \(library.path ?? library.name)")
    var failures = 0
    for architecture in architectures.split(separator: ",").compactMap({ Int($0) }) {
      for entry in entries {
        do {
          let clock = ContinuousClock()
          var bytes = 0
          let time = try clock.measure {
            bytes = try compiler.compile(entry.source, name: entry.name + ".cu", architecture: architecture).count
          }
          print("sm_\(architecture)  \(entry.name)  \(bytes) bytes  \(time.formatted)")
        } catch {
          failures += 1
          print("sm_\(architecture)  \(entry.name)  FAILED\n\(error)")
        }
      }
    }
    print(failures == 0 ? "all \(entries.count) texts compile" : "\(failures) failed")
    if failures > 0 { throw ExitCode(1) }
  }
}

extension Duration {
  /// `0.123 s`
  fileprivate var formatted: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    return "\(milliseconds) ms"
  }
}
