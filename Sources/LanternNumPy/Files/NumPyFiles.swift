import Lantern
import LanternIO

// Files of arrays.

extension np {
  /// Saves an array to a file, to whose name `.npy` is added where it has none. The bytes are those that NumPy writes; the file appears whole
  /// or not at all. Throws a `TensorError` of kind `file` that says why it cannot be written. Mirrors `numpy.save`.
  ///
  /// ```swift
  /// try np.save("a.npy", np.arange(3))
  /// print(try np.load("a.npy"))  // [0 1 2]
  /// ```
  public static func save(_ path: String, _ a: NDArray) throws(TensorError) { try Npy.save(a.tensor, to: ending(path, ".npy")) }

  /// How `np.load` maps a file.
  public enum MmapMode: String, Sendable {
    /// Pages are read when they are touched; changes stay in this process and never reach the file.
    case copyOnWrite = "c"
  }

  /// Reads an array that NumPy saved (`.npy`), all at once or, with `mmapMode: .copyOnWrite`, when its pages are touched. Arrays of Python
  /// objects are refused, and so are texts and records. For archives (`.npz`) see `loadz`. Mirrors `numpy.load`.
  public static func load(_ path: String, mmapMode: MmapMode? = nil) throws(TensorError) -> NDArray {
    NDArray(try Npy.load(path, mapped: mmapMode != nil))
  }

  /// Saves arrays to one file under the names `arr_0`, `arr_1`, …; `.npz` is added to its name where it has none. Mirrors `numpy.savez`.
  public static func savez(_ path: String, _ arrays: NDArray...) throws(TensorError) {
    try archive(path, numbered(arrays), compressed: false)
  }
  /// Saves arrays to one file under their names, in alphabetical order. Mirrors `numpy.savez`.
  public static func savez(_ path: String, _ arrays: [String: NDArray]) throws(TensorError) {
    try archive(path, named(arrays), compressed: false)
  }
  /// Saves arrays to one compressed file under the names `arr_0`, `arr_1`, … Throws where the system has no zlib. Mirrors
  /// `numpy.savez_compressed`.
  public static func savezCompressed(_ path: String, _ arrays: NDArray...) throws(TensorError) {
    try archive(path, numbered(arrays), compressed: true)
  }
  /// Saves arrays to one compressed file under their names, in alphabetical order. Mirrors `numpy.savez_compressed`.
  public static func savezCompressed(_ path: String, _ arrays: [String: NDArray]) throws(TensorError) {
    try archive(path, named(arrays), compressed: true)
  }

  /// The arrays of a `.npz` file, each read when it is asked for. Mirrors `numpy.lib.npyio.NpzFile`.
  ///
  /// ```swift
  /// try np.savez("data.npz", ["x": np.arange(3)])
  /// let file = try np.loadz("data.npz")
  /// print(file.files, try file.array("x"))  // ["x"] [0 1 2]
  /// ```
  public struct NpzFile: Sendable {
    private let file: Npz
    fileprivate init(_ file: Npz) { self.file = file }

    /// The names of the arrays, in the order of the file. Mirrors `files`.
    public var files: [String] { file.names }
    /// Reads an array. Throws a `TensorError` when there is none of that name, or it is damaged. Mirrors `npz["name"]`.
    public func array(_ name: String) throws(TensorError) -> NDArray { NDArray(try file.tensor(name)) }
    /// Reads all arrays. Mirrors `dict(npz)`.
    public func arrays() throws(TensorError) -> [String: NDArray] { try file.tensors().mapValues { NDArray($0) } }
  }

  /// Opens a file of several arrays, of which those that are compressed may unpack to at most `limit` bytes. Mirrors `numpy.load`.
  public static func loadz(_ path: String, limit: Int = Npz.defaultLimit) throws(TensorError) -> NpzFile {
    NpzFile(try Npz(path, limit: limit))
  }

  private static func ending(_ path: String, _ suffix: String) -> String { path.hasSuffix(suffix) ? path : path + suffix }
  private static func numbered(_ arrays: [NDArray]) -> [(String, Tensor)] {
    arrays.enumerated().map { ("arr_\($0.offset)", $0.element.tensor) }
  }
  private static func named(_ arrays: [String: NDArray]) -> [(String, Tensor)] {
    arrays.sorted { $0.key < $1.key }.map { ($0.key, $0.value.tensor) }
  }
  private static func archive(_ path: String, _ arrays: [(String, Tensor)], compressed: Bool) throws(TensorError) {
    try Npz.save(arrays, to: ending(path, ".npz"), compressed: compressed)
  }
}
