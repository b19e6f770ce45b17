import CKernels
import Foundation
import Lantern
import Testing

/// The table of operations, the table of loops and the sources agree with each other.
@Suite struct TableLaws {
  /// Operations without samples, and why that is so. Each of them has tests of its own.
  static let withoutSamples: [String: String] = [
    "copy": "writes into its first input; see InPlaceLaws",
    "fill": "writes into its input; see InPlaceLaws",
    "uniform": "draws into its input; see RandomTensorTests",
    "normal": "draws into its input; see RandomTensorTests",
    "random": "draws into its input; see RandomTensorTests",
    "bernoulli_draw": "draws into its input; see RandomTensorTests",
    "exponential": "draws into its input; see RandomTensorTests",
    "geometric": "draws into its input; see RandomTensorTests",
    "cauchy": "draws into its input; see RandomTensorTests",
    "log_normal": "draws into its input; see RandomTensorTests",
    "zero": "writes into its input; see InPlaceLaws",
    "sum_to_like": "only graphs apply it, where a shape is unknown",
    "expand_like": "only graphs apply it, where a shape is unknown",
    "reshape_like": "only graphs apply it, where a shape is unknown",
    "reshape": "only graphs apply it, where a shape is unknown",
    "slice_scatter_like": "only graphs apply it, where a shape is unknown",
    "cat_part": "only graphs apply it, where a shape is unknown",
    "masked_scatter_source": "only graphs apply it, where a shape is unknown",
    "size_of": "only graphs apply it, where a shape is unknown",
    "zeros_like": "its result has nothing to do with the input's numbers; see EdgeLaws",
    "ones_like": "its result has nothing to do with the input's numbers; see EdgeLaws",
    "full_like": "its result has nothing to do with the input's numbers; see EdgeLaws",
    "copy_slices": "the node of in-place changes to views; never applied",
    "bernoulli": "draws random numbers",
    "ctc_loss": "its derivative is that by what log_softmax was taken of; see LossTests",
    "ctc_loss_backward": "has no derivative; see LossTests",
    "scale_gradient": "its derivative is, on purpose, not that of its value; see EmbeddingTests",
    "linalg_cholesky_ex": "wants positive definite matrices; see LinearAlgebraTests",
    "cholesky_solve": "its gradient counts the other triangle too; see LinearAlgebraTests",
    "linalg_eigh": "reads one triangle, and vectors have no sign; see LinearAlgebraTests",
    "linalg_svd": "vectors have no sign; see LinearAlgebraTests",
    "linalg_eig": "its results are complex; see LinearAlgebraTests and ComplexLinearAlgebraTests",
    "geqrf": "has no derivative; see FactorizationTests",
    "linalg_pinv": "its last inputs are tolerances; see LinearAlgebraTests",
    "to_device": "needs a GPU, or the stand-in for its driver; see LanternCUDATests",
    "lu_permutation": "its input is what a decomposition gave; see LinearAlgebraTests",
  ]

  @Test func everyOperationHasSamples() {
    for op in Op.all {
      switch op.samples {
      case .none: Issue.record("\(op.name) has no samples")
      case .inPlaceOnly: #expect(Self.withoutSamples[op.name] != nil, "\(op.name) is in-place only for a reason this test does not know")
      case .custom(let list), .complex(let list): #expect(!list.isEmpty, "\(op.name) has an empty list of samples")
      case .domain(let range): #expect(range.upperBound > range.lowerBound)
      }
    }
    let inPlaceOnly = Op.all.filter { if case .inPlaceOnly = $0.samples { true } else { false } }
    #expect(Set(inPlaceOnly.map(\.name)) == Set(Self.withoutSamples.keys))
  }

  @Test func namesAreUnique() {
    let counts = Dictionary(grouping: Op.all, by: \.name).mapValues(\.count)
    #expect(counts.filter { $0.value > 1 }.isEmpty)
    #expect(Op.all.allSatisfy { !$0.name.isEmpty })
    // A gradient's name is only asked for where there is one.
    #expect(Op.differentiable.allSatisfy { !$0.gradName.isEmpty })
  }

  @Test func loopsAndOperationsAgree() {
    let loops = (0..<ck_pointwise_count()).map { String(cString: ck_pointwise_name($0)) }
    #expect(Set(loops).count == loops.count)
    let operations = Op.all.filter { $0.pointwise != nil }
    let used = Set(operations.map { String(cString: ck_pointwise_name($0.pointwise!.index)) })
    #expect(used.isSubset(of: loops))
    #expect(Set(loops).subtracting(used) == [], "loops that no operation runs")
    for (i, name) in loops.enumerated() {
      #expect(ck_pointwise_find(name) == Int32(i))
      #expect((1...3).contains(ck_pointwise_arity(Int32(i))))
    }
    #expect(ck_pointwise_find("no such loop") == -1)
    // Other operations that use a loop of another name say so.
    let renamed = operations.filter { String(cString: ck_pointwise_name($0.pointwise!.index)) != $0.name }
    #expect(
      Set(renamed.map(\.name)) == [
        "rsub", "pow_number", "number_pow", "lerp_number", "remainder_number", "div_floor", "celu", "hardtanh", "clamp_min_tensor",
        "clamp_max_tensor",
      ])
  }

  @Test func loopsHaveOneTypeOfRow() {
    // A loop exists for all floats, for all whole numbers, or for both, in every instruction set; never for halves; and, besides or
    // alone, for both complex types.
    for op in 0..<ck_pointwise_count() {
      let types = DType.allCases.filter { ck_pointwise_loop(op, Int32($0.rawValue)) != nil }
        .filter { !$0.isComplex }
      let complex = DType.allCases.filter { $0.isComplex && ck_pointwise_loop(op, Int32($0.rawValue)) != nil }
      #expect(complex.isEmpty || complex == [.complex64, .complex128])
      if types.isEmpty, !complex.isEmpty { continue }
      let floats: [DType] = [.float32, .float64]
      let whole = DType.allCases.filter { $0 == .bool || $0.isInteger }
      #expect([floats, whole, whole + floats].contains(types), "\(String(cString: ck_pointwise_name(op))): \(types)")
    }
  }

  /// The text that compilers at run time get: one line for each loop, in the table's order.
  @Test func sourceText() {
    let lines = String(cString: ck_pointwise_source()).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count == Int(ck_pointwise_count()))
    for (i, line) in lines.enumerated() {
      let op = Int32(i)
      let name = String(cString: ck_pointwise_name(op))
      guard let open = line.firstIndex(of: "("), let comma = line.firstIndex(of: ","), line.last == ")" else {
        Issue.record("not KIND(name, expression): \(line)")
        continue
      }
      #expect(line[line.index(after: open)..<comma] == name)
      let kind = line[..<open].split(separator: "_")
      #expect(kind.count == 2)
      #expect(kind[0] == ["UNARY", "BINARY", "TERNARY"][Int(ck_pointwise_arity(op)) - 1])
      #expect(["FLOAT", "WIDE", "ANGLE", "NUMBER", "ORDERED", "BITS", "TEST", "COMPLEX", "PART"].contains(kind[1]))
      #expect((kind[1] == "TEST") == (ck_pointwise_result(op) == Int32(CK_RESULT_BOOL.rawValue)))
      let expression = line[line.index(comma, offsetBy: 2)..<line.index(before: line.endIndex)]
      let (opened, closed) = (expression.filter { $0 == "(" }.count, expression.filter { $0 == ")" }.count)
      #expect(!expression.isEmpty && opened == closed, "\(line)")
      // What the preprocessor would have expanded has stayed as it was written.
      #expect(!expression.contains("__builtin"), "\(line)")
      let operands = ["x", "y", "z"].prefix(Int(ck_pointwise_arity(op)))
      for operand in operands {
        #expect(expression.split(whereSeparator: { !$0.isLetter }).contains(Substring(operand)), "\(name) does not look at \(operand)")
      }
    }
  }

  /// Every operation that the sources make is in the table.
  @Test func nothingIsForgotten() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../Sources/Lantern")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    let sources = try files.filter { $0.pathExtension == "swift" }.map { try String(contentsOf: $0, encoding: .utf8) }
    guard !sources.isEmpty else { return }  // built elsewhere than it runs
    var made: Set<String> = []
    for source in sources {
      for match in source.matches(of: /static let `?(\w+)`?: Op =\s/) { made.insert(String(match.1)) }
    }
    var listed: Set<String> = []
    for source in sources {
      for match in source.matches(of: /static let \w+: \[Op\] = \[([^\]]*)\]/) {
        listed.formUnion(match.1.split { ", \n`[]".contains($0) }.map(String.init))
      }
      for match in source.matches(of: /static let all: \[Op\] = \[([^}]*)\}/) {
        listed.formUnion(match.1.split { ", \n`[]".contains($0) }.map(String.init))
      }
    }
    #expect(made.count > 80)
    #expect(made.subtracting(listed).isEmpty, "operations that Op.all does not reach: \(made.subtracting(listed).sorted())")
  }
}
