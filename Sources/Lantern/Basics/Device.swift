/// Where a tensor's memory is: the processor's, or a GPU's.
public struct Device: Hashable, Sendable {
  package let code: Int16  // -1 for the CPU, else the GPU's number

  package init(code: Int16) { self.code = code }

  /// The processor.
  public static let cpu = Device(code: -1)

  /// The NVIDIA GPU with this number.
  ///
  /// ```swift
  /// Device.cuda(1)  // cuda:1
  /// ```
  public static func cuda(_ index: Int = 0) -> Device { Device(code: Int16(clamping: index)) }

  /// Whether it is the processor.
  public var isCPU: Bool { code < 0 }

  /// The GPU's number; `nil` for the processor.
  public var index: Int? { code < 0 ? nil : Int(code) }

  /// The device of a text such as `"cpu"`, `"cuda"` or `"cuda:1"`. Mirrors `torch.device`.
  ///
  /// Throws a `TensorError` when the text names no device.
  ///
  /// ```swift
  /// try Device("cuda:1") == .cuda(1)  // true
  /// ```
  public init(_ text: String) throws(TensorError) {
    if text == "cpu" {
      self = .cpu
    } else if text == "cuda" {
      self = .cuda(0)
    } else if text.hasPrefix("cuda:"), let index = Int16(text.dropFirst(5)), index >= 0 {
      self = .cuda(Int(index))
    } else {
      throw TensorError(.device, op: "Device", "Expected one of cpu, cuda device type at start of device string: \(text)")
    }
  }
}

extension Device: CustomStringConvertible {
  /// `cpu`, `cuda:0`.
  public var description: String { code < 0 ? "cpu" : "cuda:\(code)" }
}
