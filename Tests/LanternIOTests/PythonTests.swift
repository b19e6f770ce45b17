import Foundation
import Lantern
import LanternIO
import LanternNumPy
import Testing

/// A Python interpreter inside this process, where `python3` (or `LANTERN_TEST_PYTHON`) has a shared library, NumPy and PyTorch.
final class Python: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: what is run holds the interpreter's lock.
  static let shared = Python()
  static let missing: Comment = "there is no python3 with a shared library, NumPy and PyTorch: memory is not exchanged with them"

  private let ensure: @convention(c) () -> Int32
  private let release: @convention(c) (Int32) -> Void
  private let runString: @convention(c) (UnsafePointer<CChar>) -> Int32

  private static func output(_ python: String, _ program: String) -> [String]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, "-c", program]
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private init?() {
    let python = ProcessInfo.processInfo.environment["LANTERN_TEST_PYTHON"] ?? "python3"
    let question = """
      import sys, sysconfig, numpy, torch
      print(sysconfig.get_config_var('LIBDIR') + '/' + sysconfig.get_config_var('LDLIBRARY'))
      print(sys.base_prefix)
      print(repr(sys.path))
      """
    guard let answer = Self.output(python, question), answer.count == 3 else { return nil }
    // Extension modules expect the interpreter's functions among the program's own.
    guard let library = dlopen(answer[0], RTLD_NOW | RTLD_GLOBAL) else { return nil }
    func function<F>(_ name: String, _ type: F.Type) -> F? { dlsym(library, name).map { unsafeBitCast($0, to: type) } }
    guard let initialize = function("Py_InitializeEx", (@convention(c) (Int32) -> Void).self),
      let save = function("PyEval_SaveThread", (@convention(c) () -> UnsafeMutableRawPointer?).self),
      let ensure = function("PyGILState_Ensure", (@convention(c) () -> Int32).self),
      let release = function("PyGILState_Release", (@convention(c) (Int32) -> Void).self),
      let runString = function("PyRun_SimpleString", (@convention(c) (UnsafePointer<CChar>) -> Int32).self)
    else { return nil }
    setenv("PYTHONHOME", answer[1], 1)
    initialize(0)
    (self.ensure, self.release, self.runString) = (ensure, release, runString)
    guard runString("import sys; sys.path = \(answer[2])\n" + Self.prelude) == 0 else { return nil }
    _ = save()
  }

  /// Capsules out of addresses, and addresses out of capsules.
  private static let prelude = """
    import ctypes, gc
    import numpy as np, torch
    new, get, rename = (getattr(ctypes.pythonapi, 'PyCapsule_' + n) for n in ('New', 'GetPointer', 'SetName'))
    new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    rename.argtypes = [ctypes.py_object, ctypes.c_char_p]
    NEW, OLD, USED_NEW, USED_OLD = b'dltensor_versioned', b'dltensor', b'used_dltensor_versioned', b'used_dltensor'
    class Lent:
        def __init__(self, address, name): self.address, self.name = address, name
        def __dlpack__(self, **options): return new(self.address, self.name, None)
        def __dlpack_device__(self): return (1, 0)
    def address(thing, versioned=True):
        capsule = thing.__dlpack__(max_version=(1, 1)) if versioned else thing.__dlpack__()
        pointer = get(capsule, NEW if versioned else OLD)
        rename(capsule, USED_NEW if versioned else USED_OLD)
        return pointer

    """

  /// Runs statements; `result`, when they set it, is a whole number. Throws when they raise an exception, which Python prints.
  @discardableResult func run(_ program: String) throws -> Int {
    let state = ensure()
    defer { release(state) }
    var result = 0
    let status = withUnsafeMutablePointer(to: &result) { slot in
      runString("result = 0\n\(program)\nctypes.c_int64.from_address(\(Int(bitPattern: slot))).value = int(result)\n")
    }
    guard status == 0 else { throw TensorError(.argument, op: "python", "Python raised an exception in: \(program)") }
    return result
  }

  func pointer(_ program: String) throws -> UnsafeMutableRawPointer {
    try #require(UnsafeMutableRawPointer(bitPattern: try run("result = \(program)")))
  }
}

/// Memory exchanged with the real NumPy and PyTorch, without copying, in both directions; files read by each other.
@Suite(.serialized, .enabled(if: Python.shared != nil, Python.missing)) struct PythonTests {
  private func python() throws -> Python { try #require(Python.shared) }

  @Test func tensorsGoToNumPyAndPyTorch() throws {
    let python = try python()
    for module in ["np", "torch"] {
      weak var storage: AnyObject?
      do {
        let tensor = Tensor.arange(24).view(2, 3, 4).to(.float32)
        storage = tensor.storage
        let view = tensor[.ellipsis, 1..., .stride(by: 2)]
        try python.run("a = \(module).from_dlpack(Lent(\(Int(bitPattern: try view.dlpack())), NEW))")
        try python.run("assert tuple(a.shape) == (2, 2, 2) and str(a.dtype).endswith('float32'), a")
        try python.run("assert a.tolist() == [[[4, 6], [8, 10]], [[16, 18], [20, 22]]], a")
        // One memory: what one side writes the other sees.
        view.add_(0.5)
        try python.run("assert a[0, 0, 0] == 4.5")
        try python.run("a[1, 1, 1] = -1")
        #expect(tensor[1, 2, 2].item(Float.self) == -1)
      }
      #expect(storage != nil, "Python still uses it")
      try python.run("assert float(a[1, 1, 1]) == -1\ndel a\ngc.collect()")
      #expect(storage == nil, "\(module) gave it back")
    }
  }

  @Test func theirArraysComeHere() throws {
    let python = try python()
    for (make, dead) in [
      ("np.arange(12, dtype='int64').reshape(3, 4)", "w() is None"), ("torch.arange(12).reshape(3, 4)", "w() is None"),
    ] {
      try python.run("import weakref\na = \(make)\nw = weakref.ref(a)")
      do {
        let tensor = try Tensor(dlpack: try python.pointer("address(a)"))
        #expect(tensor.dtype == .int64 && tensor.shape == [3, 4] && tensor.sum().item(Int.self) == 66)
        tensor[1, 1] = Tensor([100])[0]
        try python.run("assert a[1, 1] == 100\na[2, 3] = -5\n")
        #expect(tensor[2, 3].item(Int.self) == -5)
        if make.hasPrefix("np") {
          try python.run("del a\ngc.collect()\nassert not (\(dead))")
          #expect(tensor[2, 3].item(Int.self) == -5)
        }
      }
      if make.hasPrefix("np") { try python.run("gc.collect()\nassert \(dead)") }
    }
    // Views with gaps and in reverse.
    try python.run("base = np.arange(20.).reshape(4, 5)")
    let reversed = try np.fromDlpack(try python.pointer("address(base[::-2, 1:][:, ::-1])"))
    #expect(reversed.toArray(Double.self) == [19, 18, 17, 16, 9, 8, 7, 6])
    reversed[0, 0] = 0
    try python.run("assert base[3, 4] == 0")
    let old = try Tensor(dlpackUnversioned: try python.pointer("address(torch.ones(3).t(), False)"))
    #expect(old.toArray(Float.self) == [1, 1, 1])
    // What NumPy protects is copied, or refused.
    try python.run("base.flags.writeable = False")
    let copy = try Tensor(dlpack: try python.pointer("address(base)"))
    copy.add_(1)
    try python.run("assert base[0, 1] == 1")
  }

  @Test func everyDType() throws {
    let python = try python()
    for dtype in DType.allCases {
      let module = dtype == .bfloat16 ? "torch" : "np"
      let tensor = Tensor([0, 1, 2, 3]).to(dtype)
      try python.run("a = \(module).from_dlpack(Lent(\(Int(bitPattern: try tensor.dlpack())), NEW))")
      try python.run("assert str(a.dtype).replace('torch.', '') == '\(dtype)', a.dtype")
      let back = try Tensor(dlpack: try python.pointer("address(a)"))
      #expect(back.dtype == dtype)
      #expect(try elementBytes(back) == elementBytes(tensor))
      try python.run("t = torch.from_dlpack(Lent(\(Int(bitPattern: try tensor.dlpack())), NEW)).clone()")
      #expect(try elementBytes(try Tensor(dlpack: try python.pointer("address(t)"))) == elementBytes(tensor))
      try python.run("t = torch.from_dlpack(new(\(Int(bitPattern: try tensor.dlpackUnversioned())), OLD, None))\nassert len(t) == 4\ndel t")
    }
    for shape in [Shape(), [0, 3], [1, 1]] {
      try python.run("a = np.from_dlpack(Lent(\(Int(bitPattern: try Tensor.ones(shape).dlpack())), NEW))")
      try python.run("assert a.shape == \(shape.tupleDescription), a.shape")
      #expect(try Tensor(dlpack: try python.pointer("address(a)")).shape == shape)
    }
  }

  @Test func filesAreReadByNumPyAndBack() throws {
    let python = try python()
    try withFolder { folder in
      for dtype in DType.allCases where dtype != .bfloat16 {
        for tensor in [Tensor.arange(6).view(2, 3).to(dtype), Tensor.arange(6).view(2, 3).t().to(dtype), Tensor.ones(0, 2).to(dtype)] {
          try Npy.save(tensor, to: "\(folder)/a.npy")
          try python.run(
            """
            a = np.load('\(folder)/a.npy')
            assert a.dtype == '\(dtype)' and a.shape == \(tensor.shape.tupleDescription), a
            np.save('\(folder)/b.npy', a)
            """)
          #expect(try contents("\(folder)/a.npy") == contents("\(folder)/b.npy"))
          #expect(try elementBytes(try Npy.load("\(folder)/b.npy")) == elementBytes(tensor))
        }
      }
      for compressed in [false, true] {
        try Npz.save(["x": .arange(1000), "ü/y": .ones(2)], to: "\(folder)/a.npz", compressed: compressed)
        try python.run(
          """
          import zipfile
          assert zipfile.ZipFile('\(folder)/a.npz').testzip() is None
          z = np.load('\(folder)/a.npz')
          assert z.files == ['x', 'ü/y'] and (z['x'] == np.arange(1000)).all() and z['ü/y'].dtype == 'float32'
          np.savez\(compressed ? "_compressed" : "")('\(folder)/b.npz', **z)
          """)
        #expect(try Npz("\(folder)/b.npz").tensors().mapValues { $0.toArray(Double.self) }["x"]?.count == 1000)
        if !compressed { #expect(try contents("\(folder)/a.npz") == contents("\(folder)/b.npz")) }
      }
    }
  }
}
