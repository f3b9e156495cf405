import Foundation
import QueueContracts
import SwiftASN1

extension Date {
  /// Reads a UTCTime or a GeneralizedTime.
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
    let days = CivilDate.dayNumber(year: day.year, month: day.month, day: day.day)
    self.init(timeIntervalSince1970: Double(days * 86_400 + time.hours * 3600 + time.minutes * 60 + time.seconds))
  }
}
