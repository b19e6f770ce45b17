import Foundation
import Lantern
import LanternGraph
import LanternIO
import Testing

/// Files appear whole or not at all.
@Suite struct AtomicFileTests {
  private struct Stop: Error {}

  private static func mode(_ path: String) -> Int {
    var status = stat()
    return lstat(path, &status) == 0 ? Int(status.st_mode) & 0o7777 : -1
  }

  @Test func oldFilesStayUntilTheNewOneIsWhole() throws {
    try withFolder { folder in
      let path = "\(folder)/a.npy"
      try Npy.save(.ones(2), to: path)
      let old = try contents(path)
      let error = try tensorError {
        try OutputFile.write(to: path, op: "test") { file throws(TensorError) in
          try file.write([1, 2, 3])
          throw TensorError(.argument, op: "test", "stop")
        }
      }
      #expect(error.message == "stop")
      #expect(try contents(path) == old)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.npy"])
      // A tensor that cannot be written leaves the file as it was.
      #expect(throws: TensorError.self) { try Npz.save(["a": .ones(1), "b": Tensor.ones(1).to(.bfloat16)], to: path) }
      #expect(try contents(path) == old)
      try Npy.save(.zeros(2), to: path)
      #expect(try Npy.load(path).toArray(Double.self) == [0, 0])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.npy"])
    }
  }

  @Test func permissionsAndLinksAreKept() throws {
    try withFolder { folder in
      let (path, link) = ("\(folder)/a.npy", "\(folder)/link.npy")
      let mask = umask(0o022)
      defer { umask(mask) }
      try Npy.save(.ones(2), to: path)
      #expect(Self.mode(path) == 0o644)
      chmod(path, 0o4640)
      symlink("a.npy", link)
      try Npy.save(.zeros(3), to: link)
      #expect(Self.mode(path) == 0o4640)
      #expect(try Npy.load(path).shape == [3])
      var status = stat()
      #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
      // A link to nothing becomes a file, as a shell's redirection would make one; here the link itself is replaced.
      symlink("none", "\(folder)/dangling")
      try Npy.save(.zeros(3), to: "\(folder)/dangling")
      #expect(try Npy.load("\(folder)/dangling").shape == [3])
    }
  }

  @Test func devicesAndPipesAreWrittenTo() throws {
    try Npy.save(.ones(2), to: "/dev/null")
    #expect(FileManager.default.fileExists(atPath: "/dev/null"))
    try withFolder { folder in
      let pipe = "\(folder)/pipe"
      mkfifo(pipe, 0o600)
      let reader = Thread { try? Npy.save(.arange(3), to: pipe) }
      reader.start()
      let read = try Npy.load(pipe)
      #expect(read.toArray(Int.self) == [0, 1, 2])
    }
  }

  @Test func whatCannotBeWritten() throws {
    try withFolder { folder in
      for (path, words) in [
        ("\(folder)/none/a.npy", "cannot create '\(folder)/none/a.npy': No such file or directory"), (folder, "Is a directory"),
        ("", "'' is not the name of a file"), ("a\u{0}b", "is not the name of a file"),
      ] {
        let error = try tensorError { try Npy.save(.ones(1), to: path) }
        #expect(error.kind == .file && error.message.contains(words), "\(error)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      // No room: a device that is always full is written to directly and says so.
      #expect(try tensorError { try Npy.save(.ones(1), to: "/dev/full") }.message.contains("No space left on device"))
      if getuid() != 0 {
        try Npy.save(.ones(1), to: "\(folder)/a.npy")
        chmod("\(folder)/a.npy", 0o444)
        #expect(throws: TensorError.self) { try Npy.save(.ones(2), to: "\(folder)/a.npy") }
      }
    }
  }

  @Test func graphsAreSavedThisWayToo() throws {
    try withFolder { folder in
      let path = "\(folder)/model.lantern"
      let graph = Graph()
      let x = graph.placeholder(.float32, [2])
      let frozen = try Session(graph: graph).freeze(inputs: [x], outputs: [x * 2])
      try write([1, 2, 3], path)
      chmod(path, 0o600)
      try frozen.save(path: path)
      #expect(Self.mode(path) == 0o600)
      #expect(try FrozenGraph(path: path).run([Tensor.ones(2)])[0].toArray(Float.self) == [2, 2])
    }
  }
}
