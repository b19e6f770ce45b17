import CKernels
import Foundation
import Lantern
import LanternNumPy
import Testing

@testable import LanternIO

/// Text tables as NumPy reads and writes them, recorded by `Scripts/goldens/text_files.py`.
struct TextFiles: Decodable {
  struct Array: Decodable {
    let dtype: String
    let shape: [Int]
    let elements: Data

    func tensor() throws -> Tensor {
      let dtype = try #require(DType(named: dtype))
      let tensor = try Tensor(empty: Shape(shape), dtype: dtype)
      try tensor.fill(from: SourceStream(MemorySource([UInt8](elements)), 0..<elements.count))
      return tensor
    }
  }
  struct Column: Decodable {
    let name: String
    let array: Array
  }
  struct ReadOptions: Decodable {
    let usecols: [Int]?
    let skiprows, skip_header, skip_footer, max_rows, ndmin: Int?
    let unpack, invalid_raise, loose: Bool?
    let delimiter, quotechar: String?
    let comments, missing_values: [String]?
    let filling_values: Double?
    let names: Names?
    enum Names: Decodable {
      case firstLine
      case list([String])
      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        self = (try? value.decode([String].self)).map { .list($0) } ?? .firstLine
      }
    }
  }
  struct Read: Decodable {
    let function, text: String
    let dtype: String?
    let options: ReadOptions
    let error: Bool?
    let array: Array?
    let columns: [Column]?
  }
  struct WriteOptions: Decodable {
    let fmt: Formats?
    let delimiter, newline, header, footer, comments: String?
    enum Formats: Decodable {
      case one(String)
      case list([String])
      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        self = try (try? value.decode([String].self)).map { .list($0) } ?? .one(value.decode(String.self))
      }
    }
  }
  struct Write: Decodable {
    let array: Array
    let options: WriteOptions
    let text: String?
  }
  let reads: [Read]
  let writes: [Write]

  static let recorded: TextFiles = {
    do {
      let url = try #require(Bundle.module.url(forResource: "text-files", withExtension: "json", subdirectory: "Golden"))
      return try JSONDecoder().decode(TextFiles.self, from: Data(contentsOf: url))
    } catch { fatalError("text-files.json: \(error)") }
  }()
}

@Suite(.serialized) struct TextTests {
  private static func check(_ found: NDArray, _ wanted: TextFiles.Array, _ comment: String) throws {
    #expect(found.dtype.name == wanted.dtype && Array(found.shape) == wanted.shape, "\(comment): \(found.dtype) \(found.shape)")
    guard Array(found.shape) == wanted.shape, found.dtype.name == wanted.dtype else { return }
    let (a, b) = (found, NDArray(try wanted.tensor()))
    if a.dtype.isFloatingPoint {
      #expect(np.arrayEqual(np.isnan(a), np.isnan(b)), "\(comment): \(a)")
      // Signs of zeros, too.
      #expect(try elementBytes(np.nanToNum(a, nan: 0).tensor) == elementBytes(np.nanToNum(b, nan: 0).tensor), "\(comment): \(a)")
    } else if a.dtype.isComplex {
      #expect(np.str(a) == np.str(b), "\(comment)")
    } else {
      #expect(np.arrayEqual(a, b), "\(comment): \(a)")
    }
  }

  @Test func readsWhatNumPyReads() throws {
    try withFolder { folder in
      let path = "\(folder)/t.txt"
      for read in TextFiles.recorded.reads {
        try write(Array(read.text.utf8), path)
        let o = read.options
        let dtype = read.dtype.flatMap { DType(named: $0) }
        let comment = "\(read.function) \(read.text.debugDescription) \(read.dtype ?? "any") \(o)"
        let (delimiter, quote) = (o.delimiter?.first, o.quotechar?.first)
        func array() throws -> NDArray {
          if read.function == "loadtxt" {
            return try np.loadtxt(
              path, dtype: try #require(dtype), comments: o.comments ?? ["#"], delimiter: delimiter, skiprows: o.skiprows ?? 0,
              usecols: o.usecols, unpack: o.unpack ?? false, ndmin: o.ndmin ?? 0, maxRows: o.max_rows, quotechar: quote)
          }
          return try np.genfromtxt(
            path, dtype: try #require(dtype), delimiter: delimiter, skipHeader: o.skip_header ?? 0, skipFooter: o.skip_footer ?? 0,
            missingValues: o.missing_values ?? [], fillingValues: o.filling_values, usecols: o.usecols, unpack: o.unpack ?? false,
            loose: o.loose ?? true, invalidRaise: o.invalid_raise ?? true, maxRows: o.max_rows, ndmin: o.ndmin ?? 0)
        }
        do {
          if let columns = read.columns {
            let names: np.ColumnNames =
              switch try #require(o.names) {
              case .firstLine: .firstLine
              case .list(let list): .list(list)
              }
            let table = try np.genfromtxt(
              path, names: names, dtype: dtype, delimiter: delimiter, skipHeader: o.skip_header ?? 0, usecols: o.usecols)
            #expect(table.names == columns.map(\.name), "\(comment)")
            for column in columns { try Self.check(try table[column.name], column.array, "\(comment), \(column.name)") }
          } else if let wanted = read.array {
            try Self.check(try array(), wanted, comment)
          } else {
            #expect(throws: TensorError.self, "\(comment)") { try array() }
          }
        } catch { Issue.record("\(comment): \(error)") }
      }
    }
    #expect(TextFiles.recorded.reads.count > 250)
  }

  @Test func writesWhatNumPyWrites() throws {
    for recorded in TextFiles.recorded.writes {
      let o = recorded.options
      var style = TextStyle(
        delimiter: o.delimiter ?? " ", newline: o.newline ?? "\n", header: o.header ?? "", footer: o.footer ?? "",
        comments: o.comments ?? "# ")
      switch o.fmt {
      case .one(let format)?: style.formats = [format]
      case .list(let formats)?: style.formats = formats
      case nil: break
      }
      // NumPy counts the sign of %% among the formats, and takes a list of one format for one column only, as np.savetxt does here.
      var isMore = recorded.text == nil && style.formats.contains { $0.contains("%%") }
      if case .list(let formats)? = o.fmt, formats.count == 1 {
        isMore = true
        let array = NDArray(try recorded.array.tensor())
        #expect(try tensorError { try np.savetxt("/dev/null", array, fmt: formats) }.kind == .argument)
      }
      do {
        let text = try TextTable.text(try recorded.array.tensor(), style: style)
        #expect(isMore || text == recorded.text, "\(style): \(text.debugDescription) \(recorded.text.debugDescription)")
      } catch { #expect(recorded.text == nil, "\(o): \(error)") }
    }
  }

  @Test(
    arguments: [
      ("1 2\n3 x\n", TextOptions(), DType.float64, "could not convert string 'x' to float64 at line 2, column 2"),
      ("# c\n\n1,2\n3,\n", TextOptions(delimiter: ","), .float64, "could not convert string '' to float64 at line 4, column 2"),
      ("1 2\n3 4.5\n", TextOptions(), .int64, "could not convert string '4.5' to int64 at line 2, column 2"),
      ("1 2\n3\n", TextOptions(), .float64, "the number of columns changed from 2 to 1 at line 2"),
      ("1 2\n", TextOptions(columns: [5]), .float64, "invalid column index 5 at line 1 with 2 columns"),
      ("1 2\n", TextOptions(columns: [-3]), .float64, "invalid column index -3 at line 1"),
      ("1 2\n", TextOptions(columns: [.min]), .float64, "invalid column index -9223372036854775808"),
      (String(repeating: "x", count: 100), TextOptions(), .float64, "'\(String(repeating: "x", count: 60))…'"),
    ])
  func errorsNameLineAndColumn(_ text: String, _ options: TextOptions, _ dtype: DType, _ message: String) throws {
    let error = try tensorError { _ = try TextTable.load(text: Array(text.utf8), dtype: dtype, options: options) }
    #expect(error.kind == .file && error.message.contains(message), "\(error)")
  }

  @Test func absentColumnsAreNamedWhereValuesMayBeMissing() throws {
    let error = try tensorError {
      _ = try TextTable.load(text: Array("1 2\n".utf8), options: TextOptions(columns: [5]), missing: MissingValues())
    }
    #expect(error.message.contains("invalid column index 5 at line 1 with 2 columns"), "\(error)")
  }

  @Test func optionsAreChecked() throws {
    for options in [
      TextOptions(delimiter: "é"), TextOptions(delimiter: "\n"), TextOptions(comments: [""]), TextOptions(delimiter: "#"),
      TextOptions(skipRows: -1), TextOptions(skipFooter: -1), TextOptions(maxRows: -1), TextOptions(delimiter: ",", quote: ","),
      TextOptions(delimiter: "\r\n"), TextOptions(quote: "\r"),
    ] { #expect(try tensorError { _ = try TextTable.load(text: [0x31], options: options) }.kind == .argument) }
    #expect(try tensorError { _ = try np.loadtxt("/dev/null", ndmin: 3) }.message.contains("ndmin"))
    #expect(try tensorError { _ = try np.genfromtxt("/dev/null", names: .list(["a"]))["b"] }.message == "no field of name b")
  }

  @Test func selectedColumnsOfNothing() throws {
    for dtype in [nil, DType.int64] {
      let table = try TextTable.columns(text: [], names: ["a", "b", "c"], dtype: dtype, options: TextOptions(columns: [1]))
      #expect(table.names == ["b"] && table.columns.map(\.shape) == [[0]])
    }
  }

  /// Digits of every length, and numbers in the middle between two doubles, against the C library.
  @Test func numbersAreTheNearest() {
    var random = SystemRandomNumberGenerator()
    func check(_ text: String) {
      var value = 0.0
      let isWhole = text.withCString { start in
        let end = start + strlen(start)
        return ck_decimal_double(start, end, &value) == end
      }
      let wanted = strtod(text, nil)
      #expect(isWhole && value.bitPattern == wanted.bitPattern, "\(text): \(value) instead of \(wanted)")
    }
    for k in 0..<20_000 {
      let bits = UInt64.random(in: 0..<0x7FF0_0000_0000_0000, using: &random)
      let number = Double(bitPattern: bits)
      check(String(format: "%.\(k % 40)e", number))
      check("\(number)")
      let (half, digits) = (Double(bitPattern: 0x3FF0_0000_0000_0000 | bits >> 12), Int.random(in: 1...30, using: &random))
      check(String(format: "%.60f", half + 0x1p-53))
      check("\(bits)e\(Int.random(in: -350...330, using: &random))")
      check("-" + (0..<digits).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined() + "." + "\(bits)")
    }
  }

  @Test func theLocaleDoesNotMatter() throws {
    let before = String(cString: setlocale(LC_NUMERIC, nil))
    defer { setlocale(LC_NUMERIC, before) }
    for name in ["de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8"] where setlocale(LC_NUMERIC, name) != nil { break }
    let text = "1.5 0.1000000000000000055511151231257827021181583404541015625\n"
    #expect(try TextTable.load(text: Array(text.utf8)).toArray(Double.self) == [1.5, 0.1])
    #expect(try TextTable.text(Tensor([1.5]), style: TextStyle(formats: ["%.2f"])) == "1.50\n")
  }
}
