/// An individual identification number (ЖСН · ИИН) that is well formed.
///
/// It is `YYMMDD`, a century-and-sex digit, four serial digits and a check digit. A form carries a text instead of an
/// `IIN`, because a wrong number has to lead to a refusal with a reason, not to an undecodable message. An IIN is
/// personal data: its description does not show the digits.
public struct IIN: Hashable, Sendable, PersonalData {
  /// The twelve digits.
  public let digits: String

  /// Reads twelve digits with an existing day of birth and the right check digit; nil for any other text.
  public init?(_ text: String) {
    guard let digits = CheckedDigits.parse(text), (1...6).contains(digits[6]) else { return nil }
    let year = 1800 + (digits[6] - 1) / 2 * 100 + digits[0] * 10 + digits[1]
    guard CivilDate(year: year, month: digits[2] * 10 + digits[3], day: digits[4] * 10 + digits[5]) != nil else {
      return nil
    }
    self.digits = text
  }

  /// Makes up an IIN for synthetic data; nil if no check digit belongs to the other digits.
  ///
  /// - Parameters:
  ///   - birthDate: a day of the years 1800 to 2099.
  ///   - female: true for a woman; the century digit tells the sex.
  ///   - serial: from 0 to 9999.
  public init?(birthDate: CivilDate, female: Bool, serial: Int) {
    guard (0...9999).contains(serial), (1800..<2100).contains(birthDate.year) else { return nil }
    let century = (birthDate.year - 1800) / 100 * 2 + (female ? 2 : 1)
    let numbers = [birthDate.year % 100, birthDate.month, birthDate.day]
    let text = numbers.map { padded($0, 2) }.joined() + String(century) + padded(serial, 4)
    guard let check = CheckedDigits.checkDigit(of: text.utf8.map { Int($0) - 48 }) else { return nil }
    self.init(text + String(check))
  }
}
