import CKernels
import Lantern

/// Memory lent between libraries without copying: DLPack, which PyTorch, NumPy, JAX, TensorFlow and many C libraries speak.
///
/// What is passed on is the address of a C structure, `DLManagedTensorVersioned`; Python wraps it in a capsule called `dltensor_versioned`.
/// Whoever takes it over calls its deleter when it needs the memory no more.
///
/// ```swift
/// let lent = try tensor.dlpack()      // to C: DLManagedTensorVersioned *
/// let same = try Tensor(dlpack: lent) // from C; shares its memory
/// ```
public enum DLPack {
  /// The version of the interface: 1.1.
  public static let version = (major: 1, minor: 1)

  /// Whether an import copies.
  public enum Copying: Sendable {
    /// Only memory that must not be written to, since every tensor can be.
    case ifNeeded
    /// Never: memory that must not be written to is refused.
    case never
    /// Always.
    case always
  }

  /// Calls the deleter of a `DLManagedTensorVersioned` that nobody took over.
  public static func release(_ pointer: UnsafeMutableRawPointer) {
    let managed = pointer.assumingMemoryBound(to: ck_dl_versioned.self)
    managed.pointee.deleter?(managed)
  }

  /// Calls the deleter of a `DLManagedTensor` that nobody took over.
  public static func releaseUnversioned(_ pointer: UnsafeMutableRawPointer) {
    let managed = pointer.assumingMemoryBound(to: ck_dl_managed.self)
    managed.pointee.deleter?(managed)
  }
}

extension Tensor {
  /// The address of a C structure (`DLManagedTensorVersioned`) that lends out this tensor's memory. Mirrors `__dlpack__`.
  ///
  /// The memory lives until the structure's deleter was called, which its receiver must do once, on any thread; `DLPack.release` does it for
  /// what nobody took. With `copy`, what is lent is a copy. Throws when the tensor requires gradients or has no numbers yet.
  public func dlpack(copy: Bool = false) throws(TensorError) -> UnsafeMutableRawPointer {
    LentMemory.lend(try lendable(copy), isCopy: copy)
  }

  /// The address of the older structure (`DLManagedTensor`, capsules called `dltensor`), for libraries that know no other.
  public func dlpackUnversioned() throws(TensorError) -> UnsafeMutableRawPointer { LentMemory.lendUnversioned(try lendable(false)) }

  private func lendable(_ copy: Bool) throws(TensorError) -> Tensor {
    try requireNumbers("dlpack")
    guard !requiresGrad else {
      throw TensorError(
        .autograd, op: "dlpack", "Can't export tensors that require gradient, use tensor.detach()", hint: "Use tensor.detach().dlpack().")
    }
    return copy ? try copiedElements() : self
  }

  /// A tensor over memory that somebody lends by a `DLManagedTensorVersioned`. Mirrors `torch.from_dlpack`.
  ///
  /// The deleter is called when the last tensor over the memory is gone, or at once when it was copied. When this throws, the structure still
  /// belongs to the caller. Throws for memory of other devices, element types that tensors have not, negative strides, addresses that are no
  /// multiple of the element's size, and sizes that cannot be.
  ///
  /// The structure must be a valid one: an address is all there is to check it by.
  public convenience init(dlpack pointer: UnsafeMutableRawPointer, copying: DLPack.Copying = .ifNeeded) throws(TensorError) {
    try self.init(taking: BorrowedMemory.tensor(pointer, copying, allowsNegativeStrides: false))
  }

  /// A tensor over memory that somebody lends by the older `DLManagedTensor`.
  public convenience init(dlpackUnversioned pointer: UnsafeMutableRawPointer, copying: DLPack.Copying = .ifNeeded) throws(TensorError) {
    try self.init(taking: BorrowedMemory.unversionedTensor(pointer, copying, allowsNegativeStrides: false))
  }
}
