import Lantern
import LanternNumPy

/// The next generation of Conway's Game of Life on a torus of ones and zeros.
///
/// ```python
/// def next_generation(world):
///     n = sum(np.roll(world, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)) - world
///     return ((n == 3) | ((n == 2) & (world == 1))).astype(np.uint8)
/// ```
public func nextGeneration(_ world: NDArray) -> NDArray {
  let n = [-1, 0, 1].flatMap { i in [-1, 0, 1].map { j in np.roll(world, [i, j], axis: [0, 1]) } }.reduce(-world, +)
  return ((n .== 3) | ((n .== 2) & (world .== 1))).astype(.uint8)
}
