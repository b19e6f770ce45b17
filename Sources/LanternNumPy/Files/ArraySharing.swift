import Lantern
import LanternIO

// Arrays over memory that other libraries lend, and the other way round.

extension NDArray {
  /// The address of a C structure (`DLManagedTensorVersioned`) that lends out this array's memory, or a copy of it. Mirrors `__dlpack__`.
  ///
  /// The memory lives until the structure's deleter was called, which its receiver must do once, on any thread.
  ///
  /// ```swift
  /// let lent = try np.arange(3).dlpack()
  /// print(try np.fromDlpack(lent))  // [0 1 2]
  /// ```
  public func dlpack(copy: Bool = false) throws(TensorError) -> UnsafeMutableRawPointer { try tensor.dlpack(copy: copy) }

  /// The address of the older structure (`DLManagedTensor`), for libraries that know no other.
  public func dlpackUnversioned() throws(TensorError) -> UnsafeMutableRawPointer { try tensor.dlpackUnversioned() }
}

extension np {
  /// An array over memory that somebody lends by a `DLManagedTensorVersioned`; strides may be negative. Mirrors `numpy.from_dlpack`.
  ///
  /// The deleter is called when the last array over the memory is gone, or at once when it was copied. When this throws, the structure still
  /// belongs to the caller. Throws for memory of other devices, types of elements that NumPy has not, and layouts that cannot be.
  public static func fromDlpack(_ pointer: UnsafeMutableRawPointer, copying: DLPack.Copying = .ifNeeded) throws(TensorError) -> NDArray {
    try NDArray(BorrowedMemory.tensor(pointer, copying, allowsNegativeStrides: true, refusing: .bfloat16))
  }

  /// An array over memory that somebody lends by the older `DLManagedTensor`.
  public static func fromDlpackUnversioned(
    _ pointer: UnsafeMutableRawPointer, copying: DLPack.Copying = .ifNeeded
  ) throws(TensorError) -> NDArray {
    try NDArray(BorrowedMemory.unversionedTensor(pointer, copying, allowsNegativeStrides: true, refusing: .bfloat16))
  }
}
