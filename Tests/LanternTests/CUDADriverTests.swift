import Lantern
import Testing

/// A driver of our own making with two devices; tests take functions away from it or put worse ones in.
private func fakeDriver() -> CUDADriverFunctions {
  var functions = CUDADriverFunctions()
  functions.initialize = { $0 == 0 ? 0 : 1 }
  functions.driverGetVersion = { version in
    version?.pointee = 12_080
    return 0
  }
  functions.deviceGetCount = { count in
    count?.pointee = 2
    return 0
  }
  // The handles differ from the ordinals, as they may with a real driver.
  functions.deviceGet = { device, ordinal in
    device?.pointee = ordinal + 40
    return 0
  }
  functions.deviceGetName = { text, length, device in fill(text, length, device == 40 ? "Test Accelerator 80GB" : "Old Card") }
  functions.deviceTotalMemory = { bytes, device in
    bytes?.pointee = device == 40 ? 80 << 30 : 2 << 30
    return 0
  }
  functions.deviceGetAttribute = { value, attribute, device in
    let values: [Int32: (Int32, Int32)] = [75: (9, 3), 76: (0, 5), 16: (132, 15)]
    guard let pair = values[attribute] else { return 1 }
    value?.pointee = device == 40 ? pair.0 : pair.1
    return 0
  }
  functions.deviceGetPCIBusID = { text, length, device in fill(text, length, device == 40 ? "0000:3B:00.0" : "0000:5E:00.0") }
  functions.getErrorName = { code, text in errorText(code, text, [100: errorNames.0, 999: errorNames.1]) }
  functions.getErrorString = { code, text in errorText(code, text, [100: errorNames.2, 999: errorNames.3]) }
  return functions
}

private typealias ErrorNames = (StaticString, StaticString, StaticString, StaticString)
private let errorNames: ErrorNames = (
  "CUDA_ERROR_NO_DEVICE", "CUDA_ERROR_UNKNOWN", "no CUDA-capable device is detected", "unknown error"
)

private func errorText(_ code: Int32, _ text: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ texts: [Int32: StaticString]) -> Int32 {
  guard let found = texts[code] else { return 1 }
  text?.pointee = UnsafeRawPointer(found.utf8Start).assumingMemoryBound(to: CChar.self)
  return 0
}

private func fill(_ text: UnsafeMutablePointer<CChar>?, _ length: Int32, _ value: String) -> Int32 {
  let bytes = value.utf8.map { CChar(bitPattern: $0) } + [0]
  guard let text, bytes.count <= length else { return 1 }
  text.update(from: bytes, count: bytes.count)
  return 0
}

@Suite("What NVIDIA's driver tells")
struct CUDADriverTests {
  @Test("a driver with two devices")
  func twoDevices() {
    let info = CUDADriverInfo(fakeDriver())
    #expect(info.problems.isEmpty)
    #expect(info.cudaVersion == "12.8")
    #expect(info.devices.map(\.index) == [0, 1])
    #expect(info.devices.map(\.name) == ["Test Accelerator 80GB", "Old Card"])
    #expect(info.devices.map(\.computeCapability) == ["9.0", "3.5"])
    #expect(info.devices.map(\.memory) == [80 << 30, 2 << 30])
    #expect(info.devices.map(\.multiprocessors) == [132, 15])
    #expect(info.devices.map(\.busID) == ["0000:3B:00.0", "0000:5E:00.0"])
  }

  @Test("a driver that fails to start is quoted by name and words")
  func initializeFails() {
    var functions = fakeDriver()
    functions.initialize = { _ in 100 }
    let none = CUDADriverInfo(functions)
    #expect(none.devices.isEmpty)
    #expect(none.cudaVersion == "12.8", "the version is known before the driver starts")
    #expect(none.problems == ["cuInit: CUDA_ERROR_NO_DEVICE (100): no CUDA-capable device is detected"])
    functions.initialize = { _ in 999 }
    #expect(CUDADriverInfo(functions).problems == ["cuInit: CUDA_ERROR_UNKNOWN (999): unknown error"])
    functions.initialize = { _ in 12345 }
    #expect(CUDADriverInfo(functions).problems == ["cuInit: error 12345 (12345)"], "a code that even the driver does not know")
  }

  @Test("missing functions are named, and the rest is still told")
  func missing() throws {
    var functions = fakeDriver()
    functions.deviceTotalMemory = nil
    functions.deviceGetPCIBusID = nil
    functions.getErrorString = nil
    let info = CUDADriverInfo(functions)
    #expect(info.problems == ["the driver library lacks cuDeviceTotalMem_v2, cuDeviceGetPCIBusId, cuGetErrorString"])
    let device = try #require(info.devices.first)
    #expect(device.name == "Test Accelerator 80GB")
    #expect(device.memory == nil)
    #expect(device.multiprocessors == 132)
    functions.initialize = { _ in 100 }
    #expect(CUDADriverInfo(functions).problems.last == "cuInit: CUDA_ERROR_NO_DEVICE (100)")
  }

  @Test("a library without any of the driver's functions")
  func empty() throws {
    let info = CUDADriverInfo(CUDADriverFunctions())
    #expect(info.devices.isEmpty)
    #expect(info.cudaVersion == nil)
    #expect(info.problems.count == 1)
    let libm = try #require(LibrarySearch(names: ["libm.so.6"]).library)
    #expect(CUDADriverFunctions(library: libm).missing.count == 10)
    #expect(NVMLInfo(NVMLFunctions(library: libm), busIDs: []).problems == ["the management library lacks nvmlInit_v2"])
  }

  @Test("a device that fails halfway leaves the others whole")
  func oneBadDevice() {
    var functions = fakeDriver()
    functions.deviceGet = { device, ordinal in
      device?.pointee = ordinal + 40
      return ordinal == 0 ? 999 : 0
    }
    let info = CUDADriverInfo(functions)
    #expect(info.devices.map(\.index) == [1])
    #expect(info.problems == ["cuDeviceGet: CUDA_ERROR_UNKNOWN (999): unknown error"])
    functions.deviceGetCount = { count in
      count?.pointee = -3
      return 0
    }
    #expect(CUDADriverInfo(functions).devices.isEmpty)
  }

  @Test("a name that fills the whole buffer without an end")
  func endlessName() {
    var functions = fakeDriver()
    functions.deviceGetName = { text, length, _ in
      text?.update(repeating: 0x41, count: Int(length))
      return 0
    }
    #expect(CUDADriverInfo(functions).devices.first?.name == String(repeating: "A", count: 256))
  }

  @Test("the kernel module's version, in both of its texts")
  func kernelModule() {
    let closed =
      "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023\nGCC version:  gcc version 12.2.0\n"
    #expect(CUDADriverInfo.kernelModuleVersion(closed) == "535.104.05")
    let open = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release Build  (builder@host)\n"
    #expect(CUDADriverInfo.kernelModuleVersion(open) == "550.54.15")
    #expect(CUDADriverInfo.kernelModuleVersion("GCC version: gcc version 12.2.0\n") == nil)
    #expect(CUDADriverInfo.kernelModuleVersion("") == nil)
  }
}

@Suite("What NVML tells")
struct NVMLTests {
  private func fakeLibrary() -> NVMLFunctions {
    var functions = NVMLFunctions()
    functions.initialize = { 0 }
    functions.shutdown = { 0 }
    functions.systemGetDriverVersion = { text, length in fill(text, Int32(length), "550.54.15") }
    functions.deviceGetHandleByBusID = { busID, device in
      guard let busID, String(cString: busID) == "0000:3B:00.0" else { return 6 }
      device?.pointee = OpaquePointer(bitPattern: 0x1000)
      return 0
    }
    functions.deviceGetMemoryInfo = { _, memory in
      for (index, value) in [80, 79, 1].enumerated() { memory?[index] = UInt64(value) << 30 }
      return 0
    }
    functions.deviceGetUtilizationRates = { _, rates in
      rates?[0] = 37
      rates?[1] = 5
      return 0
    }
    functions.deviceGetTemperature = { _, _, value in
      value?.pointee = 41
      return 0
    }
    functions.deviceGetPowerUsage = { _, _ in 3 }
    functions.errorString = { _ in
      let text: StaticString = "Not Found"
      return UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }
    return functions
  }

  @Test("the driver's version and a device's state; power is refused and stays unknown")
  func state() throws {
    let info = NVMLInfo(fakeLibrary(), busIDs: ["0000:3B:00.0"])
    #expect(info.driverVersion == "550.54.15")
    #expect(info.devices.count == 1)
    let device = try #require(info.devices["0000:3B:00.0"])
    #expect(device.memoryUsed == 1 << 30)
    #expect(device.utilization == 37)
    #expect(device.temperature == 41)
    #expect(device.power == nil)
    #expect(info.problems.isEmpty)
  }

  @Test("a device that NVML does not know, and a library that does not start")
  func failures() {
    let unknown = NVMLInfo(fakeLibrary(), busIDs: ["0000:00:00.0"])
    #expect(unknown.devices.isEmpty)
    #expect(unknown.problems == ["nvmlDeviceGetHandleByPciBusId_v2 0000:00:00.0: error 6: Not Found"])
    var functions = fakeLibrary()
    functions.initialize = { 9 }
    functions.errorString = nil
    let stopped = NVMLInfo(functions, busIDs: ["0000:3B:00.0"])
    #expect(stopped.problems == ["nvmlInit_v2: error 9"])
    #expect(stopped.driverVersion == nil)
  }
}
