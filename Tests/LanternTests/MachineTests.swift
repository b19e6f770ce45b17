import Lantern
import Testing

@Suite("What the machine is, read from the system's files")
struct MachineTests {
  @Test("the distribution's name, quoted or not")
  func systemName() {
    #expect(
      Machine.systemName(osRelease: "NAME=Debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n")
        == "Debian GNU/Linux 12 (bookworm)")
    #expect(Machine.systemName(osRelease: "ID=alpine\n") == "alpine")
    #expect(Machine.systemName(osRelease: "PRETTY_NAME=\nNAME='Arch Linux'") == "Arch Linux")
    #expect(Machine.systemName(osRelease: "") == nil)
    #expect(Machine.systemName(osRelease: "no field here") == nil)
  }

  @Test("an x86 processor: two sockets of two cores with two threads each share core numbers")
  func processorX86() {
    var text = ""
    for thread in 0..<8 {
      text += """
        processor\t: \(thread)
        vendor_id\t: GenuineIntel
        model name\t: Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz
        physical id\t: \(thread % 2)
        core id\t\t: \(thread / 2 % 2)
        flags\t\t: fpu avx2


        """
    }
    let processor = ProcessorInfo(cpuinfo: text)
    #expect(processor.name == "Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz")
    #expect(processor.threads == 8)
    #expect(processor.cores == 4)
    #expect(processor.sockets == 2)
  }

  @Test("Arm processors are named by their numbers")
  func processorArm() {
    let known = ProcessorInfo(
      cpuinfo: "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n\nprocessor\t: 1\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n")
    #expect(known.name == "ARM Neoverse-N1")
    #expect(known.threads == 2)
    #expect(known.cores == nil)
    #expect(known.sockets == nil)
    #expect(ProcessorInfo(cpuinfo: "CPU implementer : 0x99\nCPU part : 0x001").name == "ARM implementer 0x99, part 0x001")
    #expect(ProcessorInfo(cpuinfo: "CPU implementer : 0x41\nCPU part : 0xd08\nModel : Raspberry Pi 4").name == "Raspberry Pi 4")
  }

  @Test("a text that is no cpuinfo")
  func processorUnknown() {
    for text in ["", "::::\n:\n", "\u{0}\u{FFFD}", "model name:\nprocessor"] {
      let processor = ProcessorInfo(cpuinfo: text)
      #expect(processor.name == "unknown")
      #expect(processor.threads == 0)
    }
  }

  @Test("memory, with and without the kernel's estimate of what is available")
  func memory() throws {
    let new = try #require(MemoryInfo(meminfo: "MemTotal:       24684084 kB\nMemFree:        100 kB\nMemAvailable:   24164888 kB\n"))
    #expect(new.total == 24_684_084 * 1024)
    #expect(new.available == 24_164_888 * 1024)
    let old = try #require(MemoryInfo(meminfo: "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 20 kB\nCached: 3 kB\n"))
    #expect(old.available == 123 * 1024)
    #expect(MemoryInfo(meminfo: "MemFree: 100 kB") == nil)
    #expect(MemoryInfo(meminfo: "MemTotal: 9223372036854775807 kB") == nil, "a number whose bytes do not fit is not believed")
    #expect(MemoryInfo(meminfo: "MemTotal: -5 kB") == nil)
  }

  @Test("the machine of this test")
  func current() throws {
    let machine = Machine.current()
    #expect(machine.kernel.hasPrefix("Linux "))
    #expect(machine.processor.threads > 0)
    let memory = try #require(machine.memory)
    #expect(memory.available > 0 && memory.available <= memory.total)
  }
}

@Suite("Control groups' limits on memory")
struct ControlGroupsTests {
  static let unified = "25 1 0:23 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"

  @Test("version 2: the tightest group on the way up binds")
  func unifiedTree() {
    let groups = ControlGroups(groups: "0::/user.slice/job\n", mounts: "24 1 8:1 / / rw - ext4 /dev/sda1 rw\n" + Self.unified)
    #expect(
      groups.memoryFiles == [
        "/sys/fs/cgroup/user.slice/job/memory.max", "/sys/fs/cgroup/user.slice/memory.max", "/sys/fs/cgroup/memory.max",
      ])
    let files = ["/sys/fs/cgroup/user.slice/job/memory.max": "2147483648\n", "/sys/fs/cgroup/user.slice/memory.max": "1073741824\n"]
    let limit = groups.memoryLimit { files[$0] }
    #expect(limit?.bytes == 1 << 30)
    #expect(limit?.file == "/sys/fs/cgroup/user.slice/memory.max")
    #expect(groups.memoryLimit { _ in "max\n" } == nil)
    #expect(groups.memoryLimit { _ in nil } == nil)
  }

  @Test("version 1, whose mount lists its controllers")
  func separateTrees() {
    let mounts = """
      30 25 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct
      31 25 0:28 / /sys/fs/cgroup/memory rw shared:10 - cgroup cgroup rw,memory
      """
    let groups = ControlGroups(groups: "9:cpu,cpuacct:/other\n4:memory:/a:b\n0::/\n", mounts: mounts)
    #expect(
      groups.memoryFiles == [
        "/sys/fs/cgroup/memory/a:b/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.limit_in_bytes",
      ])
    #expect(groups.memoryLimit { _ in "9223372036854771712\n" } == nil, "version 1 writes no limit as a huge number")
    #expect(groups.memoryLimit { _ in "500\n" }?.bytes == 500)
  }

  @Test("a container sees its own group as the top")
  func container() {
    let mounts = "31 25 0:28 /docker/abc /sys/fs/cgroup/memory ro master:10 - cgroup cgroup rw,memory\n"
    #expect(
      ControlGroups(groups: "4:memory:/docker/abc/x\n", mounts: mounts).memoryFiles == [
        "/sys/fs/cgroup/memory/x/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.limit_in_bytes",
      ])
    #expect(ControlGroups(groups: "4:memory:/elsewhere\n", mounts: mounts).memoryFiles == ["/sys/fs/cgroup/memory/memory.limit_in_bytes"])
    #expect(ControlGroups(groups: "0::/../outer\n", mounts: Self.unified).memoryFiles == ["/sys/fs/cgroup/memory.max"])
  }

  @Test("texts that make no sense set no limit")
  func nonsense() {
    let tree = ControlGroups(groups: "0::/", mounts: Self.unified)
    for text in ["", "0", "0::", "::::", "0::/x\n4:memory", "\n\n"] {
      #expect(ControlGroups(groups: text, mounts: "1 2 3 - cgroup2\n31 25\n").memoryFiles.isEmpty)
      #expect(tree.memoryLimit { _ in "nonsense " + text } == nil)
    }
    #expect(tree.memoryLimit { _ in "-1" } == nil)
  }
}
