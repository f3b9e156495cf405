public import Foundation

/// A moment, to the millisecond.
///
/// Read with `Z` or an offset, with or without a fraction of a second; always written in Kazakhstan's time,
/// `2026-04-01T09:00:00+05:00`, so that the same moment has one spelling.
///
/// Kazakhstan is one zone, UTC+5, since 1 March 2024. The offset is fixed here, because a machine's time zone data may
/// be older than that.
public struct Timestamp: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
  public let milliseconds: Int64

  static let kazakhstanOffset: Int64 = 5 * 3_600_000
  static let dayLength: Int64 = 86_400_000

  /// Milliseconds after the beginning of 1970, UTC.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  public init(_ date: Date) { milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded()) }

  /// This moment.
  public static var now: Timestamp { Timestamp(Date.now) }

  public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

  /// A time of day in Kazakhstan.
  public init(_ day: CivilDate, hour: Int, minute: Int = 0, second: Int = 0) {
    let seconds = Int64(hour * 3600 + minute * 60 + second)
    milliseconds = Int64(day.dayNumber) * Self.dayLength + seconds * 1000 - Self.kazakhstanOffset
  }

  /// The day it is in Kazakhstan.
  public var day: CivilDate { CivilDate(dayNumber: Int(dayAndTime.quotient)) }

  private var dayAndTime: (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = (milliseconds + Self.kazakhstanOffset).quotientAndRemainder(dividingBy: Self.dayLength)
    return remainder < 0 ? (quotient - 1, remainder + Self.dayLength) : (quotient, remainder)
  }

  public func adding(seconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + seconds * 1000) }

  public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  public var description: String {
    let time = Int(dayAndTime.remainder)
    let clock = [time / 3_600_000, time / 60_000 % 60, time / 1000 % 60].map { padded($0, 2) }.joined(separator: ":")
    let fraction = time % 1000 == 0 ? "" : "." + padded(time % 1000, 3)
    return "\(day)T\(clock)\(fraction)+05:00"
  }

  /// Nil where the text is no ISO 8601 time with an offset.
  ///
  /// Digits past the millisecond are cut off.
  public init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    guard rest.count >= 20, let day = CivilDate(String(decoding: rest.prefix(10), as: UTF8.self)), rest[10] == 84,
      rest[13] == 58, rest[16] == 58, let hour = number(rest[11..<13]), let minute = number(rest[14..<16]),
      let second = number(rest[17..<19]), hour < 24, minute < 60, second < 60
    else { return nil }
    rest = rest.dropFirst(19)

    var fraction = 0
    if rest.first == 46 || rest.first == 44 {
      let digits = rest.dropFirst().prefix { (48...57).contains($0) }
      guard let thousandths = number((Array(digits) + [48, 48, 48]).prefix(3)), !digits.isEmpty else { return nil }
      fraction = thousandths
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = Self.offset(rest) else { return nil }
    let time = ((hour * 60 + minute) * 60 + second) * 1000 + fraction
    milliseconds = Int64(day.dayNumber) * Self.dayLength + Int64(time) - offset
    // What is read must be writable: an offset can carry the first and the last day out of the four-digit years.
    guard (1...9999).contains(self.day.year) else { return nil }
  }

  /// Milliseconds ahead of UTC of `Z`, `+05:00`, `+0500` or `+05`.
  private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
    guard let sign = text.first else { return nil }
    if sign == 90 { return text.count == 1 ? 0 : nil }
    let digits = text.dropFirst().filter { $0 != 58 }
    let spelling = text.count == 6 ? text[text.startIndex + 3] == 58 : text.count == digits.count + 1
    guard sign == 43 || sign == 45, spelling, digits.count == 4 || digits.count == 2,
      let hours = number(digits.prefix(2)), hours < 24
    else { return nil }
    guard let minutes = digits.count == 2 ? 0 : number(digits.suffix(2)), minutes < 60 else { return nil }
    return Int64((hours * 60 + minutes) * 60_000) * (sign == 45 ? -1 : 1)
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else { throw decoder.wrong("a time like 2026-04-01T09:00:00+05:00") }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
