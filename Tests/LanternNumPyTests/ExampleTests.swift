import Lantern
import LanternNumPy
import NumPyExamples
import Testing

/// The example programs give what their Python twins give.
@Suite struct ExampleTests {
  @Test func kMeansFindsTheCenters() {
    let rng = np.random.defaultRng(1)
    let x = np.concatenate([np.array([0.0, 0]), np.array([5.0, 5]), np.array([0.0, 5])].map { rng.normal(0, 1, [50, 2]) + $0 })
    let centers = kMeans(x, 3, steps: 10, np.random.defaultRng(2))
    #expect(np.allclose(centers, np.array([[-0.016939360188027937, -0.13028488235786626], [4.868766974186335, 4.9838074027809975], [-0.30625695926134594, 4.984284702278693]])))
  }

  @Test func fewSingularValuesKeepTheImage() {
    let image = rings(64), error = { (rank: Int) in np.linalg.norm(compressed(image, rank: rank) - image) / np.linalg.norm(image) }
    #expect(np.allclose(np.stack([1, 4, 8, 16].map(error)), [0.8493171042389375, 0.4946287093325877, 0.1611806673531453, 4.983227555378774e-05]))
    #expect(np.allclose(compressed(image, rank: 64), image))
  }

  @Test func gliderFlies() {
    let world = np.zeros([8, 8], dtype: .uint8)
    for (i, j) in [(0, 1), (1, 2), (2, 0), (2, 1), (2, 2)] { world[i, j] = 1 }
    let later = (0..<4).reduce(world) { world, _ in nextGeneration(world) }
    #expect(np.arrayEqual(later, np.roll(world, [1, 1], axis: [0, 1])))
  }

  @Test func aRandomWorldGrowsAsInPython() {
    var world = np.random.RandomState(3).randint(2, size: [32, 32], dtype: .uint8)
    for _ in 0..<20 { world = nextGeneration(world) }
    #expect(world.sum().item(Int.self) == 123)
    #expect((world * np.arange(1024).reshape(32, 32)).sum().item(Int.self) == 54104)
  }
}
