import CKernels
import Lantern

/// What `lantern doctor` found.
struct DoctorReport {
  /// The instruction sets of the kernels.
  struct Instructions {
    var found: String
    var inUse: String
    /// The value of `LANTERN_ISA`.
    var asked: String?
  }

  /// How the number of threads came about.
  struct Threads {
    var count: Int
    var online: Int
    var affinity: Int
    /// In processors; nil for no limit.
    var quota: Double?
    var isFromEnvironment: Bool
    /// The value of `LANTERN_NUM_THREADS`.
    var asked: String?
  }

  /// One optional library.
  struct Library {
    var title: String
    var purpose: String
    var search: LibrarySearch
    var isCUDA: Bool
    /// Nil when the library was not found.
    var version: OptionalLibrary.Version?
  }

  /// NVIDIA's driver and devices.
  struct NVIDIA {
    /// Nil when the driver's library was not found.
    var driver: CUDADriverInfo?
    /// Nil when the management library was not found.
    var management: NVMLInfo?
    /// The version of the kernel's part of the driver; nil when it is not loaded.
    var kernelModule: String?
    /// The value of `CUDA_VISIBLE_DEVICES`.
    var visibleDevices: String?

    /// The driver's version from whoever tells it.
    var driverVersion: String? { management?.driverVersion ?? kernelModule }
  }

  var machine: Machine
  var instructions: Instructions
  var threads: Threads
  var libraries: [Library]
  var cudaPlaces: [LibraryPlace]
  var nvidia: NVIDIA

  /// Looks at the machine that the program runs on.
  static func current() -> DoctorReport {
    let cudaPlaces = LibraryPlace.cuda()
    let libraries = OptionalLibrary.all.map { entry in
      let search = LibrarySearch(names: entry.names, places: entry.isCUDA ? cudaPlaces : [.loader])
      return Library(
        title: entry.title, purpose: entry.purpose, search: search, isCUDA: entry.isCUDA,
        version: search.library.map { entry.version(of: $0) })
    }
    return DoctorReport(
      machine: .current(), instructions: .current(), threads: .current(), libraries: libraries, cudaPlaces: cudaPlaces,
      nvidia: .current(libraries: libraries))
  }

  /// Where the CUDA driver was looked for.
  var driverSearch: LibrarySearch? { libraries.first { $0.search.names.contains("libcuda.so.1") }?.search }
}

extension DoctorReport.Instructions {
  fileprivate static func current() -> Self {
    Self(
      found: String(cString: ck_isa_name(ck_isa_best())), inUse: String(cString: ck_isa_name(ck_isa())),
      asked: SystemFile.environment("LANTERN_ISA"))
  }
}

extension DoctorReport.Threads {
  fileprivate static func current() -> Self {
    var limits = ck_cpu_limits()
    withUnsafeMutablePointer(to: &limits) { ck_cpu_limits($0) }
    return Self(
      count: Int(limits.threads), online: Int(limits.online), affinity: Int(limits.affinity),
      quota: limits.cgroup_quota > 0 ? limits.cgroup_quota : nil, isFromEnvironment: limits.from_env != 0,
      asked: SystemFile.environment("LANTERN_NUM_THREADS"))
  }
}

extension DoctorReport.NVIDIA {
  fileprivate static func current(libraries: [DoctorReport.Library]) -> Self {
    func library(_ name: String) -> SharedLibrary? { libraries.first { $0.search.names.contains(name) }?.search.library }
    let driver = library("libcuda.so.1").map { CUDADriverInfo(CUDADriverFunctions(library: $0)) }
    let busIDs = driver?.devices.compactMap(\.busID) ?? []
    return Self(
      driver: driver, management: library("libnvidia-ml.so.1").map { NVMLInfo(NVMLFunctions(library: $0), busIDs: busIDs) },
      kernelModule: SystemFile.text("/proc/driver/nvidia/version").flatMap(CUDADriverInfo.kernelModuleVersion),
      visibleDevices: SystemFile.environment("CUDA_VISIBLE_DEVICES"))
  }
}
