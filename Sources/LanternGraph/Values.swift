import Lantern

/// What can be fed to a placeholder or made a constant: a tensor, a Swift number or truth value, or an array of such things.
public protocol GraphValue: Sendable {
  /// The value with all its digits.
  func exactTensor() throws(TensorError) -> Tensor
  /// The dtype that a constant of this value has when none is asked for; `nil` for a tensor, which keeps its own.
  static var constantDType: DType? { get }
  /// The value where it is a tensor already.
  var tensorItself: Tensor? { get }
}

extension GraphValue {
  /// No tensor.
  public var tensorItself: Tensor? { nil }
}

extension Tensor: GraphValue {
  /// The tensor itself.
  public func exactTensor() throws(TensorError) -> Tensor {
    if isInvalid { try checkTensorErrors() }
    return self
  }
  /// A tensor keeps its dtype.
  public static var constantDType: DType? { nil }
  /// Itself.
  public var tensorItself: Tensor? { self }
}

extension GraphValue where Self: TensorElement {
  /// The number as a 0-d tensor.
  public func exactTensor() throws(TensorError) -> Tensor { Tensor([self], shape: []) }
  /// The number's own dtype.
  public static var constantDType: DType? { dtype }
}
extension Bool: GraphValue {}
extension Int: GraphValue {}
extension Int32: GraphValue {}
extension Int64: GraphValue {}
extension UInt8: GraphValue {}
extension Float: GraphValue {}
extension Double: GraphValue {
  /// The default float type.
  public static var constantDType: DType? { .default }
}

extension Array: GraphValue where Element: GraphValue {
  /// The elements along a new first axis.
  public func exactTensor() throws(TensorError) -> Tensor {
    func flat<E: TensorElement>(_: E.Type) -> Tensor { Tensor(self as! [E], shape: [count]) }
    if let element = Element.self as? any TensorElement.Type { return flat(element) }
    guard !isEmpty else { return Tensor.zeros([0], dtype: Element.constantDType ?? .default) }
    var rows: [Tensor] = []
    for element in self { rows.append(try element.exactTensor()) }
    for row in rows where row.shape != rows[0].shape {
      throw TensorError(
        .shape, op: "feed", "setting an array element with a sequence: rows of shapes \(rows[0].shape.listed) and \(row.shape.listed)",
        hint: "All rows of an array need the same length.")
    }
    return Tensor.stack(rows)
  }
  /// The elements' dtype.
  public static var constantDType: DType? { Element.constantDType }
}

/// Values for placeholders: `[x: data, rate: 0.1]`. Any other symbol may be given a value, too, which is then not computed.
public struct Feed: ExpressibleByDictionaryLiteral, Sendable {
  private var pairs: [(key: Tensor, value: any GraphValue)] = []

  /// The pairs of a dictionary literal; of two values for one symbol the last one counts.
  public init(dictionaryLiteral pairs: (Tensor, any GraphValue)...) { self.pairs = pairs }
  /// Nothing fed.
  public init() {}
  init(keys: [Tensor], tensors: [Tensor]) { for (key, tensor) in zip(keys, tensors) { pairs.append((key, tensor)) } }

  var count: Int { pairs.count }
  var keys: [Tensor] { pairs.map(\.key) }
  @inline(__always) func key(_ k: Int) -> Tensor { pairs[k].key }
  @inline(__always) func value(_ k: Int) -> any GraphValue { pairs[k].value }
  /// The value where it is a tensor.
  @inline(__always) func tensor(_ k: Int) -> Tensor? { pairs[k].value.tensorItself }

  /// Adds or replaces a value.
  public subscript(key: Tensor) -> (any GraphValue)? {
    get { pairs.last { $0.key === key }?.value }
    set {
      pairs.removeAll { $0.key === key }
      if let newValue { pairs.append((key, newValue)) }
    }
  }

  /// Whether a value can be used as it is.
  func isReady(_ k: Int) -> Bool {
    guard let tensor = tensor(k) else { return false }
    return tensor.canStand(for: key(k))
  }
}

extension Feed {
  /// The tensor that `value` is for the symbol `key`: of its dtype and of a shape that fits.
  static func fit(_ value: any GraphValue, to key: Tensor) throws(TensorError) -> Tensor {
    var tensor = try value.exactTensor()
    let name = key.symbol?.name ?? "?"
    if tensor.isSymbolic {
      throw TensorError(
        .graph, op: "run", "The value of a feed cannot be a tf.Tensor object: \(tensor) was fed for Tensor \(name)",
        hint: "Feed numbers: run the symbol first.")
    }
    if tensor.shape != key.shape, !tensor.shape.fits(key.shape) {
      throw TensorError(
        .shape, op: "run",
        "Cannot feed value of shape \(tensor.shape.tupleDescription) for Tensor \(name), which has shape \(key.shape.tupleDescription)")
    }
    guard tensor.dtype != key.dtype else { return tensor }
    if tensor.dtype.isComplex, !key.dtype.isComplex {
      throw TensorError(
        .dtype, op: "run", "Cannot feed value of dtype \(tensor.dtype) for Tensor \(name), which has dtype \(key.dtype)",
        hint: "Feed the real or the imaginary part.")
    }
    if let number = value as? Int, Scalar.int(number).leaves(key.dtype) {
      throw TensorError(
        .dtype, op: "run", "Type of feed value \(number) is not compatible with Tensor type \(key.dtype) of \(name).",
        hint: "Try explicitly setting the type of the feed tensor to a larger type (e.g. int64).")
    }
    tensor = tensor.to(key.dtype)
    return tensor
  }
}

extension Scalar {
  /// Whether a whole number does not fit a whole dtype.
  fileprivate func leaves(_ dtype: DType) -> Bool {
    guard dtype.isInteger, case .int(let value) = self, dtype != .int64, dtype != .uint64 else {
      return dtype == .uint64 && intValue < 0
    }
    let bits = dtype.itemSize * 8
    return dtype.isSigned ? value < -(1 << (bits - 1)) || value >= 1 << (bits - 1) : value < 0 || value >= 1 << bits
  }
}
