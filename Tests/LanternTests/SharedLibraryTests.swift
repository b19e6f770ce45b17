import Lantern
import Testing

@Suite("Libraries found while the program runs")
struct SharedLibraryTests {
  @Test("libm is found by the loader, has cos, and lacks what it lacks")
  func found() throws {
    let search = LibrarySearch(names: ["libdoesnotexist.so.99", "libm.so.6"])
    let library = try #require(search.library)
    #expect(library.name == "libm.so.6")
    #expect(try #require(library.path).contains("libm"))
    #expect(search.searched == [.loader])
    #expect(search.failures.isEmpty)
    let cosine = try #require(library.symbol("cos", as: (@convention(c) (Double) -> Double).self))
    #expect(cosine(0) == 1)
    #expect(library.symbol("no_such_function", as: (@convention(c) () -> Void).self) == nil)
  }

  @Test("a library that is nowhere: every place is told, and nothing counts as broken")
  func absent() {
    let places: [LibraryPlace] = [.loader, .folder("/no/such/folder")]
    let search = LibrarySearch(names: ["libdoesnotexist.so.99"], places: places)
    #expect(search.library == nil)
    #expect(search.searched == places)
    #expect(search.failures.isEmpty)
  }

  @Test("a file that is no library is reported with the loader's reason")
  func broken() throws {
    let search = LibrarySearch(names: ["cpuinfo"], places: [.folder("/proc")])
    #expect(search.library == nil)
    let failure = try #require(search.failures.first)
    #expect(failure.file == "/proc/cpuinfo")
    #expect(failure.message.contains("/proc/cpuinfo"))
  }

  @Test("a missing dependency is not the same as an absent library")
  func absentOrBroken() {
    func message(_ text: String) -> SharedLibrary.LoadFailure { .init(message: text) }
    #expect(message("libx.so.1: cannot open shared object file: No such file or directory").meansAbsent("libx.so.1"))
    #expect(!message("libdep.so.2: cannot open shared object file: No such file or directory").meansAbsent("libx.so.1"))
    #expect(message("Error loading shared library libx.so.1: No such file or directory").meansAbsent("libx.so.1"))
    #expect(!message("Error loading shared library libx.so.1: No such file or directory (needed by liby.so)").meansAbsent("libx.so.1"))
  }

  @Test("a library that an operation cannot do without is asked for with an error that says so")
  func required() throws {
    let libm = try SharedLibrary(["libm.so.6"], op: "test", purpose: "a test needs it", remedy: "")
    #expect(try libm.function("floor", as: (@convention(c) (Double) -> Double).self)(2.5) == 2)
    let lacking = #expect(throws: TensorError.self) { try libm.function("no_such_function", as: (@convention(c) () -> Void).self) }
    #expect(lacking?.description.contains("has no function no_such_function") == true)
    let absent = #expect(throws: TensorError.self) {
      try SharedLibrary(["liba.so.9", "libb.so.9"], op: "savefig", purpose: "PNG needs B", remedy: "Install b.")
    }
    #expect(absent?.kind == .notFound)
    #expect(absent?.description == "savefig: PNG needs B, and none of liba.so.9, libb.so.9 could be loaded Hint: Install b.")
  }

  @Test("CUDA is searched in the places asked for, in order and once each")
  func cudaPlaces() {
    let variables = [
      "LANTERN_CUDA_PATH": "/opt/a/:/opt/b", "CUDA_HOME": "/opt/cuda", "CUDA_PATH": "/opt/cuda", "VIRTUAL_ENV": "/venv",
      "PATH": "/venv/bin:/usr/bin::/sbin", "HOME": "/home/me",
    ]
    let wheels = [
      "/venv/lib/python3*/site-packages/nvidia/*/lib": ["/venv/lib/python3.12/site-packages/nvidia/cublas/lib"],
      "/usr/lib/python3*/dist-packages/nvidia/*/lib": ["/usr/lib/python3/dist-packages/nvidia/nccl/lib"],
      "/home/me/.local/lib/python3*/site-packages/nvidia/*/lib": ["/home/me/.local/lib/python3.11/site-packages/nvidia/cudnn/lib"],
    ]
    let places = LibraryPlace.cuda(
      environment: { variables[$0] }, matches: { wheels[$0] ?? [] },
      resolved: { ["/venv/bin/python3": "/usr/bin/python3.12", "/usr/bin/python3": "/usr/bin/python3.12"][$0] })
    #expect(
      places.map(\.description) == [
        "/opt/a", "/opt/a/lib64", "/opt/b", "/opt/b/lib64", "the loader's paths", "/opt/cuda/lib64", "/opt/cuda/lib",
        "/usr/local/cuda/lib64", "/usr/local/nvidia/lib64", "/usr/lib/wsl/lib", "/venv/lib/python3.12/site-packages/nvidia/cublas/lib",
        "/usr/lib/python3/dist-packages/nvidia/nccl/lib", "/home/me/.local/lib/python3.11/site-packages/nvidia/cudnn/lib",
      ])
    let bare = LibraryPlace.cuda(environment: { _ in nil }, matches: { _ in [] }, resolved: { _ in nil })
    #expect(bare.first == .loader)
    #expect(bare.count == 4)
  }

  @Test("a library that is not what its name says is told apart by what it lacks")
  func wrongLibrary() throws {
    let libm = try #require(LibrarySearch(names: ["libm.so.6"]).library)
    for entry in OptionalLibrary.all {
      guard case .missing = entry.version(of: libm) else {
        Issue.record("\(entry.title) took libm for itself")
        continue
      }
    }
  }
}
