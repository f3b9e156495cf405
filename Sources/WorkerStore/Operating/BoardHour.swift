/// A count of one hour, for the charts of a campaign.
///
/// It counts, and names nobody.
package struct BoardHour: Sendable, Equatable, Codable {
  /// The beginning of the hour, in milliseconds since 1970.
  package let hour: Int64
  /// The measure that is counted.
  package let measure: String
  /// The label of the count: a reason's code, a school's BIN, or a bucket of a latency in seconds.
  package let label: String
  package let count: Int64

  package init(hour: Int64, measure: String, label: String, count: Int64) {
    self.hour = hour
    self.measure = measure
    self.label = label
    self.count = count
  }
}
