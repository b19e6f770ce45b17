import Lantern
import LanternNumPy

/// Groups points, the rows of `x`, around `k` centers: each point belongs to the nearest one, each center moves to the mean of its points.
///
/// ```python
/// def k_means(x, k, steps, rng):
///     centers = rng.choice(x, k, replace=False)
///     for _ in range(steps):
///         label = ((x[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)
///         centers = np.stack([x[label == j].mean(axis=0) for j in range(k)])
///     return centers
/// ```
public func kMeans(_ x: NDArray, _ k: Int, steps: Int, _ rng: np.random.Generator) -> NDArray {
  var centers = rng.choice(x, k, replace: false)
  for _ in 0..<steps {
    let label = ((x[.all, .newAxis] - centers) ** 2).sum(axis: 2).argmin(axis: 1)
    centers = np.stack((0..<k).map { x[label .== $0].mean(axis: 0) })
  }
  return centers
}
