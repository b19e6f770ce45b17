/// The calls of NVIDIA's driver library that tell which devices there are, in our own declarations.
///
/// Any of them may be missing from an old or a broken driver; a test puts its own functions in their place.
package struct CUDADriverFunctions: Sendable {
  /// `cuInit(flags)`
  package var initialize: (@convention(c) (UInt32) -> Int32)?
  /// `cuDriverGetVersion(&version)`
  package var driverGetVersion: (@convention(c) (UnsafeMutablePointer<Int32>?) -> Int32)?
  /// `cuDeviceGetCount(&count)`
  package var deviceGetCount: (@convention(c) (UnsafeMutablePointer<Int32>?) -> Int32)?
  /// `cuDeviceGet(&device, ordinal)`
  package var deviceGet: (@convention(c) (UnsafeMutablePointer<Int32>?, Int32) -> Int32)?
  /// `cuDeviceGetName(text, length, device)`
  package var deviceGetName: (@convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32) -> Int32)?
  /// `cuDeviceTotalMem_v2(&bytes, device)`
  package var deviceTotalMemory: (@convention(c) (UnsafeMutablePointer<Int>?, Int32) -> Int32)?
  /// `cuDeviceGetAttribute(&value, attribute, device)`
  package var deviceGetAttribute: (@convention(c) (UnsafeMutablePointer<Int32>?, Int32, Int32) -> Int32)?
  /// `cuDeviceGetPCIBusId(text, length, device)`
  package var deviceGetPCIBusID: (@convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32) -> Int32)?
  /// `cuGetErrorName(code, &text)`
  package var getErrorName: (@convention(c) (Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> Int32)?
  /// `cuGetErrorString(code, &text)`
  package var getErrorString: (@convention(c) (Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> Int32)?

  /// A table without any function.
  package init() {}

  /// The functions that the library has.
  package init(library: SharedLibrary) {
    initialize = library.symbol("cuInit")
    driverGetVersion = library.symbol("cuDriverGetVersion")
    deviceGetCount = library.symbol("cuDeviceGetCount")
    deviceGet = library.symbol("cuDeviceGet")
    deviceGetName = library.symbol("cuDeviceGetName")
    deviceTotalMemory = library.symbol("cuDeviceTotalMem_v2")
    deviceGetAttribute = library.symbol("cuDeviceGetAttribute")
    deviceGetPCIBusID = library.symbol("cuDeviceGetPCIBusId")
    getErrorName = library.symbol("cuGetErrorName")
    getErrorString = library.symbol("cuGetErrorString")
  }

  /// The names of the functions that are missing.
  package var missing: [String] {
    [
      initialize == nil ? "cuInit" : nil, driverGetVersion == nil ? "cuDriverGetVersion" : nil,
      deviceGetCount == nil ? "cuDeviceGetCount" : nil, deviceGet == nil ? "cuDeviceGet" : nil,
      deviceGetName == nil ? "cuDeviceGetName" : nil, deviceTotalMemory == nil ? "cuDeviceTotalMem_v2" : nil,
      deviceGetAttribute == nil ? "cuDeviceGetAttribute" : nil, deviceGetPCIBusID == nil ? "cuDeviceGetPCIBusId" : nil,
      getErrorName == nil ? "cuGetErrorName" : nil, getErrorString == nil ? "cuGetErrorString" : nil,
    ].compactMap { $0 }
  }
}

/// One of the driver's devices.
package struct CUDADeviceInfo: Hashable, Sendable {
  /// The driver's number for the device, from 0.
  package var index: Int
  /// The product's name; nil when the driver does not tell, as in every property here.
  package var name: String?
  /// The compute capability, such as `9.0`.
  package var computeCapability: String?
  /// The device's memory in bytes.
  package var memory: Int?
  /// The number of streaming multiprocessors.
  package var multiprocessors: Int?
  /// Where it sits on the PCI bus, such as `0000:3B:00.0`; NVML knows it by this name too.
  package var busID: String?
}

/// What the driver says about itself and its devices.
package struct CUDADriverInfo: Hashable, Sendable {
  /// The newest CUDA version that the driver serves, such as `12.8`; nil when it does not tell.
  package var cudaVersion: String?
  /// The devices, in the driver's order.
  package var devices: [CUDADeviceInfo] = []
  /// What went wrong, call by call; empty when all is well.
  package var problems: [String] = []

  /// Asks a driver through its functions. It never traps: what fails or is missing is told in `problems`.
  package init(_ functions: CUDADriverFunctions) {
    let missing = functions.missing
    if !missing.isEmpty { problems.append("the driver library lacks " + missing.joined(separator: ", ")) }

    var version: Int32 = 0
    if let driverGetVersion = functions.driverGetVersion, succeeds("cuDriverGetVersion", driverGetVersion(&version), functions) {
      cudaVersion = version > 0 ? Self.version(version) : nil
    }
    guard let initialize = functions.initialize, succeeds("cuInit", initialize(0), functions) else { return }
    var count: Int32 = 0
    guard let deviceGetCount = functions.deviceGetCount, succeeds("cuDeviceGetCount", deviceGetCount(&count), functions) else { return }
    for index in 0..<max(0, count) {
      var device: Int32 = 0
      guard let deviceGet = functions.deviceGet, succeeds("cuDeviceGet", deviceGet(&device, index), functions) else { continue }
      devices.append(info(index: Int(index), device: device, functions))
    }
  }

  /// `12080` as `12.8`.
  package static func version(_ number: Int32) -> String { "\(number / 1000).\(number % 1000 / 10)" }

  private mutating func info(index: Int, device: Int32, _ functions: CUDADriverFunctions) -> CUDADeviceInfo {
    var info = CUDADeviceInfo(index: index)
    if let call = functions.deviceGetName { info.name = text("cuDeviceGetName", device, functions, call) }
    if let call = functions.deviceGetPCIBusID { info.busID = text("cuDeviceGetPCIBusId", device, functions, call) }
    var bytes = 0
    if let call = functions.deviceTotalMemory, succeeds("cuDeviceTotalMem_v2", call(&bytes, device), functions) { info.memory = bytes }
    // The numbers of CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, …_MINOR and CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT.
    if let major = attribute(75, device, functions), let minor = attribute(76, device, functions) {
      info.computeCapability = "\(major).\(minor)"
    }
    info.multiprocessors = attribute(16, device, functions)
    return info
  }

  private mutating func attribute(_ attribute: Int32, _ device: Int32, _ functions: CUDADriverFunctions) -> Int? {
    var value: Int32 = 0
    guard let call = functions.deviceGetAttribute else { return nil }
    return succeeds("cuDeviceGetAttribute", call(&value, attribute, device), functions) ? Int(value) : nil
  }

  private mutating func text(
    _ name: String, _ device: Int32, _ functions: CUDADriverFunctions,
    _ call: @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32) -> Int32
  ) -> String? {
    var characters = [CChar](repeating: 0, count: 256)
    guard succeeds(name, call(&characters, Int32(characters.count), device), functions) else { return nil }
    return cText(characters)
  }

  /// Whether a call went well; a failure is noted under the driver's name and words for it.
  private mutating func succeeds(_ call: String, _ code: Int32, _ functions: CUDADriverFunctions) -> Bool {
    if code == 0 { return true }
    let name = Self.errorText(code, functions.getErrorName) ?? "error \(code)"
    let words = Self.errorText(code, functions.getErrorString)
    problems.append("\(call): \(name) (\(code))" + (words.map { ": " + $0 } ?? ""))
    return false
  }

  private static func errorText(
    _ code: Int32, _ call: (@convention(c) (Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> Int32)?
  ) -> String? {
    var text: UnsafePointer<CChar>?
    guard let call, call(code, &text) == 0, let text else { return nil }
    return String(cString: text)
  }
}

/// The text in an array that C filled, up to its end or the array's.
func cText(_ characters: [CChar]) -> String {
  String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

extension CUDADriverInfo {
  /// The version of the kernel's NVIDIA driver in the text of `/proc/driver/nvidia/version`; nil when the text has none.
  package static func kernelModuleVersion(_ text: String) -> String? {
    guard let line = text.lines.first(where: { $0.hasPrefix("NVRM version:") }) else { return nil }
    return line.split(separator: " ").first { $0.first?.isNumber == true && $0.contains(".") }.map(String.init)
  }
}
