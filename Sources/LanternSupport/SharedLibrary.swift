import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A library that is found and opened while the program runs, so that building and shipping Lantern needs nothing installed.
///
/// A library stays open until the program ends: drivers do not survive being unloaded.
package struct SharedLibrary: @unchecked Sendable {
  /// The name it was found under, such as `libcuda.so.1`.
  package let name: String
  /// The file it came from, where the loader tells.
  package let path: String?
  private let handle: UnsafeMutableRawPointer

  /// Opens one file, or one name in the loader's own paths; the loader's message when that fails.
  package static func open(_ file: String, name: String? = nil) -> Result<SharedLibrary, LoadFailure> {
    // Every symbol is bound now: a library whose own needs are missing should fail here, not in the middle of a kernel.
    guard let handle = dlopen(file, RTLD_NOW | RTLD_LOCAL) else {
      return .failure(LoadFailure(message: dlerror().map { String(cString: $0) } ?? "the loader gives no reason"))
    }
    let path = ck_library_path(handle).map { String(cString: $0) }
    return .success(SharedLibrary(name: name ?? file, path: path, handle: handle))
  }

  /// The address of a symbol as the C function type `Function`; nil when the library does not have it.
  ///
  /// `Function` must be a `@convention(c)` function type with the symbol's true signature.
  package func symbol<Function>(_ name: String, as type: Function.Type = Function.self) -> Function? {
    precondition(
      MemoryLayout<Function>.size == MemoryLayout<UnsafeRawPointer>.size,
      "\(name): \(Function.self) is not a C function pointer")
    guard let address = dlsym(handle, name) else { return nil }
    return unsafeBitCast(address, to: Function.self)
  }

  /// Why a library did not open, in the loader's words.
  package struct LoadFailure: Error, Hashable {
    /// The loader's message.
    package let message: String

    /// A failure with the loader's message.
    package init(message: String) { self.message = message }

    /// Whether the message says only that there is no file of that name, rather than that the file is no good.
    package func meansAbsent(_ name: String) -> Bool {
      message.hasPrefix("\(name): cannot open shared object file: No such file")
        || (message.hasPrefix("Error loading shared library \(name): No such file") && message.range(ofText: "needed by") == nil)
    }
  }
}

/// Where a library may lie.
package enum LibraryPlace: Hashable, Sendable, CustomStringConvertible {
  /// Wherever the dynamic loader looks: `LD_LIBRARY_PATH`, its cache, and the system's folders.
  case loader
  /// One folder.
  case folder(String)

  /// `the loader's paths`, or the folder.
  package var description: String {
    switch self {
    case .loader: "the loader's paths"
    case .folder(let path): path
    }
  }
}

/// The outcome of looking for a library in several places under several names.
package struct LibrarySearch: Sendable {
  /// A file that was there but did not load.
  package struct Failure: Hashable, Sendable, CustomStringConvertible {
    /// The file, or the name that was given to the loader.
    package let file: String
    /// The loader's message.
    package let message: String

    /// The file and the message, which most often begins with the file itself.
    package var description: String { message.hasPrefix(file) ? message : "\(file): \(message)" }
  }

  /// The names looked for, best first.
  package let names: [String]
  /// The places looked in before the library was found, in order; every place when it was not.
  package private(set) var searched: [LibraryPlace] = []
  /// Files that were found but did not load.
  package private(set) var failures: [Failure] = []
  /// The library, when one was found.
  package private(set) var library: SharedLibrary?

  /// Looks for the first of `names` that opens, place by place.
  package init(names: [String], places: [LibraryPlace] = [.loader]) {
    self.names = names
    for place in places {
      searched.append(place)
      for name in names {
        var file = name
        if case .folder(let folder) = place {
          file = folder + "/" + name
          if !SystemFile.exists(file) { continue }
        }
        switch SharedLibrary.open(file, name: name) {
        case .success(let found):
          library = found
          return
        case .failure(let failure):
          if !failure.meansAbsent(name) { failures.append(Failure(file: file, message: failure.message)) }
        }
      }
    }
  }
}

extension SharedLibrary {
  /// Opens the first of `names` that the loader finds, for the operation `op`.
  ///
  /// Throws a `TensorError` of kind `notFound` that says what the library is for (`purpose`), what was tried, and what to do (`remedy`).
  package init(_ names: [String], op: String, purpose: String, remedy: String) throws(TensorError) {
    let search = LibrarySearch(names: names)
    guard let library = search.library else {
      let reasons = search.failures.map(\.description).joined(separator: "; ")
      throw TensorError(
        .notFound, op: op,
        "\(purpose), and none of \(names.joined(separator: ", ")) could be loaded" + (reasons.isEmpty ? "" : " (\(reasons))"), hint: remedy)
    }
    self = library
  }

  /// The function called `name` as the C function type `Function`; throws a `TensorError` where the library has none.
  package func function<Function>(_ name: String, as type: Function.Type = Function.self) throws(TensorError) -> Function {
    guard let function = symbol(name, as: type) else {
      throw TensorError(.notFound, op: "dlsym", "\(path ?? self.name) has no function \(name)", hint: "Install a newer version of it.")
    }
    return function
  }
}
