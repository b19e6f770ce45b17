import Lantern

/// What is known of running a trace on a GPU: the second call with the same shapes is recorded, later ones only start the recording.
struct DeviceReplay {
  private enum State {
    case new, seen, refused
    case ready(CUDAReplay)
  }
  private var state = State.new

  /// Environment variable `LANTERN_CUDA_GRAPHS=0` turns recording off.
  private static let isWanted = SystemFile.environment("LANTERN_CUDA_GRAPHS") != "0"

  /// The program's values in `wanted`, by number; nil where the program has to run node by node. `run` runs it on other feeds.
  mutating func values(
    of program: Program, _ feeds: [Tensor], wanted: [Int], _ run: ([Tensor]) throws(TensorError) -> [Tensor?]
  ) throws(TensorError) -> [Int: Tensor]? {
    switch state {
    case .refused: return nil
    case .ready(let replay): return try replay.run(feeds, wanted: wanted)
    case .new:
      state = DeviceReplay.isWanted && DeviceReplay.canReplay(program, feeds) ? .seen : .refused
      return nil
    case .seen:
      state = .refused
      guard let device = DeviceReplay.device(program, feeds),
        // What is refused meanwhile is nobody's mistake.
        let replay = try? catchingReports({ () throws(TensorError) in try CUDAReplay(feeds, on: device, run) })
      else { return nil }
      state = .ready(replay)
      return try replay.run(feeds, wanted: wanted)
    }
  }

  /// The device of everything that changes from call to call.
  private static func device(_ program: Program, _ feeds: [Tensor]) -> Device? {
    var tensors = feeds
    for node in program.nodes { if case .live(let tensor) = node.action { tensors.append(tensor) } }
    guard let device = tensors.first?.device, !device.isCPU, tensors.allSatisfy({ $0.device == device }) else { return nil }
    return device
  }

  /// Whether all that happens is a sequence of kernels on one device: nothing drawn, nothing that changes in the processor's memory.
  private static func canReplay(_ program: Program, _ feeds: [Tensor]) -> Bool {
    guard device(program, feeds) != nil else { return false }
    return program.nodes.allSatisfy { node in
      switch node.action {
      case .random, .check, .variable: false
      case .op(let op): !op.isDraw
      default: true
      }
    }
  }
}
