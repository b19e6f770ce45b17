/// The memory behind tensors: every view of a tensor shares one.
///
/// Small contents live behind the object itself (one allocation instead of two); larger ones are blocks of the `Allocator`, and
/// foreign memory is given back by whoever lent it.
package final class Storage: ManagedBuffer<Storage.Header, UInt64> {
  package struct Header {
    /// The first byte.
    var base: UnsafeMutableRawPointer
    var byteCount: Int
    /// How often the contents were changed in place, as saved tensors want to know.
    var version: UInt32
    var isBlock: Bool
    /// The GPU's number; -1 for memory that the processor can reach.
    var device: Int16 = -1
    /// Whoever owns the memory, kept alive as long as this object.
    var owner: AnyObject?
  }

  // With the header and the object before it still a size that the C library keeps a thread's freed pieces of.
  private static let smallest = 960

  /// Memory for `byteCount` bytes, not cleared.
  @inline(__always)
  package static func allocate(_ byteCount: Int) throws(TensorError) -> Storage {
    if byteCount <= smallest {
      let units = (byteCount + 7) / 8
      let made = Storage.create(minimumCapacity: Swift.max(units, 1)) { buffer in
        Header(
          base: buffer.withUnsafeMutablePointerToElements { UnsafeMutableRawPointer($0) }, byteCount: byteCount, version: 0, isBlock: false,
          owner: nil)
      }
      return unsafeDowncast(made, to: Storage.self)
    }
    let block = try Allocator.allocate(byteCount)
    return wrapping(block, byteCount: byteCount, isBlock: true, owner: nil)
  }

  /// Memory for one element, not cleared, that knows its type and, where it is the copy of an element of a tensor, which one: all that
  /// reading a single number out of an array has to allocate.
  @inline(__always)
  package static func element(_ dtype: DType, of source: Tensor? = nil, at place: Int = 0) -> Storage {
    // Two units for the element, as complex128 needs, then its place and its type.
    let made = Storage.create(minimumCapacity: 4) { buffer in
      let units = buffer.withUnsafeMutablePointerToElements { $0 }
      units[2] = UInt64(bitPattern: Int64(place))
      units[3] = UInt64(dtype.rawValue)
      return Header(
        base: UnsafeMutableRawPointer(units), byteCount: dtype.itemSize, version: 0, isBlock: false, owner: source)
    }
    return unsafeDowncast(made, to: Storage.self)
  }

  // Of storages that `element` made.

  /// The element's type.
  package var elementType: DType {
    withUnsafeMutablePointerToElements { DType(rawValue: UInt8(truncatingIfNeeded: $0[3])) ?? .float64 }
  }
  /// The tensor that the element was read from.
  package var elementSource: Tensor? { withUnsafeMutablePointerToHeader { $0.pointee.owner.map { unsafeDowncast($0, to: Tensor.self) } } }
  /// Where it was read, counted in elements from the start of the memory.
  package var elementPlace: Int { withUnsafeMutablePointerToElements { Int(Int64(bitPattern: $0[2])) } }

  /// A storage over memory that `owner` keeps alive.
  package static func sharing(_ base: UnsafeMutableRawPointer, byteCount: Int, owner: AnyObject, device: Int16 = -1) -> Storage {
    wrapping(base, byteCount: byteCount, isBlock: false, owner: owner, device: device)
  }

  /// The same memory with a version counter of its own, as `Tensor.data` wants it.
  package func aliased() -> Storage {
    // Straight to who owns the memory: an alias of an alias of … would be released by as many nested calls.
    let owner = withUnsafeMutablePointerToHeader { $0.pointee.owner }
    return Storage.sharing(base, byteCount: byteCount, owner: owner ?? self, device: device)
  }

  private static func wrapping(_ base: UnsafeMutableRawPointer, byteCount: Int, isBlock: Bool, owner: AnyObject?, device: Int16 = -1)
    -> Storage
  {
    let made = Storage.create(minimumCapacity: 0) { _ in
      Header(base: base, byteCount: byteCount, version: 0, isBlock: isBlock, device: device, owner: owner)
    }
    return unsafeDowncast(made, to: Storage.self)
  }

  /// The first byte.
  @inline(__always) package var base: UnsafeMutableRawPointer { withUnsafeMutablePointerToHeader { $0.pointee.base } }

  /// The size in bytes.
  package var byteCount: Int { withUnsafeMutablePointerToHeader { $0.pointee.byteCount } }

  /// The number of the GPU whose memory it is; -1 for memory that the processor can reach.
  @inline(__always) package var device: Int16 { withUnsafeMutablePointerToHeader { $0.pointee.device } }

  /// Who keeps the memory alive, where that is not this object.
  var owner: AnyObject? { withUnsafeMutablePointerToHeader { $0.pointee.owner } }

  /// Whether the memory is this object's own, not lent by somebody.
  var isOwned: Bool { withUnsafeMutablePointerToHeader { $0.pointee.owner == nil } }

  /// How often the contents were changed in place.
  @inline(__always) package var version: UInt32 {
    get { withUnsafeMutablePointerToHeader { $0.pointee.version } }
    set { withUnsafeMutablePointerToHeader { $0.pointee.version = newValue } }
  }

  deinit {
    withUnsafeMutablePointerToHeader { header in
      if header.pointee.isBlock { Allocator.free(header.pointee.base, header.pointee.byteCount) }
    }
  }
}
