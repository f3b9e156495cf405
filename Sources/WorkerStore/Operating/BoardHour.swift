package import QueueContracts

/// The number of times that something happened within one hour, for the board's charts.
///
/// The count contains no personal data.
package struct BoardHour: Sendable, Equatable, Codable {
  /// The beginning of the hour, in milliseconds since 1970.
  package let hour: Int64
  /// The measure that is counted, for example `submitted`.
  package let measure: String
  /// The label of the count: fixed words, a reason's code, a school's BIN, or the bucket of a waiting time in seconds.
  package let label: String
  package let count: Int64

  package init(hour: Int64, measure: String, label: String, count: Int64) {
    self.hour = hour
    self.measure = measure
    self.label = label
    self.count = count
  }

  /// The beginning of the hour that contains a moment.
  package static func beginning(of time: Timestamp) -> Int64 {
    let (hour, rest) = time.milliseconds.quotientAndRemainder(dividingBy: 3_600_000)
    return (rest < 0 ? hour - 1 : hour) * 3_600_000
  }
}
