import Lantern
import LanternNumPy

/// The nearest image of a given rank: what remains of the singular value decomposition when only the largest values stay.
///
/// ```python
/// def compressed(image, rank):
///     u, s, vh = np.linalg.svd(image, full_matrices=False)
///     return np.dot(u[:, :rank] * s[:rank], vh[:rank])
/// ```
public func compressed(_ image: NDArray, rank: Int) -> NDArray {
  let (u, s, vh) = np.linalg.svd(image, fullMatrices: false)
  return np.dot(u[.all, 0..<rank] * s[0..<rank], vh[0..<rank])
}

/// An image to compress: rings around a bright corner.
///
/// ```python
/// def rings(n):
///     y, x = np.mgrid[0:n, 0:n] / n
///     return np.cos(40 * np.hypot(x, y)) / (1 + 5 * x * y)
/// ```
public func rings(_ n: Int) -> NDArray {
  let grid = np.mgrid(0..<n, 0..<n) / n, (y, x) = (grid[0], grid[1])
  return np.cos(40 * np.hypot(x, y)) / (1 + 5 * x * y)
}
