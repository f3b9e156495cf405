import Foundation
import SwiftASN1

extension Date {
  /// A UTCTime or a GeneralizedTime.
  init(timeNode node: ASN1Node) throws {
    if node.identifier == .utcTime {
      let time = try UTCTime(derEncoded: node)
      self.init(utc: (time.year, time.month, time.day), (time.hours, time.minutes, time.seconds))
    } else {
      let time = try GeneralizedTime(derEncoded: node)
      self.init(utc: (time.year, time.month, time.day), (time.hours, time.minutes, time.seconds))
    }
  }

  private init(utc day: (year: Int, month: Int, day: Int), _ time: (hours: Int, minutes: Int, seconds: Int)) {
    // Days from the civil calendar, counted from the first of March, so that the leap day is a year's last.
    let year = day.month > 2 ? day.year : day.year - 1
    let month = (day.month + 9) % 12
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day.day - 1 - 719_468
    self.init(timeIntervalSince1970: Double(days * 86_400 + time.hours * 3600 + time.minutes * 60 + time.seconds))
  }
}
