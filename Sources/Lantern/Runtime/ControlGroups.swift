/// The control groups that the process is in, which may allow it less memory than the machine has.
///
/// Both versions of control groups are understood, also when a container sees only its own part of the tree.
package struct ControlGroups: Hashable, Sendable {
  /// A limit on memory, and where it is set.
  package struct MemoryLimit: Hashable, Sendable {
    /// The limit in bytes.
    package var bytes: Int
    /// The file that sets it.
    package var file: String
  }

  /// The files that give the limits of the process's group and of each group above it, innermost first.
  package var memoryFiles: [String] = []

  /// The groups of this process; nil when the system does not tell.
  package static func current() -> ControlGroups? {
    guard let groups = SystemFile.text("/proc/self/cgroup"), let mounts = SystemFile.text("/proc/self/mountinfo") else { return nil }
    return ControlGroups(groups: groups, mounts: mounts)
  }

  /// Reads the texts of `/proc/self/cgroup` and `/proc/self/mountinfo`.
  package init(groups: String, mounts: String) {
    for group in groups.lines {
      // hierarchy:controllers:path, where the path may contain colons itself
      let fields = group.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let isUnified = fields[0] == "0" && fields[1].isEmpty
      guard isUnified || fields[1].split(separator: ",").contains("memory") else { continue }
      guard let mount = Self.mount(in: mounts, isUnified: isUnified) else { continue }
      let file = isUnified ? "memory.max" : "memory.limit_in_bytes"
      for folder in Self.folders(path: String(fields[2]), mount: mount) { memoryFiles.append(folder + "/" + file) }
    }
  }

  /// The least limit among the groups, each of which binds; nil when none of them limits memory.
  ///
  /// - Parameter read: the text of a file, nil when it cannot be read.
  package func memoryLimit(read: (String) -> String?) -> MemoryLimit? {
    memoryFiles.compactMap { file in
      read(file).flatMap(Self.limit).map { MemoryLimit(bytes: $0, file: file) }
    }.min { $0.bytes < $1.bytes }
  }

  /// The number of bytes in the text of a limit's file; nil for `max` and for the huge number that stands for no limit.
  static func limit(_ text: String) -> Int? {
    guard let bytes = Int(text[...].trimmed()), bytes >= 0, bytes < 1 << 60 else { return nil }
    return bytes
  }

  /// Where a tree of groups is mounted, and which part of the tree.
  private struct Mount {
    var root: String
    var point: String
  }

  private static func mount(in mounts: String, isUnified: Bool) -> Mount? {
    for line in mounts.lines {
      // id parent device root point options [tags…] - type source superOptions
      let fields = line.split(separator: " ")
      guard fields.count > 6, let dash = fields[6...].firstIndex(of: "-"), dash + 3 < fields.count else { continue }
      let options = fields[dash + 3].split(separator: ",")
      let matches = isUnified ? fields[dash + 1] == "cgroup2" : fields[dash + 1] == "cgroup" && options.contains("memory")
      if matches { return Mount(root: String(fields[3]), point: String(fields[4])) }
    }
    return nil
  }

  /// The folders of the group and of those above it, as far as the mount shows them, innermost first.
  private static func folders(path: String, mount: Mount) -> [String] {
    var parts = path.split(separator: "/")
    let root = mount.root.split(separator: "/")
    // Inside a container the mount shows the container's own group as its top, but the path may be told from the host's top.
    if parts.starts(with: root) { parts.removeFirst(root.count) } else { parts = [] }
    // A path that leaves the namespace ("/..") names a group that cannot be seen from here.
    if parts.contains("..") { parts = [] }
    return (0...parts.count).reversed().map { ([mount.point] + parts[..<$0].map(String.init)).joined(separator: "/") }
  }
}
