import CKernels

/// A row of `pointwise.def`, as text.
struct PointwiseLine: Sendable {
  /// `UNARY_FLOAT`, …
  let kind: Substring
  let name: Substring
  let expression: Substring

  var isWide: Bool { kind.hasSuffix("_WIDE") || kind.hasSuffix("_ANGLE") }

  /// All rows, in the order of the table.
  static let all: [PointwiseLine] = String(cString: ck_pointwise_source()).split(separator: "\n").map { line in
    let open = line.firstIndex(of: "(")!
    let comma = line[open...].firstIndex(of: ",")!
    return PointwiseLine(
      kind: line[..<open], name: line[line.index(after: open)..<comma],
      expression: line[line.index(comma, offsetBy: 2)..<line.index(before: line.endIndex)])
  }

  /// Whether the row has a loop for numbers of this type.
  func serves(_ type: DType) -> Bool {
    if type.isComplex || type == .float16 || type == .bfloat16 { return false }
    switch kind.split(separator: "_").last {
    case "FLOAT", "WIDE", "ANGLE": return type.isFloatingPoint
    case "BITS": return !type.isFloatingPoint
    case "NUMBER", "ORDERED", "TEST": return true
    default: return false
    }
  }
}

/// What one pointwise kernel does: which row, computed in which type, over memory of which types.
package struct PointwiseKernelKey: Hashable, Sendable {
  package let loop: Int32
  package let type: DType
  package let out: DType
  /// The types of the inputs, as many as the row takes; the others are `type`.
  package let inputs: (DType, DType, DType)

  package init(loop: Int32, type: DType, out: DType, inputs: (DType, DType, DType)) {
    (self.loop, self.type, self.out, self.inputs) = (loop, type, out, inputs)
  }

  private var packed: UInt64 {
    [
      UInt64(loop), UInt64(type.rawValue), UInt64(out.rawValue), UInt64(inputs.0.rawValue), UInt64(inputs.1.rawValue),
      UInt64(inputs.2.rawValue),
    ]
    .reduce(0) { $0 << 8 | $1 }
  }
  package static func == (a: Self, b: Self) -> Bool { a.packed == b.packed }
  package func hash(into hasher: inout Hasher) { hasher.combine(packed) }

  /// The name that its kernels begin with.
  var name: String {
    let count = Int(ck_pointwise_arity(loop))
    let types = [inputs.0, inputs.1, inputs.2].prefix(count).map(\.name).joined(separator: "_")
    return "\(PointwiseLine.all[Int(loop)].name)_\(type.name)_\(out.name)_\(types)"
  }
}

/// The text of pointwise kernels, made of the rows of `pointwise.def`.
package enum PointwiseSource {
  /// Kernels for some rows, all computed in `type`.
  package static func text(_ keys: [PointwiseKernelKey], type: DType) -> String {
    var text = CUDAText.prelude + section(type) + CUDAText.pointwise
    var rows = Set<Int32>()
    for key in keys {
      let line = PointwiseLine.all[Int(key.loop)]
      if rows.insert(key.loop).inserted { text += operation(line, type) }
      let count = Int(ck_pointwise_arity(key.loop))
      let inputs = [key.inputs.0, key.inputs.1, key.inputs.2].enumerated().map { $0 < count ? $1.cudaName : "none_t" }
      let types = "\(line.name)_op, \(key.out.cudaName), \(inputs.joined(separator: ", "))"
      text += "KERNEL(\(key.name)_flat, Flat) { flat<\(types)>(a); }\n"
      text += "KERNEL(\(key.name)_packed, Flat) { packed<\(types)>(a); }\n"
      text += "KERNEL(\(key.name)_strided, Strided) { strided<\(types)>(a); }\n"
    }
    return text
  }

  /// The expression of a row as a structure with a function.
  static func operation(_ line: PointwiseLine, _ type: DType) -> String {
    let expression = type == .float32 ? singlePrecision(line.expression) : String(line.expression)
    let isTest = line.kind.hasSuffix("_TEST")
    let computed = line.kind.hasSuffix("_NUMBER") ? "W" : "T"
    let result =
      isTest
      ? "bool_t r; r.byte = (\(expression)) != 0; return r;"
      : type == .bool ? "bool_t r; r.byte = (\(expression)) != 0; return r;" : "return (T)(\(expression));"
    return """
      struct \(line.name)_op {
        typedef \(isTest ? "bool_t" : "L") R;
        static __device__ __forceinline__ R apply(T x_, T y_, T z_, const T *p) {
          const \(computed) x = (\(computed))x_, y = (\(computed))y_, z = (\(computed))z_;
          (void)x, (void)y, (void)z, (void)p;
          \(result)
        }
      };

      """
  }

  /// What the expressions mean for numbers of one type.
  static func section(_ type: DType) -> String {
    let isFloat = type.isFloatingPoint
    let element = type == .bool ? "u8" : type.cudaName
    let wraps = isFloat ? element : type.itemSize == 8 ? "u64" : "u32"
    var text = """
      typedef \(element) T;
      typedef \(wraps) W;
      typedef \(type.cudaName) L;
      INLINE T raw(L v) { return \(type == .bool ? "v.byte" : "v"); }
      #define NAME2(name, suffix) name##_##suffix
      #define NAME1(name, suffix) NAME2(name, suffix)
      #define H h
      #define M(fn) \(type == .float64 ? "fn" : "fn##f")
      #define F(fn) M(fn)
      #define inline __device__ __forceinline__
      #define MINUS_ONE(y) \(type.isSigned ? "((y) == -1)" : "0")

      """
    let numbers = String(cString: ck_cuda_numbers(isFloat ? 1 : 0))
    if isFloat {
      let activations = String(cString: ck_cuda_activations())
      text += CUDAText.floatMeanings
      text += CUDAText.specialMeanings
      text += type == .float32 ? singlePrecision(numbers) + singlePrecision(activations) : numbers + activations
    } else {
      text += CUDAText.wholeMeanings
      text += type.isSigned ? CUDAText.signedMeanings : CUDAText.unsignedMeanings
      text += "#define BITWISE_NOT(x) \(type == .bool ? "((x) ^ 1)" : "(~(x))")\n"
      text += numbers
    }
    return text + "#undef inline\n"
  }

  /// The text with `double` replaced by `float` and every decimal fraction a float literal, so that nothing is computed in the slower
  /// precision.
  static func singlePrecision(_ text: some StringProtocol) -> String {
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    func isWord(_ c: UInt8) -> Bool {
      c == UInt8(ascii: "_") || (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122)
    }
    func isDigit(_ c: UInt8) -> Bool { c >= 48 && c <= 57 }
    var i = 0
    while i < bytes.count {
      let c = bytes[i]
      let startsNumber = isDigit(c) || (c == UInt8(ascii: ".") && i + 1 < bytes.count && isDigit(bytes[i + 1]))
      guard startsNumber || isWord(c) else {
        result.append(c)
        i += 1
        continue
      }
      var j = i
      if startsNumber {
        var isFraction = false
        while j < bytes.count {
          let d = bytes[j]
          let afterExponent = j > i && (bytes[j - 1] | 32) == UInt8(ascii: "e")
          if d == UInt8(ascii: ".") || (d | 32) == UInt8(ascii: "e") { isFraction = true }
          guard isWord(d) || d == UInt8(ascii: ".") || (afterExponent && (d == UInt8(ascii: "-") || d == UInt8(ascii: "+"))) else { break }
          j += 1
        }
        result += bytes[i..<j]
        if isFraction, bytes[j - 1] != UInt8(ascii: "f") { result.append(UInt8(ascii: "f")) }
      } else {
        while j < bytes.count, isWord(bytes[j]) { j += 1 }
        let word = bytes[i..<j]
        result += word.elementsEqual("double".utf8) ? Array("float".utf8) : Array(word)
      }
      i = j
    }
    return String(decoding: result, as: UTF8.self)
  }
}
