/// Reads twelve digits, of which the last is the check digit of a Kazakh IIN or BIN.
///
/// The first eleven digits are multiplied by the weights 1…11. The sum of the products modulo 11 is the check digit. If
/// the result is 10, the weights 3…11, 1, 2 are used instead. If the result is 10 again, the number is never issued.
/// Twelve zeros would pass the check; they are refused.
enum CheckedDigits {
  static let firstPass = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
  static let secondPass = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]

  /// The digits of a text of twelve ASCII digits with the right check digit; nil for any other text.
  static func parse(_ text: String) -> [Int]? {
    let digits = text.utf8.map { Int($0) - 48 }
    guard digits.count == 12, digits.allSatisfy((0...9).contains), digits.contains(where: { $0 != 0 }),
      checkDigit(of: digits.prefix(11)) == digits[11]
    else { return nil }
    return digits
  }

  /// The check digit of eleven digits; nil for a number that is never issued.
  static func checkDigit(of digits: some Collection<Int>) -> Int? {
    for weights in [firstPass, secondPass] {
      let rest = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11
      if rest < 10 { return rest }
    }
    return nil
  }
}
