import CKernels
import Lantern

/// A tensor whose memory somebody outside uses: kept until the deleter is called.
final class LentMemory {
  private let tensor: Tensor
  /// Sizes, then strides.
  private let layout: UnsafeMutablePointer<Int64>

  private init(_ tensor: Tensor) {
    self.tensor = tensor
    layout = .allocate(capacity: max(2 * tensor.rank, 1))
    for d in 0..<tensor.rank {
      layout[d] = Int64(tensor.shape[d])
      layout[tensor.rank + d] = Int64(tensor.strides[d])
    }
  }

  deinit { layout.deallocate() }

  private var description: ck_dl_tensor {
    var description = ck_dl_tensor()
    description.data = tensor.elementCount > 0 ? tensor.pointer : nil
    description.device.type = Int32(CK_DL_CPU.rawValue)
    description.rank = Int32(tensor.rank)
    (description.dtype.code, description.dtype.bits, description.dtype.lanes) = (tensor.dtype.dlCode, UInt8(tensor.dtype.itemSize * 8), 1)
    (description.shape, description.strides) = (layout, layout + tensor.rank)
    return description
  }

  /// A structure that lends a tensor's memory.
  static func lend(_ tensor: Tensor, isCopy: Bool) -> UnsafeMutableRawPointer {
    let lent = LentMemory(tensor)
    let managed = UnsafeMutablePointer<ck_dl_versioned>.allocate(capacity: 1)
    managed.initialize(to: ck_dl_versioned())
    (managed.pointee.version.major, managed.pointee.version.minor) = (UInt32(DLPack.version.major), UInt32(DLPack.version.minor))
    managed.pointee.flags = isCopy ? UInt64(CK_DL_COPIED.rawValue) : 0
    managed.pointee.tensor = lent.description
    managed.pointee.context = Unmanaged.passRetained(lent).toOpaque()
    managed.pointee.deleter = { managed in
      guard let managed, let context = managed.pointee.context else { return }
      Unmanaged<LentMemory>.fromOpaque(context).release()
      managed.deallocate()
    }
    return UnsafeMutableRawPointer(managed)
  }

  /// The same by the older structure.
  static func lendUnversioned(_ tensor: Tensor) -> UnsafeMutableRawPointer {
    let lent = LentMemory(tensor)
    let managed = UnsafeMutablePointer<ck_dl_managed>.allocate(capacity: 1)
    managed.initialize(to: ck_dl_managed())
    managed.pointee.tensor = lent.description
    managed.pointee.context = Unmanaged.passRetained(lent).toOpaque()
    managed.pointee.deleter = { managed in
      guard let managed, let context = managed.pointee.context else { return }
      Unmanaged<LentMemory>.fromOpaque(context).release()
      managed.deallocate()
    }
    return UnsafeMutableRawPointer(managed)
  }
}

extension DType {
  /// The kind of number, as DLPack counts them.
  var dlCode: UInt8 {
    let code =
      switch self {
      case .bool: CK_DL_BOOL
      case .bfloat16: CK_DL_BFLOAT
      case .complex64, .complex128: CK_DL_COMPLEX
      case .float16, .float32, .float64: CK_DL_FLOAT
      default: isSigned ? CK_DL_INT : CK_DL_UINT
      }
    return UInt8(code.rawValue)
  }

  /// The dtype of DLPack's code and number of bits; nil where tensors have no such elements.
  init?(dlCode code: UInt8, bits: UInt8) {
    guard let found = DType.allCases.first(where: { $0.dlCode == code && $0.itemSize * 8 == Int(bits) }) else { return nil }
    self = found
  }
}

extension Tensor {
  /// A copy of the elements in row-major order, without gradients.
  func copiedElements() throws(TensorError) -> Tensor {
    let copy = try Tensor(empty: shape, dtype: dtype)
    copy.write(self)
    return copy
  }
}
