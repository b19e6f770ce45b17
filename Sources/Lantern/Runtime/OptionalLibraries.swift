/// A library that Lantern can use when it is there, and how to ask it for its version.
package struct OptionalLibrary: Sendable {
  /// Its usual name, such as `cuDNN`.
  package let title: String
  /// What it is for.
  package let purpose: String
  /// The file names to look for, best first.
  package let names: [String]
  /// Whether it is one of NVIDIA's, which lie in places of their own.
  package let isCUDA: Bool
  private let readVersion: @Sendable (SharedLibrary) -> Version

  /// What a library said about its version.
  package enum Version: Hashable, Sendable {
    case known(String)
    /// The library lacks this function, so it is not the library it seems to be, or far too old.
    case missing(String)
    /// This call failed with an error code.
    case failed(String, Int)
  }

  /// Asks an opened library for its version.
  package func version(of library: SharedLibrary) -> Version { readVersion(library) }

  private init(
    _ title: String, _ purpose: String, _ names: [String], isCUDA: Bool = false, version: @escaping @Sendable (SharedLibrary) -> Version
  ) {
    self.title = title
    self.purpose = purpose
    self.names = names
    self.isCUDA = isCUDA
    self.readVersion = version
  }

  /// The libraries that are looked for, in the order of the report.
  package static let all: [OptionalLibrary] = [
    OptionalLibrary("Cairo", "PNG and PDF figures", ["libcairo.so.2"]) { text($0, "cairo_version_string") },
    OptionalLibrary("FreeType", "text in figures", ["libfreetype.so.6"], version: freeTypeVersion),
    OptionalLibrary("OpenBLAS", "LAPACK", ["libopenblas.so.0"]) { text($0, "openblas_get_config") },
    OptionalLibrary("oneDNN", "matrix products and convolutions", ["libdnnl.so.3", "libdnnl.so.2"], version: oneDNNVersion),
    OptionalLibrary("zlib", "compressed archives", ["libz.so.1"]) { text($0, "zlibVersion") },
    OptionalLibrary("CUDA driver", "NVIDIA devices", ["libcuda.so.1"], isCUDA: true) {
      number($0, "cuDriverGetVersion") { CUDADriverInfo.version($0) }
    },
    OptionalLibrary("NVML", "the state of NVIDIA devices", ["libnvidia-ml.so.1"], isCUDA: true, version: nvmlVersion),
    OptionalLibrary(
      "NVRTC", "kernels compiled at run time", ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so"], isCUDA: true,
      version: nvrtcVersion),
    OptionalLibrary(
      "cuBLASLt", "matrix products on NVIDIA devices", ["libcublasLt.so.13", "libcublasLt.so.12", "libcublasLt.so.11"], isCUDA: true
    ) { size($0, "cublasLtGetVersion") { "\($0 / 10000).\($0 % 10000 / 100).\($0 % 100)" } },
    OptionalLibrary(
      "cuBLAS", "matrix products on NVIDIA devices", ["libcublas.so.13", "libcublas.so.12", "libcublas.so.11"], isCUDA: true
    ) { size($0, "cublasGetCudartVersion") { "for CUDA \(CUDADriverInfo.version(Int32(clamping: $0)))" } },
    OptionalLibrary("cuDNN", "convolutions on NVIDIA devices", ["libcudnn.so.9"], isCUDA: true) {
      size($0, "cudnnGetVersion") { "\($0 / 10000).\($0 % 10000 / 100).\($0 % 100)" }
    },
    OptionalLibrary("NCCL", "several NVIDIA devices", ["libnccl.so.2"], isCUDA: true) {
      number($0, "ncclGetVersion") { "\($0 / 10000).\($0 % 10000 / 100).\($0 % 100)" }
    },
  ]

  // `const char *function(void)`
  private static func text(_ library: SharedLibrary, _ name: String) -> Version {
    guard let call = library.symbol(name, as: (@convention(c) () -> UnsafePointer<CChar>?).self) else { return .missing(name) }
    guard let text = call() else { return .failed(name, 0) }
    return .known(String(String(cString: text)[...].trimmed()))
  }

  // `int function(int *version)`
  private static func number(_ library: SharedLibrary, _ name: String, _ format: (Int32) -> String) -> Version {
    guard let call = library.symbol(name, as: (@convention(c) (UnsafeMutablePointer<Int32>?) -> Int32).self) else { return .missing(name) }
    var version: Int32 = 0
    let code = call(&version)
    return code == 0 ? .known(format(version)) : .failed(name, Int(code))
  }

  // `size_t function(void)`
  private static func size(_ library: SharedLibrary, _ name: String, _ format: (Int) -> String) -> Version {
    guard let call = library.symbol(name, as: (@convention(c) () -> Int).self) else { return .missing(name) }
    return .known(format(call()))
  }

  private static let freeTypeVersion: @Sendable (SharedLibrary) -> Version = { library in
    typealias Open = @convention(c) (UnsafeMutablePointer<OpaquePointer?>?) -> Int32
    typealias Ask =
      @convention(c) (
        OpaquePointer?, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?
      ) -> Void
    typealias Close = @convention(c) (OpaquePointer?) -> Int32
    guard let open = library.symbol("FT_Init_FreeType", as: Open.self) else { return .missing("FT_Init_FreeType") }
    guard let ask = library.symbol("FT_Library_Version", as: Ask.self) else { return .missing("FT_Library_Version") }
    guard let close = library.symbol("FT_Done_FreeType", as: Close.self) else { return .missing("FT_Done_FreeType") }
    var handle: OpaquePointer?
    let code = open(&handle)
    guard code == 0, let handle else { return .failed("FT_Init_FreeType", Int(code)) }
    defer { _ = close(handle) }
    var version: (Int32, Int32, Int32) = (0, 0, 0)
    ask(handle, &version.0, &version.1, &version.2)
    return .known("\(version.0).\(version.1).\(version.2)")
  }

  private static let oneDNNVersion: @Sendable (SharedLibrary) -> Version = { library in
    // The structure that it points to begins with major, minor and patch.
    guard let call = library.symbol("dnnl_version", as: (@convention(c) () -> UnsafePointer<Int32>?).self) else {
      return .missing("dnnl_version")
    }
    guard let version = call() else { return .failed("dnnl_version", 0) }
    return .known("\(version[0]).\(version[1]).\(version[2])")
  }

  private static let nvrtcVersion: @Sendable (SharedLibrary) -> Version = { library in
    typealias Ask = @convention(c) (UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?) -> Int32
    guard let ask = library.symbol("nvrtcVersion", as: Ask.self) else { return .missing("nvrtcVersion") }
    var version: (Int32, Int32) = (0, 0)
    let code = ask(&version.0, &version.1)
    return code == 0 ? .known("\(version.0).\(version.1)") : .failed("nvrtcVersion", Int(code))
  }

  // NVML answers before it is initialised.
  private static let nvmlVersion: @Sendable (SharedLibrary) -> Version = { library in
    typealias Ask = @convention(c) (UnsafeMutablePointer<CChar>?, UInt32) -> Int32
    guard let ask = library.symbol("nvmlSystemGetNVMLVersion", as: Ask.self) else { return .missing("nvmlSystemGetNVMLVersion") }
    var characters = [CChar](repeating: 0, count: 96)
    let code = ask(&characters, UInt32(characters.count))
    return code == 0 ? .known(cText(characters)) : .failed("nvmlSystemGetNVMLVersion", Int(code))
  }
}
