/// The calls of NVIDIA's management library (the one beneath `nvidia-smi`) that tell how the devices fare, in our own
/// declarations. Any of them may be missing.
package struct NVMLFunctions: Sendable {
  /// `nvmlInit_v2()`
  package var initialize: (@convention(c) () -> Int32)?
  /// `nvmlShutdown()`
  package var shutdown: (@convention(c) () -> Int32)?
  /// `nvmlErrorString(code)`
  package var errorString: (@convention(c) (Int32) -> UnsafePointer<CChar>?)?
  /// `nvmlSystemGetDriverVersion(text, length)`
  package var systemGetDriverVersion: (@convention(c) (UnsafeMutablePointer<CChar>?, UInt32) -> Int32)?
  /// `nvmlDeviceGetHandleByPciBusId_v2(busID, &device)`
  package var deviceGetHandleByBusID: (@convention(c) (UnsafePointer<CChar>?, UnsafeMutablePointer<OpaquePointer?>?) -> Int32)?
  /// `nvmlDeviceGetMemoryInfo(device, &info)`, where the information is three numbers: total, free and used bytes.
  package var deviceGetMemoryInfo: (@convention(c) (OpaquePointer?, UnsafeMutablePointer<UInt64>?) -> Int32)?
  /// `nvmlDeviceGetUtilizationRates(device, &rates)`, where the rates are two numbers: percent of time in kernels and in memory.
  package var deviceGetUtilizationRates: (@convention(c) (OpaquePointer?, UnsafeMutablePointer<UInt32>?) -> Int32)?
  /// `nvmlDeviceGetTemperature(device, sensor, &celsius)`
  package var deviceGetTemperature: (@convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<UInt32>?) -> Int32)?
  /// `nvmlDeviceGetPowerUsage(device, &milliwatts)`
  package var deviceGetPowerUsage: (@convention(c) (OpaquePointer?, UnsafeMutablePointer<UInt32>?) -> Int32)?

  /// A table without any function.
  package init() {}

  /// The functions that the library has.
  package init(library: SharedLibrary) {
    initialize = library.symbol("nvmlInit_v2")
    shutdown = library.symbol("nvmlShutdown")
    errorString = library.symbol("nvmlErrorString")
    systemGetDriverVersion = library.symbol("nvmlSystemGetDriverVersion")
    deviceGetHandleByBusID = library.symbol("nvmlDeviceGetHandleByPciBusId_v2")
    deviceGetMemoryInfo = library.symbol("nvmlDeviceGetMemoryInfo")
    deviceGetUtilizationRates = library.symbol("nvmlDeviceGetUtilizationRates")
    deviceGetTemperature = library.symbol("nvmlDeviceGetTemperature")
    deviceGetPowerUsage = library.symbol("nvmlDeviceGetPowerUsage")
  }
}

/// What NVML says about the driver and the state of some devices.
package struct NVMLInfo: Hashable, Sendable {
  /// How one device fares; each value is nil when NVML does not tell.
  package struct Device: Hashable, Sendable {
    /// Memory taken by all programs, in bytes.
    package var memoryUsed: Int?
    /// Percent of the last sample period in which a kernel ran.
    package var utilization: Int?
    /// The chip's temperature in degrees Celsius.
    package var temperature: Int?
    /// The power drawn, in watts.
    package var power: Double?
  }

  /// The driver's version, such as `550.54.15`.
  package var driverVersion: String?
  /// The devices found, by their place on the PCI bus.
  package var devices: [String: Device] = [:]
  /// What went wrong, call by call; empty when all is well.
  package var problems: [String] = []

  /// Asks for the driver's version and for the devices at the given places on the PCI bus. It never traps.
  package init(_ functions: NVMLFunctions, busIDs: [String]) {
    guard let initialize = functions.initialize else {
      problems.append("the management library lacks nvmlInit_v2")
      return
    }
    guard succeeds("nvmlInit_v2", initialize(), functions) else { return }
    defer { _ = functions.shutdown?() }
    // NVML's longest version is 80 characters.
    var characters = [CChar](repeating: 0, count: 96)
    if let call = functions.systemGetDriverVersion {
      if succeeds("nvmlSystemGetDriverVersion", call(&characters, UInt32(characters.count)), functions) {
        driverVersion = cText(characters)
      }
    } else {
      problems.append("the management library lacks nvmlSystemGetDriverVersion")
    }
    for busID in busIDs {
      var device: OpaquePointer?
      guard let call = functions.deviceGetHandleByBusID,
        succeeds("nvmlDeviceGetHandleByPciBusId_v2 \(busID)", call(busID, &device), functions), let device
      else { continue }
      devices[busID] = Self.state(of: device, functions)
    }
  }

  /// What one device tells. Boards and permissions differ in what they tell, so a refusal is no problem here.
  private static func state(of device: OpaquePointer, _ functions: NVMLFunctions) -> Device {
    var state = Device()
    var memory: [UInt64] = [0, 0, 0]
    if let call = functions.deviceGetMemoryInfo, call(device, &memory) == 0 { state.memoryUsed = Int(exactly: memory[2]) }
    var rates: [UInt32] = [0, 0]
    if let call = functions.deviceGetUtilizationRates, call(device, &rates) == 0 { state.utilization = Int(rates[0]) }
    var value: UInt32 = 0
    if let call = functions.deviceGetTemperature, call(device, 0, &value) == 0 { state.temperature = Int(value) }
    if let call = functions.deviceGetPowerUsage, call(device, &value) == 0 { state.power = Double(value) / 1000 }
    return state
  }

  private mutating func succeeds(_ call: String, _ code: Int32, _ functions: NVMLFunctions) -> Bool {
    if code == 0 { return true }
    let words = functions.errorString?(code).map { ": " + String(cString: $0) } ?? ""
    problems.append("\(call): error \(code)\(words)")
    return false
  }
}
