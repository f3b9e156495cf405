/// A body, or a part of a body, with a rule that concerns several of its fields.
///
/// ``WireCodec`` checks a body after it has decoded it; the body checks its parts.
protocol CheckedFields {
  /// Checks the rule.
  ///
  /// - Parameter path: the path of this value in the message; empty for a body.
  /// - Throws: the error at the field that is to blame.
  func check(at path: [any CodingKey]) throws(DecodingError)
}

extension Array: CheckedFields where Element: CheckedFields {
  /// Checks each element.
  func check(at path: [any CodingKey]) throws(DecodingError) {
    for (index, element) in enumerated() { try element.check(at: path + [index.codingKey]) }
  }
}
