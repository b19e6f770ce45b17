/// What the laws of the test suite try an operation on. An operation without samples fails the suite.
package enum Samples: Sendable {
  /// Numbers from a range, for operations that work element by element.
  case domain(ClosedRange<Double>)
  /// Inputs of these shapes with these attributes.
  case custom([Sample])
  /// The same, for operations that take or give complex numbers only: laws of their own try them.
  case complex([Sample])
  /// Only ever applied in place, or by the engine; has tests of its own.
  case inPlaceOnly
  /// None: the suite fails.
  case none

  /// Any numbers.
  package static let unary = Samples.domain(-3...3)
  /// Numbers for operations that are only smooth above zero.
  package static let positive = Samples.domain(0.2...3)
}

/// One call that the laws are tried on.
package struct Sample: Sendable {
  /// The shapes of the inputs.
  package let shapes: [[Int]]
  package let attributes: Attributes
  /// The range of each input's numbers; the last one serves all further inputs.
  package let ranges: [ClosedRange<Double>]
  /// Inputs that are positions along an axis: input number -> how many positions.
  package let positions: [Int: Int]
  /// Whether positions must not repeat along the last axis: of several numbers put in one place only one stays.
  package let isDistinct: Bool
  /// Inputs that are truth values.
  package let masks: Set<Int>

  package init(
    _ shapes: [[Int]], _ attributes: Attributes = .none, ranges: [ClosedRange<Double>] = [-2...2], positions: [Int: Int] = [:],
    isDistinct: Bool = false, masks: Set<Int> = []
  ) {
    self.shapes = shapes
    self.attributes = attributes
    self.ranges = ranges
    self.positions = positions
    self.isDistinct = isDistinct
    self.masks = masks
  }
}

extension Op {
  /// Every operation there is.
  package static let all: [Op] = [
    copies, arithmetic, exponentials, trigonometry, rounding, activations, activationSlopes, special, lossElements, classLosses, choosing,
    tests, bits, views, reductions, indexing, indexedRows, scattering,
    [maskedFill, alias],
    joining, matrixProducts, softmaxes, statistics, cumulative, rearranging, sorting, selections, groupings, searching, solving, symbolic,
    draws, [bernoulli],
    convolutions, resamplings, poolings, paddings, standardizations, layerNorms, attentions, attachments,
    linearSystems, factorizations, spectral, matrixFunctions, distances, addedProducts,
    complexNumbers, fourier,
  ].flatMap { $0 }
}
