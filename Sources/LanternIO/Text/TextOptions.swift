import Lantern

/// How the numbers of a text file are written.
public struct TextOptions: Sendable {
  /// What stands between the fields of a line: one ASCII character, or `nil` for any run of white space.
  public var delimiter: Character?
  /// What starts a comment, which reaches to the end of its line.
  public var comments: [String]
  /// How many lines to pass over at the beginning.
  public var skipRows: Int
  /// How many rows to leave out at the end.
  public var skipFooter: Int
  /// How many rows to read at most.
  public var maxRows: Int?
  /// Which columns to read, counted from 0, or from the end where negative; `nil` for all.
  public var columns: [Int]?
  /// What may stand around a field that contains delimiters or comments: one ASCII character.
  public var quote: Character?

  /// Fields between white space, comments after `#`, unless something else is said.
  public init(
    delimiter: Character? = nil, comments: [String] = ["#"], skipRows: Int = 0, skipFooter: Int = 0, maxRows: Int? = nil,
    columns: [Int]? = nil, quote: Character? = nil
  ) {
    (self.delimiter, self.comments, self.skipRows, self.maxRows) = (delimiter, comments, skipRows, maxRows)
    (self.skipFooter, self.columns, self.quote) = (skipFooter, columns, quote)
  }

  /// The options as bytes, checked.
  struct Checked {
    let delimiter: UInt8?
    let comments: [[UInt8]]
    let quote: UInt8?
    var skipRows: Int
    let skipFooter: Int
    let maxRows: Int
    var columns: [Int]?
  }

  func checked(_ op: String) throws(TensorError) -> Checked {
    func byte(_ character: Character?, _ what: String) throws(TensorError) -> UInt8? {
      guard let character else { return nil }
      guard let value = character.asciiValue, value != 10, value != 13, character != "\r\n" else {
        throw TensorError(.argument, op: op, "the \(what) must be one ASCII character and no line break", hint: "Use ',' or '\\t'.")
      }
      return value
    }
    let (delimiter, quote) = (try byte(delimiter, "delimiter"), try byte(quote, "quote"))
    guard !comments.contains("") else {
      throw TensorError(.argument, op: op, "comments cannot be an empty string", hint: "Use [] where there are no comments.")
    }
    let starts = comments.map { Array($0.utf8) }
    guard delimiter == nil || (delimiter != quote && !starts.contains { $0.first == delimiter || $0.first == quote }) else {
      throw TensorError(.argument, op: op, "delimiter, quote and comments must differ")
    }
    guard skipRows >= 0, skipFooter >= 0, maxRows ?? 0 >= 0 else {
      throw TensorError(.argument, op: op, "numbers of rows must not be negative")
    }
    return Checked(
      delimiter: delimiter, comments: starts, quote: quote, skipRows: skipRows, skipFooter: skipFooter,
      maxRows: maxRows ?? .max, columns: columns)
  }
}

/// What to make of fields that are empty, or no numbers.
public struct MissingValues: Sendable {
  /// Texts that stand for a missing number; an empty field always does.
  public var texts: [String]
  /// The number to put in its place: not a number, -1 or false, as the dtype has it, where it is `nil`.
  public var fill: Scalar?
  /// Whether any other text counts as missing, too, instead of being an error.
  public var isLoose: Bool
  /// Whether lines with another number of fields than the first are passed over instead of being an error.
  public var passesOverBadLines: Bool

  /// Empty fields and all texts that are no numbers.
  public init(texts: [String] = [], fill: Scalar? = nil, isLoose: Bool = true, passesOverBadLines: Bool = false) {
    (self.texts, self.fill, self.isLoose, self.passesOverBadLines) = (texts, fill, isLoose, passesOverBadLines)
  }
}
