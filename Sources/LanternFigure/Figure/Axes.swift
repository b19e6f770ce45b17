import LanternSupport

/// What plots can be drawn into: an `Axes`, or `plt`, whose calls go to the current axes of the current figure.
///
/// Every kind of plot is one method here, so that the object's and pyplot's calls are the same.
/// ```swift
/// func draw(into plotter: some Plotter) { plotter.plot([1, 4, 9]) }
/// draw(into: plt)
/// draw(into: Figure().gca())
/// ```
public protocol Plotter: Sendable {
  /// The axes that calls go to.
  var currentAxes: Axes { get }
}

/// One coordinate system in a figure: lines, points and texts with their axes, title and legend. Mirrors `matplotlib.axes.Axes`.
///
/// Every method may be called from any thread. A mistake (columns of different lengths, an unknown colour) changes nothing and is
/// thrown by the figure's `savefig`.
/// ```swift
/// let figure = Figure()
/// let axes = figure.addSubplot(1, 1, 1)
/// axes.plot([0, 1, 2], [0, 1, 4], "r-", label: "squares")
/// axes.legend()
/// try figure.savefig("squares.svg")
/// ```
public final class Axes: Plotter {
  private let model: Locked<AxesModel>
  private let owner: FigureLink

  /// The figure of an axes, which outlives its drawing but is not kept alive by it.
  struct FigureLink: @unchecked Sendable {
    // Written once, before the axes is shared.
    weak var figure: Figure?
  }

  init(_ model: AxesModel, in figure: Figure?) {
    self.model = Locked(model)
    owner = FigureLink(figure: figure)
  }

  /// The axes itself.
  public var currentAxes: Axes { self }

  /// The figure the axes stands in.
  public var figure: Figure? { owner.figure }

  /// A copy of everything there is to draw.
  var snapshot: AxesModel { model.withLock { $0 } }

  /// Changes the model; a thrown error leaves it as it was and is remembered.
  func change(_ body: (inout AxesModel) throws -> Void) {
    model.withLock { current in
      var next = current
      do {
        try body(&next)
        current = next
      } catch let error as TensorError {
        if current.firstError == nil { current.firstError = error }
      } catch {
        if current.firstError == nil { current.firstError = mistake(.argument, "plot", "\(error)") }
      }
    }
  }

  /// Changes an axis here and in all axes that share it.
  func changeAxis(_ isX: Bool, _ body: (inout AxisModel) throws -> Void) {
    let own = snapshot
    let sharing = owner.figure?.axes.filter { isX ? $0.snapshot.shareX == own.shareX : $0.snapshot.shareY == own.shareY } ?? []
    for axes in sharing.isEmpty ? [self] : sharing {
      axes.change { model in if isX { try body(&model.x) } else { try body(&model.y) } }
    }
  }

  /// Notes a mistake found outside of the model.
  func remember(_ error: any Error) { change { _ in throw error } }

  /// The first mistake of a plotting call, or `nil`.
  public var firstError: TensorError? { model.withLock { $0.firstError } }

  /// Removes everything: artists, limits, texts and remembered mistakes. Mirrors `cla`.
  public func clear() {
    model.withLock { $0 = AxesModel(placement: $0.placement, theme: $0.theme, shareX: $0.shareX, shareY: $0.shareY) }
  }

  /// The limits in force, with those of the axes that share them.
  var view: (x: ClosedInterval, y: ClosedInterval) {
    let own = snapshot
    return Figure.views([own] + (owner.figure?.axes.filter { $0 !== self }.map(\.snapshot) ?? []))[0]
  }
}
