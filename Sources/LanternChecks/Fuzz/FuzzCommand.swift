import ArgumentParser
import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// `lantern fuzz`: calls public functions with arguments at random; whatever stops the program is a mistake in Lantern.
package struct Fuzz: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    abstract: "Call functions with random arguments, and look for calls that stop the program.",
    discussion: """
      Every call runs inside withTensorErrors, forward and backward, with sizes of 0, extreme numbers, mixed dtypes and strange \
      layouts. The calls run in a worker process; when it dies or hangs, the call is written down and a new worker goes on behind it. \
      A call depends on --seed and its number alone: --only NUMBER repeats one in this process. The exit status is 1 when a call \
      stopped the program or gave a result that cannot be.
      """)

  @Flag(help: "Call the operations of the table.")
  var ops = false
  @Flag(help: "Call public functions.")
  var functions = false
  @Flag(help: "Give damaged and random files to the readers of files, or to the one that is named.")
  var readers = false
  @Argument(help: "With --readers: npy, npz, csv, safetensors, json or graph.")
  var reader: String?
  @Flag(help: "Run random programs as graphs and compiled, and hold them against eager execution.")
  var graph = false
  @Option(help: "How many programs --graph runs.")
  var programs = 1000
  @Option(help: "How many calls to make.")
  var calls = 100_000
  @Option(help: "Which calls: the same seed gives the same ones.")
  var seed: UInt64 = 1
  @Option(help: "The number of the first call.")
  var start = 0
  @Option(help: "Run only the call of this number, in this process.")
  var only: Int?
  @Option(help: "Call only this function, such as add, or op:add for an operation of the table.")
  var function: String?
  @Option(help: "The most memory that tensors may take, in MiB.")
  var memory = 256
  @Option(help: "Seconds after which a call counts as hanging.")
  var patience = 30
  @Flag(help: "Write every call to standard error before it is made.")
  var verbose = false
  @Option(help: .hidden)
  var journal: String?

  package func validate() throws {
    if calls < 0 || start < 0 || programs < 0 { throw ValidationError("--calls, --programs and --start must not be negative.") }
    if reader != nil, !readers { throw ValidationError("A reader is named after --readers.") }
    if memory < 1 || patience < 1 { throw ValidationError("--memory and --patience must be at least 1.") }
  }

  private var both: Bool { ops == functions && !readers }

  package func run() throws {
    if graph { return try runGraphs() }
    let run = try FuzzRun(seed: seed, ops: ops || both, functions: functions || both, readers: readers, only: reader ?? function)
    Allocator.limit = memory << 20
    Allocator.cacheLimit = 0
    Warnings.handler.withLock { $0 = { _ in } }
    if let only { return try replay(only, run) }
    if let journal { return try work(run, FuzzJournal(path: journal)) }
    try supervise(run)
  }

  private func runGraphs() throws {
    let numbers = only.map { $0..<$0 + 1 } ?? start..<start + programs
    let (passed, failed) = fuzzGraphs(programs: numbers, seed: seed, verbose: verbose) { print($0) }
    print("\(passed) passed, \(failed) failed")
    if failed > 0 { throw ExitCode(1) }
  }

  /// One call, in this process.
  private func replay(_ k: Int, _ run: FuzzRun) throws {
    let path = temporaryFile()
    defer { unlink(path) }
    let journal = try FuzzJournal(path: path)
    defer { note(journal.text) }
    print("\(try run.run(k, journal: journal))")
  }

  /// The calls from `start` on, with a journal that outlives this process.
  private func work(_ run: FuzzRun, _ journal: FuzzJournal) throws {
    var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
    for k in start..<(start + calls) {
      alarm(UInt32(patience))
      do {
        if case .result = try run.run(k, journal: journal) { journal.succeeded += 1 }
      } catch {
        note("call \(k): \(journal.text)\n  \(error)")
        journal.note("\n  \(error)")
        throw ExitCode(3)
      }
      if verbose { note("\(k): \(journal.text)") }
      journal.done += 1
    }
  }

  /// Starts workers until all calls are made.
  private func supervise(_ run: FuzzRun) throws {
    let path = temporaryFile()
    defer { unlink(path) }
    let journal = try FuzzJournal(path: path)
    var next = start
    var found: [String: [String]] = [:]
    while next < start + calls {
      // Readers are quick: most of the time would go into starting workers.
      let end = min(next + (readers ? 500_000 : 20_000), start + calls)
      journal.begin("", call: next)
      let status = try worker(from: next, count: end - next, journal: path)
      if status == 0 {
        next = end
      } else {
        let why = status & 0x7f == SIGALRM ? "hangs" : status & 0x7f != 0 ? "signal \(status & 0x7f)" : "status \(status >> 8 & 0xff)"
        let line = "call \(journal.call) (\(why)): \(journal.text)"
        note(line)
        found[String(journal.text.prefix { $0 != " " }), default: []].append(line)
        next = journal.call + 1
      }
      note("\(next - start) calls, \(journal.succeeded) with a result, \(found.values.reduce(0) { $0 + $1.count }) found")
    }
    print("\(journal.done) calls ended, \(journal.succeeded) with a result; seed \(seed), \(run.targets.count) functions")
    for (name, lines) in found.sorted(by: { $0.key < $1.key }) {
      print("\(name): \(lines.count)")
      for line in lines.prefix(3) { print("  \(line)") }
    }
    if !found.isEmpty { throw ExitCode(1) }
  }

  private func worker(from first: Int, count: Int, journal: String) throws -> Int32 {
    var arguments = ["lantern", "fuzz", "--calls", "\(count)", "--start", "\(first)", "--seed", "\(seed)", "--journal", journal]
    arguments += ["--memory", "\(memory)", "--patience", "\(patience)"]
    if ops { arguments.append("--ops") }
    if functions { arguments.append("--functions") }
    if readers { arguments += ["--readers"] + (reader.map { [$0] } ?? []) }
    if verbose { arguments.append("--verbose") }
    if let function { arguments += ["--function", function] }
    var list = arguments.map { strdup($0) }
    defer { list.forEach { free($0) } }
    list.append(nil)
    var process: pid_t = 0
    guard posix_spawn(&process, "/proc/self/exe", nil, nil, list, environ) == 0 else {
      throw TensorError(.argument, op: "fuzz", "cannot start a worker: \(String(cString: strerror(errno)))")
    }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    return status
  }

  private func temporaryFile() -> String {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    return "\(folder)/lantern-fuzz-\(getpid())"
  }

  private func note(_ text: String) {
    var line = text + "\n"
    line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
  }
}
