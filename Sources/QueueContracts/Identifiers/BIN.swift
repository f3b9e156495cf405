/// A business identification number (БСН · БИН) of a school.
///
/// It is `YYMM`, a type digit (4 resident, 5 non-resident, 6 joint entrepreneur), an attribute digit (0 head, 1 branch,
/// 2 representation, 3 farm), five serial digits and a check digit.
public struct BIN: Hashable, Sendable, CustomStringConvertible {
  /// The twelve digits.
  public let digits: String

  /// Reads twelve digits with an existing month, type and attribute and the right check digit; nil for any other text.
  public init?(_ text: String) {
    guard let digits = CheckedDigits.parse(text), (1...12).contains(digits[2] * 10 + digits[3]),
      (4...6).contains(digits[4]), (0...3).contains(digits[5])
    else { return nil }
    self.digits = text
  }

  /// The twelve digits.
  public var description: String { digits }
}
