import Lantern
import LanternIO

extension DoctorReport {
  /// The report as a tree of values. Sizes are in bytes; what is not known is null.
  var json: JSONValue {
    [
      "version": .string(LanternInfo.version),
      "system": [
        "name": .string(machine.system), "kernel": .string(machine.kernel), "architecture": .string(machine.architecture),
      ],
      "processor": [
        "name": .string(machine.processor.name), "sockets": JSONValue(machine.processor.sockets),
        "cores": JSONValue(machine.processor.cores), "threads": .int(machine.processor.threads),
      ],
      "instructions": [
        "found": .string(instructions.found), "inUse": .string(instructions.inUse), "LANTERN_ISA": JSONValue(instructions.asked),
      ],
      "threads": [
        "count": .int(threads.count), "online": .int(threads.online), "affinity": .int(threads.affinity),
        "cgroupQuota": threads.quota.map { .double($0) } ?? .null, "fromEnvironment": .bool(threads.isFromEnvironment),
        "LANTERN_NUM_THREADS": JSONValue(threads.asked),
      ],
      "memory": [
        "total": JSONValue(machine.memory?.total), "available": JSONValue(machine.memory?.available),
        "cgroupLimit": JSONValue(machine.memoryLimit?.bytes), "cgroupFile": JSONValue(machine.memoryLimit?.file),
      ],
      "libraries": .array(libraries.map(\.json)),
      "nvidia": nvidia.json,
    ]
  }
}

extension DoctorReport.Library {
  fileprivate var json: JSONValue {
    var known: String?
    var problems = search.failures.map(\.description)
    switch version {
    case .known(let text): known = text
    case .missing(let function): problems.append("the library lacks \(function)")
    case .failed(let function, let code): problems.append("\(function) failed with \(code)")
    case nil: break
    }
    return [
      "name": .string(title), "purpose": .string(purpose), "found": .bool(search.library != nil), "version": JSONValue(known),
      "path": JSONValue(search.library?.path), "names": .array(search.names.map { .string($0) }),
      "searched": .array(search.searched.map { .string($0.description) }), "problems": .array(problems.map { .string($0) }),
    ]
  }
}

extension DoctorReport.NVIDIA {
  fileprivate var json: JSONValue {
    [
      "driverVersion": JSONValue(driverVersion), "cudaVersion": JSONValue(driver?.cudaVersion),
      "kernelModule": JSONValue(kernelModule), "CUDA_VISIBLE_DEVICES": JSONValue(visibleDevices),
      "devices": .array((driver?.devices ?? []).map(json)),
      "problems": .array(((driver?.problems ?? []) + (management?.problems ?? [])).map { .string($0) }),
    ]
  }

  private func json(_ device: CUDADeviceInfo) -> JSONValue {
    let state = device.busID.flatMap { management?.devices[$0] }
    return [
      "index": .int(device.index), "name": JSONValue(device.name), "computeCapability": JSONValue(device.computeCapability),
      "memory": JSONValue(device.memory), "multiprocessors": JSONValue(device.multiprocessors), "busID": JSONValue(device.busID),
      "memoryUsed": JSONValue(state?.memoryUsed), "utilizationPercent": JSONValue(state?.utilization),
      "temperatureCelsius": JSONValue(state?.temperature), "powerWatts": state?.power.map { .double($0) } ?? .null,
    ]
  }
}
