/// How often something has happened in one hour: what the charts of a campaign are drawn from.
///
/// It counts, and names nobody.
package struct BoardHour: Sendable, Equatable, Codable {
  /// The hour's beginning, in milliseconds after the beginning of 1970.
  package let hour: Int64
  /// What is counted.
  package let measure: String
  /// Of which kind: a reason's code, a school's BIN, a bucket of a latency in seconds.
  package let label: String
  package let count: Int64

  package init(hour: Int64, measure: String, label: String, count: Int64) {
    self.hour = hour
    self.measure = measure
    self.label = label
    self.count = count
  }
}
