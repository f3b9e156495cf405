public import QueueContracts

extension Child {
  /// The child's name in a message to the family: given name and the first letter of the family name.
  ///
  /// A form may have a placeholder such as a hyphen in the place of a family name. Then the given name stands alone.
  public var shortName: String {
    let parts = [String(givenName.trimmed), familyName.initial.map { "\($0)." } ?? ""].filter { !$0.isEmpty }
    // A message cannot hold an empty name, so a name of spaces alone stays as it is.
    return parts.isEmpty ? givenName : parts.joined(separator: " ")
  }
}

extension String {
  fileprivate var trimmed: Substring {
    guard let end = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return self[...end].drop(while: \.isWhitespace)
  }

  /// The first letter; an apostrophe is none, although Unicode has one among the letters (U+02BC).
  fileprivate var initial: Character? {
    first { $0.isLetter && $0.unicodeScalars.first?.properties.generalCategory != .modifierLetter }
  }
}
