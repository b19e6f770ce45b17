/// NVIDIA's compiler of kernels at run time: from text to code for one architecture.
package struct NVRTC: Sendable {
  private typealias Program = OpaquePointer
  private typealias SizeCall = @convention(c) (Program?, UnsafeMutablePointer<Int>) -> Int32
  private typealias TextCall = @convention(c) (Program?, UnsafeMutablePointer<CChar>) -> Int32

  private let create:
    @convention(c) (
      UnsafeMutablePointer<Program?>, UnsafePointer<CChar>, UnsafePointer<CChar>, Int32, UnsafeRawPointer?, UnsafeRawPointer?
    ) -> Int32
  private let compileProgram: @convention(c) (Program?, Int32, UnsafePointer<UnsafePointer<CChar>?>?) -> Int32
  private let codeSize: SizeCall
  private let code: TextCall
  private let logSize: SizeCall
  private let log: TextCall
  private let destroy: @convention(c) (UnsafeMutablePointer<Program?>) -> Int32
  private let errorString: @convention(c) (Int32) -> UnsafePointer<CChar>?
  private let supported: (@convention(c) (UnsafeMutablePointer<Int32>) -> Int32, @convention(c) (UnsafeMutablePointer<Int32>) -> Int32)?
  /// The compiler's version: `12.9`.
  package let version: String

  /// The functions of the library; throws a `TensorError` that names the first one that is missing.
  package init(library: SharedLibrary) throws(TensorError) {
    create = try library.function("nvrtcCreateProgram")
    compileProgram = try library.function("nvrtcCompileProgram")
    codeSize = try library.function("nvrtcGetCUBINSize")
    code = try library.function("nvrtcGetCUBIN")
    logSize = try library.function("nvrtcGetProgramLogSize")
    log = try library.function("nvrtcGetProgramLog")
    destroy = try library.function("nvrtcDestroyProgram")
    errorString = try library.function("nvrtcGetErrorString")
    if let count: @convention(c) (UnsafeMutablePointer<Int32>) -> Int32 = library.symbol("nvrtcGetNumSupportedArchs"),
      let list: @convention(c) (UnsafeMutablePointer<Int32>) -> Int32 = library.symbol("nvrtcGetSupportedArchs")
    {
      supported = (count, list)
    } else {
      supported = nil
    }
    let ask: @convention(c) (UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> Int32 = try library.function("nvrtcVersion")
    var (major, minor): (Int32, Int32) = (0, 0)
    _ = ask(&major, &minor)
    version = "\(major).\(minor)"
  }

  /// The architectures that this compiler makes code for, such as 90; empty when it does not tell.
  package var architectures: [Int] {
    guard let supported else { return [] }
    var count: Int32 = 0
    guard supported.0(&count) == 0, count > 0 else { return [] }
    var list = [Int32](repeating: 0, count: Int(count))
    return supported.1(&list) == 0 ? list.map(Int.init) : []
  }

  /// What every kernel is compiled with: functions are the device's, and no product is fused with a sum, so that results are those of
  /// the expressions.
  package static let options = ["--std=c++17", "--device-as-default-execution-space", "--fmad=false", "--disable-warnings"]

  /// Code for one architecture (`90` for compute capability 9.0). Throws a `TensorError` with the compiler's messages.
  package func compile(_ source: String, name: String, architecture: Int) throws(TensorError) -> [UInt8] {
    var program: Program?
    try check(create(&program, source, name, 0, nil, nil), "nvrtcCreateProgram", name)
    defer { _ = destroy(&program) }
    let options = NVRTC.options + ["--gpu-architecture=sm_\(architecture)"]
    let texts = options.map { Array($0.utf8CString) }
    let status = withPointers(texts) { compileProgram(program, Int32(options.count), $0) }
    if status != 0 {
      var size = 0
      var message = ""
      if logSize(program, &size) == 0, size > 1 {
        var text = [CChar](repeating: 0, count: size)
        if log(program, &text) == 0 { message = cText(text) }
      }
      throw TensorError(
        .device, op: "nvrtcCompileProgram", "the kernels \(name) do not compile for sm_\(architecture): \(words(status))\n\(message)",
        hint: "This is a mistake in Lantern, or NVRTC \(version) is too old for the device.")
    }
    var size = 0
    try check(codeSize(program, &size), "nvrtcGetCUBINSize", name)
    var bytes = [UInt8](repeating: 0, count: size)
    let got = bytes.withUnsafeMutableBytes { raw -> Int32 in
      guard let base = raw.baseAddress else { return -1 }
      return code(program, base.assumingMemoryBound(to: CChar.self))
    }
    try check(got, "nvrtcGetCUBIN", name)
    return bytes
  }

  private func withPointers<R>(_ texts: [[CChar]], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R) -> R {
    let all = texts.flatMap { $0 }
    return all.withUnsafeBufferPointer { characters in
      var at = 0
      let pointers: [UnsafePointer<CChar>?] = texts.map { text in
        defer { at += text.count }
        return characters.baseAddress.map { $0 + at }
      }
      return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
  }

  private func words(_ status: Int32) -> String { errorString(status).map { String(cString: $0) } ?? "error \(status)" }

  private func check(_ status: Int32, _ call: String, _ name: String) throws(TensorError) {
    if status != 0 { throw TensorError(.device, op: call, "\(words(status)) for the kernels \(name)") }
  }
}

extension LibrarySearch {
  /// Looks for one of NVIDIA's libraries by its title in `OptionalLibrary.all`.
  package static func cuda(_ title: String) -> LibrarySearch {
    guard let library = OptionalLibrary.all.first(where: { $0.title == title }) else { preconditionFailure("no library \(title)") }
    return LibrarySearch(names: library.names, places: LibraryPlace.cuda())
  }
}
