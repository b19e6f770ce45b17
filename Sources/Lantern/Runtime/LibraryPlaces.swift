extension LibraryPlace {
  /// Where NVIDIA's libraries may lie: `LANTERN_CUDA_PATH`, the loader's paths, `CUDA_HOME` and `CUDA_PATH`, the toolkit's and
  /// the containers' usual folders, and the folders of NVIDIA's Python wheels.
  ///
  /// - Parameters:
  ///   - environment: looks up an environment variable.
  ///   - matches: the existing paths of a shell pattern.
  ///   - resolved: a path with its symbolic links followed, nil when it does not exist.
  package static func cuda(
    environment: (String) -> String? = SystemFile.environment,
    matches: (String) -> [String] = SystemFile.matches,
    resolved: (String) -> String? = SystemFile.resolved
  ) -> [LibraryPlace] {
    var places: [LibraryPlace] = []
    // A folder given for Lantern's sake comes before everything, and may be either the toolkit or the folder of libraries.
    for path in pathList(environment("LANTERN_CUDA_PATH")) { places += [.folder(path), .folder(path + "/lib64")] }
    places.append(.loader)
    for name in ["CUDA_HOME", "CUDA_PATH"] {
      if let path = environment(name) { places += [.folder(path + "/lib64"), .folder(path + "/lib")] }
    }
    places += ["/usr/local/cuda/lib64", "/usr/local/nvidia/lib64", "/usr/lib/wsl/lib"].map { .folder($0) }
    places += pythonWheelFolders(environment: environment, matches: matches, resolved: resolved).map { .folder($0) }
    var seen = Set<LibraryPlace>()
    return places.filter { seen.insert($0).inserted }
  }

  /// The folders of libraries in NVIDIA's Python wheels (`site-packages/nvidia/*/lib`) of the active virtual environment, of
  /// each `python3` on `PATH`, and of the user.
  static func pythonWheelFolders(
    environment: (String) -> String?, matches: (String) -> [String], resolved: (String) -> String?
  ) -> [String] {
    var prefixes = ["VIRTUAL_ENV", "CONDA_PREFIX"].compactMap(environment)
    for folder in pathList(environment("PATH")) where folder.hasSuffix("/bin") {
      // The link's own folder is the virtual environment; where it leads is the installation beneath.
      guard let python = resolved(folder + "/python3") else { continue }
      prefixes.append(String(folder.dropLast(4)))
      if let bin = python.range(ofText: "/bin/") { prefixes.append(String(python[..<bin])) }
    }
    prefixes.append("/usr/local")
    if let home = environment("HOME") { prefixes.append(home + "/.local") }
    var seen = Set<String>()
    return prefixes.filter { seen.insert($0).inserted }.flatMap { prefix in
      ["python3*/site-packages", "python3*/dist-packages"].flatMap { matches("\(prefix)/lib/\($0)/nvidia/*/lib") }
    }
  }

  /// The folders of a colon-separated list, without empty ones and trailing slashes.
  static func pathList(_ text: String?) -> [String] {
    (text ?? "").split(separator: ":").map { part in
      var part = part
      while part.count > 1, part.last == "/" { part.removeLast() }
      return String(part)
    }
  }
}
