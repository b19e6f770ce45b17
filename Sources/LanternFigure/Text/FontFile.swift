import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// DejaVu Sans on this machine, opened with FreeType.
///
/// To be used by one thread at a time.
final class FontFile {
  typealias Face = OpaquePointer

  private struct Functions: @unchecked Sendable {
    // Bound once and never changed; every `FontFile` has a FreeType library object of its own.
    let initialize: @convention(c) (UnsafeMutablePointer<OpaquePointer?>?) -> Int32
    let finish: @convention(c) (OpaquePointer?) -> Int32
    let open: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int, UnsafeMutablePointer<OpaquePointer?>?) -> Int32
    let close: @convention(c) (OpaquePointer?) -> Int32
    let glyphIndex: @convention(c) (OpaquePointer?, UInt) -> UInt32

    init() throws {
      let library = try SharedLibrary(
        ["libfreetype.so.6"], op: "savefig", purpose: "text needs the FreeType library", remedy: "apt install libfreetype6")
      initialize = try library.function("FT_Init_FreeType")
      finish = try library.function("FT_Done_FreeType")
      open = try library.function("FT_New_Face")
      close = try library.function("FT_Done_Face")
      glyphIndex = try library.function("FT_Get_Char_Index")
    }

    static let loaded = Result { try Functions() }
  }

  private let functions: Functions
  private let library: OpaquePointer
  let face: Face

  /// The folders distributions put DejaVu Sans in, the user's first.
  private static var folders: [String] {
    let home = FileOutput.environment("HOME").map { ["\($0)/.local/share/fonts", "\($0)/.fonts"] } ?? []
    return home + [
      "/usr/local/share/fonts", "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu-sans-fonts", "/usr/share/fonts/dejavu",
      "/usr/share/fonts/TTF", "/usr/share/fonts/truetype", "/usr/share/fonts/ttf-dejavu", "/usr/share/fonts",
    ]
  }

  /// Opens the font, or `nil` where FreeType or the file is missing: then cairo's own fonts stand in.
  init?() {
    guard let functions = try? Functions.loaded.get() else { return nil }
    guard let path = Self.folders.map({ $0 + "/DejaVuSans.ttf" }).first(where: { access($0, R_OK) == 0 }) else { return nil }
    var library: OpaquePointer?
    guard functions.initialize(&library) == 0, let library else { return nil }
    var face: OpaquePointer?
    guard functions.open(library, path, 0, &face) == 0, let face else {
      _ = functions.finish(library)
      return nil
    }
    self.functions = functions
    self.library = library
    self.face = face
  }

  deinit {
    _ = functions.close(face)
    _ = functions.finish(library)
  }

  func glyph(_ scalar: Unicode.Scalar) -> UInt32 { functions.glyphIndex(face, UInt(scalar.value)) }
}
