import Lantern

// Writing safetensors files.

extension Safetensors {
  /// Writes the tensors and the notes to a file, which appears whole or not at all.
  ///
  /// The bytes depend on the contents alone: tensors are ordered by the size of their elements, largest first, and by name.
  public func save(path: String) throws(TensorError) {
    let (header, elements) = try parts()
    try OutputFile.write(to: path, op: "safetensors") { file throws(TensorError) in
      try file.write(header)
      for tensor in elements { try tensor.withElementBytes { bytes throws(TensorError) in try file.write(bytes) } }
    }
  }

  /// The bytes of the file that `save` writes.
  public func bytes() throws(TensorError) -> [UInt8] {
    var (bytes, elements) = try parts()
    for tensor in elements { try tensor.withElementBytes { bytes.append(contentsOf: $0) } }
    return bytes
  }

  /// What the file consists of: its head, and tensors whose memory is the rest.
  private func parts() throws(TensorError) -> (header: [UInt8], elements: [Tensor]) {
    var fields: [JSONValue.Field] = []
    if !metadata.isEmpty {
      let notes = metadata.sorted { $0.key < $1.key }.map { JSONValue.Field(name: $0.key, value: .string($0.value)) }
      fields.append(JSONValue.Field(name: "__metadata__", value: .object(notes)))
    }
    var elements: [Tensor] = []
    var position = 0
    // Larger elements first, so that each tensor begins at a multiple of the size of its elements.
    for (name, tensor) in tensors.sorted(by: { ($1.value.dtype.itemSize, $0.key) < ($0.value.dtype.itemSize, $1.key) }) {
      guard name != "__metadata__" else {
        throw TensorError(.argument, op: "safetensors", "a tensor cannot be called '__metadata__'", hint: "Use another name.")
      }
      try tensor.requireNumbers("safetensors")
      let end = position + tensor.elementCount * tensor.dtype.itemSize
      fields.append(
        JSONValue.Field(
          name: name,
          value: [
            "dtype": .string(tensor.dtype.safetensorsName), "shape": .array(tensor.shape.map { .int($0) }),
            "data_offsets": [.int(position), .int(end)],
          ]))
      elements.append(try tensor.rowMajorElements())
      position = end
    }
    var text = Array(JSONValue.object(fields).text().utf8)
    text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    guard text.count <= Self.longestHeader else {
      throw TensorError(.argument, op: "safetensors", "names and notes of \(text.count) bytes are more than \(Self.longestHeader)")
    }
    return ((0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text, elements)
  }
}

extension DType {
  /// The name that safetensors has for the type.
  var safetensorsName: String {
    switch self {
    case .bool: "BOOL"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .float32: "F32"
    case .float64: "F64"
    case .complex64: "C64"
    case .complex128: "C128"
    default: (isSigned ? "I" : "U") + String(itemSize * 8)
    }
  }
}
