extension String {
  /// Where `text` begins in this string.
  package func range(ofText text: String) -> String.Index? {
    var i = startIndex
    while i < endIndex {
      if self[i...].hasPrefix(text) { return i }
      i = index(after: i)
    }
    return nil
  }
}
