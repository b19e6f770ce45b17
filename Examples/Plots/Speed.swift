import LanternPlot

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Times a line of 1,000 points and a million scattered points to PNG bytes; `Scripts/plots/speed.py` times matplotlib beside it.
func measureSpeed() throws {
  func seconds(_ body: () throws -> Void) rethrows -> Double {
    var (start, end) = (timespec(), timespec())
    clock_gettime(CLOCK_MONOTONIC, &start)
    try body()
    clock_gettime(CLOCK_MONOTONIC, &end)
    return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) * 1e-9
  }
  let x = linspace(0, 10, 1000)
  let y = x.map { sin($0) }
  func line() throws {
    let figure = Figure()
    figure.gca().plot(x, y)
    _ = try figure.png()
  }
  print("first", try seconds(line) * 1000, "ms")
  print("line", try (0..<30).map { _ in try seconds(line) }.min()! * 1000, "ms")
  var random = Numbers(1)
  let (a, b, c) = (random.uniform(1_000_000), random.uniform(1_000_000), random.uniform(1_000_000))
  for (name, draw) in [
    ("scatter", { (axes: Axes) in axes.scatter(a, b) }), ("scatter alpha", { axes in axes.scatter(a, b, alpha: 0.3) }),
    ("scatter colours", { axes in _ = axes.scatter(a, b, s: 4, c: c) }), ("line 10^6", { axes in axes.plot(a.sorted(), b) }),
  ] {
    let times = try (0..<3).map { _ in
      try seconds {
        let figure = Figure()
        draw(figure.gca())
        _ = try figure.png()
      }
    }
    print(name, times.min()!, "s")
  }
}
