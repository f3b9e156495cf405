/// A key in the document store that may be asked for: it stays inside the store.
struct DocumentReference: Sendable, Equatable {
  /// As written.
  let text: String

  /// Between the slashes.
  var segments: [Substring] { text.split(separator: "/", omittingEmptySubsequences: false) }

  /// Nil where the text is absolute, contains `..`, names a scheme, or cannot be a path at all (empty, over 1024 bytes,
  /// control characters: a NUL would cut the path short on its way to the system).
  init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= 1024, !text.hasPrefix("/"), !text.contains(".."), !text.contains("://"),
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { return nil }
    self.text = text
  }
}
