import CKernels
import Lantern

/// Memory that somebody else lends; given back when the last tensor over it is gone.
package final class BorrowedMemory: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: never changes; deleters may be called on any thread.
  private let giveBack: () -> Void

  private init(_ giveBack: @escaping () -> Void) { self.giveBack = giveBack }
  deinit { giveBack() }

  /// A tensor over the memory of a `DLManagedTensorVersioned`, which it takes over unless this throws.
  package static func tensor(
    _ pointer: UnsafeMutableRawPointer, _ copying: DLPack.Copying, allowsNegativeStrides: Bool, refusing: DType? = nil
  ) throws(TensorError) -> Tensor {
    let managed = pointer.assumingMemoryBound(to: ck_dl_versioned.self)
    // Nothing but the version may be read before it is known to be understood.
    guard managed.pointee.version.major == DLPack.version.major else {
      throw TensorError(
        .argument, op: "dlpack", "version \(managed.pointee.version.major).\(managed.pointee.version.minor) of DLPack is not understood",
        hint: "Ask the other library for version \(DLPack.version.major).")
    }
    let isReadOnly = managed.pointee.flags & UInt64(CK_DL_READ_ONLY.rawValue) != 0
    return try tensor(managed.pointee.tensor, copying, isReadOnly: isReadOnly, allowsNegativeStrides, refusing) {
      managed.pointee.deleter?(managed)
    }
  }

  /// The same for the older `DLManagedTensor`.
  package static func unversionedTensor(
    _ pointer: UnsafeMutableRawPointer, _ copying: DLPack.Copying, allowsNegativeStrides: Bool, refusing: DType? = nil
  ) throws(TensorError) -> Tensor {
    let managed = pointer.assumingMemoryBound(to: ck_dl_managed.self)
    return try tensor(managed.pointee.tensor, copying, isReadOnly: false, allowsNegativeStrides, refusing) {
      managed.pointee.deleter?(managed)
    }
  }

  private static func tensor(
    _ lent: ck_dl_tensor, _ copying: DLPack.Copying, isReadOnly: Bool, _ allowsNegativeStrides: Bool, _ refusing: DType?,
    giveBack: @escaping () -> Void
  ) throws(TensorError) -> Tensor {
    if isReadOnly, copying == .never {
      throw TensorError(
        .argument, op: "dlpack", "the memory must not be written to, and a tensor can be", hint: "Import it copied.")
    }
    let place = try Place(lent, allowsNegativeStrides || copying == .always || (isReadOnly && copying == .ifNeeded))
    guard place.dtype != refusing else {
      throw TensorError(.dtype, op: "dlpack", "NumPy has no dtype \(place.dtype)", hint: "Import it as a tensor.")
    }
    // Memory of nothing is not needed, and may have no address.
    guard let base = place.base else {
      let empty = try Tensor(empty: place.shape, dtype: place.dtype)
      giveBack()
      return empty
    }
    var copy: Tensor?
    if copying == .always || isReadOnly { copy = try Tensor(empty: place.shape, dtype: place.dtype) }
    // From here on nothing fails: the memory is ours to give back.
    let borrowed = Tensor(
      foreign: base, byteCount: place.byteCount, owner: BorrowedMemory(giveBack), shape: place.shape, strides: place.strides,
      offset: place.offset, dtype: place.dtype)
    guard let copy else { return borrowed }
    copy.write(borrowed)
    return copy
  }
}

/// Where lent elements are, checked.
private struct Place {
  let dtype: DType
  let shape: Shape
  let strides: Shape
  /// The lowest address of any element; nil where there are none.
  var base: UnsafeMutableRawPointer?
  var byteCount = 0
  /// Where the first element is, counted from the base.
  var offset = 0

  private static func refused(_ kind: TensorError.Kind, _ message: String, _ hint: String = "") -> TensorError {
    TensorError(kind, op: "dlpack", message, hint: hint)
  }

  init(_ lent: ck_dl_tensor, _ allowsNegativeStrides: Bool) throws(TensorError) {
    guard lent.device.type == Int32(CK_DL_CPU.rawValue) || lent.device.type == Int32(CK_DL_CUDA_HOST.rawValue) else {
      throw Self.refused(
        .device, "the memory is on device \(lent.device.type):\(lent.device.number), not on the CPU",
        "Copy it to the CPU in the other library.")
    }
    guard lent.dtype.lanes == 1, let dtype = DType(dlCode: lent.dtype.code, bits: lent.dtype.bits) else {
      throw Self.refused(
        .dtype, "tensors cannot hold elements of kind \(lent.dtype.code), \(lent.dtype.bits) bits and \(lent.dtype.lanes) lanes",
        "Convert them in the other library.")
    }
    let rank = Int(lent.rank)
    guard rank >= 0, rank <= Shape.maxRank else { throw Self.refused(.shape, "\(rank) axes are not between 0 and \(Shape.maxRank)") }
    guard rank == 0 || lent.shape != nil else { throw Self.refused(.shape, "\(rank) axes have no sizes") }
    let sizes = (0..<rank).map { Int(lent.shape[$0]) }
    guard sizes.allSatisfy({ $0 >= 0 }), Shape(sizes).fits else { throw Self.refused(.shape, "\(sizes) is no shape") }
    (self.dtype, shape) = (dtype, Shape(sizes))
    guard shape.elementCount > 0 else {
      strides = shape.rowMajorStrides
      return
    }
    // A stride along an axis of one element means nothing, and may be anything.
    strides = lent.strides == nil ? shape.rowMajorStrides : Shape((0..<rank).map { sizes[$0] == 1 ? 1 : Int(lent.strides[$0]) })
    let (lowest, highest) = try Self.extent(sizes, strides, dtype)
    guard allowsNegativeStrides || lowest == 0 else {
      throw Self.refused(.argument, "the memory has a negative stride, which tensors cannot have", "Import it as an NDArray, or copied.")
    }
    guard let data = lent.data, lent.byte_offset <= UInt64(Int.max) else { throw Self.refused(.argument, "the memory has no address") }
    let (first, overflow) = UInt(bitPattern: data).addingReportingOverflow(UInt(lent.byte_offset))
    let (low, isBelow) = first.subtractingReportingOverflow(UInt(-lowest * dtype.itemSize))
    guard !overflow, !isBelow, let base = UnsafeMutableRawPointer(bitPattern: low) else {
      throw Self.refused(.argument, "the memory has no address")
    }
    guard low % UInt(dtype.realPart.itemSize) == 0 else {
      throw Self.refused(
        .argument, "the address of the elements is no multiple of \(dtype.realPart.itemSize), as those of \(dtype) must be",
        "Copy the array in the other library.")
    }
    (self.base, byteCount, offset) = (base, (highest - lowest + 1) * dtype.itemSize, -lowest)
  }

  /// The positions of the lowest and the highest element, counted from the first.
  private static func extent(_ sizes: [Int], _ strides: Shape, _ dtype: DType) throws(TensorError) -> (lowest: Int, highest: Int) {
    var (lowest, highest) = (0, 0)
    for (size, stride) in zip(sizes, strides) {
      let (step, overflow) = (size - 1).multipliedReportingOverflow(by: stride)
      guard !overflow, step.magnitude < Shape.mostElements, (highest - lowest) < Shape.mostElements else {
        throw refused(.shape, "strides \(strides.asGiven) reach too far")
      }
      if step < 0 { lowest += step } else { highest += step }
    }
    return (lowest, highest)
  }
}
