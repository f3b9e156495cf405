/// A Kazakh mobile number, always spelt `+77` and nine digits.
///
/// It is personal data: its description does not show the number.
public struct PhoneNumber: Hashable, Sendable, PersonalData {
  /// The number, `+77` and nine digits.
  public let text: String

  /// Reads a Kazakh mobile number, which may begin with `+7`, `8` or `7`; nil for any other text.
  ///
  /// Blanks, hyphens and brackets are skipped.
  public init?(_ spelling: String) {
    let kept = spelling.filter { !" -()\u{00A0}".contains($0) }
    let digits = kept.hasPrefix("+") ? kept.dropFirst() : kept[...]
    guard digits.utf8.count == 11, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    let national = digits.dropFirst()
    guard national.hasPrefix("7"), digits.hasPrefix("7") || (digits.hasPrefix("8") && !kept.hasPrefix("+")) else {
      return nil
    }
    text = "+7" + national
  }
}
