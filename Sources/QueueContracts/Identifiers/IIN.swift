/// An individual identification number (ЖСН · ИИН): `YYMMDD`, a century-and-sex digit, four serial digits, a check
/// digit.
///
/// A value of this type always holds a well-formed number. What a form carries is text, because a wrong number is a
/// refusal that explains itself, not an undecodable message. Personal data: it never describes itself in full.
public struct IIN: Hashable, Sendable, PersonalData {
  public let digits: String

  /// Nil where the text is not twelve digits, not a day of a known century, or fails both passes of the check.
  public init?(_ text: String) {
    guard let digits = CheckedDigits.parse(text), (1...6).contains(digits[6]) else { return nil }
    let year = 1800 + (digits[6] - 1) / 2 * 100 + digits[0] * 10 + digits[1]
    guard CivilDate(year: year, month: digits[2] * 10 + digits[3], day: digits[4] * 10 + digits[5]) != nil else {
      return nil
    }
    self.digits = text
  }

  /// Makes the number with its check digit; nil where it would never be issued.
  ///
  /// For synthetic data.
  public init?(birthDate: CivilDate, female: Bool, serial: Int) {
    guard (0...9999).contains(serial), (1800..<2100).contains(birthDate.year) else { return nil }
    let century = (birthDate.year - 1800) / 100 * 2 + (female ? 2 : 1)
    let numbers = [birthDate.year % 100, birthDate.month, birthDate.day]
    let text = numbers.map { padded($0, 2) }.joined() + String(century) + padded(serial, 4)
    guard let check = CheckedDigits.checkDigit(of: text.utf8.map { Int($0) - 48 }) else { return nil }
    self.init(text + String(check))
  }
}
