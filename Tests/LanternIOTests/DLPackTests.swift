import CKernels
import Lantern
import LanternIO
import LanternNumPy
import Testing

/// Memory lent by DLPack: layouts, lifetimes, and what is refused.
@Suite struct DLPackTests {
  @Test func everyDTypeAndLayout() throws {
    for dtype in DType.allCases {
      let whole = Tensor.arange(24).view(2, 3, 4).to(dtype)
      for tensor in [whole, whole[1], whole[..., .stride(by: 2)], whole.permute(2, 0, 1), whole[0, 1, 2], whole[2..., 1...], whole[0..<1]] {
        for lent in [try tensor.dlpack(), try tensor.dlpack(copy: true)] {
          let back = try Tensor(dlpack: lent)
          #expect(back.dtype == dtype && back.shape == tensor.shape)
          #expect(try elementBytes(back) == elementBytes(tensor))
        }
        let old = try Tensor(dlpackUnversioned: tensor.dlpackUnversioned())
        #expect(try elementBytes(old) == elementBytes(tensor))
      }
    }
    let reversed = np.arange(6).reshape(2, 3)[.stride(by: -1), .stride(by: -2)]
    #expect(try np.arrayEqual(np.fromDlpack(reversed.dlpack()), reversed))
    #expect(try np.arrayEqual(np.fromDlpackUnversioned(reversed.dlpackUnversioned()), reversed))
    #expect(try Tensor(dlpack: reversed.dlpack(), copying: .always).toArray(Int.self) == reversed.toArray(Int.self))
  }

  @Test func memoryIsShared() throws {
    let tensor = Tensor.zeros(4)
    let shared = try Tensor(dlpack: tensor[1...].dlpack())
    shared.add_(1)
    #expect(tensor.toArray(Float.self) == [0, 1, 1, 1])
    let copied = try Tensor(dlpack: tensor.dlpack(), copying: .always)
    copied.add_(1)
    let copiedThere = try Tensor(dlpack: tensor.dlpack(copy: true))
    copiedThere.add_(1)
    #expect(tensor.toArray(Float.self) == [0, 1, 1, 1])
  }

  @Test func memoryLivesAsLongAsSomebodyUsesIt() throws {
    weak var storage: AnyObject?
    let lent: UnsafeMutableRawPointer
    do {
      let tensor = Tensor.ones(1000)
      storage = tensor.storage
      lent = try tensor.dlpack()
    }
    #expect(storage != nil)
    do {
      let view: Tensor
      do { view = try Tensor(dlpack: lent)[5...] }
      #expect(storage != nil)
      #expect(view.sum().item(Float.self) == 995)
    }
    #expect(storage == nil)
    // What nobody takes is released by hand.
    do {
      let tensor = Tensor.ones(1000)
      storage = tensor.storage
      DLPack.release(try tensor.dlpack())
      DLPack.releaseUnversioned(try tensor.dlpackUnversioned())
    }
    #expect(storage == nil)
  }

  @Test func whatCannotBeLent() throws {
    #expect(try tensorError { _ = try Tensor.ones(2).requiresGrad_().dlpack() }.message.contains("tensor.detach()"))
    let error = try tensorError { try withTensorErrors { _ = try (Tensor.ones(2) + Tensor.ones(3)).dlpack() } }
    #expect(error.op == "add")
  }

  /// Memory lent by hand; counts how often it is given back.
  final class Lender {
    var shape: [Int64] = [2, 2]
    var strides: [Int64]? = [2, 1]
    var numbers: UnsafeMutableBufferPointer<Float> = .allocate(capacity: 8)
    var managed = ck_dl_versioned()
    var returned = 0
    private var layout: [UnsafeMutablePointer<Int64>] = []

    init() {
      for k in 0..<8 { numbers[k] = Float(k) }
      managed.version.major = 1
      managed.tensor.data = UnsafeMutableRawPointer(numbers.baseAddress)
      managed.tensor.device.type = 1
      managed.tensor.rank = 2
      (managed.tensor.dtype.code, managed.tensor.dtype.bits, managed.tensor.dtype.lanes) = (2, 32, 1)
      managed.deleter = { managed in
        guard let context = managed?.pointee.context else { return }
        Unmanaged<Lender>.fromOpaque(context).takeUnretainedValue().returned += 1
      }
    }
    deinit {
      numbers.deallocate()
      layout.forEach { $0.deallocate() }
    }

    private func kept(_ numbers: [Int64]) -> UnsafeMutablePointer<Int64> {
      let copy = UnsafeMutablePointer<Int64>.allocate(capacity: max(numbers.count, 1))
      copy.initialize(from: numbers, count: numbers.count)
      layout.append(copy)
      return copy
    }

    func lend<R>(_ body: (UnsafeMutableRawPointer) throws -> R) rethrows -> R {
      managed.context = Unmanaged.passUnretained(self).toOpaque()
      managed.tensor.shape = kept(shape)
      managed.tensor.strides = strides.map(kept)
      return try withUnsafeMutablePointer(to: &managed) { try body(UnsafeMutableRawPointer($0)) }
    }
  }

  @Test func deletersAreCalledOnce() throws {
    let lender = Lender()
    try lender.lend { pointer in
      do {
        let tensor = try Tensor(dlpack: pointer)
        #expect(tensor.toArray(Float.self) == [0, 1, 2, 3])
        #expect(lender.returned == 0)
      }
      #expect(lender.returned == 1)
      _ = try Tensor(dlpack: pointer, copying: .always)
      #expect(lender.returned == 2)
    }
    lender.managed.deleter = nil
    #expect(try lender.lend { try Tensor(dlpack: $0).toArray(Float.self) } == [0, 1, 2, 3])
  }

  @Test func layouts() throws {
    let lender = Lender()
    lender.managed.tensor.byte_offset = 8
    lender.strides = nil
    #expect(try lender.lend { try Tensor(dlpack: $0).toArray(Float.self) } == [2, 3, 4, 5])
    lender.strides = [0, 3]
    #expect(try lender.lend { try Tensor(dlpack: $0).toArray(Float.self) } == [2, 5, 2, 5])
    lender.strides = [2, -1]
    #expect(try lender.lend { try np.fromDlpack($0).toArray(Float.self) } == [2, 1, 4, 3])
    #expect(lender.returned == 3)
    // Strides along axes of one element mean nothing.
    (lender.shape, lender.strides) = ([1, 2], [.max, 1])
    #expect(try lender.lend { try Tensor(dlpack: $0).toArray(Float.self) } == [2, 3])
    // Nothing needs no address, and is given back at once.
    (lender.shape, lender.strides, lender.managed.tensor.data) = ([0, 3], nil, nil)
    try lender.lend { pointer in
      let empty = try Tensor(dlpack: pointer)
      #expect(empty.shape == [0, 3] && lender.returned == 5)
    }
  }

  @Test func memoryThatMustNotBeWritten() throws {
    let lender = Lender()
    lender.managed.flags = 1
    #expect(try tensorError { try lender.lend { _ = try Tensor(dlpack: $0, copying: .never) } }.message.contains("must not be written"))
    #expect(lender.returned == 0)
    let copy = try lender.lend { try Tensor(dlpack: $0) }
    #expect(lender.returned == 1)
    copy.add_(1)
    #expect(lender.numbers[0] == 0)
  }

  private static let refused: [(change: @Sendable (Lender) -> Void, message: String)] = [
    ({ $0.managed.version.major = 2 }, "version 2.0 of DLPack is not understood"),
    ({ ($0.managed.tensor.device.type, $0.managed.tensor.device.number) = (2, 1) }, "on device 2:1, not on the CPU"),
    ({ $0.managed.tensor.dtype.lanes = 4 }, "cannot hold elements of kind 2, 32 bits and 4 lanes"),
    ({ $0.managed.tensor.dtype.bits = 8 }, "cannot hold elements of kind 2, 8 bits"),
    ({ $0.managed.tensor.dtype.code = 3 }, "cannot hold elements of kind 3"), ({ $0.managed.tensor.rank = -1 }, "-1 axes"),
    ({ $0.managed.tensor.rank = 65 }, "65 axes are not between 0 and 64"), ({ $0.shape = [-1, 2] }, "[-1, 2] is no shape"),
    ({ $0.shape = [1 << 40, 1 << 40] }, "is no shape"), ({ $0.strides = [1 << 62, 1] }, "reach too far"),
    ({ ($0.shape, $0.strides) = ([3, 3], [.max, .max]) }, "reach too far"),
    ({ ($0.shape, $0.strides) = ([3, 3], [.min, .min]) }, "reach too far"),
    ({ $0.strides = [2, -1] }, "has a negative stride"), ({ $0.managed.tensor.data = nil }, "has no address"),
    ({ $0.managed.tensor.byte_offset = .max }, "has no address"), ({ $0.managed.tensor.byte_offset = 2 }, "is no multiple of 4"),
  ]

  @Test(arguments: refused.indices) func whatCannotBeBorrowed(_ k: Int) throws {
    let lender = Lender()
    Self.refused[k].change(lender)
    let error = try tensorError { try lender.lend { _ = try Tensor(dlpack: $0) } }
    #expect(error.message.contains(Self.refused[k].message), "\(error)")
    // It still belongs to its lender.
    #expect(lender.returned == 0)
  }

  @Test func numPyHasNoBFloat16() throws {
    let lent = try Tensor.ones(2).to(.bfloat16).dlpack()
    #expect(try tensorError { _ = try np.fromDlpack(lent) }.kind == .dtype)
    DLPack.release(lent)
  }
}
