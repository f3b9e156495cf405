/// A day of the calendar without time or zone, `2019-05-12` on the wire.
public struct CivilDate: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
  /// The year, from 1 to 9999; a day that was made from a day number can have any year.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// Makes a day; nil if the years 1 to 9999 have no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day) else {
      return nil
    }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads an existing day as `YYYY-MM-DD`; nil for any other text.
  public init?(_ text: String) {
    var text = text
    guard let day = text.withUTF8({ Self(utf8: $0) }) else { return nil }
    self = day
  }

  private init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 10 else { return nil }
    self.init(beginning: bytes)
  }

  /// Reads a day from the first ten bytes of a buffer that has at least ten; nil if these bytes are not a day.
  init?(beginning bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let year = number(bytes[0..<4]),
      let month = number(bytes[5..<7]), let day = number(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Makes the day that is `dayNumber` days after 1 January 1970.
  public init(dayNumber: Int) {
    // Days are counted from 1 March of year 0, in eras of 400 years. Years here begin on 1 March, so a leap day is the
    // last day of its year.
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The number of days after 1 January 1970.
  public var dayNumber: Int { Self.dayNumber(year: year, month: month, day: day) }

  /// The number of days from 1 January 1970 to an existing day of the years 0 to 9999.
  package static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// A day of the week.
  public enum Weekday: Int, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
  }

  /// The day of the week.
  public var weekday: Weekday { Weekday(rawValue: ((dayNumber + 3) % 7 + 7) % 7)! }

  /// The day that is `days` later, or earlier if the number is negative.
  public func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

  /// The day as `YYYY-MM-DD`.
  public var description: String {
    var text: [UInt8] = []
    append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  func append(to text: inout [UInt8]) {
    appendPadded(year, 4, to: &text)
    text.append(UInt8(ascii: "-"))
    appendPadded(month, 2, to: &text)
    text.append(UInt8(ascii: "-"))
    appendPadded(day, 2, to: &text)
  }

  /// Tells whether the left day is earlier than the right one.
  public static func < (left: Self, right: Self) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// Reads the day from its text.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else { throw decoder.wrong("a date like 2019-05-12") }
    self = value
  }

  /// Writes the day as `YYYY-MM-DD`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Reads a decimal number of 1 to 17 ASCII digits; nil for any other bytes.
func number(_ digits: some Collection<UInt8>) -> Int? {
  guard !digits.isEmpty, digits.count < 18, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
  return digits.reduce(0) { $0 * 10 + Int($1) - 48 }
}

/// Appends the number in decimal, with leading zeros up to the width.
func appendPadded(_ number: Int, _ width: Int, to text: inout [UInt8]) {
  let powers = [1, 10, 100, 1000, 10_000]
  guard number >= 0, number < powers[width] else {
    text.append(contentsOf: padded(number, width).utf8)
    return
  }
  for digit in (0..<width).reversed() { text.append(UInt8(ascii: "0") + UInt8(number / powers[digit] % 10)) }
}

/// The number in decimal, with leading zeros up to the width.
func padded(_ number: Int, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}
