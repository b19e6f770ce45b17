/// Work on a GPU that is recorded once and then started as a whole, as often as wanted: a CUDA graph.
///
/// What is recorded knows addresses, not tensors. It therefore has a stream of its own, whose memory nobody else gets, fixed places for
/// what is fed, and results that are copied out after each run.
package final class CUDAReplay: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: whoever holds the function that was compiled runs it one call at a time.

  private let gpu: CUDADevice
  private let stream: CUDAStream
  private let graph: OpaquePointer, executable: OpaquePointer
  private let feeds: [Tensor]
  private let results: [Tensor?]
  /// Happens when the results of the last run have been copied out.
  private let done: CUDAEvent
  private var hasRun = false

  /// What is recorded on this thread, if anything is.
  @TaskLocal static var isRecording = false

  /// Throws while work is recorded: what asks for it looks at the processor's memory, or waits for the device.
  @inline(__always) static func refuse(_ what: StaticString) throws(TensorError) {
    if isRecording { throw TensorError(.device, op: "record", "\(what) cannot be recorded") }
  }

  /// Records `body`, which is run twice: once to compile kernels and take memory. Nil where the driver lacks graphs; throws where something
  /// in `body` cannot be recorded. `feeds` lie on the device.
  package init?(
    _ feeds: [Tensor], on device: Device, _ body: ([Tensor]) throws(TensorError) -> [Tensor?]
  ) throws(TensorError) {
    gpu = try CUDARuntime.device(device.index ?? -1)
    guard let calls = gpu.functions.graphs else { return nil }
    stream = try CUDAStream(device)
    done = try CUDAEvent(device)
    try gpu.synchronize()
    gpu.memory.keep(UInt(bitPattern: stream.handle))
    let (stream, functions) = (stream, gpu.functions)
    func onStream<R>(_ work: () throws(TensorError) -> R) throws(TensorError) -> R {
      let result = CUDAReplay.$isRecording.withValue(true) {
        stream.run { () -> Result<R, TensorError> in
          do throws(TensorError) { return .success(try work()) } catch { return .failure(error) }
        }
      }
      return try result.get()
    }
    var graph: OpaquePointer?, executable: OpaquePointer?
    var kept: [Tensor] = []
    var made: [Tensor?] = []
    do throws(TensorError) {
      kept = try onStream { () throws(TensorError) in
        var own: [Tensor] = []
        for t in feeds {
          let place = try Tensor(empty: t.shape, dtype: t.dtype, like: t)
          place.write(t)
          own.append(place)
        }
        _ = try body(own)
        return own
      }
      try stream.synchronize()
      let fed = kept
      let (recorded, status, ended) = gpu.recording.withLock { _ -> (Result<[Tensor?], TensorError>, Int32, UInt) in
        // CU_STREAM_CAPTURE_MODE_RELAXED: taking memory is allowed
        let status = calls.begin(stream.handle, 2)
        if status != 0 { return (.failure(functions.error(status, "cuStreamBeginCapture")), status, 0) }
        var recorded: Result<[Tensor?], TensorError>
        do throws(TensorError) { recorded = .success(try onStream { () throws(TensorError) in try body(fed) }) } catch {
          recorded = .failure(error)
        }
        // A recording must be ended, whatever became of it.
        var graph: OpaquePointer?
        return (recorded, calls.end(stream.handle, &graph), UInt(bitPattern: graph))
      }
      graph = OpaquePointer(bitPattern: ended)
      made = try recorded.get()
      try functions.check(status, "cuStreamEndCapture")
      try functions.check(calls.instantiate(&executable, graph, 0), "cuGraphInstantiateWithFlags")
    } catch {
      if let graph { _ = calls.destroy(graph) }
      (kept, made) = ([], [])
      gpu.memory.release(UInt(bitPattern: stream.handle))
      throw error
    }
    guard let graph, let executable else { return nil }
    (self.graph, self.executable, self.feeds, results) = (graph, executable, kept, made)
  }

  /// Runs what was recorded on other numbers; the results are copies.
  package func run(_ feeds: [Tensor], wanted: [Int]) throws(TensorError) -> [Int: Tensor] {
    guard let calls = gpu.functions.graphs else { throw TensorError(.device, op: "replay", "the driver lacks graphs") }
    try gpu.activate()
    // The run before may have been asked for on another stream.
    if hasRun { try gpu.functions.check(gpu.functions.streamWaitEvent(gpu.stream, done.handle, 0), "cuStreamWaitEvent") }
    for (place, t) in zip(self.feeds, feeds) { place.write(t) }
    try gpu.activate()
    try gpu.functions.check(calls.launch(executable, gpu.stream), "cuGraphLaunch")
    gpu.askFlag()
    // Memory of other tensors that the recording works on knows nothing of this stream.
    if gpu.stream != nil { try gpu.synchronizeStream() }
    var copies: [Int: Tensor] = [:]
    for k in wanted {
      guard let result = results[k] else { continue }
      copies[k] = try result.clone().usable()
    }
    try done.record()
    hasRun = true
    return copies
  }

  deinit {
    try? gpu.synchronize()
    if let calls = gpu.functions.graphs {
      _ = calls.destroyExecutable(executable)
      _ = calls.destroy(graph)
    }
    gpu.memory.release(UInt(bitPattern: stream.handle))
  }
}

/// The driver's calls that record work and start it as a whole; since CUDA 11.4.
struct CUDAGraphFunctions: Sendable {
  typealias Handle = OpaquePointer
  let begin: @convention(c) (Handle?, Int32) -> Int32
  let end: @convention(c) (Handle?, CUDAFunctions.HandleOut) -> Int32
  let instantiate: @convention(c) (CUDAFunctions.HandleOut, Handle?, UInt64) -> Int32
  let launch: @convention(c) (Handle?, Handle?) -> Int32
  let destroyExecutable: @convention(c) (Handle?) -> Int32
  let destroy: @convention(c) (Handle?) -> Int32

  init(library: SharedLibrary) throws(TensorError) {
    begin = try library.function("cuStreamBeginCapture_v2")
    end = try library.function("cuStreamEndCapture")
    instantiate = try library.function("cuGraphInstantiateWithFlags")
    launch = try library.function("cuGraphLaunch")
    destroyExecutable = try library.function("cuGraphExecDestroy")
    destroy = try library.function("cuGraphDestroy")
  }
}

extension Op {
  /// Whether the results are drawn at random.
  package var isDraw: Bool { Op.drawNames.contains(name) }
  private static let drawNames = Set((Op.draws + [Op.bernoulli]).map(\.name))
}
