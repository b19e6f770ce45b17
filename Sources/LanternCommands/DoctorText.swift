import Lantern

extension DoctorReport {
  /// The report for people.
  var text: String {
    var lines = ["Lantern \(LanternInfo.version)", "", "Machine"]
    lines += Self.rows([
      ("system", "\(machine.system), \(machine.kernel), \(machine.architecture)"),
      ("processor", machine.processor.text),
      ("instructions", instructions.text),
      ("threads", threads.text),
      ("memory", memoryText),
    ])
    lines += ["", "Libraries (each is optional; some serve features still to come)"]
    lines += Self.rows(libraries.flatMap(\.rows))
    // Without a driver, the section on NVIDIA says where it was searched for.
    let hasMissing = nvidia.driver != nil && libraries.contains { $0.isCUDA && $0.search.library == nil }
    if hasMissing { lines.append("  NVIDIA's libraries are searched for in \(cudaPlacesText).") }
    lines += ["", "NVIDIA"]
    lines += nvidiaLines.map { "  " + $0 }
    return lines.joined(separator: "\n")
  }

  private var memoryText: String {
    let memory = machine.memory.map { "\(Self.gibibytes($0.total)), \(Self.gibibytes($0.available)) available" } ?? "unknown"
    let limit = machine.memoryLimit.map { "control group limit \(Self.gibibytes($0.bytes)) (\($0.file))" }
    return memory + "; " + (limit ?? "no control group limit")
  }

  private var nvidiaLines: [String] {
    guard let driver = nvidia.driver else {
      var lines = ["CUDA: not available (libcuda.so.1 not found; searched \(cudaPlacesText))"]
      for failure in driverSearch?.failures ?? [] { lines.append("found but not usable: \(failure)") }
      if let version = nvidia.kernelModule {
        lines.append(
          "The kernel's driver \(version) is loaded, but its library is not visible here. A container must be started with GPUs.")
      }
      return lines
    }
    var lines = ["driver \(nvidia.driverVersion ?? "unknown"), CUDA \(driver.cudaVersion ?? "unknown")"]
    if let visible = nvidia.visibleDevices { lines.append("CUDA_VISIBLE_DEVICES=\(visible)") }
    if driver.devices.isEmpty { lines.append("CUDA: not available (the driver offers no device)") }
    for device in driver.devices {
      lines.append("device \(device.index): " + nvidia.text(of: device))
    }
    lines += driver.problems + (nvidia.management?.problems ?? [])
    if nvidia.management == nil { lines.append("libnvidia-ml.so.1 not found: no figures about the devices' state") }
    if !driver.devices.isEmpty {
      do throws(TensorError) {
        let runtime = try CUDARuntime.shared()
        lines.append(
          runtime.compiler.map { "tensors can go to cuda:0; kernels are compiled by NVRTC \($0.version)" }
            ?? "NVRTC is missing, so that no kernel can be compiled: pip install nvidia-cuda-nvrtc")
        if let folder = KernelCache.folder { lines.append("compiled kernels are kept in \(folder)") }
      } catch { lines.append("tensors cannot go to a GPU: \(error)") }
    }
    return lines
  }

  /// Names and values in two columns.
  private static func rows(_ rows: [(String, String)]) -> [String] {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { name, value in "  " + name + String(repeating: " ", count: width - name.count + 2) + value }
  }

  /// Where NVIDIA's libraries are searched for. Each wheel has a folder of its own; they are told as one.
  private var cudaPlacesText: String {
    var hasWheels = false
    var texts: [String] = []
    for place in cudaPlaces {
      var text = place.description
      if let packages = text.firstRange(of: "-packages/nvidia/") {
        hasWheels = true
        text = text[..<packages.upperBound] + "*/lib"
      }
      if !texts.contains(text) { texts.append(text) }
    }
    if !hasWheels { texts.append("python3's packages (no NVIDIA wheels there)") }
    return texts.joined(separator: ", ")
  }

  /// A size with one digit after the point, such as `23.5 GiB`.
  fileprivate static func gibibytes(_ bytes: Int) -> String {
    let (unit, name) = bytes < 1 << 30 ? (1 << 20, "MiB") : (1 << 30, "GiB")
    let (whole, rest) = bytes.quotientAndRemainder(dividingBy: unit)
    return "\(whole).\(rest * 10 / unit) \(name)"
  }
}

extension ProcessorInfo {
  fileprivate var text: String {
    var parts = [name]
    if let sockets, sockets > 1 { parts.append("\(sockets) sockets") }
    if let cores { parts.append(cores == 1 ? "1 core" : "\(cores) cores") }
    parts.append(threads == 1 ? "1 hardware thread" : "\(threads) hardware threads")
    return parts.joined(separator: ", ")
  }
}

extension DoctorReport.Instructions {
  fileprivate var text: String {
    "\(inUse) in use, \(found) found, " + (asked.map { "LANTERN_ISA=\($0)" } ?? "LANTERN_ISA is not set")
  }
}

extension DoctorReport.Threads {
  fileprivate var text: String {
    var reasons = ["\(online) processors online", "affinity allows \(affinity)"]
    reasons.append(quota.map { "the control groups' quota is \($0) processors" } ?? "no control group quota")
    switch (asked, isFromEnvironment) {
    case (let asked?, true): reasons.append("LANTERN_NUM_THREADS=\(asked) decides")
    case (let asked?, false): reasons.append("LANTERN_NUM_THREADS=\(asked) is not a number of threads and is ignored")
    case (nil, _): reasons.append("LANTERN_NUM_THREADS is not set")
    }
    return "\(count) (" + reasons.joined(separator: ", ") + ")"
  }
}

extension DoctorReport.Library {
  fileprivate var rows: [(String, String)] {
    var value: String
    if let library = search.library {
      let path = library.path ?? library.name
      switch version {
      case .known(let version): value = "\(version)  \(path)"
      case .missing(let function): value = "present but lacks \(function)  \(path)"
      case .failed(let function, let code): value = "present but \(function) failed (\(code))  \(path)"
      case nil: value = path
      }
    } else {
      value = "not found (\(search.names.joined(separator: ", "))), for \(purpose)"
    }
    return [(title, value)] + search.failures.map { ("", "does not load: \($0)") }
  }
}

extension DoctorReport.NVIDIA {
  fileprivate func text(of device: CUDADeviceInfo) -> String {
    var parts = [device.name ?? "unnamed"]
    if let capability = device.computeCapability { parts.append("compute capability \(capability)") }
    if let memory = device.memory { parts.append(DoctorReport.gibibytes(memory)) }
    if let count = device.multiprocessors { parts.append("\(count) multiprocessors") }
    if let busID = device.busID {
      parts.append("bus \(busID)")
      if let state = management?.devices[busID] {
        if let used = state.memoryUsed { parts.append("\(DoctorReport.gibibytes(used)) used") }
        if let percent = state.utilization { parts.append("\(percent) % busy") }
        if let celsius = state.temperature { parts.append("\(celsius) °C") }
        if let watts = state.power { parts.append("\(Int(watts.rounded())) W") }
      }
    }
    return parts.joined(separator: ", ")
  }
}
