extension Axes {
  /// A second y axis, on the right, over the same x axis. Mirrors `twinx`.
  /// ```swift
  /// let axes = Figure().gca()
  /// axes.plot([1, 2, 3], label: "loss")
  /// let right = axes.twinx()
  /// right.plot([0.5, 0.7, 0.9], "C1", label: "accuracy")
  /// right.ylabel("accuracy")
  /// ```
  public func twinx() -> Axes { twin(sharesX: true) }

  /// A second x axis, on top, over the same y axis. Mirrors `twiny`.
  public func twiny() -> Axes { twin(sharesX: false) }

  private func twin(sharesX: Bool) -> Axes {
    guard let figure else { return self }
    let twin = figure.add(.over(self), shareX: sharesX ? self : nil, shareY: sharesX ? nil : self)
    twin.change { model in
      model.hasBackground = false
      (model.x.grid, model.y.grid) = (nil, nil)
      if sharesX {
        (model.x.showsTicks, model.x.showsLabels, model.y.isOpposite) = (false, false, true)
      } else {
        (model.y.showsTicks, model.y.showsLabels, model.x.isOpposite) = (false, false, true)
      }
    }
    return twin
  }
}
