import Lantern
import Testing

/// Solvers that tell what went wrong, reflectors, equations of tensors with many axes.
@Suite struct FactorizationTests {
  private static let tight = Tolerance(absolute: 1e-10, relative: 1e-10)

  private static func random(_ seed: String, _ shape: Int...) -> Tensor {
    var source = LawRandom(seed)
    return source.uniform(shape, in: -2...2)
  }

  private static func message(_ body: () -> Tensor) -> String {
    do {
      _ = try withTensorErrors(body)
      return "no error"
    } catch let error as TensorError { return error.message } catch { return "\(error)" }
  }

  @Test func failuresAreTold() throws {
    let definite = Tensor([[[4.0, 2], [2, 5]], [[1, 0], [0, -1]], [[-1, 0], [0, 1]]]).to(.float64)
    let cholesky = Linalg.choleskyEx(definite)
    #expect(cholesky.info.dtype == .int32)
    #expect(cholesky.info.toArray(Int32.self) == [0, 2, 1])
    expectClose(cholesky.l.select(0, 0), Tensor([[2.0, 0], [1, 2]]).to(.float64), Self.tight, "cholesky_ex")
    let a = Tensor([[[2.0, 0, 0], [0, 4, 0], [0, 0, 1]], [[1, 2, 3], [2, 4, 6], [1, 0, 1]], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]]).to(.float64)
    #expect(Linalg.luFactorEx(a).info.toArray(Int32.self) == [0, 3, 1])
    #expect(Linalg.luFactorEx(a.narrow(1, 0, 2)).info.toArray(Int32.self) == [0, 2, 1])
    let inverse = Linalg.invEx(a)
    #expect(inverse.info.toArray(Int32.self) == [0, 3, 1])
    expectClose(inverse.inverse.select(0, 0), Linalg.inv(a.select(0, 0)), Self.tight, "inv_ex")
    let b = Self.random("b", 3)
    let solved = Linalg.solveEx(a, b)
    #expect(solved.info.toArray(Int32.self) == [0, 3, 1])
    expectClose(solved.result.select(0, 0), Linalg.solve(a.select(0, 0), b), Self.tight, "solve_ex")
    let one = a.select(0, 0), many = Self.random("many", 4, 3, 2)
    expectClose(Linalg.solveEx(one, many).result, Linalg.solve(one, many), Self.tight, "solve_ex, one matrix for many")
    #expect(Linalg.luFactorEx(Tensor.zeros([2, 0, 3], dtype: .float64)).info.toArray(Int32.self) == [0, 0])
    #expect(Self.message { Linalg.lu(one, pivot: false).l } == "linalg.lu_factor: LU without pivoting is not implemented on the CPU")
  }

  @Test(arguments: [[4, 4], [6, 3], [3, 6], [2, 5, 3]])
  func reflectors(shape: [Int]) throws {
    var source = LawRandom("reflectors")
    for a in [source.uniform(shape), Tensor.complex(source.uniform(shape), source.uniform(shape))] {
      let (m, n) = (shape[shape.count - 2], shape[shape.count - 1])
      let k = min(m, n)
      let found = a.geqrf()
      let whole = Linalg.qr(a, mode: .complete)
      func expectEqual(_ x: Tensor, _ y: Tensor, _ what: String) { expectClose((x - y).abs(), (y - y).abs(), Self.tight, what) }
      expectEqual(found.a.triu(), whole.r, "R")
      expectEqual(Linalg.householderProduct(found.a.narrow(-1, 0, k), found.tau), whole.q.narrow(-1, 0, k), "Q")
      let side = a.matmul(a.transpose(-2, -1)) + 1
      let adjoint = whole.q.transpose(-2, -1).conj()
      expectEqual(found.a.ormqr(found.tau, side), whole.q.matmul(side), "Q B")
      expectEqual(found.a.ormqr(found.tau, side, transpose: true), adjoint.matmul(side), "Qᴴ B")
      expectEqual(found.a.ormqr(found.tau, side, left: false), side.matmul(whole.q), "B Q")
      expectEqual(found.a.ormqr(found.tau, side, left: false, transpose: true), side.matmul(adjoint), "B Qᴴ")
    }
    #expect(
      Self.message { Linalg.householderProduct(Tensor.zeros(2, 3), Tensor.zeros(2)) }
        == "torch.linalg.householder_product: input.shape[-2] must be greater than or equal to input.shape[-1]")
    let leaf = Self.random("leaf", 3, 3).requiresGrad_()
    #expect(Self.message { (try? grad(of: [leaf.geqrf().a.sum()], withRespectTo: [leaf])[0]) ?? leaf } != "no error")
  }

  @Test func tensorEquations() throws {
    let a = Self.random("a", 4, 6, 8, 3)
    let b = Self.random("b", 4, 6)
    let x = Linalg.tensorSolve(a, b)
    #expect(x.shape == [8, 3])
    expectClose(a.reshape(24, 24).mv(x.reshape(24)), b.reshape(24), Self.tight, "tensorsolve")
    expectClose(Linalg.tensorInv(a).reshape(24, 24), Linalg.inv(a.reshape(24, 24)), Self.tight, "tensorinv")
    #expect(Linalg.tensorInv(a).shape == [8, 3, 4, 6])
    let turned = a.permute([2, 0, 3, 1])
    expectClose(Linalg.tensorSolve(turned, b, dims: [0, 2]), x, Self.tight, "tensorsolve with axes moved")
    #expect(Self.message { Linalg.tensorInv(a, ind: 0) } == "Expected a strictly positive integer for 'ind', but got 0")
    #expect(Self.message { Linalg.tensorInv(a, ind: 1) }.hasSuffix("but got 144 != 4"))
    #expect(Self.message { Linalg.tensorInv(a, ind: .max) } != "no error")
    #expect(Self.message { Linalg.tensorSolve(a, b, dims: [9]) } != "no error")
    #expect(Self.message { Linalg.tensorSolve(a, Tensor.zeros(5, 5, dtype: .float64)) } != "no error")
    #expect(Linalg.diagonal(a).shape == [4, 6, 3])
    #expect(Self.random("v", 2).vdot(Self.random("w", 2)).item() == Self.random("v", 2).dot(Self.random("w", 2)).item())
    let determinants = Tensor([[[1.0, 0], [0, -1]], [[0, 0], [0, 1]], [[2, 0], [0, 1]]]).to(.float64).logdet().doubles
    #expect(determinants[0].isNaN && determinants[1] == -.infinity && abs(determinants[2] - 0.6931471805599453) < 1e-15)
  }

  /// Recorded from PyTorch: each axis is rounded to bytes, with weights in whole numbers.
  @Test func imagesOfBytes() throws {
    let image = Tensor([1, 200, 3, 4, 77, 9, 9, 250, 0, 1, 30, 255, 255, 20, 6], shape: [1, 1, 3, 5]).to(.uint8)
    func bytes(_ t: Tensor) -> [UInt8] { t.toArray(UInt8.self) }
    #expect(bytes(image.interpolate(size: [2, 7], mode: .bilinear)) == [3, 89, 128, 65, 21, 26, 58, 25, 122, 211, 254, 83, 11, 5])
    #expect(bytes(image.interpolate(size: [5, 3], mode: .bicubic)) == [82, 0, 59, 39, 98, 33, 0, 250, 0, 56, 255, 0, 111, 255, 0])
    #expect(bytes(image.interpolate(size: 2, mode: .bicubic, antialias: true)) == [72, 43, 139, 73])
    #expect(
      bytes(image.interpolate(size: [5, 3], mode: .bilinear, alignCorners: true)) == [
        1, 3, 77, 5, 127, 39, 9, 250, 1, 20, 253, 4, 30, 255, 6,
      ])
    #expect(Self.message { image.squeeze(0).interpolate(size: 8, mode: .linear) } != "no error")
  }
}
