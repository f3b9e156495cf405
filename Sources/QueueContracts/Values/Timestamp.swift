public import Foundation

/// A moment, to the millisecond.
///
/// It is read with `Z` or an offset, with or without a fraction of a second. It is always written in Kazakhstan's time,
/// `2026-04-01T09:00:00+05:00`, so that the same moment has one spelling.
///
/// Kazakhstan has one time zone, UTC+5, since 1 March 2024. The offset is fixed here, because a machine's time zone
/// data may be older than that change.
public struct Timestamp: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
  /// The number of milliseconds after the beginning of 1970, UTC.
  public let milliseconds: Int64

  static let kazakhstanOffset: Int64 = 5 * 3_600_000
  static let dayLength: Int64 = 86_400_000

  /// Makes a moment from its number of milliseconds after the beginning of 1970, UTC.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Makes the moment of a date, rounded to the millisecond.
  public init(_ date: Date) { milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded()) }

  /// The present moment, by the machine's clock.
  public static var now: Timestamp { Timestamp(Date.now) }

  /// The moment as a Foundation date.
  public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
  /// The whole seconds since 1970, for AMQP's property `timestamp`; 0 for a time before 1970.
  package var amqpSeconds: UInt64 { UInt64(max(0, milliseconds / 1000)) }

  /// Makes the moment of a time of day in Kazakhstan.
  public init(_ day: CivilDate, hour: Int, minute: Int = 0, second: Int = 0) {
    let seconds = Int64(hour * 3600 + minute * 60 + second)
    milliseconds = Int64(day.dayNumber) * Self.dayLength + seconds * 1000 - Self.kazakhstanOffset
  }

  /// The day in Kazakhstan.
  public var day: CivilDate { CivilDate(dayNumber: Int(dayAndTime.quotient)) }

  private var dayAndTime: (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = (milliseconds + Self.kazakhstanOffset).quotientAndRemainder(dividingBy: Self.dayLength)
    return remainder < 0 ? (quotient - 1, remainder + Self.dayLength) : (quotient, remainder)
  }

  /// The moment that is `seconds` later, or earlier if the number is negative.
  public func adding(seconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + seconds * 1000) }

  /// Tells whether the left moment is earlier than the right one.
  public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  /// The moment in Kazakhstan's time, `2026-04-01T09:00:00+05:00`, with milliseconds if it has any.
  public var description: String {
    let (dayNumber, remainder) = dayAndTime
    let time = Int(remainder)
    var text: [UInt8] = []
    text.reserveCapacity(32)
    CivilDate(dayNumber: Int(dayNumber)).append(to: &text)
    text.append(UInt8(ascii: "T"))
    appendPadded(time / 3_600_000, 2, to: &text)
    text.append(UInt8(ascii: ":"))
    appendPadded(time / 60_000 % 60, 2, to: &text)
    text.append(UInt8(ascii: ":"))
    appendPadded(time / 1000 % 60, 2, to: &text)
    if time % 1000 != 0 {
      text.append(UInt8(ascii: "."))
      appendPadded(time % 1000, 3, to: &text)
    }
    text.append(contentsOf: "+05:00".utf8)
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads an ISO 8601 time with an offset; nil if the text is anything else.
  ///
  /// Digits past the millisecond are cut off.
  public init?(_ text: String) {
    var text = text
    guard let time = text.withUTF8({ Self(utf8: $0) }) else { return nil }
    self = time
  }

  private init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    guard text.count >= 20, let day = CivilDate(beginning: text), text[10] == UInt8(ascii: "T"),
      text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"), let hour = number(text[11..<13]),
      let minute = number(text[14..<16]), let second = number(text[17..<19]), hour < 24, minute < 60, second < 60
    else { return nil }
    var rest = text[19...]

    var fraction = 0
    if rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") {
      let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let thousandths = number(digits.prefix(3)) else { return nil }
      fraction = digits.count == 1 ? thousandths * 100 : digits.count == 2 ? thousandths * 10 : thousandths
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = Self.offset(rest) else { return nil }
    let time = ((hour * 60 + minute) * 60 + second) * 1000 + fraction
    milliseconds = Int64(day.dayNumber) * Self.dayLength + Int64(time) - offset
    // The offset can move the moment into another year. In Kazakhstan's time the year must be from 1 to 9999.
    guard (1...9999).contains(self.day.year) else { return nil }
  }

  /// The milliseconds by which `Z`, `+05:00`, `+0500` or `+05` is ahead of UTC.
  private static func offset(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
    let sign = text.first
    if sign == UInt8(ascii: "Z") { return text.count == 1 ? 0 : nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    guard text.count != 6 || text[text.startIndex + 3] == UInt8(ascii: ":") else { return nil }
    let written: (hours: Int?, minutes: Int?) =
      switch text.count {
      case 6, 5: (number(text.dropFirst().prefix(2)), number(text.suffix(2)))
      case 3: (number(text.dropFirst()), 0)
      default: (nil, nil)
      }
    guard let hours = written.hours, let minutes = written.minutes, hours < 24, minutes < 60 else { return nil }
    return Int64((hours * 60 + minutes) * 60_000) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }

  /// Reads the moment from its text.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else { throw decoder.wrong("a time like 2026-04-01T09:00:00+05:00") }
    self = value
  }

  /// Writes the moment in Kazakhstan's time.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
