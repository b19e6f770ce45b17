import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A shared library found while the program runs.
struct DynamicLibrary: @unchecked Sendable {
  // The handle is never closed, so it may be shared.
  private let handle: UnsafeMutableRawPointer
  let name: String

  /// Opens the first of the names the system's loader can find. Throws `TensorError` of kind `notFound` that lists what was searched.
  init(_ names: [String], op: String, purpose: String, remedy: String) throws {
    var reasons: [String] = []
    for name in names {
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        self.handle = handle
        self.name = name
        return
      }
      reasons.append(dlerror().map { String(cString: $0) } ?? "\(name): not found")
    }
    throw TensorError(
      .notFound, op: op, "\(purpose), and none of \(names.joined(separator: ", ")) could be loaded (\(reasons.joined(separator: "; ")))",
      hint: remedy)
  }

  /// The function called `name`, as a C function of type `T`. Throws where the library has none.
  func function<T>(_ symbol: String, as type: T.Type = T.self) throws -> T {
    guard let address = dlsym(handle, symbol) else {
      throw TensorError(.notFound, op: "dlsym", "\(name) has no function \(symbol)", hint: "install a newer version of it.")
    }
    return unsafeBitCast(address, to: type)
  }
}
