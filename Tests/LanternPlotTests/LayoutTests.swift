import Testing

@testable import LanternFigure

/// The places that matplotlib 3.11 gives the axes of such figures, in points from the upper left corner.
@Suite struct LayoutTests {
  private func expect(_ figure: Figure, _ boxes: [[Double]], _ name: Comment, within tolerance: Double = 0.06) {
    let found = PageLayout(figure).axes.map {
      [$0.transform.box.left, $0.transform.box.top, $0.transform.box.right, $0.transform.box.bottom]
    }
    #expect(found.count == boxes.count)
    for (index, (a, b)) in zip(found, boxes).enumerated() {
      #expect(zip(a, b).allSatisfy { abs($0 - $1) < tolerance }, "\(name) \(index): \(a), not \(b)")
    }
  }

  @Test func tightGrid() {
    let figure = Figure(layout: .tight)
    for (i, axes) in figure.subplots(2, 2).joined().enumerated() {
      axes.plot([0, 10], [0, 10_000 * Double(i + 1)])
      axes.title("number \(i)")
      axes.xlabel("across")
      axes.ylabel("up")
    }
    expect(
      figure,
      [[64.2, 26.16, 221.219, 136.4], [289.2, 26.16, 446.219, 136.4], [64.2, 193.56, 221.219, 303.8], [289.2, 193.56, 446.219, 303.8]],
      "tight")
  }

  @Test func tightWithTitleAndBar() {
    let figure = Figure(layout: .tight)
    let grid = figure.subplots(1, 2)
    figure.suptitle("both")
    grid[0][0].plot([0, 1], [0, 20_000])
    figure.colorbar(grid[0][1].imshow([[0.0, 1], [2, 3]]), ax: grid[0][1])
    expect(figure, [[50.2, 37.64, 221.17, 317.8], [267.23, 109.33, 404.01, 246.11], [412.56, 37.64, 426.57, 317.8]], "tight with a bar")
  }

  @Test func constrainedPictures() {
    let figure = Figure(figsize: (8, 3.5), layout: .constrained)
    let grid = figure.subplots(1, 2)
    for (i, axes) in grid[0].enumerated() {
      let rows = (0..<10).map { y in (0..<10).map { x in Double(y + x * (i + 1)) } }
      axes.title("image \(i)")
      figure.colorbar(axes.imshow(rows), ax: axes)
    }
    figure.suptitle("both")
    expect(
      figure,
      [
        [46.813, 36.604, 242.209, 232], [334.813, 36.604, 530.209, 232], [254.17, 36.604, 263.939, 232], [542.17, 36.604, 551.939, 232],
      ],
      "pictures")
  }

  @Test func constrainedBarsOfSeveralAxes() {
    let figure = Figure(layout: .constrained)
    let grid = figure.subplots(2, 2)
    for (i, axes) in grid.joined().enumerated() {
      if i > 0 { axes.plot([0, 10], [0, 1000 * Double(i + 1)]) }
      axes.title("dip")
    }
    let image = grid[0][0].imshow([[0.0, 1], [2, 3]])
    figure.colorbar(image, ax: grid[0][0], orientation: "horizontal")
    figure.colorbar(image, axs: [grid[0][1], grid[1][1]])
    expect(
      figure,
      [
        [58.97, 18.36, 177.59, 136.97], [242.94, 18.36, 407.66, 136.97], [35.92, 206.99, 200.64, 325.6], [242.94, 206.99, 407.66, 325.6],
        [35.92, 160.39, 200.64, 168.63], [419.27, 18.36, 434.63, 325.6],
      ], "several")
  }

  @Test func constrainedSpan() {
    let figure = Figure(layout: .constrained)
    figure.addSubplot(2, 2, 1...2).plot([1, 3, 2])
    figure.addSubplot(2, 2, 3).ylabel("y")
    figure.addSubplot(2, 2, 4).xlabel("x")
    expect(figure, [[39.84, 3, 449.88, 143.9], [39.84, 170.7, 226.48, 311.6], [263.24, 170.7, 449.88, 311.6]], "span")
  }
}
