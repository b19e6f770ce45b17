#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The desktop's own program for a picture.
enum Viewer {
  /// Opens a file where there is a screen and `xdg-open` is installed; does nothing elsewhere.
  static func open(_ path: String) {
    guard FileOutput.environment("DISPLAY") != nil || FileOutput.environment("WAYLAND_DISPLAY") != nil else { return }
    let folders = (FileOutput.environment("PATH") ?? "/usr/bin").split(separator: ":")
    let programs: [String] = folders.map { "\($0)/xdg-open" }
    guard let program = programs.first(where: { access($0, X_OK) == 0 }) else { return }
    // A path that begins with a dash would be read as an option.
    let file = path.hasPrefix("-") ? "./" + path : path
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup(file), nil]
    defer { for case let argument? in arguments { free(argument) } }
    var child = pid_t()
    // Some desktops keep xdg-open running as long as the picture is open: it is not waited for.
    _ = posix_spawn(&child, program, nil, nil, &arguments, processEnvironment)
  }

  /// C's `environ`: looked up, since Swift holds the variable itself to be unsafe.
  private static var processEnvironment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    dlsym(nil, "environ")?.assumingMemoryBound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self).pointee
  }
}
